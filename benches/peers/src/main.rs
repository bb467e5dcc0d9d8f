//! Chancery's reader of HTML against dom_smoothie: main text found, and time taken, on the pages of
//! fixtures/marked-pages.tsv. `with_trafilatura.py` beside this prints the same table for trafilatura. Not part of the
//! program or its checks; see README.md for how to run both.

mod pages;
mod shingles;

use std::hint::black_box;
use std::time::{Duration, Instant};

use chancery_model::WebMarks;
use chancery_read::{Limits, Sheet, read_html};

use crate::shingles::{Score, score};

/// Times each page is read; the fastest counts.
const ROUNDS: u32 = 30;

fn main() {
    let mut args = std::env::args().skip(1);
    let first = args.next().unwrap_or_else(|| "../../../shared".into());
    let marks = chancery_pack::web_marks(chancery_pack::BUILT_IN_WEB).expect("the built-in table is sound");
    if first == "show" {
        for file in args {
            show(&pages::decode(&std::fs::read(&file).expect("a readable file")), &marks);
        }
        return;
    }
    let list = args.next().unwrap_or_else(|| "../../fixtures/marked-pages.tsv".into());
    let pages = pages::load(first.as_ref(), list.as_ref());
    println!("{:<34} {:>13} {:>13} {:>9} {:>9}", "page", "ours R/P", "smoothie R/P", "ours MB/s", "sm. MB/s");
    let mut sums = (Score::default(), Score::default(), Duration::ZERO, Duration::ZERO, 0);
    for page in &pages {
        let ours = score(&page.truth, &ours(&page.html, &marks));
        let smoothie = score(&page.truth, &smoothie(&page.html));
        let own_time = fastest(|| black_box(read_html(&page.html, &Limits::default(), Some(&marks))).len());
        let smoothie_time = fastest(|| smoothie_len(&page.html));
        let speed = |time: Duration| page.html.len() as f64 / 1e6 / time.as_secs_f64();
        println!(
            "{:<34} {ours} {smoothie} {:>9.0} {:>9.1}",
            page.name, speed(own_time), speed(smoothie_time)
        );
        sums.0.add(ours);
        sums.1.add(smoothie);
        sums.2 += own_time;
        sums.3 += smoothie_time;
        sums.4 += page.html.len();
    }
    let n = pages.len() as f64;
    let speed = |time: Duration| sums.4 as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{:<34} {} {} {:>9.0} {:>9.1}",
        format!("mean of {}", pages.len()), sums.0.over(n), sums.1.over(n), speed(sums.2), speed(sums.3)
    );
    let tokens: Duration = pages.iter().map(|p| fastest(|| lol_tokens(&p.html))).sum();
    println!("lol_html, a handler for every element, text and end tag, nothing done with them: {:.0} MB/s", speed(tokens));
}

fn fastest(mut f: impl FnMut() -> usize) -> Duration {
    let time = |f: &mut dyn FnMut() -> usize| {
        let start = Instant::now();
        black_box(f());
        start.elapsed()
    };
    (0..ROUNDS).map(|_| time(&mut f)).min().unwrap_or_default()
}

fn ours(html: &str, marks: &WebMarks) -> String {
    let sheets = read_html(html, &Limits::default(), Some(marks));
    sheets.iter().map(|s| s.text.text()).collect::<Vec<_>>().join("\n")
}

fn smoothie(html: &str) -> String {
    let article = dom_smoothie::Readability::new(html, None, None).and_then(|mut r| r.parse());
    article.map(|a| a.text_content.to_string()).unwrap_or_default()
}

fn smoothie_len(html: &str) -> usize {
    smoothie(html).len()
}

/// What cutting a page into tokens costs with lol_html.
fn lol_tokens(html: &str) -> usize {
    use lol_html::{RewriteStrSettings, element, rewrite_str, text};
    let count = std::cell::Cell::new(0usize);
    let handlers = vec![
        element!("*", |el| {
            count.set(count.get() + el.source_location().bytes().start);
            if let Some(handlers) = el.end_tag_handlers() {
                handlers.push(Box::new(|_: &mut lol_html::html_content::EndTag<'_>| Ok(())) as lol_html::EndTagHandler<'static>);
            }
            Ok(())
        }),
        text!("*", |t| {
            count.set(count.get() + t.source_location().bytes().start);
            Ok(())
        }),
    ];
    let settings = handlers.into_iter().fold(RewriteStrSettings::new(), |s, h| s.append_element_content_handler(h));
    rewrite_str(html, settings).map_or(0, |s| s.len()) + count.get()
}

/// Prints what is read of a page.
fn show(html: &str, marks: &WebMarks) {
    for sheet in read_html(html, &Limits::default(), Some(marks)) {
        show_sheet(&sheet);
    }
}

fn show_sheet(sheet: &Sheet) {
    for hint in &sheet.hints {
        println!("# {:?} {}", hint.kind, hint.value);
    }
    for fault in &sheet.faults {
        println!("! {fault}");
    }
    for block in &sheet.blocks {
        let bold = if block.emphasis { " bold" } else { "" };
        println!("{:?} {:?}{bold} {}% {}", block.kind, block.gap, block.links, sheet.words(block));
    }
    for comment in &sheet.comments {
        println!("> {:?} {:?} {}", comment.author, comment.posted, comment.text);
    }
}
