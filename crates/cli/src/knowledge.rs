//! What the program knows beyond its own code: the packs compiled into it, a folder in place of one of them, what overlays
//! add; ready for use by many threads, with their names for the record.

use std::path::{Path, PathBuf};

use chancery_extract::Extractor;
use chancery_model::record::Maker;
use chancery_pack::{Overlay, PackError};
use chancery_read::Guide;

use crate::args::Packs;
use crate::render::count;

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
    /// The packs inside the program, with what the command line and the user's own folder change in them.
    ///
    /// # Errors
    /// A pack that does not load: every problem on a line of its own, with file, line, column and what to mend.
    pub(crate) fn new(packs: &Packs) -> Result<Self, String> {
        let changes = Changes::of(packs)?;
        let compiled = changes.compiled(chancery_pack::compile_lazily)?;
        let guide = Guide::new(compiled.conventions.clone(), compiled.values.clone());
        let extractor = Extractor::new(compiled).map_err(|errors| told(&errors))?;
        let mut versions = extractor.packs();
        for version in &mut versions {
            version.digest = changes.digest(&version.language);
        }
        let maker = Maker { program: format!("chancery {}", env!("CARGO_PKG_VERSION")), packs: versions };
        Ok(Self { guide, extractor, maker })
    }
}

/// How packs are compiled: all at once, or each when it is needed.
type Compile = fn(&[(String, String)], &[Overlay]) -> Result<chancery_pack::Knowledge, Vec<PackError>>;

/// The packs compiled, not yet made ready for coding.
///
/// # Errors
/// As [`Knowledge::new`].
pub(crate) fn compiled(packs: &Packs, compile: Compile) -> Result<chancery_pack::Knowledge, String> {
    Changes::of(packs)?.compiled(compile)
}

/// What the command line and the user's own folder change in the bundled packs.
#[derive(Debug)]
struct Changes {
    /// The files of a folder in place of the pack of its language.
    replaced: Vec<(String, String)>,
    /// The folder that it is read from.
    place: Option<PathBuf>,
    overlays: Vec<Overlay>,
}

impl Changes {
    fn of(packs: &Packs) -> Result<Self, String> {
        let replaced = packs.pack.as_deref().map(files).transpose()?.unwrap_or_default();
        let place = packs.pack.clone();
        let mut overlays = Vec::new();
        if !packs.no_config
            && let Some(folder) = own_folder().filter(|folder| folder.is_dir())
        {
            overlays.extend(overlays_in(&folder)?);
        }
        for folder in &packs.overlay {
            let found = overlays_in(folder)?;
            if found.is_empty() {
                return Err(format!(
                    "nothing to add in {}: want pack.toml with the language's id, or folders named by language (zh/words/…)",
                    folder.display()
                ));
            }
            overlays.extend(found);
        }
        Ok(Self { replaced, place, overlays })
    }

    fn compiled(&self, compile: Compile) -> Result<chancery_pack::Knowledge, String> {
        let told = |errors: Vec<PackError>| match &self.place {
            // Places count from the pack's folder.
            Some(folder) => {
                let folder = folder.display();
                format!("{}\n  mend them in {folder}, then: chancery pack check --pack {folder}", told(&errors))
            }
            None => told(&errors),
        };
        compile(&self.replaced, &self.overlays).map_err(told)
    }

    /// A digest of the files that were changed in a language's pack, so that a record tells which words made it; `None`
    /// where the bundled pack is used as it is.
    fn digest(&self, language: &str) -> Option<String> {
        let replaces = chancery_pack::language_of(&self.replaced).is_ok_and(|own| own == language);
        let own = self.replaced.iter().filter(|_| replaces);
        let added = self.overlays.iter().filter(|o| o.language == language).flat_map(|o| &o.files);
        let mut files = own.chain(added).peekable();
        files.peek()?;
        let mut hasher = blake3::Hasher::new();
        for (name, text) in files {
            for part in [name, text] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        Some(hasher.finalize().to_hex()[..16].to_owned())
    }
}

/// What the user's own folder adds to packs, for questions; nothing where it can't be read.
pub(crate) fn own_overlays() -> Vec<Overlay> {
    own_folder().filter(|folder| folder.is_dir()).and_then(|folder| overlays_in(&folder).ok()).unwrap_or_default()
}

/// `~/.config/chancery/packs`, by the XDG base directories.
fn own_folder() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let config =
        variable("XDG_CONFIG_HOME").filter(|p| p.is_absolute()).or_else(|| Some(variable("HOME")?.join(".config")));
    Some(config?.join("chancery").join("packs"))
}

/// A folder is one overlay where it says its language in a `pack.toml`, else each folder in it is that of the language it
/// is called by.
fn overlays_in(folder: &Path) -> Result<Vec<Overlay>, String> {
    let overlay = |language: String, folder: &Path| {
        let place = folder.display().to_string().replace('\\', "/");
        Ok(Overlay { language, place, files: files(folder)? })
    };
    if folder.join("pack.toml").is_file() {
        let mut one: Overlay = overlay(String::new(), folder)?;
        one.language = chancery_pack::language_of(&one.files).map_err(|errors| told(&errors))?;
        return Ok(vec![one]);
    }
    let entries = folder.read_dir().map_err(|e| format!("can't read {}: {e}", folder.display()))?;
    let mut folders: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| p.is_dir()).collect();
    folders.sort();
    let named = folders.iter().filter_map(|f| Some((f.file_name()?.to_str()?.to_owned(), f)));
    named.filter(|(name, _)| !name.starts_with('.')).map(|(name, folder)| overlay(name, folder)).collect()
}

fn told(errors: &[PackError]) -> String {
    let lines: Vec<String> = errors.iter().map(|e| format!("  {e}")).collect();
    format!("{} in the packs:\n{}", count(errors.len(), "problem", "problems"), lines.join("\n"))
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
