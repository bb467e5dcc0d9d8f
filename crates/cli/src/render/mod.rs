//! How articles are printed: one file a format. Workers print to buffers; [`Renderer::joint`] tells what stands around
//! and between them.

pub(crate) mod commands;
mod layout;
pub(crate) mod ledger;
pub(crate) mod reasons;
mod table;
mod wording;

pub(crate) use layout::{Cell, Page, harmless, marked, shorten, width};
pub(crate) use wording::{count, figure, language, numbers, thousands};

use chancery_model::record::{Maker, Record};
use chancery_model::{Article, Fault};

use crate::args::Format;
use crate::terminal::Look;

/// A format and how to lay it out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Renderer {
    format: Format,
    look: Look,
}

/// What stands around the articles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Joint {
    /// Before the first.
    pub(crate) open: &'static str,
    /// Between two.
    pub(crate) between: &'static str,
    /// After the last.
    pub(crate) close: &'static str,
    /// Where there is none.
    pub(crate) none: &'static str,
}

impl Renderer {
    /// That format, laid out so.
    pub(crate) const fn new(format: Format, look: Look) -> Self {
        Self { format, look }
    }

    /// What stands around and between articles.
    pub(crate) const fn joint(self) -> Joint {
        match self.format {
            Format::Jsonl => Joint { open: "", between: "", close: "", none: "" },
            Format::Json => Joint { open: "[\n", between: ",\n", close: "\n]\n", none: "[]\n" },
            Format::Table | Format::Text => Joint { open: "", between: "\n", close: "", none: "" },
        }
    }

    /// Prints an article behind those in `out`, with what stands between. `faults` are its source's, for the first.
    pub(crate) fn article(self, article: &Article, source: &[u8], faults: &[Fault], maker: &Maker, out: &mut Vec<u8>) {
        if !out.is_empty() {
            out.extend_from_slice(self.joint().between.as_bytes());
        }
        match self.format {
            Format::Jsonl | Format::Json => {
                Record::new(article, source, faults, maker).print(out);
                if self.format == Format::Jsonl {
                    out.push(b'\n');
                }
            }
            Format::Text => {
                out.extend_from_slice(article.text.as_bytes());
                out.push(b'\n');
            }
            Format::Table => table::article(article, faults, self.look, out),
        }
    }
}
