//! The texts of a series: what a forum or an actor issued, and for an actor its own words in what others wrote.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, AsOf, Brief, Only, Series};
use chancery_query::{Held, by_columns, held_by_columns};

use crate::{AskError, Asking, Undated, When, days};

/// A text of a series.
#[derive(Debug)]
pub(crate) struct Text {
    /// Its article.
    pub(crate) article: Brief,
    /// What of it is read: all, or an actor's own words.
    pub(crate) text: String,
    /// Where its stretches begin, in bytes here and in code points of the article.
    places: Vec<(usize, u32)>,
}

impl Text {
    /// The code point of the article that a byte of the text is.
    pub(crate) fn point(&self, byte: usize) -> u32 {
        let at = self.places.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        let (start, point) = self.places.get(at).copied().unwrap_or((0, 0));
        point + self.text.get(start..byte).map_or(0, |part| part.chars().count() as u32)
    }
}

/// Characters that are read at most: some thousand statements. Beyond it the newest texts count, and that is said.
const MOST: u64 = 6_000_000;

/// A series and how many of its older texts were left out as too much.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// Its texts, first to last.
    pub(crate) texts: Vec<Text>,
    /// Older texts that were left out.
    pub(crate) left: usize,
    /// Of all its texts.
    pub(crate) characters: usize,
    /// Texts without a day, where days were asked for.
    pub(crate) undated: Option<Undated>,
}

/// Names of one or two letters stand in too many titles.
fn telling(form: &str) -> bool {
    form.len() > 3
}

/// The series that names of issuers and forums, or words of titles, mean; and the actors among them.
///
/// # Errors
/// What is no day.
pub fn series(asking: &Asking<'_>, of: &[String], when: &When) -> Result<(Series, Vec<String>), AskError> {
    let mut only = Only::default();
    days(when, &mut only)?;
    let mut series = Series { from: only.from, to: only.to, undated: only.undated, ..Series::default() };
    if of.is_empty() {
        return Ok((series, Vec::new()));
    }
    let names = asking.names;
    let (mut actors, mut called, mut known) = (Vec::new(), Vec::new(), true);
    for name in of {
        let ids = names.actors(std::slice::from_ref(name)).unwrap_or_default();
        // A body's meetings are called by its names; a state's name in a title says nothing of whose text it is.
        let bodies = ids.iter().filter(|id| id.starts_with("org:") || id.starts_with("group:"));
        let forms = bodies.flat_map(|id| names.names_of(id)).filter(|form| telling(form) || form == name);
        called.push(forms.map(str::to_owned).collect::<Vec<_>>());
        known &= !ids.is_empty();
        actors.extend(ids);
    }
    if known {
        series.issuers.clone_from(&actors);
        series.titled = called;
        if series.titled.iter().any(Vec::is_empty) {
            series.titled.clear();
        }
    } else {
        // Words of a title, as they are.
        actors.clear();
        series.titled = of.iter().map(|name| vec![name.clone()]).collect();
    }
    Ok((series, actors))
}

/// The texts of a series, first to last.
pub(crate) fn gather(
    asking: &Asking<'_>,
    (of, when): (&[String], &When),
    room: Option<u64>,
    as_of: AsOf,
) -> Result<Gathered, AskError> {
    let ledger = asking.ledger;
    let (series, actors) = series(asking, of, when)?;
    let mut articles = ledger.series(&series, as_of)?;
    let dated = series.from.is_some() || series.to.is_some();
    let bare = Series { from: None, to: None, undated: true, ..series.clone() };
    let undated = if dated { Some(Undated::Texts(ledger.series(&bare, as_of)?.len() as u64)) } else { None };
    let mut quoted = Quoted { ready: BTreeMap::new(), list: Vec::new(), at: 0 };
    if !actors.is_empty() && series.issuers.len() == 1 {
        let (from, to, undated) = (series.from, series.to, series.undated);
        let only = Only { holders: actors, from, to, undated, ..Only::default() };
        let whole: BTreeSet<i64> = articles.iter().map(|article| article.row).collect();
        quoted = Quoted::of(asking, &only, as_of)?;
        quoted.list.retain(|held| !whole.contains(&held.article));
    }
    let all = articles.len() + quoted.list.len();
    let mut room = room.unwrap_or(MOST).min(MOST);
    let mut texts = Vec::new();
    loop {
        // Both lists have their newest next.
        let (own, theirs) = (articles.last(), quoted.list.get(quoted.at));
        let whole = match (own, theirs) {
            (None, None) => break,
            (Some(own), Some(theirs)) => (&own.said, own.row) > (&theirs.said, theirs.article),
            (own, _) => own.is_some(),
        };
        let article = match own.filter(|_| whole) {
            Some(own) => own.clone().into(),
            None => ledger.brief(quoted.list[quoted.at].article)?,
        };
        if article.characters > room {
            break;
        }
        room -= article.characters;
        texts.push(if whole {
            articles.pop();
            Text { text: ledger.text(article.row)?, article, places: vec![(0, 0)] }
        } else {
            words_of(article, quoted.next(asking)?)
        });
    }
    texts.reverse();
    let characters = texts.iter().map(|text| text.text.chars().count()).sum();
    Ok(Gathered { left: all - texts.len(), texts, characters, undated })
}

/// Articles whose acts are read that are read at once.
const READ: usize = 200;

/// What an actor says in others' texts, newest first; read as it is needed.
struct Quoted {
    list: Vec<Held>,
    at: usize,
    /// By article: read already.
    ready: BTreeMap<i64, Vec<Act>>,
}

impl Quoted {
    fn of(asking: &Asking<'_>, only: &Only, as_of: AsOf) -> Result<Self, AskError> {
        if by_columns(only, as_of) {
            let list = held_by_columns(asking.ledger, asking.index()?, only)?;
            return Ok(Self { list, at: 0, ready: BTreeMap::new() });
        }
        let mut ready: BTreeMap<i64, Vec<Act>> = BTreeMap::new();
        for act in asking.ledger.acts(only, as_of, usize::MAX)? {
            ready.entry(act.article).or_default().push(act);
        }
        let held = |(article, acts): (&i64, &Vec<Act>)| {
            Some(Held { said: acts.first()?.said.clone(), article: *article, rows: Vec::new() })
        };
        let mut list: Vec<Held> = ready.iter().filter_map(held).collect();
        list.sort_by(|a, b| (&b.said, b.article).cmp(&(&a.said, a.article)));
        Ok(Self { list, at: 0, ready })
    }

    /// The acts of the next article.
    fn next(&mut self, asking: &Asking<'_>) -> Result<Vec<Act>, AskError> {
        let article = self.list[self.at].article;
        if !self.ready.contains_key(&article) {
            let some = self.list[self.at..].iter().take(READ).flat_map(|held| held.rows.iter().copied());
            for act in asking.ledger.acts_by_row(&some.collect::<Vec<_>>(), AsOf::NOW, true)?.into_values() {
                self.ready.entry(act.article).or_default().push(act);
            }
        }
        self.at += 1;
        Ok(self.ready.remove(&article).unwrap_or_default())
    }
}

/// The quotes of acts, a line each, in the order of the text; one inside another once.
fn words_of(article: Brief, mut acts: Vec<Act>) -> Text {
    acts.sort_by_key(|act| (act.act.start, std::cmp::Reverse(act.act.end)));
    let (mut text, mut places, mut end) = (String::new(), Vec::new(), 0);
    for act in acts {
        if act.act.end > end {
            end = act.act.end;
            places.push((text.len(), act.act.start));
            text.push_str(&act.act.quote);
            text.push('\n');
        }
    }
    Text { article, text, places }
}
