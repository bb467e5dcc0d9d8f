//! XML that is neither page nor feed → sheet: titles as headings, paragraphs as blocks, inline elements as part of their
//! words. Known by the names that document formats share (DocBook, TEI, Akoma Ntoso, the UN's), not by their schemas.
//! Next to read: `xml/pieces.rs`.

pub(crate) mod pieces;

use chancery_model::{DateGround, Fault, FaultKind, FaultPlace, Severity};
use chancery_text::{MappedText, SourceSpan, Span};

use super::fields::{Field, Said, field};
use super::words::{is_han_side, trim};
use crate::{BlockKind, Gap, Hint, HintKind, Limits, Sheet};
use pieces::{Piece, Pieces, Tag, local, push_piece};

pub(crate) fn read(input: &str, limits: &Limits) -> Vec<Sheet> {
    let mut reader = Reader {
        input,
        limits,
        sheet: Sheet::default(),
        open: Vec::new(),
        words: MappedText::new(),
        label: false,
        gap: Gap::Block,
        said: Said::default(),
        pages: 0,
        too_deep: false,
    };
    let mut pieces = Pieces::new(input);
    for piece in pieces.by_ref() {
        reader.piece(&piece);
        if reader.too_deep {
            break;
        }
    }
    reader.end_block(Gap::Block);
    let mut sheet = reader.sheet;
    sheet.hints.extend(reader.said.into_hints());
    sheet.faults.extend(pieces.faults());
    vec![sheet]
}

/// What an element is to the words in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Part of the words around it.
    Inline,
    /// A block of this kind.
    Block(BlockKind),
    /// A heading of the section it stands in.
    Heading,
    /// About the document: hints, no words.
    About,
    /// Says nothing.
    Hidden,
    /// Anything else: parts blocks.
    Other,
}

/// The role of the element of this name, small letters, without prefix.
fn role(name: &str) -> Role {
    match name {
        "title" | "head" | "heading" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "subheading" | "subtitle"
        | "headline" | "doctitle" | "titlepart" => Role::Heading,
        "p" | "para" | "paragraph" | "simpara" | "formalpara" | "line" | "l" | "ab" | "content" | "text" => {
            Role::Block(BlockKind::Paragraph)
        }
        "item" | "listitem" | "li" | "orderedlist" | "point" => Role::Block(BlockKind::Item(1)),
        "quote" | "blockquote" | "cit" | "q" | "quotedtext" | "quotedstructure" => Role::Block(BlockKind::Quote(1)),
        "cell" | "td" | "th" | "entry" => Role::Block(BlockKind::Cell),
        "caption" | "figcaption" | "figdesc" => Role::Block(BlockKind::Caption),
        "b" | "i" | "u" | "em" | "emph" | "emphasis" | "strong" | "hi" | "span" | "a" | "ref" | "ptr" | "link"
        | "ulink" | "term" | "name" | "persname" | "placename" | "orgname" | "rs" | "date" | "time" | "num"
        | "measure" | "sup" | "sub" | "foreign" | "abbr" | "expan" | "corr" | "orig" | "reg" | "seg" | "w" | "pc"
        | "s" | "font" | "small" | "inline" | "def" | "person" | "organization" | "location" | "role" | "entity"
        | "concept" | "quantity" | "affectedocument" | "mod" | "ins" | "supplied" | "unclear" | "said" | "label"
        | "lb" | "br" | "eol" | "pb" | "hr" => Role::Inline,
        "teiheader" | "meta" | "metadata" | "info" | "articleinfo" | "bookinfo" | "prolog" => Role::About,
        "script" | "style" | "sic" | "del" | "fw" | "figure" | "graphic" | "svg" | "math" => Role::Hidden,
        _ => Role::Other,
    }
}

/// An open element.
struct Element<'i> {
    name: &'i str,
    role: Role,
    /// A heading stood in it: elements without are no level of the document.
    headed: bool,
}

struct Reader<'i> {
    input: &'i str,
    limits: &'i Limits,
    sheet: Sheet,
    open: Vec<Element<'i>>,
    words: MappedText,
    /// The words so far are a number (`<num>`): what follows is of the same block.
    label: bool,
    gap: Gap,
    said: Said,
    pages: u32,
    too_deep: bool,
}

