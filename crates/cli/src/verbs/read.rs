//! `chancery read`: sources in, articles out, in the order of the sources.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::thread;

use chancery_read::Limits;

use crate::args::{Format, Read, Voice};
use crate::knowledge::Knowledge;
use crate::pipeline;
use crate::reader::{Account, Reader};
use crate::render::{Joint, Renderer};
use crate::report::Report;
use crate::sources;
use crate::terminal::Look;

/// One bound, as told on the command line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    bound: &'static Bound,
    value: u64,
}

/// A bound that may be set.
#[derive(Debug)]
struct Bound {
    name: &'static str,
    about: &'static str,
    set: fn(&mut Limits, u64) -> bool,
    get: fn(&Limits) -> u64,
}

fn narrow(slot: &mut u32, value: u64) -> bool {
    u32::try_from(value).map(|value| *slot = value).is_ok()
}

/// Every bound of [`Limits`]; a test holds the two lists together.
const BOUNDS: &[Bound] = &[
    Bound {
        name: "source-bytes",
        about: "largest source or member",
        set: |limits, value| {
            limits.source_bytes = value;
            value <= u64::from(u32::MAX)
        },
        get: |limits| limits.source_bytes,
    },
    Bound {
        name: "unpacked-bytes",
        about: "most that an archive may unpack to",
        set: |limits, value| {
            limits.unpacked_bytes = value;
            true
        },
        get: |limits| limits.unpacked_bytes,
    },
    Bound {
        name: "expansion",
        about: "most that a member may grow by unpacking, times its packed size",
        set: |limits, value| {
            limits.expansion = value;
            true
        },
        get: |limits| limits.expansion,
    },
    Bound {
        name: "members",
        about: "most members of an archive",
        set: |limits, value| narrow(&mut limits.members, value),
        get: |limits| limits.members.into(),
    },
    Bound {
        name: "nesting",
        about: "archives inside archives",
        set: |limits, value| narrow(&mut limits.nesting, value),
        get: |limits| limits.nesting.into(),
    },
    Bound {
        name: "depth",
        about: "deepest nesting inside a document",
        set: |limits, value| narrow(&mut limits.depth, value),
        get: |limits| limits.depth.into(),
    },
    Bound {
        name: "articles",
        about: "most articles out of one source",
        set: |limits, value| narrow(&mut limits.articles, value),
        get: |limits| limits.articles.into(),
    },
];

/// Parses `NAME=VALUE`, the value with K, M or G for powers of 1024.
pub(crate) fn limit(text: &str) -> Result<Limit, String> {
    let names = || BOUNDS.iter().map(|bound| bound.name).collect::<Vec<_>>().join(", ");
    let (name, value) = text.split_once('=').ok_or("it is written NAME=VALUE, as source-bytes=1G")?;
    let name = name.trim().replace('_', "-");
    let bound = BOUNDS.iter().find(|bound| bound.name == name).ok_or_else(|| format!("there are: {}", names()))?;
    let (digits, shift) = match value.trim().char_indices().last() {
        Some((at, 'k' | 'K')) => (&value.trim()[..at], 10),
        Some((at, 'm' | 'M')) => (&value.trim()[..at], 20),
        Some((at, 'g' | 'G')) => (&value.trim()[..at], 30),
        _ => (value.trim(), 0),
    };
    let number: u64 = digits.parse().map_err(|_| "the value is a whole number, with K, M or G for times 1024, …")?;
    let value = number.checked_mul(1 << shift).ok_or("the value is too large")?;
    let allowed = (bound.set)(&mut Limits::default(), value);
    allowed.then_some(Limit { bound, value }).ok_or_else(|| format!("{name} can't be above {}", u32::MAX))
}

/// The bounds and their defaults, for `--help`.
pub(crate) fn limit_help() -> String {
    let defaults = Limits::default();
    let mut text = String::from("Raise or lower a bound on hostile input, as source-bytes=1G (may be given again):\n");
    for bound in BOUNDS {
        let value = (bound.get)(&defaults);
        let value = match value {
            v if v >= 1 << 30 && v % (1 << 30) == 0 => format!("{}G", v >> 30),
            v if v >= 1 << 20 && v % (1 << 20) == 0 => format!("{}M", v >> 20),
            v => v.to_string(),
        };
        text.push_str(&format!("  {:<15} {} [{value}]\n", bound.name, bound.about));
    }
    text
}

