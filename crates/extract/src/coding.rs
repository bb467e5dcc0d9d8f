//! One article coded: laid out, read, held together, with figures and times on its acts.
//! Next to read: `layout.rs`, `tokens.rs`, `govern.rs`, `discourse.rs`, in the order of the path.

use std::collections::BTreeSet;

use chancery_model::{
    Act, ActorId, Article, DocumentKind, Mention, MentionKind, MentionValue, Part, PartKind, Party, Script,
};
use chancery_pattern::TypeId;
use chancery_text::{FoldTable, Span};
use chancery_value::{Scan, Value, ValueMention, Values};

use crate::cast::{Cast, principals, unique};
use crate::discourse::{Coder, Draft, Setting, Voice};
use crate::explain::Explanation;
use crate::govern::Reader;
use crate::knowledge::{Language, Types};
use crate::layout::{Enclosed, Enclosure, Layout};
use crate::licence::Court;
use crate::measures::{Measures, speaking_day};
use crate::meetings::meetings;
use crate::named::table::NamedKind;
use crate::named::{self, Scene, Things};
use crate::names::{add_persons, call_as_printed};
use crate::spaced;
use crate::targets::add_targets;
use crate::tokens::{Class, Classes, Token, keep, promote_places};
use crate::vocabulary::Lexis;

