//! What changed in a paragraph from one text to a later one: its words, the strength of its acts, figures and deadlines that were
//! left out, names that were changed for others. Next to read: `compare.rs`.

use std::collections::BTreeSet;

use chancery_ledger::{RecordedAct, RecordedAmount, pieces};
use chancery_text::FoldTable;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Quotes of one paragraph that share less of the shorter one's pieces are not about the same: *strongly condemn unilateral
/// sanctions* and *voice concern over unilateral sanctions* share three of seven.
const SAME_MATTER: f64 = 0.4;

/// On opposite sides they must share more.
const TURNED: f64 = 0.6;

/// Characters alike between two changes that do not keep them apart.
const ISLAND: usize = 2;

/// A stretch of a changed paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Stretch {
    /// Words of the earlier text; empty where something was put in.
    pub was: String,
    /// Words of the later text; empty where something was taken out.
    pub is: String,
    /// Whether both say the same.
    pub same: bool,
}

/// An act said with another strength, or on the other side, or with less or more to hold it to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Shift {
    /// `hardened`, `softened`, `turned`.
    #[schema(example = "hardened")]
    pub how: &'static str,
    /// In what: `strength`, `amount`, `deadline`.
    #[schema(example = "strength")]
    pub by: &'static str,
    /// The earlier quote.
    pub was: String,
    /// The later quote.
    pub is: String,
    /// Rungs: from, to; 0 where an act has none.
    #[schema(example = json!([2, 4]))]
    pub rungs: (u8, u8),
    /// The figures or days: from, to; empty where there is none.
    #[schema(example = json!(["2026-12-31", ""]))]
    pub measures: (String, String),
}

impl Shift {
    /// `hardened from 2 to 4: … → …`, `softened, deadline 2026-12-31 left out: … → …`.
    #[must_use]
    pub fn told(&self) -> String {
        let words = format!("{} → {}", self.was, self.is);
        let (from, to) = &self.measures;
        match (self.by, from.is_empty(), to.is_empty()) {
            ("strength", ..) => format!("{} from {} to {}: {words}", self.how, self.rungs.0, self.rungs.1),
            (by, _, true) => format!("{}, {by} {from} left out: {words}", self.how),
            (by, true, _) => format!("{}, {by} {to} put in: {words}", self.how),
            (by, ..) => format!("{}, {by} from {from} to {to}: {words}", self.how),
        }
    }
}

/// A name that was changed for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Renamed {
    /// The earlier one, which the later text has nowhere.
    pub was: String,
    /// The later one, which the earlier text has nowhere.
    pub is: String,
}

/// A character as it counts: folded, full-width marks as half-width ones, all quotation marks as one.
fn plain(c: char, fold: &FoldTable) -> char {
    match c {
        '\u{3001}' => ',',
        '\u{3002}' => '.',
        '\u{300a}'..='\u{300f}' | '\u{201c}' | '\u{201d}' | '\u{301d}'..='\u{301f}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{2010}'..='\u{2015}' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => fold.fold_char(c),
    }
}

/// A paragraph as it is the same or not: without its spaces, in plain characters.
pub(crate) fn plainly(text: &str, fold: &FoldTable) -> String {
    text.chars().map(|c| plain(c, fold)).filter(|c| *c != ' ').collect()
}

/// Characters of a number that stands before a paragraph: *4.*, *(iv)*.
const NUMBER: usize = 6;

/// What stands behind a paragraph's number, of a plain text: only for telling whether nothing but the number changed.
pub(crate) fn behind_number(plain: &str) -> &str {
    let bare = plain.strip_prefix('(').unwrap_or(plain);
    let head = bare.char_indices().take(NUMBER).find(|(_, c)| !c.is_alphanumeric());
    match head {
        Some((at, ',' | '.' | ')' | ':')) if at > 0 => {
            let rest = &bare[at + 1..];
            if rest.is_empty() { plain } else { rest }
        }
        _ => plain,
    }
}

