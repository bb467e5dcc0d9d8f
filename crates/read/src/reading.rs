//! The whole way from one source's bytes to its articles. Next to read: `sheet.rs`, `compose/mod.rs`.

use std::sync::Arc;

use chancery_model::{Article, Conventions, Fault, FaultKind, FaultPlace, Severity, Source};

use crate::{Format, Guide, Limits, Sheet, compose, decode, formats, sniff};

/// What one source gave.
#[derive(Debug, Default)]
pub struct Reading {
    /// Its articles, in reading order.
    pub articles: Vec<Article>,
    /// What went wrong with the source as a whole (what went wrong in an article stands with it).
    pub faults: Vec<Fault>,
}

/// Reads one source that is not an archive (see [`crate::unpack`] for those).
///
/// `name` is what the user called it; its ending is one sign of the format among others. Never fails: a source
/// that can't be read gives no article and a fault that says why.
#[must_use]
pub fn read(name: &str, bytes: &[u8], guide: &Guide, limits: &Limits) -> Reading {
    let format = sniff(name, bytes);
    let mut source = Source {
        name: name.to_owned(),
        media_type: format.media_type().to_owned(),
        charset: None,
        bytes: bytes.len() as u64,
        blake3: blake3::hash(bytes).to_hex().to_string(),
        retrieved: None,
    };
    let mut reading = Reading::default();
    if bytes.len() as u64 > limits.source_bytes {
        let message = format!(
            "{} bytes, more than the limit of {}: split it, or raise the limit",
            bytes.len(),
            limits.source_bytes
        );
        reading.faults.push(Fault::new(FaultKind::OverLimit, Severity::Error, FaultPlace::Whole, message));
        return reading;
    }
    let sheets = if format.is_binary() {
        match format {
            Format::Pdf => formats::pdf::read(bytes, limits),
            Format::Docx => formats::docx::read(bytes, limits),
            Format::Epub => formats::epub::read(bytes, limits),
            _ => Vec::new(),
        }
    } else {
        let decoded = decode(bytes, format);
        source.charset = Some(decoded.charset.clone());
        reading.faults.extend(decoded.faults);
        let sheets = read_text(&decoded.text, format, &guide.conventions, limits);
        match &decoded.map {
            None => sheets,
            Some(map) => sheets.into_iter().map(|sheet| sheet.through(map)).collect(),
        }
    };
    if sheets.is_empty() && reading.faults.is_empty() {
        let message =
            format!("no reader for this ({}): save it as text, HTML, Markdown, PDF or DOCX", format.media_type());
        reading.faults.push(Fault::new(FaultKind::UnknownFormat, Severity::Error, FaultPlace::Whole, message));
    }
    compose::articles(sheets, &Arc::new(source), guide, limits, &mut reading);
    reading
}

/// Reads a decoded document of a text-like format into sheets, in that text's coordinates: the step before articles are
/// made, for tests and measurements of the readers.
#[must_use]
pub fn read_text(text: &str, format: Format, conventions: &Conventions, limits: &Limits) -> Vec<Sheet> {
    match format {
        Format::Html => formats::html::read(text, limits, conventions.web.as_deref()),
        Format::Markdown => formats::markdown::read(text, limits),
        Format::Feed => formats::feed::read(text, limits),
        Format::Xml => formats::xml::read(text, limits),
        Format::Json => formats::json::read(text, limits),
        Format::JsonLines => formats::json::read_lines(text, limits),
        Format::Text => formats::text::read(text, limits),
        Format::Pdf | Format::Docx | Format::Epub | Format::Unknown => Vec::new(),
    }
}
