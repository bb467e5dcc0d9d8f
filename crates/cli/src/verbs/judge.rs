//! `chancery accept`, `reject`, `edit`, `status`, `undo`, `history`: what people say of acts.

use std::process::ExitCode;

use chancery_answer::Answer;
use chancery_ledger::{Act, ActId, AsOf, Judgement, Ledger, LedgerError, Only, Reference, Verdict};
use serde_json::json;

use super::ask::nothing;
use super::ledger::{Failure, as_of, author, done, most, now, open, open_to_write, print, tell_of_clock, write};
use crate::args::{self, Saying, Voice};
use crate::render::ledger::{actors, doing, judged};
use crate::render::{count, shorten};
use crate::terminal::Style;

/// Columns of a quote in a message.
const QUOTE: usize = 48;

/// Says the same of several acts: all are looked up, and all is found to fit, before the first is judged.
fn judge(ids: &[String], verdicts: &[Verdict], saying: &Saying, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open_to_write(&saying.at)?;
    tell_of_clock(&ledger, voice)?;
    let author = author(saying)?;
    let names = super::ledger::names(&ledger);
    let meant = |verdict: &Verdict| -> Result<Verdict, Failure> {
        Ok(match verdict {
            Verdict::Edit { field, value } => {
                Verdict::Edit { field: field.clone(), value: names.edited(field, value).map_err(Failure::misuse)? }
            }
            other => other.clone(),
        })
    };
    let verdicts = verdicts.iter().map(meant).collect::<Result<Vec<_>, _>>()?;
    let mut acts = Vec::new();
    let mut told = String::new();
    for id in ids {
        let reference = Reference::parse(id).map_err(|e| Failure::misuse(e.to_string()))?;
        match (&reference, verdicts.as_slice()) {
            (Reference::Article(begins), [Verdict::Accept | Verdict::Reject]) => {
                let (open, judged) = unjudged(&ledger, begins)?;
                let (all, before) = (count(open.len(), "act", "acts"), count(judged, "act", "acts"));
                told.push_str(&format!(
                    "{all} of {begins} that nobody had judged; {before} judged before stay as they are\n"
                ));
                acts.extend(open);
            }
            _ => {
                let act = ledger.act_id(&reference)?;
                ledger.can_be_judged(&act, &verdicts)?;
                acts.push(act);
            }
        }
    }
    let mut all: Vec<i64> = Vec::new();
    for id in &acts {
        let mut numbers = Vec::new();
        for verdict in &verdicts {
            numbers.push(ledger.judge(id, verdict, &author, saying.reason.as_deref(), now(&ledger)?)?);
        }
        all.extend(&numbers);
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let act = ledger.act(id, AsOf::NOW)?;
        told.push_str(&format!("{} (judgement {})\n", line(&act), numbers.join(", ")));
    }
    if let ([first, .., last], true) = (all.as_slice(), acts.len() > ids.len()) {
        told.push_str(&format!("chancery undo {first}-{last} takes them all back\n"));
    }
    ledger.index()?;
    if voice.quiet { Ok(ExitCode::SUCCESS) } else { write(told.as_bytes()) }
}

/// The acts of an article that nobody accepted or rejected, and how many somebody did.
fn unjudged(ledger: &Ledger, begins: &str) -> Result<(Vec<ActId>, usize), Failure> {
    let article = ledger.article_of(&ledger.article_key(begins)?, AsOf::NOW)?;
    let only = Only { article: Some(article.row), all_copies: true, rejected: true, ..Only::default() };
    let all = ledger.acts(&only, AsOf::NOW, usize::MAX)?;
    let (judged, open): (Vec<Act>, Vec<Act>) =
        all.into_iter().partition(|act| act.standing.accepted || act.standing.rejected);
    if open.is_empty() {
        let why = if judged.is_empty() { "no act was found in it" } else { "all its acts were judged before" };
        return Err(Failure::misuse(format!("{} is an article, and {why}", article.id)));
    }
    Ok((open.into_iter().map(|act| act.id).collect(), judged.len()))
}

