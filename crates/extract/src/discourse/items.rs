//! Enumerations: whose their items are, and where they begin (codebook, rule 9). Next to read: `acts.rs`.

use chancery_model::{ActKind, Stance};
use chancery_text::Span;

use super::{Coder, Frame, POINT};
use crate::cast::principals;
use crate::layout::{Segment, Sentence};
use crate::tokens::Class;

/// Longest number of an article (第一百二十条), in characters.
const ARTICLE: usize = 7;

/// Whether a character is a number in a circle.
const CIRCLED: fn(char) -> bool = |c| matches!(c, '\u{2460}'..='\u{2473}' | '\u{3280}'..='\u{3289}');

/// Marks behind the number of a point.
const NUMBERED: &[char] = &['\u{3001}', '.', '\u{FF0E}'];

/// Marks that announce what stands behind.
const OPENS: &[char] = &[':', '\u{FF1A}'];

/// Marks after which numbered points follow or go on.
const LISTS: &[char] = &[':', '\u{FF1A}', ';', '\u{FF1B}'];

impl Coder<'_> {
    /// Whether a heading has the label of a section within a chapter (（一）…, 1.…).
    pub(super) fn is_below(&self, heading: Span) -> bool {
        let start = heading.start() as usize;
        // The label itself may be no part of the sentence.
        let line = self.reader.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let words = self.reader.text[line..].trim_start();
        let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
        // 2025年的任务: no label, a year.
        let counted = rest.len() < words.len() && rest.starts_with(['.', '\u{FF0E}', '\u{3001}']);
        counted || words.starts_with(['(', '\u{FF08}'])
    }

    /// Whether a paragraph is a numbered point of what the one before opened or goes on with (动议要求：一、…；二、…；).
    pub(super) fn lists_on(&self, sentence: &Sentence) -> bool {
        let start = sentence.span.start() as usize;
        let line = self.reader.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let before = self.reader.text[..line].trim_end();
        before.ends_with(LISTS) && self.frame.is_some() && self.is_numbered(sentence)
    }

    /// Whether the sentence's paragraph begins with a number (一、…; 2. …).
    pub(super) fn is_numbered(&self, sentence: &Sentence) -> bool {
        let start = sentence.span.start() as usize;
        let line = self.reader.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let words = &self.reader.text[line..sentence.span.end() as usize];
        let counts = &self.reader.particles.counts;
        let rest = words.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || counts.contains(&c));
        rest.len() < words.trim_start().len() && rest.starts_with(NUMBERED)
    }

    /// Remembers who announces numbered points at a paragraph's end (中方提出以下建议：), in somebody else's report.
    pub(super) fn announce_points(&mut self, sentence: &Sentence) {
        if self.setting.programme || !self.opens_list(sentence) {
            return;
        }
        let frame = match &self.frame {
            Some(frame) => Frame { paper: false, ..frame.clone() },
            None => Frame { speaker: self.last.0.clone(), span: self.last.1, ..Frame::default() },
        };
        self.points = (!frame.speaker.is_empty()).then_some((frame, false));
    }

    /// A paragraph behind announced points: a numbered one is in the voice of him who announced them, and so is what
    /// stands between two of them; others end the list. Whether it is a point.
    pub(super) fn begin_points(&mut self, sentence: &Sentence) -> bool {
        let Some((frame, begun)) = self.points.take() else { return false };
        let numbered = self.is_numbered(sentence);
        if numbered {
            (self.frame, self.suspended) = (Some(frame.clone()), None);
            self.last = (frame.speaker.clone(), frame.span);
        }
        if numbered || begun {
            self.points = Some((frame, true));
        }
        numbered
    }

    /// Remembers who agreed on the numbered points behind a paragraph's end (双方商定：; 达成以下共识：).
    pub(super) fn announce_agreed(&mut self, sentence: &Sentence) {
        if self.agreed.is_some() && !sentence.opens {
            return;
        }
        if !self.opens_list(sentence) {
            return;
        }
        let told = self.drafts.get(self.sentence_from..).and_then(<[_]>::last);
        let reached = told.filter(|d| d.stance == Some(Stance::Agree) && d.kind == ActKind::Event);
        let bare = self.opens_at.is_some() && matches!(self.auxiliary, Some((Stance::Agree, _)));
        self.agreed = match reached {
            Some(d) => Some((d.holders.clone(), d.holder_span)),
            None if bare => Some(self.last.clone()),
            None => None,
        }
        .filter(|(holders, _)| !holders.is_empty());
    }

    /// Whether the sentence ends its paragraph with the mark of a list.
    fn opens_list(&self, sentence: &Sentence) -> bool {
        let rest = &self.reader.text[sentence.span.end() as usize..];
        let words = self.reader.text[sentence.span.range()].trim_end();
        let opens = words.ends_with(OPENS) || rest.starts_with(OPENS);
        opens && rest.trim_start_matches(OPENS).trim_start_matches([' ', '\u{3000}']).starts_with('\n')
    }

    /// A numbered paragraph behind what was agreed on: its clauses without subject are agreed on (codebook, rule 9).
    pub(super) fn begin_agreed(&mut self, sentence: &Sentence) {
        if sentence.opens && !self.is_numbered(sentence) && self.opens_item(sentence).is_none() {
            self.agreed = None;
        }
        if let Some((holders, span)) = &self.agreed {
            self.last = (holders.clone(), *span);
            self.auxiliary = Some((Stance::Agree, false));
            self.in_items = true;
        }
    }

    /// An enumeration goes on where its first item's sentence stands behind what it enumerates: items without subject are
    /// commitments of its holders with its stance (codebook, rule 9).
    pub(super) fn begin_item(&mut self, sentence: &Sentence, before: usize) {
        let Some(first) = self.opens_item(sentence) else {
            if sentence.opens {
                self.items = None;
            } else {
                self.go_on_in_item(sentence, before);
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

    /// 第二，双方同意维持交往。继续开展磋商。: in one numbered point, a sentence without a subject goes on with what the sentence
    /// before promised.
    fn go_on_in_item(&mut self, sentence: &Sentence, before: usize) {
        let counted = || {
            let line = self.reader.text[..sentence.span.start() as usize].rfind('\n').map_or(0, |at| at + 1);
            let first = self.reader.tokens.partition_point(|t| (t.span.start() as usize) < line);
            self.reader.tokens.get(first).is_some_and(|t| t.is(Class::Item) && t.span.start() as usize == line)
        };
        let told = self.drafts[before.min(self.drafts.len())..].last();
        let promised = told.filter(|d| d.kind == ActKind::Commitment && principals(&d.holders).len() >= 2);
        if let Some(d) = promised.filter(|_| self.items.is_none() && counted())
            && let Some(stance) = d.stance
        {
            self.last = (d.holders.clone(), d.holder_span);
            self.auxiliary = Some((stance, stance == Stance::Continue));
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
