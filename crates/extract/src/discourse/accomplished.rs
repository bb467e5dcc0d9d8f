//! What a state's own report tells as done without a mark of it on the verb (甲国2003年加入公约, 甲国援建学校百所), between
//! what it does all the time. Next to read: `told.rs`.

use chancery_model::{ActKind, ActorId, Stance};
use chancery_text::Span;

use super::{Coder, Draft};
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes, is_word};

/// Digits of a year.
const YEAR: usize = 4;

impl Coder<'_> {
    /// The kind of deed, where a report of one state tells it as done: of itself by name with a verb of what is done once,
    /// else where a time past or a figure shows it.
    pub(super) fn accomplished(&self, segment: &Segment, clause: &Clause, holders: &[ActorId]) -> Option<Stance> {
        let report = self.setting.programme && !self.setting.law && self.frame.is_none();
        let [own] = self.setting.speaker else { return None };
        if !report || clause.kind != Kind::Deed || clause.negative || clause.said.is_some() || clause.tail {
            return None;
        }
        let verb = clause.anchor.filter(|_| principals(holders) == [own.clone()])?;
        let token = &self.reader.tokens[verb];
        let deed = self.reader.words.sense(token, Class::Accomplished);
        let range = self.reader.range(clause.span);
        let hedged = Classes::of(&[Class::Ought, Class::Will, Class::May, Class::Continue, Class::Toward]);
        let aims = |k: usize| {
            let t = &self.reader.tokens[k];
            t.classes.any(hedged) && (!t.is(Class::Toward) || self.reader.words.sense(t, Class::Toward).light)
        };
        if range.take_while(|&k| k < verb).any(aims) {
            return None;
        }
        let named = clause.subject != Subject::None;
        let year = self.tells_year(token.span.start());
        let ahead = &self.reader.text[self.begins as usize..token.span.start() as usize];
        if year == Some(false) || self.reader.particles.ahead.stand_in(ahead) {
            return None;
        }
        let when = self.past || year == Some(true);
        // 培训人员1000余名: how many it was.
        let rest = &self.reader.text[token.span.end() as usize..segment.span.end() as usize];
        // 中国援建学校百所。向十国派遣医生50人: so behind another such deed of the paragraph.
        let goes_on = || {
            let told = |d: &Draft| d.kind == ActKind::Event && d.holders == [own.clone()];
            let near = |d: &Draft| !self.reader.between(d.span.end(), segment.span.start()).contains('\n');
            self.drafts.last().is_some_and(|d| told(d) && near(d))
        };
        // 参加三次会议: so does a count in words, more than one.
        let particles = &self.reader.particles;
        let counted = |words: &str| {
            let mut from = words.char_indices().filter(|(_, c)| particles.often_counts.contains(c));
            from.any(|(at, c)| particles.times.begin(&words[at + c.len_utf8()..]))
        };
        let figure = |words: &str| words.contains(|c: char| c.is_ascii_digit()) || counted(words);
        let counted = figure(rest) && named || figure(&self.reader.text[segment.span.range()]) && goes_on();
        let marked = when || counted;
        deed.stance.filter(|_| marked || named && !deed.needs_done)
    }

    /// Whether a year that the sentence names before `until` is past (2003年，…; not 到2030年); `None` where it names none.
    fn tells_year(&self, until: u32) -> Option<bool> {
        let dates = self.reader.enclosed;
        let from = dates.partition_point(|e| e.span.start() < self.begins);
        dates[from..].iter().take_while(|e| e.span.end() <= until).find_map(|e| {
            let words = &self.reader.text[e.span.range()];
            let lead = words.find(|c: char| c.is_ascii_digit()).unwrap_or(words.len());
            let figures = &words[lead..];
            let length = figures.len() - figures.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let year = figures.get(..length).filter(|_| length == YEAR).and_then(|y| y.parse::<i16>().ok());
            // 中国1998年…, 1998年，…: not 到2030年.
            let at = self.reader.range(Span::new(e.span.start(), e.span.start())).start;
            let names = Classes::of(&[Class::Actor, Class::Own]);
            let named = at.checked_sub(1).map(|k| &self.reader.tokens[k]);
            let named = named.is_some_and(|t| t.classes.any(names) && t.span.end() == e.span.start());
            let opens = named || !self.reader.text[..e.span.start() as usize].ends_with(is_word);
            // 自1980年起参加谈判: from then on, and so done.
            let since = self.reader.particles.since.begin(words);
            // 截至2020年底，…: told up to then.
            let until = self.reader.particles.up_to.begin(words);
            year.map(|y| self.setting.year.is_none_or(|now| y <= now) && (lead == 0 || until || since) && opens)
        })
    }
}
