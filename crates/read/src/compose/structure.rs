//! The parts of an article's text: labels of headings and items, questions and answers with their speakers, quotations,
//! the signature. Simple passes over the finished text; parts nest by their spans.

use std::collections::BTreeMap;

use chancery_model::{Fault, FaultKind, FaultPlace, Part, PartKind, Severity};
use chancery_text::Span;

use super::dialogue::Dialogue;
use super::guide::{Guide, starts_with_folded};

/// A label at a line's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// The label itself: 一, 三, 1, 第一条.
    pub(crate) text: String,
    /// Its rank: 1 for 一、, 2 for (一), 3 for 1., 4 for (1).
    pub(crate) level: u8,
    /// Bytes it takes with its punctuation.
    pub(crate) len: usize,
    /// An article of a law (第…条).
    pub(crate) article: bool,
}

/// The label that `words` begin with.
pub(crate) fn label(words: &str, guide: &Guide) -> Option<Label> {
    let forms = &guide.conventions.labels;
    let first = words.chars().next()?;
    if !guide.labels.has(first) {
        return None;
    }
    let bracket = matches!(first, '(' | '（' | '〔' | '[');
    let from = if bracket { first.len_utf8() } else { 0 };
    let rest = &words[from..];
    if !bracket
        && let [opens, closes @ ..] = forms.articles.as_slice()
        && let Some(inside) = rest.strip_prefix(opens.as_str())
    {
        let numeral: String = inside.chars().take_while(|c| forms.numerals.contains(c) || c.is_ascii_digit()).collect();
        let after = &inside[numeral.len()..];
        let begins = |close: &&String| !numeral.is_empty() && after.starts_with(close.as_str());
        let labelled = |close: &String, level: u8, article: bool| {
            let len = opens.len() + numeral.len() + close.len();
            Label { text: words[..len].to_owned(), level, len, article }
        };
        if let Some(at) = forms.chapters.iter().position(|c| begins(&c)) {
            return Some(labelled(&forms.chapters[at], at as u8 + 1, false));
        }
        if let Some(close) = closes.iter().find(begins) {
            return Some(labelled(close, 3, true));
        }
        return None;
    }
    let han: String = rest.chars().take(5).take_while(|c| forms.numerals.contains(c) && !c.is_ascii()).collect();
    let digits: String = rest.chars().take(3).take_while(char::is_ascii_digit).collect();
    let (numeral, rank) = if han.is_empty() { (digits, 3) } else { (han, 1) };
    if numeral.is_empty() {
        return None;
    }
    let tail = &rest[numeral.len()..];
    let next = tail.chars().next();
    if bracket {
        let close = next.filter(|c| matches!(c, ')' | '）' | '〕' | ']'))?;
        let len = from + numeral.len() + close.len_utf8();
        return Some(Label { text: numeral, level: rank + 1, len, article: false });
    }
    match next {
        // A line that is nothing but its numeral.
        None if rank == 1 => Some(Label { len: numeral.len(), text: numeral, level: 1, article: false }),
        Some(c) if forms.after.contains(&c) => {
            let behind = tail[c.len_utf8()..].chars().next();
            // 1.5亿, 2,000 are figures; 一、 needs words behind it.
            if rank == 3 && behind.is_none_or(|b| b.is_ascii_digit()) {
                return None;
            }
            if rank == 3 && matches!(c, ',' | '，') {
                return None;
            }
            if rank == 1 && matches!(c, ',' | '，') && numeral.chars().count() > 2 {
                return None;
            }
            let len = numeral.len() + c.len_utf8();
            Some(Label { text: numeral, level: rank, len, article: false })
        }
        _ => None,
    }
}

/// Most characters of a heading told by its label alone.
const HEADING: usize = 40;

