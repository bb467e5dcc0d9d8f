//! From governed segments to acts: extents, auxiliaries that reach on, lists under one call, frames and speakers.
//!
//! One pass over the sentences with a small state (codebook rules 1–12): who speaks, which auxiliary governs on, whether
//! the last act still takes in what follows. Next to read: `discourse/voices.rs`, `discourse/acts.rs`.

mod accomplished;
mod acts;
mod anew;
mod asked;
mod behind;
mod beliefs;
mod conditions;
mod frame;
mod glosses;
mod items;
mod light;
mod meant;
mod once;
mod open;
mod oughts;
mod papers;
mod parted;
mod placed;
mod reach;
mod reporter;
mod retold;
mod setting;
mod sides;
mod things;
mod told;
mod voices;

use chancery_model::{ActKind, ActorId, Polarity, Stance, Status};
use chancery_text::Span;

use self::frame::Frame;
use self::reach::Reach;
pub(crate) use self::setting::Setting;
use crate::cast::Cast;
use crate::govern::{Clause, Kind, Reader, Subject};
use crate::layout::{Layout, Segment, Sentence};
pub(crate) use crate::speakers::Voice;
use crate::tokens::Class;

/// An act before its figures and names are added.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) kind: ActKind,
    pub(crate) span: Span,
    pub(crate) anchor: Span,
    pub(crate) stance: Option<Stance>,
    pub(crate) polarity: Option<Polarity>,
    pub(crate) intensity: Option<u8>,
    pub(crate) holders: Vec<ActorId>,
    pub(crate) holder_span: Option<Span>,
    pub(crate) addressees: Vec<ActorId>,
    pub(crate) targets: Vec<ActorId>,
    pub(crate) via: Vec<ActorId>,
    pub(crate) status: Option<Status>,
    pub(crate) only_if: Option<Span>,
    pub(crate) confidence: f32,
}

/// How far behind its first naming a statement may name its issuers (声明称：“我们，甲、乙…的领导人): one sentence, in
/// bytes.
const PAPER_AHEAD: u32 = 240;

/// Intensity of what a speaker's numbered points call for (codebook: 应, 要).
const POINT: u8 = 3;

/// Marks behind which somebody's words stand.
const COLONS: &[char] = &[':', '\u{FF1A}'];

/// Marks of a question, both widths.
const QUESTION: &[char] = &['?', '\u{FF1F}'];

