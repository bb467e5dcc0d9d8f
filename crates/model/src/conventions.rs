//! The plain table by which languages tell `read` their written forms. `read` itself knows no language; packs fill this
//! from `packs/<lang>/reading.toml`, and the tables of all packs in use are merged, since a source's language is known
//! only after reading. Words are kept as the pack writes them and compared in the folding view.

use std::sync::Arc;

use chancery_text::FoldTable;

use crate::{DocumentKind, Language, Script};

/// What `read` must know of the languages at hand.
#[derive(Clone, Debug, Default)]
pub struct Conventions {
    /// Variant characters brought to one form for matching; `None` folds nothing.
    pub fold: Option<Arc<FoldTable>>,
    /// What the names on web pages say; `None` leaves the reader of pages to their shape alone.
    pub web: Option<Arc<crate::WebMarks>>,
    /// Date lines: who sends, what ends the line, what may stand before it.
    pub dateline: DatelineForms,
    /// Lines of fields: when, by whom, from where.
    pub fields: FieldForms,
    /// Blocks that are no text of an article.
    pub boilerplate: Boilerplate,
    /// Labels of headings, items and enumerations.
    pub labels: Labels,
    /// Marks of questions and answers.
    pub turns: Turns,
    /// Words of a title that tell the kind, in the order of trust.
    pub kinds: Vec<(DocumentKind, String)>,
    /// Ends of a title that tell the kind.
    pub kinds_by_end: Vec<(DocumentKind, String)>,
    /// Words of the first lines that tell the kind.
    pub kinds_by_lead: Vec<(DocumentKind, String)>,
    /// Verbs of a title that tells that a paper was issued (发表联合声明).
    pub issuing: Vec<String>,
    /// Words by which a text reports such a paper (声明说); without them the title heads the paper itself,
    pub reporting: Vec<String>,
    /// where the text speaks in the first person (我们).
    pub first_person: Vec<String>,
    /// Outlets whose accounts of meetings are readouts.
    pub readout_outlets: Vec<String>,
    /// Words for missions, and what stands before them where a mission names itself: the state that it is sent to (驻…大使).
    pub readout_missions: Vec<String>,
    /// See `readout_missions`.
    pub readout_posted: Vec<String>,
    /// What a mission calls itself in its own account (我馆).
    pub readout_own: Vec<String>,
    /// What a censor's mask looks like, and the words that censors take characters from.
    pub masks: Masks,
    /// Words mixed up by typists and converters.
    pub slips: Vec<Slip>,
    /// First parts of compounds that keep their hyphen at a line's end (long-term); what else stands before one there
    /// is a word that the printer broke.
    pub compounds: Vec<String>,
    /// What shows that a figure is missing.
    pub lost_numbers: LostNumbers,
    /// Foundings whose anniversaries tell a year: what stands before the count, the year.
    pub anniversaries: Vec<(String, i16)>,
    /// What stands behind the count.
    pub anniversary_marks: Vec<String>,
    /// Words before a date that is still to come (将于).
    pub ahead_before: Vec<String>,
    /// Words behind one (之前).
    pub ahead_after: Vec<String>,
    /// Marks that may end a paragraph.
    pub terminal: Vec<char>,
    /// Words by which a language is known among those of its script, in small letters.
    pub commonest: Vec<(Language, Vec<String>)>,
}

/// A likely slip of typists or converters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// As found.
    pub found: String,
    /// What is likely meant.
    pub meant: String,
    /// The only script it is a slip in; `None`: in any.
    pub script: Option<Script>,
}

/// Forms of a date line (新华社北京2月21日电; OTTAWA, May 29 (Xinhua) --).
#[derive(Clone, Debug, Default)]
pub struct DatelineForms {
    /// Names of agencies and of papers that send.
    pub agencies: Vec<String>,
    /// What ends the line.
    pub marks: Vec<String>,
    /// What may stand before it.
    pub leads: Vec<String>,
    /// How an hour ends that stands between the day and the mark (下午三時).
    pub hours: Vec<String>,
    /// What stands before the names of those who send (记者), between the agency and the place.
    pub reporters: Vec<String>,
}

/// Labels of the fields that pages print beside a text (来源：, 浏览次数：). A label wants a colon behind it, but for
/// counters and labels that end with a space.
#[derive(Clone, Debug, Default)]
pub struct FieldForms {
    /// Before a day.
    pub dates: Vec<String>,
    /// Before an outlet.
    pub outlets: Vec<String>,
    /// Before a name.
    pub authors: Vec<String>,
    /// Before the name of who posted in a thread.
    pub posters: Vec<String>,
    /// Beside a figure, or buttons of a page.
    pub counters: Vec<String>,
}

/// Blocks that are no text of an article.
#[derive(Clone, Debug, Default)]
pub struct Boilerplate {
    /// How such a block begins.
    pub begins: Vec<String>,
    /// What such a block is, figures aside.
    pub whole: Vec<String>,
    /// What stands before the name of the outlet.
    pub sources: Vec<String>,
    /// Heads of a list of contents.
    pub contents: Vec<String>,
    /// Heads of a digest, whose set-off lines are titles.
    pub digests: Vec<String>,
    /// Names of broadcasts, whose heading is no title.
    pub broadcasts: Vec<String>,
    /// How a caption begins.
    pub captions: Vec<String>,
    /// How a caption's credit ends.
    pub credits: Vec<String>,
    /// Words that only a page's notices hold (版权所有).
    pub notices: Vec<String>,
    /// How a credit in brackets ends (…（甲国外交部提供）).
    pub bracketed: Vec<String>,
    /// What such a credit names before the name.
    pub photographers: Vec<String>,
    /// Counters of a newspaper's layout line.
    pub pages: Vec<String>,
    /// Marks between the steps of a breadcrumb.
    pub crumbs: Vec<String>,
    /// Heads of an editors' tail: nothing after it is an article's until the next one begins.
    pub tails: Vec<String>,
    /// How a line of name and post ends that stands above a statement (…, Secretary of State).
    pub bylines: Vec<String>,
    /// How the names of outlets end (…网, …报): with its day and hour under a headline, one is a page's byline.
    pub outlet_ends: Vec<String>,
    /// How a line ends that announces the whole of a document under it (…全文如下).
    pub introduces: Vec<String>,
}

/// Labels of headings and items.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Characters of numerals.
    pub numerals: Vec<char>,
    /// What may stand behind a numeral.
    pub after: Vec<char>,
    /// Enumerators inside a paragraph (一是).
    pub enumerators: Vec<String>,
    /// What opens an article of a law (第…条), with what closes it.
    pub articles: Vec<String>,
    /// What closes the number of a chapter (第…章), the highest first; it opens as an article does.
    pub chapters: Vec<String>,
}

/// Marks of questions and answers.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    /// Who asks.
    pub questions: Vec<String>,
    /// What stands for the one who answers.
    pub answers: Vec<String>,
    /// What follows the speaker.
    pub colon: Vec<char>,
}

/// A censor's masks.
#[derive(Clone, Debug, Default)]
pub struct Masks {
    /// Characters that stand for one taken away.
    pub marks: Vec<char>,
    /// Words that characters are taken from.
    pub words: Vec<String>,
    /// Characters that stand for one that could not be read.
    pub illegible: Vec<char>,
}

/// What shows that a figure is missing (近名专家).
#[derive(Clone, Debug, Default)]
pub struct LostNumbers {
    /// Words that stand before a figure.
    pub before: Vec<String>,
    /// Measures that stand behind one.
    pub measures: Vec<String>,
    /// Characters before such a word that make another word of it.
    pub not_before: Vec<String>,
}