/// Codes `article`, whose text in the folding view is `folded`.
pub(crate) fn code<'l>(
    article: &mut Article,
    folded: &str,
    fold: Option<&FoldTable>,
    language: &'l Language,
    values: &Values,
    mut trace: Option<&mut Explanation<'l>>,
) {
    let dateline = article.dateline.as_ref().and_then(|d| d.span);
    let layout = if language.spaced {
        spaced::cut(&article.text, language, dateline)
    } else {
        let labels = article.parts.iter().filter_map(|part| part.speaker.or_else(|| numbered(&article.text, part)));
        let mut heads: Vec<Span> = dateline.into_iter().chain(labels).collect();
        heads.sort();
        Layout::new(folded, &language.marks, &heads)
    };
    let mut tokens = keep(language.vocabulary.find(folded), &layout.names);
    promote_places(folded, &mut tokens, &language.divisions);
    let mut lexis = Lexis::new(&language.vocabulary);
    let home = home(article, folded, language);
    if language.spaced {
        spaced::hold_case(&article.text, &mut tokens, &language.vocabulary);
        spaced::add_persons(&article.text, &mut tokens, &mut lexis, language);
    } else {
        language.shared.resolve(folded, &mut tokens, &mut lexis);
        add_persons(&article.text, folded, &mut tokens, &mut lexis, &language.forms, home);
        call_as_printed(&article.text, folded, &mut tokens, &mut lexis);
    }
    let law = article.kind == DocumentKind::Law;
    // An organ without a state only speaks here: whose deeds a bare organ's are, the text does not say.
    let speaks = Classes::of(&[Class::Say, Class::Stance, Class::Ask, Class::Time, Class::Show, Class::Toward]);
    let leads: Vec<bool> = tokens.iter().skip(1).map(|n| n.classes.any(speaks)).chain([false]).collect();
    for (t, leads) in tokens.iter_mut().zip(leads) {
        if !((t.is(Class::HomeOrgan) && leads) || (law && t.is(Class::LawSelf))) {
            continue;
        }
        // The state is a law's own voice (国家鼓励…), an organ without a state the home's (外交部重申…), at a clause's head.
        let before = folded[..t.span.start() as usize].chars().next_back();
        if before.is_none_or(|c| !c.is_alphanumeric()) {
            let organ = t.is(Class::HomeOrgan).then(|| home.cloned()).flatten();
            match organ {
                Some(state) => {
                    t.classes.add(Class::Actor);
                    t.word = lexis.extend(lexis.of(t.word).naming(vec![state]));
                }
                None => t.classes.add(Class::Own),
            }
        }
    }
    let reference = speaking_day(article, folded, values);
    language.dated.hold(folded, &mut tokens, &mut lexis, reference);
    let own_voice = !language.spaced && !is_programme(article.kind) && speaks_itself(article, &layout, &tokens);
    let programme = is_programme(article.kind) || own_voice;
    let draft_cast = Cast::new(folded, &tokens, &lexis, &language.particles, Vec::new());
    let printed = article.title.clone().unwrap_or_default();
    let title = article.title.as_deref().map(|t| fold.map_or_else(|| t.to_owned(), |f| f.fold(t))).unwrap_or_default();
    let issuers = if own_voice {
        language.forms.home.iter().cloned().collect()
    } else if language.spaced {
        spaced::issuers(article, &tokens, &lexis, &draft_cast, language, &layout)
    } else {
        issuers(article, folded, &title, &tokens, &lexis, &draft_cast, language)
    };
    let cast =
        Cast::new(folded, &tokens, &lexis, &language.particles, if programme { issuers.clone() } else { Vec::new() });
    let mut found = Vec::new();
    values.scan(Scan { text: &article.text, folded, reference, everything: false }, &mut found);
    let answerer = match language.spaced {
        true => Vec::new(),
        false => answerer(article, folded, (&printed, &title), &tokens, &mut lexis, language, home),
    };
    let voices = voices(article, &tokens, &lexis, &answerer);
    let mut issuers = issuers;
    let drafts = if language.spaced {
        let own = spaced::acts_most(&tokens, &lexis);
        let signed = spaced::signed(article, &own, language);
        if issuers.is_empty() {
            issuers = principals(&signed);
        }
        spaced::drafts(&spaced::Coded {
            text: &article.text,
            tokens: &tokens,
            lexis: &lexis,
            language,
            layout: &layout,
            cast: &cast,
            voices: &voices,
            pair: spaced::pair(article.title.as_deref().unwrap_or_default(), language),
            own,
            signed,
            programme,
        })
    } else {
        let enclosed = asides(&layout, &found);
        let particles = &language.particles;
        let reader = Reader { text: folded, tokens: &tokens, words: &lexis, particles, enclosed: &enclosed };
        let setting = Setting {
            programme,
            law,
            voices: &voices,
            owner: &issuers,
            peoples: &language.peoples,
            organs: &language.organs,
            home,
            papers: &language.papers,
            orders: &language.orders,
            members: &language.members,
        };
        Coder::code(&reader, &layout, &cast, &setting)
    };
    let text = article.text.clone();
    let scene = Scene { text: &text, folded, layout: &layout, tokens: &tokens, lexis: &lexis, values: &found };
    let things = named::things(&scene, language);
    let slots = slots(&tokens, &found, &things, &language.types);
    let mut court = Court::new(folded, &tokens, &layout, language, slots);
    let measures = Measures { text: &text, layout: &layout, values: &found, things: &things, reference };
    if let Some(trace) = &mut trace {
        trace.words = tokens.iter().map(|t| (t.span, t.classes.names().collect())).collect();
        trace.proposals = drafts.iter().map(|draft| court.proposal(draft)).collect();
    }
    let mut acts = acts(article, drafts, &measures, &things, &mut court);
    article.faults.append(&mut court.faults);
    language.plover.code_events(folded, &mut acts);
    add_targets(&scene, &things, &mut acts);
    article.mentions = mentions(&text, &tokens, &lexis, &found, &things);
    article.parties = parties(&article.text, &tokens, &lexis, &cast);
    article.issuers = issuers;
    named::notes::note(&scene, &things, language, article);
    article.meetings = meetings(&scene, &things, language, &acts, (&printed, &title));
    article.acts = acts;
}

