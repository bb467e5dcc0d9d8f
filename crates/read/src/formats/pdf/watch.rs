//! What is to be said of a PDF's pages: no text layer, fonts that can't be read, damage, limits. Each thing once, with
//! the first page it is true of. Next to read: `mod.rs`.

use std::collections::BTreeMap;

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};

use super::content::Page;

/// Pages named one by one as lacking text, before they are only counted.
const NAMED: usize = 20;

/// Collects over the pages.
#[derive(Debug, Default)]
pub(super) struct Watch {
    pages: u32,
    /// Pages with words.
    written: u32,
    /// Pages with pictures and no words.
    scanned: Vec<u32>,
    /// Font → first page, pages, glyphs.
    untold: BTreeMap<String, (u32, u32, u32)>,
    damaged: Vec<u32>,
    over: Vec<u32>,
    angled: (u32, usize),
}

impl Watch {
    /// Notes one page; `angled` of its glyphs stand at an angle to the rest.
    pub(super) fn note(&mut self, number: u32, page: &Page, angled: usize) {
        self.pages += 1;
        if !page.glyphs.is_empty() {
            self.written += 1;
        } else if page.pictures {
            self.scanned.push(number);
        }
        for (font, count) in &page.untold {
            let entry = self.untold.entry(font.clone()).or_insert((number, 0, 0));
            entry.1 += 1;
            entry.2 += count;
        }
        self.damaged.extend(page.damaged.then_some(number));
        self.over.extend(page.over.then_some(number));
        if angled > 0 && self.angled.1 == 0 {
            self.angled.0 = number;
        }
        self.angled.1 += angled;
    }

    /// The faults.
    pub(super) fn tell(self, faults: &mut Vec<Fault>) {
        let mut say = |kind, severity, place, message: String| faults.push(Fault::new(kind, severity, place, message));
        if self.pages == 0 {
            let message = "the file has no pages that can be found; fetch it again, or print it to PDF again";
            return say(FaultKind::Damaged, Severity::Error, FaultPlace::Whole, message.into());
        }
        for (font, (page, pages, glyphs)) in &self.untold {
            let message = format!(
                "{glyphs} characters in the font {font} on {pages} page(s) can't be told: it doesn't say which characters its glyphs are; read the text by OCR"
            );
            say(FaultKind::Undecodable, Severity::Warning, FaultPlace::Page(*page), message);
        }
        if self.written == 0 && self.untold.is_empty() {
            let message = if self.scanned.is_empty() {
                "no page has words".to_owned()
            } else {
                format!("a scan: {} page(s) of pictures without a text layer; run OCR on it first", self.pages)
            };
            say(FaultKind::NoTextLayer, Severity::Error, FaultPlace::Whole, message);
        } else {
            for page in self.scanned.iter().take(NAMED) {
                let message = "a picture without a text layer; run OCR on it first";
                say(FaultKind::NoTextLayer, Severity::Warning, FaultPlace::Page(*page), message.into());
            }
            if self.scanned.len() > NAMED {
                let message = format!("{} more pages without a text layer", self.scanned.len() - NAMED);
                say(FaultKind::NoTextLayer, Severity::Warning, FaultPlace::Whole, message);
            }
        }
        if let [first, rest @ ..] = self.damaged.as_slice() {
            let message = format!("the page's content is damaged, as on {} more; what could be read was", rest.len());
            say(FaultKind::Damaged, Severity::Warning, FaultPlace::Page(*first), message);
        }
        if let [first, rest @ ..] = self.over.as_slice() {
            let message =
                format!("the page holds more than the limits allow, as do {} more; split the file", rest.len());
            say(FaultKind::OverLimit, Severity::Error, FaultPlace::Page(*first), message);
        }
        if self.angled.1 > 0 {
            let message = format!("{} characters set at an angle to the text left out", self.angled.1);
            say(FaultKind::Damaged, Severity::Note, FaultPlace::Page(self.angled.0), message);
        }
    }
}
