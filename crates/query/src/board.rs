//! Who stands where: positions on a matter, laid out by holder and day, with what moved.
//!
//! A rung is the intensity of the codebook (1 to 5), with the polarity of the attitude. Only two positions of one holder on
//! one matter are ever compared; words may rise or fall for tactical reasons, so a move is shown and not explained. What
//! somebody else reports of a holder stands apart and never makes a move.
//!
//! A board is laid out on [`Stand`]s, a few numbers a position, of acts or of the index's columns (`columns.rs`): counts, moves
//! and sides are those of all positions, and only the acts that are shown are read.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, Piece, day_number, pieces};
use chancery_text::FoldTable;

use crate::language::Query;

/// A position at its place on the board.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The act.
    pub act: Act,
    /// Against what the holder said before.
    pub moved: Option<Move>,
    /// Whether the act itself only points back, and the sentence before it names the matter.
    pub by_context: bool,
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

    /// Takes acts as they were read.
    pub(crate) fn take_acts(&mut self, acts: &[Act]) {
        for act in acts {
            let stand = Stand {
                row: act.row,
                day: act.said.as_deref().and_then(day_number),
                side: Side::of(act.act.polarity.as_deref()),
                rung: act.act.intensity,
                reported: !act.act.via.is_empty(),
            };
            self.take(&act.act.holders, &[stand]);
        }
    }

    /// The board of these, the acts of its cells read by their rows. Only the rows of `by`, where it names any.
    pub(crate) fn board<E>(
        self,
        (by, by_context): (&[String], &BTreeSet<i64>),
        part: Part,
        matter: &Matter<'_>,
        read: impl FnOnce(&[i64]) -> Result<BTreeMap<i64, Act>, E>,
    ) -> Result<Board, E> {
        let mut lines: Vec<Line> = self.by.into_iter().map(|(holder, stands)| Line::of(holder, stands)).collect();
        lines.retain(|line| by.is_empty() || by.contains(&line.holder));
        lines.sort_by(|a, b| {
            let size = |line: &Line| (line.own.len(), line.reported.len());
            size(b).cmp(&size(a)).then_with(|| a.holder.cmp(&b.holder))
        });
        let mut board = Board { holders: lines.len(), positions: self.positions, ..Board::default() };
        let last = |all: &[(Stand, Option<Move>)]| all[all.len().saturating_sub(part.each)..].to_vec();
        let cells = lines.iter().take(part.rows).map(|line| (last(&line.own), last(&line.reported)));
        let shown: Vec<_> = cells.collect();
        let words: Vec<(String, Vec<Stand>)> = lines.iter().filter_map(Line::last_words).take(COMPARED).collect();
        let stands = shown.iter().flat_map(|(own, told)| own.iter().chain(told)).map(|(stand, _)| stand);
        let mut rows: Vec<i64> =
            stands.chain(words.iter().flat_map(|(_, words)| words)).map(|stand| stand.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let acts = read(&rows)?;
        board.compare(&words, &acts, matter);
        // What the records no longer hold is not shown; the index beside a writer may be a moment behind.
        let cells = |all: Vec<(Stand, Option<Move>)>| {
            all.into_iter()
                .filter_map(|(stand, moved)| {
                    let by_context = by_context.contains(&stand.row);
                    Some(Cell { act: acts.get(&stand.row)?.clone(), moved, by_context })
                })
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

/// Holders whose last words are held against each other, those with the most positions; and how many of its last day each.
const COMPARED: usize = 60;
const LAST_WORDS: usize = 4;

impl Board {
    /// Of these positions, and of others that only point back to the matter; each holder has a row, and an act of several stands
    /// in each of theirs. Only the rows of `by`, where it names any.
    #[must_use]
    pub fn new((acts, pointing): (Vec<Act>, Vec<Act>), by: &[String], part: Part, matter: &Matter<'_>) -> Self {
        let mut stands = Stands::default();
        stands.take_acts(&acts);
        stands.take_acts(&pointing);
        let by_context = pointing.iter().map(|act| act.row).collect();
        let all = acts.into_iter().chain(pointing);
        let read = |_: &[i64]| Ok::<_, std::convert::Infallible>(all.map(|act| (act.row, act)).collect());
        let Ok(board) = stands.board((by, &by_context), part, matter, read);
        board
    }

    fn compare(&mut self, words: &[(String, Vec<Stand>)], acts: &BTreeMap<i64, Act>, matter: &Matter<'_>) {
        for (at, (one, ours)) in words.iter().enumerate() {
            for (other, theirs) in &words[at + 1..] {
                let met = |same: bool| {
                    ours.iter().any(|a| theirs.iter().any(|b| (a.side == b.side) == same && matter.is_one(a, b, acts)))
                };
                let pair = || (one.clone(), other.clone());
                if met(false) {
                    self.against.push(pair());
                } else if met(true) {
                    self.together.push(pair());
                }
            }
        }
    }
}

/// What a board is on, as far as telling what contradicts what needs it.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'m> {
    /// The question.
    pub asked: &'m Query,
    /// Makes both scripts one.
    pub fold: &'m FoldTable,
}

/// Pieces of words that two positions on a state must share beside the question's own.
const SHARED: usize = 3;

impl Matter<'_> {
    /// Whether two positions are about the same, as far as both say whom or what they are about. *Nauru opposes poaching* and
    /// *Chile supports a treaty* both answer a question about the sea, and contradict each other in nothing. A state is too
    /// much to be one matter (who opposes its secession and who supports its trade are not on opposite sides), so where only
    /// states are shared, words must be too.
    fn is_one(&self, a: &Stand, b: &Stand, acts: &BTreeMap<i64, Act>) -> bool {
        if a.row == b.row {
            return true;
        }
        let (Some(a), Some(b)) = (acts.get(&a.row), acts.get(&b.row)) else { return false };
        let (ours, theirs) = (&a.act.targets, &b.act.targets);
        if ours.is_empty() || theirs.is_empty() {
            return true;
        }
        let mut shared = ours.iter().filter(|target| theirs.contains(target)).peekable();
        shared.peek().is_some() && (shared.any(|target| !is_state(target)) || self.alike(&a.act.quote, &b.act.quote))
    }

    fn alike(&self, a: &str, b: &str) -> bool {
        let words = |text: &str| -> BTreeSet<String> {
            // A letter or two say nothing; two characters do.
            let long = |piece: &Piece| piece.text.chars().any(|c| u32::from(c) >= 0x2e80) || piece.text.len() > 3;
            let all = pieces(text, self.fold);
            all.into_iter().filter(|piece| !piece.alone && long(piece)).map(|piece| piece.text).collect()
        };
        let asked: BTreeSet<String> = self.asked.wanted().iter().flat_map(|(text, _)| words(text)).collect();
        words(a).intersection(&words(b)).filter(|word| !asked.contains(*word)).count() >= SHARED
    }
}

/// The id of a state, or of a person who speaks for one.
fn is_state(id: &str) -> bool {
    id.starts_with("person:") || (id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase()))
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

    /// What the holder took a side with on the last day that it took any; what has no day is a last word by itself. None of a
    /// loose group (the international community), whose side could be held against nobody's.
    fn last_words(&self) -> Option<(String, Vec<Stand>)> {
        if self.holder.starts_with("group:") {
            return None;
        }
        let mut sided = self.own.iter().rev().map(|(stand, _)| *stand).filter(|stand| stand.side.is_some());
        let last = sided.next()?;
        let mut words = vec![last];
        words.extend(sided.take_while(|stand| stand.day.is_some() && stand.day == last.day).take(LAST_WORDS - 1));
        Some((self.holder.clone(), words))
    }
}

