//! From an article to its record: byte spans become code points, escapes that the map can't express become repairs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chancery_text::{CodePoints, RunKind, SourceSpan, Span};

use super::parts::{Parties, Runs};
use super::{
    ActAmount, ActDate, ActRecord, ClueRecord, CommentRecord, DatelineRecord, DatesRecord, FaultRecord, Figure,
    InstrumentRecord, Iso, LineRecord, Maker, MechanismRecord, MeetingRecord, MentionRecord, Names, PageRecord,
    PartRecord, PartialIso, ParticipantRecord, Range, Record, RepairRecord, SCHEMA, SourceRecord, ValueRecord,
};
use crate::{
    Act, ActKind, ActorId, Amount, Approximation, Article, DateClue, DateRole, DayRange, Fault, FaultPlace, Mention,
    MentionValue, PageLine, RepairKind, ValuedAmount, ValuedDate,
};

impl<'a> Record<'a> {
    /// The record of `article`.
    ///
    /// `source` are the bytes it was read from, to show what escapes stood there (none: they are given by place only);
    /// `faults` are those of the source as a whole, for its first article.
    #[must_use]
    pub fn new(article: &'a Article, source: &[u8], faults: &'a [Fault], maker: &'a Maker) -> Self {
        let at = Places { points: CodePoints::new(&article.text), article };
        let clues = article.published.as_ref().map_or(&article.date_clues, |published| &published.clues);
        Self {
            schema: SCHEMA,
            id: &article.id,
            source: SourceRecord {
                name: &article.source.name,
                media_type: &article.source.media_type,
                charset: article.source.charset.as_deref(),
                bytes: article.source.bytes,
                blake3: &article.source.blake3,
                article: article.number,
                part: article.part.as_deref(),
                retrieved: article.source.retrieved.as_deref(),
            },
            title: article.title.as_deref(),
            kind: article.kind,
            language: article.language.as_str(),
            script: article.script,
            published: article.published.as_ref().map(|published| Iso(published.day)),
            published_ground: article.published.as_ref().map(|published| published.ground),
            date_clues: clues.iter().map(clue).collect(),
            dateline: article.dateline.as_ref().map(|line| DatelineRecord {
                place: line.place.as_deref(),
                date: line.date.map(Iso),
                agency: line.agency.as_deref(),
                span: line.span.map(|span| at.range(span)),
            }),
            outlet: article.outlet.as_deref(),
            authors: &article.authors,
            url: article.url.as_deref(),
            issuers: Names(&article.issuers),
            parties: Parties::of(&article.parties),
            text: &article.text,
            map: Runs(article.map.linear_runs(&article.text, &at.points)),
            repairs: at.repairs(source),
            parts: at.parts(),
            pages: article
                .pages
                .iter()
                .map(|&(start, page)| PageRecord { start: at.points.index(start), page })
                .collect(),
            lines: article.lines.iter().map(|line| at.line(line)).collect(),
            acts: at.acts(),
            mentions: at.mentions(),
            meetings: at.meetings(),
            mechanisms: at.mechanisms(),
            instruments: at.instruments(),
            comments: article.comments.iter().map(comment).collect(),
            faults: faults.iter().chain(&article.faults).map(|fault| at.fault(fault)).collect(),
            maker,
        }
    }
}

/// The ids that the record gives the article's acts, in their order.
#[must_use]
pub fn act_ids(article: &Article) -> Vec<String> {
    Places { points: CodePoints::new(&article.text), article }.act_ids()
}

/// Byte places of one article's text as code points.
struct Places<'a> {
    points: CodePoints<'a>,
    article: &'a Article,
}

impl<'a> Places<'a> {
    fn range(&self, span: Span) -> Range {
        let (start, end) = self.points.range(span);
        Range(start, end)
    }

