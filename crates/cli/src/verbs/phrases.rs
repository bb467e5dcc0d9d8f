//! `chancery phrases`: set phrases, their forms, who uses them since when, and what a text leaves out.

use std::collections::BTreeMap;
use std::process::ExitCode;

use chancery_answer::{Answer, Asking, Names};
use chancery_ledger::{AsOf, Ledger, Only, Reference, days_before, permalink};
use chancery_query::{Form, Kin, Phrase, Use, family, kin, left_out, phrases};
use serde_json::{Value, json};

use super::ask::{closing, nothing};
use super::ledger::{Failure, as_of, done, most, open, print};
use super::series::{Gathered, Text, gather};
use crate::args::{Phrases, Voice};
use crate::render::ledger::actors;
use crate::render::{Page, count, marked, thousands};
use crate::terminal::Style;

/// Texts just before one that lead to expect a phrase in it.
const WINDOW: usize = 4;

/// Days before the newest text after which a phrase is no longer in use.
const IN_USE: u32 = 730;

/// Forms and users told on a line.
const TOLD: usize = 4;

pub(crate) fn run(args: &Phrases, voice: Voice) -> ExitCode {
    done(voice, try_phrases(args, voice))
}

fn try_phrases(args: &Phrases, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.at)?;
    let as_of = as_of(args.shown.as_of.as_deref())?;
    let names = Names::new(ledger.folding());
    let series = gather(&Asking::new(&ledger, &names), &args.of, &args.when, as_of)?;
    let mut reader = Reader { ledger: &ledger, as_of, series: &series, acts: BTreeMap::new() };
    if args.words.is_empty() { reader.list(args, voice) } else { reader.one(&args.words.join(" "), args, voice) }
}

/// Who used a phrase: how often, first and last day.
#[derive(Clone, Debug)]
struct User {
    actor: String,
    uses: usize,
    first: String,
    last: String,
    still: bool,
}

struct Reader<'r> {
    ledger: &'r Ledger,
    as_of: AsOf,
    series: &'r Gathered,
    /// By article: where its acts stand and who holds them.
    acts: BTreeMap<i64, Vec<(u32, u32, Vec<String>)>>,
}

