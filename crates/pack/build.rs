//! Makes the packs ready while the program is compiled, since reading them anew cost each start more than reading a short
//! text does: word lists and names as plain lines, the other tables as JSON without what only people and tests read, an
//! automaton over every form that a language may look for and one over the names of things. What is read here is read again
//! by the tests from the files themselves (`src/ready.rs`).
//! What this is not: a check of packs, which tells people what is wrong (`src/lists.rs`). Next to read: `src/ready.rs`.
#![expect(clippy::disallowed_methods, reason = "a build script reads files and tells cargo of them")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use serde_json::json;
use toml::{Spanned, Table, Value};

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
        let (lists, names) = (lists(files), names(files));
        let forms: Vec<String> = forms(&lists, &names, &fold).into_iter().collect();
        let folded = Folded { fold: &fold, forms: &forms };
        let automaton = CharwiseDoubleArrayAhoCorasick::<u32>::new(&forms).expect("forms, each once").serialize();
        let things = things(&lists, &names, &folded);
        let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest);
        let numbered = things.iter().map(|place| &forms[*place as usize]);
        let things_automaton = builder.build::<_, _, u32>(numbered).expect("forms, each once").serialize();
        let mut ends: Vec<u32> = vec![0];
        ends.extend(forms.iter().scan(0, |at, form| {
            *at += form.len() as u32;
            Some(*at)
        }));
        let json = |name: &str| json_of(files, &format!("{language}/{name}")).to_string();
        let parts: [(&str, Vec<u8>); 11] = [
            ("lists", lines(&lists, &folded).into_bytes()),
            ("names", name_lines(&names, &folded).into_bytes()),
            ("rules", rules(files).to_string().into_bytes()),
            ("head", json("pack.toml").into_bytes()),
            ("reading", json("reading.toml").into_bytes()),
            ("values", json("values.toml").into_bytes()),
            ("forms", forms.concat().into_bytes()),
            ("form_ends", numbers(&ends)),
            ("automaton", automaton),
            ("things", numbers(&things)),
            ("things_automaton", things_automaton),
        ];
        code += &format!("    Ready {{ language: {language:?}");
        for (name, bytes) in &parts {
            let how = if std::str::from_utf8(bytes).is_ok() && !NUMBERS.contains(name) { "str" } else { "bytes" };
            write(&out, &format!("{language}.{name}"), bytes);
            code += &format!(", {name}: include_{how}!(\"{language}.{name}\")");
        }
        code += " },\n";
    }
    code += "];\n";
    let web = fs::read_to_string(folder.join("web.toml")).expect("the packs have it");
    write(&out, "web.json", toml_to_json(&web.parse().expect("TOML")).to_string().as_bytes());
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

/// A row of a lexicon: form, id, kind, from, to, note.
struct Name {
    cells: [String; 6],
    /// Whether it is one of a character or two that stands for a state (`short.tsv`).
    short: bool,
}

impl Name {
    fn form(&self) -> &str {
        &self.cells[0]
    }

    fn kind(&self) -> &str {
        if self.short { "short" } else { &self.cells[2] }
    }

    /// Whether its note has that key.
    fn noted(&self, key: &str) -> bool {
        self.cells[5].split(';').any(|part| part.split('=').next().is_some_and(|own| own.trim() == key))
    }
}

fn names(files: &Files) -> Vec<Name> {
    let mut out = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| name.contains("/lexicon/") && name.ends_with(".tsv")) {
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#') && !l.starts_with("form\t")) {
            let mut cells = line.split('\t').map(|cell| cell.trim().to_owned());
            let cells = std::array::from_fn(|_| cells.next().unwrap_or_default());
            let one = Name { cells, short: name.ends_with("short.tsv") };
            assert!(!one.form().is_empty() && !one.cells[2].is_empty(), "{line:?}: form and kind may not be empty");
            out.push(one);
        }
    }
    out
}

/// Forms as folded texts have them, and their places among all that are looked for.
struct Folded<'a> {
    fold: &'a BTreeMap<char, char>,
    forms: &'a [String],
}

impl Folded<'_> {
    fn place(&self, form: &str) -> Option<u32> {
        self.forms.binary_search(&folded(form, self.fold)).ok().map(|place| place as u32)
    }

    /// Its place as a cell, empty where it is not looked for.
    fn cell(&self, form: &str) -> String {
        self.place(form).map_or_else(String::new, |place| place.to_string())
    }
}

fn folded(form: &str, fold: &BTreeMap<char, char>) -> String {
    form.chars().map(|c| fold.get(&c).copied().unwrap_or(c).to_ascii_lowercase()).collect()
}

fn cell(text: &str) -> &str {
    assert!(!text.contains(char::is_control), "{text:?}: a tab or a line's end in a pack");
    text
}

