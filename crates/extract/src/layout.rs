//! An article's text cut for coding: sentences, and in them segments, the stretches between clause marks.
//!
//! Marks are the pack's. Nothing is cut inside brackets, book-title marks or a quotation that holds no clause of its
//! own (“台独”); a quotation that does (a speech) is cut like the rest, and each segment knows how deep it is quoted.
//! Next to read: `tokens.rs`.

use chancery_text::Span;

use crate::govern::Forms;

/// The marks of a language, from its pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Between clauses: , ; :
    pub(crate) clause: Vec<char>,
    /// Ends of sentences: . ! ?
    pub(crate) sentence: Vec<char>,
    /// Quotation marks, open and close.
    pub(crate) quotes: Vec<(char, char)>,
    /// Marks around names of works and instruments.
    pub(crate) titles: Vec<(char, char)>,
    /// Verbs of saying and showing: a clause quoted right behind one is speech.
    pub(crate) sayers: Forms,
    /// Brackets.
    pub(crate) brackets: Vec<(char, char)>,
    /// Last characters of an agency's line at a paragraph's head.
    pub(crate) dateline_ends: Vec<char>,
    /// Whether a full stop also stands inside words and numbers (U.S., 1.2), as in Latin script.
    pub(crate) stop_in_words: bool,
}

/// Which characters may be marks, by their first byte in UTF-8 and the last byte of their code: no ideograph begins as a
/// mark does, so most of a text is stepped over by its first bytes.
struct MayMark {
    first: [bool; 256],
    last: [bool; 256],
}

impl MayMark {
    fn new(marks: &Marks) -> Self {
        let pairs = [&marks.quotes, &marks.titles, &marks.brackets];
        let paired = pairs.into_iter().flatten().flat_map(|(open, close)| [*open, *close]);
        let (mut first, mut last) = ([false; 256], [false; 256]);
        for c in marks.clause.iter().chain(&marks.sentence).copied().chain(paired) {
            first[usize::from(c.encode_utf8(&mut [0; 4]).as_bytes()[0])] = true;
            last[(c as u32 & 0xFF) as usize] = true;
        }
        Self { first, last }
    }

    /// The first place from `at` on where a mark may stand, or `end`.
    fn next(&self, text: &str, mut at: usize, end: usize) -> usize {
        let bytes = text.as_bytes();
        while at < end {
            let first = bytes[at];
            if self.first[usize::from(first)]
                && text[at..].chars().next().is_some_and(|c| self.last[(c as u32 & 0xFF) as usize])
            {
                return at;
            }
            at += match first {
                0..0x80 => 1,
                0x80..0xE0 => 2,
                0xE0..0xF0 => 3,
                0xF0.. => 4,
            };
        }
        end
    }
}

/// Longest stretch between brackets or title marks, in bytes; the rest of a line behind a bracket that nobody closed
/// would be read through for each of them.
const ENCLOSED: usize = 6_000;

/// A stretch between clause marks, with the mark that ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Its text, without marks and white space at either end.
    pub(crate) span: Span,
    /// The mark after it; `None` at the sentence's end without one.
    pub(crate) mark: Option<char>,
    /// How many quotations are open at its start.
    pub(crate) depth: u8,
}

/// A sentence: one or more segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// From the first segment's start to the last one's end.
    pub(crate) span: Span,
    /// Its segments: a range of [`Layout::segments`].
    pub(crate) segments: std::ops::Range<usize>,
    /// Which paragraph (line of the text) it is in.
    pub(crate) paragraph: u32,
    /// Whether it is the first of its paragraph.
    pub(crate) opens: bool,
}

/// Sentences and segments of a text, in order.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) segments: Vec<Segment>,
    /// Quoted or bracketed stretches that were not cut: names, terms, asides (marks outside).
    pub(crate) names: Vec<Enclosed>,
}

/// What stands inside marks and was not cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Enclosed {
    /// Without the marks.
    pub(crate) span: Span,
    pub(crate) how: Enclosure,
}

/// Which marks enclose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Enclosure {
    Quote,
    Title,
    Bracket,
}

/// Longest segment, in bytes: a thousand characters without a mark are no clause, and what looks from each word of a clause to
/// its end takes the square of its length. What is longer is cut there.
const LONGEST: usize = 3_000;

/// Longest quotation without clause marks of its own that still counts as a term and not as speech, in characters.
/// Terms of art (“人类命运共同体”, ‘Free and Open Indo-Pacific’) stay under it; sentences quoted whole have marks.
const TERM: usize = 40;

