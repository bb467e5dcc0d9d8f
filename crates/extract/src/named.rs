//! Named things: instruments (《…公约》, 第2593号决议), mechanisms (forums, dialogues, bodies) and meetings, as printed.
//!
//! Found by title marks and quotations, by the names of the lexicon, by head words with what narrows them down
//! (`named/compose.rs`, `named/capitals.rs`), and by the short names that the text gives them. Where names overlap the
//! longest is kept. Next to read: `named/table.rs`, then `named/notes.rs`.

mod capitals;
mod compose;
pub(crate) mod notes;
mod sessions;
pub(crate) mod table;

use chancery_model::{Mention, MentionKind, MentionValue};
use chancery_text::Span;
use chancery_value::ValueMention;

use crate::knowledge::Language;
use crate::layout::{Enclosed, Enclosure, Layout};
use crate::tokens::Token;
use crate::vocabulary::Lexis;
use compose::Ground;
pub(crate) use sessions::ranked;
use table::{Head, NamedKind, Needs, Table};

/// A named thing at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Thing {
    pub(crate) span: Span,
    pub(crate) kind: NamedKind,
    /// An organisation of the lexicon: an actor too.
    pub(crate) body: bool,
    /// A meeting that is a mechanism as well.
    pub(crate) also: bool,
}

/// The named things of a text, in order; none overlaps another, but for what stands in a meeting's name.
#[derive(Debug, Default)]
pub(crate) struct Things {
    pub(crate) found: Vec<Thing>,
}

/// Longest short name in brackets behind its long one, in bytes.
const SHORT: usize = 12;

/// So many characters in quotation marks name nothing.
const FEW: usize = 3;

/// How far behind a name its short name may be told, in bytes (X法案，简称“Y”).
const NEAR: u32 = 60;

/// A text with all that is found in it before its names are.
pub(crate) struct Scene<'a> {
    pub(crate) text: &'a str,
    pub(crate) folded: &'a str,
    pub(crate) layout: &'a Layout,
    pub(crate) tokens: &'a [Token],
    pub(crate) lexis: &'a Lexis<'a>,
    pub(crate) values: &'a [ValueMention],
}

/// Finds them.
pub(crate) fn things(scene: &Scene<'_>, language: &Language) -> Things {
    let table = &language.named;
    let mut ground = Ground {
        folded: scene.folded,
        tokens: scene.tokens,
        lexis: scene.lexis,
        enclosed: &scene.layout.names,
        values: scene.values,
        table,
        known: Vec::new(),
    };
    let mut found: Vec<Thing> = Vec::new();
    marked(scene, table, &mut found);
    let mut segment = 0;
    let mut enclosed = 0;
    let segments = &scene.layout.segments;
    for (span, entry) in table.find_in(scene.text, scene.folded, true) {
        while segments.get(segment).is_some_and(|s| s.span.end() <= span.start()) {
            segment += 1;
        }
        while scene.layout.names.get(enclosed).is_some_and(|e| e.span.end() <= span.start()) {
            enclosed += 1;
        }
        let within = scene.layout.names.get(enclosed).filter(|e| e.span.contains(span));
        if within.is_some_and(|e| e.how != Enclosure::Bracket && !(e.how == Enclosure::Quote && entry.known.is_some()))
        {
            continue;
        }
        if ground.is_cut(span) {
            continue;
        }
        let clause = segments.get(segment).map(|s| s.span).filter(|s| s.contains(span));
        let bounds = within.map(|e| e.span).or(clause).unwrap_or(span);
        if let Some(head) = entry.head {
            let name = if table.by_words {
                ground.capitals(scene.text, bounds.start(), bounds.end(), span, head)
            } else {
                ground.compose(bounds.start(), span, head)
            };
            if let Some(mut name) = name {
                if table.by_words && head.kind == NamedKind::Meeting {
                    name = Span::new(ground.convened(name).0, name.end());
                }
                found.push(Thing { span: name, kind: head.kind, body: false, also: head.body });
            }
        }
        if let Some(kind) = entry.known {
            if !entry.body {
                ground.known.push(span);
            }
            let ranked = if table.by_words { span } else { ground.session(span) };
            // A session of known talks, or one that is held, is a meeting (第六次…会谈, 出席东亚峰会).
            let head = (kind == NamedKind::Mechanism).then(|| table.meets(&scene.folded[span.range()])).flatten();
            let talks = |head: &Head| ranked != span && !head.body && !head.sits;
            let wide = if table.by_words && !entry.body { ground.widened(scene.text, bounds, span) } else { ranked };
            let (start, told) =
                if table.by_words && head.is_some() { ground.convened(wide) } else { (wide.start(), false) };
            let whole = Span::new(start, wide.end());
            let meets = head.filter(|h| {
                let held = if table.by_words { told || whole != span } else { ground.is_held(bounds, ranked) };
                talks(h) || (table.by_words || !entry.body) && held
            });
            let also = meets.is_some_and(|h| whole != span && !talks(&h));
            if meets.is_some() && !also {
                // 第六次|两会会谈: the series is told with its session.
                found.push(Thing { span, kind, body: entry.body, also: false });
            }
            let kind = if meets.is_some() { NamedKind::Meeting } else { kind };
            let span = unquoted(scene, if meets.is_some() { whole } else { wide });
            found.push(Thing { span, kind, body: entry.body, also });
        }
    }
    shortened(scene, table, &mut found);
    // A meeting's name may hold the names of its body; nothing else overlaps.
    let (meetings, others): (Vec<Thing>, Vec<Thing>) = found.into_iter().partition(|t| t.kind == NamedKind::Meeting);
    let mut found = longest(others);
    let kept = found.clone();
    found.extend(
        longest(meetings).into_iter().filter(|m| !kept.iter().any(|o| o.span != m.span && o.span.contains(m.span))),
    );
    found.sort_by_key(|t| (t.span.start(), std::cmp::Reverse(t.span.end())));
    Things { found }
}

