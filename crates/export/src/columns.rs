//! What tables hold, in one list: CSV, JSON Lines, Parquet and the data dictionary are all made from it.
//!
//! Four tables: acts; amounts and dates, several of which may belong to one act; articles. Next to read: `rows.rs`.

use chancery_ledger::{Article, RecordedAmount, RecordedDate, Timestamp};
use serde_json::Number;

use crate::Told;

/// What kind of values a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Real,
    /// Yes or no.
    Truth,
    /// Days, as 2024-02-29.
    Day,
    /// Moments in UTC.
    Moment,
    /// Several words.
    Texts,
    /// Bytes as they are; in Parquet alone.
    Bytes,
}

/// A value in a column; `None` where nothing is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Text(Option<String>),
    Whole(Option<i64>),
    Real(Option<f64>),
    Truth(bool),
    Day(Option<String>),
    Moment(Option<Timestamp>),
    Texts(Vec<String>),
    Bytes(Vec<u8>),
}

/// A column of a table whose rows are made from an `R`.
pub(crate) struct Column<R> {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What it means, for the dictionary.
    pub(crate) note: &'static str,
    pub(crate) take: fn(&R) -> Cell,
}

/// A table.
pub(crate) struct Table<R> {
    pub(crate) name: &'static str,
    pub(crate) note: &'static str,
    pub(crate) columns: Vec<Column<R>>,
}

/// An amount or a date of an act.
pub(crate) struct Part<'a, P> {
    pub(crate) act: &'a str,
    pub(crate) part: &'a P,
}

macro_rules! columns {
    ($row:ty; $($name:literal $kind:ident $note:literal = |$r:ident| $value:expr;)*) => {
        vec![$(Column::<$row> { name: $name, kind: Kind::$kind, note: $note, take: |$r| Cell::$kind($value) }),*]
    };
}

pub(crate) use columns;

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A day; not a year or month alone.
pub(crate) fn whole_day(said: &Option<String>) -> Option<String> {
    said.clone().filter(|day| day.len() == 10)
}

fn year(said: &Option<String>) -> Option<i64> {
    said.as_deref().and_then(|day| day.get(..4)?.parse().ok())
}

fn real(number: &Option<Number>) -> Option<f64> {
    number.as_ref().and_then(Number::as_f64)
}

/// The table of that name.
pub(crate) fn acts<'a>() -> Table<Told<'a>> {
    Table {
        name: "acts",
        note: "What the texts' voices do with words, as it stands: judgements applied. One row an act.",
        columns: columns! { Told<'a>;
            "id" Text "the act's id" = |t| Some(t.act.id.to_string());
            "article" Text "the article's id" = |t| Some(t.article.id.clone());
            "said" Day "the day it was said: the article's day" = |t| whole_day(&t.act.said);
            "said_year" Whole "the year it was said in, of articles too of which no day is known" = |t| year(&t.act.said);
            "kind" Text "position, commitment, call, event, claim" = |t| some(&t.act.act.kind);
            "stance" Text "class of the governing verb; for events, the class of event" = |t| t.act.act.stance.clone();
            "polarity" Text "attitude of a position: + for, - against, 0 neither" = |t| t.act.act.polarity.clone();
            "intensity" Whole "strength of a position or call, 1 to 5" = |t| t.act.act.intensity.map(i64::from);
            "holders" Texts "who performs it: CHN (ISO 3166-1 alpha-3), org:, person: or group: and a name"
                = |t| t.act.act.holders.clone();
            "addressees" Texts "to whom, with whom, for whom" = |t| t.act.act.addressees.clone();
            "targets" Texts "about or against whom or what: ids, and names as printed" = |t| t.act.act.targets.clone();
            "via" Texts "who reports it, outermost first; empty where the text says it in its own voice"
                = |t| t.act.act.via.clone();
            "instruments" Texts "treaties, resolutions and other papers named in the quote" = |t| t.act.act.instruments.clone();
            "mechanisms" Texts "forums, groups and programmes named in the quote" = |t| t.act.act.mechanisms.clone();
            "topics" Texts "topics" = |t| t.act.act.topics.clone();
            "status" Text "ongoing, where a commitment says so of itself" = |t| t.act.act.status.clone();
            "event" Text "PLOVER code of an event: type, or type-mode" = |t| t.act.act.event.clone();
            "deadline" Day "the last day by which it is to be done" = |t| t.act.act.deadline().map(str::to_owned);
            "specificity" Whole "how far one could check it, 0 to 5: a day, a figure, somebody it is for, a body or paper, binding words"
                = |t| Some(t.act.act.specificity().into());
            "start" Whole "first code point of the quote in the article's text" = |t| Some(t.act.act.start.into());
            "end" Whole "one past its last code point" = |t| Some(t.act.act.end.into());
            "quote" Text "the evidence: that slice of the text" = |t| some(&t.act.act.quote);
            "rule" Text "the rule that proposed it" = |t| some(&t.act.act.rule).filter(|rule| !rule.is_empty());
            "confidence" Real "from stated evidence, 0 to 1" = |t| Some(t.act.act.confidence);
            "accepted" Truth "people said that it is right" = |t| t.act.standing.accepted;
            "rejected" Truth "people said that it is no act, or not that one" = |t| t.act.standing.rejected;
            "edited" Texts "fields that people gave another value" = |t| t.act.standing.edited.clone();
            "fared" Text "how people say a promise fared: not-yet-rated, in-the-works, kept, partly-kept, stalled, broken"
                = |t| t.act.standing.fared.clone();
            "changed" Moment "when it was last learnt or judged (UTC)" = |t| Some(t.changed);
        },
    }
}