pub(crate) struct Coder<'a> {
    reader: &'a Reader<'a>,
    layout: &'a Layout,
    cast: &'a Cast,
    setting: &'a Setting<'a>,
    frame: Option<Frame>,
    /// The speaker of the paragraph before, until it shows whether the new one goes on in the same voice.
    suspended: Option<Frame>,
    /// Whose statement is being reported.
    paper_of: Vec<ActorId>,
    /// Holders of the clause before, with where they are named.
    last: (Vec<ActorId>, Option<Span>),
    /// Whether these only did or suffered something in somebody's words: what he feels of it is his.
    told: bool,
    /// Who said 我, 我们 in the frame at hand: another told to say something there (我们…。哈方认为…) is told of by him.
    first_person: Vec<ActorId>,
    /// Who spoke last, for 他, 发言人 at a paragraph's head.
    spoke: Vec<ActorId>,
    /// Auxiliary that governs on in the sentence.
    auxiliary: Option<(Stance, bool)>,
    ought: Option<u8>,
    /// What the sentence before called for, for one that goes on without a subject; whether the paragraph told others what to do.
    carried: Option<u8>,
    called: bool,
    reach: Reach,
    /// Where the act to come begins (a light verb before it).
    opens_at: Option<u32>,
    condition: Option<Span>,
    /// Where the words begin that no act has taken yet in this sentence: what 对此 takes up.
    topic: Option<u32>,
    /// Whose words opened a phrase of 对 that no verb has closed yet (甲方对丙国，特别是乙国造成的冲击表示担忧).
    about: Option<(Subject, u32)>,
    /// The subject of the sentence so far is a thing: what follows without a subject is told of it.
    of_thing: bool,
    /// That subject begins with somebody else's name (美方罔顾事实，…): what he blames is told of him too.
    of_other: bool,
    /// A journalist asks: from where, and up to which mark of a question, if one follows.
    asked: Option<(u32, Option<u32>)>,
    /// Who the segment before is about (国际社会特别是有关国家，应…; 各国开展救援，应…): tokens, and the act made of it, if any.
    ahead: Option<(usize, usize, Option<usize>)>,
    /// The tokens that name an officer at the head of a reporter's sentence, behind somebody else's words.
    officer: Option<(usize, usize)>,
    /// A frame opened in this sentence.
    framed_here: bool,
    /// A quotation behind somebody's act speaks for him up to its end.
    quoting: bool,
    /// How many quotations the segment before stood in.
    depth: u8,
    /// What the items of an enumeration are: whose, and by what (商定：一是…，二是…).
    items: Option<(Vec<ActorId>, Option<Span>, Stance)>,
    /// Whether the last sentence opened a list of acts (国家采取下列措施：); in a law.
    lists_acts: bool,
    /// The auxiliary at hand is that of the enumeration, not of the sentence.
    in_items: bool,
    /// The sentences here tell of what has been (疫情发生以来…).
    past: bool,
    /// The chapter's heading says that it tells of what has been.
    past_chapter: bool,
    /// The word of past time stands in this sentence.
    past_here: bool,
    /// With or for whom the auxiliary's first act is; the acts after it are too.
    company: Vec<ActorId>,
    /// The force whose reason the sentence opened with.
    force: Vec<ActorId>,
    /// Who did the last deed together, in this sentence.
    joint: Vec<ActorId>,
    /// The two states whose meeting the article last told of, and where.
    met: (Vec<ActorId>, u32),
    /// Where the clause before begins, if it announces what follows (宣布，…).
    announced: Option<u32>,
    /// The last act ends with a verb of saying: what is to be said follows (必须表明，…).
    says_on: bool,
    /// What follows it is the quotation that is its object.
    object_quoted: bool,
    /// The clause before told what makes no difference (无论…).
    indifferent: bool,
    /// The clause before says since when what follows is (这是…以来，): a description.
    says_what: bool,
    /// Whether the sentence told what somebody believes (相信，…将…).
    believes: bool,
    /// The word of saying again that opens the clauses to come (重申，…).
    again: Option<Span>,
    /// A statement told as issued, which may turn out to open its own words: the act, and where its segment ends.
    issued: Option<usize>,
    /// Where the current sentence begins.
    begins: u32,
    /// Index of the first act of the current sentence.
    sentence_from: usize,
    /// A call that names whom it asks and nothing yet that is asked: the act, and where it ends.
    bare_call: Option<(usize, Span)>,
    /// A collective in this sentence means nobody who was named.
    unresolved: bool,
    /// Who agreed on the numbered points that stand in the paragraphs behind (达成以下共识：).
    agreed: Option<(Vec<ActorId>, Option<Span>)>,
    /// Who announced the numbered points that stand in the paragraphs behind (提出以下建议：), and whether one has stood.
    points: Option<(Frame, bool)>,
    drafts: Vec<Draft>,
}

