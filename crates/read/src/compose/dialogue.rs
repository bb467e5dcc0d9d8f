//! Turns of a conversation whose labels are names (Jane Doe: We agree. News Agency: Will you go? 张大使：…): who answers is
//! told by the questions before his turns, who asks by his turns behind them. What this is not: labels that are words for
//! asking and answering (`structure.rs`, the next file to read).

use std::collections::BTreeMap;

use chancery_model::{Part, PartKind};

/// Longest label, in characters: a name, an outlet or a post beside it.
const LABEL: usize = 64;

/// Most words of a label.
const WORDS: usize = 8;

/// Marks of a question.
const QUESTIONS: &[char] = &['?', '\u{FF1F}'];

/// Whose turns begin paragraphs, by their labels.
#[derive(Debug, Default)]
pub(crate) struct Dialogue<'t> {
    answerer: Option<&'t str>,
    askers: Vec<&'t str>,
}

impl<'t> Dialogue<'t> {
    /// Of the paragraphs among `parts`: one name whose turns follow questions of others, twice at least, or once where the
    /// `title` holds it (张大使 of 张某大使接受采访); nobody, where there is none such.
    pub(crate) fn new(text: &'t str, parts: &[Part], title: &str) -> Self {
        let mut turns: Vec<(&str, bool)> = Vec::new();
        for part in parts.iter().filter(|p| p.kind == PartKind::Paragraph) {
            let words = text.get(part.span.range()).unwrap_or_default().trim_end();
            let asks = words.ends_with(QUESTIONS);
            match (label(words), turns.last_mut()) {
                (Some(name), _) => turns.push((name, asks)),
                // The turn goes on: its last paragraph tells.
                (None, Some(last)) => last.1 = asks,
                (None, None) => {}
            }
        }
        let mut answered: BTreeMap<&str, usize> = BTreeMap::new();
        for pair in turns.windows(2).filter(|w| w[0].1 && !w[1].1 && w[0].0 != w[1].0) {
            *answered.entry(pair[1].0).or_default() += 1;
        }
        let most = answered.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)));
        // 发言人张某某回答了提问, before the first turn.
        let lead = turns.first().map_or("", |(name, _)| text.split_once(name).map_or("", |(before, _)| before));
        let other = |name: &str| !name.is_ascii() && (in_order(name, title) || lead.contains(name));
        let told = |name: &str| title.contains(name) || other(name);
        let Some((answerer, _)) = most.filter(|(name, count)| *count >= 2 || told(name)) else {
            return Self::default();
        };
        let mut askers: Vec<&str> =
            turns.windows(2).filter(|w| w[1].0 == answerer && w[0].0 != answerer).map(|w| w[0].0).collect();
        askers.sort_unstable();
        askers.dedup();
        Self { answerer: Some(answerer), askers }
    }

    /// Whether a paragraph is a question (true) or an answer, with the bytes of its label.
    pub(crate) fn turn(&self, words: &str) -> Option<(bool, usize)> {
        let answerer = self.answerer?;
        let name = label(words)?;
        if name == answerer {
            return Some((false, name.len()));
        }
        self.askers.binary_search(&name).is_ok().then_some((true, name.len()))
    }
}

/// Whether the characters of `name` stand in `title` in their order.
fn in_order(name: &str, title: &str) -> bool {
    let mut rest = title.chars();
    name.chars().all(|c| rest.any(|t| t == c))
}

/// Colons of Latin and of Chinese print.
const COLONS: &[char] = &[':', '\u{FF1A}'];

/// Characters of a label in a script without capitals: two of a name at least, a post beside it at most.
const SHORT: std::ops::RangeInclusive<usize> = 2..=10;

/// The label before a paragraph's first colon: capitalised words with marks of names, few and short, or a few letters of
/// another script.
fn label(words: &str) -> Option<&str> {
    let (at, _) = words.char_indices().take(LABEL).find(|(_, c)| COLONS.contains(c))?;
    let name = words[..at].trim_end();
    // Letters of a script that has no capitals.
    let caseless = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    if name.starts_with(caseless) {
        let letters = name.chars().all(|c| caseless(c) || c == '\u{B7}');
        return (letters && SHORT.contains(&name.chars().count())).then_some(name);
    }
    let letters =
        |c: char| c < '\u{250}' && (c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '-' | '\'' | '/' | '&'));
    let letters = name.chars().all(|c| letters(c) || c == '’');
    let small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    let capitals = name.split(' ').all(|word| !small(word) || word.len() <= 3);
    let behind = words[at..].starts_with(':') && words[at + 1..].starts_with(char::is_whitespace);
    let fits = name.starts_with(|c: char| c.is_ascii_uppercase()) && letters && capitals && behind;
    (fits && name.len() >= 2 && name.split(' ').count() <= WORDS).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_text::Span;

    fn turns(lines: &[&str], title: &str) -> Vec<Option<(bool, usize)>> {
        let text = lines.join("\n");
        let mut at = 0;
        let part = |line: &&str| {
            let span = Span::of(at..at + line.len());
            at += line.len() + 1;
            Part { span, kind: PartKind::Paragraph, level: None, label: None, speaker: None }
        };
        let parts: Vec<Part> = lines.iter().map(part).collect();
        let dialogue = Dialogue::new(&text, &parts, title);
        lines.iter().map(|line| dialogue.turn(line)).collect()
    }

    #[test]
    fn who_answers_is_told_by_the_questions_before() {
        let lines =
            ["Lake Daily: Will you go?", "Jane Doe: We will.", "Herald, Port: Why?", "Jane Doe: I have said so."];
        assert_eq!(turns(&lines, ""), [Some((true, 10)), Some((false, 8)), Some((true, 12)), Some((false, 8))]);
        // Once only where the title names who answers.
        assert_eq!(turns(&lines[..2], "Jane Doe's Press Conference"), [Some((true, 10)), Some((false, 8))]);
        assert_eq!(turns(&lines[..2], "Press Conference"), [None, None]);
    }

    #[test]
    fn names_of_other_scripts_are_labels_too() {
        let lines = ["张大使：欢迎各位。", "渔报记者：水位高吗？", "张大使：高。"];
        let found = [Some((false, 9)), Some((true, 12)), Some((false, 9))];
        assert_eq!(turns(&lines, "张某某大使接受渔报采访"), found);
    }

    #[test]
    fn headings_with_colons_are_no_turns() {
        assert_eq!(turns(&["甲某：水位高吗？", "张大使：高。"], "消息"), [None, None]);
        let lines = ["Note: the dam holds.", "What comes next: a flood?", "Note: the dam was mended."];
        assert_eq!(turns(&lines, "The Dam"), [None, None, None]);
    }
}
