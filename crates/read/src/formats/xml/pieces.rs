//! XML as pieces with their places, for the readers of feeds and of other XML: lenient about ends that don't match,
//! and blind to entities that a document declares for itself. Those are how a small file becomes a large one.

use std::ops::Range;

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_text::{MappedText, RunKind, SourceSpan};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::words::{Sight, push_words, sight};

/// A piece of XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'i> {
    /// An element begins.
    Open(Tag<'i>),
    /// An element of this name ends.
    Close(&'i str),
    /// Words, as they stand.
    Words(Range<usize>),
    /// Words in `<![CDATA[…]]>`.
    Data(Range<usize>),
    /// A reference and what it stands for.
    Reference(Range<usize>, String),
}

/// An element's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'i> {
    /// Name with its prefix.
    pub(crate) name: &'i str,
    /// What stands behind the name.
    rest: &'i str,
    /// Where the tag stands.
    pub(crate) place: Range<usize>,
}

impl Tag<'_> {
    /// The value of an attribute (name without prefix, or with one).
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.rest;
        while let Some((before, after)) = rest.split_once('=') {
            let found = before.trim();
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, next) = after[1..].split_once(quote)?;
            if found == name || local(found) == name {
                return Some(htmlize::unescape_attribute(value).into_owned());
            }
            rest = next;
        }
        None
    }
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The pieces of a document, up to its end or to where it breaks.
pub(crate) struct Pieces<'i> {
    input: &'i str,
    reader: Reader<&'i [u8]>,
    /// Where the piece read last ends.
    pub(crate) at: usize,
    closing: Option<&'i str>,
    broken: Option<Fault>,
    unknown: Option<(SourceSpan, String, usize)>,
}

impl<'i> Pieces<'i> {
    pub(crate) fn new(input: &'i str) -> Self {
        let mut reader = Reader::from_str(input);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { input, reader, at: 0, closing: None, broken: None, unknown: None }
    }

    /// What went wrong on the way.
    pub(crate) fn faults(self) -> Vec<Fault> {
        let unknown = self.unknown.map(|(place, name, count)| {
            let message =
                format!("{count} reference(s) to entities the document declares itself (&{name};): not expanded");
            Fault::new(FaultKind::Damaged, Severity::Warning, FaultPlace::Source(place), message)
        });
        self.broken.into_iter().chain(unknown).collect()
    }

    fn reference(&mut self, place: Range<usize>) -> Option<Piece<'i>> {
        let written = &self.input[place.clone()];
        let meant = htmlize::unescape(written);
        if meant != written {
            return Some(Piece::Reference(place, meant.into_owned()));
        }
        let here = SourceSpan::of(place);
        let name = written.trim_matches(['&', ';']).to_owned();
        self.unknown.get_or_insert((here, name, 0)).2 += 1;
        None
    }
}

impl<'i> Iterator for Pieces<'i> {
    type Item = Piece<'i>;

    fn next(&mut self) -> Option<Piece<'i>> {
        if let Some(name) = self.closing.take() {
            return Some(Piece::Close(name));
        }
        loop {
            if self.broken.is_some() {
                return None;
            }
            let start = self.at;
            let event = self.reader.read_event();
            self.at = (self.reader.buffer_position() as usize).min(self.input.len());
            let place = start..self.at;
            let inner = |before: usize, after: usize| {
                let (from, to) = (place.start + before, place.end.saturating_sub(after));
                self.input.get(from..to).unwrap_or_default()
            };
            match event {
                Ok(Event::Eof) => return None,
                Ok(Event::Start(_)) => return Some(Piece::Open(tag(inner(1, 1), place))),
                Ok(Event::Empty(_)) => {
                    let tag = tag(inner(1, 2), place);
                    self.closing = Some(tag.name);
                    return Some(Piece::Open(tag));
                }
                Ok(Event::End(_)) => return Some(Piece::Close(inner(2, 1).trim())),
                Ok(Event::Text(_)) => return Some(Piece::Words(place)),
                Ok(Event::CData(_)) => return Some(Piece::Data(place.start + 9..place.end.saturating_sub(3))),
                Ok(Event::GeneralRef(_)) => {
                    if let Some(piece) = self.reference(place) {
                        return Some(piece);
                    }
                }
                Ok(Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
                Err(error) => {
                    let at =
                        (self.reader.error_position() as usize).clamp(start.min(self.input.len()), self.input.len());
                    let place = FaultPlace::Source(SourceSpan::of(at..self.input.len()));
                    let message = format!("broken XML: {error}; what stands before is read");
                    self.broken = Some(Fault::new(FaultKind::Damaged, Severity::Error, place, message));
                }
            }
        }
    }
}

