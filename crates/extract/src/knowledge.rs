//! What the coder knows of a language, made ready from its pack: vocabulary, marks, particles, name forms.
//! Next to read: `coding.rs`, which uses it on an article.

use std::collections::BTreeMap;

use chancery_model::{ActorId, Polarity, Stance};
use chancery_pack::{Name, PackError, RawPack, Rules, Word};
use chancery_pattern::{Lists, TypeId};

use crate::ambiguous::Shared;
use crate::cast::unique;
use crate::compounds::{actors, add_compounds, add_names};
use crate::dated::DatedNames;
use crate::govern::Particles;
use crate::layout::Marks;
use crate::named::table::Table;
use crate::names::NameForms;
use crate::plover::Plover;
use crate::spaced::TitleWords;
use crate::tokens::{Class, Classes};
use crate::vocabulary::{Builder, Sense, Tenses, Vocabulary};

/// One language, ready for coding.
pub(crate) struct Language {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) vocabulary: Vocabulary,
    /// What lets a word be the act of a kind.
    pub(crate) rules: Rules,
    /// The rules' list of each class of word, by the class's number.
    lists: Vec<Lists>,
    /// The rules' numbers of the types of mention.
    pub(crate) types: Types,
    pub(crate) marks: Marks,
    pub(crate) particles: Particles,
    pub(crate) forms: NameForms,
    /// Whether its clauses are read by spaces and subjects (`spaced`), not by marks and phrases before the verb.
    pub(crate) spaced: bool,
    /// Written short forms whose full stop ends no sentence.
    pub(crate) abbreviations: Vec<String>,
    /// Small words inside a person's name.
    pub(crate) name_particles: Vec<String>,
    /// Behind a name: a ship's (“林肯”号).
    pub(crate) vessels: Vec<String>,
    /// What ends the clause of a verb of attitude that needs it (站在…一边).
    pub(crate) stance_ends: Vec<String>,
    /// Words that begin a sentence behind such a form all the same.
    pub(crate) openers: Vec<String>,
    /// Words that name a document as speaker.
    pub(crate) papers: Vec<String>,
    /// Words in titles of languages with spaces.
    pub(crate) title_words: TitleWords,
    /// Counters of sessions before a name (第30届).
    pub(crate) sessions: Vec<String>,
    /// Names of forums that begin a title, with their members (中阿峰会).
    pub(crate) forums: Vec<(String, Vec<ActorId>)>,
    /// Words that a line has before a paper given in full (全文如下).
    pub(crate) introducers: Vec<String>,
    /// The same, where they name the paper themselves.
    pub(crate) introduced: Vec<String>,
    /// Words that end the address of a telegram.
    pub(crate) addressed: Vec<String>,
    /// Words behind a family name that label an answer (毛答：).
    pub(crate) answer_words: Vec<String>,
    /// Words that open an editor's note at a paper's head (这是).
    pub(crate) headnotes: Vec<String>,
    /// What such a note calls the paper, and whether such a paper tells others what to do (电报, 命令).
    pub(crate) noted_papers: Vec<(String, bool)>,
    /// Words behind whom somebody else drafts a paper for (为甲方起草).
    pub(crate) drafted: Vec<String>,
    /// Lines that stand above the notes to a paper (注释).
    pub(crate) note_heads: Vec<String>,
    /// Words that name an order: what it orders is its signer's deed.
    pub(crate) orders: Vec<String>,
    /// Words for a division of a state, between its name and its organ (省, 市).
    pub(crate) divisions: Vec<String>,
    /// Capitals that speak for their states.
    pub(crate) capitals: Vec<String>,
    /// Names of the home that only another's press gives it, with that other; what shows that it is the home's all the same.
    pub(crate) press_rival: Vec<(String, ActorId)>,
    pub(crate) press_own: Vec<String>,
    /// Words of the years before those that a press counts from.
    pub(crate) press_before: Vec<String>,
    /// Organs that are the home's where no state is named.
    pub(crate) home_organs: Vec<String>,
    /// Labels of answers that name nobody (A, ANSWER).
    pub(crate) answers: Vec<String>,
    /// Behind a state in a question: it is asked (Peru's comment).
    pub(crate) asked_of: Vec<String>,
    /// Words that show a press of another home, with its state, and whether only its own government is meant by them.
    pub(crate) press: Vec<(String, ActorId, bool)>,
    /// The same, whatever the script.
    pub(crate) press_anywhere: Vec<(String, ActorId, bool)>,
    /// The first year in which they do.
    pub(crate) press_since: i16,
    /// Organs and the states they act for; outlets, which act for nobody.
    pub(crate) organs: BTreeMap<ActorId, Option<ActorId>>,
    /// Names that several states share.
    pub(crate) shared: Shared,
    /// Groups that mean the people of the state named before them.
    pub(crate) peoples: Vec<ActorId>,
    /// Groups that a statement of their members may be called by: the group, its members.
    pub(crate) members: Vec<(ActorId, Vec<ActorId>)>,
    /// What tells to whom an act is done where clauses have subjects.
    pub(crate) addressing: crate::spaced::addressed::Addressing,
    /// Instruments, mechanisms and meetings: known names and head words.
    pub(crate) named: Table,
    /// Names that meant another at another time.
    pub(crate) dated: DatedNames,
    /// Codes of events.
    pub(crate) plover: Plover,
}

