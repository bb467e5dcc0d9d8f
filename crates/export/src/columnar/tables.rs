//! Acts, amounts, dates and articles as Parquet, in folders by the year in which something was said (`acts/year=2024/`), the
//! way that DuckDB, Spark and pyarrow look for partitions; what has no day lies where they look for nulls.

use std::collections::BTreeMap;

use chancery_ledger::Article;
use parquet::errors::ParquetError;

use super::Writer;
use crate::columns::{Part, Table, Whole, acts, amounts, articles, dates};
use crate::{About, ExportError, Files, Form, Told, dictionary};

/// The partition of what has no day, as Hive names it.
const NO_YEAR: &str = "__HIVE_DEFAULT_PARTITION__";

/// Tables being written. Acts come newest first, so each table has one year at a time under way.
#[derive(Default)]
pub(crate) struct Parquet {
    open: BTreeMap<&'static str, (String, Writer)>,
    /// How many files a partition has.
    parts: BTreeMap<String, usize>,
    failed: Option<ParquetError>,
}

impl Parquet {
    fn row<R>(
        &mut self,
        table: &Table<R>,
        from: &R,
        said: Option<&str>,
        files: &mut Files,
    ) -> Result<(), ParquetError> {
        let year = said.and_then(|day| day.get(..4)).unwrap_or(NO_YEAR);
        let folder = format!("{}/year={year}", table.name);
        if self.open.get(table.name).is_none_or(|(path, _)| !path.starts_with(&folder)) {
            if let Some((path, writer)) = self.open.remove(table.name) {
                files.add(&path, &writer.close()?);
            }
            let number = self.parts.entry(folder.clone()).or_default();
            let path = format!("{folder}/part-{number}.parquet");
            *number += 1;
            self.open.insert(table.name, (path, Writer::new(table, &[])?));
        }
        if let Some((path, writer)) = self.open.get_mut(table.name) {
            let cells = table.columns.iter().map(|column| (column.take)(from)).collect();
            files.add(path, &writer.row(cells)?);
        }
        Ok(())
    }
}

impl Form for Parquet {
    fn wants_text(&self) -> bool {
        true
    }

    fn begin(&mut self, about: &About, files: &mut Files) {
        dictionary::write(about, "parquet", files);
    }

    fn article(&mut self, article: &Article, text: &str, _about: &About, files: &mut Files) {
        let done = self.row(&articles(), &Whole { article, text }, article.said.as_deref(), files);
        // Told at the next act, or at the end.
        self.failed = self.failed.take().or(done.err());
    }

    fn act(&mut self, told: &Told<'_>, _about: &About, files: &mut Files) -> Result<(), ExportError> {
        let (id, said) = (told.act.id.to_string(), told.act.said.as_deref());
        self.row(&acts(), told, said, files)?;
        for part in &told.act.act.amounts {
            self.row(&amounts(), &Part { act: &id, part }, said, files)?;
        }
        for part in &told.act.act.dates {
            self.row(&dates(), &Part { act: &id, part }, said, files)?;
        }
        Ok(())
    }

    fn end(&mut self, _about: &About, files: &mut Files) -> Result<(), ExportError> {
        if let Some(error) = self.failed.take() {
            return Err(error.into());
        }
        for (path, writer) in std::mem::take(&mut self.open).into_values() {
            files.add(&path, &writer.close()?);
        }
        Ok(())
    }
}
