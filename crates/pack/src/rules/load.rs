//! `rules/*.toml` → rules. Every problem of every file is told at once, with its place and what to try.
//! Next to read: `check.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_model::ActKind;
use chancery_pattern::{Names, Pattern, Place, RoleId};
use chancery_text::{FoldTable, Span};
use serde::Deserialize;
use toml::Spanned;

use super::{ACT, Example, Rule, Rules, TYPES};
use crate::error::{PackError, place};
use crate::lists::{RawPack, bundled_files, load};
use crate::ready;

/// The rules of a bundled pack.
///
/// # Errors
/// Every problem found; none with the bundled packs, which the tests read.
pub fn rules(language: &str) -> Result<Rules, Vec<PackError>> {
    rules_of(language, &load(&bundled_files(language))?)
}

/// [`rules`] for who has the bundled pack already: reading its words and names is most of the work.
///
/// # Errors
/// As [`rules`].
pub fn rules_of(language: &str, pack: &RawPack) -> Result<Rules, Vec<PackError>> {
    let files = bundled_files(language);
    let lists: Vec<&str> = pack.lists.iter().map(|l| l.id.as_str()).collect();
    let table = files.iter().find(|f| f.0.ends_with("fold.tsv")).map_or("", |f| f.1);
    let fold = crate::fold_table("fold.tsv", table)
        .map_err(|e| vec![PackError::whole(&format!("{language}/fold.tsv"), e.to_string())])?;
    let rules: Vec<_> = files.into_iter().filter(|f| f.0.contains("/rules/") && f.0.ends_with(".toml")).collect();
    read_rules(&rules, &lists, &fold)
}

/// Rules from their files, each as name and text; `lists` are the lists that patterns may ask for, `fold` brings the
/// text of patterns to the form in which they meet a text.
///
/// # Errors
/// Every problem found.
pub fn read_rules(files: &[(String, &str)], lists: &[&str], fold: &FoldTable) -> Result<Rules, Vec<PackError>> {
    let Some(names) = names(lists) else {
        let message = format!("more than {} lists: merge some", Names::MOST_LISTS);
        return Err(vec![PackError::whole("words", message)]);
    };
    let mut rules: Vec<Rule> = Vec::new();
    let mut errors = Vec::new();
    for (file, text) in files {
        match toml::from_str::<File>(text) {
            Ok(read) => {
                for entry in read.rule {
                    let mut reader = Reader { file, text, names: &names, fold, errors: &mut errors };
                    rules.extend(reader.rule(entry));
                }
            }
            Err(error) => errors.push(PackError::toml(file, text, &error)),
        }
    }
    let mut ids = BTreeSet::new();
    for rule in &rules {
        if !ids.insert(rule.id.as_str()) {
            let message = format!("a second rule {:?}: give it another id", rule.id);
            errors.push(PackError::line(&rule.file, rule.line, message));
        }
    }
    if errors.is_empty() { Ok(Rules { rules, names }) } else { Err(errors) }
}

