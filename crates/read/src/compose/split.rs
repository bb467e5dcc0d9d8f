//! The articles of a sheet, told apart: headlines, date lines, sign-offs, headings of a broadcast, digests.
//! Next to read: `build.rs`, which makes the text of each.

use chancery_model::PartialDate;

use super::dateline::DatelineWords;
use super::fields::FieldLine;
use super::guide::Guide;
use super::lines::{HEADLINE, Role};
use crate::{BlockKind, Sheet};

/// An article to be: which blocks are its text, and what stood around them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// Blocks of its text, in order.
    pub(crate) body: Vec<usize>,
    /// Blocks that are its headline.
    pub(crate) title: Vec<usize>,
    pub(crate) dateline: Option<DatelineWords>,
    pub(crate) sign_off: Option<DatelineWords>,
    pub(crate) outlet: Option<String>,
    /// Who wrote it, as a line of fields says.
    pub(crate) authors: Vec<String>,
    /// Blocks that hold a poster's stamp.
    pub(crate) stamps: Vec<usize>,
    /// Replies to a post, in order.
    pub(crate) replies: Vec<Reply>,
    /// Days printed with the article: a layout line, the name of a broadcast; with the block.
    pub(crate) days: Vec<(usize, PartialDate)>,
    /// The title as a page's breadcrumb gives it.
    pub(crate) crumb: Option<String>,
    /// Boilerplate before the text that may tell the kind.
    pub(crate) preface: Vec<usize>,
}

/// A reply in a thread.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    /// The block that says who posted it and when.
    pub(crate) head: usize,
    pub(crate) author: Option<String>,
    /// Blocks of its text.
    pub(crate) body: Vec<usize>,
}

/// Parts the sheet's blocks into articles; blocks in none of them are noise.
pub(crate) fn drafts(sheet: &Sheet, roles: &[Role], guide: &Guide) -> Vec<Draft> {
    let mut splitter = Splitter {
        sheet,
        roles,
        guide,
        done: Vec::new(),
        now: Draft::default(),
        short: Vec::new(),
        state: State::default(),
    };
    for (i, role) in roles.iter().enumerate() {
        splitter.take(i, role);
    }
    splitter.settle_short(usize::MAX);
    splitter.close();
    splitter.done
}

/// Longest line in brackets under a title that tells when a document was passed or signed, in characters.
const BRACKETED: usize = 60;

/// Most bytes of whole sentences above the headline of a page saved as text that are the page's own.
const MASTHEAD: u32 = 900;

/// Longest editors' tail, in bytes: the licences and remarks under the corpus's pages have 200 to 1,900.
const TAIL: u32 = 6_000;

#[derive(Default)]
struct State {
    /// The article before is closed by a sign-off or a heading.
    closed: bool,
    /// Inside a list of contents, opened by a heading of this level; with its entries so far.
    contents: Option<(u8, Vec<usize>)>,
    /// Inside an editors' tail.
    tail: bool,
    /// The article is a post, by who posted it: what a like line heads after it is a reply.
    thread: bool,
    /// Inside a digest: set-off lines are titles.
    digest: bool,
    /// What holds for every article of the sheet: the broadcast's day, the outlet of a layout line.
    day: Option<(usize, PartialDate)>,
    outlet: Option<String>,
    crumb: Option<String>,
}

struct Splitter<'a> {
    sheet: &'a Sheet,
    roles: &'a [Role],
    guide: &'a Guide,
    done: Vec<Draft>,
    now: Draft,
    /// Short blocks since the last running text: headlines to come, or short lines of the text.
    short: Vec<usize>,
    state: State,
}

