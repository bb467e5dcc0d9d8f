//! PLOVER codes of events: the type of their class, with the mode where a word of the evidence says it (CONSULT-visit).
//! Classes and words are the pack's; a class without a type gives no code.

use std::collections::BTreeMap;

use chancery_model::{Act, ActKind, Stance};
use chancery_pack::RawPack;
use chancery_pattern::Letters;

/// A pack's crosswalk.
#[derive(Debug, Default)]
pub(crate) struct Plover {
    types: BTreeMap<Stance, String>,
    /// Words with their characters and their mode, in the order of the pack.
    modes: BTreeMap<Stance, Vec<(String, Letters, String)>>,
    by_words: bool,
}

impl Plover {
    /// From a pack; rows of unknown classes say nothing.
    pub(crate) fn new(pack: &RawPack) -> Self {
        let mut plover = Self { by_words: pack.head.word_edges, ..Self::default() };
        for word in pack.list("plover") {
            if let (Some(stance), Some(code)) = (Stance::from_name(&word.form), word.text("code")) {
                plover.types.insert(stance, code.to_owned());
            }
        }
        for word in pack.list("plover-mode") {
            if let (Some(stance), Some(mode)) = (word.text("of").and_then(Stance::from_name), word.text("mode")) {
                let row = (word.form.to_owned(), Letters::of(&word.form), mode.to_owned());
                plover.modes.entry(stance).or_default().push(row);
            }
        }
        plover
    }

    /// Codes the events among `acts`.
    pub(crate) fn code_events(&self, folded: &str, acts: &mut [Act]) {
        for act in acts.iter_mut().filter(|a| a.kind == ActKind::Event) {
            act.event = self.code(act.stance, &folded[act.span.range()]);
        }
    }

    /// The code of an event of this class with this evidence, in the folding view.
    fn code(&self, stance: Option<Stance>, quote: &str) -> Option<String> {
        let stance = stance?;
        let kind = self.types.get(&stance)?;
        // Most words have a character that the quote has not: they are not looked for.
        let letters = Letters::of(quote);
        let said = |word: &str| {
            quote.match_indices(word).any(|(at, _)| {
                let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                !self.by_words
                    || !(letter(quote[..at].chars().next_back()) || letter(quote[at + word.len()..].chars().next()))
            })
        };
        let mut modes = self.modes.get(&stance).into_iter().flatten();
        let mode = modes.find(|(word, own, _)| letters.may_hold(own) && said(word));
        Some(mode.map_or_else(|| kind.clone(), |(_, _, mode)| format!("{kind}-{mode}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_evidence_gives_the_mode() {
        let plover = Plover::new(&chancery_pack::bundled("zh").expect("no problems"));
        let code = |stance, quote| plover.code(Some(stance), quote);
        assert_eq!(code(Stance::Consult, "两国外长通电话").as_deref(), Some("CONSULT-phone"));
        assert_eq!(code(Stance::Agree, "双方签署协定").as_deref(), Some("AGREE"));
        assert_eq!(code(Stance::Establish, "成立工作组"), None);
        let plover = Plover::new(&chancery_pack::bundled("en").expect("no problems"));
        assert_eq!(plover.code(Some(Stance::Mobilize), "enforces a rule").as_deref(), Some("MOBILIZE"));
        assert_eq!(plover.code(Some(Stance::Mobilize), "moved forces east").as_deref(), Some("MOBILIZE-troops"));
    }
}
