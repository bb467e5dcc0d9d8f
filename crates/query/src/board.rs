//! Who stands where: positions on a matter, laid out by holder and day, with what moved.
//!
//! A rung is the intensity of the codebook (1 to 5), with the polarity of the attitude. Only two positions of one holder on
//! one matter are ever compared; words may rise or fall for tactical reasons, so a move is shown and not explained. What
//! somebody else reports of a holder stands apart and never makes a move.
//!
//! A board is laid out on [`Stand`]s, a few numbers a position, of acts or of the index's columns (`columns.rs`): counts, moves
//! and sides are those of all positions, and only the acts that are shown are read.

use std::collections::BTreeMap;

use chancery_ledger::{Act, day_number};

/// A position at its place on the board.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The act.
    pub act: Act,
    /// Against what the holder said before.
    pub moved: Option<Move>,
}

/// How a position stands against the holder's last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// The same side, more strongly.
    Up,
    /// The same side, less strongly.
    Down,
    /// The other side.
    Turned,
}

/// One holder's positions, first to last.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who (actor ids, where several hold it together).
    pub holder: String,
    /// In its own voice: the newest, as many as are shown.
    pub own: Vec<Cell>,
    /// As others report it, likewise.
    pub reported: Vec<Cell>,
    /// How many there are in its own voice.
    pub all_own: usize,
    /// How many others report.
    pub all_reported: usize,
}

/// Everybody's positions on a matter.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// By holder, as many as are shown.
    pub rows: Vec<Row>,
    /// How many holders there are.
    pub holders: usize,
    /// How many positions.
    pub positions: usize,
    /// Pairs of holders whose last words in their own voices are on opposite sides.
    pub against: Vec<(String, String)>,
    /// Pairs of holders whose last words in their own voices are on one side.
    pub together: Vec<(String, String)>,
}

/// How much of a board is shown; what is not is counted.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Holders.
    pub rows: usize,
    /// Positions of each in either voice, the newest.
    pub each: usize,
}

impl Part {
    /// All of it.
    pub const ALL: Self = Self { rows: usize::MAX, each: usize::MAX };
}

/// A position as far as its place on a board goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stand {
    /// The act's row, in the order of texts.
    pub(crate) row: i64,
    /// The day, as 20240229.
    pub(crate) day: Option<i64>,
    pub(crate) side: Option<Side>,
    pub(crate) rung: Option<u8>,
    /// Whether another reports it.
    pub(crate) reported: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    For,
    Against,
}

impl Side {
    pub(crate) fn of(polarity: Option<&str>) -> Option<Self> {
        match polarity {
            Some("+") => Some(Self::For),
            Some("-") => Some(Self::Against),
            _ => None,
        }
    }
}

/// Positions by who holds them.
#[derive(Debug, Default)]
pub(crate) struct Stands {
    by: BTreeMap<String, Vec<Stand>>,
    positions: usize,
}

impl Stands {
    /// Takes positions of these holders: one of several stands in the row of each.
    pub(crate) fn take(&mut self, holders: &[String], stands: &[Stand]) {
        self.positions += stands.len();
        for holder in main_holders(holders) {
            self.by.entry(holder.clone()).or_default().extend_from_slice(stands);
        }
    }

    fn of(acts: &[Act]) -> Self {
        let mut out = Self::default();
        for act in acts {
            let stand = Stand {
                row: act.row,
                day: act.said.as_deref().and_then(day_number),
                side: Side::of(act.act.polarity.as_deref()),
                rung: act.act.intensity,
                reported: !act.act.via.is_empty(),
            };
            out.take(&act.act.holders, &[stand]);
        }
        out
    }

