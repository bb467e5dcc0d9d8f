//! Names that several states share (巴方, 中尼): the state that the article names elsewhere in full is meant, else a group
//! where the name may mean one; with neither, nobody. Next to read: `coding.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_model::{ActorId, Day};
use chancery_pack::RawPack;

use crate::dated::day;
use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::Lexis;

/// “布什”号: a ship that is called by somebody's name is not he.
pub(crate) fn unname_ships(folded: &str, tokens: &mut [Token], vessels: &[String]) {
    for t in tokens.iter_mut().filter(|t| t.is(Class::Actor)) {
        let rest = &folded[t.span.end() as usize..];
        let mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let quoted = rest.strip_prefix(mark);
        // 「布什號」: the word may stand within the marks.
        let within = vessels.iter().any(|v| rest.strip_prefix(v.as_str()).is_some_and(|r| r.starts_with(mark)));
        if within || quoted.is_some_and(|rest| vessels.iter().any(|v| rest.starts_with(v.as_str()))) {
            t.classes = Classes::of(&[Class::Block]);
        }
    }
}

/// The shared names of a language.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// Whom each form may mean, the usual one first.
    forms: BTreeMap<String, Vec<ActorId>>,
    /// Whom the short name of an actor may mean instead, in compounds.
    instead: BTreeMap<ActorId, Vec<ActorId>>,
    /// Behind a state's name: a matter, whose state is only talked about (乌克兰危机).
    matters: Vec<String>,
    /// Of the forms, those that mean somebody in papers of a war long past only (敌军), with the last day on which the first
    /// of those whom they may mean is meant.
    foes: BTreeMap<String, Option<Day>>,
}

/// From when a text speaks, for names of a war long past.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    /// The day, where it is known.
    pub(crate) on: Option<Day>,
    /// Whether the text is of that time: by its day, or else by words that only its press had.
    pub(crate) old: bool,
}

impl Shared {
    /// From the pack's list `ambiguous-side`.
    pub(crate) fn new(pack: &RawPack) -> Self {
        let mut shared = Self { matters: pack.forms("topic-end"), ..Self::default() };
        let short: BTreeMap<&str, &str> =
            pack.names.iter().filter(|n| n.kind == "short").map(|n| (n.form.as_str(), n.id.as_str())).collect();
        for word in pack.list("ambiguous-side") {
            let ids: Vec<ActorId> = word.text("ids").unwrap_or_default().split('+').filter_map(ActorId::new).collect();
            let head = word.form.chars().next().map(String::from).unwrap_or_default();
            if let Some(usual) = short.get(head.as_str()).and_then(|id| ActorId::new(id)) {
                let others = shared.instead.entry(usual).or_default();
                others.extend(ids.iter().filter(|id| !id.as_str().contains(':')).cloned());
            }
            if word.number("old").is_some() {
                shared.foes.insert(word.form.to_owned(), word.text("until").and_then(day));
            }
            shared.forms.insert(word.form.to_owned(), ids);
        }
        shared
    }

    /// The forms, with whom each usually means.
    pub(crate) fn usual(&self) -> impl Iterator<Item = (&str, &ActorId)> {
        self.forms.iter().filter_map(|(form, ids)| Some((form.as_str(), ids.first()?)))
    }

    /// Gives each shared name in `tokens` its meaning in this article.
    pub(crate) fn resolve(&self, folded: &str, tokens: &mut [Token], lexis: &mut Lexis<'_>, time: Time) {
        let word = |t: &Token| &folded[t.span.range()];
        // Each word once: a long text names the same few hundreds over and over.
        let mut once: Vec<&Token> = tokens.iter().filter(|t| t.is(Class::Actor)).collect();
        once.sort_unstable_by_key(|t| (t.word, t.span.len()));
        once.dedup_by_key(|t| (t.word, t.span.len()));
        let named: BTreeSet<ActorId> = once
            .into_iter()
            .filter(|t| !self.forms.contains_key(word(t)) && !lexis.word(t).is_compound())
            .flat_map(|t| lexis.word(t).actors.clone())
            .collect();
        let present = self.present(folded, tokens, &named, lexis);
        for t in tokens.iter_mut().filter(|t| t.is(Class::Actor)) {
            let own = lexis.word(t);
            let until = self.foes.get(&folded[t.span.range()]);
            if until.is_some() && !time.old {
                t.classes.remove(Class::Actor);
                continue;
            }
            let actors = if let (Some(ids), Some(until)) = (self.forms.get(&folded[t.span.range()]), until) {
                foe(ids, *until, time.on, &named)
            } else if let Some(ids) = self.forms.get(&folded[t.span.range()]) {
                // 西方 means the group where no other state is meant; 阿方 is too many.
                let group = |id: &&ActorId| ids.len() == 2 && id.is_group();
                let here =
                    ids.iter().find(|id| present.contains(id)).or_else(|| ids.iter().find(|id| named.contains(id)));
                let meant = here.or_else(|| ids.iter().find(group));
                meant.cloned().into_iter().collect::<Vec<_>>()
            } else if own.is_compound() {
                own.actors.iter().map(|a| self.meant(a, &named)).collect()
            } else {
                continue;
            };
            if actors != own.actors {
                let mut fresh = own.clone();
                fresh.actors = actors;
                t.word = lexis.extend(fresh);
            }
        }
    }

    /// Of the states that shared names may mean, those named for more than a matter (乌干达 beside 乌克兰危机), where the text names
    /// several of one form.
    fn present(
        &self,
        folded: &str,
        tokens: &[Token],
        named: &BTreeSet<ActorId>,
        lexis: &Lexis<'_>,
    ) -> BTreeSet<ActorId> {
        let doubtful = |ids: &Vec<ActorId>| ids.iter().filter(|id| named.contains(id)).count() >= 2;
        let ids: Vec<&ActorId> = self.forms.values().filter(|ids| doubtful(ids)).flatten().collect();
        let mut present = BTreeSet::new();
        for t in tokens.iter().filter(|t| !ids.is_empty() && t.is(Class::Actor)) {
            let after = &folded[t.span.end() as usize..];
            let own = lexis.word(t);
            let shared = self.forms.contains_key(&folded[t.span.range()]) || own.is_compound();
            if !shared && !self.matters.iter().any(|m| after.starts_with(m.as_str())) {
                present.extend(own.actors.iter().filter(|a| ids.contains(a)).cloned());
            }
        }
        present
    }

    fn meant(&self, usual: &ActorId, named: &BTreeSet<ActorId>) -> ActorId {
        let others = self.instead.get(usual).filter(|_| !named.contains(usual));
        others.and_then(|ids| ids.iter().find(|id| named.contains(id))).unwrap_or(usual).clone()
    }
}

/// Whom the enemy's name means: the first of `ids` up to its day, then the first of the others whom the text names; without a
/// day the first whom it names, or the first.
fn foe(ids: &[ActorId], until: Option<Day>, on: Option<Day>, named: &BTreeSet<ActorId>) -> Vec<ActorId> {
    let (Some(first), rest) = (ids.first(), ids.get(1..).unwrap_or_default()) else { return Vec::new() };
    let meant = match on.zip(until) {
        Some((on, until)) if on <= until => Some(first),
        Some(_) => rest.iter().find(|id| named.contains(id)),
        None => ids.iter().find(|id| named.contains(id)).or(Some(first)),
    };
    meant.cloned().into_iter().collect()
}
