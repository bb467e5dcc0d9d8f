//! Plain text → sheet: a block a line, with the gaps, indents, rules and quotation marks (`> `) that typists use.
//!
//! Whether a line end is a paragraph's end is not decided here: [`Gap::Line`] leaves it to `compose`, which knows more.
//! Next to read: `words.rs`.

use chancery_text::{MappedText, Span};
use memchr::{memchr_iter, memmem};

use super::front;
use super::words::{ends_sentence, is_blank, is_indent, is_plain, push_words, trim};
use crate::{Block, BlockKind, Gap, Limits, Sheet};

pub(crate) fn read(input: &str, limits: &Limits) -> Vec<Sheet> {
    let mut sheet = Sheet::default();
    let from = front::take(input, &mut sheet, limits);
    Lines::new(input, &mut sheet).read(from);
    vec![sheet]
}

/// Two ideographic spaces: how typists indent a paragraph, and how programs that lose line ends leave it.
const JOINT: &str = "\u{3000}\u{3000}";

/// Longest title, in characters, before a body on the same line.
const TITLE: usize = 60;

struct Lines<'i, 's> {
    input: &'i str,
    sheet: &'s mut Sheet,
    gap: Gap,
    joint: memmem::Finder<'static>,
    /// Where the words pushed last end in the input.
    last: usize,
}

impl<'i, 's> Lines<'i, 's> {
    fn new(input: &'i str, sheet: &'s mut Sheet) -> Self {
        Self { input, sheet, gap: Gap::Block, joint: memmem::Finder::new(JOINT), last: 0 }
    }

    fn read(mut self, from: usize) {
        self.sheet.text = MappedText::new();
        let mut start = from;
        let ends = memchr_iter(b'\n', &self.input.as_bytes()[from..]).map(|i| from + i);
        for end in ends.chain([self.input.len()]) {
            let line = &self.input[start..end];
            let line = line.strip_suffix('\r').unwrap_or(line);
            if is_plain(line.as_bytes()) {
                self.line(start, start + line.len(), true);
            } else {
                self.odd_line(start, start + line.len());
            }
            start = end + 1;
        }
    }

    /// A line with characters that can't be seen, other line ends and page ends among them.
    fn odd_line(&mut self, start: usize, end: usize) {
        let mut from = start;
        for (i, c) in self.input[start..end].char_indices() {
            if !matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                continue;
            }
            // A blank stretch before a page end is no line of its own.
            if !self.input[from..start + i].chars().all(is_blank) || c != '\u{C}' {
                self.line(from, start + i, false);
            }
            if c == '\u{C}' {
                self.gap = Gap::Page;
            }
            from = start + i + c.len_utf8();
        }
        if from == start || !self.input[from..end].chars().all(is_blank) {
            self.line(from, end, false);
        }
    }

    fn line(&mut self, start: usize, end: usize, plain: bool) {
        let (skipped, words) = trim(&self.input[start..end]);
        if words.is_empty() {
            self.gap = self.gap.max(Gap::Blank);
            return;
        }
        let at = start + skipped;
        let indent = is_indent(&self.input[start..at]);
        if is_rule(words) {
            self.push(at, at, BlockKind::Rule, indent, plain);
            return;
        }
        let (depth, marks) = quote_depth(words);
        if depth > 0 {
            let (skipped, words) = trim(&words[marks..]);
            if words.is_empty() {
                self.gap = self.gap.max(Gap::Blank);
            } else {
                let at = at + marks + skipped;
                self.push(at, at + words.len(), BlockKind::Quote(depth), false, plain);
            }
            return;
        }
        if let Some(title) = words.strip_prefix("# ").map(str::trim_start).filter(|t| t.len() <= 6 * TITLE) {
            // Titles as converters to plain text leave them.
            self.push(at + words.len() - title.len(), at + words.len(), BlockKind::Heading(1), indent, plain);
            return;
        }
        if self.joint.find(words.as_bytes()).is_some() && self.cut(at, words, indent, plain) {
            return;
        }
        self.push(at, at + words.len(), BlockKind::Paragraph, indent, plain);
    }

    /// Cuts a line on which paragraphs stand one behind another, each after two ideographic spaces.
    fn cut(&mut self, at: usize, words: &str, indent: bool, plain: bool) -> bool {
        let first = self.sheet.blocks.is_empty();
        let mut indent = indent;
        let mut done = false;
        for piece in joined_paragraphs(words, indent && first) {
            let (start, end) = (at + piece.start, at + piece.end);
            done = true;
            self.push(start, end, BlockKind::Paragraph, indent, plain);
            self.gap = Gap::Blank;
            indent = true;
        }
        if done {
            self.gap = Gap::Line;
        }
        done
    }

    fn push(&mut self, start: usize, end: usize, kind: BlockKind, indent: bool, plain: bool) {
        let text = &mut self.sheet.text;
        if !text.is_empty() && !text.text().ends_with('\n') {
            // The source's own line end where there is one: whole pages of clean lines stay one run of the map.
            if self.input.as_bytes().get(self.last) == Some(&b'\n') {
                text.push_verbatim("\n", self.last as u32);
            } else {
                text.push_space("\n");
            }
        }
        let from = text.len();
        if plain {
            text.push_verbatim(&self.input[start..end], start as u32);
        } else {
            push_words(text, &self.input[start..end], start as u32);
        }
        let span = Span::new(from, text.len());
        self.last = end;
        self.sheet.blocks.push(Block { span, kind, gap: self.gap, emphasis: false, links: 0, indent });
        self.gap = Gap::Line;
    }
}