/// Labels the block parts, finds turns, quotations, the signature; returns the parts in order and how many questions.
pub(crate) fn structure(
    text: &str,
    title: &str,
    parts: Vec<Part>,
    guide: &Guide,
    faults: &mut Vec<Fault>,
) -> (Vec<Part>, usize) {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len() * 2);
    let (mut asked, mut open): (usize, Option<usize>) = (0, None);
    let parts: Vec<Part> = parts.into_iter().flat_map(|part| at_turns(text, part, guide)).collect();
    let askers = askers(text, &parts, guide);
    let dialogue = Dialogue::new(text, &parts, title);
    let last_line = parts.len().checked_sub(1);
    for (n, mut part) in parts.into_iter().enumerate() {
        let words = &text[part.span.range()];
        let found = label(words, guide);
        if let Some(found) = &found
            && matches!(part.kind, PartKind::Paragraph | PartKind::Item | PartKind::Heading)
        {
            part.label = Some(found.text.clone());
            let short = words.chars().count() <= HEADING && !guide.ends_sentence(words);
            if part.kind == PartKind::Paragraph {
                part.kind = if short && !found.article { PartKind::Heading } else { PartKind::Item };
            }
            part.level = part.level.or(Some(found.level));
        }
        let body = found.as_ref().map_or(0, |f| f.len);
        let asks = |name: usize| askers.contains(&&words[body..body + name]);
        let named_turn = dialogue.turn(&words[body..]).filter(|_| part.kind == PartKind::Paragraph);
        match named_turn
            .or_else(|| turn(&words[body..], guide, asked > 0))
            .map(|(ask, name)| (ask || asks(name), name))
            .or_else(|| named(&words[body..], guide).filter(|&name| asks(name)).map(|name| (true, name)))
        {
            Some((true, _)) => {
                close_turn(&mut out, &mut open, part.span.start());
                asked += 1;
                out.push(Part { kind: PartKind::Question, label: part.label.clone(), ..part.clone() });
                continue;
            }
            Some((false, speaker)) => {
                close_turn(&mut out, &mut open, part.span.start());
                let from = part.span.start() + body as u32;
                open = Some(out.len());
                let speaker = Span::new(from, from + speaker as u32);
                out.push(Part {
                    kind: PartKind::Answer,
                    speaker: Some(speaker),
                    label: None,
                    level: None,
                    span: part.span,
                });
            }
            None => {}
        }
        let signed = Some(n) == last_line
            && n > 0
            && words.chars().count() <= HEADING
            && !guide.ends_sentence(words)
            && guide.dates(&guide.fold(words)).iter().any(|d| d.1.year.is_some());
        if signed {
            part.kind = PartKind::Signature;
        }
        let span = part.span;
        out.push(part);
        enumerators(text, span, guide, &mut out);
    }
    close_turn(&mut out, &mut open, text.len() as u32);
    quotes(text, &mut out, faults);
    out.sort_by_key(|p| (p.span.start(), std::cmp::Reverse(p.span.end())));
    (out, asked)
}

/// A paragraph that ran several turns together (问：…？答：…。问：…), cut before each; any other as it is. What is cut are
/// labels right behind a sentence's end: a word for asking or answering, or, behind a question, who answers it.
fn at_turns(text: &str, part: Part, guide: &Guide) -> Vec<Part> {
    let words = &text[part.span.range()];
    let forms = &guide.conventions.turns;
    if part.kind != PartKind::Paragraph || !words.chars().any(|c| guide.is_colon(c)) {
        return vec![part];
    }
    let mut cuts = vec![0];
    let mut asked = matches!(turn(words, guide, false), Some((true, _)));
    for (end, mark) in words.char_indices().filter(|(_, c)| ends_turn(*c)) {
        let behind = &words[end + mark.len_utf8()..];
        let label = behind.trim_start();
        let at = words.len() - label.len();
        let Some((asks, name)) = turn(label, guide, asked && QUESTIONS.contains(&mark)) else { continue };
        let known = |list: &[String]| list.iter().any(|w| guide.fold(&label[..name]).ends_with(w.as_str()));
        let answers = !asks && (known(&forms.answers) && name <= ANSWER || asked && QUESTIONS.contains(&mark));
        if asks && known(&forms.questions) || answers {
            cuts.push(at);
            asked = asks;
        }
    }
    cuts.push(words.len());
    if cuts.len() == 2 {
        return vec![part];
    }
    let piece = |w: &[usize]| {
        let end = w[0] + words[w[0]..w[1]].trim_end().len();
        Span::new(part.span.start() + w[0] as u32, part.span.start() + end as u32)
    };
    cuts.windows(2).map(|w| Part { span: piece(w), ..part.clone() }).filter(|p| !p.span.is_empty()).collect()
}

