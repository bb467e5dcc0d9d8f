//! Set phrases: which there are, their forms, who uses them since when, what a text leaves out; or one phrase through all texts.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chancery_ledger::{Article, AsOf, Ledger, LedgerError, Only, Reference, days_before, permalink};
use chancery_query::{Form, Kin, Phrase, Stock, Use, family, kin, left_out};

use crate::series::{Gathered, Text, gather};
use crate::shapes::{OnePhraseAnswer, PhraseForm, PhraseRow, PhraseUse, PhraseUser, SetPhrasesAnswer, value};
use crate::{Answer, AskError, Asking, Slice, Undated, When};

/// Which phrases.
#[derive(Clone, Debug)]
pub struct Phrases {
    /// One phrase to follow; empty for all.
    pub words: String,
    /// Of a series: issuers, forums, or words of titles.
    pub of: Vec<String>,
    /// In texts of when.
    pub when: When,
    /// In how many texts a phrase must stand.
    pub least: usize,
    /// What this text leaves out: its id, or `last`.
    pub left_out_by: Option<String>,
    /// Characters of texts that are read at most, the newest; as many as one answer takes where nothing is said.
    pub room: Option<u64>,
}

/// What was found.
#[derive(Debug)]
pub enum Phrased {
    /// The phrases of a series.
    Set(Box<SetPhrases>),
    /// One phrase through a series.
    One(Box<OnePhrase>),
}

/// The phrases of a series.
#[derive(Debug)]
pub struct SetPhrases {
    /// Every phrase.
    pub all: Vec<Phrase>,
    /// Those that are shown, with their forms.
    pub shown: Vec<Shown>,
    /// How many more there are.
    pub more: usize,
    /// Texts read.
    pub texts: usize,
    /// Older texts that were too many.
    pub left: usize,
    /// The text that leaves phrases out, where one is looked at.
    pub text: Option<Article>,
    /// Texts that were left out for want of a day.
    pub undated: Option<Undated>,
}

/// A phrase of a series as it is shown.
#[derive(Debug)]
pub struct Shown {
    /// Which, in [`SetPhrases::all`].
    pub number: usize,
    /// Kindred phrases, likewise.
    pub forms: Vec<(usize, Kin)>,
    /// Who used it.
    pub users: Vec<User>,
    /// How often.
    pub rates: Rates,
    /// Whether the text looked at leaves it out.
    pub left_out: bool,
}

/// One phrase through a series.
#[derive(Debug)]
pub struct OnePhrase {
    /// As asked for.
    pub asked: String,
    /// Its forms.
    pub forms: Vec<Form>,
    /// How often it stands.
    pub uses: usize,
    /// In how many texts that were read.
    pub texts: usize,
    /// How often.
    pub rates: Rates,
    /// Who used it.
    pub users: Vec<User>,
    /// Its uses, first to last, no more than asked for.
    pub rows: Vec<UseRow>,
    /// Texts that were left out for want of a day.
    pub undated: Option<Undated>,
}

/// Texts just before one that lead to expect a phrase in it.
const WINDOW: usize = 4;

/// Days before the newest text after which a phrase is no longer in use.
const IN_USE: u32 = 730;

/// Who used a phrase: how often, first and last day.
#[derive(Clone, Debug)]
pub struct User {
    /// Who.
    pub actor: String,
    /// How often.
    pub uses: usize,
    /// The first day.
    pub first: String,
    /// The last day.
    pub last: String,
    /// Whether that was lately.
    pub still: bool,
}

struct Reader<'r> {
    ledger: &'r Ledger,
    as_of: AsOf,
    series: &'r Gathered,
    stock: &'r Stock,
    /// By article: where its acts stand and who holds them.
    acts: BTreeMap<i64, Vec<(u32, u32, Vec<String>)>>,
}

/// How often, against how much.
#[derive(Clone, Debug)]
pub struct Rates {
    /// The first day.
    pub first: String,
    /// The last day.
    pub last: String,
    /// Uses a text.
    pub per_text: f64,
    /// Uses in ten thousand characters.
    pub per_10k: f64,
}

/// Forms of a phrase that one row tells: a word that everybody uses has hundreds. Asked for by itself, it has all of them.
const FORMS: usize = 40;

