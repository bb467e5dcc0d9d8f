//! What is known of the terminal: its width and whether colours are wanted.

use std::io::IsTerminal;

use terminal_size::{Width, terminal_size};

use crate::args::Color;

/// Width where it is unknown.
const USUAL_WIDTH: usize = 80;

/// Lines longer than this are hard to follow from end to start; a wider terminal leaves the rest free.
const WIDEST: usize = 110;

/// Below this nothing fits beside the columns; lines then run over the edge.
const NARROWEST: usize = 40;

/// How to print on one stream.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Columns to fill.
    pub(crate) width: usize,
    /// Whether to colour.
    pub(crate) color: bool,
}

impl Look {
    /// For standard output.
    pub(crate) fn of_stdout(color: Color) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let measured = terminal.then(terminal_size).flatten().map(|(Width(columns), _)| columns.into());
        let width = measured.or_else(told_width).unwrap_or(USUAL_WIDTH);
        Self { width: width.clamp(NARROWEST, WIDEST), color: wanted(color, terminal) }
    }
}

/// The width that COLUMNS tells, for a pager behind a pipe.
fn told_width() -> Option<usize> {
    #[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// Whether a stream gets colours: as told, else where it is a terminal and NO_COLOR is not set (<https://no-color.org>).
pub(crate) fn wanted(color: Color, terminal: bool) -> bool {
    #[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    decided(color, terminal, plain)
}

const fn decided(color: Color, terminal: bool, plain: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !plain,
    }
}

/// The few styles used, by what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// As it is.
    Plain,
    /// A title.
    Title,
    /// What helps but is not read first.
    Faint,
    /// A name of a column or field.
    Label,
    /// Something may be wrong.
    Warning,
    /// Something failed.
    Error,
    /// An attitude for.
    For,
    /// An attitude against.
    Against,
}

impl Style {
    /// The escape that begins it; empty for plain.
    pub(crate) const fn start(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Title => "\x1b[1m",
            Self::Faint => "\x1b[2m",
            Self::Label => "\x1b[36m",
            Self::Warning => "\x1b[33m",
            Self::Error => "\x1b[31m",
            Self::For => "\x1b[32m",
            Self::Against => "\x1b[31m",
        }
    }

    /// The escape that ends it.
    pub(crate) const fn end(self) -> &'static str {
        match self {
            Self::Plain => "",
            _ => "\x1b[0m",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_is_heeded_unless_colours_are_asked_for() {
        for (color, terminal, plain, wanted) in [
            (Color::Auto, true, false, true),
            (Color::Auto, true, true, false),
            (Color::Auto, false, false, false),
            (Color::Always, false, true, true),
            (Color::Never, true, false, false),
        ] {
            assert_eq!(decided(color, terminal, plain), wanted, "{color:?} {terminal} {plain}");
        }
    }
}
