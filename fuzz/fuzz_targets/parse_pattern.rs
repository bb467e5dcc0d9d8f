//! No line of the rule language breaks the reader, and what is read walks over any text.
#![no_main]

use chancery_pattern::{Found, Names, OwnedView, Pattern, Place, parse};
use chancery_text::Span;

libfuzzer_sys::fuzz_target!(|input: (&str, &str)| {
    let (line, text) = input;
    let _ = parse(line);
    let names = Names::new(vec!["will".into(), "act".into()], vec!["actor".into()]).expect("few");
    let mut roles = Vec::new();
    if let Ok(pattern) = Pattern::new(line, &names, &mut roles, Place::Match) {
        let whole = Span::of(0..text.len());
        let view = OwnedView { text: text.into(), sentences: vec![(whole, vec![whole])], ..OwnedView::default() };
        let mut found = Found::default();
        for clause in view.clauses() {
            pattern.find(&clause, &mut found);
        }
    }
});