/// The rules of a bundled pack as they were made ready: without their examples. `None` where they are none, which the tests
/// rule out.
pub(crate) fn ready_rules(json: &str, lists: &[&str], fold: &FoldTable) -> Option<Rules> {
    let names = names(lists)?;
    let mut rules = Vec::new();
    for entry in ready::table::<Vec<ReadyRule>>(json)? {
        let ReadyRule { id, kind, note, matches, unless, set, file, line } = entry;
        let mut roles = Vec::new();
        let mut patterns = |lines: &[String], place: Place| -> Option<Vec<Pattern>> {
            let pattern = |line: &String| Pattern::new(&fold.fold(line), &names, &mut roles, place).ok();
            lines.iter().map(pattern).collect()
        };
        let (patterns, guards) = (patterns(&matches, Place::Match)?, patterns(&unless, Place::Guard)?);
        let (kind, act) = (ActKind::from_name(&kind)?, act_of(&roles));
        let acts = patterns.iter().map(|p| p.lists_of(act)).collect();
        let (yes, no) = (Vec::new(), Vec::new());
        rules.push(Rule { id, kind, note, set, yes, no, file, line, roles, act, patterns, acts, guards });
    }
    Some(Rules { rules, names })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadyRule {
    id: String,
    kind: String,
    note: String,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    set: BTreeMap<String, String>,
    file: String,
    line: usize,
}

/// The number of the role that names the word which makes an act.
fn act_of(roles: &[String]) -> RoleId {
    RoleId(roles.iter().position(|r| r == ACT).unwrap_or(0) as u8)
}

/// What patterns may ask for; `None` where the lists are too many.
fn names(lists: &[&str]) -> Option<Names> {
    Names::new(lists.iter().map(|l| (*l).to_owned()).collect(), TYPES.iter().map(|t| (*t).to_owned()).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    id: String,
    kind: Option<Spanned<String>>,
    #[serde(default)]
    note: String,
    #[serde(default, rename = "match")]
    matches: Vec<Spanned<String>>,
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    #[serde(default)]
    set: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    yes: Vec<Spanned<String>>,
    #[serde(default)]
    no: Vec<Spanned<String>>,
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    names: &'a Names,
    fold: &'a FoldTable,
    errors: &'a mut Vec<PackError>,
}

impl Reader<'_> {
    fn place(&self, at: usize) -> (usize, usize) {
        place(self.text, at)
    }

    fn fault(&mut self, at: usize, message: String) {
        self.errors.push(PackError::at(self.file, self.text, at, message));
    }

    fn rule(&mut self, entry: Spanned<Entry>) -> Option<Rule> {
        let (at, told) = (entry.span().start, self.errors.len());
        let Entry { id, kind, note, matches, unless, set, yes, no } = entry.into_inner();
        let name = if id.is_empty() { "a rule".to_owned() } else { id.clone() };
        let wants = [
            (id.is_empty(), "without id: write id = \"zh/position/stance\", language, kind, name"),
            (note.is_empty(), "without note: say in a sentence what it codes and what it leaves alone"),
            (matches.is_empty(), "without match: write at least one pattern"),
            (yes.is_empty(), "without yes: write a sentence it must match, with the evidence marked [act …]"),
            (no.len() < 2, "needs two `no`: sentences that look like it and are something else"),
        ];
        for (_, what) in wants.iter().filter(|w| w.0) {
            self.fault(at, format!("{name} {what}"));
        }
        let kind = self.kind(kind, at, &name);
        let mut roles = Vec::new();
        let patterns = self.patterns(&matches, &mut roles, Place::Match);
        for line in &matches {
            let names_act = chancery_pattern::parse(line.get_ref()).is_ok_and(|tree| tree.roles().contains(&ACT));
            if !names_act && told == self.errors.len() {
                let hint = "name the word that makes it an act: <list:act>";
                self.fault(line.span().start, format!("{:?} names no `act`; {hint}", line.get_ref()));
            }
        }
        let act = act_of(&roles);
        let guards = self.patterns(&unless, &mut roles, Place::Guard);
        for (key, value) in &set {
            for part in value.get_ref().split('+').map(str::trim).filter(|part| !roles.iter().any(|r| r == part)) {
                let message =
                    format!("{key} comes from `{part}`, which no `match` names: it names {}", roles.join(", "));
                self.fault(value.span().start, message);
            }
        }
        let yes = self.examples(&yes, true);
        let no = self.examples(&no, false);
        for example in yes.iter().filter(|e| !e.roles.iter().any(|r| r.0 == ACT)) {
            let message = format!("{:?} marks no act: write [act …] round the word", example.text);
            self.errors.push(PackError::line(self.file, example.line, message));
        }
        let set = set.into_iter().map(|(key, value)| (key, value.into_inner())).collect();
        let (file, line) = (self.file.to_owned(), self.place(at).0);
        let sound = told == self.errors.len();
        let acts = patterns.iter().map(|p| p.lists_of(act)).collect();
        sound.then_some(Rule { id, kind: kind?, note, set, yes, no, file, line, roles, act, patterns, acts, guards })
    }

    fn kind(&mut self, kind: Option<Spanned<String>>, at: usize, name: &str) -> Option<ActKind> {
        let known = || ActKind::ALL.iter().map(|k| k.name()).collect::<Vec<_>>().join(", ");
        let Some(kind) = kind else {
            self.fault(at, format!("{name} without kind: one of {}", known()));
            return None;
        };
        let found = ActKind::from_name(kind.get_ref());
        if found.is_none() {
            self.fault(kind.span().start, format!("no kind {:?}: one of {}", kind.get_ref(), known()));
        }
        found
    }

    fn patterns(&mut self, lines: &[Spanned<String>], roles: &mut Vec<String>, place: Place) -> Vec<Pattern> {
        let mut out = Vec::new();
        for line in lines {
            match Pattern::new(&self.fold.fold(line.get_ref()), self.names, roles, place) {
                Ok(pattern) => out.push(pattern),
                Err(error) => {
                    // The quotation mark, then the pattern; escapes in it would only shift the column.
                    let message = format!("{}: {}; {}", line.get_ref(), error.found, error.hint);
                    self.fault(line.span().start + 1 + error.at, message);
                }
            }
        }
        out
    }

    fn examples(&mut self, sentences: &[Spanned<String>], marked: bool) -> Vec<Example> {
        let mut out = Vec::new();
        for sentence in sentences {
            let (line, _) = self.place(sentence.span().start);
            match unmark(sentence.get_ref()) {
                Ok((_, roles)) if !marked && !roles.is_empty() => {
                    let message = format!("{:?} marks evidence, but is a `no`: write it plainly", sentence.get_ref());
                    self.fault(sentence.span().start, message);
                }
                Ok((text, roles)) => out.push(Example { text, roles, line }),
                Err(why) => self.fault(sentence.span().start, format!("{:?}: {why}", sentence.get_ref())),
            }
        }
        out
    }
}

/// A sentence without its marks, and what they mark.
type Unmarked = (String, Vec<(String, Span)>);

/// `[who X][act Y]Z` → `XYZ` with who = X, act = Y. A sentence shows one reading, so a role is marked once.
fn unmark(marked: &str) -> Result<Unmarked, &'static str> {
    let (mut text, mut roles) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let close = inside.find(']').ok_or("`[` without `]`")?;
        let (role, words) = inside[..close].split_once(' ').ok_or("write [role words], with a space between")?;
        if words.is_empty() || words.contains('[') {
            return Err("marks can't be empty or lie in one another");
        }
        if roles.iter().any(|(known, _): &(String, Span)| known == role) {
            return Err("marks a role twice: write a sentence for each act");
        }
        let from = text.len();
        text.push_str(words);
        roles.push((role.to_owned(), Span::of(from..text.len())));
        rest = &inside[close + 1..];
    }
    text.push_str(rest);
    Ok((text, roles))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"
