//! What a Word document's styles say of its paragraphs. Word keeps the English names of its own styles ("heading 1")
//! in every language's edition, and only the ids change. Next to read: `body.rs`.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::{attribute, reader};
use crate::BlockKind;

/// What a style makes of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    name: String,
    /// Outline level from 0, where it is one.
    outline: Option<u8>,
    /// Level of its list from 0, where it is one.
    list: Option<u8>,
    /// The style it builds on.
    parent: Option<String>,
}

/// The styles by id.
pub(super) type Styles = BTreeMap<String, Style>;

/// Builds on builds on …: no real document goes deeper.
const PARENTS: usize = 16;

/// What a paragraph is by its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A block of this kind.
    Kind(BlockKind),
    /// The document's title.
    Title,
    /// An entry of a table of contents.
    Contents,
}

pub(super) fn read(xml: &str) -> Styles {
    let mut styles = Styles::new();
    let mut reader = reader(xml);
    let mut open: Option<(String, Style)> = None;
    loop {
        let (start, closes) = match reader.read_event() {
            Ok(Event::Start(start)) => (start, false),
            Ok(Event::Empty(start)) => (start, true),
            Ok(Event::End(end)) => {
                if end.local_name().as_ref() == "style" {
                    styles.extend(open.take());
                }
                continue;
            }
            Ok(Event::Eof) | Err(_) => return styles,
            Ok(_) => continue,
        };
        let value = || attribute(&start, "val");
        match (start.local_name().as_ref(), &mut open) {
            ("style", _) if !closes => open = attribute(&start, "styleId").map(|id| (id, Style::default())),
            ("name", Some((_, style))) => style.name = value().unwrap_or_default().to_ascii_lowercase(),
            ("basedOn", Some((_, style))) => style.parent = value(),
            ("outlineLvl", Some((_, style))) => style.outline = value().and_then(|v| v.parse().ok()),
            ("numPr", Some((_, style))) => style.list = Some(style.list.unwrap_or(0)),
            ("ilvl", Some((_, style))) => style.list = value().and_then(|v| v.parse().ok()),
            _ => {}
        }
    }
}

/// What the style with this id makes of a paragraph; `None` where it says nothing.
pub(super) fn look(styles: &Styles, id: &str) -> Option<Look> {
    let mut at = styles.get(id);
    let unlisted = Style { name: id.to_ascii_lowercase(), ..Style::default() };
    if at.is_none() {
        at = Some(&unlisted);
    }
    for _ in 0..PARENTS {
        let style = at?;
        if let Some(look) = own_look(style) {
            return Some(look);
        }
        at = styles.get(style.parent.as_deref()?);
    }
    None
}

fn own_look(style: &Style) -> Option<Look> {
    // By name ("heading 2"), or by id where the styles part is lost ("Heading2").
    let level = |word: &str| {
        let digits = style.name.strip_prefix(word)?.trim();
        if digits.is_empty() { None } else { digits.parse::<u8>().ok() }
    };
    if let Some(level) = level("heading").filter(|l| (1..=9).contains(l)) {
        return Some(Look::Kind(BlockKind::Heading(level)));
    }
    if level("toc").is_some() || style.name == "toc heading" {
        return Some(Look::Contents);
    }
    match style.name.as_str() {
        "title" => return Some(Look::Title),
        "subtitle" => return Some(Look::Kind(BlockKind::Heading(2))),
        "caption" => return Some(Look::Kind(BlockKind::Caption)),
        "quote" | "intense quote" => return Some(Look::Kind(BlockKind::Quote(1))),
        _ => {}
    }
    if let Some(level) = style.outline.filter(|&l| l < 9) {
        return Some(Look::Kind(BlockKind::Heading(level + 1)));
    }
    style.list.map(|level| Look::Kind(BlockKind::Item(level.saturating_add(1))))
}