    /// The board of these, the acts of its cells read by their rows. Only the rows of `by`, where it names any.
    pub(crate) fn board<E>(
        self,
        by: &[String],
        part: Part,
        read: impl FnOnce(&[i64]) -> Result<BTreeMap<i64, Act>, E>,
    ) -> Result<Board, E> {
        let mut lines: Vec<Line> = self.by.into_iter().map(|(holder, stands)| Line::of(holder, stands)).collect();
        lines.retain(|line| by.is_empty() || by.contains(&line.holder));
        lines.sort_by(|a, b| {
            let size = |line: &Line| (line.own.len(), line.reported.len());
            size(b).cmp(&size(a)).then_with(|| a.holder.cmp(&b.holder))
        });
        let mut board = Board { holders: lines.len(), positions: self.positions, ..Board::default() };
        board.compare(&lines);
        lines.truncate(part.rows);
        let last = |all: &[(Stand, Option<Move>)]| all[all.len().saturating_sub(part.each)..].to_vec();
        let shown: Vec<_> = lines.iter().map(|line| (last(&line.own), last(&line.reported))).collect();
        let rows: Vec<i64> =
            shown.iter().flat_map(|(own, told)| own.iter().chain(told)).map(|(stand, _)| stand.row).collect();
        let acts = read(&rows)?;
        // What the records no longer hold is not shown; the index beside a writer may be a moment behind.
        let cells = |all: Vec<(Stand, Option<Move>)>| {
            all.into_iter()
                .filter_map(|(stand, moved)| Some(Cell { act: acts.get(&stand.row)?.clone(), moved }))
                .collect()
        };
        for (line, (own, reported)) in lines.into_iter().zip(shown) {
            let (all_own, all_reported) = (line.own.len(), line.reported.len());
            let (own, reported) = (cells(own), cells(reported));
            board.rows.push(Row { holder: line.holder, own, reported, all_own, all_reported });
        }
        Ok(board)
    }
}

impl Board {
    /// Of these positions; each holder has a row, and an act of several stands in each of theirs. Only the rows of `by`, where
    /// it names any.
    #[must_use]
    pub fn new(acts: Vec<Act>, by: &[String], part: Part) -> Self {
        let stands = Stands::of(&acts);
        let read = |_: &[i64]| Ok::<_, std::convert::Infallible>(acts.into_iter().map(|act| (act.row, act)).collect());
        let Ok(board) = stands.board(by, part, read);
        board
    }

    fn compare(&mut self, lines: &[Line]) {
        // Loose groups (the international community) take no side that could be held against anybody's.
        let parties = lines.iter().filter(|line| !line.holder.starts_with("group:"));
        let sides: Vec<(&String, Side)> = parties.filter_map(|line| Some((&line.holder, line.last_side()?))).collect();
        for (at, (one, side)) in sides.iter().enumerate() {
            for (other, theirs) in &sides[at + 1..] {
                let pair = ((*one).clone(), (*other).clone());
                if side == theirs { self.together.push(pair) } else { self.against.push(pair) }
            }
        }
    }
}

/// One holder's positions, before their acts are read.
struct Line {
    holder: String,
    own: Vec<(Stand, Option<Move>)>,
    reported: Vec<(Stand, Option<Move>)>,
}

impl Line {
    fn of(holder: String, stands: Vec<Stand>) -> Self {
        let (mut own, mut reported) = (Vec::new(), Vec::new());
        for stand in stands {
            if stand.reported { reported.push((stand, None)) } else { own.push((stand, None)) }
        }
        // What has no day comes first, and so never counts as the last word.
        let by_day = |(stand, _): &(Stand, Option<Move>)| (stand.day, stand.row);
        own.sort_unstable_by_key(by_day);
        reported.sort_unstable_by_key(by_day);
        mark_moves(&mut own);
        Self { holder, own, reported }
    }

    fn last_side(&self) -> Option<Side> {
        self.own.iter().rev().find_map(|(stand, _)| stand.side)
    }
}

/// A state, where the same act names its officer too: the codebook writes both, and the state's row is one.
fn main_holders(holders: &[String]) -> Vec<&String> {
    let states: Vec<_> = holders.iter().filter(|holder| !holder.starts_with("person:")).collect();
    if states.is_empty() { holders.iter().collect() } else { states }
}