const COLUMNS: &[&str] = &[
    "phrase",
    "uses",
    "texts",
    "per_text",
    "per_10k",
    "first",
    "last",
    "in_use_by",
    "no_longer_by",
    "left_out",
    "forms",
    "spellings",
];

impl Reader<'_> {
    fn text(&self, number: usize) -> &Text {
        &self.series.texts[number]
    }

    fn day(&self, number: usize) -> String {
        self.text(number).article.said.clone().unwrap_or_default()
    }

    /// The last day of the series.
    fn newest(&self) -> String {
        self.series.texts.iter().filter_map(|text| text.article.said.clone()).max().unwrap_or_default()
    }

    fn rates(&self, uses: &[Use]) -> Rates {
        let days = uses.iter().map(|one| self.day(one.text)).filter(|day| !day.is_empty());
        let (first, last) = (days.clone().min().unwrap_or_default(), days.max().unwrap_or_default());
        let characters = self.series.characters;
        let round = |figure: f64| (figure * 100.0).round() / 100.0;
        let per_text = round(uses.len() as f64 / self.series.texts.len().max(1) as f64);
        Rates { first, last, per_text, per_10k: round(uses.len() as f64 * 10_000.0 / characters.max(1) as f64) }
    }

    /// Who says it at a place: who holds the act there, else who issued the text.
    fn speakers(&mut self, one: Use) -> Result<Vec<String>, AskError> {
        let text = &self.series.texts[one.text];
        let row = text.article.row;
        if let Entry::Vacant(place) = self.acts.entry(row) {
            let only = Only { article: Some(row), all_copies: true, ..Only::default() };
            let acts = self.ledger.acts(&only, self.as_of, usize::MAX)?;
            place.insert(acts.into_iter().map(|act| (act.act.start, act.act.end, act.act.holders)).collect());
        }
        let point = text.point(one.start);
        let inside = self.acts[&row].iter().filter(|(start, end, _)| (*start..*end).contains(&point));
        // The innermost act is whose words they are.
        let holders = inside.min_by_key(|(start, end, _)| end - start).map(|(_, _, holders)| holders.clone());
        Ok(holders.filter(|holders| !holders.is_empty()).unwrap_or_else(|| text.article.issuers.clone()))
    }

    fn users(&mut self, uses: &[Use]) -> Result<Vec<User>, AskError> {
        // Of the newest text perhaps only the year is known.
        let newest = format!("{}{}", self.newest(), "-01-01");
        let newest = newest.get(..10).unwrap_or_default();
        let since = days_before(newest, IN_USE).unwrap_or_default();
        let mut users: BTreeMap<String, User> = BTreeMap::new();
        for one in uses {
            let day = self.day(one.text);
            for actor in self.speakers(*one)? {
                let fresh = User { actor: actor.clone(), uses: 0, first: day.clone(), last: day.clone(), still: false };
                let user = users.entry(actor).or_insert(fresh);
                user.uses += 1;
                // A text without a day says nothing of first and last.
                if !day.is_empty() && (user.first.is_empty() || day < user.first) {
                    user.first.clone_from(&day);
                }
                if day > user.last {
                    user.last.clone_from(&day);
                }
            }
        }
        let mut out: Vec<User> = users.into_values().collect();
        out.iter_mut().for_each(|user| user.still = !user.last.is_empty() && user.last >= since);
        out.sort_by(|a, b| b.uses.cmp(&a.uses).then_with(|| a.actor.cmp(&b.actor)));
        Ok(out)
    }

    /// The text that `--left-out-by` names.
    fn text_of(&self, id: &str) -> Result<usize, AskError> {
        if id == "last" {
            let dated = |number: &usize| !self.day(*number).is_empty();
            return (0..self.series.texts.len())
                .rev()
                .find(dated)
                .ok_or_else(|| AskError::coded("series-without-days", "", "no text of that series has a day"));
        }
        let reference = Reference::parse(id).map_err(LedgerError::from)?;
        let (Reference::Article(begins) | Reference::Act(begins, _)) = reference;
        let key = self.ledger.article_key(&begins)?;
        let found = self.series.texts.iter().position(|text| text.article.key == key);
        found.ok_or_else(|| {
            AskError::coded(
                "not-of-that-series",
                id,
                format!("{id} is no text of that series: chancery phrases --of with its issuer or title"),
            )
        })
    }

    fn list(&mut self, asked: &Phrases, slice: Slice) -> Result<SetPhrases, AskError> {
        let texts: Vec<&str> = self.series.texts.iter().map(|text| text.text.as_str()).collect();
        let by = asked.left_out_by.as_deref();
        // A text may leave out what only one of a pair of texts says twice.
        let least = if by.is_some() && texts.len() < 3 { 1 } else { asked.least };
        let all = chancery_query::phrases(&texts, least, self.ledger.folding().table(), self.stock);
        let order: Vec<usize> = (0..texts.len()).filter(|number| !self.day(*number).is_empty()).collect();
        let text = self.text_of(by.unwrap_or("last")).ok().filter(|_| !asked.of.is_empty() || by.is_some());
        if let (Some(id), None) = (by, text) {
            self.text_of(id)?;
        }
        let missing = text.map_or_else(Vec::new, |text| left_out(&all, &order, text, WINDOW));
        // Kin of a phrase that is shown stand under it.
        let mut taken = vec![false; all.len()];
        let mut shown = Vec::new();
        let (mut more, mut seen) = (0, 0);
        for number in 0..all.len() {
            if taken[number] || (by.is_some() && !missing.contains(&number)) {
                continue;
            }
            if seen >= slice.end() {
                more += 1;
                continue;
            }
            seen += 1;
            let mut forms = kin(&all, number);
            forms.retain(|(other, _)| !taken[*other] && (by.is_none() || missing.contains(other)));
            forms.iter().for_each(|(other, _)| taken[*other] = true);
            taken[number] = true;
            if seen <= slice.skip {
                continue;
            }
            let (users, rates) = (self.users(&all[number].uses)?, self.rates(&all[number].uses));
            shown.push(Shown { number, forms, users, rates, left_out: missing.contains(&number) });
        }
        let text = text.map(|text| self.ledger.article(self.series.texts[text].article.row)).transpose()?;
        Ok(SetPhrases {
            shown,
            more,
            texts: texts.len(),
            left: self.series.left,
            text,
            all,
            undated: self.series.undated,
        })
    }

    fn one(&mut self, asked: &str, slice: Slice) -> Result<OnePhrase, AskError> {
        let texts: Vec<&str> = self.series.texts.iter().map(|text| text.text.as_str()).collect();
        let forms = family(asked, &texts, self.ledger.folding().table());
        let mut uses: Vec<(Use, &Form)> =
            forms.iter().flat_map(|form| form.uses.iter().map(move |one| (*one, form))).collect();
        uses.sort_by_key(|(one, _)| *one);
        let places: Vec<Use> = uses.iter().map(|(one, _)| *one).collect();
        let (rates, users) = (self.rates(&places), self.users(&places)?);
        let rows = uses
            .iter()
            .skip(slice.skip)
            .take(slice.most)
            .map(|(one, form)| UseRow::new(self, *one, form))
            .collect::<Result<_, _>>()?;
        Ok(OnePhrase {
            asked: asked.to_owned(),
            uses: uses.len(),
            texts: texts.len(),
            rates,
            users,
            rows,
            forms,
            undated: self.series.undated,
        })
    }
}

