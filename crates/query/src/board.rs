//! Who stands where: positions on a matter, laid out by holder and day, with what moved.
//!
//! A rung is the intensity of the codebook (1 to 5), with the polarity of the attitude. Only two positions of one holder on
//! one matter are ever compared; words may rise or fall for tactical reasons, so a move is shown and not explained. What
//! somebody else reports of a holder stands apart and never makes a move.

use std::collections::BTreeMap;

use chancery_ledger::Act;

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
    /// In its own voice.
    pub own: Vec<Cell>,
    /// As others report it.
    pub reported: Vec<Cell>,
}

/// Everybody's positions on a matter.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// By holder.
    pub rows: Vec<Row>,
    /// Pairs of holders whose last words in their own voices are on opposite sides.
    pub against: Vec<(String, String)>,
    /// Pairs of holders whose last words in their own voices are on one side.
    pub together: Vec<(String, String)>,
}

impl Board {
    /// Of these positions; each holder has a row, and an act of several stands in each of theirs.
    #[must_use]
    pub fn new(acts: Vec<Act>) -> Self {
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        for act in acts {
            for holder in main_holders(&act.act.holders) {
                let row = rows.entry(holder.clone()).or_insert_with(|| Row {
                    holder: holder.clone(),
                    own: Vec::new(),
                    reported: Vec::new(),
                });
                let cell = Cell { act: act.clone(), moved: None };
                if act.act.via.is_empty() { row.own.push(cell) } else { row.reported.push(cell) }
            }
        }
        let mut board = Self { rows: rows.into_values().collect(), ..Self::default() };
        for row in &mut board.rows {
            let by_day = |a: &Cell, b: &Cell| {
                // What has no day comes first, and so never counts as the last word.
                a.act.said.cmp(&b.act.said).then(a.act.article.cmp(&b.act.article)).then(a.act.row.cmp(&b.act.row))
            };
            row.own.sort_by(by_day);
            row.reported.sort_by(by_day);
            mark_moves(&mut row.own);
        }
        board.rows.sort_by(|a, b| {
            let size = |row: &Row| (row.own.len(), row.reported.len());
            size(b).cmp(&size(a)).then_with(|| a.holder.cmp(&b.holder))
        });
        board.compare();
        board
    }

    /// Leaves only the rows of these holders, and compares them alone.
    pub fn keep(&mut self, holders: &[String]) {
        self.rows.retain(|row| holders.contains(&row.holder));
        self.against.clear();
        self.together.clear();
        self.compare();
    }

    fn compare(&mut self) {
        // Loose groups (the international community) take no side that could be held against anybody's.
        let parties = self.rows.iter().filter(|row| !row.holder.starts_with("group:"));
        let sides: Vec<(String, Side)> =
            parties.filter_map(|row| Some((row.holder.clone(), last_side(&row.own)?))).collect();
        for (at, (one, side)) in sides.iter().enumerate() {
            for (other, theirs) in &sides[at + 1..] {
                let pair = (one.clone(), other.clone());
                if side == theirs { self.together.push(pair) } else { self.against.push(pair) }
            }
        }
    }
}

/// A state, where the same act names its officer too: the codebook writes both, and the state's row is one.
fn main_holders(holders: &[String]) -> Vec<&String> {
    let states: Vec<_> = holders.iter().filter(|holder| !holder.starts_with("person:")).collect();
    if states.is_empty() { holders.iter().collect() } else { states }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    For,
    Against,
}

fn side(act: &Act) -> Option<Side> {
    match act.act.polarity.as_deref() {
        Some("+") => Some(Side::For),
        Some("-") => Some(Side::Against),
        _ => None,
    }
}

fn last_side(cells: &[Cell]) -> Option<Side> {
    cells.iter().rev().find_map(|cell| side(&cell.act))
}

/// Compares each day's strongest word with the strongest word of the day before it; several positions of one day are one
/// text's, and no move.
fn mark_moves(cells: &mut [Cell]) {
    let mut before: Option<(Side, u8)> = None;
    let mut start = 0;
    while start < cells.len() {
        let day = cells[start].act.said.clone();
        let end = start + cells[start..].iter().take_while(|cell| cell.act.said == day).count();
        let strongest = (start..end)
            .filter_map(|at| Some((at, side(&cells[at].act)?, cells[at].act.act.intensity?)))
            .max_by_key(|(at, _, rung)| (*rung, std::cmp::Reverse(*at)));
        if let Some((at, side, rung)) = strongest.filter(|_| day.is_some()) {
            cells[at].moved = before.and_then(|(was, old)| match (was == side, rung.cmp(&old)) {
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

    #[test]
    fn moves_are_between_days_and_in_ones_own_voice() {
        let board = Board::new(vec![
            act(4, "2024-03-01", &["CHL"], "-", 4, &[]),
            act(1, "2024-01-01", &["CHL"], "-", 2, &[]),
            act(2, "2024-01-01", &["CHL"], "-", 3, &[]),
            act(3, "2024-02-01", &["CHL"], "+", 5, &["NZL"]),
            act(5, "2024-04-01", &["CHL", "person:X"], "-", 4, &[]),
            act(6, "2024-05-01", &["CHL", "NZL"], "+", 3, &[]),
        ]);
        let moves: Vec<_> = board.rows[0].own.iter().map(|cell| (cell.act.row, cell.moved)).collect();
        assert_eq!(moves, [(1, None), (2, None), (4, Some(Move::Up)), (5, None), (6, Some(Move::Turned))]);
        assert_eq!(board.rows[0].reported.len(), 1);
        assert_eq!(board.together, [("CHL".to_owned(), "NZL".to_owned())]);
        assert!(board.against.is_empty() && board.rows.iter().all(|row| row.holder != "person:X"));
    }

    #[test]
    fn opposite_last_words_are_called_out() {
        let board = Board::new(vec![
            act(1, "2024-01-01", &["CHL"], "-", 3, &[]),
            act(2, "2024-01-01", &["NZL"], "+", 3, &[]),
            act(3, "2024-02-01", &["NOR"], "0", 1, &[]),
            act(4, "2024-02-01", &["group:world"], "-", 1, &[]),
        ]);
        assert_eq!(board.against, [("CHL".to_owned(), "NZL".to_owned())]);
        assert!(board.together.is_empty());
    }
}
