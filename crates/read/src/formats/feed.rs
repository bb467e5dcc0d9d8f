//! RSS, Atom, JSON Feed → a sheet an item, with the item's own title, date, author and address.
//!
//! The words of an item are HTML, written as `CDATA` or escaped once over: they are unwrapped with a map, then read as a
//! fragment, so that a quotation leads to the feed's bytes. Next to read: `xml/pieces.rs`, `fields.rs`.

use std::ops::Range;

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_text::{MappedText, SourceSpan};

use super::fields::{Field, Said, field, is_address};
use super::xml::pieces::{Piece, Pieces, Tag, local, push_value};
use super::{html, json, text, title_only};
use crate::{Hint, HintKind, Limits, Sheet};

pub(crate) fn read(input: &str, limits: &Limits) -> Vec<Sheet> {
    if input.trim_start_matches('\u{FEFF}').trim_start().starts_with('{') {
        return json::read(input, limits);
    }
    let mut reader = Reader {
        input,
        limits,
        sheets: Vec::new(),
        faults: Vec::new(),
        feed: Vec::new(),
        item: None,
        depth: 0,
        value: None,
    };
    let mut pieces = Pieces::new(input);
    while let Some(piece) = pieces.next() {
        if !reader.piece(piece, pieces.at) {
            break;
        }
    }
    reader.faults.extend(pieces.faults());
    if !reader.faults.is_empty() {
        reader.sheets.push(Sheet { faults: std::mem::take(&mut reader.faults), ..Sheet::default() });
    }
    reader.sheets
}

struct Reader<'i> {
    input: &'i str,
    limits: &'i Limits,
    sheets: Vec<Sheet>,
    faults: Vec<Fault>,
    /// What the feed says of itself: its name is the outlet of every item.
    feed: Vec<(Field, String, Option<SourceSpan>)>,
    item: Option<Item>,
    /// Open elements, from the feed's own.
    depth: usize,
    value: Option<Value>,
}

/// An item being read.
struct Item {
    depth: usize,
    start: usize,
    values: Vec<(Field, Value)>,
}

/// The value of an element.
struct Value {
    field: Field,
    depth: usize,
    words: MappedText,
    place: Range<usize>,
    /// Elements stand in it: it is markup as it is (Atom's xhtml, feeds that forget to escape).
    markup: bool,
    is_html: bool,
}

impl Value {
    fn source(&self) -> Option<SourceSpan> {
        Some(SourceSpan::of(self.place.clone()))
    }
}

impl<'i> Reader<'i> {
    /// Takes a piece that ends at `at`; whether to go on.
    fn piece(&mut self, piece: Piece<'i>, at: usize) -> bool {
        match &piece {
            Piece::Open(tag) => {
                self.depth += 1;
                return self.open(tag);
            }
            Piece::Close(name) => {
                self.close(name, at);
                self.depth = self.depth.saturating_sub(1);
            }
            _ => {
                if let Some(value) = &mut self.value {
                    push_value(&mut value.words, self.input, &piece);
                }
            }
        }
        true
    }

    fn open(&mut self, tag: &Tag<'i>) -> bool {
        if let Some(value) = &mut self.value {
            // `<author><name>…`: the name is the value. Anything else is markup of it.
            if value.field == Field::Author {
                value.words = MappedText::new();
            } else {
                value.markup = true;
            }
            return true;
        }
        if self.item.is_none() && matches!(local(tag.name), "item" | "entry") {
            if self.sheets.len() >= self.limits.articles as usize {
                let message = format!("more than {} items: split the source", self.limits.articles);
                let place = FaultPlace::Source(SourceSpan::of(tag.place.start..self.input.len()));
                self.faults.push(Fault::new(FaultKind::OverLimit, Severity::Error, place, message));
                return false;
            }
            self.item = Some(Item { depth: self.depth, start: tag.place.start, values: Vec::new() });
            return true;
        }
        let inner = self.item.as_ref().map(|item| item.depth);
        // Pictures, players and the like describe themselves under names of their own.
        let is_foreign =
            ["media:", "itunes:", "thr:", "slash:", "wfw:", "image:"].iter().any(|p| tag.name.starts_with(p));
        // The feed's own fields stand right in its channel, the item's right in the item.
        let here = inner.map_or(self.depth <= 3, |depth| self.depth == depth + 1);
        let Some(known) = known(tag).filter(|_| here && !is_foreign) else { return true };
        if matches!(known, Field::Url(_))
            && let Some(address) = tag.attribute("href")
        {
            if tag.attribute("rel").is_none_or(|rel| rel == "alternate") {
                let words = MappedText::identity(address);
                let value =
                    Value { field: known, depth: 0, words, place: tag.place.clone(), markup: false, is_html: false };
                self.keep(value);
            }
            return true;
        }
        let kind = tag.attribute("type");
        self.value = Some(Value {
            field: known,
            depth: self.depth,
            words: MappedText::new(),
            place: tag.place.end..tag.place.end,
            markup: false,
            is_html: matches!(kind.as_deref(), Some("html" | "text/html" | "xhtml")),
        });
        true
    }