impl SetPhrases {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(COLUMNS);
        for shown in &self.shown {
            answer.push(self.cells(shown), value(&self.shape(shown)));
        }
        let shape = SetPhrasesAnswer {
            texts: self.texts,
            older_texts_not_read: self.left,
            left_out_by: self.text.as_ref().map(|text| text.id.as_str()),
            phrases: self.shown.iter().map(|shown| self.shape(shown)).collect(),
            undated: self.undated.map(Undated::number),
        };
        answer.whole = Some(value(&shape));
        answer.without(self.undated)
    }

    fn shape<'s>(&'s self, shown: &'s Shown) -> PhraseRow<'s> {
        let (phrase, rates) = (&self.all[shown.number], &shown.rates);
        let forms = shown.forms.iter().take(FORMS).map(|(number, how)| {
            let form = &self.all[*number];
            PhraseForm { form: &form.form, how: *how, element: None, uses: form.uses.len(), texts: Some(form.texts) }
        });
        PhraseRow {
            phrase: &phrase.form,
            uses: phrase.uses.len(),
            texts: phrase.texts,
            per_text: rates.per_text,
            per_10k: rates.per_10k,
            first: &rates.first,
            last: &rates.last,
            users: shown.users.iter().map(user).collect(),
            left_out: shown.left_out,
            all_forms: shown.forms.len(),
            forms: forms.collect(),
            spellings: &phrase.spellings,
        }
    }

    fn cells(&self, shown: &Shown) -> Vec<String> {
        let Shown { number, forms, users, rates, left_out } = shown;
        let (phrase, all) = (&self.all[*number], &self.all);
        let told = |still: bool| {
            let some: Vec<String> = users
                .iter()
                .filter(|user| user.still == still)
                .map(|user| format!("{} {} (to {})", user.actor, user.uses, user.last))
                .collect();
            some.join("; ")
        };
        let kin: Vec<String> = forms
            .iter()
            .take(FORMS)
            .map(|(number, how)| format!("{} ({}, {})", all[*number].form, kin_name(*how), all[*number].uses.len()))
            .collect();
        vec![
            phrase.form.clone(),
            phrase.uses.len().to_string(),
            phrase.texts.to_string(),
            rates.per_text.to_string(),
            rates.per_10k.to_string(),
            rates.first.clone(),
            rates.last.clone(),
            told(true),
            told(false),
            left_out.to_string(),
            kin.join("; "),
            phrase.spellings.join("; "),
        ]
    }
}

