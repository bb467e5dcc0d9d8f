//! From a question to the index's own queries, and to marks on what was found.

use chancery_ledger::{Fields, Only, Piece, pieces};
use chancery_text::FoldTable;
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, PhrasePrefixQuery, PhraseQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::language::{Name, Query};

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

/// The index's query for the words and fields of a question; `None` where it asks for everything.
pub(crate) fn compiled(query: &Query, fields: Fields, fold: &FoldTable) -> Option<Boxed> {
    match query {
        Query::All => None,
        Query::Words { text, prefix } => {
            let sequence = Sequence::new(text, *prefix, fold);
            Some(sequence.query(fields.text).unwrap_or_else(|| Box::new(tantivy::query::EmptyQuery)))
        }
        Query::Field(name, value) => Some(field(*name, value, fields, fold)),
        Query::And(all) => {
            let parts = all.iter().filter_map(|one| match one {
                Query::Not(inner) => Some((Occur::MustNot, compiled(inner, fields, fold)?)),
                one => Some((Occur::Must, compiled(one, fields, fold)?)),
            });
            let mut parts: Vec<_> = parts.collect();
            if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                parts.push((Occur::Must, Box::new(AllQuery)));
            }
            Some(Box::new(BooleanQuery::new(parts)))
        }
        Query::Or(all) => {
            let parts = all.iter().filter_map(|one| Some((Occur::Should, compiled(one, fields, fold)?)));
            Some(Box::new(BooleanQuery::new(parts.collect())))
        }
        Query::Not(inner) => {
            let all: Boxed = Box::new(AllQuery);
            let parts = vec![(Occur::Must, all), (Occur::MustNot, compiled(inner, fields, fold)?)];
            Some(Box::new(BooleanQuery::new(parts)))
        }
    }
}

fn field(name: Name, value: &str, fields: Fields, fold: &FoldTable) -> Boxed {
    let exact = |field: Field, value: &str| -> Boxed {
        let query = TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic);
        Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
    };
    let part = |field: Field| -> Boxed {
        let found = Sequence::new(value, false, fold).query(field);
        found.map_or_else(|| Box::new(tantivy::query::EmptyQuery) as Boxed, |q| Box::new(ConstScoreQuery::new(q, 0.0)))
    };
    match name {
        Name::Kind => exact(fields.kind, &value.to_lowercase()),
        Name::Stance => exact(fields.stance, &value.to_lowercase()),
        Name::Holder => exact(fields.holder, value),
        Name::Addressee => exact(fields.addressee, value),
        Name::Via => exact(fields.via, value),
        Name::Target => part(fields.target),
        Name::Instrument => part(fields.instrument),
        Name::Mechanism => part(fields.mechanism),
        Name::Title => part(fields.title),
    }
}

/// The flags' part of a question, as far as the index can decide it.
pub(crate) fn filters(only: &Only, fields: Fields, fold: &FoldTable) -> Vec<(Occur, Boxed)> {
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
    let wanted = lists.into_iter().filter(|(_, values)| !values.is_empty());
    let mut out: Vec<(Occur, Boxed)> = wanted
        .map(|(name, values)| {
            let one = values.iter().map(|value| (Occur::Should, field(name, value, fields, fold))).collect();
            (Occur::Must, Box::new(BooleanQuery::new(one)) as Boxed)
        })
        .collect();
    if let Some(row) = only.article {
        let term = Term::from_field_u64(fields.article, row.unsigned_abs());
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        out.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(query), 0.0))));
    }
    out
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
