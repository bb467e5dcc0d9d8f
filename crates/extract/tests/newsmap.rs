//! Names of countries in running text: every name of the newsmap dictionaries beside the repository, in both scripts and in
//! English, gives its code; short, old and regional names, pairs and seats of government give theirs.
#![allow(clippy::print_stderr, reason = "a measurement prints its figures")]

mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chancery_model::{Language, MentionValue};
use chancery_pack::{RawPack, bundled};
use common::{coded, coded_as, fold};

/// Names of the dictionaries that mean no country in running text, or another one, and why.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("GUF", "森林之国", "an epithet"),
    ("GUF", "皆因", "a common word (because); Cayenne is written otherwise"),
    ("AGO", "盧安達", "Rwanda in Taiwan; Luanda is written 羅安達"),
    ("GNB", "比索", "the currency"),
    ("SEN", "達卡", "the capital of Bangladesh too"),
    ("KNA", "巴斯特尔", "a capital of two territories"),
    ("KNA", "巴斯特爾", "a capital of two territories"),
    ("VCT", "金斯敦", "the capital of Jamaica"),
    ("CYM", "喬治敦", "a capital of two territories"),
    ("GUY", "佐治敦", "a capital of two territories"),
    ("MDV", "馬利", "Mali in Taiwan"),
    ("ISR", "耶路撒冷", "claimed by two: the lexicon takes no side"),
    ("PSE", "耶路撒冷", "claimed by two: the lexicon takes no side"),
    ("ISR", "Jerusalem", "claimed by two: the lexicon takes no side"),
    ("MDG", "Madagas*", "a stem of no English word"),
    ("COD", "Democratic Republic Congo", "written with of"),
    ("COD", "Democratic Republic Congolese", "written with of"),
    ("STP", "São Tomé und Príncipe", "German"),
    ("ZAF", "SA", "Saudi Arabia, South Australia and others"),
    ("CIV", "I Coast", "no written form"),
    ("DMA", "Commonwealth Dominican*", "no written form"),
    ("MAF", "Saint Martiner*", "no written form"),
    ("MAF", "St Martiner*", "no written form"),
    ("MTQ", "", "an empty entry"),
    ("SXM", "Sint Maartener*", "no written form"),
    ("SXM", "St Maartener*", "no written form"),
    ("CRI", "Ticos", "a nickname"),
    ("SPM", "Saint Pierre", "places and persons of that name"),
    ("TJK", "Tajiks*", "a people of several states"),
    ("GGY", "Guernseie*", "no written form"),
    ("AUS", "Oz", "a nickname"),
];

fn suite(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites/newsmap").join(name);
    #[allow(clippy::disallowed_methods, reason = "tests read the dictionaries")]
    std::fs::read_to_string(path).ok()
}

/// Code and name of each entry: `'BI': [布隆迪*, 布琼布拉]`.
fn entries(text: &str) -> Vec<(String, String)> {
    let table = include_str!("../../../tools/lexicon/iso3166.tsv");
    let codes: BTreeMap<&str, &str> = table.lines().filter_map(|l| l.split_once('\t')).collect();
    let mut out = Vec::new();
    for line in text.lines() {
        let Some((key, rest)) = line.split_once(':') else { continue };
        let key = key.trim().trim_matches('\'');
        let Some(names) = rest.trim().strip_prefix('[').and_then(|r| r.strip_suffix(']')) else { continue };
        let code = if key == "KV" { "XKX" } else { codes.get(key).copied().unwrap_or(key) };
        for name in names.split(',') {
            out.push((code.to_owned(), name.trim().trim_matches(['\'', '"']).to_owned()));
        }
    }
    out
}

/// Codes that the rows of a pack give a form: of a country, or of the country a place is in.
fn codes(pack: &RawPack, form: &str, stem: bool) -> Vec<String> {
    let wanted = fold(form).replace('_', " ").to_lowercase();
    let fits = |have: &str| {
        let have = fold(have).to_lowercase();
        have == wanted || (stem && have.starts_with(&wanted) && have.chars().count() < wanted.chars().count() + 3)
    };
    let rows = pack.names.iter().filter(|n| fits(&n.form));
    rows.flat_map(|n| {
        let mut codes: Vec<String> = n.id.split('+').map(str::to_owned).collect();
        codes.extend(n.noted("country").map(str::to_owned));
        codes
    })
    .collect()
}

fn left_out(code: &str, name: &str) -> bool {
    LEFT_OUT.iter().any(|(c, n, _)| *c == code && *n == name)
}

