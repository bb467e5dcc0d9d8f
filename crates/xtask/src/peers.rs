//! The same texts and questions for three: our ledger, SQLite's FTS5 with trigrams, and tantivy with its own tokenizer of pairs.
//!
//! ```sh
//! cargo run --release -p xtask -- peers 20000 /tmp/peers      # articles, an empty folder
//! ```
//!
//! The peers hold the words of acts and paragraphs alone; ours holds sources, records, fields and judgements too, and what it finds it
//! reads from the records. Each question is for the best twenty with their words, and how many there are; ours counts by kind, stance
//! and holder besides, and adds five paragraphs.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use chancery_ledger::{AsOf, Folding, Ledger, Only, Passage, Prepared, Timestamp};
use chancery_query::{Query, Search, search};
use chancery_text::FoldTable;
use rusqlite::Connection;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{NgramTokenizer, TextAnalyzer};
use tantivy::{TantivyDocument, Term};

use crate::Outcome;
use crate::made::{Random, article, word};
use crate::scale::{Since, tell};

/// Times each question is asked, each time with other words.
const ASKED: usize = 100;

/// Questions by their length.
const KINDS: &[(&str, usize)] = &[("a word of two characters", 1), ("a phrase of four", 2), ("a phrase of eight", 4)];

/// A made article, whole and in pieces.
struct Made {
    text: String,
    record: String,
    pieces: Vec<String>,
}

pub(crate) fn run(wanted: usize, folder: &Path) -> Outcome {
    let mut random = Random(42);
    let made: Vec<Made> = (0..wanted).map(|number| pieces(article(number, &mut random))).collect::<Result<_, _>>()?;
    let bytes: usize = made.iter().map(|one| one.text.len()).sum();
    println!(
        "{wanted} articles of {} MB, {} pieces",
        bytes / 1_000_000,
        made.iter().map(|one| one.pieces.len()).sum::<usize>()
    );
    std::fs::create_dir_all(folder)?;
    // Phrases that stand somewhere, each drawn from a text.
    let mut random = Random(5);
    let questions: Vec<Vec<String>> = KINDS
        .iter()
        .map(|(_, words)| {
            (0..ASKED)
                .map(|_| match words {
                    1 => word(random.uneven()),
                    words => {
                        let text: Vec<char> = made[random.below(made.len())].text.chars().collect();
                        let sentence = random.below(4) * 17;
                        text[sentence..sentence + words * 2].iter().collect()
                    }
                })
                .collect()
        })
        .collect();
    ours(&folder.join("ours"), &made, bytes, &questions)?;
    ngrams(&folder.join("ngrams"), &made, bytes, &questions)?;
    trigrams(&folder.join("trigrams.db"), &made, bytes, &questions)
}

/// Quotes and paragraphs of an article.
fn pieces((text, record): (String, String)) -> Result<Made, serde_json::Error> {
    let value: serde_json::Value = serde_json::from_str(&record)?;
    let acts = value["acts"].as_array().into_iter().flatten();
    let quotes = acts.filter_map(|act| act["quote"].as_str().map(str::to_owned));
    let pieces = quotes.chain(Passage::of(&text).map(|passage| passage.text.to_owned())).collect();
    Ok(Made { pieces, text, record })
}

fn told(what: &str, start: Instant, made: &[Made], size: u64, bytes: usize) {
    let took = start.elapsed().as_secs_f64();
    let rate = made.len() as f64 / took;
    println!("{what}: added at {rate:.0} articles a second, {:.2} times the texts", size as f64 / bytes as f64);
}

/// Asks a peer one question, and tells how much it finds.
type Ask<'a> = &'a mut dyn FnMut(&str) -> Result<usize, Box<dyn std::error::Error>>;

fn asked(questions: &[Vec<String>], ask: Ask<'_>) -> Outcome {
    for ((what, _), questions) in KINDS.iter().zip(questions) {
        for question in questions.iter().take(5) {
            ask(question)?;
        }
        let mut times = Vec::with_capacity(questions.len());
        let mut found = 0;
        for question in questions {
            let start = Since::now();
            found += ask(question)?;
            times.push(start.took());
        }
        tell(&format!("{what}, {found} found"), times);
    }
    Ok(())
}

