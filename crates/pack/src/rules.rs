//! A pack's rules, ready to ask: which rule lets this word, in this clause, be an act of that kind?
//! What this is not: finding the words (the caller's work), or deciding who acts and how far the evidence reaches.
//! Next to read: `rules/load.rs` (files → rules), `rules/check.rs` (their examples), then `packs/zh/rules/*.toml`.

mod check;
mod load;
mod plain;
mod verdict;

use std::collections::BTreeMap;

use chancery_model::ActKind;
use chancery_pattern::{Found, Held, Lists, Match, Names, Pattern, RoleId, View};
use chancery_text::Span;

pub use check::{Reads, check_rules};
pub(crate) use load::ready_rules;
pub use load::{read_rules, rules, rules_of};
pub use plain::Plain;
pub use verdict::{Answer, Verdict};

/// The types of mention that patterns may ask for: `{actor}`.
pub const TYPES: &[&str] = &["actor", "amount", "date", "instrument", "mechanism"];

/// The role every `match` must name: the word that makes it an act.
const ACT: &str = "act";

/// A sentence of a rule, with the evidence marked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Without its marks.
    pub text: String,
    /// What is marked, in order.
    pub roles: Vec<(String, Span)>,
    /// Line in the rule's file.
    pub line: usize,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// `zh/commitment/will`.
    pub id: String,
    /// What kind of act it lets be.
    pub kind: ActKind,
    /// What it means, for people.
    pub note: String,
    /// Where values come from: `intensity = "act + how"`.
    pub set: BTreeMap<String, String>,
    /// Sentences it must match, as marked; none in a bundled pack that is loaded for reading ([`crate::Bundled::load`]).
    pub yes: Vec<Example>,
    /// Sentences it must not match; none is marked.
    pub no: Vec<Example>,
    /// Its file.
    pub file: String,
    /// Its first line there.
    pub line: usize,
    roles: Vec<String>,
    act: RoleId,
    patterns: Vec<Pattern>,
    /// For each pattern, the lists whose words alone can be its act; `None` where others can.
    acts: Vec<Option<Lists>>,
    guards: Vec<Pattern>,
}

impl Rule {
    /// The names its patterns give, by number.
    #[must_use]
    pub fn roles(&self) -> &[String] {
        &self.roles
    }

    /// Its lines of `match`.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(Pattern::line)
    }

    /// Whether a word of these lists may be its act by this pattern.
    fn opens(&self, pattern: usize, word: Lists) -> bool {
        self.acts[pattern].is_none_or(|lists| lists.meets(word))
    }

    /// The reading of one of its patterns with the act at `anchor`, guards not yet asked.
    fn reading(&self, pattern: &Pattern, view: &View<'_>, anchor: Span, found: &mut Found) -> Option<Match> {
        pattern.find_at(view, self.act, anchor, found);
        found.take_best()
    }

    /// The match that lets the word at `anchor`, which is of the lists `word`, be an act: the first pattern's whose best
    /// reading no guard forbids.
    fn allows(&self, view: &View<'_>, held: &Held, (anchor, word): (Span, Lists), found: &mut Found) -> Option<Match> {
        self.patterns.iter().enumerate().filter(|(i, p)| self.opens(*i, word) && p.wakes(held)).find_map(
            |(_, pattern)| {
                let reading = self.reading(pattern, view, anchor, found)?;
                let guarded = self.guards.iter().any(|g| g.wakes(held) && g.guards(view, &reading, found));
                (!guarded).then_some(reading)
            },
        )
    }
}

/// All rules of a pack, in the order of their files.
#[derive(Debug)]
pub struct Rules {
    rules: Vec<Rule>,
    names: Names,
}

/// The memory that asking rules needs: keep one for many questions.
#[derive(Debug, Default)]
pub struct Desk {
    found: Found,
}

impl Desk {
    /// Whether a sentence was too much for a rule since this was last asked: an act may be missing.
    pub fn take_capped(&mut self) -> bool {
        std::mem::take(&mut self.found.capped)
    }
}

impl Rules {
    /// The numbers of lists and types, for whoever makes views.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Takes in rules that add to these: one of an id known here takes its place. Both were read with the same lists.
    pub(crate) fn overlay(&mut self, over: Self) {
        for rule in over.rules {
            match self.rules.iter_mut().find(|known| known.id == rule.id) {
                Some(known) => *known = rule,
                None => self.rules.push(rule),
            }
        }
    }

    /// Every rule.
    #[must_use]
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }

    /// The first rule of that kind that lets the word at `anchor` be its act, if any. `held` are the lists that have a word
    /// in the view's sentence ([`View::held`]).
    #[must_use]
    pub fn licence(
        &self,
        view: &View<'_>,
        held: &Held,
        kind: ActKind,
        anchor: Span,
        desk: &mut Desk,
    ) -> Option<(&Rule, Match)> {
        let word = word_at(view, anchor);
        let of_kind = self.rules.iter().filter(|rule| rule.kind == kind);
        of_kind.into_iter().find_map(|rule| {
            let by = rule.allows(view, held, (anchor, word), &mut desk.found)?;
            Some((rule, by))
        })
    }
}

/// The lists of the word at `anchor`, if one stands there.
fn word_at(view: &View<'_>, anchor: Span) -> Lists {
    let first = view.tokens.partition_point(|t| t.span.start() < anchor.start());
    let mut word = Lists::default();
    for token in view.tokens[first..].iter().take_while(|t| t.span.start() == anchor.start()) {
        if token.span == anchor {
            word.join(token.lists);
        }
    }
    word
}