/// The paragraphs of a line that holds several, each after two ideographic spaces; none where the line is one
/// paragraph. A joint counts behind the end of a sentence, and behind a title at the very start (`titled`).
///
/// What is not cut: a word set wide, a label before its clause.
pub(crate) fn joined_paragraphs(words: &str, titled: bool) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while let Some(i) = words[from..].find(JOINT).map(|i| from + i) {
        let next = i + words[i..].len() - words[i..].trim_start_matches(is_blank).len();
        let piece = &words[start..i];
        let is_title = titled && start == 0 && (6..=TITLE).contains(&piece.chars().count());
        if ends_sentence(piece) || is_title {
            out.push(start..start + trim(piece).1.len());
            start = next;
        }
        from = next;
    }
    if !out.is_empty() && start < words.len() {
        out.push(start..words.len());
    }
    out
}

/// Whether a line is a rule: one sign three times or more, blanks between them allowed.
pub(crate) fn is_rule(words: &str) -> bool {
    let mut chars = words.chars().filter(|c| !is_blank(*c));
    let Some(sign) = chars.next() else { return false };
    let draws = matches!(sign, '-' | '=' | '*' | '_' | '~' | '+' | '#')
        || matches!(sign, '\u{2014}' | '\u{2015}' | '\u{203B}' | '\u{2500}'..='\u{257F}' | '\u{25A0}'..='\u{25A0}')
        || matches!(sign, '\u{25C6}' | '\u{2605}' | '\u{2606}' | '\u{FF0A}' | '\u{FF0D}' | '\u{FF1D}' | '\u{FF3F}');
    draws && {
        let mut count = 1;
        chars.all(|c| {
            count += 1;
            c == sign
        }) && count >= 3
    }
}

/// How many `>` begin the line, each before a blank, another or the end, and how many bytes they take.
fn quote_depth(words: &str) -> (u8, usize) {
    let bytes = words.as_bytes();
    let (mut depth, mut at) = (0u8, 0);
    while bytes.get(at) == Some(&b'>') {
        depth = depth.saturating_add(1);
        at += 1;
        at += usize::from(bytes.get(at) == Some(&b' ') && bytes.get(at + 1) == Some(&b'>'));
    }
    match bytes.get(at) {
        None | Some(b' ') => (depth, at),
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(input: &str) -> Vec<(String, BlockKind, Gap, bool)> {
        let sheet = read(input, &Limits::default()).remove(0);
        assert_eq!(sheet.text.map().check(sheet.text.text()), Ok(()));
        sheet.blocks.iter().map(|b| (sheet.words(b).to_owned(), b.kind, b.gap, b.indent)).collect()
    }

    fn words(input: &str) -> Vec<String> {
        blocks(input).into_iter().map(|b| b.0).collect()
    }

    #[test]
    fn a_block_a_line_with_what_parts_it() {
        use BlockKind::{Paragraph, Quote, Rule};
        let got = blocks("\r\n标题\r\n\r\n  \u{3000}第一段\u{AD}在此。 \n第二段。\n======\n> > 引文\n\u{C}下页\n");
        let want = [
            ("标题", Paragraph, Gap::Block, false),
            ("第一段在此。", Paragraph, Gap::Blank, true),
            ("第二段。", Paragraph, Gap::Line, false),
            ("", Rule, Gap::Line, false),
            ("引文", Quote(2), Gap::Line, false),
            ("下页", Paragraph, Gap::Page, false),
        ];
        let want: Vec<_> = want.into_iter().map(|(w, k, g, i)| (w.to_owned(), k, g, i)).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn clean_lines_stay_one_run() {
        let sheet = read("第一行\n第二行\n第三行", &Limits::default()).remove(0);
        assert_eq!(sheet.text.map().runs().len(), 1);
    }

    #[test]
    fn paragraphs_joined_on_one_line_are_parted() {
        let line = "　　两国外长举行会谈　　本报甲地5月3日电 两国外长三日举行会谈。　　双方同意继续对话。";
        assert_eq!(words(line), ["两国外长举行会谈", "本报甲地5月3日电 两国外长三日举行会谈。", "双方同意继续对话。"]);
    }

    #[test]
    fn a_wide_word_or_a_label_is_not_parted() {
        for line in ["目　　录", "　　目　　录", "第一条　　本协定自签字之日起生效。", "王　　某　　李　　某"]
        {
            assert_eq!(words(line).len(), 1, "{line}");
        }
    }

    #[test]
    fn rules_and_what_only_looks_like_one() {
        for rule in ["---", "=====", "* * *", "＊＊＊", "————", "━━━━━"] {
            assert!(is_rule(rule), "{rule}");
        }
        for no in ["--", "……", "。。。", "-- a", "***甲***", "□□□", "—— 某人"] {
            assert!(!is_rule(no), "{no}");
        }
    }

    #[test]
    fn a_greater_sign_is_not_always_a_quotation() {
        assert_eq!(blocks(">50%的受访者同意。")[0].1, BlockKind::Paragraph);
        assert_eq!(blocks("> 同意。")[0], ("同意。".into(), BlockKind::Quote(1), Gap::Block, false));
    }
}