impl OnePhrase {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(USES);
        self.rows.iter().for_each(|row| answer.push(row.cells(), value(&row.shape())));
        let forms = self.forms.iter().map(|form| PhraseForm {
            form: &form.form,
            how: form.kin,
            element: Some(&form.element),
            uses: form.uses.len(),
            texts: None,
        });
        let rates = &self.rates;
        let shape = OnePhraseAnswer {
            phrase: &self.asked,
            uses: self.uses,
            texts: self.texts,
            per_text: rates.per_text,
            per_10k: rates.per_10k,
            first: &rates.first,
            last: &rates.last,
            users: self.users.iter().map(user).collect(),
            forms: forms.collect(),
            rows: self.rows.iter().map(UseRow::shape).collect(),
            undated: self.undated.map(Undated::number),
        };
        answer.whole = Some(value(&shape));
        answer.without(self.undated)
    }
}

impl Phrased {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        match self {
            Self::Set(set) => set.answer(),
            Self::One(one) => one.answer(),
        }
    }
}

/// Finds phrases, or the uses of one.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn phrases(asking: &Asking<'_>, asked: &Phrases, as_of: AsOf, slice: Slice) -> Result<Phrased, AskError> {
    let series = gather(asking, (&asked.of, &asked.when), asked.room, as_of)?;
    let stock = asking.names.stock();
    let mut reader = Reader { ledger: asking.ledger, as_of, series: &series, stock, acts: BTreeMap::new() };
    Ok(if asked.words.is_empty() {
        Phrased::Set(Box::new(reader.list(asked, slice)?))
    } else {
        Phrased::One(Box::new(reader.one(&asked.words, slice)?))
    })
}

/// A kinship in words.
#[must_use]
pub const fn kin_name(kin: Kin) -> &'static str {
    match kin {
        Kin::Same => "the same",
        Kin::Inserted => "with",
        Kin::Dropped => "without",
        Kin::Longer => "longer",
        Kin::Changed => "changed",
    }
}

fn user(user: &User) -> PhraseUser<'_> {
    let User { actor, uses, first, last, still } = user;
    PhraseUser { actor, uses: *uses, first, last, still: *still }
}

const USES: &[&str] =
    &["said", "article", "start", "end", "form", "how", "element", "by", "sentence", "title", "permalink"];