/// Titles, and quotations that hold a head word at their end or stand before one.
fn marked(scene: &Scene<'_>, table: &Table, found: &mut Vec<Thing>) {
    for Enclosed { span, how } in &scene.layout.names {
        let inner = &scene.folded[span.range()];
        let head = match how {
            Enclosure::Bracket => continue,
            // A title without a document's head word is a book's or a paper's.
            Enclosure::Title => {
                let name = table.head_of(inner.trim_end_matches(['》', '）', ')', '”']));
                let name =
                    name.or_else(|| table.head_of(before_bracket(inner))).or_else(|| behind(scene, table, *span));
                if name.is_none() && !table.by_words {
                    continue;
                }
                found.push(Thing { span: *span, kind: NamedKind::Instrument, body: false, also: false });
                continue;
            }
            Enclosure::Quote if table.by_words || inner.contains(['，', ',', '；']) => continue,
            Enclosure::Quote => {
                let inside = table.head_of(inner).filter(|h| !matches!(h.needs, Needs::After | Needs::Title));
                behind(scene, table, *span)
                    .filter(|h| (h.needs != Needs::After && h.kind != NamedKind::Meeting) || inside.is_none())
                    .or(inside)
            }
        };
        if let Some(head) = head {
            found.push(Thing { span: *span, kind: head.kind, body: false, also: head.body });
        }
    }
}

/// A title without the years or place in brackets at its end (…规划（2023—2027年）).
fn before_bracket(inner: &str) -> &str {
    let cut = inner.trim_end_matches([')', '）']);
    if cut.len() == inner.len() {
        return inner;
    }
    cut.rfind(['(', '（']).map_or(inner, |at| &inner[..at])
}

/// The head word right behind the mark that closes `span`.
fn behind(scene: &Scene<'_>, table: &Table, span: Span) -> Option<Head> {
    let rest = &scene.folded[span.end() as usize..];
    let mark = rest.chars().next()?.len_utf8();
    let window = rest.char_indices().nth(SHORT).map_or(rest, |(i, _)| &rest[..i]);
    let (end, head) = table.head_at(&window[mark..])?;
    let inner = &scene.folded[span.range()];
    // A few characters in quotation marks are a way of speaking (“小圈子”集团), unless they are letters or signs.
    let term = inner.chars().count() > FEW || !inner.chars().all(char::is_alphabetic) || inner.is_ascii();
    // A counter behind a quotation (“福特”号) is none: a ship is meant.
    Some(head).filter(|h| term && (h.needs != Needs::Figure || end > 4))
}

/// A name that begins with a quotation is printed as what stands in the marks (“甲”倡议).
fn unquoted(scene: &Scene<'_>, span: Span) -> Span {
    let names = &scene.layout.names;
    let n = names.partition_point(|e| e.span.start() <= span.start());
    match names.get(n) {
        Some(e) if e.how == Enclosure::Quote && e.span.start() <= span.start() + 3 && span.contains(e.span) => e.span,
        _ => span,
    }
}