impl<'i> Reader<'i> {
    fn piece(&mut self, piece: &Piece<'i>) {
        match piece {
            Piece::Open(tag) => self.open(tag),
            Piece::Close(name) => self.close(name),
            Piece::Words(_) | Piece::Data(_) | Piece::Reference(..) => {
                let is_about = self.open.iter().any(|e| e.role == Role::About);
                if is_about {
                    self.about(piece);
                } else if !self.open.iter().any(|e| e.role == Role::Hidden) {
                    let is_blank = matches!(piece, Piece::Words(at) if self.input[at.clone()].trim().is_empty());
                    if self.label && !is_blank {
                        self.words.push_space(" ");
                        self.label = false;
                    }
                    push_piece(&mut self.words, self.input, piece);
                }
            }
        }
    }

    fn open(&mut self, tag: &Tag<'i>) {
        let name = local(tag.name);
        let role = role(&name.to_ascii_lowercase());
        if self.open.len() >= self.limits.depth as usize {
            let place = FaultPlace::Source(SourceSpan::of(tag.place.start..self.input.len()));
            let message = format!("elements nested deeper than {}: reading stops there", self.limits.depth);
            self.sheet.faults.push(Fault::new(FaultKind::OverLimit, Severity::Error, place, message));
            self.too_deep = true;
            return;
        }
        if self.open.is_empty()
            && let Some(language) = tag.attribute("lang")
        {
            self.said.add(Field::Language, &language, Some(SourceSpan::of(tag.place.clone())));
        }
        match name {
            "lb" | "br" | "eol" => self.end_block(Gap::Line),
            "pb" => {
                self.end_block(Gap::Page);
                self.pages += 1;
                let number = tag.attribute("n").and_then(|n| n.parse().ok()).unwrap_or(self.pages);
                self.sheet.pages.push((self.sheet.text.len(), number));
            }
            _ if role == Role::About => self.end_block(Gap::Block),
            // Akoma Ntoso keeps the day of a document in an attribute.
            "FRBRdate" => {
                if let Some(value) = tag.attribute("date") {
                    let source = Some(SourceSpan::of(tag.place.clone()));
                    self.sheet.hints.push(Hint { kind: HintKind::Date(DateGround::FrontMatter), value, source });
                }
            }
            _ if matches!(role, Role::Inline | Role::Hidden) => {}
            _ if self.label && matches!(role, Role::Heading | Role::Block(_)) => {}
            _ => self.end_block(Gap::Block),
        }
        if role == Role::Heading
            && let Some(parent) = self.open.last_mut()
        {
            parent.headed = true;
        }
        self.open.push(Element { name, role, headed: false });
    }

    fn close(&mut self, name: &str) {
        let name = local(name);
        // An end without its start is passed over; one that skips others ends them too.
        let Some(depth) = self.open.iter().rposition(|open| open.name == name) else { return };
        if self.open[depth..].iter().any(|e| !matches!(e.role, Role::Inline | Role::Hidden)) {
            self.end_block(Gap::Block);
        }
        self.open.truncate(depth);
        if matches!(name, "num" | "label") {
            self.label = !self.words.is_empty();
        }
    }

    /// Words about the document: the fields we know, the first of each.
    fn about(&mut self, piece: &Piece<'i>) {
        let (Piece::Words(place) | Piece::Data(place)) = piece else { return };
        let value = self.input[place.clone()].trim();
        let Some(element) = self.open.last() else { return };
        let known = field(element.name)
            .filter(|f| matches!(f, Field::Title | Field::Published | Field::Author | Field::Outlet));
        if let Some(known) = known.filter(|_| !value.is_empty()) {
            self.said.add(known, value, Some(SourceSpan::of(place.clone())));
        }
    }

    /// Ends the block of words gathered so far.
    fn end_block(&mut self, gap: Gap) {
        let words = std::mem::take(&mut self.words);
        self.label = false;
        let (skipped, trimmed) = trim(words.text());
        if trimmed.is_empty() {
            self.gap = self.gap.max(gap);
            return;
        }
        let span = Span::of(skipped..skipped + trimmed.len());
        let kind = self.kind();
        self.sheet.block(kind, self.gap, |out| push_flowed(out, &words, span));
        self.gap = gap;
    }

    fn kind(&self) -> BlockKind {
        let levels = self.open.iter().filter(|e| e.headed).count();
        let items = self.open.iter().filter(|e| e.role == Role::Block(BlockKind::Item(1))).count();
        for element in self.open.iter().rev() {
            match &element.role {
                Role::Heading => return BlockKind::Heading(levels.clamp(1, 6) as u8),
                Role::Block(BlockKind::Item(_)) => return BlockKind::Item(items.min(255) as u8),
                // A paragraph inside a quotation or an item is of the outer one's kind.
                Role::Block(BlockKind::Paragraph) | Role::Inline => {}
                Role::Block(kind) => return *kind,
                _ => break,
            }
        }
        BlockKind::Paragraph
    }
}