/// A use of a phrase with its sentence.
#[derive(Debug)]
pub struct UseRow {
    /// The day.
    pub said: Option<String>,
    /// The article's id.
    pub article: String,
    /// Its title.
    pub title: Option<String>,
    /// Code points of the article.
    pub place: (u32, u32),
    /// As it stands there.
    pub form: String,
    /// How that form is akin to what was asked for.
    pub how: Kin,
    /// What was put in or left out.
    pub element: String,
    /// Whose words.
    pub by: Vec<String>,
    /// The words around it.
    pub sentence: String,
    /// The way there.
    pub permalink: String,
    /// Where in the sentence, in bytes.
    pub mark: (usize, usize),
}

impl UseRow {
    fn new(reader: &mut Reader<'_>, one: Use, form: &Form) -> Result<Self, AskError> {
        let by = reader.speakers(one)?;
        let text = reader.text(one.text);
        let (from, to) = sentence(&text.text, one.start, one.end);
        Ok(Self {
            said: text.article.said.clone(),
            article: text.article.id.clone(),
            title: text.article.title.clone(),
            place: (text.point(one.start), text.point(one.end)),
            form: text.text[one.start..one.end].to_owned(),
            how: form.kin,
            element: form.element.clone(),
            by,
            sentence: text.text[from..to].to_owned(),
            permalink: permalink(&text.article.key, Some((text.point(one.start), text.point(one.end)))),
            mark: (one.start - from, one.end - from),
        })
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.said.clone().unwrap_or_default(),
            self.article.clone(),
            self.place.0.to_string(),
            self.place.1.to_string(),
            self.form.clone(),
            kin_name(self.how).to_owned(),
            self.element.clone(),
            self.by.join("; "),
            self.sentence.clone(),
            self.title.clone().unwrap_or_default(),
            self.permalink.clone(),
        ]
    }

    fn shape(&self) -> PhraseUse<'_> {
        PhraseUse {
            said: self.said.as_deref(),
            article: &self.article,
            title: self.title.as_deref(),
            start: self.place.0,
            end: self.place.1,
            form: &self.form,
            how: self.how,
            element: &self.element,
            by: &self.by,
            sentence: &self.sentence,
            permalink: &self.permalink,
        }
    }
}

/// Characters of a sentence shown on either side of a phrase.
const AROUND: usize = 60;

/// The sentence around a place, cut where it is long. Numbers and names of laws end no sentence (*1.5*, *U.S.*), so a full stop
/// counts before white space only.
fn sentence(text: &str, start: usize, end: usize) -> (usize, usize) {
    let ends = |at: usize, c: char| match c {
        '\n' | '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{ff1b}' => true,
        '.' | '!' | '?' | ';' => text[at + 1..].starts_with(char::is_whitespace),
        _ => false,
    };
    let before = text[..start].char_indices().rev().find(|(at, c)| ends(*at, *c));
    let first = before.map_or(0, |(at, c)| at + c.len_utf8());
    let first = first + text[first..start].chars().take_while(|c| c.is_whitespace()).map(char::len_utf8).sum::<usize>();
    let after = text[end..].char_indices().find(|(at, c)| ends(end + at, *c));
    let last = after.map_or(text.len(), |(at, c)| end + at + if c == '\n' { 0 } else { c.len_utf8() });
    let from = text[first..start].char_indices().rev().take(AROUND).last().map_or(start, |(at, _)| first + at);
    let to = text[end..last].char_indices().nth(AROUND).map_or(last, |(at, _)| end + at);
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_is_shown_in_its_sentence() {
        let told = |text: &str, words: &str| {
            let start = text.find(words).expect("there");
            let (from, to) = sentence(text, start, start + words.len());
            text[from..to].to_owned()
        };
        assert_eq!(told("前一句。共建蓝色海洋伙伴关系！后一句。", "蓝色海洋"), "共建蓝色海洋伙伴关系！");
        assert_eq!(
            told("One. We keep 1.5 degrees within reach. Two.", "within reach"),
            "We keep 1.5 degrees within reach."
        );
        assert_eq!(told("标题\n蓝色海洋\n尾", "蓝色海洋"), "蓝色海洋");
        assert_eq!(told(&format!("{}蓝色", "很".repeat(90)), "蓝色").chars().count(), AROUND + 2);
    }
}