/// How often, against how much.
struct Rates {
    first: String,
    last: String,
    per_text: f64,
    per_10k: f64,
}

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
    fn speakers(&mut self, one: Use) -> Result<Vec<String>, Failure> {
        let text = &self.series.texts[one.text];
        let row = text.article.row;
        if let std::collections::btree_map::Entry::Vacant(place) = self.acts.entry(row) {
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

    fn users(&mut self, uses: &[Use]) -> Result<Vec<User>, Failure> {
        let newest = self.newest();
        let since = days_before(&newest, IN_USE).unwrap_or_default();
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
    fn text_of(&self, id: &str) -> Result<usize, Failure> {
        if id == "last" {
            let dated = |number: &usize| !self.day(*number).is_empty();
            return (0..self.series.texts.len())
                .rev()
                .find(dated)
                .ok_or_else(|| Failure::misuse("no text of that series has a day"));
        }
        let reference = Reference::parse(id).map_err(|e| Failure::misuse(e.to_string()))?;
        let (Reference::Article(begins) | Reference::Act(begins, _)) = reference;
        let key = self.ledger.article_key(&begins)?;
        let found = self.series.texts.iter().position(|text| text.article.key == key);
        found.ok_or_else(|| {
            Failure::misuse(format!("{id} is no text of that series: chancery phrases --of with its issuer or title"))
        })
    }

    fn list(&mut self, args: &Phrases, voice: Voice) -> Result<ExitCode, Failure> {
        let texts: Vec<&str> = self.series.texts.iter().map(|text| text.text.as_str()).collect();
        let asked = args.left_out_by.as_deref();
        // A text may leave out what only one of a pair of texts says twice.
        let least = if asked.is_some() && texts.len() < 3 { 1 } else { args.least };
        let all = phrases(&texts, least, self.ledger.folding().table());
        let order: Vec<usize> = (0..texts.len()).filter(|number| !self.day(*number).is_empty()).collect();
        let text = self.text_of(asked.unwrap_or("last")).ok().filter(|_| !args.of.is_empty() || asked.is_some());
        if let (Some(id), None) = (asked, text) {
            self.text_of(id)?;
        }
        let missing = text.map_or_else(Vec::new, |text| left_out(&all, &order, text, WINDOW));
        let limit = most(&args.shown);
        // Kin of a phrase that is shown stand under it.
        let mut taken = vec![false; all.len()];
        let mut shown: Vec<(usize, Vec<(usize, Kin)>)> = Vec::new();
        let mut more = 0;
        for number in 0..all.len() {
            if taken[number] || (asked.is_some() && !missing.contains(&number)) {
                continue;
            }
            if shown.len() >= limit {
                more += 1;
                continue;
            }
            let mut forms = kin(&all, number);
            forms.retain(|(other, _)| !taken[*other] && (asked.is_none() || missing.contains(other)));
            forms.iter().for_each(|(other, _)| taken[*other] = true);
            taken[number] = true;
            shown.push((number, forms));
        }
        let mut answer = Answer::new(COLUMNS);
        let mut users = Vec::new();
        for (number, forms) in &shown {
            let phrase = &all[*number];
            users.push(self.users(&phrase.uses)?);
            let (cells, value) =
                self.row(phrase, forms, &all, users.last().map_or(&[], Vec::as_slice), missing.contains(number));
            answer.push(cells, value);
        }
        let of = args.of.join(", ");
        let text = text.map(|text| &self.series.texts[text].article);
        answer.whole = Some(json!({
            "texts": texts.len(), "older_texts_not_read": self.series.left, "left_out_by": text.map(|text| &text.id),
            "phrases": answer.values,
        }));
        print(args.shown.format, voice, &answer, |page| {
            if let (Some(article), true) = (text, asked.is_some()) {
                let title = article.title.as_deref().unwrap_or("(no title)");
                let day = article.said.as_deref().unwrap_or("no day");
                page.words(0, Style::Title, &format!("Left out by {title} ({day}, {})", article.id));
                page.blank();
            }
            if shown.is_empty() {
                let what =
                    if asked.is_some() { "It leaves out nothing that was usual" } else { "No phrase is set here" };
                let texts = count(texts.len(), "text", "texts");
                let hint = format!("{texts} were read; --least 1 takes what one text says twice, --of another series");
                return nothing(page, what, &[&hint]);
            }
            for (at, (number, forms)) in shown.iter().enumerate() {
                self.draw(page, &all[*number], forms, &all, &users[at], missing.contains(number) && asked.is_none());
            }
            page.blank();
            page.words(0, Style::Faint, &closing(shown.len(), more > 0, "phrase", "phrases"));
            let of = if of.is_empty() { String::new() } else { format!(" of {of}") };
            let left = match self.series.left {
                0 => String::new(),
                left => format!("; {} older were too many: narrow down with --from, --of", thousands(left as u64)),
            };
            page.words(0, Style::Faint, &format!("in {}{of}{left}", count(texts.len(), "text", "texts")));
        })
    }

    fn row(
        &self,
        phrase: &Phrase,
        forms: &[(usize, Kin)],
        all: &[Phrase],
        users: &[User],
        left_out: bool,
    ) -> (Vec<String>, Value) {
        let rates = self.rates(&phrase.uses);
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
            .map(|(number, how)| format!("{} ({}, {})", all[*number].form, name(*how), all[*number].uses.len()))
            .collect();
        let cells = vec![
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
        ];
        let forms: Vec<Value> = forms
            .iter()
            .map(|(number, how)| {
                let form = &all[*number];
                json!({"form": form.form, "how": how, "uses": form.uses.len(), "texts": form.texts})
            })
            .collect();
        let value = json!({
            "phrase": phrase.form, "uses": phrase.uses.len(), "texts": phrase.texts, "per_text": rates.per_text,
            "per_10k": rates.per_10k, "first": rates.first, "last": rates.last, "users": users_value(users),
            "left_out": left_out, "forms": forms, "spellings": phrase.spellings,
        });
        (cells, value)
    }

    fn draw(
        &self,
        page: &mut Page<'_>,
        phrase: &Phrase,
        forms: &[(usize, Kin)],
        all: &[Phrase],
        users: &[User],
        left_out: bool,
    ) {
        let rates = self.rates(&phrase.uses);
        let days =
            if rates.first == rates.last { rates.last.clone() } else { format!("{} to {}", rates.first, rates.last) };
        let numbers = format!("in {}, {} per 10,000 characters", count(phrase.texts, "text", "texts"), rates.per_10k);
        let mut last = vec![
            (Style::Plain, phrase.form.clone()),
            (Style::Faint, [days, numbers].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")),
            (Style::Faint, told_users(users)),
        ];
        if left_out {
            last.push((Style::Warning, "left out by the last text".to_owned()));
        }
        for (number, how) in forms.iter().take(TOLD) {
            let form = &all[*number];
            last.push((Style::Faint, format!("{}: {} ({})", name(*how), form.form, form.uses.len())));
        }
        if forms.len() > TOLD {
            last.push((Style::Faint, format!("and {} more forms", forms.len() - TOLD)));
        }
        page.row(&[0, 6], &[vec![(Style::Label, phrase.uses.len().to_string())], last]);
    }

    fn one(&mut self, asked: &str, args: &Phrases, voice: Voice) -> Result<ExitCode, Failure> {
        let texts: Vec<&str> = self.series.texts.iter().map(|text| text.text.as_str()).collect();
        let forms = family(asked, &texts, self.ledger.folding().table());
        let mut uses: Vec<(Use, &Form)> =
            forms.iter().flat_map(|form| form.uses.iter().map(move |one| (*one, form))).collect();
        uses.sort_by_key(|(one, _)| *one);
        let places: Vec<Use> = uses.iter().map(|(one, _)| *one).collect();
        let (rates, users) = (self.rates(&places), self.users(&places)?);
        let limit = most(&args.shown);
        let mut answer = Answer::new(USES);
        let mut rows = Vec::new();
        for (one, form) in uses.iter().take(limit) {
            let row = UseRow::new(self, *one, form)?;
            answer.push(row.cells(), row.value());
            rows.push(row);
        }
        let kinds: Vec<Value> = forms
            .iter()
            .map(|form| json!({"form": form.form, "how": form.kin, "element": form.element, "uses": form.uses.len()}))
            .collect();
        answer.whole = Some(json!({
            "phrase": asked, "uses": uses.len(), "texts": texts.len(), "per_text": rates.per_text, "per_10k": rates.per_10k,
            "first": rates.first, "last": rates.last, "users": users_value(&users), "forms": kinds, "rows": answer.values,
        }));
        print(args.shown.format, voice, &answer, |page| {
            if uses.is_empty() {
                let tries =
                    ["chancery search finds the words apart", "chancery phrases without words lists what is set"];
                return nothing(page, &format!("No text says {asked}"), &tries);
            }
            page.words(0, Style::Title, asked);
            let number = count(uses.len(), "use", "uses");
            let days = format!("first {}, last {}", rates.first, rates.last);
            let rate = format!("{} per text, {} per 10,000 characters", rates.per_text, rates.per_10k);
            page.words(
                2,
                Style::Faint,
                &format!("{number} in {} · {days} · {rate}", count(texts.len(), "text", "texts")),
            );
            page.words(2, Style::Faint, &told_users(&users));
            for form in forms.iter().filter(|form| form.kin != Kin::Same) {
                let element = if form.element.is_empty() { String::new() } else { format!(" {}", form.element) };
                let told = format!("{}{element}: {} ({})", name(form.kin), form.form, form.uses.len());
                page.words(2, Style::Plain, &told);
            }
            page.blank();
            rows.iter().for_each(|row| row.draw(page));
            if uses.len() > rows.len() {
                page.blank();
                page.words(0, Style::Faint, &closing(rows.len(), true, "use", "uses"));
            }
        })
    }
}

const fn name(kin: Kin) -> &'static str {
    match kin {
        Kin::Same => "the same",
        Kin::Inserted => "with",
        Kin::Dropped => "without",
        Kin::Longer => "longer",
        Kin::Changed => "changed",
    }
}

fn users_value(users: &[User]) -> Vec<Value> {
    let one = |user: &User| json!({"actor": user.actor, "uses": user.uses, "first": user.first, "last": user.last, "still": user.still});
    users.iter().map(one).collect()
}

/// `used by CHN 12, RUS 3; no longer by JPN (last 2011-03-12)`.
fn told_users(users: &[User]) -> String {
    let name = |user: &User| actors(std::slice::from_ref(&user.actor));
    let still: Vec<String> =
        users.iter().filter(|user| user.still).map(|user| format!("{} {}", name(user), user.uses)).collect();
    let gone: Vec<String> = users
        .iter()
        .filter(|user| !user.still && !user.last.is_empty())
        .map(|user| format!("{} (last {})", name(user), user.last))
        .collect();
    let list = |label: &str, all: &[String]| {
        let more = if all.len() > TOLD { format!(" and {} more", all.len() - TOLD) } else { String::new() };
        (!all.is_empty()).then(|| format!("{label} {}{more}", all[..all.len().min(TOLD)].join(", ")))
    };
    [list("used by", &still), list("no longer by", &gone)].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

const USES: &[&str] =
    &["said", "article", "start", "end", "form", "how", "element", "by", "sentence", "title", "permalink"];

/// A use of a phrase with its sentence.
struct UseRow {
    said: Option<String>,
    article: String,
    title: Option<String>,
    place: (u32, u32),
    form: String,
    how: Kin,
    element: String,
    by: Vec<String>,
    sentence: String,
    permalink: String,
    mark: (usize, usize),
}

impl UseRow {
    fn new(reader: &mut Reader<'_>, one: Use, form: &Form) -> Result<Self, Failure> {
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
            name(self.how).to_owned(),
            self.element.clone(),
            self.by.join("; "),
            self.sentence.clone(),
            self.title.clone().unwrap_or_default(),
            self.permalink.clone(),
        ]
    }

    fn value(&self) -> Value {
        json!({
            "said": self.said, "article": self.article, "title": self.title, "start": self.place.0, "end": self.place.1,
            "form": self.form, "how": self.how, "element": self.element, "by": self.by, "sentence": self.sentence,
            "permalink": self.permalink,
        })
    }

    fn draw(&self, page: &mut Page<'_>) {
        let day = self.said.clone().unwrap_or_else(|| "no day".to_owned());
        let title = self.title.as_deref().map_or_else(String::new, |title| format!(" · {title}"));
        let under = format!("{}, characters {}–{}{title}", self.article, self.place.0, self.place.1);
        let sentence = marked(&self.sentence, &[self.mark]);
        let by = (Style::Plain, actors(&self.by));
        let last = vec![(Style::Plain, sentence), (Style::Faint, under)];
        page.row(&[0, 12, 24], &[vec![(Style::Plain, day)], vec![by], last]);
    }
}

/// Characters of a sentence shown on either side of a phrase.
const AROUND: usize = 60;

/// The line around a place, cut where it is long.
fn sentence(text: &str, start: usize, end: usize) -> (usize, usize) {
    let line =
        (text[..start].rfind('\n').map_or(0, |at| at + 1), text[end..].find('\n').map_or(text.len(), |at| end + at));
    let from = text[line.0..start].char_indices().rev().take(AROUND).last().map_or(start, |(at, _)| line.0 + at);
    let to = text[end..line.1].char_indices().nth(AROUND).map_or(line.1, |(at, _)| end + at);
    (from, to)
}