/// Appends words with line ends and runs of blanks, which in XML are the typesetter's, as one space.
fn push_flowed(out: &mut MappedText, words: &MappedText, span: Span) {
    let text = &words.text()[span.range()];
    let mut from = 0;
    let mut rest = text;
    while let Some(at) = rest.find([' ', '\n', '\t']) {
        let start = from + at;
        let blanks = text[start..].len() - text[start..].trim_start_matches([' ', '\n', '\t', '\r']).len();
        let end = start + blanks;
        let shift = |from: usize, to: usize| Span::of(from..to).shifted(span.start());
        if blanks == 1 && text[start..end].starts_with(' ') {
            out.push_slice(words, shift(from, end));
        } else {
            out.push_slice(words, shift(from, start));
            // Ideographs are set solid: a line end between two of them is nothing.
            let is_solid = |c: Option<char>| c.is_some_and(is_han_side);
            if !(is_solid(text[..start].chars().next_back()) && is_solid(text[end..].chars().next())) {
                out.push_space(" ");
            }
        }
        from = end;
        rest = &text[from..];
    }
    out.push_slice(words, Span::of(from..text.len()).shifted(span.start()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet(input: &str) -> Sheet {
        let sheet = read(input, &Limits::default()).remove(0);
        assert_eq!(sheet.text.map().check(sheet.text.text()), Ok(()), "{input}");
        sheet
    }

    fn blocks(input: &str) -> Vec<(String, BlockKind)> {
        let sheet = sheet(input);
        sheet.blocks.iter().map(|b| (sheet.words(b).to_owned(), b.kind)).collect()
    }

    #[test]
    fn titles_and_paragraphs() {
        let got = blocks(
            "<?xml version='1.0'?><doc xml:lang='zh'>\n <title>宣言</title>\n <preamble><title>序</title>\n  <para>双方\n   同意，<emph>坚持</emph>合作。</para></preamble>\n <article number='1'><title>第一条</title><orderedlist><listitem><para>甲&amp;乙</para></listitem></orderedlist></article>\n</doc>",
        );
        let want = [
            ("宣言", BlockKind::Heading(1)),
            ("序", BlockKind::Heading(2)),
            ("双方同意，坚持合作。", BlockKind::Paragraph),
            ("第一条", BlockKind::Heading(2)),
            ("甲&乙", BlockKind::Item(2)),
        ];
        assert_eq!(got, want.map(|(w, k)| (w.to_owned(), k)));
    }

    #[test]
    fn what_is_about_the_document_is_not_its_text() {
        let sheet = sheet(
            "<TEI><teiHeader><title>题</title><author>某</author><note>不是正文</note></teiHeader><text><body><p>正文<pb n='4'/>下页</p></body></text></TEI>",
        );
        assert_eq!(sheet.text.text(), "正文\n下页");
        assert_eq!((sheet.pages.as_slice(), sheet.blocks[1].gap), (&[(6, 4)][..], Gap::Page));
        assert!(sheet.hints.iter().any(|h| h.kind == HintKind::Title && h.value == "题"));
        let act = sheet_of_act();
        assert_eq!(act.text.text(), "第一条 正文");
        assert!(act.hints.iter().any(|h| h.value == "2024-05-03"));
    }

    fn sheet_of_act() -> Sheet {
        sheet(
            "<akomaNtoso><act><meta><FRBRdate date='2024-05-03' name='x'/></meta><body><article><num>第一条</num><content><p>正文</p></content></article></body></act></akomaNtoso>",
        )
    }

    #[test]
    fn broken_and_deep_documents_give_what_stands_before() {
        let sheet = sheet("<d><p>甲</p><p>乙");
        assert_eq!(sheet.text.text(), "甲\n乙");
        let deep = format!("<p>甲</p>{}", "<x>".repeat(2000));
        let sheet = self::sheet(&deep);
        assert_eq!((sheet.text.text(), sheet.faults[0].kind), ("甲", FaultKind::OverLimit));
    }

    proptest! {
        #[test]
        fn any_xml_is_read(input in "(<p>|</p>|<title>|</title>|<lb/>|<pb/>|<meta>|</meta>|&amp;|&x;|中|a |\n|<!\\[CDATA\\[x\\]\\]>|<|>){0,40}") {
            sheet(&input);
        }
    }
}