/// Shortest quotation between clause marks that is a clause of its own (甲方回应，“我们为此感到遗憾”), in characters: names
/// set apart so are shorter.
const CLAUSE: usize = 9;

impl Marks {
    fn closing(&self, open: char) -> Option<(char, Enclosure)> {
        let find = |pairs: &[(char, char)]| pairs.iter().find(|p| p.0 == open).map(|p| p.1);
        find(&self.titles)
            .map(|c| (c, Enclosure::Title))
            .or_else(|| find(&self.brackets).map(|c| (c, Enclosure::Bracket)))
            .or_else(|| find(&self.quotes).map(|c| (c, Enclosure::Quote)))
    }

    fn is_quote_close(&self, c: char) -> bool {
        self.quotes.iter().any(|p| p.1 == c && p.0 != c)
    }
}

impl Layout {
    /// Cuts `text` paragraph by paragraph (lines); what stands in `heads` (in order) at a line's head, a dateline or the
    /// label of who speaks, belongs to no sentence.
    pub(crate) fn new(text: &str, marks: &Marks, heads: &[Span]) -> Self {
        let mut layout = Self::default();
        let may_mark = MayMark::new(marks);
        let mut at = 0;
        for (number, line) in text.split('\n').enumerate() {
            let end = at + line.len();
            let head = heads.partition_point(|h| (h.start() as usize) < at);
            let given = heads.get(head).filter(|h| h.start() as usize == at).map(|h| (h.end() as usize).min(end));
            let from = given.unwrap_or_else(|| at + agency_line(line, marks));
            let from = if from > at { from + byline(&text[from..end], marks) } else { from };
            let paragraph = number as u32;
            Cutter { text, marks, may_mark: &may_mark, layout: &mut layout, paragraph, opens: true }.line(from, end);
            at = end + 1;
        }
        layout
    }

    /// The segments of a sentence.
    pub(crate) fn of(&self, sentence: &Sentence) -> &[Segment] {
        &self.segments[sentence.segments.clone()]
    }
}

/// Longest agency line, in characters (〔聯合社華盛頓十二日專電〕 is 14).
const AGENCY_LINE: usize = 24;

/// Length of the agency's line at the head of `line`, 0 where there is none: no mark before its last character, and
/// white space or a closing bracket behind it.
fn agency_line(line: &str, marks: &Marks) -> usize {
    let stops = |c: char| marks.clause.contains(&c) || marks.sentence.contains(&c);
    for (at, c) in line.char_indices().take(AGENCY_LINE).take_while(|(_, c)| !stops(*c)) {
        let next = at + c.len_utf8();
        let behind = line[next..].chars().next();
        let closes = behind.is_some_and(|b| b.is_whitespace() || CLOSING.contains(&b));
        let byline = behind.is_some_and(|b| marks.brackets.iter().any(|(open, _)| *open == b));
        if marks.dateline_ends.contains(&c) && at > 0 && (closes || byline) {
            return next + if byline { 0 } else { behind.map_or(0, char::len_utf8) };
        }
    }
    0
}

/// Length of a byline in brackets right behind an agency's line ((记者某某)), 0 where there is none.
fn byline(rest: &str, marks: &Marks) -> usize {
    let lead = rest.len() - rest.trim_start().len();
    let Some((_, close)) = marks.brackets.iter().find(|(open, _)| rest[lead..].starts_with(*open)) else { return 0 };
    let end = rest[lead..].char_indices().take(AGENCY_LINE).find(|(_, c)| c == close);
    end.map_or(0, |(at, c)| lead + at + c.len_utf8())
}

/// Brackets that close an agency's line.
const CLOSING: &[char] = &['】', '〕', ']', ')', '］', '）'];

struct Cutter<'a> {
    text: &'a str,
    marks: &'a Marks,
    may_mark: &'a MayMark,
    layout: &'a mut Layout,
    paragraph: u32,
    opens: bool,
}