impl<'a> Coder<'a> {
    pub(crate) fn code(
        reader: &'a Reader<'a>,
        layout: &'a Layout,
        cast: &'a Cast,
        setting: &'a Setting<'a>,
    ) -> Vec<Draft> {
        let mut coder = Self {
            reader,
            layout,
            cast,
            setting,
            frame: None,
            suspended: None,
            paper_of: Vec::new(),
            last: (Vec::new(), None),
            told: false,
            first_person: Vec::new(),
            spoke: Vec::new(),
            auxiliary: None,
            ought: None,
            carried: None,
            called: false,
            reach: Reach::Closed,
            opens_at: None,
            condition: None,
            topic: None,
            about: None,
            of_thing: false,
            of_other: false,
            asked: None,
            ahead: None,
            officer: None,
            framed_here: false,
            quoting: false,
            depth: 0,
            items: None,
            lists_acts: false,
            in_items: false,
            past: false,
            past_chapter: false,
            past_here: false,
            company: Vec::new(),
            force: Vec::new(),
            joint: Vec::new(),
            met: (Vec::new(), 0),
            announced: None,
            says_on: false,
            object_quoted: false,
            says_what: false,
            indifferent: false,
            believes: false,
            again: None,
            issued: None,
            begins: 0,
            sentence_from: 0,
            bare_call: None,
            unresolved: false,
            points: None,
            agreed: None,
            drafts: Vec::new(),
        };
        for (n, sentence) in layout.sentences.iter().enumerate() {
            coder.sentence(n, sentence);
        }
        coder.leave_glosses();
        once::once(&mut coder.drafts, reader);
        if !setting.programme {
            retold::retold(&mut coder.drafts, reader);
        }
        coder.drafts
    }

    fn sentence(&mut self, n: usize, sentence: &Sentence) {
        let joined = self.held_together(self.layout.of(sentence));
        let segments = joined.as_deref().unwrap_or_else(|| self.layout.of(sentence));
        match self.voice(sentence.span.start()) {
            Voice::Nobody => {
                let range = self.reader.range(sentence.span);
                // 一、过去五年的工作: the chapter tells what has been; （一）加强农业 under it opens none of its own.
                if self.setting.programme && sentence.opens && !(self.past_chapter && self.is_below(sentence.span)) {
                    self.past_chapter = self.reader.tokens[range].iter().any(|t| t.is(Class::Past));
                }
                return;
            }
            Voice::Speaker(speaker) => {
                if self.frame.as_ref().is_none_or(|f| f.speaker != speaker) {
                    self.frame = Some(Frame { speaker, ..Frame::default() });
                }
            }
            Voice::Own => {
                let quoted = segments.first().is_some_and(|s| s.depth > 0);
                if sentence.opens && !quoted && self.begin_points(sentence) {
                    // 提出建议：一、…: each point is his who announced them.
                } else if sentence.opens && !quoted && !self.lists_on(sentence) {
                    if let Some(mut frame) = self.frame.take() {
                        if let Some(base) = frame.base.take() {
                            // 我们都认为 said by one speaker: he goes on.
                            (frame.speaker, frame.span) = (base, None);
                        }
                        // A document that acts in its own name goes on in its own voice.
                        self.suspended = Some(frame).filter(|f| !f.paper && !self.setting.programme);
                    }
                    self.last = (self.members_again(sentence.span).unwrap_or_default(), None);
                }
            }
        }
        let item = self.opens_item(sentence).is_some();
        if self.setting.law && item && !self.lists_acts {
            // （一）作为原告提起诉讼: a case the law names, nobody's act.
            return;
        }
        self.frame.take_if(|f| f.speaker.is_empty());
        if let Some(frame) = &mut self.frame {
            frame.affirms = false;
            if let Some(base) = frame.base.take() {
                (frame.speaker, frame.span) = (base, None);
            }
            let own = |a: &ActorId| self.setting.speaker.contains(a);
            frame.all &= !sentence.opens;
            if self.setting.programme && !frame.paper && !frame.all && frame.speaker.iter().any(own) {
                // The document's own voice again, after what it told another or its own leader to have said.
                self.frame = None;
            }
        }
        self.auxiliary = None;
        self.in_items = false;
        self.company.clear();
        self.joint.clear();
        self.force.clear();
        (self.announced, self.again) = (None, None);
        (self.says_on, self.says_what, self.believes, self.indifferent) = (false, false, false, false);
        self.carried = self.ought.take().filter(|_| !sentence.opens && self.frame.is_some() && !self.setting.programme);
        self.reach = Reach::Closed;
        self.opens_at = None;
        self.condition = None;
        let alone = self.frame.as_ref().is_some_and(|f| !f.paper && self.last.0 != f.speaker);
        if self.spoken() && !self.last.0.is_empty() && (alone || !self.is_own(&self.last.0)) {
            self.last = (Vec::new(), None);
        }
        let person = |a: &ActorId| a.is_person() && !self.setting.speaker.contains(a);
        if self.setting.programme && self.frame.is_none() && self.last.0.iter().any(person) {
            // 习近平主席提出…。主张…: what a document says next without a subject is its own.
            self.last = (Vec::new(), None);
        }
        self.framed_here = false;
        self.told = false;
        self.past_here = false;
        (self.of_thing, self.of_other) = (false, false);
        self.ahead = None;
        self.topic = None;
        self.about = None;
        self.asked.take_if(|_| sentence.opens);
        let before = self.sentence_from;
        self.begins = sentence.span.start();
        self.sentence_from = self.drafts.len();
        self.bare_call = None;
        self.unresolved = false;
        self.begin_item(sentence, before);
        self.begin_agreed(sentence);
        if sentence.opens && self.points.as_ref().is_some_and(|(_, begun)| *begun) && self.is_numbered(sentence) {
            self.ought = Some(POINT);
        }
        if sentence.opens {
            (self.past, self.called) = (false, false);
        }
        self.past |= self.past_chapter;
        self.hears_behind(n);
        let mut joined = false;
        for (n, segment) in segments.iter().enumerate() {
            let whole = self.topic_goes_on(segment, segments.get(n + 1)).filter(|_| !joined);
            if std::mem::replace(&mut joined, whole.is_some()) {
                continue;
            }
            let segment = &self.unnumbered(&whole.unwrap_or(*segment), n == 0);
            let clause = self.reader.read(segment.span);
            if segment.depth == 0 && self.reporter_again(&clause) {
                self.frame = None;
                self.last = (Vec::new(), None);
            }
            self.quotes(segment);
            if n == 0 {
                self.heads_anew(segment, &clause);
            }
            let last = n + 1 + usize::from(joined) == segments.len();
            self.parted(segment, clause, last);
        }
        if self.setting.law && !item {
            let own = |d: &Draft| d.kind != ActKind::Event && d.holders == self.setting.speaker;
            let state = self.reader.range(sentence.span).take(3).any(|i| self.reader.tokens[i].is(Class::Own));
            self.lists_acts = state && self.drafts[self.sentence_from..].iter().any(own);
        }
        segments.last().inspect(|last| self.leads_to_words(last));
        self.announce_points(sentence);
        self.announce_agreed(sentence);
        if segments.last().is_some_and(|s| s.mark.is_some_and(|m| QUESTION.contains(&m))) {
            // What is asked is not held.
            self.drafts.truncate(self.sentence_from);
        }
    }

