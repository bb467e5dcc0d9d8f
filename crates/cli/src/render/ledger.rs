//! How acts of the ledger look on a terminal: a row in a list, what else an act says in words.

use chancery_export::words::{self, amount, date};
use chancery_ledger::{Act, RecordedAct};

use super::{Cell, Page, marked, width};
use crate::terminal::Style;

/// `position oppose 3`.
pub(crate) fn doing(act: &RecordedAct) -> String {
    let mut words = act.kind.clone();
    if let Some(stance) = &act.stance {
        words.push(' ');
        words.push_str(stance);
    }
    if let Some(rung) = act.intensity {
        words.push_str(&format!(" {rung}"));
    }
    words
}

/// The colour of its attitude.
pub(crate) fn attitude(act: &RecordedAct) -> Style {
    match act.polarity.as_deref() {
        Some("+") => Style::For,
        Some("-") => Style::Against,
        _ => Style::Plain,
    }
}

/// `CHN, RUS`; without the prefixes of ids.
pub(crate) fn actors(ids: &[String]) -> String {
    let name = |id: &String| id.split_once(':').map_or(id.as_str(), |(_, name)| name).to_owned();
    ids.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// What else an act says: to whom, about what, by whose account, how much, when, through what.
pub(crate) fn details(act: &RecordedAct) -> String {
    details_with(act, act.amounts.iter().map(amount).collect())
}

/// The same, its figures in these words.
pub(crate) fn details_with(act: &RecordedAct, figures: Vec<String>) -> String {
    let mut told = Vec::new();
    let mut list = |before: &str, ids: &[String]| {
        if !ids.is_empty() {
            told.push(format!("{before} {}", actors(ids)));
        }
    };
    list("to", &act.addressees);
    list("about", &act.targets);
    list("as told by", &act.via);
    told.extend(figures);
    told.extend(act.dates.iter().map(date));
    let things: Vec<&str> = act
        .instruments
        .iter()
        .chain(&act.mechanisms)
        .filter(|name| !act.targets.contains(name))
        .map(String::as_str)
        .collect();
    if !things.is_empty() {
        told.push(format!("naming {}", things.join(", ")));
    }
    told.join(" · ")
}

/// What people judged of it, in words; empty where nothing.
pub(crate) fn judged(act: &Act) -> String {
    words::judged(&act.standing)
}

/// Where the columns of a list of acts begin.
pub(crate) struct ActColumns {
    edges: [usize; 4],
}

impl ActColumns {
    /// Wide enough for these acts.
    pub(crate) fn of<'a>(acts: impl Iterator<Item = &'a Act> + Clone, page: usize) -> Self {
        let widest = |cells: &mut dyn Iterator<Item = String>, most: usize| {
            cells.map(|cell| width(&cell)).max().unwrap_or(0).clamp(3, most)
        };
        let who = widest(&mut acts.clone().map(|act| actors(&act.act.holders)), page / 6);
        let what = widest(&mut acts.map(|act| doing(&act.act)), 19);
        let first = 12;
        Self { edges: [0, first, first + who + 2, first + who + what + 4] }
    }

    /// Prints an act: day, holders, what it does, its words with what was found in them; below, what else it says and its id.
    pub(crate) fn row(&self, page: &mut Page<'_>, act: &Act, found: &[(usize, usize)], more: &str) {
        self.row_with(page, act, (found, &details(&act.act)), more);
    }

    /// The same, what else it says in these words.
    pub(crate) fn row_with(
        &self,
        page: &mut Page<'_>,
        act: &Act,
        (found, details): (&[(usize, usize)], &str),
        more: &str,
    ) {
        let faint = |text: String| (Style::Faint, text);
        let mut last: Cell = vec![(Style::Plain, marked(&act.act.quote, found)), faint(details.to_owned())];
        if !more.is_empty() {
            last.push((Style::Warning, more.to_owned()));
        }
        let judged = judged(act);
        if !judged.is_empty() {
            last.push((Style::Label, judged));
        }
        last.push(faint(under(act)));
        let day = act.said.clone().unwrap_or_else(|| "no day".to_owned());
        page.row(
            &self.edges,
            &[
                vec![(Style::Plain, day)],
                vec![(Style::Plain, actors(&act.act.holders))],
                vec![(attitude(&act.act), doing(&act.act))],
                last,
            ],
        );
    }
}

/// `6211b276b9.p119-133 · the title`.
fn under(act: &Act) -> String {
    match &act.title {
        Some(title) => format!("{} · {title}", act.id),
        None => act.id.to_string(),
    }
}