impl Cutter<'_> {
    fn line(&mut self, start: usize, end: usize) {
        let mut depth = 0u8;
        let mut first = self.layout.segments.len();
        let mut from = start;
        let mut at = start;
        loop {
            at = self.may_mark.next(self.text, at, end);
            let Some(c) = self.text[at..end].chars().next() else { break };
            let next = at + c.len_utf8();
            if let Some((close, how)) = self.marks.closing(c) {
                let fresh = self.trimmed(from, at).is_none();
                // 甲方强调“…”。: what is quoted right behind a verb of saying begins a clause.
                let said = || self.marks.sayers.end(self.text[from..at].trim_end());
                let opens = fresh || how == Enclosure::Quote && said();
                match self.enclosed(next, end, (c, close), how, opens) {
                    Some((inner, after)) => {
                        self.layout.names.push(Enclosed { span: inner, how });
                        at = after;
                        continue;
                    }
                    None if how == Enclosure::Quote => {
                        if !fresh {
                            // Speech opens in mid-segment (他说“…): what stands before is a segment of its own.
                            self.segment(from, at, Some(c), depth);
                        }
                        depth = depth.saturating_add(1);
                        from = next;
                    }
                    None => {}
                }
            } else if self.marks.is_quote_close(c) {
                // The mark inside the quotation came first (。”): the sentence is cut already.
                if depth > 0 {
                    let ends = self.text[from..at].chars().all(char::is_whitespace);
                    if !ends {
                        self.segment(from, at, Some(c), depth);
                    }
                    depth -= 1;
                    from = next;
                }
            } else if self.marks.sentence.contains(&c) && !self.inside_word(at, next) {
                self.segment(from, at, Some(c), depth);
                self.sentence(first);
                first = self.layout.segments.len();
                from = next;
            } else if self.marks.clause.contains(&c) && !self.inside_number(at, next) {
                self.segment(from, at, Some(c), depth);
                from = next;
            }
            at = next;
        }
        self.segment(from, end, None, depth);
        self.sentence(first);
    }

    /// The inside of an enclosure that opens before `from`, and where the text goes on after it; `None` where it is
    /// never closed in the line, or is speech and to be cut.
    fn enclosed(
        &self,
        from: usize,
        end: usize,
        (open, close): (char, char),
        how: Enclosure,
        fresh: bool,
    ) -> Option<(Span, usize)> {
        let mut deep = 1;
        for (i, c) in self.text[from..end].char_indices().take_while(|(i, _)| *i < ENCLOSED) {
            if c == close {
                deep -= 1;
                if deep == 0 {
                    let inner = &self.text[from..from + i];
                    let rest = self.text[from + i + close.len_utf8()..end].trim_start();
                    let mark = |c: char| self.marks.clause.contains(&c) || self.marks.sentence.contains(&c);
                    let whole = fresh && inner.chars().count() >= CLAUSE && rest.chars().next().is_none_or(mark);
                    if how == Enclosure::Quote && (whole || self.is_speech(inner, fresh)) {
                        return None;
                    }
                    return Some((Span::of(from..from + i), from + i + close.len_utf8()));
                }
            } else if c == open {
                deep += 1;
            }
        }
        None
    }

    /// Whether a quotation is speech and not a term: it holds a sentence, is long, or holds clauses and begins where
    /// a segment would (`fresh`: 他说，“…”), not in the middle of one (支持“甲，乙”倡议).
    fn is_speech(&self, inner: &str, fresh: bool) -> bool {
        let sentence = inner.chars().any(|c| self.marks.sentence.contains(&c) && c != '.');
        let clauses = fresh && inner.chars().any(|c| self.marks.clause.contains(&c));
        sentence || clauses || inner.chars().count() > TERM
    }

    fn trimmed(&self, start: usize, end: usize) -> Option<Span> {
        let raw = &self.text[start..end];
        let rest = raw.trim_start();
        let lead = raw.len() - rest.len();
        let kept = rest.trim_end();
        (!kept.is_empty()).then(|| Span::of(start + lead..start + lead + kept.len()))
    }

    fn segment(&mut self, start: usize, end: usize, mark: Option<char>, depth: u8) {
        let Some(mut span) = self.trimmed(start, end) else { return };
        while span.len() as usize > LONGEST {
            let from = span.start() as usize;
            let cut = (from + LONGEST - 3..=from + LONGEST).rev().find(|at| self.text.is_char_boundary(*at));
            let cut = cut.unwrap_or(span.end() as usize) as u32;
            self.layout.segments.push(Segment { span: Span::new(span.start(), cut), mark: None, depth });
            span = Span::new(cut, span.end());
        }
        self.layout.segments.push(Segment { span, mark, depth });
    }

    fn sentence(&mut self, first: usize) {
        let segments = first..self.layout.segments.len();
        let (Some(a), Some(z)) = (self.layout.segments.get(first), self.layout.segments.last()) else { return };
        if segments.is_empty() {
            return;
        }
        let span = a.span.cover(z.span);
        let (paragraph, opens) = (self.paragraph, self.opens);
        self.layout.sentences.push(Sentence { span, segments, paragraph, opens });
        self.opens = false;
    }

    /// A comma between digits belongs to the number; a colon between digits to the time.
    fn inside_number(&self, at: usize, next: usize) -> bool {
        let before = self.text[..at].chars().next_back().is_some_and(|c| c.is_ascii_digit());
        before && self.text[next..].chars().next().is_some_and(|c| c.is_ascii_digit())
    }

    /// A full stop of Latin script ends a sentence only before white space (or the end) and a capital, digit or mark,
    /// and not after a single capital or a known short form (U.S., No.).
    fn inside_word(&self, at: usize, next: usize) -> bool {
        if !self.marks.stop_in_words || !self.text[at..].starts_with('.') {
            return false;
        }
        let mut after = self.text[next..].chars();
        let Some(c) = after.next() else { return false };
        if self.marks.is_quote_close(c) {
            return false;
        }
        if !c.is_whitespace() {
            return true;
        }
        let word = self.text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
        let short = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        let dotted = word.contains('.') && word.chars().all(|c| c == '.' || c.is_alphabetic());
        let lower_next = after.find(|c| !c.is_whitespace()).is_some_and(char::is_lowercase);
        short || lower_next || (dotted && !self.text[next..].trim_start().starts_with(char::is_uppercase))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zh() -> Marks {
        Marks {
            clause: vec!['，', ',', '；', ';', '：', ':'],
            sentence: vec!['。', '！', '？', '!', '?'],
            quotes: vec![('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』')],
            titles: vec![('《', '》'), ('〈', '〉')],
            sayers: Forms::default(),
            brackets: vec![('(', ')'), ('（', '）')],
            dateline_ends: vec!['电'],
            stop_in_words: false,
        }
    }

    fn cut(text: &str) -> Vec<Vec<String>> {
        let layout = Layout::new(text, &zh(), &[]);
        layout
            .sentences
            .iter()
            .map(|s| layout.of(s).iter().map(|g| text[g.span.range()].to_owned()).collect())
            .collect()
    }

    #[test]
    fn clauses_are_cut_and_terms_are_not() {
        let got = cut("双方支持“清洁河流，共享水源”倡议,反对“关税大棒”。中方（甲,乙）愿出资1,200元。");
        assert_eq!(got[0], ["双方支持“清洁河流，共享水源”倡议", "反对“关税大棒”"]);
        assert_eq!(got[1], ["中方（甲,乙）愿出资1,200元"]);
        assert_eq!(cut("反对“大棒”，支持《甲，乙公约》")[0], ["反对“大棒”", "支持《甲，乙公约》"]);
    }

    #[test]
    fn a_line_without_marks_is_cut_and_nothing_of_it_lost() {
        let text = "甲".repeat(2_500) + "a";
        let got = cut(&text).remove(0);
        assert_eq!(got.iter().map(String::len).collect::<Vec<_>>(), [LONGEST, LONGEST, 1_501]);
        assert_eq!(got.concat(), text);
    }

    #[test]
    fn a_byline_behind_the_agency_line_is_no_clause() {
        assert_eq!(cut("新华社开罗3月2日电（记者张三）埃方呼吁停火。")[0], ["埃方呼吁停火"]);
        assert_eq!(cut("埃方（记者张三）呼吁停火。")[0], ["埃方（记者张三）呼吁停火"]);
    }

    #[test]
    fn speech_is_cut_inside_its_marks() {
        let got = cut("声明称，“我们支持法治，我们反对胁迫。”他补充说，愿合作。");
        assert_eq!(got[0], ["声明称", "我们支持法治", "我们反对胁迫"]);
        assert_eq!(got[1], ["他补充说", "愿合作"]);
        let text = "他说：“我们支持法治，反对胁迫”。";
        let layout = Layout::new(text, &zh(), &[]);
        assert_eq!(layout.segments.iter().map(|s| s.depth).collect::<Vec<_>>(), [0, 1, 1]);
    }

    #[test]
    fn latin_stops_inside_words_do_not_end_sentences() {
        let marks = Marks {
            clause: vec![',', ';', ':'],
            sentence: vec!['.', '!', '?'],
            quotes: vec![('“', '”')],
            sayers: Forms::default(),
            brackets: vec![('(', ')')],
            stop_in_words: true,
            ..Marks::default()
        };
        let text = "The U.S. side pledged $1.2 billion. Mr. A. Smith met them in Washington, D.C. today.";
        let layout = Layout::new(text, &marks, &[]);
        assert_eq!(text[layout.sentences[0].span.range()].to_owned(), "The U.S. side pledged $1.2 billion");
    }
}
