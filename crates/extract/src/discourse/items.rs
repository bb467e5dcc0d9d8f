//! Enumerations: whose their items are, and where they begin (codebook, rule 9). Next to read: `acts.rs`.

use chancery_model::{ActKind, Stance};
use chancery_text::Span;

use super::{Coder, POINT};
use crate::layout::{Segment, Sentence};
use crate::tokens::Class;

/// Longest number of an article (第一百二十条), in characters.
const ARTICLE: usize = 7;

/// Whether a character is a number in a circle.
const CIRCLED: fn(char) -> bool = |c| matches!(c, '\u{2460}'..='\u{2473}' | '\u{3280}'..='\u{3289}');

/// Marks behind the number of a point.
const NUMBERED: &[char] = &['\u{3001}', '.', '\u{FF0E}'];

/// Marks after which numbered points follow or go on.
const LISTS: &[char] = &[':', '\u{FF1A}', ';', '\u{FF1B}'];

impl Coder<'_> {
    /// Whether a paragraph is a numbered point of what the one before opened or goes on with (动议要求：一、…；二、…；).
    pub(super) fn lists_on(&self, sentence: &Sentence) -> bool {
        let start = sentence.span.start() as usize;
        let line = self.reader.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let words = &self.reader.text[line..sentence.span.end() as usize];
        let counts = &self.reader.particles.counts;
        let rest = words.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || counts.contains(&c));
        let numbered = rest.len() < words.trim_start().len() && rest.starts_with(NUMBERED);
        let before = self.reader.text[..line].trim_end();
        numbered && before.ends_with(LISTS) && self.frame.is_some()
    }

    /// An enumeration goes on where its first item's sentence stands behind what it enumerates: items without subject are
    /// commitments of its holders with its stance (codebook, rule 9).
    pub(super) fn begin_item(&mut self, sentence: &Sentence, before: usize) {
        let Some(first) = self.opens_item(sentence) else {
            if sentence.opens {
                self.items = None;
            }
            // What explains an item without a subject is its holders' too.
            if let Some((holders, span, _)) = &self.items {
                self.last = (holders.clone(), *span);
            }
            return;
        };
        if self.reader.words.sense(&self.reader.tokens[first], Class::Item).size == 1 {
            let told = self.drafts[before..].last();
            self.items = told.and_then(|d| match (d.kind, d.stance) {
                (ActKind::Event, Some(Stance::Agree)) => Some((d.holders.clone(), d.holder_span, Stance::Agree)),
                (ActKind::Commitment, Some(stance)) => Some((d.holders.clone(), d.holder_span, stance)),
                _ => None,
            });
        }
        if self.items.is_none() && self.frame.is_some() && !self.setting.programme {
            // A speaker's points (一是坚持…，推动…): what he holds should be done.
            self.ought = Some(POINT);
        }
        if let Some((holders, span, stance)) = &self.items {
            self.last = (holders.clone(), *span);
            self.auxiliary = Some((*stance, *stance == Stance::Continue));
            self.in_items = true;
        }
    }

    /// The number of an item at the sentence's head (一是, （二）); 第五条 is none.
    pub(super) fn opens_item(&self, sentence: &Sentence) -> Option<usize> {
        self.reader.range(sentence.span).next().filter(|&i| {
            let t = &self.reader.tokens[i];
            let bare = !self.reader.words.sense(t, Class::Item).light
                || !self.reader.text[t.span.end() as usize..].starts_with(char::is_alphanumeric);
            t.is(Class::Item) && bare
        })
    }

    /// Whether the segment is the one with the number of an item.
    pub(super) fn heads_item(&self, segment: &Segment) -> bool {
        self.reader.range(segment.span).next().is_some_and(|i| self.reader.tokens[i].is(Class::Item))
    }

    /// A law's segment without the number of its article (第二条 国家鼓励…).
    pub(super) fn unnumbered(&self, segment: &Segment, first: bool) -> Segment {
        let words = &self.reader.text[segment.span.range()];
        // ㊂甲军收复…: a number in a circle is none of the words.
        if let Some(rest) = words.strip_prefix(CIRCLED) {
            let end = segment.span.end();
            return Segment { span: Span::new(end - rest.len() as u32, end), ..*segment };
        }
        let number = words.char_indices().take(ARTICLE + 1).find(|(_, c)| c.is_whitespace());
        let Some((at, _)) = number.filter(|(at, _)| first && self.setting.law && *at > 0) else { return *segment };
        let rest = words[at..].len() - words[at..].trim_start().len();
        Segment { span: Span::new(segment.span.start() + (at + rest) as u32, segment.span.end()), ..*segment }
    }
}
