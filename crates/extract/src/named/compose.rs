//! Names built on a head word in a script without blanks: from the head leftwards over what narrows it down, up to the
//! word that governs it (加强|边境地区联防联控机制), a particle, a mark. Next to read: `../named.rs`.

use chancery_model::Stance;
use chancery_text::Span;
use chancery_value::{Value, ValueMention};

use super::table::{Head, NamedKind, Needs, Table};
use crate::govern::VERBS;
use crate::layout::{Enclosed, Enclosure};
use crate::tokens::{Class, Classes, Token, is_word};
use crate::vocabulary::Lexis;

/// Longest name that is not set off by marks, in characters: the names of treaty bodies fit, a clause does not.
const LONGEST: usize = 36;

/// Between the last known name of those who meet and how many they are, in bytes: two characters (俄美|乌|三国).
const GAP: u32 = 6;

/// Longest letters in brackets that a name may hold (10+3), in bytes.
const LETTERS: usize = 8;

/// How many characters narrow a strong head word down without any name among them (抗灾基础设施联盟).
const MANY: usize = 6;

/// Words that can't stand inside a name.
const EDGES: Classes = VERBS.with(Classes::of(&[
    Class::Not,
    Class::Done,
    Class::Doing,
    Class::Tail,
    Class::Light,
    Class::With,
    Class::Toward,
    Class::By,
    Class::And,
    Class::If,
    Class::Own,
    Class::They,
    Class::Both,
    Class::All,
    Class::Copula,
    Class::Thereon,
    Class::Join,
    Class::Manner,
    Class::Degree,
]));

/// A text and what is known of it.
pub(crate) struct Ground<'a> {
    pub(crate) folded: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) lexis: &'a Lexis<'a>,
    pub(crate) enclosed: &'a [Enclosed],
    pub(crate) values: &'a [ValueMention],
    pub(crate) table: &'a Table,
    /// Known names found so far, in order: whole in a longer name.
    pub(crate) known: Vec<Span>,
}

/// What stands at the left end of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// This word.
    Word(usize),
    /// A particle that ties the head to what stands before it.
    Tie,
    /// A mark, the clause's start, a value, a person.
    Wall,
}

struct Walk {
    start: u32,
    stop: Stop,
    /// A name, a figure or a quotation stands in it.
    specific: bool,
}