/// What changed, by words as they fold; a character of a script without spaces is a word.
pub(crate) fn stretches(was: &str, is: &str, fold: &FoldTable) -> Vec<Stretch> {
    let (old, new) = (words(was), words(is));
    let plain_words = |all: &[&str]| -> Vec<String> {
        all.iter().map(|word| word.chars().map(|c| plain(c, fold)).collect()).collect()
    };
    let mut out: Vec<Stretch> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &plain_words(&old), &plain_words(&new)) {
        let (was, is) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        // A space more or less changes no word.
        let same = matches!(op, DiffOp::Equal { .. }) || (was.trim().is_empty() && is.trim().is_empty());
        match out.last_mut().filter(|last| last.same && same) {
            Some(last) => {
                last.was.push_str(&was);
                last.is.push_str(&is);
            }
            None => out.push(Stretch { was, is, same }),
        }
    }
    // A letter or two that two changes happen to share would only break a changed word in pieces.
    let small = |one: &Stretch| one.same && one.is.chars().count() <= ISLAND;
    let mut merged: Vec<Stretch> = Vec::new();
    for (at, one) in out.iter().enumerate() {
        let island = small(one) && at > 0 && at + 1 < out.len();
        let joins = merged.last().is_some_and(|last| !last.same) && (island || !one.same);
        match merged.last_mut().filter(|_| joins) {
            Some(last) => {
                last.was.push_str(&one.was);
                last.is.push_str(&one.is);
            }
            None => merged.push(one.clone()),
        }
    }
    merged
}

/// Words of scripts with spaces whole, figures too; every other character by itself.
fn words(text: &str) -> Vec<&str> {
    let whole = |c: char| c.is_alphanumeric() && u32::from(c) < 0x2e80;
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        // Figures are told apart by their characters: of 2024 and 2025 only one changed, and both are shown whole.
        while let Some((at, next)) = chars.peek().copied().filter(|(_, next)| whole(c) && whole(*next)) {
            end = at + next.len_utf8();
            chars.next();
        }
        out.push(&text[start..end]);
    }
    out
}

fn bag(act: &RecordedAct, fold: &FoldTable) -> BTreeSet<String> {
    pieces(&act.quote, fold).into_iter().filter(|piece| !piece.alone).map(|piece| piece.text).collect()
}

/// The share of the shorter one's pieces that both have.
fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let (least, shared) = (a.len().min(b.len()), a.intersection(b).count());
    if least == 0 { 0.0 } else { shared as f64 / least as f64 }
}

