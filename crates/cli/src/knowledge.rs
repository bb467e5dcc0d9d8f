//! What the program knows beyond its own code: the packs compiled into it, or a folder in place of one of them, ready for
//! use by many threads, and their names for the record.

use std::path::Path;

use chancery_extract::Extractor;
use chancery_model::record::Maker;
use chancery_pack::PackError;
use chancery_read::Guide;

/// All knowledge in use, built once a run.
#[derive(Debug)]
pub(crate) struct Knowledge {
    /// Written forms, for the reader.
    pub(crate) guide: Guide,
    /// Words, names and rules, for the coder.
    pub(crate) extractor: Extractor,
    /// What the record says of who made it.
    pub(crate) maker: Maker,
}

impl Knowledge {
    /// The packs inside the program; the pack in `folder`, where one is given, takes the place of its language's.
    ///
    /// # Errors
    /// A pack that does not load: every problem on a line of its own, with file, line and what to mend.
    pub(crate) fn new(folder: Option<&Path>) -> Result<Self, String> {
        let files = folder.map(files).transpose()?.unwrap_or_default();
        let compiled = chancery_pack::compile(&files).map_err(|errors| told(folder, &errors))?;
        let guide = Guide::new(compiled.conventions.clone(), compiled.values.clone());
        let extractor = Extractor::new(compiled).map_err(|errors| told(folder, &errors))?;
        let maker = Maker { program: format!("chancery {}", env!("CARGO_PKG_VERSION")), packs: extractor.packs() };
        Ok(Self { guide, extractor, maker })
    }
}

fn told(folder: Option<&Path>, errors: &[PackError]) -> String {
    let whose = folder.map_or_else(|| "the bundled packs".to_owned(), |f| f.display().to_string());
    let lines: Vec<String> = errors.iter().map(|e| format!("  {e}")).collect();
    format!("{} problem(s) in the pack {whose}:\n{}", errors.len(), lines.join("\n"))
}

/// Every text file of a pack folder, by its name from the folder on, in order.
#[expect(clippy::disallowed_methods, reason = "the program's own front door reads files")]
fn files(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let mut out = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).standard_filters(false).sort_by_file_path(Path::cmp).build() {
        let entry = entry.map_err(|e| format!("can't read the pack {}: {e}", folder.display()))?;
        let path = entry.path();
        let wanted = path.extension().is_some_and(|e| e == "toml" || e == "tsv");
        if !wanted || !entry.file_type().is_some_and(|t| t.is_file()) {
            continue;
        }
        let text = std::fs::read_to_string(path).map_err(|e| format!("can't read {}: {e}", path.display()))?;
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        out.push((name, text));
    }
    if out.is_empty() {
        return Err(format!(
            "no pack in {}: want pack.toml, words/, lexicon/, rules/ (see docs/packs.md)",
            folder.display()
        ));
    }
    Ok(out)
}
