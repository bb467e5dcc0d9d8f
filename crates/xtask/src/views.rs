//! How long every view of all acts takes that is asked for the first time, and a digest of what it answers: two versions of the
//! program are compared by it on one ledger. `cargo run --release -p xtask -- views LEDGER`

use std::path::Path;
use std::sync::Arc;

use chancery_answer::{
    Answer, AskError, Asking, Commitments, Names, Phrases, Positions, PromiseList, Slice, Things, Timeline, When,
};
use chancery_ledger::{AsOf, Folding, Ledger};
use chancery_query::ThingKind;
use chancery_text::FoldTable;

use crate::Outcome;
use crate::made::HOLDERS;
use crate::scale::{Since, tell};

/// The day that is counted from.
const TODAY: &str = "2026-01-01";

/// Rows of a page.
const ROWS: Slice = Slice { skip: 0, most: 50 };

type View<'v> = (&'v str, &'v dyn Fn(&Asking<'_>) -> Result<Answer, AskError>);

pub(crate) fn run(folder: &Path) -> Outcome {
    let folding = Folding::new(Arc::new(FoldTable::new([], true)?));
    let names = Names::new(&folding);
    let now = AsOf::NOW;
    let who = HOLDERS[0];
    let any = When::default();
    let said = |from: &str| When { from: Some(from.to_owned()), ..When::default() };
    let things = |kind, name: &str| Things { kind, name: name.to_owned(), when: When::default() };
    let phrases = |of: &str| Phrases {
        words: String::new(),
        of: vec![of.to_owned()],
        when: When::default(),
        least: 3,
        left_out_by: None,
        room: None,
    };
    let promised =
        |silent| Commitments { list: PromiseList { silent, ..PromiseList::default() }, ..Commitments::default() };
    let views: &[View<'_>] = &[
        ("actors", &|a| Ok(chancery_answer::actors(a, (&any, false), now, ROWS)?.answer())),
        ("actors since 2020", &|a| Ok(chancery_answer::actors(a, (&said("2020"), false), now, ROWS)?.answer())),
        ("one actor", &|a| Ok(chancery_answer::one_actor(a, who, (&any, false), now, ROWS)?.answer())),
        ("one actor since 2020", &|a| {
            Ok(chancery_answer::one_actor(a, who, (&said("2020"), false), now, ROWS)?.answer())
        }),
        ("instruments", &|a| Ok(chancery_answer::things(a, &things(ThingKind::Instrument, ""), now, ROWS)?.answer())),
        ("mechanisms", &|a| Ok(chancery_answer::things(a, &things(ThingKind::Mechanism, ""), now, ROWS)?.answer())),
        ("timeline", &|a| Ok(chancery_answer::timeline(a, &Timeline::default(), now, 50)?.answer())),
        ("network", &|a| {
            Ok(chancery_answer::ties_answer(
                &chancery_answer::network(a, &chancery_answer::Network::default(), now, ROWS)?.all,
            ))
        }),
        ("positions", &|a| {
            let asked = Positions { rows: 50, each: 12, ..Positions::default() };
            Ok(chancery_answer::positions(a, &asked, now)?.answer(names.ladder()))
        }),
        ("commitments", &|a| Ok(chancery_answer::commitments(a, &promised(None), TODAY, now, ROWS)?.answer())),
        ("silent for two years", &|a| {
            Ok(chancery_answer::commitments(a, &promised(Some(730)), TODAY, now, ROWS)?.answer())
        }),
        ("phrases of one actor", &|a| match chancery_answer::phrases(a, &phrases(who), now, ROWS)? {
            chancery_answer::Phrased::Set(all) => Ok(all.answer()),
            chancery_answer::Phrased::One(one) => Ok(one.answer()),
        }),
    ];
    // What packs know is loaded once in a program's life.
    names.actors(&["Chile".to_owned()])?;
    let _ = (names.ladder(), names.stock(), names.follow_words());
    for (what, view) in views {
        let ledger = Ledger::open(folder, folding.clone())?;
        let index = ledger.index()?;
        let asking = Asking::with_index(&ledger, &names, &index);
        let start = Since::now();
        let answer = view(&asking)?;
        let took = start.took();
        let digest = blake3::hash(&answer.compact()).to_hex();
        tell(&format!("{what} [{}]", &digest.as_str()[..8]), vec![took]);
    }
    Ok(())
}