impl Ground<'_> {
    pub(super) fn form(&self, token: usize) -> &str {
        &self.folded[self.tokens[token].span.range()]
    }

    /// The first token that starts at or behind `at`.
    pub(super) fn token_at(&self, at: u32) -> usize {
        self.tokens.partition_point(|t| t.span.start() < at)
    }

    /// The name that ends with `head`, in the clause from `floor` on.
    pub(crate) fn compose(&self, floor: u32, span: Span, head: Head) -> Option<Span> {
        if matches!(head.needs, Needs::Quote | Needs::Title | Needs::After)
            || (!head.whole && head.kind != NamedKind::Meeting && self.quoted_before(span.start()))
        {
            return None;
        }
        let walk = self.left(floor, span.start(), head, false);
        if walk.stop == Stop::Tie
            && let Some(start) = self.titled(floor, walk.start)
        {
            return Some(Span::new(start, span.end()));
        }
        if walk.start == span.start() && !(walk.stop == Stop::Tie && head.kind == NamedKind::Mechanism) {
            let whole = head.kind == NamedKind::Meeting || self.issued(&walk);
            return (head.bare && whole).then_some(span);
        }
        if let Stop::Word(i) = walk.stop
            && head.kind != NamedKind::Meeting
            && self.table.about.contains(self.form(i))
            && walk.start < span.start()
        {
            return Some(Span::new(self.joined(floor, self.tokens[i].span.start()), span.end()));
        }
        let mut start = self.begun(self.led(walk.start, span.start()), span.start());
        let mut made = matches!(walk.stop, Stop::Word(i) if self.makes(i));
        let mut specific = walk.specific;
        if walk.stop == Stop::Tie && head.kind == NamedKind::Mechanism {
            let wide = self.left(floor, span.start(), head, true);
            if matches!(wide.stop, Stop::Word(i) if self.makes(i)) {
                (start, made, specific) =
                    (self.begun(self.led(wide.start, span.start()), span.start()), true, wide.specific);
            }
        }
        if let Stop::Word(i) = walk.stop
            && head.kind == NamedKind::Instrument
            && head.needs == Needs::Any
            && self.tokens[i].is(Class::Both)
            && self.tokens[i].span.end() == start
            && start < span.start()
        {
            // 两国外长|联合声明: whose it is stands in its name.
            (start, specific) = (self.tokens[i].span.start(), true);
        }
        let modifier = Span::new(start, span.start());
        let words = self.count(modifier);
        let ranked = self.is_ranked(modifier);
        let region = head.kind != NamedKind::Instrument && self.table.regions.stand_in(&self.folded[modifier.range()]);
        specific |= ranked || region || self.has_letters(span.end());
        // What a long head word tells besides its kind narrows the name down too (德法|部长会议).
        let beyond = words - self.named(modifier) + self.count(span).saturating_sub(2);
        let met = |class| self.word_before(start).is_some_and(|i| self.tokens[i].is(class));
        if head.kind == NamedKind::Meeting && !ranked {
            // 对甲国|国事访问: whom a visit is to is none of its name.
            if head.bare && met(Class::Toward) {
                return Some(span);
            }
            // 同甲国领导人会晤: what is done with somebody has no name there.
            let verb = self.word_before(span.end()).is_some_and(|i| self.tokens[i].is(Class::Event));
            if verb && met(Class::With) {
                return None;
            }
        }
        // A document issued there is one (签署|防务合作协议).
        made |= head.kind == NamedKind::Instrument && words >= 3 && self.issued(&walk);
        if self.is_general(modifier) {
            return None;
        }
        let told = if head.kind == NamedKind::Instrument { self.count(span).saturating_sub(2) } else { 0 };
        let fits = match head.needs {
            Needs::Any => specific || words + told >= MANY || (made && words >= 2),
            Needs::Name => (specific && beyond >= 2) || (made && words >= 3),
            Needs::Near => specific || (made && words >= 3),
            Needs::Made => made && words >= 2,
            Needs::Figure => {
                self.folded[modifier.range()].contains(|c: char| c.is_ascii_digit())
                    && (ranked || self.folded[modifier.range()].contains('/'))
            }
            Needs::Quote | Needs::Title | Needs::After => false,
        };
        // A rank alone names no meeting (第一次|会议), but for one of its own kind (第九届|亚冬会).
        let lone = self.session(Span::new(span.start(), span.end())).start() == start && start < span.start();
        if lone && head.body && self.count(span) <= 2 {
            return None;
        }
        if fits && words > 0 {
            return Some(Span::new(start, span.end()));
        }
        (head.bare && head.kind == NamedKind::Meeting).then_some(span)
    }

    /// The word that ends right at `at`.
    fn word_before(&self, at: u32) -> Option<usize> {
        self.token_at(at).checked_sub(1).filter(|&i| self.tokens[i].span.end() == at)
    }

    /// Whether a figure and the word for its years stand at `at` (成立|75周年).
    fn is_jubilee(&self, at: u32) -> bool {
        let rest = &self.folded[at as usize..];
        let figure: usize = rest.chars().take_while(char::is_ascii_digit).map(char::len_utf8).sum();
        figure > 0 && self.table.jubilees.begin(&rest[figure..])
    }

    /// Whether it tells of any such thing and names none (全国人大|有关|委员会).
    fn is_general(&self, modifier: Span) -> bool {
        self.table.general.stand_in(&self.folded[modifier.range()])
    }

    /// Past a word no list knows, a verb most likely, that stands before the first actor or place (筹办|北京冬奥会).
    fn begun(&self, start: u32, end: u32) -> u32 {
        let first = self.token_at(start);
        let inside = self.tokens[first..].iter().take_while(|t| t.span.end() <= end);
        let Some(named) = inside.clone().find(|t| !self.table.parts.contains(&self.folded[t.span.range()])) else {
            return start;
        };
        let known = self.known.partition_point(|k| k.start() < start);
        let whole = self.known.get(known).is_some_and(|k| k.start() < named.span.start());
        let opens = (named.is(Class::Actor) && self.is_body(named)) || named.is(Class::Place);
        let words = Span::new(start, named.span.start());
        let marked = |text: &str| self.table.sessions.iter().any(|s| text.ends_with(s.as_str()));
        let ranked = marked(&self.folded[words.range()])
            || self.table.ranks.iter().any(|r| self.folded[words.range()].contains(r.as_str()));
        let parts = inside.clone().any(|t| t.span.end() <= named.span.start());
        let letters = self.folded[words.range()].chars().all(|c| is_word(c) && !c.is_ascii());
        if opens && !whole && !ranked && !parts && letters && self.count(words) >= 2 {
            return named.span.start();
        }
        start
    }

    /// Whether its letters follow in brackets (…联盟(ABC)): it is a proper name then.
    fn has_letters(&self, end: u32) -> bool {
        let n = self.enclosed.partition_point(|e| e.span.start() <= end);
        self.enclosed.get(n).is_some_and(|e| {
            let inner = &self.folded[e.span.range()];
            let letters = inner.len() >= 2 && inner.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            e.how == Enclosure::Bracket && e.span.start() <= end + 3 && letters
        })
    }

    fn count(&self, span: Span) -> usize {
        self.folded[span.range()].chars().filter(|c| is_word(*c)).count()
    }

    /// How many characters of it are names of actors.
    fn named(&self, span: Span) -> usize {
        let first = self.token_at(span.start());
        let inside = self.tokens[first..].iter().take_while(|t| t.span.end() <= span.end());
        let actors: usize = inside.filter(|t| t.is(Class::Actor)).map(|t| self.count(t.span)).sum();
        let n = self.enclosed.partition_point(|e| e.span.start() < span.start());
        let quotes = self.enclosed[n..].iter().take_while(|e| e.span.end() <= span.end());
        let quoted: usize = quotes.filter(|e| e.how == Enclosure::Quote).map(|e| self.count(e.span)).sum();
        (actors + quoted).min(self.count(span))
    }

    /// Whether it begins with a rank, or names a number (第三届, 第2593号).
    fn is_ranked(&self, span: Span) -> bool {
        let text = &self.folded[span.range()];
        self.table.ranks.iter().any(|r| {
            text.find(r.as_str()).is_some_and(|at| {
                let rest = &text[at + r.len()..];
                rest.starts_with(|c: char| c.is_ascii_digit())
                    || self.table.sessions.iter().any(|s| rest.chars().skip(1).take(4).any(|c| s.starts_with(c)))
            })
        })
    }

    /// Whether a quotation ends right before `at`: it is the name then.
    fn quoted_before(&self, at: u32) -> bool {
        let Some(c) = self.folded[..at as usize].chars().next_back() else { return false };
        let end = at - c.len_utf8() as u32;
        let n = self.enclosed.partition_point(|e| e.span.end() < end);
        self.enclosed.get(n).is_some_and(|e| e.span.end() == end && e.how != Enclosure::Bracket)
    }

    /// Whether what ends the walk issues a document (发表|声明, 通过的|声明).
    fn issued(&self, walk: &Walk) -> bool {
        let verb = match walk.stop {
            Stop::Word(i) => Some(i),
            Stop::Tie => {
                let tie = self.folded[..walk.start as usize].chars().next_back().map_or(0, char::len_utf8) as u32;
                let last = self.token_at(walk.start - tie);
                last.checked_sub(1).filter(|&i| self.tokens[i].span.end() == walk.start - tie)
            }
            Stop::Wall => None,
        };
        verb.is_some_and(|i| self.table.issues.iter().any(|v| self.form(i).starts_with(v.as_str())))
    }

    /// Whether a word says that something comes into being just there.
    pub(crate) fn makes(&self, token: usize) -> bool {
        use chancery_model::MechanismAct::{Established, Proposed};
        matches!(self.table.acts.get(self.form(token)), Some(Established | Proposed))
    }

    /// Leftwards from `head` to what ends the name; through ties where asked.
    fn left(&self, floor: u32, from: u32, head: Head, through: bool) -> Walk {
        let mut at = from;
        let mut next = self.token_at(from);
        let mut specific = false;
        let mut left = LONGEST;
        loop {
            if at <= floor || left == 0 {
                return Walk { start: at.max(floor), stop: Stop::Wall, specific };
            }
            while next > 0 && self.tokens[next - 1].span.start() >= at {
                next -= 1;
            }
            if let Some(wall) = self.value_before(at) {
                return Walk { start: wall, stop: Stop::Wall, specific };
            }
            let name = self.known.partition_point(|k| k.end() < at);
            if let Some(known) = self.known.get(name).filter(|k| k.end() == at && k.start() >= floor && !k.is_empty()) {
                left = left.saturating_sub(self.count(*known));
                at = known.start();
                specific = true;
                continue;
            }
            if let Some(token) = next.checked_sub(1).map(|i| self.tokens[i]).filter(|t| t.span.end() >= at) {
                let form = self.form(next - 1);
                let part = self.table.parts.contains(form);
                // 通过的|宣言: a word that ends with the particle ties like it.
                if token.span.end() == at && !through && self.table.ties.iter().any(|t| form.ends_with(t.as_str())) {
                    return Walk { start: at, stop: Stop::Tie, specific };
                }
                // 美英法|三国外长|会议: how many they are, behind who they are or at the name's head.
                if head.kind == NamedKind::Meeting && !part && self.counts(next - 1) && token.span.start() >= floor {
                    let named = next.checked_sub(2).is_some_and(|i| {
                        let before = &self.tokens[i];
                        before.is(Class::Actor) && self.is_body(before) && before.span.end() + GAP >= token.span.start()
                    });
                    left = left.saturating_sub(form.chars().count());
                    specific |= named || usize::from(self.lexis.sense(&token, Class::All).size) > 2;
                    at = token.span.start();
                    next -= 1;
                    if named {
                        continue;
                    }
                    return Walk { start: at, stop: Stop::Wall, specific };
                }
                if token.span.end() > at && at == from && !part && token.classes.any(EDGES) && !token.is(Class::Actor) {
                    // 发表声明 is one word of the vocabulary: verb and head.
                    return Walk { start: at, stop: Stop::Word(next - 1), specific };
                }
                if token.span.end() == at || token.is(Class::Actor) {
                    let side = self.table.sides.end(form);
                    let named = token.is(Class::Actor) && self.is_body(&token) && !side;
                    let loose = token.is(Class::Actor) && (part || self.is_loose(&token, head.kind));
                    let wall = (token.is(Class::Actor) && !named && !loose) || self.table.edges.has(form);
                    if wall {
                        return Walk { start: at, stop: Stop::Wall, specific };
                    }
                    // What befell people is a noun there (森林火灾通报机制).
                    let befell = self.lexis.sense(&token, Class::Event).stance == Some(Stance::Disaster);
                    if !part && !befell && !self.is_jubilee(token.span.end()) && token.classes.any(EDGES) {
                        return Walk { start: at, stop: Stop::Word(next - 1), specific };
                    }
                    let region = loose && (head.kind == NamedKind::Meeting || self.table.regions.has(form));
                    specific |= named || token.is(Class::Place) || region;
                }
                left = left.saturating_sub(form.chars().count());
                at = token.span.start();
                next -= 1;
                continue;
            }
            let before = &self.folded[floor as usize..at as usize];
            let Some(c) = before.chars().next_back() else {
                return Walk { start: at, stop: Stop::Wall, specific };
            };
            let n = self.enclosed.partition_point(|e| e.span.end() + (c.len_utf8() as u32) < at);
            if let Some(quote) = self.enclosed.get(n).filter(|e| {
                e.how == Enclosure::Quote && e.span.end() + c.len_utf8() as u32 == at && e.span.start() > floor
            }) {
                let open = self.folded[..quote.span.start() as usize].chars().next_back().map_or(0, char::len_utf8);
                left = left.saturating_sub(quote.span.len() as usize / 3);
                at = quote.span.start() - open as u32;
                specific = true;
                continue;
            }
            if self.table.ties.iter().any(|t| t.len() == c.len_utf8() && t.starts_with(c)) {
                if !through {
                    return Walk { start: at, stop: Stop::Tie, specific };
                }
            } else if let Some(open) = self.aside(floor, at) {
                // 中国－东盟（10+1）|外长会
                left = left.saturating_sub((at - open) as usize / 3);
                at = open;
                continue;
            } else if self.table.edges.end(before)
                || !(is_word(c) || joins(c) || is_point(before, &self.folded[at as usize..]))
            {
                return Walk { start: at, stop: Stop::Wall, specific };
            }
            specific |= c.is_ascii_digit() || c.is_ascii_alphabetic();
            at -= c.len_utf8() as u32;
            left -= 1;
        }
    }

    /// Whether a loose group may stand in a name of this kind: a region's in any, others in a meeting's (世界媒体峰会).
    fn is_loose(&self, token: &Token, kind: NamedKind) -> bool {
        let groups = self.lexis.word(token).actors.iter().all(|a| a.is_group());
        groups
            && (kind == NamedKind::Meeting || self.table.regions.has(&self.folded[token.span.range()]))
            && !self.table.edges.has(&self.folded[token.span.range()])
    }

    /// Whether the token tells how many meet (三国外长); a side's short name does not.
    fn counts(&self, token: usize) -> bool {
        let t = &self.tokens[token];
        (t.is(Class::All) || t.is(Class::Both))
            && !self.table.sides.end(self.form(token))
            && !self.table.edges.has(self.form(token))
            && !t.is(Class::Block)
    }

    /// Where a bracket of letters and figures opens that closes right before `at`.
    fn aside(&self, floor: u32, at: u32) -> Option<u32> {
        let close = self.folded[floor as usize..at as usize].chars().next_back()?.len_utf8() as u32;
        let n = self.enclosed.partition_point(|e| e.span.end() + close < at);
        let aside = self.enclosed.get(n).filter(|e| e.how == Enclosure::Bracket && e.span.end() + close == at)?;
        let inner = &self.folded[aside.span.range()];
        let short =
            inner.len() <= LETTERS && inner.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'));
        let open = self.folded[..aside.span.start() as usize].chars().next_back()?.len_utf8() as u32;
        (short && aside.span.start() > floor + open).then(|| aside.span.start() - open)
    }

    /// A state or body, which may stand in a name; persons don't.
    fn is_body(&self, token: &Token) -> bool {
        let actors = &self.lexis.word(token).actors;
        !actors.is_empty() && actors.iter().all(|a| a.is_country() || a.is_org())
    }

    /// Whether a value that ends at `at` keeps out what stands before: a whole year may be part of a name (2030年…议程), a
    /// day or a quantity is not.
    fn value_before(&self, at: u32) -> Option<u32> {
        let n = self.values.partition_point(|v| v.span.end() < at);
        let value = self.values.get(n).filter(|v| v.span.end() == at)?;
        match value.value {
            Value::Date(range, _) => {
                let whole = |d: Option<chancery_model::Day>, month: u8| d.is_some_and(|d| d.month() == month);
                let year = whole(range.start, 1) && whole(range.end, 12);
                let figure = self.folded[value.span.range()].starts_with(|c: char| c.is_ascii_digit());
                (!(year && figure)).then_some(at)
            }
            Value::Amount(_) => Some(at),
            _ => None,
        }
    }

    /// The start of a title that opens with 关于 before `at`, with the parties before it.
    fn titled(&self, floor: u32, at: u32) -> Option<u32> {
        let last = self.token_at(at);
        let first = self.token_at(floor.max(at.saturating_sub(3 * LONGEST as u32)));
        let stops = Classes::of(&[Class::Will, Class::Ask, Class::Say, Class::Copula, Class::Ought]);
        for i in (first..last).rev() {
            if self.table.about.contains(self.form(i)) {
                return Some(self.joined(floor, self.tokens[i].span.start()));
            }
            if self.tokens[i].classes.any(stops) {
                return None;
            }
        }
        None
    }

    /// Where the parties begin that are named directly before a title (中俄|关于…的声明).
    pub(super) fn joined(&self, floor: u32, mut at: u32) -> u32 {
        let mut next = self.token_at(at);
        while let Some(i) = next.checked_sub(1) {
            let token = &self.tokens[i];
            if token.span.end() != at || token.span.start() < floor {
                break;
            }
            let named = token.is(Class::Actor) && self.is_body(token);
            let tie = token.is(Class::With) && i > 0 && self.tokens[i - 1].is(Class::Actor);
            if !named && !tie {
                break;
            }
            at = token.span.start();
            next = i;
        }
        at
    }

    /// Past the words before a name that are none of it.
    fn led(&self, mut start: u32, end: u32) -> u32 {
        loop {
            let rest = &self.folded[start as usize..end as usize];
            match self.table.leads.longest_first(rest) {
                Some(lead) => start += lead.len() as u32,
                None => return start,
            }
        }
    }
}

/// A point between figures (3.0版).
fn is_point(before: &str, behind: &str) -> bool {
    let body = before.strip_suffix(['.', '．']);
    body.is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit())) && behind.starts_with(|c: char| c.is_ascii_digit())
}

/// Marks that tie the parts of one name.
const fn joins(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '－' | '·' | '+' | '/' | '―' | '~')
}