[[rule]]
id = "xx/call/ask"
kind = "call"
note = "asks"
match = ["<ask:act> {actor:whom}"]
unless = ["<not> @act"]
set = { intensity = "act" }
yes = ["we [act ask] [whom you] to go"]
no = ["a question", "an answer"]
"#;

    fn told(text: &str) -> Vec<String> {
        let fold = FoldTable::new([], true).expect("no pairs");
        let files = [("xx/rules/call.toml".to_owned(), text)];
        match read_rules(&files, &["ask", "not"], &fold) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn a_sound_rule_is_read() {
        assert_eq!(told(SOUND), Vec::<String>::new());
        let (text, roles) = unmark("we [act ask] [whom you] to go").expect("sound");
        assert_eq!(text, "we ask you to go");
        assert_eq!(roles, [("act".to_owned(), Span::new(3, 6)), ("whom".to_owned(), Span::new(7, 10))]);
    }

    #[test]
    fn ready_rules_are_those_of_the_files() {
        for language in ["zh", "en"] {
            let pack = crate::bundled(language).expect("bundled");
            let lists: Vec<&str> = pack.lists.iter().map(|l| l.id.as_str()).collect();
            let fold = crate::compile(&[]).expect("bundled").fold;
            let ready = ready_rules(ready::of(language).expect("bundled").rules, &lists, &fold).expect("sound");
            let read = rules(language).expect("bundled");
            let told = |rule: &Rule| {
                let Rule { id, kind, note, set, file, line, roles, act, patterns, acts, guards, yes: _, no: _ } = rule;
                format!("{id} {kind:?} {note} {set:?} {file} {line} {roles:?} {act:?} {patterns:?} {acts:?} {guards:?}")
            };
            let [ready, read] = [ready, read].map(|rules| rules.all().iter().map(told).collect::<Vec<_>>());
            assert!(read.len() > 5, "{language}");
            assert_eq!(ready, read, "{language}");
        }
    }

    #[test]
    fn each_mistake_is_told_with_its_line_and_what_to_try() {
        let cases = [
            ("id = \"xx/call/ask\"", "", ":2:1: a rule without id: write id"),
            ("kind = \"call\"", "kind = \"cal\"", ":4:8: no kind \"cal\": one of position, commitment"),
            ("kind = \"call\"", "", ":2:1: xx/call/ask without kind"),
            ("note = \"asks\"", "", ":2:1: xx/call/ask without note"),
            ("[\"<ask:act> {actor:whom}\"]", "[]", "without match"),
            (
                "<ask:act>",
                "<aks:act>",
                ":6:11: <aks:act> {actor:whom}: <aks>; there is no list of that name: did you mean `ask`?",
            ),
            ("<ask:act> {actor:whom}", "<ask> {actor:whom}", ":6:10: \"<ask> {actor:whom}\" names no `act`"),
            ("{actor:whom}", "{actor:whom", ":6:21:"),
            ("<not> @act", "<not> @who", ":7:18:"),
            ("intensity = \"act\"", "intensity = \"act + how\"", ":8:21: intensity comes from `how`"),
            ("[act ask]", "ask", "marks no act"),
            ("[whom you]", "[whom you", "`[` without `]`"),
            ("\"a question\", ", "", "needs two `no`"),
            ("[whom you]", "[act you]", "marks a role twice"),
            ("a question", "[act ask]", "marks evidence, but is a `no`"),
            ("note = ", "notes = ", ":5:1: unknown field `notes`"),
        ];
        for (from, to, want) in cases {
            let broken = SOUND.replacen(from, to, 1);
            assert_ne!(broken, SOUND, "{from}");
            let all = told(&broken);
            assert!(all.iter().any(|m| m.contains(want)), "{from} → {to}: {all:#?}");
        }
        assert!(
            told(&format!("{SOUND}{SOUND}"))[0].contains(":12: a second rule"),
            "{:?}",
            told(&format!("{SOUND}{SOUND}"))
        );
    }
}