/// Whether a turn may begin behind a mark inside a paragraph.
const fn ends_turn(c: char) -> bool {
    matches!(c, '。' | '？' | '！' | '?' | '!' | '”' | '…')
}

/// Marks of a question: who answers it may be named right behind.
const QUESTIONS: &[char] = &['？', '?'];

/// Longest word for answering (回答), in bytes.
const ANSWER: usize = 6;

fn close_turn(out: &mut [Part], open: &mut Option<usize>, until: u32) {
    if let Some(i) = open.take() {
        let start = out[i].span.start();
        let end = out[i + 1..].iter().map(|p| p.span.end()).filter(|e| *e <= until).max().unwrap_or(out[i].span.end());
        out[i].span = Span::new(start, end.max(out[i].span.end()));
    }
}

/// Who asks in a conversation whose turns begin with names: each of his paragraphs, two at least, ends with a question,
/// and those of another, right behind, do not.
fn askers<'a>(text: &'a str, parts: &[Part], guide: &Guide) -> Vec<&'a str> {
    let mut turns: Vec<(&str, bool)> = Vec::new();
    for part in parts.iter().filter(|p| p.kind == PartKind::Paragraph) {
        let words = text[part.span.range()].trim_end();
        let asks = words.ends_with(QUESTIONS);
        match (named(words, guide), turns.last_mut()) {
            (Some(name), _) => turns.push((&words[..name], asks)),
            // The turn goes on: its last paragraph tells.
            (None, Some(last)) => last.1 = asks,
            (None, None) => {}
        }
    }
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, asks) in &turns {
        let count = counts.entry(name).or_default();
        *count = (count.0 + 1, count.1 + usize::from(*asks));
    }
    let asks = |name: &str| counts.get(name).is_some_and(|(all, asked)| *all >= 2 && asked * 4 >= all * 3);
    let answers = |name: &str| counts.get(name).is_some_and(|(all, asked)| *all >= 2 && asked * 2 < *all);
    let mut out: Vec<&str> = turns.windows(2).filter(|w| asks(w[0].0) && answers(w[1].0)).map(|w| w[0].0).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Bytes of the name that a line opens with before a colon.
fn named(words: &str, guide: &Guide) -> Option<usize> {
    let (at, _) = words.char_indices().take(24).find(|(_, c)| guide.conventions.turns.colon.contains(c))?;
    let name = words[..at].trim_end();
    is_name(name).then_some(name.len())
}

/// Whether the words may be a speaker's name.
fn is_name(words: &str) -> bool {
    (2..=12).contains(&words.chars().count())
        && words.chars().all(|c| c.is_alphabetic() || matches!(c, '·' | ' ' | '.'))
}

/// Whether a line is a question (true) or an answer, with the bytes of its speaker's name.
fn turn(words: &str, guide: &Guide, asked: bool) -> Option<(bool, usize)> {
    let forms = &guide.conventions.turns;
    let (at, _) = words.char_indices().take(24).find(|(_, c)| guide.is_colon(*c))?;
    let name = words[..at].trim_end();
    let folded = guide.fold(name);
    let is = |list: &[String]| {
        list.iter().any(|w| folded.chars().count() == w.chars().count() && starts_with_folded(&folded, w))
    };
    let asks =
        forms.questions.iter().any(|q| {
            folded.ends_with(&guide.fold(q)) && name.chars().count() <= q.chars().count() + 8 && !q.is_ascii()
        }) || is(&forms.questions);
    if asks {
        return Some((true, name.len()));
    }
    let answers = is(&forms.answers)
        || forms.answers.iter().any(|a| !a.is_ascii() && folded.ends_with(a.as_str()) && name.chars().count() <= 10);
    (answers || asked && is_name(name)).then_some((false, name.len()))
}