/// The number that a part opens with and the mark behind it (三、), no clause's words.
fn numbered(text: &str, part: &Part) -> Option<Span> {
    let label = part.label.as_deref()?;
    let words = part.span.of_text(text)?;
    let rest = words.strip_prefix(label)?;
    let marked = label.ends_with(NUMBERED) || rest.starts_with(NUMBERED);
    let body = rest.trim_start_matches(NUMBERED);
    marked.then(|| Span::of(part.span.start() as usize..part.span.end() as usize - body.len()))
}

/// Marks behind the number of a part.
const NUMBERED: &[char] = &['\u{3001}', '\u{FF0E}', '.', ' ', '\u{3000}'];

/// Names, terms and asides, with the dates: a day between subject and verb (甲方4日签署) is neither's.
fn asides(layout: &Layout, values: &[ValueMention]) -> Vec<Enclosed> {
    let mut out = layout.names.clone();
    let dates = values.iter().filter(|v| matches!(v.value, Value::Date(..)));
    out.extend(dates.map(|v| Enclosed { span: v.span, how: Enclosure::Bracket }));
    out.sort_by_key(|e| (e.span.start(), e.span.end()));
    // Nested ones would hide those around them from a search by their ends.
    let mut until = 0;
    out.retain(|e| {
        let free = e.span.start() >= until;
        until = until.max(e.span.end());
        free
    });
    out
}

/// Whether a document of this kind acts in its own name.
const fn is_programme(kind: DocumentKind) -> bool {
    !matches!(
        kind,
        DocumentKind::NewsReport
            | DocumentKind::Interview
            | DocumentKind::PressConference
            | DocumentKind::Readout
            | DocumentKind::Other
    )
}

/// Whose officers are meant where a text names no state: the home of the language's documents, or of the press that the
/// article's head shows (中央社, 行政院 in traditional characters).
fn home<'a>(article: &Article, folded: &str, language: &'a Language) -> Option<&'a ActorId> {
    let head = folded.char_indices().nth(HEAD).map_or(folded, |(end, _)| &folded[..end]);
    let recent = article.published.as_ref().is_none_or(|p| p.day.year() >= language.press_since);
    let press = language.press.iter().find(|(mark, _)| head.contains(mark.as_str()));
    let elsewhere = press.filter(|_| recent && article.script == Script::Hant).map(|(_, state)| state);
    elsewhere.or(language.forms.home.as_ref())
}

/// How much of an article shows whose press it is, in characters: agency line and lead.
const HEAD: usize = 200;

/// Whether an article without agency or speaker says what its author's side does (a chapter of a report, a speech): its
/// sentences begin with the first person and nobody is told to have said them.
fn speaks_itself(article: &Article, layout: &Layout, tokens: &[Token]) -> bool {
    if article.dateline.is_some() || !matches!(article.kind, DocumentKind::NewsReport | DocumentKind::Other) {
        return false;
    }
    let (mut own, mut told) = (0, 0);
    for segment in &layout.segments {
        let first = tokens.partition_point(|t| t.span.start() < segment.span.start());
        let mut under = tokens[first..].iter().take_while(|t| t.span.end() <= segment.span.end());
        if segment.depth == 0 && under.clone().next().is_some_and(|t| t.is(Class::Own)) {
            own += 1;
        }
        told += usize::from(segment.depth > 0)
            + usize::from(under.any(|t| t.is(Class::Say) && t.span.end() == segment.span.end()));
    }
    own >= OWN_SENTENCES && told * 4 <= own
}

/// How many clauses must begin with the first person for an article to be its author's own words. A chapter of a report
/// has more; a news item that slips into the first person has one.
const OWN_SENTENCES: usize = 3;