    /// The article's own repairs and the escapes that the map leaves out, in the order of the text.
    fn repairs(&self, source: &[u8]) -> Vec<RepairRecord<'a>> {
        let own = self.article.repairs.iter().map(|repair| {
            let Range(start, end) = self.range(repair.span);
            let (kind, confidence) = (repair.kind, repair.confidence);
            let (found, source) = (Cow::Borrowed(&*repair.found), repair.source.map(bytes));
            RepairRecord { start, end, kind, found, confidence, source }
        });
        let mut all: Vec<_> = own.collect();
        all.extend(self.escapes().into_iter().map(|(span, there)| {
            let Range(start, end) = self.range(span);
            let raw = source.get(there.range()).unwrap_or_default();
            let found = Cow::Owned(String::from_utf8_lossy(raw).into_owned());
            let (kind, confidence) = (RepairKind::Decoded, 1.0);
            RepairRecord { start, end, kind, found, confidence, source: Some(bytes(there)) }
        }));
        all.sort_by_key(|repair| (repair.start, repair.end));
        all
    }

    /// Neighbouring escapes as one: a row written all in `\uXXXX` is one repair, not one a character.
    fn escapes(&self) -> Vec<(Span, SourceSpan)> {
        let mut out: Vec<(Span, SourceSpan)> = Vec::new();
        let restored =
            |span: Span| self.article.repairs.iter().any(|r| r.kind == RepairKind::Restored && r.span.contains(span));
        let escaped = |run: &&chancery_text::Run| run.kind == RunKind::Escaped && !restored(run.text);
        for run in self.article.map.runs().iter().filter(escaped) {
            match out.last_mut() {
                Some((text, source)) if text.end() == run.text.start() && source.end() == run.source.start() => {
                    *text = text.cover(run.text);
                    *source = source.cover(run.source);
                }
                _ => out.push((run.text, run.source)),
            }
        }
        out
    }

    fn parts(&self) -> Vec<PartRecord<'a>> {
        let part = |part: &'a crate::Part| {
            let Range(start, end) = self.range(part.span);
            let (label, speaker) = (part.label.as_deref(), part.speaker.map(|span| self.range(span)));
            PartRecord { start, end, kind: part.kind, level: part.level, label, speaker }
        };
        self.article.parts.iter().map(part).collect()
    }

    fn line(&self, line: &PageLine) -> LineRecord {
        let Range(start, end) = self.range(line.span);
        // A tenth of a point is finer than any type is set; more digits would only be noise.
        let [x, y, width, size] = [line.x, line.y, line.width, line.size].map(|points| (points * 10.0).round() / 10.0);
        LineRecord { start, end, page: line.page, x, y, width, size }
    }

    fn acts(&self) -> Vec<ActRecord<'a>> {
        let mut out: Vec<ActRecord<'a>> = Vec::with_capacity(self.article.acts.len());
        for (act, id) in self.article.acts.iter().zip(self.act_ids()) {
            // An act whose span is no slice of the text is a bug of the extractor; it must not become a false quote.
            let quote = act.span.of_text(&self.article.text);
            debug_assert!(quote.is_some(), "the act at {:?} is no slice of the text", act.span);
            if let Some(quote) = quote {
                out.push(self.act(act, id, quote));
            }
        }
        out
    }

    fn act_ids(&self) -> Vec<String> {
        let mut seen: BTreeMap<(ActKind, Span), u32> = BTreeMap::new();
        let id = |act: &Act| {
            let Range(start, end) = self.range(act.span);
            // `{article}/{kind}/{start}-{end}`, put together by hand: formatting took a third of making a record.
            let mut id = String::with_capacity(self.article.id.len() + act.kind.name().len() + 24);
            for part in [&self.article.id, "/", act.kind.name(), "/"] {
                id.push_str(part);
            }
            push_number(&mut id, start);
            id.push('-');
            push_number(&mut id, end);
            let count = seen.entry((act.kind, act.span)).or_default();
            *count += 1;
            if *count > 1 {
                let _ = write!(id, "/{count}");
            }
            id
        };
        self.article.acts.iter().map(id).collect()
    }

    fn act(&self, act: &'a Act, id: String, quote: &'a str) -> ActRecord<'a> {
        let Range(start, end) = self.range(act.span);
        ActRecord {
            id,
            kind: act.kind,
            start,
            end,
            quote,
            stance: act.stance,
            polarity: act.polarity,
            intensity: act.intensity,
            holders: Names(&act.holders),
            holder_span: act.holder_span.map(|span| self.range(span)),
            addressees: Names(&act.addressees),
            targets: &act.targets,
            via: Names(&act.via),
            amounts: act.amounts.iter().map(|amount| self.act_amount(amount)).collect(),
            dates: act.dates.iter().map(|date| self.act_date(date)).collect(),
            instruments: &act.instruments,
            mechanisms: &act.mechanisms,
            status: act.status,
            only_if: act.only_if.map(|span| self.range(span)),
            topics: &[],
            event: act.event.as_deref(),
            rule: &act.rule,
            confidence: act.confidence,
        }
    }

    fn act_amount(&self, valued: &'a ValuedAmount) -> ActAmount<'a> {
        let Range(start, end) = self.range(valued.span);
        let amount = &valued.amount;
        let one = amount.up_to.is_none();
        ActAmount {
            value: one.then_some(Figure(amount.value)),
            min: (!one).then_some(Figure(amount.value)),
            max: amount.up_to.map(Figure),
            unit: amount.unit.as_deref(),
            currency: amount.unit.as_deref().filter(|_| amount.money),
            approx: amount.approximation.map(Approximation::name),
            role: valued.role,
            start,
            end,
        }
    }

    fn act_date(&self, valued: &'a ValuedDate) -> ActDate<'a> {
        let Range(text_start, text_end) = self.range(valued.span);
        let cadence = valued.cadence.as_ref().filter(|_| valued.role == DateRole::Cadence);
        let (start, end) = match cadence {
            Some(cadence) => (Some(Cow::Borrowed(&*cadence.0)), None),
            None => (
                valued.range.start.map(|day| Cow::Owned(day.to_string())),
                valued.range.end.map(|day| Cow::Owned(day.to_string())),
            ),
        };
        ActDate { start, end, role: valued.role, text_start, text_end }
    }

    fn mentions(&self) -> Vec<MentionRecord<'a>> {
        let mut out = Vec::with_capacity(self.article.mentions.len());
        for mention in &self.article.mentions {
            self.mention(mention, &mut out);
        }
        out
    }

    fn mention(&self, mention: &'a Mention, out: &mut Vec<MentionRecord<'a>>) {
        let Range(start, end) = self.range(mention.span);
        let bare = MentionRecord { start, end, kind: mention.kind, id: None, name: None, value: None };
        let valued = |value| MentionRecord { value: Some(value), ..bare.clone() };
        match &mention.value {
            MentionValue::Actors(actors) => {
                let named = |actor: &'a ActorId| (actor.kind(), Some(actor.as_str()));
                out.extend(actors.iter().map(named).map(|(kind, id)| MentionRecord { kind, id, ..bare.clone() }));
            }
            MentionValue::Name(name) => out.push(MentionRecord { name: Some(name), ..bare }),
            MentionValue::Date(range) => out.push(valued(ValueRecord::Dates(dates(range)))),
            MentionValue::Duration(length) => out.push(valued(ValueRecord::Duration { duration: &length.0 })),
            MentionValue::Recurrence(length) => out.push(valued(ValueRecord::Recurrence { cadence: &length.0 })),
            MentionValue::Amount(amount) => out.push(valued(amount_value(amount))),
        }
    }

    fn meetings(&self) -> Vec<MeetingRecord<'a>> {
        let participant = |one: &'a crate::Participant| ParticipantRecord {
            person: one.person.as_deref(),
            post: one.post.as_deref(),
            actor: one.actor.as_ref().map(|actor| actor.as_str()),
        };
        let meeting = |note: &'a crate::MeetingNote| {
            let Range(start, end) = self.range(note.span);
            MeetingRecord {
                name: &note.name,
                dates: note.dates.iter().map(dates).collect(),
                place: note.place.as_deref(),
                participants: note.participants.iter().map(participant).collect(),
                start,
                end,
            }
        };
        self.article.meetings.iter().map(meeting).collect()
    }

    fn mechanisms(&self) -> Vec<MechanismRecord<'a>> {
        let mechanism = |note: &'a crate::MechanismNote| {
            let Range(start, end) = self.range(note.span);
            let cadence = note.cadence.as_ref().map(|cadence| &*cadence.0);
            MechanismRecord { name: &note.name, act: note.act, members: Names(&note.members), cadence, start, end }
        };
        self.article.mechanisms.iter().map(mechanism).collect()
    }

    fn instruments(&self) -> Vec<InstrumentRecord<'a>> {
        let instrument = |note: &'a crate::InstrumentNote| {
            let Range(start, end) = self.range(note.span);
            InstrumentRecord { name: &note.name, date: note.date.as_deref(), start, end }
        };
        self.article.instruments.iter().map(instrument).collect()
    }

    fn fault(&self, fault: &'a Fault) -> FaultRecord<'a> {
        let (span, source, page) = match fault.place {
            FaultPlace::Whole => (None, None, None),
            FaultPlace::Source(there) => (None, Some(bytes(there)), None),
            FaultPlace::Text(span) => (Some(self.range(span)), self.article.map.source_span(span).map(bytes), None),
            FaultPlace::Page(page) => (None, None, Some(page)),
        };
        FaultRecord { kind: fault.kind, severity: fault.severity, message: &fault.message, span, source, page }
    }
}

/// Adds a number in decimal figures.
fn push_number(out: &mut String, number: u32) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

fn bytes(span: SourceSpan) -> Range {
    Range(span.start(), span.end())
}

fn clue(clue: &DateClue) -> ClueRecord<'_> {
    ClueRecord { ground: clue.ground, date: PartialIso(clue.date), quote: &clue.quote, source: clue.source.map(bytes) }
}

fn comment(comment: &crate::Comment) -> CommentRecord<'_> {
    CommentRecord {
        author: comment.author.as_deref(),
        posted: comment.posted.as_deref(),
        text: &comment.text,
        source: comment.source.map(bytes),
    }
}

fn dates(range: &DayRange) -> DatesRecord {
    DatesRecord { start: range.start.map(Iso), end: range.end.map(Iso) }
}

fn amount_value(amount: &Amount) -> ValueRecord<'_> {
    let (unit, approx) = (amount.unit.as_deref(), amount.approximation.map(Approximation::name));
    match amount.up_to {
        Some(max) => ValueRecord::AmountRange { min: Figure(amount.value), max: Figure(max), unit, approx },
        None => ValueRecord::Amount { value: Figure(amount.value), unit, approx },
    }
}
