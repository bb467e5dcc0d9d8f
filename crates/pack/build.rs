//! Makes the packs ready while the program is compiled, since reading them anew cost each start more than reading a short
//! text does: word lists as plain lines, `values.toml` without its cases, and an automaton over every form that a language
//! may look for. What is read here is read again by the tests from the files themselves (`src/ready.rs`).
//! What this is not: a check of packs, which tells people what is wrong (`src/lists.rs`). Next to read: `src/ready.rs`.
#![expect(clippy::disallowed_methods, reason = "a build script reads files and tells cargo of them")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use daachorse::CharwiseDoubleArrayAhoCorasick;
use toml::{Table, Value};

/// A list of so many forms of one character each is a spelling (the characters of foreign names), whose words stand in
/// every second place of a text and are looked for by nobody.
const SPELLING: usize = 40;

/// How many plain short names make triples (美日韩): `PLAIN` of `extract/src/knowledge.rs`. What is missing here costs time.
const PLAIN: usize = 9;

/// A pack's files, by their names from the packs' folder on.
type Files = BTreeMap<String, String>;

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../packs");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    println!("cargo:rerun-if-changed={}", folder.display());
    println!("cargo:rerun-if-changed=build.rs");
    let mut packs: BTreeMap<String, Files> = BTreeMap::new();
    for pack in inside(&folder).into_iter().filter(|path| path.is_dir()) {
        gather(&folder, &pack, packs.entry(name_of(&folder, &pack)).or_default());
    }
    let fold = fold(&packs);
    let mut code = String::from(
        "/// Every pack's files, by name, in order.\npub(crate) static FILES: &[(&str, &[(&str, &str)])] = &[\n",
    );
    for (pack, files) in &packs {
        code += &format!("    ({pack:?}, &[\n");
        for name in files.keys() {
            let path = folder.join(name).canonicalize().expect("it was read");
            code += &format!("        ({name:?}, include_str!({path:?})),\n");
        }
        code += "    ]),\n";
    }
    code += "];\n\n/// Languages made ready.\npub(crate) static READY: &[Ready] = &[\n";
    for (language, files) in packs.iter().filter(|(pack, _)| !pack.starts_with('_')) {
        let lists = lists(files);
        let forms: Vec<String> = forms(files, &lists, &fold).into_iter().collect();
        let automaton = CharwiseDoubleArrayAhoCorasick::<u32>::new(&forms).expect("forms, each once").serialize();
        write(&out, &format!("{language}.lists"), lines(&lists).as_bytes());
        write(&out, &format!("{language}.values.toml"), values(files).as_bytes());
        write(&out, &format!("{language}.forms"), forms.join("\n").as_bytes());
        write(&out, &format!("{language}.automaton"), &automaton);
        code += &format!(
            "    Ready {{ language: {language:?}, lists: include_str!(\"{language}.lists\"), values: \
             include_str!(\"{language}.values.toml\"), forms: include_str!(\"{language}.forms\"), automaton: \
             include_bytes!(\"{language}.automaton\") }},\n"
        );
    }
    code += "];\n";
    write(&out, "packs.rs", code.as_bytes());
}

fn write(out: &Path, name: &str, bytes: &[u8]) {
    fs::write(out.join(name), bytes).expect("the build's own folder takes files");
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths
}

fn name_of(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).expect("inside it").to_string_lossy().replace('\\', "/")
}

fn gather(folder: &Path, from: &Path, files: &mut Files) {
    for path in inside(from) {
        if path.is_dir() {
            gather(folder, &path, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            files.insert(name_of(folder, &path), text);
        }
    }
}

/// A list: the file's name, its id and note, its words with what each row says.
struct List {
    asked: bool,
    id: String,
    note: String,
    words: Vec<(String, Table)>,
}

fn lists(files: &Files) -> Vec<List> {
    let mut out = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".toml")) {
        let asked = name.ends_with("/ledger.toml");
        if !asked && !name.contains("/words/") {
            continue;
        }
        let table: Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        for list in table.get("list").and_then(Value::as_array).into_iter().flatten() {
            let string = |key: &str| list.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let array = |key: &str| list.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
            let mut words: Vec<(String, Table)> = Vec::new();
            for form in array("words") {
                words.push((
                    form.as_str().unwrap_or_else(|| panic!("{name}: words are strings")).to_owned(),
                    Table::new(),
                ));
            }
            for mut word in array("word") {
                let row = word.as_table_mut().unwrap_or_else(|| panic!("{name}: a word is a table"));
                let form = row.remove("form").and_then(|form| form.as_str().map(str::to_owned));
                words.push((form.unwrap_or_else(|| panic!("{name}: a word without form")), row.clone()));
            }
            out.push(List { asked, id: string("id"), note: string("note"), words });
        }
    }
    out
}