/// Whose act the document is: the states of its title, else the first set of states in its first lines, for documents of
/// several; the state that speaks as 我国 or in its own short form, for documents of one. News is nobody's.
fn issuers(
    article: &Article,
    folded: &str,
    title: &str,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    cast: &Cast,
    language: &Language,
) -> Vec<ActorId> {
    if matches!(
        article.kind,
        DocumentKind::NewsReport | DocumentKind::Interview | DocumentKind::Other | DocumentKind::PressConference
    ) {
        return Vec::new();
    }
    let titled = keep(language.vocabulary.find(title), &[]);
    let named: Vec<ActorId> =
        titled.iter().filter(|t| t.is(Class::Actor)).flat_map(|t| language.vocabulary.actors(t)).collect();
    let states: Vec<ActorId> = principals(&named).into_iter().filter(|a| a.as_str().len() == 3).collect();
    if article.kind == DocumentKind::Speech {
        // 甲国代表在乙国问题会议上的发言: who stands first in the title speaks.
        let first = titled.first().filter(|t| t.is(Class::Actor) && t.span.start() == 0);
        let speaker = first.map(|t| principals(&language.vocabulary.actors(t))).unwrap_or_default();
        if !speaker.is_empty() {
            return speaker;
        }
    } else if states.len() >= 2 {
        return states;
    }
    let several =
        matches!(article.kind, DocumentKind::JointStatement | DocumentKind::Declaration | DocumentKind::Communique);
    if several {
        // 甲组织领导人会晤宣言: the body that the title begins with; 甲国和乙组织联合声明: both.
        let begins = titled.first().filter(|t| t.is(Class::Actor) && t.span.start() == 0);
        let bodies = principals(&named);
        if let Some(first) = begins
            && bodies.len() <= 2
            && bodies.iter().any(|a| a.as_str().starts_with("org:"))
        {
            let gap = |a: &Token, b: &Token| title.get(a.span.end() as usize..b.span.start() as usize);
            let joins = |g: &str| {
                g.chars().all(|c| !c.is_alphanumeric()) || language.particles.and.iter().any(|p| p.as_str() == g.trim())
            };
            let names: Vec<&Token> = titled.iter().filter(|t| t.is(Class::Actor)).collect();
            let both = names.get(1).filter(|n| gap(first, n).is_some_and(joins));
            let who = both.map_or_else(Vec::new, |n| language.vocabulary.actors(n));
            let who = principals(&language.vocabulary.actors(first).into_iter().chain(who).collect::<Vec<_>>());
            if who.iter().any(|a| a.as_str().starts_with("org:")) {
                return who;
            }
        }
        let head = folded.char_indices().nth(600).map_or(folded.len(), |(i, _)| i) as u32;
        let set = cast.many(2, head);
        if !set.is_empty() {
            return set;
        }
    }
    // The state most often named in the short form of a side (中方), or the home state of the language's documents.
    let mut count: std::collections::BTreeMap<&ActorId, usize> = std::collections::BTreeMap::new();
    for t in tokens.iter().filter(|t| t.is(Class::Actor)) {
        if let [one] = lexis.word(t).actors.as_slice()
            && one.as_str().len() == 3
        {
            *count.entry(one).or_default() += 1;
        }
    }
    let own = tokens.iter().any(|t| t.is(Class::Own));
    if article.kind == DocumentKind::Speech {
        // 我代表甲国政府…: who speaks says for whom; else nobody but the home is taken for the speaker's side, where the
        // speech names it, or the one state that the speech names most.
        let says = tokens
            .windows(2)
            .find(|w| w[0].is(Class::Behalf) && w[1].is(Class::Actor) && w[0].span.end() == w[1].span.start());
        let state = says.map(|w| principals(&lexis.word(&w[1]).actors)).filter(|who| who.len() == 1);
        if state.is_some() {
            return state.unwrap_or_default();
        }
        let most = count.values().max().copied().unwrap_or_default();
        let named: Vec<&ActorId> = count.iter().filter(|(_, n)| **n == most).map(|(a, _)| *a).collect();
        return match (language.forms.home.as_ref(), named.as_slice()) {
            (Some(home), _) if count.contains_key(home) => vec![home.clone()],
            (_, [one]) if most >= SPEAKER => vec![(*one).clone()],
            _ => Vec::new(),
        };
    }
    match (language.forms.home.as_ref(), count.into_iter().max_by_key(|(a, n)| (*n, std::cmp::Reverse(*a)))) {
        (Some(home), Some((most, _))) if most == home || own => vec![home.clone()],
        (Some(home), _)
            if matches!(article.kind, DocumentKind::Report | DocumentKind::Law | DocumentKind::WhitePaper) =>
        {
            vec![home.clone()]
        }
        (Some(home), None) if own => vec![home.clone()],
        (Some(home), Some(_)) if matches!(article.kind, DocumentKind::Readout) => vec![home.clone()],
        _ => Vec::new(),
    }
}

