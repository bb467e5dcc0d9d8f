//! Names that meant another actor at another time: which of a form's rows holds on the day a text speaks from.

use std::collections::BTreeMap;

use chancery_model::{ActorId, Day};
use chancery_pack::{Name, RawPack};

use crate::cast::unique;
use crate::tokens::{Class, Token};
use crate::vocabulary::{Lexis, Word};

/// A row's days and whom it means.
#[derive(Debug)]
struct Period {
    from: Option<Day>,
    to: Option<Day>,
    actors: Vec<ActorId>,
}

impl Period {
    fn holds(&self, on: Option<Day>) -> bool {
        match on {
            Some(day) => self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to),
            None => self.to.is_none(),
        }
    }
}

/// Forms with several rows, by their form in the folding view.
#[derive(Debug, Default)]
pub(crate) struct DatedNames(BTreeMap<String, Vec<Period>>);

/// A day of the pack (1945-09-02).
pub(crate) fn day(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    Day::new(year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}

impl DatedNames {
    /// From a pack: forms of actors with rows for several times.
    pub(crate) fn new(pack: &RawPack) -> Self {
        let mut rows: BTreeMap<String, Vec<&Name>> = BTreeMap::new();
        for name in pack.names.iter().filter(|n| matches!(n.kind.as_str(), "country" | "org" | "group" | "person")) {
            if !name.from.is_empty() || !name.to.is_empty() {
                rows.entry(name.form.to_ascii_lowercase()).or_default().push(name);
            }
        }
        // 某甲, of one body first and of the state later: one person, two to speak for.
        let means = |n: &&Name| (n.id.clone(), n.noted("actor").map(str::to_owned));
        rows.retain(|_, names| names.iter().any(|n| means(n) != means(&names[0])));
        let period = |n: &&Name| Period {
            from: day(&n.from),
            to: day(&n.to),
            actors: unique(n.noted("actor").into_iter().chain(n.id.split('+')).filter_map(ActorId::new).collect()),
        };
        Self(rows.into_iter().map(|(form, names)| (form, names.iter().map(period).collect())).collect())
    }

    /// Whom a form means on that day, where it has meant several.
    pub(crate) fn actors(&self, form: &str, on: Option<Day>) -> Option<Vec<ActorId>> {
        let period = self.0.get(form)?.iter().find(|p| p.holds(on))?;
        Some(period.actors.clone())
    }

    /// Gives the names in `tokens` the meaning of that day; today's where no day is known.
    pub(crate) fn hold(&self, folded: &str, tokens: &mut [Token], lexis: &mut Lexis<'_>, on: Option<Day>) {
        if self.0.is_empty() {
            return;
        }
        let mut words: BTreeMap<u32, u32> = BTreeMap::new();
        for token in tokens.iter_mut().filter(|t| t.is(Class::Actor)) {
            if let Some(word) = words.get(&token.word) {
                token.word = *word;
                continue;
            }
            let Some(periods) = self.0.get(&folded[token.span.range()]) else { continue };
            let Some(period) = periods.iter().find(|p| p.holds(on)) else { continue };
            let word = lexis.extend(Word::person(period.actors.clone()));
            words.insert(token.word, word);
            token.word = word;
        }
    }
}
