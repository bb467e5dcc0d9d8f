//! Front matter: the fields at the head of a Markdown or text file (`---` YAML, `+++` TOML, bare `key: value` lines).
//! They become hints and comments, never text; a head that can't be parsed is told and still isn't text.
//!
//! YAML is read from saphyr's parser events, not its documents: aliases are never followed, so a head can't grow beyond
//! its own length, and depth is bounded here. Next to read: `fields.rs`.

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_text::{CodePoints, SourceSpan};
use saphyr_parser::{Event, Parser};

use super::fields::{Field, Said, field};
use super::markdown::leftovers::without_marks;
use crate::{CommentDraft, Limits, Sheet};

/// Reads the head of `input` into hints, comments and faults of `sheet`; returns where the words begin.
pub(crate) fn take(input: &str, sheet: &mut Sheet, limits: &Limits) -> usize {
    let Some(head) = find(input) else { return 0 };
    let fields = &input[head.fields.clone()];
    let mut found = Found::default();
    let broken = match head.kind {
        Kind::Yaml => yaml(fields, head.fields.start, limits, &mut found),
        Kind::Toml => toml(fields, head.fields.start, &mut found),
        Kind::Bare => Err("no fences".to_owned()),
    };
    if let Err(why) = broken {
        if head.kind != Kind::Bare {
            let place = FaultPlace::Source(SourceSpan::of(head.fields.clone()));
            let message = format!("front matter: {why}; read line by line instead");
            sheet.faults.push(Fault::new(FaultKind::BadMetadata, Severity::Note, place, message));
        }
        found = Found::default();
        lines(fields, head.fields.start, &mut found);
    }
    if !head.closed {
        let place = FaultPlace::Source(SourceSpan::of(head.fields));
        let message = "front matter is never closed: it ends at the first line that is no field";
        sheet.faults.push(Fault::new(FaultKind::BadMetadata, Severity::Note, place, message));
    }
    sheet.hints.extend(found.said.into_hints());
    sheet.comments.extend(found.comments);
    head.end
}

/// Whether `input` begins with a head.
pub(crate) fn has_head(input: &str) -> bool {
    find(input).is_some()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Yaml,
    Toml,
    Bare,
}

struct Head {
    kind: Kind,
    fields: std::ops::Range<usize>,
    end: usize,
    closed: bool,
}

#[derive(Default)]
struct Found {
    said: Said,
    comments: Vec<CommentDraft>,
}

fn find(input: &str) -> Option<Head> {
    let start = input.len() - input.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len();
    let mut lines = Lines { input, at: start };
    let (_, first) = lines.next()?;
    let (kind, fence) = match first.trim_end() {
        "---" => (Kind::Yaml, ["---", "..."]),
        "+++" => (Kind::Toml, ["+++", "+++"]),
        _ => return bare(input, start),
    };
    let fields = lines.at;
    let ahead = Lines { input, at: fields }.find(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    // A rule at the start of a text, and not a fence.
    if !ahead.is_some_and(|(_, line)| fence.contains(&line.trim_end()) || key(line, kind).is_some()) {
        return None;
    }
    let mut open_end = None;
    // Prose behind a blank line: the fence was forgotten, and the next `---` is a rule of the text.
    let mut prose = false;
    for (at, line) in lines {
        if fence.contains(&line.trim_end()) && !prose {
            let end = at + line.len();
            return Some(Head { kind, fields: fields..at, end: (end + 1).min(input.len()), closed: true });
        }
        let is_field = line.starts_with([' ', '\t', '-', '#']) || key(line, kind).is_some();
        prose |= open_end.is_some() && !line.trim().is_empty() && !is_field;
        if open_end.is_none() && (line.trim().is_empty() || !is_field) {
            open_end = Some(at);
        }
    }
    let end = open_end.unwrap_or(input.len());
    Some(Head { kind, fields: fields..end, end, closed: false })
}

/// Fields without fences: every line up to the first blank one has a key, and two of the keys are ones we know.
fn bare(input: &str, start: usize) -> Option<Head> {
    let (mut end, mut known) = (start, 0);
    for (at, line) in (Lines { input, at: start }) {
        if line.trim().is_empty() {
            end = at;
            break;
        }
        let (name, value) = key(line, Kind::Bare)?;
        if value.is_empty() || at > start + 4096 {
            return None;
        }
        known += usize::from(field(name).is_some());
        end = at + line.len();
    }
    (known >= 2).then_some(Head { kind: Kind::Bare, fields: start..end, end, closed: true })
}

/// A line's key and value.
fn key(line: &str, kind: Kind) -> Option<(&str, &str)> {
    let sign = if kind == Kind::Toml { '=' } else { ':' };
    let (name, value) = line.split_once(sign)?;
    let name = name.trim_end().trim_matches(['"', '\'']);
    let begins = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | ' ');
    let fits = begins && name.chars().all(goes_on) && name.chars().count() <= 40;
    let parted = kind == Kind::Toml || value.is_empty() || value.starts_with([' ', '\t', '\r']);
    (fits && parted).then_some((name, value.trim()))
}