/// The table of that name.
pub(crate) fn amounts<'a>() -> Table<Part<'a, RecordedAmount>> {
    Table {
        name: "amounts",
        note: "Figures that measure acts. One row a figure.",
        columns: columns! { Part<'a, RecordedAmount>;
            "act" Text "the act's id" = |p| some(p.act);
            "value" Real "the figure; empty for a range" = |p| real(&p.part.value);
            "min" Real "lower end of a range" = |p| real(&p.part.min);
            "max" Real "upper end of a range" = |p| real(&p.part.max);
            "unit" Text "ISO 4217 for money, else an English singular" = |p| p.part.unit.clone();
            "currency" Text "ISO 4217, for money" = |p| p.part.currency.clone();
            "approx" Text "how exact it is said to be: about, over, nearly, at-least, at-most" = |p| p.part.approx.clone();
            "role" Text "what it is in the act: promised, delivered, target, limit" = |p| p.part.role.clone();
            "start" Whole "first code point in the article's text" = |p| Some(p.part.start.into());
            "end" Whole "one past the last" = |p| Some(p.part.end.into());
        },
    }
}

/// Whether a time is a recurrence, whose start is a length and no day.
fn cadence(date: &RecordedDate) -> bool {
    date.role == "cadence"
}

/// The table of that name.
pub(crate) fn dates<'a>() -> Table<Part<'a, RecordedDate>> {
    Table {
        name: "dates",
        note: "Times that bound acts. One row a time.",
        columns: columns! { Part<'a, RecordedDate>;
            "act" Text "the act's id" = |p| some(p.act);
            "role" Text "what it is in the act: deadline, when, since, cadence" = |p| some(&p.part.role);
            "first" Day "first day; empty where that end is open" = |p| p.part.start.clone().filter(|_| !cadence(p.part));
            "last" Day "last day; empty where that end is open" = |p| p.part.end.clone().filter(|_| !cadence(p.part));
            "every" Text "ISO 8601 duration from one to the next, for a cadence"
                = |p| p.part.start.clone().filter(|_| cadence(p.part));
            "start" Whole "first code point in the article's text" = |p| Some(p.part.text_start.into());
            "end" Whole "one past the last" = |p| Some(p.part.text_end.into());
        },
    }
}

/// An article with its text.
pub(crate) struct Whole<'a> {
    pub(crate) article: &'a Article,
    pub(crate) text: &'a str,
}

/// The table of that name.
pub(crate) fn articles<'a>() -> Table<Whole<'a>> {
    Table {
        name: "articles",
        note: "The texts that the acts stand in. One row an article.",
        columns: columns! { Whole<'a>;
            "id" Text "the article's id, as acts name it" = |w| some(&w.article.id);
            "key" Text "its id, whole" = |w| some(&w.article.key);
            "said" Day "its day: of publication, else of its dateline" = |w| whole_day(&w.article.said);
            "said_year" Whole "its year, where no day is known too" = |w| year(&w.article.said);
            "title" Text "as printed" = |w| w.article.title.clone();
            "kind" Text "what kind of document" = |w| some(&w.article.kind);
            "language" Text "BCP 47" = |w| some(&w.article.language);
            "script" Text "ISO 15924" = |w| w.article.script.clone();
            "issuers" Texts "whose act the document is (actor ids)" = |w| w.article.issuers.clone();
            "outlet" Text "who printed it, as printed" = |w| w.article.outlet.clone();
            "url" Text "its address, where the source gives one" = |w| w.article.url.clone();
            "source" Text "the name that its source was last found under" = |w| some(&w.article.source);
            "blake3" Text "BLAKE3 of the source's bytes, in hex" = |w| some(&w.article.blake3);
            "number" Whole "which article of the source, from 0" = |w| Some(w.article.number.into());
            "characters" Whole "length of the text in code points" = |w| i64::try_from(w.article.characters).ok();
            "acts" Whole "how many acts were read in it" = |w| i64::try_from(w.article.acts).ok();
            "learnt" Moment "when the ledger learnt it (UTC)" = |w| Some(w.article.learnt);
            "maker" Text "program and packs that read it, as JSON" = |w| some(&w.article.maker);
            "text" Text "the clean text that start and end count in" = |w| some(w.text);
        },
    }
}

/// A table as the dictionary tells it.
pub(crate) struct TableNote {
    pub(crate) name: &'static str,
    pub(crate) note: &'static str,
    /// Name, kind and note of each column.
    pub(crate) columns: Vec<(&'static str, Kind, &'static str)>,
}

/// The tables as the dictionary tells them.
pub(crate) fn tables() -> [TableNote; 4] {
    fn told<R>(table: &Table<R>) -> TableNote {
        let columns = table.columns.iter().map(|one| (one.name, one.kind, one.note)).collect();
        TableNote { name: table.name, note: table.note, columns }
    }
    [told(&acts()), told(&amounts()), told(&dates()), told(&articles())]
}
