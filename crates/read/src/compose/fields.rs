//! Lines that pages print between a title and its text, or under it: when, by whom, from where, how often read.
//!
//! 2020-05-03 12:33　来源：某某网　作者：某人　浏览：331. Such a line is told as a whole: every field on it must be one that
//! the packs know, a date, or at most one bare name. What this is not: date lines (`dateline.rs`), which open a text.
//! Next to read: `split.rs`, which uses what the line tells.

use chancery_model::{FieldForms, PartialDate};

use super::guide::{Guide, starts_with_folded};

/// What such a line tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldLine {
    /// The first full date on it.
    pub(crate) date: Option<PartialDate>,
    /// Who printed it.
    pub(crate) outlet: Option<String>,
    /// Who wrote it.
    pub(crate) author: Option<String>,
    /// Who wrote it is named as a poster of a thread.
    pub(crate) posted: bool,
}

/// Longest line of fields, in characters: six fields with their values.
const LONGEST: usize = 140;
/// Longest value of a field, in characters: an outlet's full name, two or three authors.
const VALUE: usize = 24;

const SEPARATORS: [char; 13] = ['|', '｜', '·', '•', '/', '／', '　', ' ', '\u{a0}', '\t', ',', '，', '»'];
const BRACKETS: [char; 12] = ['(', '（', '[', '【', '〔', ')', '）', ']', '】', '〕', '“', '”'];

/// Reads a line of fields; `None` where anything on it is none.
pub(crate) fn field_line(words: &str, guide: &Guide) -> Option<FieldLine> {
    if words.chars().count() > LONGEST {
        return None;
    }
    // Without a figure or a colon there is nothing to tell: most lines are done with here.
    if !words.bytes().any(|b| b.is_ascii_digit() || b == b':') && !words.contains('：') {
        return None;
    }
    let folded = guide.fold(words);
    let dates = guide.dates(&folded);
    let forms = &guide.conventions.fields;
    let mut line = FieldLine::default();
    let (mut told, mut bare, mut at) = (0, 0, 0);
    loop {
        let rest = &folded[at..];
        let skipped = rest.trim_start_matches(|c| SEPARATORS.contains(&c) || BRACKETS.contains(&c));
        at += rest.len() - skipped.len();
        if skipped.is_empty() {
            break;
        }
        if let Some((span, date)) = dates.iter().find(|(span, _)| span.start() as usize == at) {
            at = span.end() as usize + clock(&folded[span.end() as usize..]);
            if date.year.is_some() && date.month.is_some() && date.day.is_some() && line.date.is_none() {
                line.date = Some(*date);
                told += 1;
            }
            continue;
        }
        let counted = clock(skipped);
        if counted > 0 {
            // A clock of its own, or the figure of a counter that stands before its word (331次浏览).
            at += counted;
            continue;
        }
        let Some((field, length)) = field(skipped, forms) else {
            let value = value(skipped);
            bare += 1;
            if bare > 1 || value.chars().count() > VALUE / 2 || value.contains([':', '：', '。']) {
                return None;
            }
            at += value.len();
            continue;
        };
        at += length;
        told += 1;
        match field {
            Field::Date | Field::Counter => {}
            Field::Outlet => at = take(words, at, &mut line.outlet)?,
            Field::Author => at = take(words, at, &mut line.author)?,
            Field::Poster => {
                line.posted = true;
                at = take(words, at, &mut line.author)?;
            }
        }
    }
    // A name beside a date alone may be anything (a heading with its day).
    let enough = told >= 2 || (told == 1 && bare == 0 && line.date.is_none());
    enough.then_some(line)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Date,
    Outlet,
    Author,
    Poster,
    Counter,
}