/// The rules' numbers of the types of mention.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Types {
    pub(crate) actor: Option<TypeId>,
    pub(crate) amount: Option<TypeId>,
    pub(crate) date: Option<TypeId>,
    pub(crate) instrument: Option<TypeId>,
    pub(crate) mechanism: Option<TypeId>,
}

impl Language {
    /// From a pack.
    ///
    /// # Errors
    /// A value that means nothing (a stance that isn't one), with its list.
    pub(crate) fn new(pack: &RawPack, rules: Rules) -> Result<Self, Vec<PackError>> {
        let names = rules.names();
        let lists = Class::ALL.iter().map(|(_, id)| names.list(id).map(Lists::one).unwrap_or_default()).collect();
        let types = Types {
            actor: names.type_id("actor"),
            amount: names.type_id("amount"),
            date: names.type_id("date"),
            instrument: names.type_id("instrument"),
            mechanism: names.type_id("mechanism"),
        };
        let mut errors = Vec::new();
        let mut builder = Builder::new(chancery_pack::frozen(&pack.head.id));
        for (class, id) in Class::ALL {
            for word in pack.list(id) {
                builder.add(&word.form, word.place(), *class, sense(word, id, &mut errors));
            }
        }
        builder.tails = pack.forms("compound_tail").into();
        builder.short_tails = pack.forms("short_tail").into();
        builder.post_tails = pack.forms("post_tail").into();
        builder.post_leads = pack.forms("post_lead").into();
        builder.days = pack.forms("time-unit").iter().filter_map(|f| f.chars().next()).collect();
        let shared = Shared::new(pack);
        for (form, usual) in shared.usual() {
            builder.add_actors(form, None, Class::Actor, vec![usual.clone()]);
        }
        add_names(&mut builder, pack);
        add_compounds(&mut builder, pack);
        let chars = |pairs: &[(String, String)]| -> Vec<(char, char)> {
            pairs.iter().filter_map(|(a, b)| Some((a.chars().next()?, b.chars().next()?))).collect()
        };
        let first = |list: &[String]| list.iter().filter_map(|s| s.chars().next()).collect::<Vec<_>>();
        let marks = &pack.head.marks;
        let (vocabulary, named) = (builder.build(), Table::new(pack));
        let language = Self {
            id: pack.head.id.clone(),
            version: pack.head.version.clone(),
            vocabulary,
            rules,
            lists,
            types,
            marks: Marks {
                clause: first(&marks.clause),
                sentence: first(&marks.sentence),
                quotes: chars(&marks.quote),
                titles: chars(&marks.title),
                sayers: [pack.forms("say"), pack.forms("show"), pack.forms("quoted")].concat().into(),
                brackets: chars(&marks.bracket),
                dateline_ends: pack.forms("dateline-end").iter().filter_map(|f| f.chars().next()).collect(),
                stop_in_words: pack.head.word_edges,
            },
            particles: Particles {
                of: pack.forms("of").into(),
                occasion: pack.forms("occasion").into(),
                affairs: pack.forms("topic-end").into(),
                vain: pack.forms("vain").into(),
                means: pack.forms("means").into(),
                means_ends: pack.forms("means-end").into(),
                of_two: pack.forms("mutual-noun").into(),
                outcomes: pack.forms("outcome").into(),
                cruxes: pack.forms("crux").into(),
                lies: pack.forms("lie").into(),
                polite_wishes: pack.forms("polite-wish").into(),
                soon: pack.forms("soon").into(),
                today: pack.forms("today").into(),
                comes: pack.forms("coming").into(),
                about: pack.forms("about").into(),
                celebrated: pack.forms("celebrated").into(),
                no_relative: pack.forms("no-relative-mark").into(),
                former: pack.forms("former").into(),
                grounds: pack.forms("taken-ground").into(),
                witnessed: pack.forms("witnessed").into(),
                rumours: pack.forms("rumour").into(),
                charges: pack.forms("charge").into(),
                asked_about: pack.forms("asked-about").into(),
                headed: pack.forms("headed").into(),
                elections: pack.forms("election").into(),
                contrary: pack.forms("contrary").into(),
                whichever: pack.forms("whichever").into(),
                or_else: pack.forms("or-else").into(),
                including: pack.forms("including").into(),
                within: pack.forms("included").into(),
                findings: pack.forms("finding").into(),
                dates: pack.forms("date-unit").iter().filter_map(|f| f.chars().next()).collect(),
                not_then: pack.forms("still-to-come").into(),
                goes_there: pack.forms("goes-there").into(),
                citing: pack.forms("citing").into(),
                refused: pack.forms("refused").into(),
                matter_ends: pack.forms("matter-end").into(),
                told_moment: pack.forms("told-moment").into(),
                outcome_leads: pack.forms("outcome-lead").into(),
                becoming: pack.forms("becoming").into(),
                cannot_be: pack.forms("cannot-be").into(),
                can: pack.forms("can").into(),
                have: pack.forms("have").into(),
                accord: pack.forms("accord").into(),
                before_noun: pack.forms("noun_mark").into(),
                done: pack.forms("done_mark").into(),
                done_end: pack.forms("done_end").into(),
                progress: pack.forms("progress").into(),
                held: pack.forms("held").into(),
                bears: pack.forms("bear").into(),
                meanings: pack.forms("meaning").into(),
                measures: pack.forms("measure").into(),
                together: pack.forms("together").into(),
                congratulations: pack.forms("congratulation").into(),
                staters: pack.forms("stater").into(),
                aims: pack.forms("aim").into(),
                follows: pack.forms("follows").into(),
                again: pack.forms("this-time").into(),
                as_: pack.forms("as_mark").into(),
                and: pack.forms("coordinator").into(),
                joint: pack.forms("joint_subject").into(),
                time_units: pack.forms("time-unit").iter().filter_map(|f| f.chars().next()).collect(),
                up_to: pack.forms("up-to").into(),
                since: pack.forms("since-when").into(),
                times: pack.forms("how-often").into(),
                often_counts: pack.forms("often-count").iter().filter_map(|f| f.chars().next()).collect(),
                units: pack.forms("unit").into(),
                unit_leads: pack.forms("unit-lead").into(),
                unit_counts: pack.forms("unit-count").iter().filter_map(|f| f.chars().next()).collect(),
                unit_ends: pack.forms("unit-end").into(),
                day_units: pack.forms("day-unit").iter().filter_map(|f| f.chars().next()).collect(),
                disposal: pack.forms("disposal").into(),
                pronouns: pack.forms("pronoun").into(),
                passive: pack.forms("passive").into(),
                agent: pack.forms("agent").into(),
                others: pack.forms("and_others").into(),
                clausal: pack.forms("clausal").into(),
                causative: pack.forms("causative").into(),
                result: pack.forms("result").into(),
                future: pack.forms("future").into(),
                placing: pack.forms("placing").into(),
                classifiers: pack.forms("classifier").into(),
                whither: pack.forms("put-whither").into(),
                despite: pack.forms("despite").into(),
                despite_ends: pack.forms("despite-end").into(),
                asked: pack.forms("at-request").into(),
                asked_ends: pack.forms("request-end").into(),
                framed: pack.forms("ground").into(),
                framed_ends: pack.forms("ground-end").into(),
                wielding: pack.forms("wielding").into(),
                sending: pack.forms("sending").into(),
                warships: pack.forms("sent-force").into(),
                manner_marks: pack.forms("manner-mark").into(),
                warners: pack.forms("warner").into(),
                consequences: pack.forms("consequence").into(),
                mutual: pack.forms("mutual").into(),
                each: pack.forms("each").into(),
                harmed: pack.forms("passive-harm").into(),
                raising: pack.forms("raising").into(),
                ties: pack.forms("tie").into(),
                hard_nouns: pack.forms("hard-noun").into(),
                wishes: pack.forms("wish").into(),
                forces: pack.forms("force").into(),
                hazards: pack.forms("hazard").into(),
                ahead: pack.forms("ahead").into(),
                motions: pack.forms("motion").into(),
                votes: pack.forms("vote").into(),
                causes: pack.forms("cause").into(),
                old_of: pack.forms("old-of").into(),
                feelings: pack.forms("feeling").into(),
                complement: pack.forms("complement").into(),
                roles: pack.forms("taken-for").into(),
                agents: pack.forms("by-whom").into(),
                war_agents: pack.forms("by-whom-in-war").into(),
                brings: pack.forms("bring").into(),
                topic_leads: pack.forms("topic-lead").into(),
                heard: pack.forms("heard").into(),
                unnamed: pack.forms("unnamed-voice").into(),
                reports: pack.forms("report").into(),
                somebody: pack.forms("somebody").into(),
                counts: pack.forms("count").iter().filter_map(|f| f.chars().next()).collect(),
                troops: pack.forms("troop").into(),
                organ_ends: pack.forms("organ-end").into(),
                agents_end: pack.forms("doer-end").into(),
                called_on: pack.forms("called-on").into(),
                puts_forward: pack.forms("puts-forward").into(),
                it: pack.forms("it").into(),
                wires: pack.forms("wire-to").into(),
                body_heads: pack.forms("body-head").into(),
                jointly: pack.forms("jointly").into(),
                purposes: pack.forms("purpose").into(),
                according: pack.forms("according").into(),
                released: pack.forms("released").into(),
                hearsay: pack.forms("hearsay").into(),
                otherwise: pack.forms("otherwise").into(),
                maybe: pack.forms("maybe").into(),
                conduct: pack.forms("conduct").into(),
                therein: pack.forms("therein").into(),
                plans: pack.forms("plan").into(),
                taken_up: pack.forms("taken-up").into(),
                sides: pack.forms("side-end").into(),
                that_one: pack.forms("that-one").into(),
                from_marks: pack.forms("from-mark").into(),
                signings: pack.forms("signing").into(),
                more: pack.forms("more").into(),
                between: pack.forms("between").into(),
                ties_between: pack.forms("tie-between").into(),
                able: pack.forms("able").into(),
                matters: pack.forms("matter").into(),
                qualities: pack.forms("quality").into(),
                at: pack.forms("locative").into(),
                not_at: pack.forms("no-place-mark").into(),
                stationed: pack.forms("stationed").into(),
                whose: pack.forms("whose").into(),
                matters_between: pack.forms("matter-between").into(),
                members: pack.forms("member_mark").into(),
                many: pack.forms("many-of").into(),
                letters: pack.forms("letter-to").into(),
            },
            forms: name_forms(pack),
            spaced: pack.head.clauses == "spaced",
            abbreviations: pack.forms("abbreviation"),
            openers: pack.forms("opener"),
            stance_ends: pack.forms("stance-end"),
            press_rival: press(pack, "press-rival").into_iter().map(|(mark, state, _)| (mark, state)).collect(),
            press_own: pack.forms("press-own"),
            press_before: pack.forms("press-before"),
            home_organs: pack.forms("home-organ"),
            answers: pack.forms("answer"),
            asked_of: pack.forms("asked-of"),
            vessels: pack.forms("vessel"),
            name_particles: pack.forms("name-particle"),
            papers: pack.forms("paper"),
            forums: pack
                .list("forum")
                .iter()
                .map(|w| (w.form.to_owned(), w.text("of").map(actors).unwrap_or_default()))
                .collect(),
            title_words: TitleWords::new(pack),
            sessions: pack.forms("session-mark"),
            introducers: pack.forms("introducer"),
            introduced: pack.forms("introduced"),
            addressed: pack.forms("telegram-address"),
            answer_words: pack.forms("answer-word"),
            headnotes: pack.forms("headnote"),
            noted_papers: pack
                .list("noted-paper")
                .iter()
                .map(|w| (w.form.to_owned(), w.number("lists").is_some()))
                .collect(),
            drafted: pack.forms("drafted"),
            note_heads: pack.forms("note-head"),
            orders: pack.forms("order"),
            organs: pack
                .list("state-organ")
                .iter()
                .filter_map(|w| Some((ActorId::new(&w.form)?, w.text("state").and_then(ActorId::new))))
                .collect(),
            press: press(pack, "press-home"),
            press_anywhere: press(pack, "press-anywhere"),
            press_since: pack.list("press-home").iter().filter_map(|w| w.number("since")).max().unwrap_or(0) as i16,
            shared,
            divisions: pack.forms("division"),
            capitals: pack.forms("capital"),
            peoples: pack.forms("peoples").iter().filter_map(|id| ActorId::new(id)).collect(),
            addressing: crate::spaced::addressed::Addressing::new(pack),
            members: pack
                .list("members")
                .iter()
                .filter_map(|w| Some((ActorId::new(&w.form)?, unique(actors(w.text("members")?)))))
                .collect(),
            named,
            dated: DatedNames::new(pack),
            plover: Plover::new(pack),
        };
        if errors.is_empty() { Ok(language) } else { Err(errors) }
    }
}