/// Short names: letters in brackets right behind a name, and what is said to be short for it.
fn shortened(scene: &Scene<'_>, table: &Table, found: &mut Vec<Thing>) {
    found.sort_by_key(|t| (t.span.end(), t.span.start()));
    let known = found.len();
    for Enclosed { span, how } in &scene.layout.names {
        let inner = &scene.text[span.range()];
        // (SCC: “2+2”) gives the first.
        let printed = inner.split([':', ';', ',']).next().unwrap_or(inner);
        let open = scene.text[..span.start() as usize].chars().next_back().map_or(0, char::len_utf8) as u32;
        let at = span.start() - open;
        let last = found[..known].partition_point(|t| t.span.end() <= at);
        let Some(long) = last.checked_sub(1).map(|i| found[i]) else { continue };
        let gap = &scene.folded[long.span.end() as usize..at as usize];
        let letters = printed.len() >= 2
            && printed.len() <= SHORT
            && printed.bytes().filter(u8::is_ascii_uppercase).count() >= 2
            && printed.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'+');
        let touches = gap.chars().all(|c| c.is_whitespace() || matches!(c, '”' | '’' | '》' | '"'));
        let called = *how == Enclosure::Quote
            && at - long.span.end() <= NEAR
            && table.shorts.iter().any(|s| gap.ends_with(s.as_str()));
        let listed = || {
            let first = found[..known].partition_point(|t| t.span.end() < span.end());
            found[first..known].iter().take_while(|t| t.span.end() == span.end()).any(|t| t.span == *span)
        };
        if ((*how == Enclosure::Bracket && letters && touches) || called) && !listed() {
            let span = if called { *span } else { Span::new(span.start(), span.start() + printed.len() as u32) };
            found.push(Thing { span, kind: long.kind, body: false, also: long.also });
        }
    }
}

/// In order, without those that a longer one overlaps.
fn longest(mut found: Vec<Thing>) -> Vec<Thing> {
    found.sort_by_key(|t| (t.span.start(), std::cmp::Reverse(t.span.end()), t.body));
    let mut kept: Vec<Thing> = Vec::with_capacity(found.len());
    for thing in found {
        match kept.last_mut() {
            Some(last) if last.span.overlaps(thing.span) => {
                if thing.span.len() > last.span.len() {
                    *last = thing;
                }
            }
            _ => kept.push(thing),
        }
    }
    kept
}

impl Things {
    /// Names of instruments and of mechanisms under `span`, each once.
    pub(crate) fn under(&self, text: &str, span: Span) -> (Vec<String>, Vec<String>) {
        let mut out = (Vec::new(), Vec::new());
        for thing in self.within(span) {
            let name = text[thing.span.range()].to_owned();
            let list = match thing.kind {
                NamedKind::Instrument => &mut out.0,
                NamedKind::Mechanism => &mut out.1,
                NamedKind::Meeting if thing.also => &mut out.1,
                NamedKind::Meeting => continue,
            };
            if !list.contains(&name) {
                list.push(name);
            }
        }
        out
    }

    /// Those that stand inside `span`.
    pub(crate) fn within(&self, span: Span) -> impl Iterator<Item = &Thing> {
        let first = self.found.partition_point(|f| f.span.start() < span.start());
        self.found[first..]
            .iter()
            .take_while(move |f| f.span.start() < span.end())
            .filter(move |f| span.contains(f.span))
    }

    /// Where they stand, and what they are.
    pub(crate) fn places(&self) -> impl Iterator<Item = (Span, NamedKind)> + '_ {
        self.found.iter().map(|thing| (thing.span, thing.kind))
    }

    /// Whether a date stands inside a name (2030年可持续发展议程): it is part of it.
    pub(crate) fn holds_date(&self, span: Span) -> bool {
        let next = self.found.partition_point(|f| f.span.start() <= span.start());
        self.found[next.saturating_sub(2)..next].iter().any(|t| t.span.contains(span))
    }

    pub(crate) fn mentions<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Mention> + 'a {
        self.found.iter().filter_map(|thing| {
            let kind = match thing.kind {
                NamedKind::Instrument => MentionKind::Instrument,
                NamedKind::Mechanism => MentionKind::Mechanism,
                NamedKind::Meeting if thing.also => MentionKind::Mechanism,
                NamedKind::Meeting => return None,
            };
            let value = MentionValue::Name(text[thing.span.range()].to_owned());
            Some(Mention { span: thing.span, kind, value })
        })
    }
}
