//! A brief for people: what was said by whom, with a footnote for every quote. Gathered here once, printed as Markdown
//! (`markdown.rs`) or as a page that stands alone (`html.rs`, with `charts.rs`).
//!
//! A section holds the entries that weigh most and counts the rest: positions and calls by strength, commitments by how far one
//! could check them and the nearest deadline, everything else by day. Numbers count everything that was asked for.

mod charts;
mod html;
mod markdown;

use std::collections::{BTreeMap, BTreeSet};

use crate::words::{details, doing, grouped, judged};
use crate::{About, ExportError, Files, Form, Told};

/// Kinds of act in the order of sections, with their headings.
pub(crate) const KINDS: [(&str, &str); 5] = [
    ("position", "Positions"),
    ("commitment", "Commitments"),
    ("call", "Calls"),
    ("event", "Events"),
    ("claim", "Claims"),
];

/// Holders and things that are listed.
const LISTED: usize = 12;

/// As what a brief is printed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Print {
    Markdown,
    Html,
}

/// A brief being gathered.
pub(crate) struct Brief {
    print: Print,
    sections: [Section; KINDS.len()],
    /// Acts by month (`2024-03`) and kind; those without a day are counted apart.
    months: BTreeMap<String, [u64; KINDS.len()]>,
    undated: u64,
    /// Deadlines by month.
    due: BTreeMap<String, u64>,
    holders: BTreeMap<String, Holder>,
    things: BTreeMap<String, u64>,
    articles: BTreeSet<String>,
    first: Option<String>,
    last: Option<String>,
    seen: usize,
}

#[derive(Default)]
struct Section {
    count: u64,
    entries: Vec<Entry>,
}

/// What somebody holds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Holder {
    pub(crate) acts: u64,
    pub(crate) favour: u64,
    pub(crate) against: u64,
}

/// An act as a brief tells it.
struct Entry {
    /// Less is earlier.
    rank: (u8, String, usize),
    holders: String,
    doing: String,
    polarity: &'static str,
    intensity: u8,
    quote: String,
    language: String,
    more: Vec<String>,
    judged: String,
    said: String,
    note: Note,
}

/// Where an act stands.
struct Note {
    id: String,
    title: String,
    title_language: String,
    said: String,
    outlet: String,
    source: String,
    url: String,
    place: (u32, u32),
}

impl Brief {
    pub(crate) fn new(print: Print) -> Self {
        Self {
            print,
            sections: Default::default(),
            months: BTreeMap::new(),
            undated: 0,
            due: BTreeMap::new(),
            holders: BTreeMap::new(),
            things: BTreeMap::new(),
            articles: BTreeSet::new(),
            first: None,
            last: None,
            seen: 0,
        }
    }

    /// How many acts were asked for.
    fn acts(&self) -> u64 {
        self.sections.iter().map(|section| section.count).sum()
    }

    /// Those who hold most, most first.
    fn holders(&self) -> Vec<(&str, Holder)> {
        let mut all: Vec<_> = self.holders.iter().map(|(id, holder)| (id.as_str(), *holder)).collect();
        all.sort_by(|a, b| b.1.acts.cmp(&a.1.acts).then(a.0.cmp(b.0)));
        all.truncate(LISTED);
        all
    }

    /// Papers and bodies named most, most first.
    fn things(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<_> = self.things.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all.truncate(LISTED);
        all
    }

    fn entry(&mut self, told: &Told<'_>, about: &About) -> Entry {
        let act = &told.act.act;
        let said = told.act.said.clone().unwrap_or_default();
        let intensity = act.intensity.unwrap_or(0);
        let weight = match act.kind.as_str() {
            "position" | "call" => 9u8.saturating_sub(intensity),
            "commitment" => 9u8.saturating_sub(act.specificity()),
            _ => 0,
        };
        // No deadline comes after every deadline.
        let due = act.deadline().filter(|_| act.kind == "commitment").unwrap_or("~").to_owned();
        let language = match &told.article.script {
            Some(script) if told.article.language == "zh" => format!("zh-{script}"),
            _ => told.article.language.clone(),
        };
        let file = told.article.source.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        Entry {
            rank: (weight, due, self.seen),
            holders: about.names_of(&act.holders),
            doing: doing(act).strip_prefix(act.kind.as_str()).unwrap_or_default().trim().to_owned(),
            polarity: match act.polarity.as_deref() {
                Some("+") => "for",
                Some("-") => "against",
                _ => "",
            },
            intensity,
            quote: one_line(&act.quote),
            language: language.clone(),
            more: details(act, about),
            judged: judged(&told.act.standing),
            said: said.clone(),
            note: Note {
                id: told.act.id.to_string(),
                title: one_line(told.act.title.as_deref().unwrap_or_default()),
                title_language: language,
                said,
                outlet: told.article.outlet.clone().unwrap_or_default(),
                source: file,
                url: told.article.url.clone().filter(|url| is_web(url)).unwrap_or_default(),
                place: (act.start, act.end),
            },
        }
    }
}