impl Language {
    /// The rules' lists behind these classes.
    pub(crate) fn lists_of(&self, classes: Classes) -> Lists {
        let mut out = Lists::default();
        for class in classes.numbers() {
            out.join(self.lists.get(class).copied().unwrap_or_default());
        }
        out
    }
}

fn sense(word: &Word, list: &str, errors: &mut Vec<PackError>) -> Sense {
    let mut sense = Sense::default();
    let mut unknown = |key: &str, value: &str| {
        let message = format!(
            "{:?} of {:?} in the list {list:?}: no {key} is called that; see docs/codebook.md",
            value, word.form
        );
        errors.push(PackError { file: "words".into(), line: 0, column: 0, message });
    };
    // One look at the row: a start asks of ten thousand.
    for (key, value) in word.values() {
        let (text, number) = (value.text(), value.number().unwrap_or(0));
        let flag = number != 0;
        let small = || u8::try_from(number).unwrap_or(0);
        match key {
            "stance" | "armed" => {
                let stance = text.and_then(Stance::from_name);
                text.filter(|_| stance.is_none()).into_iter().for_each(|text| unknown(key, text));
                *(if key == "armed" { &mut sense.armed } else { &mut sense.stance }) = stance;
            }
            "polarity" => {
                sense.polarity = text.and_then(Polarity::from_name);
                text.filter(|_| sense.polarity.is_none()).into_iter().for_each(|text| unknown(key, text));
            }
            "intensity" => sense.intensity = small(),
            "step" => sense.step = i8::try_from(number).unwrap_or(0),
            "negative" => sense.negative = flag,
            "affirms" => sense.affirms = flag,
            "claims" => sense.claims = flag,
            "light" => sense.light = flag,
            "noun" => sense.noun = flag,
            "led" => sense.led = flag,
            "once" => sense.once = small(),
            "splits" => sense.splits = flag,
            "lists" => sense.lists = flag,
            "defers" => sense.defers = flag,
            "actor" => sense.wants_actor = flag,
            "size" => sense.size = small(),
            "needs" => {
                sense.needs_done = text == Some("done");
                sense.needs_armed = text == Some("armed");
                sense.needs_company = text == Some("company");
            }
            "meeting" => sense.meeting = flag,
            "place" => sense.to_place = flag,
            "accords" => sense.accords = flag,
            "tense" => sense.tenses = text.map(Tenses::named).unwrap_or_default(),
            _ => {}
        }
    }
    sense
}