fn ours(folder: &Path, made: &[Made], bytes: usize, questions: &[Vec<String>]) -> Outcome {
    let folding = Folding::new(Arc::new(FoldTable::new([], true)?));
    let ledger = Ledger::open_to_write(folder, folding)?;
    let start = Instant::now();
    let mut writer = ledger.writer()?;
    for (number, one) in made.iter().enumerate() {
        let prepared = Prepared::new(
            &format!("/made/{number}.txt"),
            one.text.as_bytes(),
            one.record.as_bytes(),
            ledger.folding(),
        )?;
        writer.append(&prepared, Timestamp::from_micros(1_700_000_000_000_000))?;
        if number % 256 == 255 {
            writer.commit()?;
        }
    }
    writer.commit()?;
    let index = ledger.index()?;
    let counts = ledger.counts()?;
    told("chancery (all of the ledger)", start, made, counts.database_bytes + counts.index_bytes, bytes);
    let only = Only::default();
    asked(questions, &mut |question| {
        let query = Query::parse(&format!("\"{question}\""))?;
        let asked = Search { query: &query, only: &only, as_of: AsOf::NOW, acts: 20, passages: 5 };
        let found = search(&ledger, &index, &asked)?;
        Ok(usize::try_from(found.all_acts + found.all_passages)?)
    })
}

fn ngrams(folder: &Path, made: &[Made], bytes: usize, questions: &[Vec<String>]) -> Outcome {
    std::fs::create_dir_all(folder)?;
    let mut builder = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer("pairs").set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = builder.add_text_field("text", TextOptions::from(STORED).set_indexing_options(indexing));
    let index = tantivy::Index::create_in_dir(folder, builder.build())?;
    // Every pair has position 0 in this tokenizer, so phrases are asked for as pairs that must all be there.
    index.tokenizers().register("pairs", TextAnalyzer::from(NgramTokenizer::new(2, 2, false)?));
    let start = Instant::now();
    let mut writer = index.writer_with_num_threads(2, 128 << 20)?;
    for piece in made.iter().flat_map(|one| &one.pieces) {
        let mut document = TantivyDocument::new();
        document.add_text(text, piece);
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    told("tantivy, pairs", start, made, size(folder), bytes);
    let searcher = index.reader()?.searcher();
    asked(questions, &mut |question| {
        let letters: Vec<char> = question.chars().collect();
        let terms: Vec<Term> =
            letters.windows(2).map(|pair| Term::from_field_text(text, &pair.iter().collect::<String>())).collect();
        let query: Box<dyn tantivy::query::Query> = match terms.as_slice() {
            [one] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::WithFreqs)),
            all => Box::new(BooleanQuery::new(
                all.iter()
                    .map(|term| {
                        let one = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
                        (Occur::Must, Box::new(one) as Box<dyn tantivy::query::Query>)
                    })
                    .collect(),
            )),
        };
        let (top, count) = searcher.search(&query, &(TopDocs::with_limit(20).order_by_score(), Count))?;
        for (_, address) in top {
            let document: TantivyDocument = searcher.doc(address)?;
            std::hint::black_box(document.get_first(text).and_then(|value| value.as_str().map(str::len)));
        }
        Ok(count)
    })
}

fn trigrams(path: &Path, made: &[Made], bytes: usize, questions: &[Vec<String>]) -> Outcome {
    let db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE VIRTUAL TABLE piece USING fts5(text, tokenize = 'trigram');",
    )?;
    let start = Instant::now();
    for batch in made.chunks(256) {
        let transaction = db.unchecked_transaction()?;
        let mut put = db.prepare_cached("INSERT INTO piece (text) VALUES (?1)")?;
        for piece in batch.iter().flat_map(|one| &one.pieces) {
            put.execute([piece])?;
        }
        transaction.commit()?;
    }
    db.execute_batch("INSERT INTO piece (piece) VALUES ('optimize'); PRAGMA wal_checkpoint(TRUNCATE);")?;
    told("SQLite FTS5, trigrams", start, made, size(path), bytes);
    asked(questions, &mut |question| {
        // Two characters make no trigram: only looking through all texts finds them.
        let (wanted, top, count) = if question.chars().count() < 3 {
            let like = format!("%{question}%");
            (
                like,
                "SELECT text FROM piece WHERE text LIKE ?1 LIMIT 20",
                "SELECT count(*) FROM piece WHERE text LIKE ?1",
            )
        } else {
            let top = "SELECT text FROM piece WHERE piece MATCH ?1 ORDER BY rank LIMIT 20";
            (format!("\"{question}\""), top, "SELECT count(*) FROM piece WHERE piece MATCH ?1")
        };
        let mut list = db.prepare_cached(top)?;
        let texts: Vec<String> = list.query_map([&wanted], |row| row.get(0))?.collect::<Result<_, _>>()?;
        std::hint::black_box(texts.len());
        let found: i64 = db.prepare_cached(count)?.query_row([&wanted], |row| row.get(0))?;
        Ok(usize::try_from(found)?)
    })
}

/// Bytes of a file, or of the files in a folder.
fn size(path: &Path) -> u64 {
    let Ok(meta) = std::fs::metadata(path) else { return 0 };
    if !meta.is_dir() {
        return meta.len();
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
}