/// One line a list (`list` or `asked`, id, how many words, note) and one a word (form, its place, then key and value with its kind), with tabs
/// between.
fn lines(lists: &[List], folded: &Folded<'_>) -> String {
    let mut out = String::new();
    for list in lists {
        let kind = if list.asked { "asked" } else { "list" };
        out += &format!("={kind}\t{}\t{}\t{}\n", cell(&list.id), list.words.len(), cell(&list.note));
        for (form, row) in &list.words {
            assert!(!form.starts_with('='), "{form:?}: a form can't begin with the sign of a list");
            out += &format!("{}\t{}\t", cell(form), folded.cell(form));
            let row = row.iter().map(|(key, value)| {
                let (kind, value) = match value {
                    Value::String(text) => ('s', text.clone()),
                    Value::Integer(number) => ('i', number.to_string()),
                    Value::Boolean(truth) => ('i', u8::from(*truth).to_string()),
                    other => {
                        panic!("{form:?}: {key} is {other}: words, whole numbers and true or false are known here")
                    }
                };
                format!("{}\t{kind}{}", cell(key), cell(&value))
            });
            out += &row.collect::<Vec<_>>().join("\t");
            out.push('\n');
        }
    }
    out
}

/// How many names, then one line a name: the place of its form, form, id, kind, from, to, note.
fn name_lines(names: &[Name], folded: &Folded<'_>) -> String {
    let mut out = format!("{}\n", names.len());
    for name in names {
        let [form, id, _, from, to, note] = &name.cells;
        out += &[&folded.cell(form), form, id, name.kind(), from, to, note].map(cell).join("\t");
        out.push('\n');
    }
    out
}

/// A file's table as JSON, `null` where there is none; without the cases of values, which only tests read.
fn json_of(files: &Files, name: &str) -> serde_json::Value {
    let Some(text) = files.get(name) else { return serde_json::Value::Null };
    let mut table: Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
    table.remove("case");
    toml_to_json(&table)
}

fn toml_to_json(table: &Table) -> serde_json::Value {
    serde_json::to_value(table).expect("tables of words and numbers")
}

#[derive(serde::Deserialize)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<Spanned<Table>>,
}

/// Rules with their files and lines, without the examples, which only people and tests read.
fn rules(files: &Files) -> serde_json::Value {
    let mut out = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| name.contains("/rules/") && name.ends_with(".toml")) {
        let file: RuleFile = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for rule in file.rule {
            let line = text[..rule.span().start].matches('\n').count() + 1;
            let mut rule = rule.into_inner();
            rule.retain(|key, _| !["yes", "no"].contains(&key));
            let mut rule = toml_to_json(&rule);
            rule["file"] = json!(name);
            rule["line"] = json!(line);
            out.push(rule);
        }
    }
    serde_json::Value::Array(out)
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
fn forms(lists: &[List], names: &[Name], fold: &BTreeMap<char, char>) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = BTreeSet::new();
    let single = |form: &str| form.chars().count() == 1;
    for list in lists.iter().filter(|list| !list.asked) {
        if list.words.len() <= SPELLING || !list.words.iter().all(|(form, _)| single(form)) {
            out.extend(list.words.iter().map(|(form, _)| folded(form, fold)));
        }
    }
    let mut short: Vec<(String, bool)> = Vec::new();
    for name in names.iter().filter(|name| name.cells[2] != "surname") {
        out.insert(folded(name.form(), fold));
        if name.short && single(name.form()) {
            short.push((folded(name.form(), fold), name.noted("plain")));
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

/// Lists whose words are looked for beside the names of things: heads of names, and what hides them.
const THINGS: [&str; 4] = ["instrument-head", "mechanism-head", "meeting-head", "name-block"];

/// The places of the forms of things, as `Table::new` of `extract/src/named/table.rs` collects them, in order. Where they are
/// others there, the automaton is built anew at each start.
fn things(lists: &[List], names: &[Name], folded: &Folded<'_>) -> Vec<u32> {
    let words = |id: &'static str| {
        lists.iter().filter(move |l| !l.asked && l.id == id).flat_map(|l| &l.words).map(|w| w.0.as_str())
    };
    let members: Vec<&str> = words("member_mark").collect();
    let mut out: Vec<u32> = THINGS.iter().flat_map(|id| words(id)).filter_map(|form| folded.place(form)).collect();
    for name in names {
        let org = name.kind() == "org" && !name.noted("private");
        let thing = match name.kind() {
            "instrument" | "mechanism" => true,
            _ => org && !members.iter().any(|mark| name.form().ends_with(mark)),
        };
        out.extend(folded.place(name.form()).filter(|_| thing));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Parts that are numbers, whatever their bytes look like.
const NUMBERS: [&str; 4] = ["form_ends", "automaton", "things", "things_automaton"];

/// In four bytes each, the least first.
fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}
