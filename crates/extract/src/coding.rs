//! One article coded: laid out, read, held together, with figures and times on its acts.
//! Next to read: `layout.rs`, `tokens.rs`, `govern.rs`, `discourse.rs`, in the order of the path.

use std::collections::BTreeSet;

use chancery_model::{Act, ActorId, Article, DocumentKind, Mention, MentionKind, MentionValue, Part, Party, Script};
use chancery_pattern::TypeId;
use chancery_text::{FoldTable, Span};
use chancery_value::{Scan, Value, ValueMention, Values};

use crate::ambiguous::{Time, unname_ships};
use crate::cast::{Cast, principals, unique};
use crate::discourse::{Coder, Draft, Setting, Voice};
use crate::explain::Explanation;
use crate::given::{directs, given, noted, telegrams, wired};
use crate::govern::Reader;
use crate::knowledge::{Language, Types};
use crate::layout::{Enclosed, Enclosure, Layout};
use crate::licence::Court;
use crate::measures::{Measures, speaking_day};
use crate::meetings::meetings;
use crate::named::table::NamedKind;
use crate::named::{self, Scene, Things};
use crate::names::{add_persons, call_as_printed, call_by_family, join_parted};
use crate::organs::{join_organs, name_bodies};
use crate::own_voice::speaks_itself;
use crate::press::{home, is_old, local_home};
use crate::roles::{answerer, is_programme, issuers, orator, voices};
use crate::site::{site, titled};
use crate::spaced;
use crate::speakers::Speakers;
use crate::targets::add_targets;
use crate::tokens::{
    Class, Classes, HALF, Token, drop_dated, keep, promote_places, settle_clocks, settle_feelings, settle_halves,
    settle_pairs,
};
use crate::units::name_units;
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
        let label = |part: &Part| numbered(&article.text, part).or_else(|| set_off(&article.text, part));
        let labels = article.parts.iter().filter_map(|part| part.speaker.or_else(|| label(part)));
        let mut heads: Vec<Span> = dateline.into_iter().chain(labels).collect();
        heads.sort();
        Layout::new(folded, &language.marks, &heads)
    };
    let mut words = language.vocabulary.find(folded);
    if !language.spaced {
        drop_dated(folded, &mut words, &language.particles.time_units);
    }
    let mut tokens = keep(words, &layout.names);
    unname_ships(folded, &mut tokens, &language.vessels);
    promote_places(folded, &mut tokens, &language.divisions, &language.capitals);
    let mut lexis = Lexis::new(&language.vocabulary);
    if !language.spaced {
        settle_halves(folded, &mut tokens, &language.stance_ends, |t| lexis.sense(t, Class::Stance).size == HALF);
        settle_clocks(folded, &mut tokens, &language.particles.time_units, &language.particles.counts);
        settle_feelings(folded, &mut tokens, &language.particles.feelings);
        settle_pairs(&mut tokens, |t| lexis.sense(t, Class::Both).led);
        let particles = language.particles.of.iter().chain(language.particles.done.iter());
        let marks = |words: &str| particles.clone().any(|p| words.contains(p.as_str()));
        let is_state = |t: &Token| matches!(lexis.word(t).actors.as_slice(), [one] if one.is_country());
        join_organs(folded, &mut tokens, &language.particles.organ_ends, marks, is_state);
    }
    let home = home(article, folded, language);
    let reference = speaking_day(article, folded, values);
    let time = Time { on: reference, old: is_old(folded, reference, language) };
    // 政府, 警方 in a paper of old: the home's, as its whole press was.
    let here = if language.spaced { None } else { home.filter(|_| time.old).or_else(|| local_home(folded, language)) };
    let title = article.title.as_deref().map(|t| fold.map_or_else(|| t.to_owned(), |f| f.fold(t))).unwrap_or_default();
    let site = if language.spaced {
        None
    } else {
        let titled = titled(&title, &language.vocabulary);
        site(article, &tokens, &lexis, titled.as_ref(), (home, here))
    };
    if language.spaced {
        spaced::hold_case(&article.text, &mut tokens, &language.vocabulary);
        spaced::add_persons(&article.text, &mut tokens, &mut lexis, language);
    } else {
        language.shared.resolve(folded, &mut tokens, &mut lexis, time);
        if time.old {
            name_units(folded, &mut tokens, &mut lexis, language);
        }
        join_parted(folded, &mut tokens, &language.vocabulary, &language.forms.surnames);
        // 教育局副局长某某, in a paper of Hong Kong: whose officers are told of without a state is told by the same words.
        let pressed = here.filter(|_| article.script == Script::Hant && home == language.forms.home.as_ref());
        let officers = (pressed.or(home), site.as_ref().map(|s| &s.state));
        add_persons(&article.text, folded, &mut tokens, &mut lexis, &language.forms, officers);
        call_by_family(folded, &mut tokens, &lexis, &language.forms);
        let forms = (&language.particles.body_heads, &language.particles.according);
        name_bodies(&article.text, folded, &mut tokens, &mut lexis, forms);
        language.dated.hold(folded, &mut tokens, &mut lexis, reference);
        call_as_printed(&article.text, folded, &mut tokens, &mut lexis, &language.vocabulary);
    }
    let law = article.kind == DocumentKind::Law;
    // An organ without a state only speaks here: whose deeds a bare organ's are, the text does not say.
    let speaks =
        Classes::of(&[Class::Say, Class::Stance, Class::Ask, Class::Time, Class::Show, Class::Toward, Class::Thereon]);
    // 政府拘捕…, in the press of the place.
    let does = Classes::of(&[Class::Event, Class::Deed, Class::Will, Class::Manner, Class::Thereon, Class::Continue]);
    let does =
        does.with(Classes::of(&[Class::With, Class::By, Class::Done, Class::Doing, Class::Pledge, Class::Agree]));
    let abroad = site.as_ref().filter(|s| s.told).map(|s| &s.state);
    let posted = site.as_ref().filter(|s| s.dated).map(|s| &s.state);
    let next: Vec<(Classes, u32)> = tokens.iter().skip(1).map(|n| (n.classes, n.span.start())).collect();
    let next = next.into_iter().chain([(Classes::default(), u32::MAX)]);
    let heads = |span: Span| folded[..span.start() as usize].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let voiced: Vec<Span> = tokens.iter().filter(|t| t.is(Class::HomeOrgan) && heads(t.span)).map(|t| t.span).collect();
    for (t, (next, follows)) in tokens.iter_mut().zip(next) {
        let local = t.is(Class::HomeOrgan) && lexis.sense(t, Class::HomeOrgan).lists;
        // 警方, 政府 in a report from abroad; 外交部 too, where its dateline stands there.
        let home = if local { abroad.or(here) } else { posted.or(home) };
        // 行政院通过…, in the press of a place that its head tells: its own.
        let touches = follows == t.span.end();
        let pressed = touches && home.is_some() && home != language.forms.home.as_ref() && !language.spaced;
        // 国防部举行记者会, where 国防部新闻发言人 speaks of his own: its deeds too.
        let own = folded.get(t.span.range()).unwrap_or_default();
        let voiced = || voiced.iter().any(|v| v.len() > t.span.len() && folded[v.range()].starts_with(own));
        let leads = next.any(speaks) || next.any(does) && (local || pressed || t.is(Class::HomeOrgan) && voiced());
        if local && home.is_none() || !((t.is(Class::HomeOrgan) && leads) || (law && t.is(Class::LawSelf))) {
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
    if language.spaced {
        language.dated.hold(folded, &mut tokens, &mut lexis, reference);
    }
    let mut cast = Cast::new(folded, &tokens, &lexis, &language.particles);
    let given = match language.spaced {
        true => None,
        false => given(article, folded, &tokens, &lexis, &cast, language),
    };
    let note = given.is_none() && !language.spaced;
    let noted = note.then(|| noted(article, folded, &tokens, &lexis, language)).flatten();
    let noted = noted.or_else(|| wired(article, &title, reference, language).filter(|_| note && time.old));
    let directive = noted.as_ref().is_some_and(|n| n.directive) || directs(article.kind, &title, language);
    let given = given.or_else(|| noted.map(|n| n.voice));
    let own_voice = !language.spaced
        && !is_programme(article.kind)
        && given.is_none()
        && speaks_itself(article, &layout, &tokens, &lexis, language);
    let programme = is_programme(article.kind) || own_voice;
    let printed = article.title.clone().unwrap_or_default();
    let noted_for =
        given.as_ref().filter(|_| article.kind == DocumentKind::Declaration).map(|(_, voice)| voice.clone());
    let noted_for = noted_for.and_then(|voice| if let Voice::Speaker(who) = voice { Some(who) } else { None });
    let issuers = if let Some(who) = &noted_for {
        principals(who)
    } else if own_voice {
        language.forms.home.iter().cloned().collect()
    } else if language.spaced {
        spaced::issuers(article, &tokens, &lexis, &cast, language, &layout)
    } else {
        issuers(article, (folded, reference), &title, &tokens, &lexis, &cast, language)
    };
    if programme {
        cast.issuers.clone_from(&issuers);
    }
    let mut found = Vec::new();
    values.scan(Scan { text: &article.text, folded, reference, everything: false }, &mut found);
    let answerer = match language.spaced {
        true => spaced::answerer(article, &tokens, &mut lexis, language),
        false => answerer(article, folded, (&printed, &title), &tokens, &mut lexis, language, home),
    };
    let mut voices = voices(article, &tokens, &lexis, &answerer, language);
    // The longest stretch of all: what else is known of a place inside goes before it.
    voices.splice(0..0, given);
    if !language.spaced {
        voices.extend(telegrams(article, folded, &tokens, &lexis, language));
    }
    let voices = Speakers::new(voices);
    let orator = (matches!(article.kind, DocumentKind::Speech | DocumentKind::Declaration) && !language.spaced)
        .then(|| orator(article, (folded, reference), (&printed, &title), &tokens, &mut lexis, language, &issuers))
        .flatten();
    let speaker = cast.issuers.iter().cloned().chain(orator).chain(noted_for.into_iter().flatten());
    let speaker = unique(speaker.collect());
    let mut issuers = issuers;
    let drafts = if language.spaced {
        let topics = spaced::topics(&printed, language);
        let own = spaced::acts_most(&tokens, &lexis, &topics);
        let mut signed = spaced::signed(article, &own, language);
        let speech = article.kind == DocumentKind::Speech;
        if (issuers.is_empty() || speech) && signed.is_empty() {
            signed = match spaced::defined(article, &tokens, &lexis, language, &layout) {
                who if who.is_empty() => spaced::titled_speaker(article, &own, &mut lexis, language),
                // In news "we" are those who are quoted.
                _ if article.kind == DocumentKind::NewsReport => Vec::new(),
                who => who,
            };
        }
        if issuers.is_empty() || speech && !signed.is_empty() {
            issuers = principals(&signed);
            if programme {
                cast.issuers.clone_from(&issuers);
            }
        }
        let headline = spaced::Headline::new(article, &mut lexis, language);
        spaced::drafts(&spaced::Coded {
            headline,
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
            bare: article.kind == DocumentKind::ConceptPaper,
        })
    } else {
        let enclosed = asides(&layout, &found);
        let particles = &language.particles;
        let reader = Reader::new(folded, &tokens, &lexis, particles, &enclosed);
        let setting = Setting {
            programme,
            law,
            directive,
            voices: &voices,
            owner: &issuers,
            speaker: &speaker,
            peoples: &language.peoples,
            organs: &language.organs,
            home,
            abroad,
            year: reference.map(|day| day.year()),
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

/// The heading in lenticular brackets that a paragraph opens with (【经贸合作提质升级】…), or the mark of its point (● …).
fn set_off(text: &str, part: &Part) -> Option<Span> {
    let words = part.span.of_text(text)?;
    let bare = words.trim_start();
    let marked = bare.trim_start_matches(POINTS).trim_start();
    let rest = if marked.len() < bare.len() {
        marked
    } else {
        let inner = bare.strip_prefix('\u{3010}')?;
        let (at, _) = inner.char_indices().take(HEADING).find(|(_, c)| *c == '\u{3011}')?;
        &inner[at + '\u{3011}'.len_utf8()..]
    };
    // A line that is nothing else is a heading already.
    (!rest.trim().is_empty()).then(|| Span::of(part.span.start() as usize..part.span.end() as usize - rest.len()))
}

/// Marks of a point.
const POINTS: &[char] =
    &['\u{25CF}', '\u{25A0}', '\u{25C6}', '\u{2022}', '\u{25B2}', '\u{25B3}', '\u{25CB}', '\u{25C7}', '\u{25A1}'];

/// Longest heading in brackets at a paragraph's head, in characters.
const HEADING: usize = 40;

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
    let mut out: Vec<Mention> = Vec::with_capacity(tokens.len() / 4 + values.len());
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
    for t in tokens.iter().filter(|t| t.is(Class::Actor) || t.is(Class::Both)) {
        let name = &text[t.span.range()];
        if seen.contains(name) {
            continue;
        }
        let actors = if t.is(Class::Actor) { lexis.word(t).actors.clone() } else { cast.set(2, t.span.start()) };
        if !actors.is_empty() {
            seen.insert(name);
            out.push(Party { name: name.to_owned(), actors });
        }
    }
    out
}