/// One line a list (`list` or `asked`, id, note) and one a word (form, then key, kind of value, value), with tabs between.
fn lines(lists: &[List]) -> String {
    let mut out = String::new();
    let cell = |text: &str| {
        assert!(!text.contains(['\t', '\n', '\r']), "{text:?}: a tab or a line's end in a word list");
        text.to_owned()
    };
    for list in lists {
        let kind = if list.asked { "asked" } else { "list" };
        out += &format!("={kind}\t{}\t{}\n", cell(&list.id), cell(&list.note));
        for (form, row) in &list.words {
            assert!(!form.starts_with('='), "{form:?}: a form can't begin with the sign of a list");
            out += &cell(form);
            for (key, value) in row {
                let (kind, value) = match value {
                    Value::String(text) => ('s', cell(text)),
                    Value::Integer(number) => ('i', number.to_string()),
                    Value::Boolean(truth) => ('b', u8::from(*truth).to_string()),
                    other => {
                        panic!("{form:?}: {key} is {other}: words, whole numbers and true or false are known here")
                    }
                };
                out += &format!("\t{}\t{kind}{value}", cell(key));
            }
            out.push('\n');
        }
    }
    out
}

/// `values.toml` without its cases, which only tests read; empty where there is none.
fn values(files: &Files) -> String {
    let Some((name, text)) = files.iter().find(|(name, _)| name.ends_with("/values.toml")) else {
        return String::new();
    };
    let mut table: Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
    table.remove("case");
    table.to_string()
}

/// The folding pairs of all packs, the Chinese ones over the others where they disagree, as `src/whole.rs` has them.
fn fold(packs: &BTreeMap<String, Files>) -> BTreeMap<char, char> {
    let mut pairs = BTreeMap::new();
    for (pack, files) in packs {
        let table = files.get(&format!("{pack}/fold.tsv")).map_or("", String::as_str);
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t').filter_map(|cell| cell.chars().next());
            if let (Some(from), Some(to)) = (cells.next(), cells.next())
                && from.len_utf8() == to.len_utf8()
            {
                pairs.insert(from, to);
            }
        }
    }
    pairs
}

/// Every form that may be looked for, as it stands in a folded text; some that never are.
fn forms(files: &Files, lists: &[List], fold: &BTreeMap<char, char>) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = BTreeSet::new();
    let single = |form: &str| form.chars().count() == 1;
    let folded = |form: &str| -> String {
        form.chars().map(|c| fold.get(&c).copied().unwrap_or(c).to_ascii_lowercase()).collect()
    };
    for list in lists.iter().filter(|list| !list.asked) {
        if list.words.len() <= SPELLING || !list.words.iter().all(|(form, _)| single(form)) {
            out.extend(list.words.iter().map(|(form, _)| folded(form)));
        }
    }
    let mut short: Vec<(String, bool)> = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| name.contains("/lexicon/") && name.ends_with(".tsv")) {
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("form\t")) {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let (form, kind) = (cells[0], cells.get(2).copied().unwrap_or_default());
            if form.is_empty() || kind == "surname" {
                continue;
            }
            out.insert(folded(form));
            if name.ends_with("short.tsv") && single(form) {
                let plain =
                    cells.get(5).is_some_and(|note| note.split(';').any(|part| part.trim().starts_with("plain")));
                short.push((folded(form), plain));
            }
        }
    }
    let plain: Vec<&String> = short.iter().filter(|one| one.1).map(|one| &one.0).collect();
    for a in &short {
        out.extend(short.iter().filter(|b| a.1 || b.1).map(|b| format!("{}{}", a.0, b.0)));
    }
    for a in plain.iter().take(PLAIN) {
        for b in plain.iter().take(PLAIN) {
            out.extend(plain.iter().take(PLAIN).map(|c| format!("{a}{b}{c}")));
        }
    }
    out.remove("");
    out
}