impl Splitter<'_> {
    fn take(&mut self, i: usize, role: &Role) {
        let block = &self.sheet.blocks[i];
        let words = self.sheet.words(block);
        if let Some((level, mut entries)) = self.state.contents.take()
            && !self.ends_contents(i, role, level, &entries)
        {
            entries.push(i);
            self.state.contents = Some((level, entries));
            return;
        }
        if self.state.tail {
            if !matches!(role, Role::Dateline(_)) && !matches!(block.kind, BlockKind::Heading(_)) {
                return;
            }
            self.state.tail = false;
            self.state.closed = true;
        }
        let heads_post = self.heads_post(role);
        if let Some(reply) = self.now.replies.last_mut().filter(|_| !heads_post) {
            if !matches!(role, Role::Rule | Role::Noise | Role::Byline | Role::Tail) {
                reply.body.push(i);
            }
            return;
        }
        match role {
            Role::Tail if self.tail_is_short(i) => {
                self.settle_short(i);
                self.state.tail = !self.now.body.is_empty();
            }
            Role::Tail => {}
            Role::Rule => {}
            Role::Noise | Role::Byline => {
                if self.now.body.is_empty() {
                    self.now.preface.push(i);
                }
                if *role == Role::Byline {
                    self.now.authors.push(words.trim().to_owned());
                }
            }
            Role::Contents => {
                let level = if let BlockKind::Heading(level) = block.kind { level } else { u8::MAX };
                self.state.contents = Some((level, Vec::new()));
            }
            Role::Digest => {
                self.settle_short(i);
                self.close();
                self.state.digest = true;
            }
            Role::Broadcast => {
                self.state.day = self.guide.dates(&self.guide.fold(words)).first().map(|d| (i, d.1)).or(self.state.day);
                self.short.clear();
            }
            Role::Crumb(last) => {
                self.state.crumb = Some(last.clone());
                if self.now.body.is_empty() {
                    self.short.clear();
                }
            }
            Role::Stamp(_) | Role::Fields(_) if heads_post && !self.now.body.is_empty() => {
                self.settle_short(i);
                let author = if let Role::Fields(line) = role { line.author.clone() } else { None };
                self.now.replies.push(Reply { head: i, author, body: Vec::new() });
            }
            Role::Fields(line) => self.fields(i, line),
            Role::Stamp(false) if self.under_masthead(i) => {
                self.now.title = self.headline();
                self.now.days.extend(self.stamp_day(i).map(|day| (i, day)));
                self.now.body.clear();
                self.short.clear();
            }
            // A headline with nothing but its hour under it: a page's, and no post by nobody.
            Role::Stamp(false) if self.under_headline() && self.stamp_day(i).is_some() => {
                self.now.title = self.headline();
                self.now.days.extend(self.stamp_day(i).map(|day| (i, day)));
                self.short.clear();
            }
            Role::Stamp(named) => {
                self.headline_above();
                self.state.thread |= *named && self.now.body.is_empty();
                self.now.stamps.push(i);
                if self.now.body.is_empty() {
                    self.short.clear();
                }
            }
            Role::Source(outlet) => self.now.outlet = Some(outlet.clone()),
            Role::Layout(outlet, day) => {
                self.state.outlet = Some(outlet.clone());
                self.state.day = day.map(|d| (i, d)).or(self.state.day);
            }
            // Words under a picture tell of the picture: they are no part of the text.
            Role::Caption => {}
            // An agency's name in brackets right under a headline begins the text (（本報訊）).
            Role::SignOff(found) if self.now.body.is_empty() && !self.state.closed => self.dateline(i, found),
            Role::SignOff(found) => {
                self.settle_short(i);
                self.now.sign_off = Some(found.clone());
                self.state.closed = true;
            }
            Role::Dateline(found) => self.dateline(i, found),
            Role::Short if matches!(block.kind, BlockKind::Heading(_)) => self.heading(i),
            Role::Short if self.state.digest && block.emphasis => self.open_titled(i),
            Role::Short if self.is_introduced(i) => self.now.title = vec![i],
            Role::Short => self.short.push(i),
            Role::Body => self.body(i),
        }
    }

    /// Whether the first line of an article without a title announces a document (…全文如下：), whose title this line is.
    fn is_introduced(&self, i: usize) -> bool {
        let ([only], true) = (self.now.body.as_slice(), self.now.title.is_empty() && self.short.is_empty()) else {
            return false;
        };
        let lead = self.guide.fold(self.sheet.words(&self.sheet.blocks[*only]));
        let lead = lead.trim_end().trim_end_matches(['：', ':', '。']);
        *only + 1 == i
            && !self.state.closed
            && !self.state.thread
            && self.guide.conventions.boilerplate.introduces.iter().any(|end| lead.ends_with(end.as_str()))
    }

    /// What a line of fields tells of the article; the line itself is no text.
    fn fields(&mut self, i: usize, line: &FieldLine) {
        self.headline_above();
        if self.now.body.is_empty() {
            self.state.thread |= line.posted;
        }
        if line.date.is_some() && line.posted {
            self.now.stamps.push(i);
        } else if let Some(date) = line.date {
            self.now.days.push((i, date));
        }
        self.now.outlet = self.now.outlet.take().or_else(|| line.outlet.clone());
        self.now.authors.extend(line.author.clone());
    }

    /// Whether the block before is a headline and no text stands under it yet.
    fn under_headline(&self) -> bool {
        let opens = self.now.body.is_empty() && self.now.title.is_empty() && self.now.stamps.is_empty();
        opens && !self.state.thread && self.short.last().is_some_and(|&k| !self.breaks_off(k))
    }

    /// Whether the headline of a page saved as text stands right above, with its day under it, and above the headline only a
    /// page's own words (which browser it wants, whom it is for): little beside what follows, and without another day.
    fn under_masthead(&self, i: usize) -> bool {
        let headed = self.done.is_empty()
            && self.now.title.iter().all(|&k| !matches!(self.sheet.blocks[k].kind, BlockKind::Heading(_)))
            && self.now.dateline.is_none()
            && self.now.stamps.is_empty()
            && self.now.days.is_empty()
            && !self.now.body.is_empty()
            && !self.state.thread
            && self.stamp_day(i).is_some()
            && self.short.last().is_some_and(|&k| {
                !self.breaks_off(k) && !self.guide.ends_text(self.sheet.words(&self.sheet.blocks[k]))
            });
        let weight = |from: usize, to: usize| {
            let running = |k: &usize| matches!(self.roles[*k], Role::Body | Role::Dateline(_));
            (from..to).filter(running).map(|k| self.sheet.blocks[k].span.len()).sum::<u32>()
        };
        let days = |role: &Role| matches!(role, Role::Stamp(false));
        headed
            && self.roles.iter().filter(|role| days(role)).count() == 1
            && weight(0, i) <= MASTHEAD
            && weight(i, self.roles.len()) > weight(0, i)
    }

    /// The day in a line.
    fn stamp_day(&self, i: usize) -> Option<PartialDate> {
        let words = self.sheet.words(&self.sheet.blocks[i]);
        self.guide.dates(&self.guide.fold(words)).first().map(|found| found.1)
    }

    /// One short block above a line of fields is the title, though it may end as a sentence does (… (转载), …？).
    fn headline_above(&mut self) {
        if let ([only], true) = (self.now.body.as_slice(), self.now.title.is_empty() && self.short.is_empty()) {
            let words = self.sheet.words(&self.sheet.blocks[*only]);
            let inner = words.char_indices().any(|(at, c)| c == '。' && at + c.len_utf8() < words.len());
            if words.chars().count() <= HEADLINE && !inner {
                self.now.title = std::mem::take(&mut self.now.body);
            }
        }
    }

    /// Whether a block says who posted what follows, in a thread.
    fn heads_post(&self, role: &Role) -> bool {
        let names = match role {
            Role::Stamp(named) => *named,
            Role::Fields(line) => line.posted || (line.author.is_some() && line.date.is_some()),
            _ => false,
        };
        names && self.state.thread
    }

    /// A list of contents ends with the next heading of its level or above, with running text, with an article's date
    /// line, and where its first entry stands again, over what it names.
    fn ends_contents(&self, i: usize, role: &Role, level: u8, entries: &[usize]) -> bool {
        let block = &self.sheet.blocks[i];
        match block.kind {
            BlockKind::Heading(next) if next <= level => return true,
            _ if matches!(role, Role::Dateline(_)) || (level == u8::MAX && *role == Role::Body) => return true,
            _ => {}
        }
        let words = self.sheet.words(block);
        entries.first().is_some_and(|&k| self.sheet.words(&self.sheet.blocks[k]).starts_with(words))
    }

    /// Whether what follows the head of a tail, up to a heading or a date line, is little enough to be one: a page's
    /// licence, not the next document of a file that holds several.
    fn tail_is_short(&self, i: usize) -> bool {
        let mut left = TAIL;
        for k in i + 1..self.roles.len() {
            let block = &self.sheet.blocks[k];
            if matches!(self.roles[k], Role::Dateline(_)) || matches!(block.kind, BlockKind::Heading(_)) {
                return true;
            }
            match left.checked_sub(block.span.len()) {
                Some(rest) => left = rest,
                None => return false,
            }
        }
        true
    }

    fn open_titled(&mut self, i: usize) {
        self.settle_short(i);
        self.close();
        self.now.title = vec![i];
    }

    fn dateline(&mut self, i: usize, found: &DatelineWords) {
        let headed = self.short.last().is_some_and(|&k| !self.breaks_off(k));
        let opens = self.now.body.is_empty() || self.state.closed || headed;
        // A digest's item may carry a date line of its own under its title, and a title may have more of them under it.
        let under = !self.now.title.is_empty() && !self.state.closed && self.only_headings();
        if !opens || (under && self.short.is_empty()) {
            self.settle_short(i);
            if self.only_headings() {
                self.now.dateline = Some(found.clone());
            }
            self.now.body.push(i);
            return;
        }
        let headline = self.headline();
        self.settle_short(i);
        if !self.now.body.is_empty() || self.state.closed {
            self.close();
        }
        if !headline.is_empty() {
            self.now.title = headline;
        }
        self.now.dateline = Some(found.clone());
        self.now.body.push(i);
    }

    /// Whether a short block breaks off in the middle of a sentence: no headline.
    fn breaks_off(&self, i: usize) -> bool {
        self.sheet.words(&self.sheet.blocks[i]).trim_end().ends_with(['，', '、', '；', ','])
    }

    /// Whether no text stands under the article's title yet, headings aside.
    fn only_headings(&self) -> bool {
        self.now.body.iter().all(|&k| matches!(self.sheet.blocks[k].kind, BlockKind::Heading(_)))
    }

    /// Whether heading `i` stands lower than the article's title, with nothing but headings between: one of its deck.
    fn in_deck(&self, i: usize) -> bool {
        let level =
            |k: usize| if let BlockKind::Heading(level) = self.sheet.blocks[k].kind { Some(level) } else { None };
        let title = self.now.title.last().and_then(|&k| level(k));
        let deeper = title.zip(level(i)).is_some_and(|(title, own)| title < own);
        deeper && !self.state.closed && self.short.is_empty() && self.only_headings()
    }

    /// The short blocks directly before here that are the headline: the last, and those before it that lead on to it
    /// (外交部发言人——) or, at the sheet's start, all.
    fn headline(&mut self) -> Vec<usize> {
        let Some(last) = self.short.pop() else { return Vec::new() };
        let mut headline = vec![last];
        while let Some(&before) = self.short.last() {
            let words = self.sheet.words(&self.sheet.blocks[before]);
            if !words.ends_with(['—', '：', ':', '―', '－']) {
                break;
            }
            headline.insert(0, before);
            self.short.pop();
        }
        headline
    }

    fn heading(&mut self, i: usize) {
        let opens = self.next_text(i).is_some_and(|k| matches!(self.roles[k], Role::Dateline(_)));
        if let ([title], true) = (self.now.title.as_slice(), self.now.body.is_empty() && self.short.is_empty())
            && self.repeats(*title, i)
        {
            // Two titles of one document, the file's and the document's own.
            self.now.title = vec![i];
            return;
        }
        if self.in_deck(i) {
            self.now.body.push(i);
            return;
        }
        if self.now.body.is_empty() && self.now.title.is_empty() && !self.state.closed {
            // Short lines before the first heading (a site's name) are no text.
            self.short.clear();
        }
        if opens || self.state.closed || (!self.now.body.is_empty() && self.opens_document(i)) {
            self.settle_short(i);
            self.close();
            self.state.digest = false;
            self.now.title = vec![i];
            return;
        }
        if self.now.body.is_empty() && self.now.title.is_empty() {
            self.now.title = vec![i];
        } else {
            self.settle_short(i);
            self.now.body.push(i);
        }
    }

    /// Whether heading `i` begins another document of the file: a heading of the first level that the next one repeats
    /// (the file's title, then the document's own), or under which a full day is printed at once (1979年7月1日 …通过).
    fn opens_document(&self, i: usize) -> bool {
        let first = |k: usize| self.sheet.blocks.get(k).is_some_and(|b| b.kind == BlockKind::Heading(1));
        if !first(i) {
            return false;
        }
        if first(i + 1) && self.repeats(i, i + 1) {
            return true;
        }
        let under = self.sheet.blocks.get(i + 1).map(|b| self.sheet.words(b).trim());
        under.is_some_and(|words| printed_day(words, self.guide).is_some())
    }

    /// Whether heading `later` says heading `earlier` again, in full (some law, then the law of some country).
    fn repeats(&self, earlier: usize, later: usize) -> bool {
        let words = |k: usize| self.sheet.words(&self.sheet.blocks[k]).trim();
        matches!(self.sheet.blocks[later].kind, BlockKind::Heading(_)) && words(later).ends_with(words(earlier))
    }

    fn next_text(&self, i: usize) -> Option<usize> {
        (i + 1..self.roles.len())
            .find(|&k| matches!(self.roles[k], Role::Body | Role::Short | Role::Dateline(_) | Role::SignOff(_)))
            .filter(|&k| !matches!(self.sheet.blocks[k].kind, BlockKind::Heading(_)))
    }

    fn body(&mut self, i: usize) {
        if self.state.closed {
            let headline = self.headline();
            self.short.clear();
            self.close();
            self.now.title = headline;
        } else if self.now.body.is_empty() && self.now.title.is_empty() && !self.short.is_empty() {
            self.open_with_short();
        } else {
            self.settle_short(i);
        }
        let words = self.sheet.words(&self.sheet.blocks[i]);
        if self.now.body.is_empty() && words.starts_with(['(', '（']) && words.chars().count() <= BRACKETED {
            self.note_printed_day(&[i]);
        }
        self.now.body.push(i);
    }

    /// Short blocks that turned out to be short lines of the text.
    fn settle_short(&mut self, _before: usize) {
        let short = std::mem::take(&mut self.short);
        if self.state.closed {
            return;
        }
        if self.now.body.is_empty() && self.now.title.is_empty() {
            // Nothing but short lines so far: the first may be a title, the rest text.
            self.short = short;
            self.open_with_short();
            return;
        }
        if self.now.body.is_empty() {
            self.note_printed_day(&short);
        }
        self.now.body.extend(short);
    }

    /// A day printed right under the title is the document's. Where days stand there one under another (adopted, amended,
    /// revised) the text is as the newest left it.
    fn note_printed_day(&mut self, short: &[usize]) {
        let printed =
            |i: usize| printed_day(self.sheet.words(&self.sheet.blocks[i]).trim(), self.guide).map(|d| (i, d));
        let Some(first) = short.iter().take(2).position(|&i| printed(i).is_some()) else { return };
        let mut days: Vec<(usize, PartialDate)> = short[first..].iter().map_while(|&i| printed(i)).collect();
        days.sort_by_key(|(_, date)| std::cmp::Reverse(*date));
        self.now.days.extend(days);
    }

    /// The first short line is the title, with those after it up to one that names a kind of document (a title printed on
    /// two lines); the rest is text.
    fn open_with_short(&mut self) {
        let short = std::mem::take(&mut self.short);
        let words = |i: usize| self.sheet.words(&self.sheet.blocks[i]).trim();
        let names = |i: &usize| self.guide.names_kind(words(*i));
        let lines = match short.first() {
            Some(first) if !names(first) => short.iter().take(3).position(names).map_or(1, |at| at + 1),
            first => usize::from(first.is_some()),
        };
        self.note_printed_day(&short[lines..]);
        self.now.title.extend(&short[..lines]);
        self.now.body.extend(&short[lines..]);
    }

    fn close(&mut self) {
        let mut draft = std::mem::take(&mut self.now);
        self.state.closed = false;
        self.state.thread = false;
        let lead_only = match (draft.body.as_slice(), &draft.dateline, draft.title.is_empty()) {
            ([only], Some(found), true) => found.is_all_of(self.sheet.words(&self.sheet.blocks[*only])),
            _ => false,
        };
        if lead_only {
            // A digest's date line, before its items.
            draft.body.clear();
            draft.dateline = None;
        }
        if draft.body.is_empty() && draft.title.is_empty() {
            self.now.preface = draft.preface;
            self.now.stamps = draft.stamps;
            self.now.outlet = draft.outlet;
            self.now.authors = draft.authors;
            self.now.days = draft.days;
            return;
        }
        if let Some(day) = self.state.day {
            draft.days.push(day);
        }
        draft.outlet = draft.outlet.or_else(|| self.state.outlet.clone());
        draft.crumb.clone_from(&self.state.crumb);
        self.done.push(draft);
    }
}

/// The full day that a short line under a title begins with, after a dash or bracket (2005年3月14日 …通过; ——2023年3月5日在…上).
fn printed_day(words: &str, guide: &Guide) -> Option<PartialDate> {
    let bare = words.trim_start_matches(['—', '―', '-', '(', '（']).trim_start();
    let (span, date) = *guide.dates(&guide.head(bare)).first()?;
    (span.start() == 0 && date.year.is_some() && date.month.is_some() && date.day.is_some()).then_some(date)
}
