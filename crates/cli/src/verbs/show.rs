//! `chancery show`: one act with its paragraph, its way back to the bytes and what people judged of it; or one article.

use std::process::ExitCode;

use chancery_ledger::{Act, Article, AsOf, Checked, Judgement, Ledger, Only, Passage, Reference};
use serde_json::json;

use super::ask::{article_value, nothing, spoken};
use super::ledger::{Failure, as_of, done, open, print_one, write};
use crate::args::{Show, Voice};
use crate::render::ledger::{ActColumns, attitude, details, doing, value};
use crate::render::{Page, count, marked, thousands};
use crate::terminal::Style;

pub(crate) fn run(args: &Show, voice: Voice) -> ExitCode {
    done(voice, show(args, voice))
}

fn show(args: &Show, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.at)?;
    let as_of = as_of(args.as_of.as_deref())?;
    let references: Vec<Reference> = args
        .id
        .iter()
        .map(|id| Reference::parse(id))
        .collect::<Result<_, _>>()
        .map_err(|e| Failure::misuse(e.to_string()))?;
    let mut code = ExitCode::SUCCESS;
    for reference in &references {
        let (article, act) = match reference {
            Reference::Article(begins) => (ledger.article_key(begins)?, None),
            Reference::Act(..) => {
                let id = ledger.act_id(reference)?;
                (id.article.clone(), Some(id))
            }
        };
        code = if args.record {
            let article = ledger.article_of(&article, as_of)?;
            write((ledger.record(article.row)? + "\n").as_bytes())?
        } else if let Some(id) = act {
            let act = ledger.act(&id, as_of)?;
            let whole = WholeAct::gather(&ledger, act, as_of)?;
            print_one(args.format, voice, &whole.value(), |page| whole.draw(page))?
        } else {
            let article = ledger.article_of(&article, as_of)?;
            let only = Only { article: Some(article.row), all_copies: true, rejected: true, ..Only::default() };
            let acts = ledger.acts(&only, as_of, usize::MAX)?;
            let mut value = article_value(&article);
            value["acts"] = acts.iter().map(self::value).collect();
            print_one(args.format, voice, &value, |page| draw_article(page, &article, &acts))?
        };
    }
    Ok(code)
}

/// An act and everything that is shown with it.
struct WholeAct {
    act: Act,
    article: Article,
    paragraph: Option<(u32, u32, String)>,
    condition: Option<String>,
    checked: Checked,
    judgements: Vec<Judgement>,
}

impl WholeAct {
    fn gather(ledger: &Ledger, act: Act, as_of: AsOf) -> Result<Self, Failure> {
        let article = ledger.article(act.article)?;
        let text = ledger.text(act.article)?;
        let around = Passage::of(&text).find(|passage| passage.start <= act.act.start && act.act.start < passage.end);
        let paragraph = around.map(|passage| (passage.start, passage.end, passage.text.to_owned()));
        let condition = act.act.only_if.map(|(start, end)| {
            text.chars().skip(start as usize).take(end.saturating_sub(start) as usize).collect::<String>()
        });
        let checked = ledger.verify_act(&act.id, as_of)?;
        let judgements = ledger.history(Some(&act.id.article), Some(&act.id.local), as_of)?;
        Ok(Self { act, article, paragraph, condition, checked, judgements })
    }

    fn value(&self) -> serde_json::Value {
        let mut value = value(&self.act);
        value["source"] = json!({
            "name": self.article.source, "blake3": self.article.blake3, "article": self.article.number,
            "bytes": self.checked.bytes, "learnt": self.article.learnt, "superseded": self.article.superseded,
        });
        value["paragraph"] = json!(
            self.paragraph.as_ref().map(|(start, end, text)| { json!({"start": start, "end": end, "text": text}) })
        );
        value["only_if"] = json!(self.condition);
        value["verified"] = json!(self.checked);
        value["judgements"] = json!(self.judgements);
        value
    }