/// Whether a browser may be led there.
fn is_web(url: &str) -> bool {
    let known = ["http://", "https://"].iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme));
    known && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Text on one line, without control characters.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).collect()
}

impl Section {
    /// Keeps those that weigh most.
    fn shorten(&mut self, most: usize) {
        self.entries.sort_by(|a, b| a.rank.cmp(&b.rank));
        self.entries.truncate(most);
    }
}

impl Form for Brief {
    fn act(&mut self, told: &Told<'_>, about: &About, _files: &mut Files) -> Result<(), ExportError> {
        let act = &told.act.act;
        // A kind that a newer reader knows is told among claims, the last section.
        let at = KINDS.iter().position(|(kind, _)| *kind == act.kind).unwrap_or(KINDS.len() - 1);
        let entry = self.entry(told, about);
        self.seen += 1;
        let section = &mut self.sections[at];
        section.count += 1;
        section.entries.push(entry);
        if about.most > 0 && section.entries.len() > 4 * about.most + 256 {
            section.shorten(about.most);
        }
        match told.act.said.as_deref().filter(|day| day.len() >= 7) {
            Some(day) => {
                self.months.entry(day[..7].to_owned()).or_default()[at] += 1;
                if self.first.as_deref().is_none_or(|first| day < first) {
                    self.first = Some(day.to_owned());
                }
                if self.last.as_deref().is_none_or(|last| day > last) {
                    self.last = Some(day.to_owned());
                }
            }
            None => self.undated += 1,
        }
        if let Some(month) = act.deadline().and_then(|day| day.get(..7)) {
            *self.due.entry(month.to_owned()).or_default() += 1;
        }
        for id in &act.holders {
            let holder = self.holders.entry(id.clone()).or_default();
            holder.acts += 1;
            holder.favour += u64::from(act.polarity.as_deref() == Some("+"));
            holder.against += u64::from(act.polarity.as_deref() == Some("-"));
        }
        for name in act.instruments.iter().chain(&act.mechanisms) {
            *self.things.entry(name.clone()).or_default() += 1;
        }
        self.articles.insert(told.article.key.clone());
        Ok(())
    }

    fn end(&mut self, about: &About, files: &mut Files) -> Result<(), ExportError> {
        let most = if about.most == 0 { usize::MAX } else { about.most };
        self.sections.iter_mut().for_each(|section| section.shorten(most));
        match self.print {
            Print::Markdown => files.add(crate::Name::Md.main(), markdown::page(self, about).as_bytes()),
            Print::Html => files.add(crate::Name::Html.main(), html::page(self, about).as_bytes()),
        }
        Ok(())
    }
}

/// `1,234`.
fn thousands(number: u64) -> String {
    grouped(&number.to_string())
}

/// `1 act`, `1,234 acts`.
fn count(number: u64, one: &str, several: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { several })
}

/// The sentence under the title: how much, from when to when.
fn extent(brief: &Brief) -> String {
    let acts = count(brief.acts(), "act", "acts");
    let articles = count(brief.articles.len() as u64, "article", "articles");
    let days = match (&brief.first, &brief.last) {
        (Some(first), Some(last)) if first == last => format!(", said on {first}"),
        (Some(first), Some(last)) => format!(", said from {first} to {last}"),
        _ => String::new(),
    };
    let undated = match brief.undated {
        0 => String::new(),
        number => format!("; {} in texts without a day", thousands(number)),
    };
    format!("{acts} in {articles}{days}{undated}.")
}

/// What was asked for, as a sentence.
fn asked(about: &About) -> String {
    if about.asked.is_empty() {
        "Everything in the ledger".to_owned()
    } else {
        format!("Asked for: {}", about.asked.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_led_to() {
        for (url, right) in [
            ("https://x.example/a?b=c", true),
            ("HTTP://x.example", true),
            ("javascript:alert(1)", false),
            ("https://x.example/\na", false),
            ("/etc/passwd", false),
        ] {
            assert_eq!(is_web(url), right, "{url}");
        }
    }

    #[test]
    fn numbers_are_parted_by_thousands() {
        assert_eq!([1, 999, 1000, 1_234_567].map(thousands), ["1", "999", "1,000", "1,234,567"]);
    }
}