/// `6211b276b9.p119-133: CHL position oppose 3 “…”: accepted`.
fn line(act: &Act) -> String {
    let standing = judged(act);
    let standing = if standing.is_empty() { "as read".to_owned() } else { standing };
    let quote = shorten(&act.act.quote, QUOTE).into_owned();
    format!("{}: {} {} “{quote}”: {standing}", act.id, actors(&act.act.holders), doing(&act.act))
}

pub(crate) fn accept(args: &args::Judge, voice: Voice) -> ExitCode {
    done(voice, judge(&args.id, &[Verdict::Accept], &args.saying, voice))
}

pub(crate) fn reject(args: &args::Judge, voice: Voice) -> ExitCode {
    done(voice, judge(&args.id, &[Verdict::Reject], &args.saying, voice))
}

pub(crate) fn status(args: &args::Status, voice: Voice) -> ExitCode {
    let verdict = Verdict::Fared(args.status.to_lowercase().replace([' ', '_'], "-"));
    done(voice, judge(std::slice::from_ref(&args.id), &[verdict], &args.saying, voice))
}

pub(crate) fn edit(args: &args::Edit, voice: Voice) -> ExitCode {
    let verdicts = || -> Result<Vec<Verdict>, Failure> {
        let one = |change: &String| -> Result<Verdict, Failure> {
            let bad = || Failure::misuse(format!("{change:?} is no change: write FIELD=VALUE, as holders=CHN,RUS"));
            let (field, value) = change.split_once('=').ok_or_else(bad)?;
            Ok(Verdict::Edit { field: field.trim().to_lowercase(), value: value.trim().to_owned() })
        };
        let mut all = args.change.iter().map(one).collect::<Result<Vec<_>, Failure>>()?;
        // What an act may say besides depends on its kind.
        all.sort_by_key(|verdict| !matches!(verdict, Verdict::Edit { field, .. } if field == "kind"));
        Ok(all)
    };
    done(voice, verdicts().and_then(|verdicts| judge(std::slice::from_ref(&args.id), &verdicts, &args.saying, voice)))
}

pub(crate) fn undo(args: &args::Undo, voice: Voice) -> ExitCode {
    done(voice, try_undo(args, voice))
}

fn try_undo(args: &args::Undo, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open_to_write(&args.saying.at)?;
    tell_of_clock(&ledger, voice)?;
    let author = author(&args.saying)?;
    let at = now(&ledger)?;
    let numbers: Vec<Option<i64>> = match args.number.as_deref() {
        None => vec![None],
        Some(numbers) => judgements(numbers)?.into_iter().map(Some).collect(),
    };
    let mut told = String::new();
    let several = numbers.len() > 1;
    for number in numbers {
        match ledger.undo(number, &author, args.saying.reason.as_deref(), at) {
            Ok(undone) => {
                told.push_str(&format!("taken back: {} on {}\n", self::told(&undone), undone.act));
                if undone.author != author {
                    told.push_str(&format!("it was {}'s, and is taken back by {author}\n", undone.author));
                }
            }
            // Of several, one that was taken back before keeps no other.
            Err(LedgerError::Judgement(why)) if several => told.push_str(&format!("{why}\n")),
            Err(error) => return Err(error.into()),
        }
    }
    ledger.index()?;
    if voice.quiet { Ok(ExitCode::SUCCESS) } else { write(told.as_bytes()) }
}

/// Judgements that one command takes back at most.
const MOST: i64 = 100_000;

/// `7` or `5-108`, the last first.
fn judgements(numbers: &str) -> Result<Vec<i64>, Failure> {
    let bad = || Failure::misuse(format!("{numbers:?} is no judgement's number: write 7, or 5-108"));
    let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
    let (first, last): (i64, i64) = (first.trim().parse().map_err(|_| bad())?, last.trim().parse().map_err(|_| bad())?);
    if first > last || last - first > MOST {
        return Err(bad());
    }
    Ok((first..=last).rev().collect())
}