/// Longest label that is a word for answering and no name, in bytes: 回答 has six, as the shortest names have; 答 three.
const ANSWER: u32 = 3;

/// How often a speech names its own side at least, where nothing else tells who speaks.
const SPEAKER: usize = 3;

/// Who answers under a label that names nobody (答：): the person or organ that the title names first, else the person
/// named before the first question, else the home's officer where a post or organ stands there.
fn answerer<'l>(
    article: &Article,
    folded: &str,
    (printed, title): (&str, &str),
    tokens: &[Token],
    lexis: &mut Lexis<'l>,
    language: &'l Language,
    home: Option<&ActorId>,
) -> Vec<ActorId> {
    if !article.parts.iter().any(|part| part.kind == PartKind::Answer) {
        return Vec::new();
    }
    let is_person = |a: &ActorId| a.as_str().starts_with("person:");
    let mut titled = keep(language.vocabulary.find(title), &[]);
    language.shared.resolve(title, &mut titled, lexis);
    add_persons(printed, title, &mut titled, lexis, &language.forms, home);
    let asked = article.parts.iter().find(|part| matches!(part.kind, PartKind::Question | PartKind::Answer));
    let lead = asked.map_or(folded.len() as u32, |part| part.span.start());
    let before = &tokens[..tokens.partition_point(|t| t.span.start() < lead)];
    for named in [titled.as_slice(), before] {
        let person = named.iter().filter(|t| t.is(Class::Actor)).map(|t| &lexis.word(t).actors);
        if let Some(who) = person.into_iter().find(|who| who.iter().any(is_person)) {
            return unique(who.clone());
        }
        if let Some(post) = named.iter().position(|t| t.is(Class::Office)) {
            // 俄罗斯驻华大使答记者问: the state before the post; without one the home's.
            let state = named[..post].last().filter(|t| t.is(Class::Actor) && t.span.end() == named[post].span.start());
            let state = state.map(|t| principals(&lexis.word(t).actors)).filter(|who| who.len() == 1);
            return state.or_else(|| home.map(|h| vec![h.clone()])).unwrap_or_default();
        }
    }
    Vec::new()
}

