//! The family of a set phrase: forms with an element put in, left out, put before or after, or changed for another. Either
//! among phrases that were found ([`kin`]), or of words that somebody asks for, in every text ([`family`]).

use std::collections::BTreeMap;

use chancery_text::FoldTable;
use serde::Serialize;

use crate::phrases::{Phrase, Use, forms};
use crate::tokens::{BREAK, Token, Words};

/// How a form differs from the phrase it is kin to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kin {
    /// It is the phrase.
    Same,
    /// Something is put in.
    Inserted,
    /// Something is left out.
    Dropped,
    /// Something stands before it or after it.
    Longer,
    /// Something stands in the place of something else.
    Changed,
}

/// A form of a phrase, and where it stands.
#[derive(Clone, Debug)]
pub struct Form {
    /// As most often printed.
    pub form: String,
    /// How it differs.
    pub kin: Kin,
    /// The element put in or left out, as printed; empty for the phrase itself.
    pub element: String,
    /// Where it stands, in order.
    pub uses: Vec<Use>,
}

/// Elements longer than this make another phrase.
const ELEMENT: usize = 8;

/// So much of a phrase must stay, of all its words, where something is left out or changed.
const KEPT: f64 = 0.6;

/// The same where something stands in its place: two formulas with one beginning are not yet one.
const CHANGED: f64 = 0.7;

/// The phrases among `all` that are kin to `all[head]`, with how.
#[must_use]
pub fn kin(all: &[Phrase], head: usize) -> Vec<(usize, Kin)> {
    let own = &all[head].words;
    let others = all.iter().enumerate().filter(|(number, _)| *number != head);
    others.filter_map(|(number, other)| Some((number, kinship(own, &other.words)?))).collect()
}

/// How `other` differs from `own`.
fn kinship(own: &[u32], other: &[u32]) -> Option<Kin> {
    // Most words are another, which one look tells.
    let begins = |words: &[u32], short: &[u32]| words.first() == short.first() && words == short;
    let inside =
        |long: &[u32], short: &[u32]| long.len() > short.len() && long.windows(short.len()).any(|w| begins(w, short));
    if inside(other, own) {
        return Some(Kin::Longer);
    }
    if inside(own, other) {
        return (other.len() as f64 >= KEPT * own.len() as f64).then_some(Kin::Dropped);
    }
    let shorter = own.len().min(other.len());
    let head = own.iter().zip(other).take_while(|(a, b)| a == b).count();
    let tail = own.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count().min(shorter - head);
    let (kept, longest) = (head + tail, own.len().max(other.len()));
    if head == 0 || tail == 0 || longest - kept > ELEMENT || (kept as f64) < KEPT * shorter as f64 {
        return None;
    }
    match (kept == own.len(), kept == other.len()) {
        (true, _) => Some(Kin::Inserted),
        (_, true) => Some(Kin::Dropped),
        _ => ((kept as f64) >= CHANGED * shorter as f64).then_some(Kin::Changed),
    }
}

/// Every form of the words asked for in these texts: as asked, with something put in, with something left out. The form asked
/// for comes first, then those used most often.
#[must_use]
pub fn family(asked: &str, texts: &[&str], fold: &FoldTable) -> Vec<Form> {
    let mut words = Words::new(fold);
    let own: Vec<u32> = words.tokens(asked).iter().map(|token| token.word).filter(|word| *word != BREAK).collect();
    let mut found: BTreeMap<Vec<u32>, (Hit, Vec<Use>)> = BTreeMap::new();
    if own.is_empty() {
        return Vec::new();
    }
    for (number, text) in texts.iter().enumerate() {
        let tokens = words.tokens(text);
        let mut at = 0;
        while at < tokens.len() {
            let Some(hit) = hit(&own, &tokens, at) else {
                at += 1;
                continue;
            };
            let (first, last) = (tokens[at], tokens[at + hit.length - 1]);
            let form = tokens[at..at + hit.length].iter().map(|token| token.word).collect();
            let place = Use { text: number, start: first.start as usize, end: last.end as usize };
            at += hit.length;
            found.entry(form).or_insert_with(|| (hit, Vec::new())).1.push(place);
        }
    }
    let asked_tokens: Vec<Token> = words.tokens(asked).into_iter().filter(|token| token.word != BREAK).collect();
    let mut out: Vec<Form> = found
        .into_values()
        .map(|(Hit { kin, element: (from, to), .. }, uses)| {
            let (form, _) = forms(&uses, texts);
            let element = match kin {
                Kin::Dropped => slice(asked, &asked_tokens, from, to),
                Kin::Inserted => {
                    let tokens: Vec<Token> =
                        words.tokens(&form).into_iter().filter(|token| token.word != BREAK).collect();
                    slice(&form, &tokens, from, to)
                }
                _ => String::new(),
            };
            Form { form, kin, element, uses }
        })
        .collect();
    out.sort_by(|a, b| {
        let key = |one: &Form| (one.kin != Kin::Same, std::cmp::Reverse(one.uses.len()));
        key(a).cmp(&key(b)).then_with(|| a.form.cmp(&b.form))
    });
    out
}

