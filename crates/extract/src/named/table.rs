//! What a pack knows of named things: the names in its lexicon, and the head words by which others are found.
//! Next to read: `compose.rs` and `capitals.rs`, which build a name on a head word.

use std::collections::{BTreeMap, BTreeSet};

use chancery_model::MechanismAct;
use chancery_pack::RawPack;
use chancery_text::Span;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use crate::govern::Forms;
use crate::register::{Keys, Register};
use crate::vocabulary::stands_alone;

/// What a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NamedKind {
    Instrument,
    Mechanism,
    Meeting,
}

/// What a head word needs beside it to make a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Any words that narrow it down (…公约, …论坛).
    Any,
    /// A name, a figure or a quotation among them (中俄…机制).
    Name,
    /// That it is made just there (建立…通道), or a quotation.
    Made,
    /// Marks around it, or right before it.
    Quote,
    /// Marks of a title around it (《…意见》).
    Title,
    /// A quotation right before it.
    After,
    /// A rank or number before it (第2593号决议).
    Figure,
    /// A name, which may touch it (中俄印机制).
    Near,
}

/// A head word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) kind: NamedKind,
    pub(crate) needs: Needs,
    /// The word names a gathering that is a body too (峰会).
    pub(crate) body: bool,
    /// A document even without anything before it, where it is issued (发表声明).
    pub(crate) bare: bool,
    /// A quotation before it is only a part of its name (“甲”合作规划).
    pub(crate) whole: bool,
    /// The word names a series whose sessions are meetings (第五轮战略对话).
    pub(crate) sits: bool,
}

/// A name or head word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    /// A known name of this kind.
    pub(crate) known: Option<NamedKind>,
    /// An organisation of the lexicon, an actor in its own right.
    pub(crate) body: bool,
    pub(crate) head: Option<Head>,
}

/// Longest head word, in characters.
const LONGEST_HEAD: usize = 8;

/// Names and head words of a language.
pub(crate) struct Table {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    entries: Vec<Entry>,
    /// Whether the automaton was frozen for the pack, and not built of the names.
    #[cfg(test)]
    pub(crate) is_frozen: bool,
    /// Forms that count only in the capitals they are listed in (WHO), by number.
    cased: BTreeMap<u32, String>,
    /// Whether names are told by capitals and blanks, or by the words around them.
    pub(crate) by_words: bool,
    /// Verbs that are nouns inside a name (合作, 保障).
    pub(crate) parts: BTreeSet<String>,
    /// Words before a name that are none of it (一个, 有关).
    pub(crate) leads: Forms,
    /// Single characters, or words, at which a name ends to the left.
    pub(crate) edges: Forms,
    /// Words of what is any such thing (任何, 有关), which no name holds.
    pub(crate) general: Forms,
    /// Regions, which make a name one (欧洲钢铁峰会).
    pub(crate) regions: Forms,
    /// What makes a verb before a figure part of a name (成立75周年).
    pub(crate) jubilees: Forms,
    /// What opens a title that reaches over other words (关于…的声明).
    pub(crate) about: BTreeSet<String>,
    /// What ties such a title to its head (的); in a Latin language what ties names together (of the).
    pub(crate) ties: Vec<String>,
    /// Of these, what joins and what begins a name (and, the).
    pub(crate) joins: BTreeSet<String>,
    pub(crate) articles: BTreeSet<String>,
    /// Of these, what may lead to another name (to the).
    pub(crate) toward: BTreeSet<String>,
    /// What may stand between head and name on its right side (on, for).
    pub(crate) bridges: BTreeSet<String>,
    /// Counters of sessions (届, 次) and what opens the rank before them (第).
    pub(crate) sessions: Vec<String>,
    pub(crate) ranks: Vec<String>,
    /// What announces a short name (简称).
    pub(crate) shorts: Vec<String>,
    /// What verbs do to a mechanism.
    pub(crate) acts: BTreeMap<String, MechanismAct>,
    /// Last characters of a side's short name (俄方), which stands in no name.
    pub(crate) sides: Forms,
    /// Verbs of issuing (发表, 签署).
    pub(crate) issues: BTreeSet<String>,
    /// Verbs that name a meeting themselves (访华).
    pub(crate) visits: BTreeSet<String>,
    /// What opens a place.
    pub(crate) at: Forms,
    /// What opens what a meeting was for or about.
    pub(crate) topics: Forms,
    /// What says which kind of meeting it is, right before its noun (小范围会谈).
    pub(crate) kinds: Forms,
    /// What ends a list of named ones before their kind (…等国际会议).
    pub(crate) listed: Forms,
    /// What is done with a meeting that is held: before its name (出席), and behind it (开幕).
    pub(crate) holds: Forms,
    pub(crate) held: BTreeSet<String>,
    /// What makes a deed one still to come.
    pub(crate) before: BTreeSet<String>,
}

