//! From a question to the index's own queries, and to marks on what was found.

use std::collections::BTreeSet;
use std::ops::Bound;

use chancery_ledger::{Fields, LedgerError, Only, Piece, pieces};
use chancery_text::FoldTable;
use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery, RangeQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::grounds::Watch;
use crate::language::{Name, Query};
use crate::relations::is_actor;
use crate::shut::Shut;
use crate::whole::{self, Whole, whole};

type Boxed = Box<dyn tantivy::query::Query>;

/// Words that begin with one character or prefix: more than any language has of them.
const EXPANSIONS: u32 = 50_000;

/// What the index is asked for one stretch of words: pieces at their places, the last perhaps the beginning of one only.
pub(crate) struct Sequence {
    pub(crate) pieces: Vec<(usize, String)>,
    pub(crate) prefix: bool,
}

impl Sequence {
    /// Of words as written.
    pub(crate) fn new(text: &str, prefix: bool, fold: &FoldTable) -> Self {
        let all = pieces(text, fold);
        // The last character of a run is held by the pair before it; alone it only matters where the run is that character.
        let held = |at: usize| {
            let piece: &Piece = &all[at];
            piece.alone
                && at > 0
                && !all[at - 1].alone
                && all[at - 1].end == piece.end
                && all[at - 1].start < piece.start
        };
        let kept: Vec<_> = (0..all.len()).filter(|at| !held(*at)).collect();
        let alone = kept.last().is_some_and(|at| all[*at].alone);
        let first = kept.first().map_or(0, |at| all[*at].position);
        let pieces = kept.iter().map(|at| (all[*at].position - first, all[*at].text.clone())).collect();
        // A pair already goes on by itself; a word goes on only where asked, a single character always.
        let word = kept.last().is_some_and(|at| !all[*at].alone && !held(*at) && !is_pair(&all, *at));
        Self { pieces, prefix: alone || (prefix && word) }
    }

    /// Whether it is one piece and no beginning of one.
    pub(crate) fn is_piece(&self) -> bool {
        self.pieces.len() == 1 && !self.prefix
    }

    fn query(&self, field: Field) -> Option<Boxed> {
        let terms: Vec<_> = self.pieces.iter().map(|(at, text)| (*at, Term::from_field_text(field, text))).collect();
        Some(match terms.as_slice() {
            [] => return None,
            _ if self.prefix => {
                let mut query = PhrasePrefixQuery::new_with_offset(terms);
                query.set_max_expansions(EXPANSIONS);
                Box::new(query)
            }
            [(_, term)] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
            _ => Box::new(PhraseQuery::new_with_offset(terms)),
        })
    }

    /// Where it stands in a text: byte ranges, in order.
    pub(crate) fn marks(&self, text: &[Piece]) -> Vec<(usize, usize)> {
        let fits = |piece: &Piece, at: usize| {
            let (_, wanted) = &self.pieces[at];
            let last = at + 1 == self.pieces.len();
            if last && self.prefix { piece.text.starts_with(wanted.as_str()) } else { piece.text == *wanted }
        };
        let mut out = Vec::new();
        let Some(first) = self.pieces.first() else { return out };
        for (start, piece) in text.iter().enumerate().filter(|(_, piece)| fits(piece, 0)) {
            let mut end = piece.end;
            let whole = self.pieces.iter().enumerate().skip(1).all(|(at, (place, _))| {
                // Positions go up by one, so the piece is at a known index.
                let found = text.get(start + place - first.0).filter(|piece| fits(piece, at));
                end = found.map_or(end, |piece| piece.end);
                found.is_some()
            });
            if whole {
                let single = self.prefix && self.pieces.len() == 1 && first.1.chars().count() == 1 && !piece.alone;
                out.push((piece.start, if single { piece.start + width_of_first(piece, end) } else { end }));
            }
        }
        out
    }
}

/// Half of a pair of characters of one length; a pair is marked to its first where only that was asked for.
fn width_of_first(piece: &Piece, end: usize) -> usize {
    if piece.text.chars().count() == 2 { (end - piece.start) / 2 } else { end - piece.start }
}

fn is_pair(all: &[Piece], at: usize) -> bool {
    all.get(at + 1).is_some_and(|next| next.start > all[at].start && next.start < all[at].end)
}

impl Query {
    /// Whether it asks for one piece of words, or any of several.
    pub(crate) fn is_any_piece(&self, fold: &FoldTable) -> bool {
        match self {
            Self::Words { text, prefix } => Sequence::new(text, *prefix, fold).is_piece(),
            Self::Or(all) => all.iter().all(|one| matches!(one, Self::Words { .. }) && one.is_any_piece(fold)),
            _ => false,
        }
    }
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Act,
    Passage,
}