/// The field whose label stands at the head of `rest`, with the length of the label and its colon.
fn field(rest: &str, forms: &FieldForms) -> Option<(Field, usize)> {
    let lists = [
        (Field::Poster, &forms.posters),
        (Field::Date, &forms.dates),
        (Field::Outlet, &forms.outlets),
        (Field::Author, &forms.authors),
        (Field::Counter, &forms.counters),
    ];
    let labels = lists.iter().flat_map(|(field, list)| list.iter().map(move |label| (*field, label)));
    let found = labels.filter(|(field, label)| {
        // Most labels fail at their first byte.
        let first = |word: &str| word.as_bytes().first().map(u8::to_ascii_lowercase);
        if first(label) != first(rest) || !starts_with_folded(rest, label) {
            return false;
        }
        let colon = rest.get(label.len()..).and_then(|r| r.trim_start().chars().next());
        let colon = matches!(colon, Some(':' | '：'));
        // A counter is a word of its own, or stands before its figure.
        let next = rest.get(label.len()..).and_then(|r| r.chars().next());
        let apart = |c: char| c.is_ascii_digit() || SEPARATORS.contains(&c) || BRACKETS.contains(&c);
        let alone = matches!(field, Field::Counter) && next.is_none_or(apart);
        colon || label.ends_with(' ') || alone
    });
    let (field, label) = found.max_by_key(|(_, label)| label.len())?;
    let behind = &rest[label.len()..];
    let open = behind.trim_start().trim_start_matches([':', '：']);
    let colon = if open.len() < behind.trim_start().len() { behind.len() - open.len() } else { 0 };
    Some((field, label.len() + colon))
}

/// The value at `at`, kept as the first of its field; `None` where it is too long for one.
fn take(words: &str, at: usize, slot: &mut Option<String>) -> Option<usize> {
    let rest = &words[at..];
    let open = rest.trim_start_matches([' ', '\u{a0}', '　']);
    let value = value(open);
    // A sentence is no name: 编辑：… opens a line of talk as well.
    if value.chars().count() > VALUE || value.contains(['？', '?', '！', '!', '：', ':']) {
        return None;
    }
    if slot.is_none() && !value.is_empty() {
        *slot = Some(value.to_owned());
    }
    Some(at + rest.len() - open.len() + value.len())
}

/// A value: up to the next separator; a name in Latin letters goes on over its blanks.
fn value(rest: &str) -> &str {
    let latin = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let ends = |c: char| (SEPARATORS.contains(&c) && !(latin && c == ' ')) || BRACKETS.contains(&c);
    rest[..rest.find(ends).unwrap_or(rest.len())].trim_end()
}

/// Length of a time of day, or of other figures, at the head of `rest`.
fn clock(rest: &str) -> usize {
    let blank = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '　', 't']).len();
    let digits = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '.' | '+');
    let figures = rest[blank..].find(|c| !digits(c)).unwrap_or(rest.len() - blank);
    let length = if rest[blank..].starts_with(|c: char| c.is_ascii_digit()) { blank + figures } else { 0 };
    let behind = &rest[length..];
    length + usize::from(length > 0 && behind.starts_with('z'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_value::Values;

    fn guide() -> Guide {
        let values = Values::new(&chancery_pack::values().expect("bundled")).expect("bundled");
        Guide::new(chancery_pack::conventions().expect("bundled"), values)
    }

    #[test]
    fn lines_of_fields_are_told_whole() {
        let guide = guide();
        for (words, outlet, author, posted, dated) in [
            ("2020-05-03 12:33:21　来源：海滨网　作者：王一　浏览次数：331", "海滨网", "王一", false, true),
            ("发布时间：2021年5月3日　字体：[大] [中] [小]", "", "", false, true),
            ("海滨网 | 2022-03-04 10:00 | 编辑：张三", "", "张三", false, true),
            ("（责任编辑：李二）", "", "李二", false, false),
            ("阅读 1024 · 评论 3 · 点赞 12", "", "", false, false),
            ("331次浏览　5条评论", "", "", false, false),
            ("樓主：看海人 時間：2022-03-04 10:00:12 點擊：1234 回覆：5", "", "看海人", true, true),
            ("Source: Harbour News | Published: May 3, 2020", "Harbour News", "", false, true),
        ] {
            let line = field_line(words, &guide).unwrap_or_else(|| panic!("{words}"));
            let told = (line.outlet.as_deref().unwrap_or(""), line.author.as_deref().unwrap_or(""));
            assert_eq!((told, line.posted, line.date.is_some()), ((outlet, author), posted, dated), "{words}");
        }
        for words in [
            "2020年5月3日，两国外长在海滨会谈。",
            "作者：王一认为，两国应当保持对话，反对封锁航道，各国都应遵守规则。",
            "海滨网 2020年5月3日",
            "王毅 2020年5月3日 北京",
            "评论：对话是唯一出路",
            "小镇晚报 1949-03-13",
            "编辑：渡轮何时恢复？",
            "记者：渡轮何时恢复",
            "阅读这份声明的人都知道它的分量",
            "时间：下午三时　地点：海滨大厅",
            "2020-05-03",
        ] {
            assert_eq!(field_line(words, &guide), None, "{words}");
        }
    }
}