/// Who speaks where: questions, headings, captions and signatures are nobody's; an answer is its speaker's.
fn voices(article: &Article, tokens: &[Token], lexis: &Lexis<'_>, answerer: &[ActorId]) -> Vec<(Span, Voice)> {
    let mut out = Vec::new();
    let speaker = |part: &Part| -> Option<Vec<ActorId>> {
        let name = part.speaker?;
        let printed = article.text.get(name.range())?;
        let first = tokens.partition_point(|t| t.span.start() < name.start());
        let under = tokens[first..].iter().take_while(|t| t.span.end() <= name.end());
        let here: Vec<ActorId> =
            under.clone().filter(|t| t.is(Class::Actor)).flat_map(|t| lexis.word(t).actors.clone()).collect();
        if !here.is_empty() {
            return Some(unique(here));
        }
        // 桂大使: the one person of that family name.
        let family = |t: &Token| {
            let person = lexis.word(t).actors.iter().find_map(|a| a.as_str().strip_prefix("person:"));
            let post = tokens[first..].iter().take_while(|n| n.span.start() < name.end()).find(|n| n.is(Class::Office));
            let called = post.and_then(|n| article.text.get(name.start() as usize..n.span.start() as usize));
            called.is_some_and(|c| !c.is_empty() && person.is_some_and(|p| p.starts_with(c) && p != c))
        };
        let mut known: Vec<Vec<ActorId>> =
            tokens.iter().filter(|t| t.is(Class::Actor) && family(t)).map(|t| lexis.word(t).actors.clone()).collect();
        known.sort();
        known.dedup();
        if let [one] = known.as_slice() {
            return Some(one.clone());
        }
        // A word for answering (答：) or a post (发言人：) is nobody's name.
        if !answerer.is_empty() && (name.len() <= ANSWER || under.clone().any(|t| t.is(Class::Office))) {
            return Some(answerer.to_vec());
        }
        ActorId::new(&format!("person:{printed}")).map(|p| vec![p])
    };
    for part in &article.parts {
        match part.kind {
            PartKind::Question | PartKind::Heading | PartKind::Caption | PartKind::Signature => {
                out.push((part.span, Voice::Nobody));
            }
            PartKind::Answer => {
                if let Some(who) = speaker(part) {
                    out.push((part.span, Voice::Speaker(who)));
                }
            }
            _ => {}
        }
    }
    out.extend(unmarked_headings(article).into_iter().map(|span| (span, Voice::Nobody)));
    // Longer stretches first, so that a heading inside an answer is found last and wins.
    out.sort_by_key(|(span, _)| std::cmp::Reverse(span.len()));
    out
}

/// Longest line that may be a heading without its mark-up, in characters.
const HEADING: usize = 80;

/// Lines that only head what follows: short, without a mark at the end, alone before a paragraph that has one, in an
/// article whose paragraphs have them. What they say the paragraphs tell again.
fn unmarked_headings(article: &Article) -> Vec<Span> {
    let body: Vec<&Part> = article.parts.iter().filter(|p| p.kind == PartKind::Paragraph).collect();
    let words = |p: &Part| article.text.get(p.span.range()).unwrap_or_default().trim();
    let ends = |p: &Part| words(p).chars().next_back().is_some_and(|c| !c.is_alphanumeric());
    let closed = body.iter().filter(|p| ends(p)).count();
    if body.len() < 4 || closed * 3 < body.len() * 2 {
        return Vec::new();
    }
    let heads = |n: usize| {
        let open = |k: usize| body.get(k).is_some_and(|p| !ends(p));
        let alone = open(n) && body.get(n + 1).is_some_and(|p| ends(p)) && (n == 0 || !open(n - 1));
        alone && words(body[n]).chars().count() <= HEADING
    };
    (0..body.len()).filter(|&n| heads(n)).map(|n| body[n].span).collect()
}

fn acts(
    article: &Article,
    drafts: Vec<Draft>,
    measures: &Measures<'_>,
    things: &Things,
    court: &mut Court<'_, '_>,
) -> Vec<Act> {
    let mut out: Vec<Act> = Vec::with_capacity(drafts.len());
    let mut after = 0;
    for draft in drafts {
        let Some(rule) = court.licence(draft.kind, draft.anchor) else { continue };
        let Some(span) = trimmed(&article.text, draft.span) else { continue };
        let (amounts, dates) = measures.of(&draft, span, after);
        after = span.end();
        let (instruments, mechanisms) = things.under(&article.text, span);
        out.push(Act {
            kind: draft.kind,
            span,
            stance: draft.stance,
            polarity: draft.polarity,
            intensity: draft.intensity,
            holders: draft.holders,
            holder_span: draft.holder_span,
            addressees: draft.addressees,
            targets: draft.targets.iter().map(ToString::to_string).collect(),
            via: draft.via,
            amounts,
            dates,
            instruments,
            mechanisms,
            status: draft.status,
            only_if: draft.only_if,
            event: None,
            rule: rule.to_owned(),
            confidence: draft.confidence,
        });
    }
    out
}