/// Words that show whose press an article is, with the state.
fn press(pack: &RawPack, list: &str) -> Vec<(String, ActorId, bool)> {
    let state = |w: &Word| Some((w.form.to_owned(), ActorId::new(w.text("state")?)?, w.number("local").is_some()));
    pack.list(list).iter().filter_map(state).collect()
}

fn name_forms(pack: &RawPack) -> NameForms {
    let mut spelling: Vec<char> =
        pack.forms("transliteration").iter().flat_map(|f| f.chars().collect::<Vec<_>>()).collect();
    spelling.sort_unstable();
    spelling.dedup();
    let single = pack.names.iter().filter(|n| n.kind == "surname");
    let (weak, strong): (Vec<&Name>, Vec<&Name>) = single.partition(|n| n.noted("weak").is_some());
    let mut surnames = pack.forms("compound-surname");
    surnames.extend(strong.iter().map(|n| n.form.to_owned()));
    let offices = |note: &str| {
        let noted = pack.names.iter().filter(|n| n.kind == "office" && n.noted(note).is_some());
        noted.map(|n| n.form.to_owned()).collect()
    };
    NameForms {
        spelling,
        dots: pack.forms("name-dot").iter().filter_map(|f| f.chars().next()).collect(),
        stops: pack.forms("name-stop"),
        days: pack.forms("name-day"),
        surnames: surnames.into(),
        titled: pack
            .names
            .iter()
            .filter(|n| n.kind == "person" && n.noted("needs") == Some("title"))
            .map(|n| n.form.to_owned())
            .collect::<Vec<_>>()
            .into(),
        weak_surnames: weak.iter().map(|n| n.form.to_owned()).collect::<Vec<_>>().into(),
        surname_first: pack.head.surname_first.clone(),
        home: pack.head.home.as_deref().and_then(ActorId::new),
        others: pack.forms("and_others"),
        leads: pack.forms("name-before").into(),
        numbers: pack.forms("name-number"),
        stationed: pack.forms("stationed"),
        charges: pack.forms("charge"),
        at: pack.forms("locative"),
        organs: ["state-organ", "party-state"]
            .iter()
            .flat_map(|id| pack.list(id))
            .filter_map(|w| Some((ActorId::new(&w.form)?, w.text("state").and_then(ActorId::new)?)))
            .collect(),
        private: offices("private"),
        bodies: offices("organ"),
    }
}
