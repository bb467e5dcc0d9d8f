//! Two actors side by side on a matter: what they say together, where both speak of the same and on which side, what only one
//! of them says. Only words in their own voices are held against each other, and what is one thing is told as on the board of
//! positions. Next to read: `sides.rs`.

use std::collections::BTreeSet;

use chancery_ledger::Act;
use serde::Serialize;

use crate::sides::{Matter, Object};

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

/// Acts of one actor that are held against the other's; beyond it the newest count.
const MOST: usize = 400;

/// What two actors say; `acts` are newest first, and may be others' too.
#[must_use]
pub fn contrast(acts: Vec<Act>, first: &[String], second: &[String], matter: &Matter<'_>) -> Vec<Contrast> {
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
    let objects = |all: &[Act]| all.iter().map(|act| Object::of(act, matter)).collect::<Vec<_>>();
    let (our_objects, their_objects) = (objects(&ours), objects(&theirs));
    let mut likely: Vec<(f64, usize, usize)> = Vec::new();
    for (at, own) in ours.iter().enumerate() {
        for (other, their) in theirs.iter().enumerate().filter(|(_, their)| their.act.kind == own.act.kind) {
            let opposed = stand(own, their) == Stand::Against;
            let score = our_objects[at].is_one(&their_objects[other], own.act.kind == "position", opposed);
            likely.extend(score.map(|score| (score, at, other)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sides::SideWords;
    use chancery_ledger::{ActId, Standing};
    use chancery_text::FoldTable;

    #[test]
    fn sides_are_held_against_each_other_where_both_speak_of_the_same() {
        let fold = FoldTable::new([('捕', '捕')], true).expect("lengths agree");
        let governing = ["支持", "坚定支持", "反对", "欢迎"]
            .iter()
            .rev()
            .flat_map(|form| ["support", "oppose", "welcome"].map(|stance| ((*form).to_owned(), stance.to_owned())));
        let words = SideWords { governing: governing.collect(), turning: vec![("倾倒".to_owned(), false)] };
        let matter = Matter { fold: &fold, words: &words };
        let act = |row: i64, holders: &str, quote: &str, polarity: &str, rung: u8, via: &str| {
            let stance = if polarity == "-" { "oppose" } else { "support" };
            let json = format!(
                r#"{{"kind":"position","start":0,"end":9,"quote":"{quote}","holders":{holders},"stance":"{stance}","polarity":"{polarity}","intensity":{rung},"via":{via}}}"#
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
            act(6, r#"["NOR"]"#, "反对向港口倾倒废物", "-", 3, "[]"),
            act(8, r#"["CHL"]"#, "支持港口废物处理", "+", 3, "[]"),
            act(7, r#"["NOR"]"#, "反对南极捕鲸", "-", 5, r#"["NZL"]"#),
        ];
        let own = |id: &str| vec![id.to_owned()];
        let told: Vec<_> = contrast(all, &own("CHL"), &own("NOR"), &matter)
            .into_iter()
            .map(|one| (one.stand, one.first.map(|act| act.row), one.second.map(|act| act.row)))
            .collect();
        assert_eq!(
            told,
            [
                (Stand::Against, Some(1), Some(2)),
                (Stand::SecondStronger, Some(4), Some(5)),
                (Stand::Together, Some(3), Some(3)),
                (Stand::FirstOnly, Some(8), None),
                (Stand::SecondOnly, None, Some(6)),
            ]
        );
    }
}