fn tag(inner: &str, place: Range<usize>) -> Tag<'_> {
    let end = inner.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inner.len());
    Tag { name: &inner[..end], rest: &inner[end..], place }
}

/// Appends the words of a piece as they are shown.
pub(crate) fn push_piece(out: &mut MappedText, input: &str, piece: &Piece<'_>) {
    match piece {
        Piece::Words(place) | Piece::Data(place) => push_words(out, &input[place.clone()], place.start as u32),
        Piece::Reference(place, text) => {
            if text.chars().all(|c| sight(c) == Sight::Blank || c == ' ') {
                out.push_space(" ");
            } else if text.chars().any(|c| sight(c) == Sight::Seen) {
                out.push_run(text, SourceSpan::of(place.clone()), RunKind::Reference);
            }
        }
        Piece::Open(_) | Piece::Close(_) => {}
    }
}

/// Appends a piece with its line ends kept: the value may be HTML or text in its own right.
pub(crate) fn push_value(out: &mut MappedText, input: &str, piece: &Piece<'_>) {
    match piece {
        Piece::Words(place) | Piece::Data(place) => {
            out.push_verbatim(&input[place.clone()], place.start as u32);
        }
        Piece::Reference(..) => push_piece(out, input, piece),
        Piece::Open(_) | Piece::Close(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pieces_have_their_places() {
        let input = "<?xml version='1.0'?><a:b c=\"1&amp;2\" x:d='e'>中&lt;&#x4e2d;<![CDATA[<i>]]><br/></a:b>";
        let mut pieces = Pieces::new(input);
        let Some(Piece::Open(tag)) = pieces.next() else { panic!("an element") };
        assert_eq!(
            (tag.name, tag.attribute("c").as_deref(), tag.attribute("d").as_deref()),
            ("a:b", Some("1&2"), Some("e"))
        );
        let mut out = MappedText::new();
        let rest: Vec<_> = pieces.by_ref().collect();
        rest.iter().for_each(|piece| push_value(&mut out, input, piece));
        assert_eq!(out.text(), "中<中<i>");
        assert_eq!(rest.last(), Some(&Piece::Close("a:b")));
        assert_eq!(rest[rest.len() - 2], Piece::Close("br"));
        assert!(pieces.faults().is_empty());
    }

    #[test]
    fn declared_entities_are_not_expanded() {
        let input = "<!DOCTYPE d [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><d>&b;甲&nbsp;&b;</d>";
        let mut pieces = Pieces::new(input);
        let mut out = MappedText::new();
        pieces.by_ref().for_each(|piece| push_piece(&mut out, input, &piece));
        assert_eq!(out.text(), "甲 ");
        let faults = pieces.faults();
        assert!(faults.len() == 1 && faults[0].message.starts_with("2 "), "{faults:?}");
    }

    proptest! {
        #[test]
        fn any_text_is_cut(input in "(<a>|</a>|<b c='d'|>|<|&|;|&lt;|&x;|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?xml|\\?>|<!DOCTYPE|中|\"| |/){0,40}") {
            let mut pieces = Pieces::new(&input);
            let mut out = MappedText::new();
            pieces.by_ref().for_each(|piece| push_value(&mut out, &input, &piece));
            prop_assert_eq!(out.map().check(out.text()), Ok(()));
        }
    }
}