/// Compares each day's strongest word with the strongest word of the day before it; several positions of one day are one
/// text's, and no move.
fn mark_moves(cells: &mut [(Stand, Option<Move>)]) {
    let mut before: Option<(Side, u8)> = None;
    let mut start = 0;
    while start < cells.len() {
        let day = cells[start].0.day;
        let end = start + cells[start..].iter().take_while(|(stand, _)| stand.day == day).count();
        let strongest = (start..end)
            .filter_map(|at| Some((at, cells[at].0.side?, cells[at].0.rung?)))
            .max_by_key(|(at, _, rung)| (*rung, std::cmp::Reverse(*at)));
        if let Some((at, side, rung)) = strongest.filter(|_| day.is_some()) {
            cells[at].1 = before.and_then(|(was, old)| match (was == side, rung.cmp(&old)) {
                (false, _) => Some(Move::Turned),
                (true, std::cmp::Ordering::Greater) => Some(Move::Up),
                (true, std::cmp::Ordering::Less) => Some(Move::Down),
                (true, std::cmp::Ordering::Equal) => None,
            });
            before = Some((side, rung));
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_ledger::{ActId, Standing};

    fn act(row: i64, said: &str, holders: &[&str], polarity: &str, intensity: u8, via: &[&str]) -> Act {
        let own = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let json = r#"{"kind":"position","start":0,"end":2,"quote":"ab"}"#;
        let mut act: chancery_ledger::RecordedAct = serde_json::from_str(json).expect("an act");
        (act.holders, act.via) = (own(holders), own(via));
        act.polarity = Some(polarity.to_owned());
        act.intensity = Some(intensity);
        let id = ActId { article: format!("{row:024x}"), local: "p0-2".into() };
        let (said, standing) = (Some(said.to_owned()), Standing::default());
        Act { row, id, article: row, title: None, said, act, standing }
    }

    fn acts() -> Vec<Act> {
        vec![
            act(4, "2024-03-01", &["CHL"], "-", 4, &[]),
            act(1, "2024-01-01", &["CHL"], "-", 2, &[]),
            act(2, "2024-01-01", &["CHL"], "-", 3, &[]),
            act(3, "2024-02-01", &["CHL"], "+", 5, &["NZL"]),
            act(5, "2024-04-01", &["CHL", "person:X"], "-", 4, &[]),
            act(6, "2024-05-01", &["CHL", "NZL"], "+", 3, &[]),
        ]
    }

    fn moves(board: &Board) -> Vec<(i64, Option<Move>)> {
        board.rows[0].own.iter().map(|cell| (cell.act.row, cell.moved)).collect()
    }

    #[test]
    fn moves_are_between_days_and_in_ones_own_voice() {
        let board = Board::new(acts(), &[], Part::ALL);
        let whole = [(1, None), (2, None), (4, Some(Move::Up)), (5, None), (6, Some(Move::Turned))];
        assert_eq!(moves(&board), whole);
        assert_eq!((board.rows[0].reported.len(), board.holders, board.positions), (1, 2, 6));
        assert_eq!(board.together, [("CHL".to_owned(), "NZL".to_owned())]);
        assert!(board.against.is_empty() && board.rows.iter().all(|row| row.holder != "person:X"));
    }

    #[test]
    fn what_is_not_shown_still_counts_and_moves() {
        let board = Board::new(acts(), &[], Part { rows: 1, each: 2 });
        assert_eq!(moves(&board), [(5, None), (6, Some(Move::Turned))], "the newest, against all before");
        assert_eq!((board.rows.len(), board.holders, board.rows[0].all_own, board.rows[0].all_reported), (1, 2, 5, 1));
        assert_eq!(board.together.len(), 1, "whoever is not shown is compared too");
        let of_one = Board::new(acts(), &["NZL".to_owned()], Part::ALL);
        assert_eq!((of_one.holders, &*of_one.rows[0].holder, of_one.together.len()), (1, "NZL", 0));
    }

    #[test]
    fn opposite_last_words_are_called_out() {
        let all = vec![
            act(1, "2024-01-01", &["CHL"], "-", 3, &[]),
            act(2, "2024-01-01", &["NZL"], "+", 3, &[]),
            act(3, "2024-02-01", &["NOR"], "0", 1, &[]),
            act(4, "2024-02-01", &["group:world"], "-", 1, &[]),
        ];
        let board = Board::new(all, &[], Part::ALL);
        assert_eq!(board.against, [("CHL".to_owned(), "NZL".to_owned())]);
        assert!(board.together.is_empty());
    }
}
