//! The board of positions: holders by day, with side, rung, the ladder's word, and what moved.

use chancery_ledger::{Act, AsOf, Only};
use chancery_query::{Board, Cell, Matter, Move, Part, board_by_columns, by_columns, pointing_back};

use crate::acts::with_own;
use crate::shapes::{ActRow, BlockRow, HolderCount, PositionRow, PositionsAnswer, value};
use crate::{ACT_COLUMNS, Answer, AskError, Asking, Ladder, Undated, When, act_cells, days};

/// On what, by whom.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    /// A question as search takes it.
    pub on: String,
    /// Only these holders.
    pub by: Vec<String>,
    /// Said when.
    pub when: When,
    /// Every copy of a text, not only the first.
    pub all_copies: bool,
    /// Holders shown at most; 0 for all.
    pub rows: usize,
    /// Positions of each shown at most, the newest; 0 for as many as one answer holds.
    pub each: usize,
}

/// Positions that one answer shows at most.
const SHOWN: usize = 10_000;

/// A board.
#[derive(Debug)]
pub struct Stands {
    /// The board.
    pub board: Board,
    /// Other names of what was asked for, which were asked for too.
    pub also: Vec<String>,
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
}

const COLUMNS: &[&str] = &with_own::<{ ACT_COLUMNS.len() + 5 }>(&["holder", "voice", "moved", "word", "by_context"]);

const fn none_is_all(number: usize) -> usize {
    if number == 0 { usize::MAX } else { number }
}

/// Lays positions out.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn positions(asking: &Asking<'_>, asked: &Positions, as_of: AsOf) -> Result<Stands, AskError> {
    let (on, also) = asking.matter(&asked.on);
    let words = asking.query(&on)?;
    let mut only = Only { kinds: vec!["position".to_owned()], all_copies: asked.all_copies, ..Only::default() };
    only.holders = asking.actors(&asked.by)?;
    days(&asked.when, &mut only)?;
    let undated = asking.undated(&words, &only, as_of)?;
    let back = asking.names.points_back();
    let pointing = pointing_back(asking.ledger, asking.index()?, &words, &only, as_of, back)?;
    let part = Part { rows: none_is_all(asked.rows), each: none_is_all(asked.each).min(SHOWN) };
    let matter = Matter { fold: asking.ledger.folding().table(), words: asking.names.side_words() };
    let board = if by_columns(&only, as_of) {
        let index = asking.index()?;
        let board = |part| board_by_columns(asking.ledger, index, (&words, &only), &pointing, (part, &matter));
        let mut part = part;
        if part.rows.saturating_mul(part.each) > SHOWN {
            // What is asked for without a bound is read no further than one answer goes: of every holder the newest.
            let size = board(Part { rows: 0, each: 0 })?;
            if size.positions > SHOWN {
                part.each = part.each.min((SHOWN / size.holders.clamp(1, part.rows)).max(1));
            }
        }
        board(part)?
    } else {
        Board::new((asking.found(&words, &only, as_of)?, pointing), &only.holders, part, &matter)
    };
    Ok(Stands { board, also, undated })
}

impl Stands {
    /// In forms for programs; `ladder` finds the word that was ranked.
    #[must_use]
    pub fn answer(&self, ladder: &Ladder) -> Answer {
        let board = &self.board;
        let mut rows = Vec::new();
        let mut answer = Answer::new(COLUMNS);
        for row in &board.rows {
            let own = row.own.iter().map(|cell| ("own", cell));
            for (voice, cell) in own.chain(row.reported.iter().map(|cell| ("reported", cell))) {
                let word = ladder_word(ladder, &cell.act).unwrap_or_default();
                let shape = PositionRow {
                    act: ActRow::from(&cell.act),
                    holder: &row.holder,
                    voice,
                    moved: cell.moved,
                    by_context: cell.by_context,
                    word,
                };
                answer.push(flat(&shape, cell), value(&shape));
                rows.push(shape);
            }
        }
        let holders = board.rows.iter().map(|row| HolderCount {
            holder: &row.holder,
            own: row.all_own,
            reported: row.all_reported,
        });
        let blocks = board.blocks.iter().map(|one| BlockRow {
            r#for: &one.r#for,
            against: &one.against,
            word_for: ActRow::from(&one.word_for),
            word_against: ActRow::from(&one.word_against),
            days_apart: one.days_apart,
        });
        let shape = PositionsAnswer {
            positions: rows,
            all_positions: board.positions,
            holders: holders.collect(),
            all_holders: board.holders,
            against: &board.against,
            blocks: blocks.collect(),
            together: &board.together,
            also: &self.also,
            undated: self.undated.map(Undated::number),
        };
        answer.whole = Some(value(&shape));
        answer.without(self.undated)
    }
}

fn flat(row: &PositionRow<'_>, cell: &Cell) -> Vec<String> {
    let moved = cell.moved.map_or("", moved_name);
    let mut flat = vec![row.holder.to_owned(), row.voice.to_owned(), moved.to_owned(), row.word.to_owned()];
    flat.push(cell.by_context.to_string());
    flat.extend(act_cells(&cell.act));
    flat
}

/// The word of a position that its ladder ranks.
#[must_use]
pub fn ladder_word<'a>(ladder: &Ladder, act: &'a Act) -> Option<&'a str> {
    ladder.word(&act.act.quote, act.act.stance.as_deref()?)
}

/// Days in words: `5 weeks`.
#[must_use]
pub fn days_in_words(days: i64) -> String {
    let (number, one, more) = match days {
        ..14 => (days, "day", "days"),
        14..92 => (days / 7, "week", "weeks"),
        92..730 => (days / 30, "month", "months"),
        _ => (days / 365, "year", "years"),
    };
    format!("{number} {}", if number == 1 { one } else { more })
}

/// A move in words.
#[must_use]
pub const fn moved_name(how: Move) -> &'static str {
    match how {
        Move::Up => "moved up",
        Move::Down => "moved down",
        Move::Turned => "turned",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_as_people_tell_them() {
        let told = [0, 1, 13, 36, 100, 729, 800].map(days_in_words);
        assert_eq!(told, ["0 days", "1 day", "13 days", "5 weeks", "3 months", "24 months", "2 years"]);
    }
}