    fn close(&mut self, name: &str, at: usize) {
        // A feed cut by hand may lack ends: the item's own end closes what is open in it.
        let is_item_end = matches!(local(name), "item" | "entry") && self.item.is_some();
        if self.value.as_ref().is_some_and(|v| v.depth >= self.depth || is_item_end)
            && let Some(mut value) = self.value.take()
        {
            let end = at.saturating_sub(name.len() + 3).max(value.place.start);
            value.place.end = end;
            if value.markup {
                value.words = MappedText::new();
                value.words.push_verbatim(&self.input[value.place.clone()], value.place.start as u32);
                value.is_html = true;
            }
            self.keep(value);
        }
        if is_item_end && let Some(item) = self.item.take() {
            self.depth = item.depth;
            self.item(item, at);
        }
    }

    fn keep(&mut self, value: Value) {
        match &mut self.item {
            Some(item) => item.values.push((value.field, value)),
            None => self.feed.push((value.field, plain(&value), value.source())),
        }
    }

    /// Makes the item's sheet.
    fn item(&mut self, item: Item, end: usize) {
        let mut said = Said::default();
        let has_url = item.values.iter().any(|(f, _)| matches!(f, Field::Url(_)));
        for (known, value) in item.values.iter().filter(|(f, _)| !is_words(*f)) {
            let text = plain(value);
            // The id of an item is its address where it says so.
            if *known == Field::Id && !has_url && is_address(&text) {
                said.add(Field::Url(1), &text, value.source());
            }
            said.add(*known, &text, value.source());
        }
        let mut bodies: Vec<&Value> = item.values.iter().filter(|(f, _)| is_words(*f)).map(|(_, v)| v).collect();
        // The longest is the whole; of equals, the one that is meant to be.
        bodies.sort_by_key(|v| (std::cmp::Reverse(v.words.len()), v.field));
        let read = bodies.iter().map(|v| words(v, self.limits)).find(|sheet| !sheet.blocks.is_empty());
        let mut sheet = read.unwrap_or_default();
        sheet.hints.splice(0..0, said.into_hints());
        self.inherit(&mut sheet);
        if sheet.blocks.is_empty() {
            let title = item.values.iter().find(|(f, _)| *f == Field::Title).map(|(_, v)| &v.words);
            let place = item.start..end;
            if !title.is_some_and(|title| title_only(&mut sheet, title, place.clone())) {
                let message = "an item without words or title";
                let place = FaultPlace::Source(SourceSpan::of(place));
                self.faults.push(Fault::new(FaultKind::EmptyRow, Severity::Warning, place, message));
                return;
            }
        }
        self.sheets.push(sheet);
    }

    /// The feed's name and language, where the item has none of its own.
    fn inherit(&self, sheet: &mut Sheet) {
        let pairs = [(Field::Title, HintKind::Outlet), (Field::Language, HintKind::Language)];
        for (known, kind) in pairs {
            let found = self.feed.iter().find(|(f, ..)| *f == known);
            if let Some((_, value, source)) = found.filter(|(_, value, _)| !value.is_empty())
                && !sheet.hints.iter().any(|h| h.kind == kind)
            {
                sheet.hints.push(Hint { kind, value: value.clone(), source: *source });
            }
        }
    }
}

/// The field an element of a feed is.
fn known(tag: &Tag<'_>) -> Option<Field> {
    match local(tag.name) {
        "encoded" | "full-text" => Some(Field::Html(0)),
        "content" => Some(Field::Html(1)),
        "description" | "summary" => Some(Field::Summary),
        // RSS names the outlet an item was taken from; Atom wraps a whole feed's head in it.
        "source" => tag.attribute("url").map(|_| Field::Outlet),
        name => field(name).filter(|f| !is_words(*f) && !matches!(f, Field::Comments | Field::Poster)),
    }
}

const fn is_words(field: Field) -> bool {
    matches!(field, Field::Html(_) | Field::Body(_) | Field::Summary | Field::Markdown)
}