/// A state, where the same act names its officer too: the codebook writes both, and the state's row is one.
fn main_holders(holders: &[String]) -> Vec<&String> {
    let states: Vec<_> = holders.iter().filter(|holder| !holder.starts_with("person:")).collect();
    if states.is_empty() { holders.iter().collect() } else { states }
}

/// Whether one day is surely before another: of a year or month that the other lies in nobody knows.
const fn is_before(one: i64, other: i64) -> bool {
    let within = if one % 10_000 == 0 {
        10_000
    } else if one % 100 == 0 {
        100
    } else {
        1
    };
    one / within < other / within
}

/// Compares each day's strongest word with the strongest of its side on the day before; several positions of one day are one
/// text's, and no move. Who stood on both sides of a wide matter has turned nowhere.
fn mark_moves(cells: &mut [(Stand, Option<Move>)]) {
    let mut before: Option<(Option<i64>, [Option<u8>; 2])> = None;
    let mut start = 0;
    while start < cells.len() {
        let day = cells[start].0.day;
        let end = start + cells[start..].iter().take_while(|(stand, _)| stand.day == day).count();
        let sided = (start..end).filter_map(|at| Some((at, cells[at].0.side?, cells[at].0.rung?)));
        let strongest = sided.clone().max_by_key(|(at, _, rung)| (*rung, std::cmp::Reverse(*at)));
        let mut now = [None; 2];
        for (_, side, rung) in sided {
            now[side as usize] = now[side as usize].max(Some(rung));
        }
        if let Some((at, side, rung)) = strongest.filter(|_| day.is_some()) {
            let other = 1 - side as usize;
            let was = before.filter(|(last, _)| last.zip(day).is_some_and(|(last, day)| is_before(last, day)));
            cells[at].1 = was.and_then(|(_, was)| match (was[side as usize], was[other]) {
                (Some(old), _) if rung > old => Some(Move::Up),
                (Some(old), _) if rung < old => Some(Move::Down),
                (None, Some(_)) if now[other].is_none() => Some(Move::Turned),
                _ => None,
            });
            before = Some((day, now));
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

    fn laid(acts: Vec<Act>, by: &[String], part: Part) -> Board {
        let fold = FoldTable::new([('灣', '湾')], true).expect("lengths agree");
        Board::new(
            (acts, Vec::new()),
            by,
            part,
            &Matter { asked: &Query::parse("海湾").expect("a query"), fold: &fold },
        )
    }

    fn moves(board: &Board) -> Vec<(i64, Option<Move>)> {
        board.rows[0].own.iter().map(|cell| (cell.act.row, cell.moved)).collect()
    }

    #[test]
    fn moves_are_between_days_and_in_ones_own_voice() {
        let board = laid(acts(), &[], Part::ALL);
        let whole = [(1, None), (2, None), (4, Some(Move::Up)), (5, None), (6, Some(Move::Turned))];
        assert_eq!(moves(&board), whole);
        assert_eq!((board.rows[0].reported.len(), board.holders, board.positions), (1, 2, 6));
        assert_eq!(board.together, [("CHL".to_owned(), "NZL".to_owned())]);
        assert!(board.against.is_empty() && board.rows.iter().all(|row| row.holder != "person:X"));
    }

    #[test]
    fn what_is_not_shown_still_counts_and_moves() {
        let board = laid(acts(), &[], Part { rows: 1, each: 2 });
        assert_eq!(moves(&board), [(5, None), (6, Some(Move::Turned))], "the newest, against all before");
        assert_eq!((board.rows.len(), board.holders, board.rows[0].all_own, board.rows[0].all_reported), (1, 2, 5, 1));
        assert_eq!(board.together.len(), 1, "whoever is not shown is compared too");
        let of_one = laid(acts(), &["NZL".to_owned()], Part::ALL);
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
        let board = laid(all, &[], Part::ALL);
        assert_eq!(board.against, [("CHL".to_owned(), "NZL".to_owned())]);
        assert!(board.together.is_empty());
    }

    #[test]
    fn who_speaks_of_something_else_is_on_no_side() {
        let about = |mut act: Act, target: &str| {
            act.act.targets = vec![target.to_owned()];
            act
        };
        let all = vec![
            about(act(1, "2024-01-01", &["CHL"], "-", 3, &[]), "group:poachers"),
            about(act(2, "2024-01-01", &["NZL"], "+", 3, &[]), "the Treaty"),
            about(act(3, "2024-01-01", &["NOR"], "-", 3, &[]), "the Treaty"),
            about(act(4, "2024-01-01", &["NOR"], "-", 2, &[]), "group:poachers"),
        ];
        let board = laid(all, &[], Part::ALL);
        assert_eq!(board.against, [("NOR".to_owned(), "NZL".to_owned())]);
        assert_eq!(board.together, [("NOR".to_owned(), "CHL".to_owned())]);
    }

    #[test]
    fn a_state_is_no_matter_by_itself() {
        let said = |row, holder, polarity, quote: &str| {
            let mut act = act(row, "2024-01-01", &[holder], polarity, 3, &[]);
            (act.act.targets, act.act.quote) = (vec!["NRU".to_owned()], quote.to_owned());
            act
        };
        let all = vec![
            said(1, "CHL", "-", "反对关闭瑙鲁海灣的渔港"),
            said(2, "NZL", "+", "支持瑙鲁在海湾设立学校"),
            said(3, "NOR", "+", "欢迎关闭瑙鲁海湾的渔港"),
        ];
        let board = laid(all, &[], Part::ALL);
        assert_eq!(board.against, [("CHL".to_owned(), "NOR".to_owned())]);
        assert!(board.together.is_empty());
    }

    #[test]
    fn nothing_moves_where_nobody_knows_what_came_first() {
        let said = |days: [&str; 2]| {
            let [first, second] = days.map(|day| day.to_owned());
            let all = vec![act(1, &first, &["CHL"], "-", 2, &[]), act(2, &second, &["CHL"], "-", 4, &[])];
            laid(all, &[], Part::ALL).rows[0].own[1].moved
        };
        assert_eq!(said(["2023", "2023-05-01"]), None);
        assert_eq!(said(["2023-05", "2023-05-01"]), None);
        assert_eq!(said(["2023", "2024-05-01"]), Some(Move::Up));
        assert_eq!(said(["2023-05-01", "2024"]), Some(Move::Up));
    }

    #[test]
    fn who_was_on_both_sides_has_not_turned() {
        let all = vec![
            act(1, "2024-01-01", &["CHL"], "-", 5, &[]),
            act(2, "2024-01-01", &["CHL"], "+", 3, &[]),
            act(3, "2024-02-01", &["CHL"], "+", 3, &[]),
            act(4, "2024-03-01", &["CHL"], "+", 4, &[]),
            act(5, "2024-04-01", &["CHL"], "-", 2, &[]),
        ];
        let board = laid(all, &[], Part::ALL);
        let right = [(1, None), (2, None), (3, None), (4, Some(Move::Up)), (5, Some(Move::Turned))];
        assert_eq!(moves(&board), right);
    }
}