/// Lines with where they begin, without their ends.
struct Lines<'i> {
    input: &'i str,
    at: usize,
}

impl<'i> Iterator for Lines<'i> {
    type Item = (usize, &'i str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        if start >= self.input.len() {
            return None;
        }
        let end = self.input[start..].find('\n').map_or(self.input.len(), |i| start + i);
        self.at = end + 1;
        Some((start, &self.input[start..end]))
    }
}

/// `key: value` taken line by line.
fn lines(fields: &str, start: usize, found: &mut Found) {
    for (at, line) in (Lines { input: fields, at: 0 }) {
        let named = key(line, Kind::Yaml).or_else(|| key(line, Kind::Toml));
        if let Some((name, value)) = named
            && let Some(field) = field(name)
            && field != Field::Comments
        {
            let value = value.trim_matches(['"', '\'']);
            let from = start + at + line.rfind(value).unwrap_or(0);
            found.said.add(field, value, SourceSpan::checked(from, from + value.len()));
        }
    }
}

/// What is open while YAML is read.
enum Open {
    Map { key: Option<String> },
    List,
}

/// Reads YAML fields; says why where it can't.
fn yaml(fields: &str, start: usize, limits: &Limits, found: &mut Found) -> Result<(), String> {
    let points = CodePoints::new(fields);
    let place = |span: saphyr_parser::Span| {
        let at = |m: saphyr_parser::Marker| points.offset(u32::try_from(m.index()).ok()?).map(|o| o as usize + start);
        SourceSpan::checked(at(span.start)?, at(span.end)?)
    };
    let mut open: Vec<Open> = Vec::new();
    let mut comment: Option<CommentDraft> = None;
    for event in Parser::new_from_str(fields) {
        let (event, span) = event.map_err(|e| e.to_string())?;
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if open.len() >= limits.depth as usize {
                    return Err(format!("nested deeper than {}", limits.depth));
                }
                let is_map = matches!(event, Event::MappingStart(..));
                if is_map && in_comments(&open) && open.len() == 2 {
                    comment =
                        Some(CommentDraft { author: None, posted: None, text: String::new(), source: place(span) });
                }
                open.push(if is_map { Open::Map { key: None } } else { Open::List });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                if open.len() == 2
                    && let Some(done) = comment.take()
                    && !done.text.is_empty()
                {
                    found.comments.push(done);
                }
                value_done(&mut open);
            }
            Event::Scalar(value, ..) => {
                if let Some(Open::Map { key: key @ None }) = open.last_mut() {
                    *key = Some(value.into_owned());
                    continue;
                }
                match &mut comment {
                    Some(comment) => {
                        if let Some(Open::Map { key: Some(key) }) = open.last() {
                            fill(comment, key, &value, place(span));
                        }
                    }
                    None => {
                        // A field's own value, or one of its list.
                        let name = match open.as_slice() {
                            [Open::Map { key: Some(key) }] | [Open::Map { key: Some(key) }, Open::List] => key,
                            _ => "",
                        };
                        if let Some(field) = field(name) {
                            found.said.add(field, &value, place(span));
                        }
                    }
                }
                value_done(&mut open);
            }
            Event::Alias(_) => value_done(&mut open),
            _ => {}
        }
    }
    Ok(())
}

