//! Measurements and made files of the project itself: `cargo run --release -p xtask -- TASK`.
//!
//! `scale ARTICLES DIR` makes a ledger by a seeded generator and measures it; `crowd LEDGER` has many ask one while it is added to; `peers ARTICLES DIR` asks others the
//! same; `views LEDGER` asks every view of all acts once; `space LEDGER` tells where an index's bytes go; `dictionary OUT` trains
//! the dictionary that articles are packed with. Figures: docs/benchmarks.md.
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
#![expect(clippy::print_stdout, reason = "it is for people to read")]

mod crowd;
mod dictionary;
mod made;
mod peers;
mod scale;
mod space;
mod views;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["scale", articles, folder] => scale::run(articles.parse()?, folder.as_ref()),
        ["crowd", folder] => crowd::run(folder.as_ref(), &scale::folding()?, true),
        ["crowd", folder, "apart"] => crowd::run(folder.as_ref(), &scale::folding()?, false),
        ["peers", articles, folder] => peers::run(articles.parse()?, folder.as_ref()),
        ["views", ledger] => views::run(ledger.as_ref()),
        ["space", ledger] => space::run(ledger.as_ref()),
        ["dictionary", out] => dictionary::run(out.as_ref()),
        _ => Err("tasks: scale ARTICLES DIR; crowd LEDGER [apart]; peers ARTICLES DIR; views LEDGER; space LEDGER; dictionary OUT < RECORDS"
            .into()),
    }
}