/// 一是…。二是…: items inside a paragraph, each as far as the next.
fn enumerators(text: &str, span: Span, guide: &Guide, out: &mut Vec<Part>) {
    let words = &text[span.range()];
    let mut found: Vec<(usize, &String)> = Vec::new();
    let runs = guide.finders.enumerator.as_ref().is_some_and(|f| f.find(words.as_bytes()).is_some());
    let forms = &guide.conventions.labels.enumerators;
    if !runs && !forms.iter().any(|form| words.starts_with(form.as_str())) {
        return;
    }
    for form in forms {
        for (at, _) in words.match_indices(form.as_str()) {
            let before = words[..at].chars().next_back();
            if before.is_none_or(|c| !c.is_alphanumeric()) {
                found.push((at, form));
            }
        }
    }
    found.sort_unstable();
    if found.len() < 2 && found.first().is_none_or(|f| f.0 != 0) {
        return;
    }
    for (n, (at, form)) in found.iter().enumerate() {
        let end = found.get(n + 1).map_or(words.len(), |next| next.0);
        let item = Span::new(span.start() + *at as u32, span.start() + words[..end].trim_end().len() as u32);
        out.push(Part {
            span: item,
            kind: PartKind::Item,
            level: Some(4),
            label: Some((*form).clone()),
            speaker: None,
        });
    }
}

/// Quotations of every mark, nested, over paragraphs; straight marks by turns.
fn quotes(text: &str, out: &mut Vec<Part>, faults: &mut Vec<Fault>) {
    let mut open: Vec<(char, usize)> = Vec::new();
    // All marks begin with one of two bytes, which no Han character but the rarest shares.
    for at in memchr::memchr2_iter(0xE2, 0xE3, text.as_bytes()) {
        let Some(c) = text[at..].chars().next() else { continue };
        let close = match c {
            '“' => Some('”'),
            '「' => Some('」'),
            '『' => Some('』'),
            '《' => Some('》'),
            '〈' => Some('〉'),
            '‘' => Some('’'),
            _ => None,
        };
        if let Some(close) = close {
            // A quotation over paragraphs opens its mark again at each.
            let again = open.iter().any(|o| o.0 == close) && (at == 0 || text[..at].ends_with('\n'));
            if !again && open.len() < 8 {
                open.push((close, at));
            }
            continue;
        }
        if !matches!(c, '”' | '」' | '』' | '》' | '〉' | '’') {
            continue;
        }
        match open.iter().rposition(|o| o.0 == c) {
            Some(k) => {
                let depth = open[..=k].len();
                let from = open[k].1;
                out.push(Part {
                    span: Span::of(from..at + c.len_utf8()),
                    kind: PartKind::Quote,
                    level: Some(u8::try_from(depth).unwrap_or(u8::MAX)),
                    label: None,
                    speaker: None,
                });
                for (_, lost) in open.drain(k..).skip(1) {
                    unbalanced(text, lost, "opened and never closed", faults);
                }
            }
            // An apostrophe is no mark; the next paragraph of a long quotation may close one opened before.
            None if c == '’' => {}
            None => unbalanced(text, at, "closed without having been opened", faults),
        }
    }
    for (close, at) in open {
        if close != '’' {
            unbalanced(text, at, "opened and never closed", faults);
        }
    }
}

fn unbalanced(text: &str, at: usize, what: &str, faults: &mut Vec<Fault>) {
    let len = text[at..].chars().next().map_or(0, char::len_utf8);
    let place = FaultPlace::Text(Span::of(at..at + len));
    faults.push(Fault::new(FaultKind::UnbalancedQuote, Severity::Note, place, format!("a quotation mark {what}")));
}