fn in_comments(open: &[Open]) -> bool {
    matches!(open.first(), Some(Open::Map { key: Some(key) }) if field(key) == Some(Field::Comments))
}

fn value_done(open: &mut [Open]) {
    if let Some(Open::Map { key }) = open.last_mut() {
        *key = None;
    }
}

/// A field of a reply.
fn fill(comment: &mut CommentDraft, key: &str, value: &str, source: Option<SourceSpan>) {
    match field(key) {
        Some(Field::Author | Field::Poster) if comment.author.is_none() => comment.author = Some(value.to_owned()),
        Some(Field::Posted | Field::Published | Field::Changed) if comment.posted.is_none() => {
            comment.posted = Some(value.to_owned());
        }
        Some(Field::Body(_) | Field::Html(_) | Field::Markdown | Field::Summary) if comment.text.is_empty() => {
            comment.text = without_marks(value.trim());
            comment.source = source;
        }
        _ => {}
    }
}

/// Reads TOML fields; says why where it can't.
fn toml(fields: &str, start: usize, found: &mut Found) -> Result<(), String> {
    let table = toml::de::DeTable::parse(fields).map_err(|e| e.message().to_owned())?;
    for (name, value) in table.get_ref() {
        let Some(field) = field(name.get_ref()) else { continue };
        let place = |span: std::ops::Range<usize>| SourceSpan::checked(start + span.start, start + span.end);
        let mut add = |value: &toml::Spanned<toml::de::DeValue<'_>>| match value.get_ref() {
            toml::de::DeValue::String(text) => found.said.add(field, text, place(value.span())),
            toml::de::DeValue::Datetime(when) => found.said.add(field, &when.to_string(), place(value.span())),
            toml::de::DeValue::Integer(number) => found.said.add(field, &number.to_string(), place(value.span())),
            _ => {}
        };
        match value.get_ref() {
            toml::de::DeValue::Array(values) => values.iter().for_each(add),
            _ => add(value),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HintKind;
    use chancery_model::DateGround;
    use proptest::prelude::*;

    fn read(input: &str) -> (Sheet, &str) {
        let mut sheet = Sheet::default();
        let end = take(input, &mut sheet, &Limits::default());
        for hint in &sheet.hints {
            let source = hint.source.expect("a hint has its place");
            assert!(input.get(source.range()).is_some(), "{hint:?}");
        }
        (sheet, &input[end..])
    }

    fn hints(sheet: &Sheet) -> Vec<(HintKind, &str)> {
        sheet.hints.iter().map(|h| (h.kind, h.value.as_str())).collect()
    }

    #[test]
    fn yaml_fields_become_hints() {
        let input = "---\nlayout: post\ntitle: >-\n  两国外长\n  举行会谈\ndate: '2024-05-03'\nmodified_time: 2024-05-09\nauthor: [甲, 乙]\nsource: 某报\nurl: https://example.org/1\noriginal_url: https://example.org/0\ntags:\n  - 标签\n---\n正文。";
        let (sheet, rest) = read(input);
        assert_eq!(rest, "正文。");
        assert_eq!(
            hints(&sheet),
            [
                (HintKind::Title, "两国外长 举行会谈"),
                (HintKind::Date(DateGround::FrontMatter), "2024-05-03"),
                (HintKind::Author, "甲"),
                (HintKind::Author, "乙"),
                (HintKind::Outlet, "某报"),
                (HintKind::Url, "https://example.org/0"),
                (HintKind::Url, "https://example.org/1"),
            ]
        );
        assert!(sheet.faults.is_empty());
        assert_eq!(&input[sheet.hints[1].source.unwrap().range()], "'2024-05-03'");
    }

    #[test]
    fn a_board_s_post_gives_its_replies() {
        let input = "---\nauthorID: 7\naddTime: 2020-03-05T08:15:00Z\ntitle: 转帖\ncomments:\n    -\n        authorID: 9\n        addTime: 2020-03-06\n        content: |-\n            第一句\n\n            第二句\n    -\n        authorID: 3\n        content: '回'\n---\n";
        let (sheet, _) = read(input);
        assert_eq!(hints(&sheet)[1], (HintKind::Date(DateGround::Post), "2020-03-05T08:15:00Z"));
        assert_eq!(sheet.comments.len(), 2);
        assert_eq!(sheet.comments[0].author.as_deref(), Some("9"));
        assert_eq!(sheet.comments[0].posted.as_deref(), Some("2020-03-06"));
        assert_eq!(sheet.comments[0].text, "第一句\n\n第二句");
        assert!(input[sheet.comments[1].source.unwrap().range()].contains('回'));
    }

    #[test]
    fn toml_and_bare_heads() {
        let (sheet, rest) = read("+++\ntitle = \"会谈\"\ndate = 2024-05-03\n[extra]\na = 1\n+++\n正文");
        assert_eq!(hints(&sheet)[0], (HintKind::Title, "会谈"));
        assert_eq!(hints(&sheet)[1], (HintKind::Date(DateGround::FrontMatter), "2024-05-03"));
        assert_eq!(rest, "正文");
        let (sheet, rest) = read("Title: Talks: the third round\nDate: 3 May 2024\n\nBoth sides agreed.");
        assert_eq!(hints(&sheet)[0].1, "Talks: the third round");
        assert_eq!(rest.trim(), "Both sides agreed.");
    }

    #[test]
    fn a_broken_or_open_head_is_told_and_is_not_text() {
        let (sheet, rest) = read("---\ntitle: 外交部: 会谈: 进展\ndate: 2024-05-03\n---\n正文");
        assert_eq!(sheet.faults[0].kind, FaultKind::BadMetadata);
        assert_eq!(hints(&sheet)[0], (HintKind::Title, "外交部: 会谈: 进展"));
        assert_eq!(rest, "正文");
        let (sheet, rest) = read("---\ntitle: 会谈\ndate: 2024-05-03\n\n正文第一段。\n正文第二段。");
        assert_eq!(sheet.faults.len(), 1);
        assert_eq!(hints(&sheet).len(), 2);
        assert_eq!(rest.trim(), "正文第一段。\n正文第二段。");
    }

    #[test]
    fn what_is_no_head_stays_text() {
        for input in [
            "---\n\n正文从这里开始。\n",
            "Question: How so?\nAnswer: It is so.\n\n",
            "主持人：请讲。\n",
            "--\n",
            "",
            "---",
        ] {
            let (sheet, rest) = read(input);
            assert_eq!((rest, sheet.hints.len(), sheet.faults.len()), (input, 0, 0));
        }
    }

    #[test]
    fn aliases_are_not_followed_and_depth_is_bounded() {
        let bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c\ndate: 2024-05-03\n---\n";
        let (sheet, _) = read(bomb);
        assert_eq!(hints(&sheet), [(HintKind::Date(DateGround::FrontMatter), "2024-05-03")]);
        let deep = format!("---\ntitle: t\na: {}\n---\n正文", "[".repeat(5000));
        let (sheet, rest) = read(&deep);
        assert_eq!((rest, sheet.faults[0].kind), ("正文", FaultKind::BadMetadata));
    }

    proptest! {
        #[test]
        fn any_head_is_read(head in "(---|\\+\\+\\+|)\n((title|date|a b|-|#|\\[|\\{|&a|\\*a|\"|'|\\||>|:|=|,|\n|  |中)( |: |)){0,40}\n(---\n)?正文") {
            let (_, rest) = read(&head);
            prop_assert!(head.ends_with(rest));
        }
    }
}