/// The bounds as told.
pub(crate) fn limits(told: &[Limit]) -> Limits {
    let mut limits = Limits::default();
    for limit in told {
        (limit.bound.set)(&mut limits, limit.value);
    }
    limits
}

/// Reads and prints.
pub(crate) fn run(args: &Read, voice: Voice) -> ExitCode {
    let limits = limits(&args.limit);
    let to_terminal = args.output.is_none() && io::stdout().is_terminal();
    let format = args.format.unwrap_or(if to_terminal { Format::Table } else { Format::Jsonl });
    let renderer = Renderer::new(format, Look::of_stdout(voice.color));
    let mut report = Report::new(voice, to_terminal);
    let sink: Box<dyn Write> = match &args.output {
        None => Box::new(io::stdout().lock()),
        Some(path) => match File::create(path) {
            Ok(file) => Box::new(file),
            Err(error) => return report.misuse(&format!("can't write {}: {error}", path.display())),
        },
    };
    let mut printer = Printer { sink: BufWriter::with_capacity(1 << 16, sink), joint: renderer.joint(), any: false };
    let workers = args.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, std::num::NonZeroUsize::get);
    let reader = match Knowledge::new(&args.packs) {
        Ok(knowledge) => Reader::new(knowledge, limits, renderer),
        Err(error) => return report.misuse(&error),
    };
    let mut broken = None;
    let mut account = Account::default();
    report.expect(&args.paths);
    pipeline::run_in_shares(
        workers,
        |hand| {
            sources::each(&args.paths, &args.stdin_name, &limits, &mut |found| {
                let weight = found.weight();
                hand(found, weight)
            });
        },
        |found| reader.open(found),
        |share| reader.work(share),
        |mut shared, more| {
            if let Some(outcome) = account.take(&mut shared) {
                report.take(&outcome);
            }
            match printer.print(&shared.output, more) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    // The program ends: taking its words down one by one would only make the user wait.
    std::mem::forget(reader);
    match broken.map_or_else(|| printer.close(), Err) {
        Ok(()) => report.close(),
        // Whoever read our output has seen enough (head, less): that is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => report.lost(&error),
    }
}

/// Puts buffers together with what stands around and between them.
struct Printer<W: Write> {
    sink: BufWriter<W>,
    joint: Joint,
    any: bool,
}

impl<W: Write> Printer<W> {
    /// Prints some articles; without more at hand, sends them on their way at once.
    fn print(&mut self, articles: &[u8], more: bool) -> io::Result<()> {
        if !articles.is_empty() {
            let before = if self.any { self.joint.between } else { self.joint.open };
            self.sink.write_all(before.as_bytes())?;
            self.sink.write_all(articles)?;
            self.any = true;
        }
        if more { Ok(()) } else { self.sink.flush() }
    }

    fn close(&mut self) -> io::Result<()> {
        let last = if self.any { self.joint.close } else { self.joint.none };
        self.sink.write_all(last.as_bytes())?;
        self.sink.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_parsed_or_refused_with_a_reason() {
        let mut limits = Limits::default();
        for (text, right) in [("source-bytes=1G", 1 << 30), ("source_bytes = 12", 12), ("depth=3k", 3 << 10)] {
            let limit = limit(text).expect(text);
            (limit.bound.set)(&mut limits, limit.value);
            assert_eq!((limit.bound.get)(&limits), right, "{text}");
        }
        for (text, reason) in [
            ("depth", "NAME=VALUE"),
            ("deepness=3", "there are: source-bytes"),
            ("depth=-1", "whole number"),
            ("depth=9G", "can't be above"),
            ("source-bytes=5G", "can't be above"),
            ("expansion=99999999999999G", "too large"),
        ] {
            let error = limit(text).expect_err(text);
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    /// The list above and the fields of `Limits` are the same list.
    #[test]
    fn every_limit_can_be_set() {
        let fields = format!("{:?}", Limits::default());
        let fields: Vec<_> = fields
            .trim_start_matches("Limits {")
            .trim_end_matches('}')
            .split(',')
            .filter_map(|field| field.split(':').next())
            .map(|name| name.trim().replace('_', "-"))
            .collect();
        let bounds: Vec<_> = BOUNDS.iter().map(|bound| bound.name.to_owned()).collect();
        assert_eq!(bounds, fields);
    }
}