/// Acts about the same that are said otherwise. What is said in the same words still is not what another act became.
pub(crate) fn shifts(before: &[RecordedAct], after: &[RecordedAct], fold: &FoldTable) -> Vec<Shift> {
    let quoted =
        |all: &[RecordedAct]| -> BTreeSet<String> { all.iter().map(|act| plainly(&act.quote, fold)).collect() };
    let (was, is) = (quoted(before), quoted(after));
    let changed = |all: &[RecordedAct], other: &BTreeSet<String>| -> Vec<(RecordedAct, BTreeSet<String>)> {
        let own = all.iter().filter(|act| !other.contains(&plainly(&act.quote, fold)));
        own.map(|act| (act.clone(), bag(act, fold))).collect()
    };
    let (before, after) = (changed(before, &is), changed(after, &was));
    let mut likely = Vec::new();
    for (at, (new, new_bag)) in after.iter().enumerate() {
        for (from, (old, old_bag)) in before.iter().enumerate() {
            let least = if old.polarity == new.polarity { SAME_MATTER } else { TURNED };
            let score = alike(old_bag, new_bag);
            let held = old.holders.iter().any(|holder| new.holders.contains(holder));
            if old.kind == new.kind && held && score >= least {
                likely.push((score, at, from));
            }
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut taken, mut used, mut out) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for (_, at, from) in likely {
        if !taken.contains(&at) && !used.contains(&from) {
            taken.insert(at);
            used.insert(from);
            out.extend(between(&before[from].0, &after[at].0).into_iter().map(|shift| (at, shift)));
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out.into_iter().map(|(_, shift)| shift).collect()
}

/// How one act became another: by strength, by its figure, by its deadline.
fn between(old: &RecordedAct, new: &RecordedAct) -> Vec<Shift> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let mut out = Vec::new();
    let rungs = (old.intensity.unwrap_or(0), new.intensity.unwrap_or(0));
    let mut put = |how, by, measures| {
        out.push(Shift { how, by, was: old.quote.clone(), is: new.quote.clone(), rungs, measures });
    };
    if let (Some(from), Some(to)) = (old.intensity, new.intensity) {
        let sided = |act: &RecordedAct| matches!(act.polarity.as_deref(), Some("+" | "-"));
        let turned = old.polarity != new.polarity && sided(old) && sided(new);
        match (turned, to.cmp(&from)) {
            (true, _) => put("turned", "strength", <_>::default()),
            (_, Greater) => put("hardened", "strength", <_>::default()),
            (_, Less) => put("softened", "strength", <_>::default()),
            (_, Equal) => {}
        }
    }
    let figures = |act: &RecordedAct| -> Vec<(String, f64)> { act.amounts.iter().filter_map(figure).collect() };
    let (was, is) = (figures(old), figures(new));
    let told = |one: &(String, f64)| format!("{} {}", one.1, one.0).trim().to_owned();
    for one in &was {
        match is.iter().find(|other| other.0 == one.0) {
            None => put("softened", "amount", (told(one), String::new())),
            Some(other) if other.1 < one.1 => put("softened", "amount", (told(one), told(other))),
            Some(other) if other.1 > one.1 => put("hardened", "amount", (told(one), told(other))),
            Some(_) => {}
        }
    }
    for one in is.iter().filter(|one| !was.iter().any(|other| other.0 == one.0)) {
        put("hardened", "amount", (String::new(), told(one)));
    }
    let day = |act: &RecordedAct| act.deadline().unwrap_or_default().to_owned();
    let days = (day(old), day(new));
    match (days.0.is_empty(), days.1.is_empty(), days.1.cmp(&days.0)) {
        (true, true, _) | (_, _, Equal) => {}
        (true, false, _) => put("hardened", "deadline", days),
        (false, false, Less) => put("hardened", "deadline", days),
        _ => put("softened", "deadline", days),
    }
    out
}

/// What is promised, as far as it is one figure: unit, value.
fn figure(amount: &RecordedAmount) -> Option<(String, f64)> {
    let value = amount.value.as_ref().or(amount.min.as_ref())?.as_f64()?;
    let unit = amount.currency.as_ref().or(amount.unit.as_ref()).cloned().unwrap_or_default();
    Some((unit, value))
}

/// Characters of the longest head of a name.
const HEAD: usize = 12;

/// Names whose last word alone was changed for another such: *ocean forum* that is now *ocean dialogue*. `heads` are such words,
/// folded.
pub(crate) fn rehead(stretches: &[Stretch], heads: &[String], fold: &FoldTable) -> Vec<Renamed> {
    let ends = |words: &str| {
        let words = fold.fold(words.trim()).to_lowercase();
        words.chars().count() <= HEAD && heads.iter().any(|head| words.ends_with(head.as_str()))
    };
    // Something of the name stayed before it.
    let stayed = |at: usize| {
        at > 0 && stretches[at - 1].same && stretches[at - 1].is.ends_with(|c: char| c == ' ' || c.is_alphanumeric())
    };
    let all =
        stretches.iter().enumerate().filter(|(at, one)| !one.same && stayed(*at) && ends(&one.was) && ends(&one.is));
    all.map(|(_, one)| Renamed { was: one.was.trim().to_owned(), is: one.is.trim().to_owned() }).collect()
}

/// Names of papers and forums in acts of a paragraph that were changed for others: one gone from the later text altogether, another
/// of its kind that the earlier text does not have.
pub(crate) fn renamed(
    (before, after): (&[RecordedAct], &[RecordedAct]),
    (earlier, later): (&str, &str),
    fold: &FoldTable,
) -> Vec<Renamed> {
    let mut out = Vec::new();
    let named: [fn(&RecordedAct) -> &Vec<String>; 2] = [|act| &act.instruments, |act| &act.mechanisms];
    for of in named {
        let only = |acts: &[RecordedAct], other: &str| -> Vec<String> {
            let names: BTreeSet<&String> = acts.iter().flat_map(of).collect();
            names.into_iter().filter(|name| !other.contains(&plainly(name, fold))).cloned().collect()
        };
        let (gone, come) = (only(before, later), only(after, earlier));
        // Of several that went and came nobody can say which became which.
        if let ([was], [is]) = (gone.as_slice(), come.as_slice()) {
            out.push(Renamed { was: was.clone(), is: is.clone() });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold() -> FoldTable {
        FoldTable::new([('關', '关'), ('雙', '双'), ('會', '会')], true).expect("lengths agree")
    }

    fn act(json: &str) -> RecordedAct {
        serde_json::from_str(json).expect("an act")
    }

    fn position(quote: &str, polarity: &str, rung: u8) -> RecordedAct {
        act(&format!(
            r#"{{"kind":"position","start":0,"end":9,"quote":"{quote}","holders":["CHL"],"polarity":"{polarity}","intensity":{rung}}}"#
        ))
    }

    fn told(was: &str, is: &str) -> Vec<(String, String, bool)> {
        stretches(was, is, &fold()).into_iter().map(|one| (one.was, one.is, one.same)).collect()
    }

    #[test]
    fn what_changed_is_told_in_whole_words() {
        let one = |was: &str, is: &str, same| (was.to_owned(), is.to_owned(), same);
        let all = told("双方注意到这一倡议", "雙方欢迎这一倡议");
        assert_eq!(all, [one("双方", "雙方", true), one("注意到", "欢迎", false), one("这一倡议", "这一倡议", true)]);
        let all = told("The Parties support peace, in 2024", "The Parties welcome peace，in 2025");
        let right = [
            one("The Parties ", "The Parties ", true),
            one("support", "welcome", false),
            one(" peace, in ", " peace，in ", true),
            one("2024", "2025", false),
        ];
        assert_eq!(all.iter().filter(|one| !one.2).count(), 2, "{all:?}");
        assert_eq!((&all[1], &all[3].0), (&right[1], &right[3].0), "{all:?}");
    }

    #[test]
    fn marks_and_numbers_change_nothing() {
        let same = |a: &str, b: &str| plainly(a, &fold()) == plainly(b, &fold());
        assert!(same("双方，「海洋」。", "雙方,“海洋”."));
        assert!(!same("双方海洋", "双方海域"));
        let bare = |text: &str| behind_number(&plainly(text, &fold())).to_owned();
        assert_eq!(bare("四、双方支持"), bare("一、双方支持"));
        assert_eq!(bare("（三）双方支持"), bare("(4) 双方支持"));
        assert_eq!(bare("IV. The Parties"), bare("1. The Parties"));
        assert_ne!(bare("双方支持海洋"), bare("各方支持海洋"));
        assert_eq!(bare("一、"), "一,");
    }

    #[test]
    fn a_stronger_or_weaker_word_on_the_same_matter_is_a_shift() {
        let was = [position("关注南太平洋非法捕捞活动", "-", 1)];
        let is = [position("反对南太平洋非法捕捞活动", "-", 3), position("欢迎新的港口减排倡议", "+", 2)];
        let found = shifts(&was, &is, &fold());
        assert_eq!(found.iter().map(|one| (one.how, one.rungs)).collect::<Vec<_>>(), [("hardened", (1, 3))]);
        let (was, is) = ([position("强烈谴责单边制裁", "-", 5)], [position("对单边制裁表示关切", "-", 2)]);
        assert_eq!(shifts(&was, &is, &fold())[0].how, "softened");
        let stays = [position("强烈谴责单边制裁", "-", 5), position("对单边制裁表示关切", "-", 2)];
        assert_eq!(shifts(&was, &stays, &fold()), [], "it is said as strongly still");
    }

    #[test]
    fn what_can_be_checked_less_is_softened() {
        let promise = |quote: &str, rest: &str| {
            act(&format!(r#"{{"kind":"commitment","start":0,"end":9,"quote":"{quote}","holders":["CHL"]{rest}}}"#))
        };
        let due = r#","dates":[{"role":"deadline","start":"2026-01-01","end":"2026-12-31"}],"amounts":[{"value":12,"unit":"ship"}]"#;
        let (was, is) = (promise("承诺在2026年底前提供12艘巡逻船", due), promise("承诺提供巡逻船", ""));
        let found = shifts(std::slice::from_ref(&was), std::slice::from_ref(&is), &fold());
        let how: Vec<_> = found.iter().map(|one| (one.how, one.by, one.measures.0.as_str())).collect();
        assert_eq!(how, [("softened", "amount", "12 ship"), ("softened", "deadline", "2026-12-31")]);
        assert!(found[1].told().starts_with("softened, deadline 2026-12-31 left out: "), "{}", found[1].told());
        assert!(shifts(&[is], &[was], &fold()).iter().all(|one| one.how == "hardened"));
    }

    #[test]
    fn a_name_that_became_another_is_told() {
        let named = |name: &str| {
            [act(&format!(
                r#"{{"kind":"event","start":0,"end":9,"quote":"举行{name}","holders":["CHL"],"mechanisms":["{name}"]}}"#
            ))]
        };
        let (was, is) = (named("海洋论坛"), named("海洋对话會"));
        let found = renamed((&was, &is), ("举行海洋论坛", "举行海洋对话会"), &fold());
        assert_eq!(found, [Renamed { was: "海洋论坛".into(), is: "海洋对话會".into() }]);
        assert_eq!(renamed((&was, &is), ("举行海洋论坛", "举行海洋对话会,海洋论坛"), &fold()), []);
        let heads = ["论坛".to_owned(), "对话会".to_owned()];
        let changed = |is: &str| rehead(&stretches("举行了海洋论坛", is, &fold()), &heads, &fold());
        assert_eq!(changed("举行了海洋对话會"), [Renamed { was: "论坛".into(), is: "对话會".into() }]);
        assert_eq!(changed("举行了海洋大学"), []);
    }
}
