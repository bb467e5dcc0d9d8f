//! Every bundled rule, held to its own sentences. The reader here knows the pack's words and names and nothing else;
//! the program's own (crates/extract) tells more words from parts of names.

use std::collections::BTreeMap;

use chancery_pack::{Desk, Reads, Rules, bundled, check_rules, fold_table, rules};
use chancery_pattern::{Lists, OwnedView, TypeId, ViewToken};
use chancery_text::{FoldTable, Span};

/// Lists whose words stand for somebody.
const COLLECTIVES: &[&str] = &["self", "they", "both", "all"];
/// Lists of parts of names, no words of a sentence.
const PARTS: &[&str] = &["transliteration", "name-dot", "title-after", "compound-surname", "people-suffix"];
/// Kinds of names that are actors.
const ACTORS: &[&str] = &["country", "org", "group", "person", "party"];

#[derive(Clone, Copy, Default)]
struct Word {
    lists: Lists,
    actor: bool,
}

/// Reads by the longest word at each place.
struct Reader {
    words: BTreeMap<String, Word>,
    longest: usize,
    fold: FoldTable,
    clause: Vec<char>,
    sentence: Vec<char>,
}

impl Reader {
    fn new(language: &str, rules: &Rules) -> Self {
        let pack = bundled(language).expect("the pack loads");
        let fold = fold_table("fold.tsv", include_str!("../../../packs/zh/fold.tsv")).expect("the table loads");
        let mut words: BTreeMap<String, Word> = BTreeMap::new();
        for list in pack.lists.iter().filter(|l| !PARTS.contains(&l.id.as_str())) {
            let id = rules.names().list(&list.id).expect("every list has a number");
            for word in &list.words {
                let entry = words.entry(fold.fold(&word.form)).or_default();
                entry.lists.add(id);
                entry.actor |= COLLECTIVES.contains(&list.id.as_str());
            }
        }
        for name in pack.names.iter().filter(|n| n.kind != "surname" && n.kind != "short") {
            words.entry(fold.fold(&name.form)).or_default().actor |= ACTORS.contains(&name.kind.as_str());
        }
        let marks = |marks: &[String]| marks.iter().flat_map(|m| m.chars()).collect();
        let longest = words.keys().map(|w| w.chars().count()).max().unwrap_or(0);
        Self {
            words,
            longest,
            clause: marks(&pack.head.marks.clause),
            sentence: marks(&pack.head.marks.sentence),
            fold,
        }
    }

    fn longest_at<'t>(&self, text: &'t str) -> Option<(&'t str, Word)> {
        let ends: Vec<usize> = text.char_indices().map(|(i, c)| i + c.len_utf8()).take(self.longest).collect();
        ends.into_iter().rev().find_map(|end| Some((&text[..end], *self.words.get(&text[..end])?)))
    }
}

impl Reads for Reader {
    fn view(&self, text: &str) -> OwnedView {
        let text = self.fold.fold(text);
        let mut view = OwnedView::default();
        let (mut at, mut sentence, mut clause, mut clauses) = (0, 0, 0, Vec::new());
        while let Some(c) = text[at..].chars().next() {
            if let Some((form, word)) = self.longest_at(&text[at..]) {
                let span = Span::of(at..at + form.len());
                view.tokens.push(ViewToken { span, lists: word.lists });
                if word.actor {
                    view.mentions.push((span, TypeId(0)));
                }
                at = span.end() as usize;
                continue;
            }
            let after = at + c.len_utf8();
            if self.clause.contains(&c) || self.sentence.contains(&c) {
                clauses.push(Span::of(clause..at));
                clause = after;
            }
            if self.sentence.contains(&c) {
                view.sentences.push((Span::of(sentence..at), std::mem::take(&mut clauses)));
                sentence = after;
            }
            at = after;
        }
        clauses.push(Span::of(clause..text.len()));
        view.sentences.push((Span::of(sentence..text.len()), clauses));
        view.text = text;
        view
    }
}

#[test]
fn every_chinese_rule_reads_its_own_sentences() {
    let rules = rules("zh").unwrap_or_else(|errors| panic!("{}", told(&errors)));
    assert!(rules.all().len() >= 16, "{}", rules.all().len());
    let problems = check_rules(&rules, &Reader::new("zh", &rules));
    assert!(problems.is_empty(), "{}", told(&problems));
}

#[test]
fn a_word_is_licensed_by_the_first_rule_of_its_kind() {
    use chancery_model::ActKind::{Call, Commitment, Position};
    let rules = rules("zh").unwrap_or_else(|errors| panic!("{}", told(&errors)));
    let reader = Reader::new("zh", &rules);
    let cases = [
        ("越方坚决反对单边制裁。", "坚决反对", Position, Some("zh/position/stance")),
        ("越方坚决反对单边制裁。", "坚决反对", Call, None),
        ("反对派代表抵达首都。", "反对", Position, None),
        ("越方將向老方提供大米。", "將", Commitment, Some("zh/commitment/will")),
        ("越方不支持单边制裁。", "制裁", Position, None),
    ];
    for (text, word, kind, want) in cases {
        let view = reader.view(text);
        let at = text.find(word).expect(word);
        let anchor = Span::of(at..at + word.len());
        let got =
            view.clauses().find_map(|clause| rules.licence(&clause, clause.held(), kind, anchor, &mut Desk::default()));
        assert_eq!(got.map(|(rule, _)| rule.id.as_str()), want, "{word} in {text}");
    }
}

fn told(problems: &[chancery_pack::PackError]) -> String {
    problems.iter().map(|p| format!("\n{p}")).collect()
}