/// Brings questions to the index's own form.
#[derive(Clone, Copy)]
pub(crate) struct Compiler<'c> {
    pub(crate) what: What,
    pub(crate) fold: &'c FoldTable,
    pub(crate) watch: &'c Watch<'c>,
}

impl Compiler<'_> {
    /// Everything of the kind looked for.
    pub(crate) fn every(&self) -> Boxed {
        let act = flagged(self.watch.index.fields(), "act");
        match self.what {
            What::Act => act,
            What::Passage => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery) as Boxed),
                (Occur::MustNot, act),
                (Occur::MustNot, flagged(self.watch.index.fields(), "title")),
            ])),
        }
    }

    /// Whether only what is looked for can be found by it.
    fn is_anchored(&self, query: &Query) -> bool {
        match query {
            Query::Words { .. } => true,
            Query::Field(name, _) => self.what == What::Act && !matches!(name, Name::Title | Name::Said),
            Query::And(all) => all.iter().any(|one| self.is_anchored(one)),
            Query::Or(all) => all.iter().all(|one| self.is_anchored(one)),
            Query::All | Query::Not(_) => false,
        }
    }

    /// The index's query for a question.
    pub(crate) fn query(&self, query: &Query) -> Result<Boxed, LedgerError> {
        if *query == Query::All {
            return Ok(self.every());
        }
        let found = self.compiled(query)?;
        Ok(if self.is_anchored(query) {
            found
        } else {
            Box::new(BooleanQuery::new(vec![(Occur::Must, found), (Occur::Must, self.every())]))
        })
    }

    fn compiled(&self, query: &Query) -> Result<Boxed, LedgerError> {
        Ok(match query {
            Query::All => Box::new(AllQuery),
            Query::Words { text, prefix } => {
                let field = match self.what {
                    What::Act => self.watch.index.fields().text,
                    What::Passage => self.watch.index.fields().passage,
                };
                let sequence = Sequence::new(text, *prefix, self.fold);
                if sequence.prefix && sequence.pieces.len() > 1 {
                    // Such a phrase is weighed by figures of the index's own.
                    self.watch.lose();
                }
                sequence.query(field).unwrap_or_else(|| Box::new(EmptyQuery))
            }
            Query::Field(name, value) => self.field(*name, value)?,
            Query::And(all) => {
                let mut parts = Vec::with_capacity(all.len() + 1);
                for one in all {
                    parts.push(match one {
                        Query::Not(inner) => (Occur::MustNot, Box::new(Shut(self.compiled(inner)?)) as Boxed),
                        one => (Occur::Must, self.compiled(one)?),
                    });
                }
                if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    parts.push((Occur::Must, Box::new(AllQuery)));
                }
                Box::new(BooleanQuery::new(parts))
            }
            Query::Or(all) => {
                let parts: Result<Vec<_>, LedgerError> =
                    all.iter().map(|one| Ok((Occur::Should, self.compiled(one)?))).collect();
                Box::new(BooleanQuery::new(parts?))
            }
            Query::Not(inner) => {
                let all: Boxed = Box::new(AllQuery);
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, all),
                    (Occur::MustNot, Box::new(Shut(self.compiled(inner)?)) as Boxed),
                ]))
            }
        })
    }

    /// Acts that name so in a field.
    pub(crate) fn field(&self, name: Name, value: &str) -> Result<Boxed, LedgerError> {
        let fields = self.watch.index.fields();
        let exact = |field: Field, value: &str| -> Boxed {
            let query = TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic);
            Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
        };
        let part = |field: Field, value: &str| -> Boxed {
            let found = Sequence::new(value, false, self.fold).query(field);
            found.map_or_else(|| Box::new(EmptyQuery) as Boxed, |q| Box::new(ConstScoreQuery::new(q, 0.0)))
        };
        let named = |field: Field, column: Whole| match whole(value) {
            Some(name) => whole::named(self.watch, (part(field, name), field, column), name, self.fold),
            None if is_actor(value) => whole::named(self.watch, (part(field, value), field, column), value, self.fold),
            None => Ok(part(field, value)),
        };
        Ok(match name {
            Name::Kind => exact(fields.kind, &value.to_lowercase()),
            Name::Stance => exact(fields.stance, &value.to_lowercase()),
            Name::Holder => exact(fields.holder, value),
            Name::Addressee => exact(fields.addressee, value),
            Name::Via => exact(fields.via, value),
            Name::Target => named(fields.target, |columns| columns.targets.as_ref())?,
            Name::Instrument => named(fields.instrument, |columns| columns.instruments.as_ref())?,
            Name::Mechanism => named(fields.mechanism, |columns| columns.mechanisms.as_ref())?,
            Name::Said => {
                // As 20240300: what is known of a day stands before its parts that are not.
                let day = chancery_ledger::day_number(whole(value).unwrap_or(value));
                let last = day.map(|day| match (day / 100 % 100, day % 100) {
                    _ if whole(value).is_some() => day,
                    (0, _) => day + 9_999,
                    (_, 0) => day + 99,
                    _ => day,
                });
                day.map_or_else(|| Box::new(EmptyQuery) as Boxed, |first| range(fields.said, Some(first), last))
            }
            Name::Title => {
                // A title stands in one document of its article; the others are found by the article.
                let mut articles = BTreeSet::new();
                let (query, index) = (part(fields.title, value), self.watch.index);
                let titles: BTreeSet<_> = index.searcher().search(&query, &DocSetCollector)?.into_iter().collect();
                let held: BTreeSet<u32> = titles.iter().map(|address| address.segment_ord).collect();
                self.watch.asked(&query, (0..).map(|number| held.contains(&number)));
                for address in titles {
                    articles.extend(index.columns(address.segment_ord)?.article.first(address.doc_id));
                }
                let terms = articles.into_iter().map(|row| Term::from_field_u64(fields.article, row));
                Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0))
            }
        })
    }

    /// The flags' part of a question, as far as the index can decide it.
    pub(crate) fn filters(&self, only: &Only) -> Result<Vec<(Occur, Boxed)>, LedgerError> {
        let lists = [
            (Name::Kind, &only.kinds),
            (Name::Stance, &only.stances),
            (Name::Holder, &only.holders),
            (Name::Addressee, &only.addressees),
            (Name::Via, &only.via),
            (Name::Target, &only.targets),
            (Name::Instrument, &only.instruments),
            (Name::Mechanism, &only.mechanisms),
        ];
        let mut out: Vec<(Occur, Boxed)> = Vec::new();
        for (name, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
            let one: Result<Vec<_>, LedgerError> =
                values.iter().map(|value| Ok((Occur::Should, self.field(name, value)?))).collect();
            out.push((Occur::Must, Box::new(BooleanQuery::new(one?))));
        }
        if let Some(row) = only.article {
            let term = Term::from_field_u64(self.watch.index.fields().article, row.unsigned_abs());
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            out.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(query), 0.0))));
        }
        Ok(out)
    }
}

