//! The whole job, bytes to JSONL with acts, beside what cutting the same text into words costs (jieba-rs, without its
//! HMM): the peer says how fast one look at every word is on the machine at hand. On the bulk sample beside the
//! repository, or on a text of our own where it is not there. Run with `cargo bench -p chancery-extract --bench whole`.

use std::sync::OnceLock;

use chancery_extract::Extractor;
use chancery_model::record::{Maker, Record};
use chancery_read::{Guide, Limits, read};
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const OWN: &str =
    "双方坚决反对单边制裁，愿同各方加强合作，敦促有关国家停止军事挑衅。埃方承诺明年向灾区提供3亿美元援助。\n";

#[expect(clippy::disallowed_methods, reason = "a measurement reads its text")]
fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus/bulk-sample.txt");
        std::fs::read_to_string(sample).unwrap_or_else(|_| OWN.repeat(20_000))
    })
}

struct Job {
    guide: Guide,
    extractor: Extractor,
}

impl Job {
    fn new() -> Self {
        let knowledge = chancery_pack::compile(&[]).expect("the bundled packs are sound");
        let guide = Guide::new(knowledge.conventions.clone(), knowledge.values.clone());
        Self { guide, extractor: Extractor::new(knowledge).expect("and say what they mean") }
    }

    fn run(&self, text: &str) -> usize {
        let maker = Maker { program: "bench".into(), packs: self.extractor.packs() };
        let mut reading = read("bench.txt", text.as_bytes(), &self.guide, &Limits::default());
        let mut out = Vec::new();
        for article in &mut reading.articles {
            self.extractor.extract(article);
            Record::new(article, text.as_bytes(), &[], &maker).print(&mut out);
        }
        out.len()
    }
}

#[divan::bench(sample_count = 10)]
fn whole_job(bencher: divan::Bencher<'_, '_>) {
    let job = Job::new();
    bencher.counter(BytesCount::of_str(text())).bench_local(|| job.run(text()));
}

/// One paragraph without an end: it must cost no more a byte.
#[divan::bench(sample_count = 10)]
fn one_sentence_without_end_marks(bencher: divan::Bencher<'_, '_>) {
    let job = Job::new();
    let endless = OWN.trim().replace('。', "，").repeat(2_000);
    bencher.counter(BytesCount::of_str(&endless)).bench_local(|| job.run(&endless));
}

/// One article, an officer in every sentence: ten times the sentences must take ten times as long, so the two run at the same
/// speed. Looking for a name's other uses, or for the word that forbids an act, through the whole article once cost 75 s here.
#[divan::bench(sample_count = 3, args = [2_000, 20_000])]
fn officers_in_one_article(bencher: divan::Bencher<'_, '_>, sentences: usize) {
    let job = Job::new();
    let posts = ["挪威首相斯特勒", "日本外相山田太郎", "智利外长范克拉韦伦", "中国外长王大明"];
    let told: String =
        (0..sentences).map(|i| format!("{}第{i}次会见来宾，讨论渔业合作。", posts[i % posts.len()])).collect();
    let article = format!("港口会谈记\n\n新华社奥斯陆2024年3月2日电  {told}");
    bencher.counter(BytesCount::of_str(&article)).bench_local(|| job.run(&article));
}

/// One press conference: four times the questions must take four times as long. Whose an answer is was looked for among all of
/// them once, and 20,000 cost 14 s here.
#[divan::bench(sample_count = 3, args = [5_000, 20_000])]
fn answers_in_one_article(bencher: divan::Bencher<'_, '_>, questions: usize) {
    let job = Job::new();
    let asked = "问：你能否介绍会见？\n\n答：双方将加强合作。我们呼吁各方保持克制。\n\n".repeat(questions);
    let article = format!("2024年3月5日外交部发言人林晓主持例行记者会\n\n{asked}");
    bencher.counter(BytesCount::of_str(&article)).bench_local(|| job.run(&article));
}

/// One speaker and both sides in a sentence without an end: where it begins was looked for through all of it once.
#[divan::bench(sample_count = 3, args = [5_000, 20_000])]
fn both_sides_in_one_sentence(bencher: divan::Bencher<'_, '_>, clauses: usize) {
    let job = Job::new();
    let said = "双方将加强合作，各方应保持克制，".repeat(clauses);
    let met = "智利总统罗哈斯3月4日在利马同秘鲁总统萨拉斯举行会谈。";
    let article = format!("智利总统罗哈斯访问秘鲁\n\n{met}罗哈斯说，{said}\n");
    bencher.counter(BytesCount::of_str(&article)).bench_local(|| job.run(&article));
}

#[divan::bench(sample_count = 10)]
fn jieba_without_hmm(bencher: divan::Bencher<'_, '_>) {
    let jieba = jieba_rs::Jieba::new();
    bencher
        .counter(BytesCount::of_str(text()))
        .bench_local(|| text().lines().map(|line| jieba.cut(line, false).len()).sum::<usize>());
}

#[divan::bench]
fn load_packs(bencher: divan::Bencher<'_, '_>) {
    bencher.bench_local(Job::new);
}