/// `3: edit holders = CHN, RUS, by ann on 2024-03-12T10:00:00Z: the text says so (taken back by 5)`.
pub(super) fn told(one: &Judgement) -> String {
    let mut words = format!("{}: {}", one.number, one.verb);
    match (one.verb.as_str(), &one.field, &one.value) {
        // The act is named in the short form that rows show.
        ("follow" | "pass-over", how, Some(act)) => {
            let (article, local) = act.split_once('.').unwrap_or((act, ""));
            words.push_str(&format!(" {}.{local}", article.get(..10).unwrap_or(article)));
            how.iter().for_each(|how| words.push_str(&format!(" as {how}")));
        }
        ("merge" | "part", what, Some(names)) => {
            let names: Vec<String> = serde_json::from_str(names).unwrap_or_default();
            what.iter().for_each(|what| words.push_str(&format!(" {what}")));
            words.push_str(&format!(" {}", names.join(" into ")));
        }
        (_, field, value) => {
            field.iter().for_each(|field| words.push_str(&format!(" {field} =")));
            value.iter().for_each(|value| words.push_str(&format!(" {value}")));
        }
    }
    if let Some(number) = one.undoes {
        words.push_str(&format!(" {number}"));
    }
    words.push_str(&format!(", by {} on {}", one.author, one.at));
    if let Some(reason) = &one.reason {
        words.push_str(&format!(": {reason}"));
    }
    if let Some(by) = one.undone_by {
        words.push_str(&format!(" (taken back by {by})"));
    }
    words
}

const COLUMNS: &[&str] =
    &["number", "at", "author", "act", "verb", "field", "value", "reason", "undoes", "undone_by", "quote", "permalink"];

pub(crate) fn history(args: &args::History, voice: Voice) -> ExitCode {
    done(voice, try_history(args, voice))
}

/// The act that a judgement is on, as it stands or as it was last read.
fn judged_act(ledger: &Ledger, one: &Judgement) -> Option<Act> {
    let id = ledger.act_id(&Reference::parse(&one.act).ok()?).ok()?;
    ledger.act_as_last_read(&id, AsOf::NOW).ok()
}

fn try_history(args: &args::History, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.then.at)?;
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let reference = args.id.as_deref().map(Reference::parse).transpose().map_err(|e| Failure::misuse(e.to_string()))?;
    let mut all = match &reference {
        None => ledger.history(None, None, as_of)?,
        Some(Reference::Article(begins)) => ledger.history(Some(&ledger.article_key(begins)?), None, as_of)?,
        Some(act) => {
            let id = ledger.act_id(act)?;
            ledger.history(Some(&id.article), Some(&id.local), as_of)?
        }
    };
    // The last ones, where not all are shown: what happened lately is what is asked for.
    let limit = most(&args.shown);
    let hidden = all.len().saturating_sub(limit);
    all.drain(..hidden);
    let mut answer = Answer::new(COLUMNS);
    let mut quotes = Vec::new();
    for one in &all {
        let quote = judged_act(&ledger, one).map(|act| act.act.quote).unwrap_or_default();
        let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let number = |cell: Option<i64>| cell.map_or_else(String::new, |n| n.to_string());
        answer.push(
            vec![
                one.number.to_string(),
                one.at.to_string(),
                one.author.clone(),
                one.act.clone(),
                one.verb.clone(),
                text(&one.field),
                text(&one.value),
                text(&one.reason),
                number(one.undoes),
                number(one.undone_by),
                quote.clone(),
                text(&one.permalink),
            ],
            {
                let mut value = json!(one);
                value["quote"] = json!(quote);
                value
            },
        );
        quotes.push(quote);
    }
    print(args.shown.format, voice, &answer, |page| {
        if all.is_empty() {
            return nothing(
                page,
                "Nothing was judged yet",
                &["chancery accept, reject, edit or status with an act's id"],
            );
        }
        if hidden > 0 {
            page.words(0, Style::Faint, &format!("{hidden} earlier ones are not shown (--limit 0 shows all)"));
        }
        for (one, quote) in all.iter().zip(&quotes) {
            let style = if one.undone_by.is_some() || one.undoes.is_some() { Style::Faint } else { Style::Plain };
            page.words(0, style, &told(one));
            page.words(4, Style::Faint, &format!("{} {quote}", one.act));
        }
    })
}