/// Documents with a flag.
pub(crate) fn flagged(fields: Fields, name: &str) -> Boxed {
    let term = Term::from_field_text(fields.flag, name);
    Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0))
}

/// Documents whose number lies between the two.
pub(crate) fn range(field: Field, from: Option<i64>, to: Option<i64>) -> Boxed {
    let bound =
        |day: Option<i64>| day.map_or(Bound::Unbounded, |day| Bound::Included(Term::from_field_i64(field, day)));
    Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(bound(from), bound(to))), 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(text: &str, prefix: bool) -> (Vec<(usize, String)>, bool) {
        let fold = FoldTable::new([('聯', '联')], true).expect("lengths agree");
        let sequence = Sequence::new(text, prefix, &fold);
        (sequence.pieces, sequence.prefix)
    }

    #[test]
    fn words_become_pieces_at_their_places() {
        let own = |all: &[(usize, &str)]| all.iter().map(|(at, text)| (*at, (*text).to_owned())).collect::<Vec<_>>();
        assert_eq!(sequence("聯合國", false), (own(&[(0, "联合"), (1, "合國")]), false));
        assert_eq!(sequence("核", false), (own(&[(0, "核")]), true));
        assert_eq!(sequence("G20峰会", true), (own(&[(0, "g20"), (1, "峰会")]), false));
        assert_eq!(sequence("核 disarm", true), (own(&[(0, "核"), (1, "disarm")]), true));
        assert_eq!(sequence("合作 plan", false), (own(&[(0, "合作"), (2, "plan")]), false));
    }

    #[test]
    fn what_was_found_is_marked() {
        let fold = FoldTable::new([('聯', '联')], true).expect("lengths agree");
        let marked = |query: &str, prefix: bool, text: &str| {
            let marks = Sequence::new(query, prefix, &fold).marks(&pieces(text, &fold));
            marks.into_iter().map(|(start, end)| text[start..end].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(marked("联合国", false, "重申聯合国与联合国"), ["聯合国", "联合国"]);
        assert_eq!(marked("核", false, "核裁军与反核"), ["核", "核"]);
        assert_eq!(marked("disarm", true, "Disarmament and arms"), ["Disarmament"]);
        assert_eq!(marked("气候 资金", false, "“气候”、资金"), ["气候”、资金"]);
        assert_eq!(marked("合作", false, "没有"), [""; 0]);
    }
}