#[test]
fn every_country_name_gives_its_code() {
    for (file, language) in [("chinese_simplified.yml", "zh"), ("chinese_traditional.yml", "zh"), ("english.yml", "en")]
    {
        let Some(text) = suite(file) else { return };
        let pack = bundled(language).expect("no problems");
        let entries = entries(&text);
        assert!(entries.len() > 500, "{file} was read");
        let wrong: Vec<String> = entries
            .iter()
            .filter(|(code, name)| !left_out(code, name))
            .filter(|(code, name)| {
                let stem = name.trim_end_matches('*');
                !codes(&pack, stem, name.ends_with('*')).contains(code)
            })
            .map(|(code, name)| format!("{code} {name}"))
            .collect();
        eprintln!("{file}: {} of {} names give their code", entries.len() - wrong.len(), entries.len());
        assert!(wrong.is_empty(), "{file}: {wrong:?}");
    }
}

/// In running text the longest name counts: the country, and nothing that is only in its name.
#[test]
fn country_names_of_the_dictionaries_are_found_whole_in_a_text() {
    let pack = bundled("zh").expect("no problems");
    for file in ["chinese_simplified.yml", "chinese_traditional.yml"] {
        let Some(text) = suite(file) else { return };
        let stems: Vec<(String, String)> = entries(&text)
            .into_iter()
            .filter(|(code, name)| name.ends_with('*') && !left_out(code, name))
            .map(|(code, name)| (code, name.trim_end_matches('*').to_owned()))
            // A name that two states share is left to the text.
            .filter(|(_, name)| pack.names.iter().filter(|n| n.kind == "country" && n.form == fold(name)).count() == 1)
            .collect();
        let lines: String = stems.iter().map(|(_, name)| format!("昨天，{name}外长表示支持。\n")).collect();
        let article = coded(&lines);
        let mut at = 0;
        let mut wrong = Vec::new();
        for ((code, name), line) in stems.iter().zip(lines.lines()) {
            let start = at + line.find(name.as_str()).expect("it is in its line");
            let here = article.mentions.iter().find(|m| m.span.start() as usize == start);
            let right = here.is_some_and(|m| match &m.value {
                MentionValue::Actors(who) => who.iter().any(|a| a.as_str() == code),
                _ => false,
            });
            if !right {
                wrong.push(format!("{code} {name}"));
            }
            at += line.len() + 1;
        }
        assert!(wrong.is_empty(), "{file}: {wrong:?}");
    }
}

#[test]
fn names_that_hold_other_names_are_read_whole() {
    for (text, want) in [
        ("印度尼西亚外长表示支持。", "IDN"),
        ("印度外长表示支持。", "IND"),
        ("刚果（金）总统表示支持。", "COD"),
        ("刚果（布）总统表示支持。", "COG"),
        ("几内亚比绍总统表示支持。", "GNB"),
        ("赤道几内亚总统表示支持。", "GNQ"),
        ("巴布亚新几内亚总理表示支持。", "PNG"),
        ("南韩外长表示支持。", "KOR"),
        ("北韓外長表示支持。", "PRK"),
        ("南苏丹总统表示支持。", "SSD"),
        ("尼日利亚总统表示支持。", "NGA"),
        ("尼日尔总统表示支持。", "NER"),
        ("多米尼克总理表示支持。", "DMA"),
        ("多米尼加总统表示支持。", "DOM"),
        ("白宫表示支持。", "USA"),
        ("克里姆林宫表示支持。", "RUS"),
        ("北京方面表示支持。", "CHN"),
        ("中俄表示支持。", "CHN RUS"),
        ("澳英美表示支持。", "AUS GBR USA"),
        ("川普表示支持。", "USA person:川普"),
        ("特朗普表示支持。", "USA person:特朗普"),
        ("普丁表示支持。", "RUS person:普丁"),
        ("普京表示支持。", "RUS person:普京"),
    ] {
        let article = coded(text);
        let first = article.mentions.iter().find(|m| matches!(m.value, MentionValue::Actors(_)));
        let MentionValue::Actors(who) = &first.unwrap_or_else(|| panic!("nobody in {text}")).value else {
            unreachable!()
        };
        let mut who: Vec<&str> = who.iter().map(|a| a.as_str()).collect();
        who.sort_unstable();
        assert_eq!(who.join(" "), want, "{text}");
    }
}

#[test]
fn a_name_means_whom_it_meant_on_the_day() {
    for (day, want) in [("1943-12-01", "CHN"), ("2016-05-20", "TWN")] {
        let article = coded_as("中华民国政府代表表示支持。中华民国表示支持。", Language::ZH, Some(day));
        let last = article.mentions.iter().rev().find_map(|m| match &m.value {
            MentionValue::Actors(who) => Some(who[0].as_str()),
            _ => None,
        });
        assert_eq!(last, Some(want), "{day}");
    }
}
