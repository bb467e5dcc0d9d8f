//! Boards over everything that is found, read off the index's columns: a few numbers an act, and no act itself but those that
//! are shown. Only for what the ledger knows now ([`crate::by_columns`]); what it knew earlier is read from the records.
//! Next to read: `board.rs`, `promises.rs`, `columns.rs`.

use std::cmp::Reverse;

use chancery_ledger::{Act, AsOf, BETWEEN, Index, Ledger, LedgerError, Only};
use tantivy::query::Occur;

use crate::board::{Board, Part, Side, Stand, Stands};
use crate::columns::{Asked, each_act, ordinal, values};
use crate::compile::flagged;
use crate::language::Query;
use crate::promises::SETTLED;
use crate::sides::Matter;

/// What a position is by itself, out of its column.
#[derive(Clone, Copy)]
struct Deed {
    side: Option<Side>,
    rung: Option<u8>,
    reported: bool,
}

impl Deed {
    fn of(deed: &str) -> Self {
        let mut parts = deed.split(BETWEEN).skip(2);
        let side = Side::of(parts.next());
        let rung = parts.next().and_then(|rung| rung.parse().ok());
        Self { side, rung, reported: parts.next().is_some_and(|voice| !voice.is_empty()) }
    }
}

/// The [`Board`] of all acts that a question finds and of those that only point back to its matter; only the rows of the holders
/// asked for, where any are.
///
/// # Errors
/// Where the index or the store fails.
pub fn board_by_columns(
    ledger: &Ledger,
    index: &Index,
    (query, only): (&Query, &Only),
    pointing: &[Act],
    (part, matter): (Part, &Matter<'_>),
) -> Result<Board, LedgerError> {
    let mut all = Stands::default();
    all.take_acts(pointing);
    let asked = Asked { query, only, more: Vec::new() };
    each_act(ledger, index, asked, &mut |columns, documents| {
        let deeds: Vec<Deed> = values(columns.deed.as_ref())?.iter().map(|deed| Deed::of(deed)).collect();
        let Some(names) = &columns.holders else { return Ok(()) };
        let mut here: Vec<Vec<Stand>> = vec![Vec::new(); names.num_terms()];
        for doc in documents {
            let deed = ordinal(columns.deed.as_ref(), doc).and_then(|at| deeds.get(at));
            let held = ordinal(columns.holders.as_ref(), doc).and_then(|at| here.get_mut(at));
            let (article, place) = columns.act(doc);
            let (Some(deed), Some(held), Some(row)) = (deed, held, Index::row(article, place)) else { continue };
            let Deed { side, rung, reported } = *deed;
            held.push(Stand { row, day: columns.said.first(doc), side, rung, reported });
        }
        for (at, stands) in here.iter().enumerate().filter(|(_, stands)| !stands.is_empty()) {
            let mut joined = String::new();
            names.ord_to_str(at as u64, &mut joined).map_err(tantivy::TantivyError::from)?;
            let holders: Vec<String> = joined.split(BETWEEN).filter(|one| !one.is_empty()).map(str::to_owned).collect();
            all.take(&holders, stands);
        }
        Ok(())
    })?;
    let by = ledger.names(AsOf::NOW)?.meant(only).holders;
    let by_context = pointing.iter().map(|act| act.row).collect();
    all.board((&by, &by_context), part, matter, |rows| ledger.acts_by_row(rows, AsOf::NOW, true))
}

/// Which commitments are looked at, beside what [`Only`] says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Awaiting {
    /// Only those that could be checked.
    pub checkable: bool,
    /// Only those of which nobody says that they were kept, or broken.
    pub unsettled: bool,
}

/// Where a commitment stands among others: what could be checked most, then by its day (none last), then the newest.
type Rank = (Reverse<u64>, bool, i64, Reverse<Option<i64>>, i64);

/// The rows of the commitments that a question finds, in the order of [`crate::promises`]: the first `most`, and how many there
/// are.
///
/// # Errors
/// Where the index or the store fails.
pub fn ranked_by_columns(
    ledger: &Ledger,
    index: &Index,
    query: &Query,
    only: &Only,
    awaiting: Awaiting,
    most: usize,
) -> Result<(Vec<i64>, usize), LedgerError> {
    let fields = index.fields();
    let mut more = Vec::new();
    if awaiting.checkable {
        more.push((Occur::Must, flagged(fields, "checkable")));
    }
    if awaiting.unsettled {
        more.extend(SETTLED.iter().map(|status| (Occur::MustNot, flagged(fields, status))));
    }
    let mut all: Vec<Rank> = Vec::new();
    each_act(ledger, index, Asked { query, only, more }, &mut |columns, documents| {
        for doc in documents {
            let deadline = columns.deadline.first(doc);
            let (article, place) = columns.act(doc);
            let Some(row) = Index::row(article, place) else { continue };
            let told = Reverse(columns.telling.first(doc).unwrap_or(0));
            all.push((told, deadline.is_none(), deadline.unwrap_or(0), Reverse(columns.said.first(doc)), row));
        }
        Ok(())
    })?;
    let total = all.len();
    if most < total {
        all.select_nth_unstable(most);
        all.truncate(most);
    }
    all.sort_unstable();
    Ok((all.into_iter().map(|(.., row)| row).collect(), total))
}