    fn segment(&mut self, segment: &Segment, mut clause: Clause, last: bool) {
        if self.is_asked(segment, &clause) {
            return;
        }
        self.hears_self(segment);
        let again = self.again;
        self.tell_time(segment, &clause);
        self.orders(&clause);
        self.opens_words(&clause);
        // Behind them: an act that was taken back was none.
        let before = self.drafts.len();
        let bare = self.bare_call.take();
        self.code_segment(segment, &mut clause, last);
        let before = if self.drops_call(bare) { before - 1 } else { before };
        self.issued = self.issues(segment, before);
        if self.again == again && !self.only_sets_time(&clause) {
            // Only the next clause is said again.
            self.again = None;
        }
        let took = self.drafts.len() > before || clause.kind == Kind::Say;
        if clause.kind != Kind::Statement && (clause.subject != Subject::None || clause.kind == Kind::Promise) {
            self.carried = None;
        }
        self.topic = if took { None } else { self.topic.or(Some(segment.span.start())) };
    }

    fn code_segment(&mut self, segment: &Segment, clause: &mut Clause, last: bool) {
        if !last && (self.tells_source(segment) || self.only_takes_up(segment) || self.states(segment)) {
            return;
        }
        self.takes_subject(segment, clause);
        self.takes_it(clause);
        self.puts_forward(segment, clause, last);
        self.takes_topic(clause);
        self.acts_anew(segment, clause);
        self.names_who_acts(segment, clause);
        self.force_leads(clause);
        self.turns_against(segment);
        if self.whichever(segment) && !last && clause.kind != Kind::Say {
            self.reach = Reach::Closed;
            return;
        }
        if std::mem::take(&mut self.says_on) && self.open().is_some() && clause.kind != Kind::Say {
            self.extend(segment);
            self.says_on = self.object_quoted && segment.depth > 0 && !last;
            return;
        }
        if clause.subject == Subject::None && clause.said.is_none() && self.proposes() {
            // 甲秘书长提议，为乙国提供…: what is proposed follows.
            self.extend(segment);
            return;
        }
        self.resume(clause);
        if self.threatens(segment, clause) || self.threat_goes_on(segment, clause) {
            // 奉劝对方停止挑衅，否则必将付出代价: what the call threatens with is part of it.
            self.extend(segment);
            return;
        }
        if clause.condition && clause.kind != Kind::Say {
            self.holds_if(segment, clause);
            return;
        }
        if let Some((say, subject)) = clause.said {
            self.says(say, subject);
            if self.reader.words.sense(&self.reader.tokens[say], Class::Say).claims {
                // 相信…将…: a belief, and so is what goes on without a subject.
                (self.reach, self.of_thing) = (Reach::Closed, true);
                return;
            }
        }
        if self.tells_no_act(segment, clause) {
            // 叛军可能南下，包围县城: what goes on without a subject is as uncertain.
            (self.reach, self.of_thing) = (Reach::Closed, true);
            return;
        }
        if clause.kind == Kind::Say {
            if clause.said.is_none()
                && let Some(anchor) = clause.anchor
            {
                self.says(anchor, clause.subject);
            }
            // In a paper of several, what one of them states.
            let several = self.setting.speaker.len() > 1 && segment.mark.is_some_and(|m| COLONS.contains(&m));
            if let Some(frame) = self.frame.as_mut().filter(|f| several && f.speaker.len() == 1) {
                frame.all = true;
            }
            (self.reach, self.believes) = (Reach::Closed, self.believes_at(clause.anchor));
            // 重申，甲是乙: what is said again is held.
            let again = |a: usize| {
                let t = &self.reader.tokens[a];
                let held = t.is(Class::Stance) && !t.is(Class::Say);
                let believed = self.reader.words.sense(t, Class::Say).affirms;
                (held || believed) && t.span.end() == segment.span.end()
            };
            self.again = clause.anchor.filter(|&a| again(a)).map(|a| self.reader.tokens[a].span);
            let announces =
                clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event).defers);
            let from = self.announced.take().unwrap_or(segment.span.start());
            self.announced = announces.then_some(from);
            return;
        }
        if self.announced.is_some() && !last && self.reader.gives_cause(segment.span) {
            // 甲宣布，因乙…，暂停…: the reason stands between.
            return;
        }
        self.paper_speaks(clause);
        self.organ_speaks(clause);
        if self.announced.is_some() && self.announces_own(clause) {
            // 甲总统宣布，甲国退出…: his own state's deed.
            clause.subject = Subject::None;
        }
        if let Some(start) = self.announced.take()
            && clause.subject == Subject::None
            && matches!(clause.kind, Kind::Deed | Kind::Done)
        {
            // 甲宣布，暂停…: the announcement is the deed.
            let told = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
            let stance = clause.stance.or(told.and_then(|s| s.stance));
            let stance = stance.filter(|s| *s != Stance::Cooperate || !self.is_order(start, segment));
            let stance = stance.unwrap_or(Stance::Agree);
            let span = Span::new(start, segment.span.end());
            let whole = Segment { span, ..*segment };
            let told = Clause { kind: Kind::Done, done: true, stance: Some(stance), start, ..clause.clone() };
            self.act(&whole, told);
            return;
        }
        if !last && (self.only_leads(segment, clause) || self.leads_about(segment, clause)) {
            self.reach = Reach::Closed;
            return;
        }
        if !last && self.only_tells_means(clause) {
            self.opens_at.get_or_insert(clause.start);
            return;
        }
        let dates = !last && self.dates_what(segment);
        if std::mem::replace(&mut self.says_what, dates) {
            self.reach = Reach::Closed;
            return;
        }
        if self.only_lists(segment, clause) {
            return;
        }
        if clause.tail
            && self.open().is_some()
            && (clause.kind != Kind::Promise || clause.negative || self.takes_part(clause))
        {
            self.extend(segment);
            return;
        }
        if self.opens_at.is_none() && self.closes_chain(clause, last) {
            self.extend(segment);
            return;
        }
        self.settles_ought(clause);
        if self.opens_at.is_some()
            && self.binds()
            && let Subject::Actors(first, last) = clause.subject
            && self.actors(first, last).0.iter().all(|a| self.last.0.contains(a))
            && matches!(clause.kind, Kind::Deed | Kind::Done | Kind::Promise)
        {
            // 甲总理承诺，甲国会…, 甲国将继续…: who promises is named again.
            (clause.subject, clause.done) = (Subject::None, false);
        }
        let behind = clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() < clause.span.end());
        if self.is_light(clause) && !(last && behind && clause.kind == Kind::Promise) {
            if clause.kind == Kind::Promise {
                self.of_thing = false;
                // 商定，将根据…，…: agreed all the same.
                let firm = self.auxiliary.filter(|(s, _)| matches!(s, Stance::Agree | Stance::Pledge));
                let kept = firm.filter(|_| clause.stance == Some(Stance::Will) && self.opens_at.is_some());
                self.auxiliary = kept.or(clause.stance.map(|s| (s, clause.ongoing)));
                self.reach = Reach::Closed;
                self.settle(clause);
                let tokens: Vec<usize> = clause.with.iter().chain(&clause.toward).copied().collect();
                self.company = self.others(&tokens, &self.last.0);
            }
            self.opens_at.get_or_insert(clause.start);
            return;
        }
        if self.takes_in(clause) {
            if self.reach == Reach::Verb && clause.kind != Kind::Statement {
                self.reach = self.behind_verb();
            }
            self.extend(segment);
            return;
        }
        if clause.kind == Kind::Ought
            && matches!(clause.subject, Subject::Actors(..))
            && self.open().is_some_and(|d| d.span.end() == d.anchor.end() && self.lists(d.anchor))
        {
            // 中方主张，各国应…: the word opens what is called for.
            self.drafts.pop();
        }
        if self.is_named_by(clause) {
            // 坚持和解，是…的基础: what was read as a doing is the subject.
            let from = self.drafts.get(self.sentence_from).map(|d| d.span.start());
            self.drafts.truncate(self.sentence_from);
            self.of_thing = false;
            clause.start = from.unwrap_or(clause.start);
        }
        self.names_deed(clause);
        if let Some((first, _)) = self.as_role(clause) {
            // 甲国作为…的一员，支持…: who is named goes on.
            clause.subject = Subject::Actors(first, first);
        }
        self.takes_adverb(segment, clause);
        if self.is_of_thing(clause) {
            return;
        }
        // 甲国拟在…设处，外长乙表示…: the words of another who is named begin anew; 按照协议，甲军应…: so does whose doing it is.
        let anew = self.auxiliary.is_some() && matches!(clause.said, Some((_, Subject::Actors(..))));
        let opened = self.opens_at.take();
        let opened = opened.filter(|&at| !(anew || self.means_at(at) && clause.subject != Subject::None));
        clause.start = opened.unwrap_or(clause.start);
        let before = self.drafts.len();
        self.act(segment, clause.clone());
        if clause.kind == Kind::Statement && clause.subject == Subject::None && self.drafts.len() == before {
            // 同意，在…基础上，…: the verb is still to come.
            self.opens_at = opened;
        }
        self.leads(segment, clause, before);
        self.object_behind(segment, clause, before);
    }
}