fn head(word: &chancery_pack::Word, kind: NamedKind) -> Head {
    let needs = match word.text("needs") {
        Some("any") => Needs::Any,
        Some("made") => Needs::Made,
        Some("quote") => Needs::Quote,
        Some("title") => Needs::Title,
        Some("after") => Needs::After,
        Some("figure") => Needs::Figure,
        Some("near") => Needs::Near,
        _ => Needs::Name,
    };
    let flag = |key| word.number(key).is_some_and(|n| n != 0);
    Head { kind, needs, body: flag("body"), bare: flag("bare"), whole: flag("whole"), sits: flag("session") }
}

impl Table {
    /// From a pack.
    pub(crate) fn new(pack: &RawPack) -> Self {
        let frozen = chancery_pack::frozen(&pack.head.id);
        let mut all: Register<Entry> = Register::new(frozen);
        let mut capitals: BTreeMap<String, String> = BTreeMap::new();
        let members = pack.forms("member_mark");
        for name in &pack.names {
            let (kind, body) = match name.kind.as_str() {
                "instrument" => (NamedKind::Instrument, false),
                "mechanism" => (NamedKind::Mechanism, false),
                // A firm, a paper or a party is an actor and no mechanism of anybody's.
                "org" if name.noted("private").is_none() => (NamedKind::Mechanism, true),
                _ => continue,
            };
            if body && members.iter().any(|m| name.form.ends_with(m.as_str())) {
                continue;
            }
            if name.noted("case").is_some() {
                capitals.entry(name.form.to_ascii_lowercase()).or_insert_with(|| name.form.to_owned());
            }
            let entry = all.entry(&name.form, name.place());
            if entry.known.is_none() {
                (entry.known, entry.body) = (Some(kind), body);
            }
        }
        let lists = [
            ("instrument-head", NamedKind::Instrument),
            ("mechanism-head", NamedKind::Mechanism),
            ("meeting-head", NamedKind::Meeting),
        ];
        for (id, kind) in lists {
            for word in pack.list(id) {
                let entry = all.entry(&word.form, word.place());
                entry.head = entry.head.or(Some(head(word, kind)));
            }
        }
        // Longer words that hide a head word are entries that say nothing.
        for word in pack.list("name-block") {
            all.entry(&word.form, word.place());
        }
        let (keys, entries) = all.into_sorted();
        let ready = match &keys {
            Keys::Frozen(frozen, places) if frozen.things().eq(places.iter().copied()) => {
                CharwiseDoubleArrayAhoCorasick::deserialize(frozen.things_automaton).ok()
            }
            _ => None,
        };
        #[cfg(test)]
        let is_frozen = ready.is_some();
        let forms = keys.forms();
        let automaton = ready.map(|(automaton, _)| automaton).or_else(|| {
            let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest);
            builder.build(&forms).ok()
        });
        let number = |low: &String| forms.binary_search(&low.as_str()).ok().map(|n| n as u32);
        let cased = capitals.iter().filter_map(|(low, form)| Some((number(low)?, form.clone()))).collect();
        let set = |id: &str| -> BTreeSet<String> { pack.forms(id).into_iter().collect() };
        let acts = pack.list("mechanism-act").iter().filter_map(|w| {
            let act = w.text("act").and_then(MechanismAct::from_name)?;
            Some((w.form.to_owned(), act))
        });
        Self {
            automaton,
            entries,
            #[cfg(test)]
            is_frozen,
            cased,
            by_words: pack.head.word_edges,
            parts: set("name-part"),
            leads: pack.forms("name-lead").into(),
            edges: pack.forms("name-edge").into(),
            regions: pack.forms("name-region").into(),
            jubilees: pack.forms("name-jubilee").into(),
            general: pack.forms("name-general").into(),
            about: set("name-about"),
            joins: set("name-join"),
            articles: set("name-article"),
            toward: set("name-toward"),
            ties: pack.forms("name-tie"),
            bridges: set("name-bridge"),
            sessions: pack.forms("session-mark"),
            ranks: pack.forms("rank-mark"),
            shorts: pack.forms("short-name-mark"),
            sides: pack.forms("side-mark").into(),
            issues: set("issue-verb"),
            visits: set("meeting-verb"),
            at: pack.forms("place-mark").into(),
            topics: pack.forms("meeting-topic").into(),
            acts: acts.collect(),
            before: set("mechanism-before"),
            holds: pack.forms("meeting-hold").into(),
            kinds: pack.forms("meeting-kind").into(),
            listed: pack.forms("name-list-end").into(),
            held: set("held"),
        }
    }

    /// Names and head words in `folded`, longest first, none inside another.
    pub(crate) fn find(&self, folded: &str) -> Vec<(Span, Entry)> {
        self.find_in(folded, folded, false)
    }

    /// The same; with `cased`, without those that `text` prints in other capitals than theirs.
    pub(crate) fn find_in(&self, text: &str, folded: &str, cased: bool) -> Vec<(Span, Entry)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut out = Vec::new();
        for m in automaton.leftmost_find_iter(folded) {
            if !stands_alone(folded, m.start(), m.end()) {
                continue;
            }
            let span = Span::of(m.start()..m.end());
            let printed =
                || self.cased.get(&m.value()).is_none_or(|form| text.get(span.range()) == Some(form.as_str()));
            if !cased || self.cased.is_empty() || printed() {
                out.push((span, self.entries[m.value() as usize]));
            }
        }
        out
    }

    /// The head word that `text` ends with.
    pub(crate) fn head_of(&self, folded: &str) -> Option<Head> {
        let last = self.automaton.as_ref()?.leftmost_find_iter(folded).last()?;
        let entry = self.entries[last.value() as usize];
        let head = entry.head.or(entry.known.map(|kind| Head {
            kind,
            needs: Needs::Any,
            body: false,
            bare: false,
            whole: false,
            sits: false,
        }));
        head.filter(|_| last.end() == folded.len())
    }
    /// The head word that `text` begins with, the longest one.
    pub(crate) fn head_at(&self, folded: &str) -> Option<(usize, Head)> {
        let ends = folded.char_indices().map(|(i, c)| i + c.len_utf8()).take(LONGEST_HEAD).collect::<Vec<_>>();
        ends.into_iter().rev().find_map(|end| {
            let m = self.automaton.as_ref()?.leftmost_find_iter(&folded[..end]).next()?;
            let head = self.entries[m.value() as usize].head?;
            (m.start() == 0 && m.end() == end).then_some((end, head))
        })
    }

    /// What a known name is, by the head word it ends with, where that is one of meetings or sits in sessions.
    pub(crate) fn meets(&self, name: &str) -> Option<Head> {
        let starts = name.char_indices().map(|(i, _)| i).skip(1);
        let heads = starts.filter_map(|at| self.head_of(&name[at..]));
        heads.filter(|h| h.kind == NamedKind::Meeting || h.sits).last()
    }
}