fn slice(text: &str, tokens: &[Token], from: usize, to: usize) -> String {
    let (Some(first), Some(last)) = (tokens.get(from), tokens.get(to.max(1) - 1)) else { return String::new() };
    text.get(first.start as usize..last.end as usize).unwrap_or_default().to_owned()
}

/// A form found at a place: how many words it takes, how it differs, and between which words its element stands (of the
/// text where it is put in, of the phrase where it is left out).
struct Hit {
    length: usize,
    kin: Kin,
    element: (usize, usize),
}

fn hit(own: &[u32], tokens: &[Token], at: usize) -> Option<Hit> {
    let word = |at: usize| tokens.get(at).map_or(BREAK, |token| token.word);
    let head = own.iter().enumerate().take_while(|(n, own)| word(at + n) == **own).count();
    if head == own.len() {
        return Some(Hit { length: head, kin: Kin::Same, element: (0, 0) });
    }
    // Two words at least on either side of the element, or half of a short phrase.
    let side = (own.len() / 2).clamp(1, 2);
    if head < side {
        return None;
    }
    // Left out: the phrase goes on without some of its words.
    for gone in 1..own.len() {
        let kept = own.len() - gone;
        if (kept as f64) < KEPT * own.len() as f64 || kept < 3 {
            break;
        }
        for from in (side..=head).rev().filter(|from| from + gone + side <= own.len()) {
            if (from + gone..own.len()).enumerate().all(|(n, own_at)| word(at + from + n) == own[own_at]) {
                return Some(Hit { length: kept, kin: Kin::Dropped, element: (from, from + gone) });
            }
        }
    }
    // Put in: the rest goes on a few words later, nothing but words between. The shortest element counts.
    for element in 1..=ELEMENT {
        if word(at + head + element - 1) == BREAK {
            break;
        }
        for kept in (side..=head).rev().filter(|kept| own.len() - kept >= side) {
            let rest = at + kept + element;
            if (kept..own.len()).enumerate().all(|(n, own_at)| word(rest + n) == own[own_at]) {
                let length = own.len() + element;
                return Some(Hit { length, kin: Kin::Inserted, element: (kept, kept + element) });
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrases::phrases;

    fn fold() -> FoldTable {
        FoldTable::new([('藍', '蓝'), ('關', '关')], true).expect("lengths agree")
    }

    #[test]
    fn forms_are_found_with_what_was_put_in_and_left_out() {
        let texts = [
            "共建蓝色海洋伙伴关系。",
            "共建藍色海洋經濟伙伴關系",
            "蓝色伙伴关系与蓝色海洋伙伴关系",
            "蓝色的海，伙伴关系",
        ];
        let all = family("蓝色海洋伙伴关系", &texts, &fold());
        let told: Vec<_> =
            all.iter().map(|one| (one.form.as_str(), one.kin, one.element.as_str(), one.uses.len())).collect();
        assert_eq!(
            told,
            [
                ("蓝色海洋伙伴关系", Kin::Same, "", 2),
                ("蓝色伙伴关系", Kin::Dropped, "海洋", 1),
                ("藍色海洋經濟伙伴關系", Kin::Inserted, "經濟", 1),
            ]
        );
        assert_eq!(family("", &texts, &fold()).len(), 0);
    }

    #[test]
    fn phrases_are_kin_by_what_they_share() {
        let words = |text: &str| text.chars().map(u32::from).collect::<Vec<_>>();
        let told = |a: &str, b: &str| kinship(&words(a), &words(b));
        assert_eq!(told("人类命运共同体", "构建人类命运共同体"), Some(Kin::Longer));
        assert_eq!(told("蓝色海洋伙伴关系", "蓝色海洋经济伙伴关系"), Some(Kin::Inserted));
        assert_eq!(told("蓝色海洋经济伙伴关系", "蓝色海洋伙伴关系"), Some(Kin::Dropped));
        assert_eq!(told("蓝色海洋伙伴关系", "蓝色陆地伙伴关系"), Some(Kin::Changed));
        assert_eq!(told("蓝色海洋伙伴关系", "绿色能源伙伴关系"), None);
        let texts = ["深化蓝色海洋伙伴关系。共建蓝色海洋伙伴关系。", "共建蓝色海洋伙伴关系。要蓝色海洋伙伴关系。"];
        let all = phrases(&texts, 2, &fold(), &crate::Stock::default());
        let head = all.iter().position(|one| one.form == "蓝色海洋伙伴关系").expect("found");
        assert!(kin(&all, head).iter().all(|(_, how)| *how == Kin::Longer));
    }
}