/// A short value as plain text; a title may be escaped twice over.
fn plain(value: &Value) -> String {
    let text = value.words.text();
    let text = if text.contains('&') { htmlize::unescape(text).into_owned() } else { text.to_owned() };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a value, read in the format they are in.
fn words(value: &Value, limits: &Limits) -> Sheet {
    let text = value.words.text();
    let sheet = if value.is_html || text.contains(['<', '&']) {
        html::read_fragment(text, limits)
    } else {
        text::read(text, limits).into_iter().next().unwrap_or_default()
    };
    sheet.through(value.words.map())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BlockKind;
    use chancery_model::DateGround;
    use proptest::prelude::*;

    fn sheets(input: &str) -> Vec<Sheet> {
        let sheets = read(input, &Limits::default());
        for sheet in &sheets {
            assert_eq!(sheet.text.map().check(sheet.text.text()), Ok(()), "{input}");
            for run in sheet.text.map().runs().iter().filter(|r| r.kind == chancery_text::RunKind::Verbatim) {
                assert_eq!(&sheet.text.text()[run.text.range()], &input[run.source.range()]);
            }
        }
        sheets
    }

    fn hints(sheet: &Sheet) -> Vec<(HintKind, &str)> {
        sheet.hints.iter().map(|h| (h.kind, h.value.as_str())).collect()
    }

    const RSS: &str = "<?xml version='1.0'?><rss version='2.0' xmlns:dc='d' xmlns:content='c'><channel><title>某社</title><link>https://example.org</link><language>zh-CN</language>
<item><title>会谈 &amp;#8211; 进展</title><link>https://example.org/1</link><dc:creator><![CDATA[某记者]]></dc:creator><pubDate>Fri, 03 May 2024 08:00:00 +0000</pubDate><guid isPermaLink='false'>g1</guid><description>简短</description><content:encoded><![CDATA[<p>双方举行<b>会谈</b>。</p><p>继续&amp;。</p>]]></content:encoded></item>
<item><title>二</title><description>&lt;p&gt;甲&amp;amp;乙&lt;/p&gt;&lt;p&gt;丙&lt;/p&gt;</description></item>
<item><title>只有题目</title></item></channel></rss>";

    #[test]
    fn items_of_rss() {
        let sheets = sheets(RSS);
        let words: Vec<_> = sheets.iter().map(|s| s.text.text()).collect();
        assert_eq!(words, ["双方举行会谈。\n继续&。", "甲&乙\n丙", "只有题目"]);
        assert_eq!(
            hints(&sheets[0]),
            [
                (HintKind::Title, "会谈 – 进展"),
                (HintKind::Date(DateGround::FrontMatter), "Fri, 03 May 2024 08:00:00 +0000"),
                (HintKind::Author, "某记者"),
                (HintKind::Url, "https://example.org/1"),
                (HintKind::Id, "g1"),
                (HintKind::Outlet, "某社"),
                (HintKind::Language, "zh-CN"),
            ]
        );
        assert_eq!(&RSS[sheets[0].hints[0].source.unwrap().range()], "会谈 &amp;#8211; 进展");
        assert_eq!((sheets[2].blocks[0].kind, sheets[2].faults[0].kind), (BlockKind::Heading(1), FaultKind::EmptyRow));
    }

    #[test]
    fn entries_of_atom() {
        let input = "<feed xmlns='http://www.w3.org/2005/Atom'><title>某社</title><entry><title>题</title><author><name>某</name><uri>u</uri></author><link rel='self' href='/s'/><link href='https://example.org/1'/><updated>2024-05-04</updated><published>2024-05-03</published><content type='xhtml'><div xmlns='x'><p>甲</p><p>乙&amp;丙</p></div></content></entry><entry><id>https://example.org/2</id><title>二</title><updated>2024-05-04</updated><summary>只是文字。\n两行。</summary></entry></feed>";
        let sheets = sheets(input);
        assert_eq!(sheets[0].text.text(), "甲\n乙&丙");
        assert!(hints(&sheets[0]).contains(&(HintKind::Url, "https://example.org/1")));
        assert!(hints(&sheets[0]).contains(&(HintKind::Date(DateGround::FrontMatter), "2024-05-03")));
        assert!(!hints(&sheets[0]).contains(&(HintKind::Date(DateGround::FrontMatter), "2024-05-04")));
        assert_eq!(sheets[1].text.text(), "只是文字。\n两行。");
        assert!(hints(&sheets[1]).contains(&(HintKind::Url, "https://example.org/2")));
    }

    #[test]
    fn a_broken_feed_gives_the_items_before_the_break() {
        let cut = &RSS[..RSS.find("<item><title>只有").unwrap() - 30];
        let sheets = sheets(&format!("{cut}<!-- never closed"));
        assert_eq!(sheets.len(), 2);
        assert_eq!((sheets[1].blocks.len(), sheets[1].faults[0].kind), (0, FaultKind::Damaged));
    }

    #[test]
    fn a_feed_in_json() {
        let sheets =
            sheets("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"content_text\": \"甲\"}]}");
        assert_eq!(sheets[0].text.text(), "甲");
    }

    proptest! {
        #[test]
        fn any_feed_is_read(input in "(<item>|</item>|<entry>|<title>|</title>|<description>|</description>|<content>|</content>|<author>|<name>|</name>|<link href='a'/>|&lt;p&gt;|&amp;|<p>|中|<!\\[CDATA\\[<b>x\\]\\]>|<){0,40}") {
            sheets(&format!("<rss><channel>{input}"));
        }
    }
}