fn trimmed(text: &str, span: Span) -> Option<Span> {
    let words = span.of_text(text)?;
    let lead = words.len() - words.trim_start().len();
    let kept = words.trim();
    let label = labelled(kept);
    let (start, kept) = (span.start() + (lead + label) as u32, &kept[label..]);
    (!kept.is_empty()).then(|| Span::new(start, start + kept.len() as u32))
}

/// Bytes of the number that a paragraph opens with (3. , 2.1 ), no evidence of anything; 0 where figures belong to the words.
fn labelled(words: &str) -> usize {
    let figures = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    if figures == 0 {
        return 0;
    }
    let rest = &words[figures..];
    let after = rest.trim_start_matches([' ', '\u{3000}', '\u{3001}', '\u{FF0E}']);
    let marked = words[..figures].ends_with('.') || (after.len() < rest.len() && words[..figures].contains('.'));
    let marked = marked || rest.starts_with(['\u{3001}', '\u{FF0E}']);
    if marked && after.starts_with(char::is_alphabetic) { words.len() - after.len() } else { 0 }
}

/// What `{actor}`, `{amount}`, `{date}` … of the rules may match, in order.
fn slots(tokens: &[Token], values: &[ValueMention], things: &Things, types: &Types) -> Vec<(Span, TypeId)> {
    let mut out = Vec::with_capacity(tokens.len() / 4 + values.len());
    let who = Classes::of(&[Class::Actor, Class::Both, Class::All, Class::Own]);
    let mut put = |span: Span, kind: Option<TypeId>| out.extend(kind.map(|kind| (span, kind)));
    for token in tokens.iter().filter(|t| t.classes.any(who)) {
        put(token.span, types.actor);
    }
    for value in values {
        match value.value {
            Value::Amount(_) => put(value.span, types.amount),
            Value::Date(..) | Value::Duration(_) | Value::Recurrence(_) => put(value.span, types.date),
            Value::Number(_) | Value::Ordinal(_) => {}
        }
    }
    for (span, kind) in things.places() {
        match kind {
            NamedKind::Instrument => put(span, types.instrument),
            NamedKind::Mechanism => put(span, types.mechanism),
            NamedKind::Meeting => {}
        }
    }
    // Three runs in order: the stable sort merges them.
    out.sort_by_key(|(span, kind)| (span.start(), span.end(), *kind));
    out
}

fn mentions(text: &str, tokens: &[Token], lexis: &Lexis<'_>, values: &[ValueMention], things: &Things) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for t in tokens.iter().filter(|t| t.is(Class::Actor)) {
        let who = &lexis.word(t).actors;
        let kind = who.last().map_or(MentionKind::Org, ActorId::kind);
        out.push(Mention { span: t.span, kind, value: MentionValue::Actors(who.clone()) });
    }
    out.extend(values.iter().filter_map(ValueMention::mention));
    out.extend(things.mentions(text));
    out.sort_by_key(|m| (m.span.start(), std::cmp::Reverse(m.span.end()), m.kind));
    out
}

/// Collective and short names of the text, and whom they mean where they first stand.
fn parties(text: &str, tokens: &[Token], lexis: &Lexis<'_>, cast: &Cast) -> Vec<Party> {
    let mut out: Vec<Party> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for t in tokens {
        let name = &text[t.span.range()];
        if seen.contains(name) {
            continue;
        }
        let actors = if t.is(Class::Actor) {
            lexis.word(t).actors.clone()
        } else if t.is(Class::Both) {
            cast.set(2, t.span.start())
        } else {
            continue;
        };
        if !actors.is_empty() {
            seen.insert(name);
            out.push(Party { name: name.to_owned(), actors });
        }
    }
    out
}