    fn draw(&self, page: &mut Page<'_>) {
        let act = &self.act.act;
        page.rule();
        page.words(0, Style::Title, &act.quote);
        page.words(0, Style::Faint, &self.act.id.to_string());
        page.blank();
        let mut fields = Fields { page };
        fields.put("does", attitude(act), &doing(act));
        fields.put("by", Style::Plain, &act.holders.join(", "));
        let more = details(act);
        fields.put("more", Style::Plain, &more);
        fields.put("only if", Style::Plain, self.condition.as_deref().unwrap_or_default());
        let (title, day) = (self.article.title.as_deref(), self.article.said.as_deref());
        fields.put("in", Style::Plain, &format!("{} ({})", title.unwrap_or("(no title)"), self.article.id));
        fields.put("said", Style::Plain, day.unwrap_or("on no known day"));
        if let Some((start, _, text)) = &self.paragraph {
            let byte =
                |points: u32| text.char_indices().nth((points - start) as usize).map_or(text.len(), |(at, _)| at);
            let quote = (byte(act.start), byte(act.end.max(act.start)));
            fields.put("paragraph", Style::Plain, &marked(text, &[quote]));
        }
        fields.put("source", Style::Plain, &self.article.source);
        let bytes = self.checked.bytes.map_or_else(String::new, |(start, end)| {
            format!(", bytes {} to {}", thousands(start.into()), thousands(end.into()))
        });
        fields.put("", Style::Faint, &format!("BLAKE3 {}{bytes}", &self.article.blake3[..16]));
        let (style, verdict) = super::care::verdict(&self.checked);
        fields.put("evidence", style, &verdict);
        let found = format!("by rule {}, confidence {}", act.rule, act.confidence);
        fields.put("found", Style::Faint, if act.rule.is_empty() { "" } else { &found });
        fields.put("permalink", Style::Faint, &self.act.id.permalink());
        fields.put("learnt", Style::Faint, &self.article.learnt.to_string());
        if let Some(gone) = self.article.superseded {
            fields.put("", Style::Warning, &format!("another reading took its place on {gone}"));
        }
        for (at, one) in self.judgements.iter().enumerate() {
            let label = if at == 0 { "judged" } else { "" };
            let style = if one.undone_by.is_some() { Style::Faint } else { Style::Plain };
            fields.put(label, style, &super::judge::told(one));
        }
        let hint = "chancery accept, reject, edit or status with its id judges it";
        fields.put("judged", Style::Faint, if self.judgements.is_empty() { hint } else { "" });
    }
}

/// Label and value, one under another.
struct Fields<'p, 'o> {
    page: &'p mut Page<'o>,
}

impl Fields<'_, '_> {
    fn put(&mut self, label: &str, style: Style, text: &str) {
        if !text.is_empty() {
            self.page.row(&[2, 13], &[vec![(Style::Label, label.to_owned())], vec![(style, text.to_owned())]]);
        }
    }
}

fn draw_article(page: &mut Page<'_>, article: &Article, acts: &[Act]) {
    page.rule();
    page.words(0, Style::Title, article.title.as_deref().unwrap_or("(no title)"));
    page.words(0, Style::Faint, &format!("{} · {} · {}", article.id, article.kind.replace('_', " "), spoken(article)));
    page.blank();
    let mut fields = Fields { page };
    fields.put("said", Style::Plain, article.said.as_deref().unwrap_or("on no known day"));
    fields.put("issued by", Style::Plain, &article.issuers.join(", "));
    fields.put("outlet", Style::Plain, article.outlet.as_deref().unwrap_or_default());
    fields.put("address", Style::Plain, article.url.as_deref().unwrap_or_default());
    fields.put("source", Style::Plain, &article.source);
    fields.put("", Style::Faint, &format!("BLAKE3 {}", &article.blake3[..16]));
    fields.put("text", Style::Plain, &format!("{} characters", thousands(article.characters)));
    fields.put("permalink", Style::Faint, &chancery_ledger::permalink(&article.key, None));
    fields.put("learnt", Style::Faint, &article.learnt.to_string());
    if let Some(gone) = article.superseded {
        fields.put("", Style::Warning, &format!("another reading took its place on {gone}"));
    }
    page.blank();
    if acts.is_empty() {
        return nothing(page, "No act was found in it", &["chancery show ID --record prints its whole record"]);
    }
    let columns = ActColumns::of(acts.iter(), page.width());
    acts.iter().for_each(|act| columns.row(page, act, &[], ""));
    page.blank();
    page.words(0, Style::Faint, &count(acts.len(), "act", "acts"));
}
