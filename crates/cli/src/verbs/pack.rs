//! `chancery pack`: check packs, begin one. What is wrong is an error and fails the run; what is worth a look is told and
//! does not.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use chancery_pack::{Plain, RawPack, Rules, check_rules, clashes, surprises, template};
use chancery_read::{Limits, read};

use crate::args::{PackCheck, PackNew, Voice};
use crate::knowledge::{Knowledge, compiled};
use crate::render::count;
use crate::report::Report;
use crate::sources;

/// Checks the packs and prints what was found.
pub(crate) fn check(args: &PackCheck, voice: Voice) -> ExitCode {
    let report = Report::new(voice, true);
    let knowledge = match compiled(&args.packs, chancery_pack::compile_with) {
        Ok(knowledge) => knowledge,
        Err(error) => return report.failed(&error),
    };
    let wanted = |pack: &RawPack| args.language.as_deref().is_none_or(|l| l == pack.head.id);
    let packs: Vec<&(RawPack, Rules)> = knowledge.coded.iter().filter(|(pack, _)| wanted(pack)).collect();
    if packs.is_empty() {
        let known = knowledge.coded.iter().map(|(pack, _)| pack.head.id.as_str()).collect::<Vec<_>>().join(", ");
        let folder = args.language.as_deref().filter(|asked| std::path::Path::new(asked).join("pack.toml").is_file());
        let try_it = folder.map_or_else(String::new, |folder| format!("; a folder is checked by --pack {folder}"));
        return report.misuse(&format!("no pack with rules for that language: there are {known}{try_it}"));
    }
    let hits = match &args.on {
        None => None,
        Some(folder) => match hits(args, folder) {
            Ok(hits) => Some(hits),
            Err(error) => return report.failed(&error),
        },
    };
    let (mut out, mut problems) = (String::new(), 0);
    for (pack, rules) in packs {
        let plain = Plain::new(pack, rules, &knowledge.fold, Some(&knowledge.values));
        let wrong: Vec<String> = check_rules(rules, &plain).iter().map(ToString::to_string).collect();
        problems += wrong.len();
        let words: usize = pack.lists.iter().map(|l| l.words.len()).sum();
        out.push_str(&format!(
            "{}: {}, {} in {}, {}\n",
            pack.head.id,
            count(rules.all().len(), "rule", "rules"),
            count(words, "word", "words"),
            count(pack.lists.len(), "list", "lists"),
            count(pack.names.len(), "name", "names"),
        ));
        section(&mut out, "wrong: rules that do not read their own sentences", &wrong);
        section(&mut out, "worth a look: forms that clash", &clashes(pack));
        section(&mut out, "worth a look: rules that match another kind's sentence", &surprises(rules, &plain));
        if let Some((acts, articles)) = &hits {
            let rows: Vec<String> = rules
                .all()
                .iter()
                .map(|rule| format!("{:>7}  {}", acts.get(&rule.id).copied().unwrap_or(0), rule.id))
                .collect();
            section(
                &mut out,
                &format!("acts that each rule let stand in {}", count(*articles, "article", "articles")),
                &rows,
            );
        }
    }
    let printed = super::print(out.as_bytes());
    if problems > 0 { ExitCode::FAILURE } else { printed }
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n  {title} ({})\n", lines.len()));
    for line in lines {
        out.push_str(&format!("    {line}\n"));
    }
}

/// How many acts each rule let stand, by id, and in how many articles.
fn hits(args: &PackCheck, folder: &Path) -> Result<(BTreeMap<String, usize>, usize), String> {
    let knowledge = Knowledge::new(&args.packs)?;
    let limits = Limits::default();
    let (mut acts, mut articles) = (BTreeMap::new(), 0);
    sources::each(&[folder], "-", &limits, &mut |found| {
        let Ok(bytes) = &found.bytes else { return true };
        for article in &mut read(&found.name, bytes, &knowledge.guide, &limits).articles {
            knowledge.extractor.extract(article);
            articles += 1;
            for act in &article.acts {
                *acts.entry(act.rule.clone()).or_default() += 1;
            }
        }
        true
    });
    Ok((acts, articles))
}

/// Writes a new pack.
#[expect(clippy::disallowed_methods, reason = "the program's own front door writes files")]
pub(crate) fn new(args: &PackNew, voice: Voice) -> ExitCode {
    let report = Report::new(voice, true);
    let language = &args.language;
    if chancery_model::Language::new(language).is_none() {
        return report.misuse(&format!("{language:?} is no language: write its two or three small letters, as fr"));
    }
    let folder = args.folder.clone().unwrap_or_else(|| language.into());
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return report.failed(&format!("{} is there already and not empty: name another folder", folder.display()));
    }
    for (name, text) in template(language) {
        let path = folder.join(&name);
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, text));
        if let Err(error) = written {
            return report.failed(&format!("can't write {}: {error}", path.display()));
        }
    }
    let place = folder.display();
    super::print(format!("{place} begun. Edit it, then: chancery pack check --pack {place}\n").as_bytes())
}
