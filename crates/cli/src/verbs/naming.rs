//! `chancery merge` and `part`: names that people say are one, or no longer are.

use std::process::ExitCode;

use chancery_answer::is_id;
use chancery_ledger::Verdict;

use super::ledger::{Failure, author, done, now, open_to_write, tell_of_clock, write};
use crate::args::{Merge, Named, Part, Saying, Voice};

const fn called(what: Named) -> &'static str {
    match what {
        Named::Actor => "actor",
        Named::Mechanism => "mechanism",
    }
}

pub(crate) fn merge(args: &Merge, voice: Voice) -> ExitCode {
    let verdict = |name: &dyn Fn(&str) -> String| Verdict::Merge {
        what: called(args.what).to_owned(),
        from: name(&args.from),
        into: name(&args.into),
    };
    done(voice, judge(args.what, &verdict, &args.saying, voice))
}

pub(crate) fn part(args: &Part, voice: Voice) -> ExitCode {
    let verdict =
        |name: &dyn Fn(&str) -> String| Verdict::Part { what: called(args.what).to_owned(), from: name(&args.from) };
    done(voice, judge(args.what, &verdict, &args.saying, voice))
}

/// A verdict, once it is known what a name means.
type Wording<'w> = &'w dyn Fn(&dyn Fn(&str) -> String) -> Verdict;

fn judge(what: Named, verdict: Wording<'_>, saying: &Saying, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open_to_write(&saying.at)?;
    tell_of_clock(&ledger, voice)?;
    let author = author(saying)?;
    let names = super::ledger::names(&ledger);
    // An actor may be given as packs know it, where that means one; else it is a name as acts have it.
    let id = |name: &str| {
        if what == Named::Mechanism || is_id(name) {
            return name.to_owned();
        }
        match names.actors(&[name.to_owned()]).as_deref() {
            Ok([one]) => one.clone(),
            _ => name.to_owned(),
        }
    };
    let verdict = verdict(&id);
    let number = ledger.judge_name(&verdict, &author, saying.reason.as_deref(), now(&ledger)?)?;
    ledger.index()?;
    let told = match &verdict {
        Verdict::Merge { what, from, into } => format!("the {what} {from} counts as {into} (judgement {number})\n"),
        Verdict::Part { what, from } => format!("the {what} {from} is its own again (judgement {number})\n"),
        _ => String::new(),
    };
    if voice.quiet { Ok(ExitCode::SUCCESS) } else { write(told.as_bytes()) }
}
