//! Hurt sources of every format: none may panic, hang or give a map that doesn't fit. More of them, with times and
//! memory: `cargo run --release -p chancery-read --example mutate -- 10000`.

use chancery_model::FaultKind;
use chancery_read::Limits;

mod hostile;

/// A few hundred a format keep the whole run within seconds in a debug build.
const CASES: u64 = 300;

#[test]
fn hurt_sources_never_panic() {
    let (guide, limits) = (hostile::guide(), Limits::default());
    for format in hostile::seeds::formats() {
        let mut failed = Vec::new();
        for number in 0..CASES {
            let (name, bytes) = hostile::case(&format, number);
            let read = std::panic::catch_unwind(|| hostile::read_whole(&name, &bytes, &guide, &limits));
            failed.extend(read.is_err().then_some(number));
        }
        assert!(failed.is_empty(), "{}: cases {failed:?}", format.name);
    }
}

#[test]
fn whole_seeds_are_not_damaged() {
    let (guide, limits) = (hostile::guide(), Limits::default());
    for format in hostile::seeds::formats() {
        for seed in &format.seeds {
            let bytes = match seed {
                hostile::seeds::Seed::Whole(_, bytes) => bytes.clone(),
                hostile::seeds::Seed::Package(_, members) => hostile::zipped(members),
            };
            if chancery_read::is_archive(seed.name(), &bytes) {
                chancery_read::unpack(seed.name(), &bytes, &limits, &mut |member| {
                    assert!(member.is_ok(), "{}: {member:?}", seed.name());
                });
            } else {
                let reading = chancery_read::read(seed.name(), &bytes, &guide, &limits);
                let faults = reading.faults.iter().chain(reading.articles.iter().flat_map(|a| &a.faults));
                let harm = [FaultKind::Damaged, FaultKind::OverLimit, FaultKind::Encrypted, FaultKind::Undecodable];
                // The smallest PDF there is says nothing of its font's glyphs, and the reader rightly says so.
                let font = |f: &&chancery_model::Fault| seed.name() == "plain.pdf" && f.kind == FaultKind::Undecodable;
                let told: Vec<_> = faults.filter(|f| harm.contains(&f.kind) && !font(f)).collect();
                assert!(told.is_empty(), "{}: {told:?}", seed.name());
            }
        }
    }
}
