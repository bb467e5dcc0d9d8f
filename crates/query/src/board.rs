//! Who stands where: positions on a matter, laid out by holder and day, with what moved.
//!
//! A rung is the intensity of the codebook (1 to 5), with the polarity of the attitude. Only two positions of one holder on
//! one matter are ever compared; words may rise or fall for tactical reasons, so a move is shown and not explained. What
//! somebody else reports of a holder stands apart and never makes a move.
//!
//! A board is laid out on [`Stand`]s, a few numbers a position, of acts or of the index's columns (`columns.rs`): counts and moves
//! are those of all positions, and only the acts that are shown or held against others (`sides.rs`) are read.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, day_number};

use crate::sides::{Matter, Objects, Opposition, groups, sides};

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
    /// The other side of the same thing.
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
    /// Pairs of holders whose last words in their own voices are on opposite sides of one thing.
    pub against: Vec<(String, String)>,
    /// Pairs of holders whose last words in their own voices are on one side of it.
    pub together: Vec<(String, String)>,
    /// The pairs on opposite sides as blocks, with the words that say so.
    pub blocks: Vec<Opposition>,
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
        let last = |all: &[Placed]| all[all.len().saturating_sub(part.each)..].to_vec();
        let cells = lines.iter().take(part.rows).map(|line| (last(&line.own), last(&line.reported)));
        let shown: Vec<_> = cells.collect();
        let words: Vec<(String, Vec<Stand>)> = lines.iter().filter_map(Line::last_words).take(COMPARED).collect();
        let placed = || shown.iter().flat_map(|(own, told)| own.iter().chain(told));
        let turned = placed().filter(|one| !one.from.is_empty());
        let turned = turned.flat_map(|one| one.from.iter().map(|from| from.row).chain([one.stand.row]));
        let mut compared: Vec<i64> = words.iter().flat_map(|(_, words)| words).map(|stand| stand.row).collect();
        compared.extend(turned);
        let mut rows: Vec<i64> = placed().map(|one| one.stand.row).chain(compared.iter().copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        let acts = read(&rows)?;
        let objects = Objects::new(&acts, compared.into_iter(), matter);
        let found = sides(&words, &objects);
        (board.against, board.together, board.blocks) = (found.against, found.together, found.blocks);
        // What the records no longer hold is not shown; the index beside a writer may be a moment behind.
        let cells = |all: Vec<Placed>| {
            all.into_iter()
                .filter_map(|Placed { stand, moved, from }| {
                    let by_context = by_context.contains(&stand.row);
                    let turned = || from.iter().any(|from| objects.are_opposed(from, &stand));
                    let moved = moved.filter(|moved| *moved != Move::Turned || turned());
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

/// Holders whose last words are held against each other, those with the most positions; and how many words of each.
const COMPARED: usize = 60;
const LAST_WORDS: usize = 6;

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

    /// Who is on the same side, in groups of whom each agrees with each.
    #[must_use]
    pub fn agreed(&self) -> Vec<Vec<String>> {
        groups(&self.together)
    }
}

/// One holder's positions, before their acts are read.
struct Line {
    holder: String,
    own: Vec<Placed>,
    reported: Vec<Placed>,
}

/// A position in its holder's row.
#[derive(Clone, Debug)]
struct Placed {
    stand: Stand,
    moved: Option<Move>,
    /// Where it may have turned: what it may have turned from, as far as sides go.
    from: Vec<Stand>,
}

impl Line {
    fn of(holder: String, stands: Vec<Stand>) -> Self {
        let (mut own, mut reported) = (Vec::new(), Vec::new());
        for stand in stands {
            let placed = Placed { stand, moved: None, from: Vec::new() };
            if stand.reported { reported.push(placed) } else { own.push(placed) }
        }
        // What has no day comes first, and so never counts as the last word.
        let by_day = |one: &Placed| (one.stand.day, one.stand.row);
        own.sort_unstable_by_key(by_day);
        reported.sort_unstable_by_key(by_day);
        mark_moves(&mut own);
        Self { holder, own, reported }
    }

    /// The last words with which the holder took a side; what has no day comes before all that has one. None of a loose group (the
    /// international community), whose side could be held against nobody's.
    fn last_words(&self) -> Option<(String, Vec<Stand>)> {
        if self.holder.starts_with("group:") {
            return None;
        }
        let sided = self.own.iter().rev().map(|one| one.stand).filter(|stand| stand.side.is_some());
        let words: Vec<Stand> = sided.take(LAST_WORDS).collect();
        (!words.is_empty()).then(|| (self.holder.clone(), words))
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
/// text's, and no move. Who stood on both sides of a wide matter has turned nowhere; whether who stood on the other side has,
/// their acts must tell.
fn mark_moves(cells: &mut [Placed]) {
    let mut before: Option<(std::ops::Range<usize>, [Option<u8>; 2])> = None;
    let mut start = 0;
    while start < cells.len() {
        let day = cells[start].stand.day;
        let end = start + cells[start..].iter().take_while(|one| one.stand.day == day).count();
        let sided = (start..end).filter_map(|at| Some((at, cells[at].stand.side?, cells[at].stand.rung?)));
        let strongest = sided.clone().max_by_key(|(at, _, rung)| (*rung, std::cmp::Reverse(*at)));
        let mut now = [None; 2];
        for (_, side, rung) in sided {
            now[side as usize] = now[side as usize].max(Some(rung));
        }
        if let Some((at, side, rung)) = strongest.filter(|_| day.is_some()) {
            let other = 1 - side as usize;
            let was = before.take().filter(|(last, _)| {
                cells[last.start].stand.day.zip(day).is_some_and(|(last, day)| is_before(last, day))
            });
            cells[at].moved = was.as_ref().and_then(|(_, was)| match (was[side as usize], was[other]) {
                (Some(old), _) if rung > old => Some(Move::Up),
                (Some(old), _) if rung < old => Some(Move::Down),
                (None, Some(_)) if now[other].is_none() => Some(Move::Turned),
                _ => None,
            });
            if let Some((last, _)) = was.filter(|_| cells[at].moved == Some(Move::Turned)) {
                let then = cells[last].iter().map(|one| one.stand).filter(|stand| stand.side.is_some());
                cells[at].from = then.take(LAST_WORDS).collect();
            }
            before = Some((start..end, now));
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sides::SideWords;
    use chancery_ledger::{ActId, Standing};
    use chancery_text::FoldTable;

    fn act(row: i64, said: &str, holders: &[&str], polarity: &str, intensity: u8, via: &[&str]) -> Act {
        let own = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let json = r#"{"kind":"position","start":0,"end":2,"quote":"ab"}"#;
        let mut act: chancery_ledger::RecordedAct = serde_json::from_str(json).expect("an act");
        (act.holders, act.via) = (own(holders), own(via));
        act.polarity = Some(polarity.to_owned());
        act.stance = Some(if polarity == "-" { "oppose" } else { "support" }.to_owned());
        act.quote = "海湾钻探".to_owned();
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
        let fold = FoldTable::new([('灣', '湾'), ('對', '对')], true).expect("lengths agree");
        let word = |form: &str, stance: &str| (form.to_owned(), stance.to_owned());
        let words = SideWords {
            governing: vec![word("反对", "oppose"), word("支持", "support"), word("欢迎", "welcome")],
            turning: ["反对", "关闭", "篡改"].map(|form| (form.to_owned(), false)).to_vec(),
        };
        Board::new((acts, Vec::new()), by, part, &Matter { fold: &fold, words: &words })
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

    /// Rows 1, 2, …: who said what with which stance, when.
    fn said(all: &[(&str, &[&str], &str, &str)]) -> Board {
        let act = |(at, (day, holders, stance, quote)): (usize, &(&str, &[&str], &str, &str))| {
            let polarity = if matches!(*stance, "oppose" | "concern" | "condemn") { "-" } else { "+" };
            let mut act = act(at as i64 + 1, day, holders, polarity, 3, &[]);
            (act.act.stance, act.act.quote) = (Some((*stance).to_owned()), (*quote).to_owned());
            // What stands in brackets is named as what it is about.
            act.act.targets =
                quote.split('「').skip(1).filter_map(|one| Some(one.split_once('」')?.0.to_owned())).collect();
            act
        };
        laid(all.iter().enumerate().map(act).collect(), &[], Part::ALL)
    }

    fn pair(one: &str, other: &str) -> (String, String) {
        (one.to_owned(), other.to_owned())
    }

    #[test]
    fn opposite_last_words_on_one_thing_are_called_out_as_blocks() {
        let board = said(&[
            ("2024-01-01", &["CHL", "NZL"], "oppose", "反对海湾钻探"),
            ("2024-02-06", &["NOR"], "support", "支持海湾钻探"),
            ("2024-01-20", &["ISL"], "support", "支持海湾钻探"),
            ("2024-02-01", &["group:world"], "oppose", "反对海湾钻探"),
        ]);
        let against = [pair("CHL", "ISL"), pair("CHL", "NOR"), pair("ISL", "NZL"), pair("NOR", "NZL")];
        let [mut found, mut right] = [board.against.clone(), against.to_vec()];
        found.sort();
        right.sort();
        assert_eq!(found, right);
        assert_eq!(board.together, [pair("CHL", "NZL"), pair("ISL", "NOR")]);
        let [block] = board.blocks.as_slice() else { panic!("{:?}", board.blocks) };
        assert_eq!((block.r#for.join("+"), block.against.join("+")), ("ISL+NOR".into(), "CHL+NZL".into()));
        assert_eq!((block.word_for.row, block.word_against.row, block.days_apart), (2, 1, Some(36)));
    }

    #[test]
    fn who_holds_an_act_together_is_not_opposed() {
        let board = said(&[
            ("2024-01-01", &["CHL", "NZL"], "support", "支持海湾史实"),
            ("2024-01-01", &["CHL", "NZL"], "oppose", "反对篡改海湾史实"),
            ("2024-01-01", &["NOR"], "support", "支持海湾史实"),
        ]);
        assert!(board.against.is_empty() && board.blocks.is_empty(), "{:?}", board.against);
        assert_eq!(board.together, [pair("CHL", "NZL"), pair("CHL", "NOR"), pair("NZL", "NOR")]);
    }

    #[test]
    fn what_is_polar_in_word_only_is_no_contradiction() {
        for (one, other) in [
            (("support", "支持海湾的和平稳定"), ("oppose", "反对篡改海湾的和平稳定")),
            (("support", "支持反对海湾盗猎"), ("oppose", "反对海湾盗猎")),
            (("support", "支持海湾建设学校"), ("oppose", "反对海湾钻探")),
            (("support", "欢迎海湾局势"), ("concern", "对海湾局势关切")),
        ] {
            let board = said(&[("2024-01-01", &["CHL"], one.0, one.1), ("2024-01-02", &["NOR"], other.0, other.1)]);
            assert!(board.against.is_empty(), "{one:?} {other:?}");
        }
        let named = [
            ("2024-01-01", &["CHL"][..], "welcome", "欢迎「海湾公约」"),
            ("2024-01-02", &["NOR"], "concern", "对「海湾公约」草案忧虑"),
        ];
        assert_eq!(said(&named).against, [pair("CHL", "NOR")], "both name it");
        let both = [
            ("2024-01-01", &["CHL"][..], "support", "支持关闭海湾渔港"),
            ("2024-01-02", &["NOR"], "oppose", "反对关闭海湾渔港"),
        ];
        assert_eq!(said(&both).against, [pair("CHL", "NOR")], "turned about in both");
    }

    #[test]
    fn who_came_over_is_no_longer_opposed() {
        let board = said(&[
            ("2024-01-01", &["CHL"], "oppose", "反对海湾钻探"),
            ("2024-02-01", &["NOR"], "support", "支持海湾钻探"),
            ("2024-03-01", &["CHL"], "support", "支持海湾钻探"),
        ]);
        assert!(board.against.is_empty());
        assert_eq!((board.together.len(), board.rows[0].own[1].moved), (1, Some(Move::Turned)));
    }

    #[test]
    fn who_speaks_of_something_else_is_on_no_side() {
        let board = said(&[
            ("2024-01-01", &["CHL"], "oppose", "反对「NRU」关闭「海湾渔会」"),
            ("2024-01-01", &["NZL"], "support", "支持「NRU」设立学校"),
            ("2024-01-01", &["NOR"], "support", "支持「海湾条约」"),
            ("2024-01-01", &["ISL"], "oppose", "反对修改「海湾条约」的提案"),
        ]);
        assert_eq!(board.against, [pair("ISL", "NOR")], "a state is no thing by itself");
        assert!(board.together.is_empty());
    }

    #[test]
    fn nobody_turns_from_one_thing_to_another() {
        let moved = |second: &str| {
            said(&[("2024-01-01", &["CHL"], "support", "支持海湾的和平"), ("2024-02-01", &["CHL"], "oppose", second)])
                .rows[0]
                .own[1]
                .moved
        };
        assert_eq!(moved("反对篡改海湾的和平"), None);
        assert_eq!(moved("反对海湾钻探"), None);
        assert_eq!(moved("反对海湾的和平"), Some(Move::Turned));
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
