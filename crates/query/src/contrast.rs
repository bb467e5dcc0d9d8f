//! Two actors side by side on a matter: what they say together, where both speak of the same and on which side, what only one
//! of them says. Only words in their own voices are held against each other.

use std::collections::BTreeSet;

use chancery_ledger::{Act, pieces};
use chancery_text::FoldTable;
use serde::Serialize;

/// How two words on the same stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// Both hold one act.
    Together,
    /// On opposite sides.
    Against,
    /// On one side, the first more strongly.
    FirstStronger,
    /// On one side, the second more strongly.
    SecondStronger,
    /// On one side, as strongly.
    Alike,
    /// Both speak of it, not as sides.
    Both,
    /// Only the first speaks of it.
    FirstOnly,
    /// Only the second does.
    SecondOnly,
}

impl Stand {
    /// In words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Against => "against each other",
            Self::FirstStronger => "first stronger",
            Self::SecondStronger => "second stronger",
            Self::Alike => "alike",
            Self::Both => "both",
            Self::FirstOnly => "first only",
            Self::SecondOnly => "second only",
        }
    }
}

/// One thing that two actors say, or one of them.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// How they stand.
    pub stand: Stand,
    /// What the first says.
    pub first: Option<Act>,
    /// What the second says.
    pub second: Option<Act>,
}

/// Quotes that share so much of their pieces speak of the same: half of what two versions of one sentence share.
const SAME: f64 = 0.3;

/// Acts of one actor that are held against the other's; beyond it the newest count.
const MOST: usize = 400;

/// What two actors say; `acts` are newest first, and may be others' too.
#[must_use]
pub fn contrast(acts: Vec<Act>, first: &[String], second: &[String], fold: &FoldTable) -> Vec<Contrast> {
    let of = |act: &Act, ids: &[String]| act.act.holders.iter().any(|holder| ids.contains(holder));
    let (mut out, mut ours, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for act in acts.into_iter().filter(|act| act.act.via.is_empty()) {
        match (of(&act, first), of(&act, second)) {
            (true, true) => {
                out.push(Contrast { stand: Stand::Together, first: Some(act.clone()), second: Some(act) });
            }
            (true, false) if ours.len() < MOST => ours.push(act),
            (false, true) if theirs.len() < MOST => theirs.push(act),
            _ => {}
        }
    }
    let bags = |all: &[Act]| all.iter().map(|act| bag(&act.act.quote, fold)).collect::<Vec<_>>();
    let (our_bags, their_bags) = (bags(&ours), bags(&theirs));
    let mut likely: Vec<(f64, usize, usize)> = Vec::new();
    for (at, own) in ours.iter().enumerate() {
        for (other, their) in theirs.iter().enumerate().filter(|(_, their)| their.act.kind == own.act.kind) {
            // The same thing meant, and the same words about it.
            let meant = own.act.targets.iter().any(|one| their.act.targets.contains(one));
            let score = alike(&our_bags[at], &their_bags[other]) + if meant { SAME / 2.0 } else { 0.0 };
            if score >= SAME {
                likely.push((score, at, other));
            }
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used, mut taken) = (BTreeSet::new(), BTreeSet::new());
    for (_, at, other) in likely {
        if !used.contains(&at) && !taken.contains(&other) {
            used.insert(at);
            taken.insert(other);
            let (one, two) = (ours[at].clone(), theirs[other].clone());
            out.push(Contrast { stand: stand(&one, &two), first: Some(one), second: Some(two) });
        }
    }
    let alone = |all: Vec<Act>, known: &BTreeSet<usize>| {
        all.into_iter().enumerate().filter(|(at, _)| !known.contains(at)).map(|(_, act)| act).collect::<Vec<_>>()
    };
    for act in alone(ours, &used) {
        out.push(Contrast { stand: Stand::FirstOnly, first: Some(act), second: None });
    }
    for act in alone(theirs, &taken) {
        out.push(Contrast { stand: Stand::SecondOnly, first: None, second: Some(act) });
    }
    // What sets them apart first, what they share after, what only one says last; the sort keeps newest first.
    out.sort_by_key(|one| match one.stand {
        Stand::Against => 0,
        Stand::FirstStronger | Stand::SecondStronger => 1,
        Stand::Alike | Stand::Both => 2,
        Stand::Together => 3,
        Stand::FirstOnly => 4,
        Stand::SecondOnly => 5,
    });
    out
}

fn stand(first: &Act, second: &Act) -> Stand {
    let side = |act: &Act| act.act.polarity.clone().filter(|side| side == "+" || side == "-");
    match (side(first), side(second)) {
        (Some(a), Some(b)) if a != b => Stand::Against,
        (Some(_), Some(_)) => match first.act.intensity.cmp(&second.act.intensity) {
            std::cmp::Ordering::Greater => Stand::FirstStronger,
            std::cmp::Ordering::Less => Stand::SecondStronger,
            std::cmp::Ordering::Equal => Stand::Alike,
        },
        _ => Stand::Both,
    }
}

fn bag(text: &str, fold: &FoldTable) -> BTreeSet<String> {
    pieces(text, fold).into_iter().filter(|piece| !piece.alone).map(|piece| piece.text).collect()
}

/// The share of the shorter one's pieces, so that a long sentence may hold what a short one says.
fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let (least, shared) = (a.len().min(b.len()), a.intersection(b).count());
    if least < 2 { 0.0 } else { shared as f64 / least as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_ledger::{ActId, Standing};

    #[test]
    fn sides_are_held_against_each_other_where_both_speak_of_the_same() {
        let fold = FoldTable::new([('捕', '捕')], true).expect("lengths agree");
        let act = |row: i64, holders: &str, quote: &str, polarity: &str, rung: u8, via: &str| {
            let json = format!(
                r#"{{"kind":"position","start":0,"end":9,"quote":"{quote}","holders":{holders},"polarity":"{polarity}","intensity":{rung},"via":{via}}}"#
            );
            let id = ActId { article: format!("{row:024x}"), local: "p0-9".into() };
            let act = serde_json::from_str(&json).expect("an act");
            Act { row, id, article: row, title: None, said: None, act, standing: Standing::default() }
        };
        let all = vec![
            act(1, r#"["CHL"]"#, "反对南极捕鲸", "-", 3, "[]"),
            act(2, r#"["NOR"]"#, "支持南极捕鲸", "+", 3, "[]"),
            act(3, r#"["CHL","NOR"]"#, "支持港口减排", "+", 3, "[]"),
            act(4, r#"["CHL"]"#, "欢迎海洋科学大会", "+", 2, "[]"),
            act(5, r#"["NOR"]"#, "坚定支持海洋科学大会召开", "+", 4, "[]"),
            act(6, r#"["NOR"]"#, "反对倾倒废物", "-", 3, "[]"),
            act(7, r#"["NOR"]"#, "反对南极捕鲸", "-", 5, r#"["NZL"]"#),
        ];
        let own = |id: &str| vec![id.to_owned()];
        let told: Vec<_> = contrast(all, &own("CHL"), &own("NOR"), &fold)
            .into_iter()
            .map(|one| (one.stand, one.first.map(|act| act.row), one.second.map(|act| act.row)))
            .collect();
        assert_eq!(
            told,
            [
                (Stand::Against, Some(1), Some(2)),
                (Stand::SecondStronger, Some(4), Some(5)),
                (Stand::Together, Some(3), Some(3)),
                (Stand::SecondOnly, None, Some(6)),
            ]
        );
    }
}
