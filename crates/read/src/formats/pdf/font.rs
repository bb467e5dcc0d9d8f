//! A PDF font as far as reading needs it: how its strings are cut into glyphs, what each says and how wide it is.
//! Next to read: `cmap.rs`, then `content.rs`.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::cmap::{Coding, ToUnicode};

/// Widths kept of one font.
const WIDTHS: usize = 70_000;

/// One font.
#[derive(Debug)]
pub(super) struct Font {
    /// Its name without the mark of a subset, for messages.
    pub(super) name: String,
    /// Whether its name says it is bold.
    pub(super) bold: bool,
    /// Whether it runs from top to bottom.
    pub(super) vertical: bool,
    to_unicode: Option<ToUnicode>,
    kind: Kind,
    /// Width of a glyph by code (simple) or number (composite), in em.
    widths: BTreeMap<u32, f32>,
    default_width: Option<f32>,
}

#[derive(Debug)]
enum Kind {
    /// One byte a code; what each says by the font's encoding.
    Simple(Vec<String>),
    Composite(Option<Coding>),
}

/// One glyph of a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    /// Width, or height where the font is vertical, in em.
    pub(super) advance: f32,
    /// Whether it is the one-byte code 32, which word spacing applies to.
    pub(super) is_space: bool,
    /// Whether what it says could be told.
    pub(super) told: bool,
}

impl Font {
    /// Reads a font's dictionary; `budget` bounds what its streams unpack to.
    pub(super) fn read(document: &Document, font: &Dictionary, budget: usize) -> Self {
        let name = font.get(b"BaseFont").and_then(Object::as_name).map_or_else(
            |_| "a font without name".to_owned(),
            |raw| {
                let name = String::from_utf8_lossy(raw).into_owned();
                name.split_once('+').filter(|(tag, _)| tag.len() == 6).map_or(name.clone(), |(_, rest)| rest.to_owned())
            },
        );
        let lower = name.to_ascii_lowercase();
        let bold = ["bold", "black", "heavy", "simhei"].iter().any(|w| lower.contains(w));
        let to_unicode = (font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok())
            .and_then(|s| s.get_plain_content_with_limit(budget).ok())
            .map(|program| ToUnicode::parse(&program));
        let composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Type0");
        let mut read = Self {
            name,
            bold,
            vertical: false,
            to_unicode,
            kind: Kind::Composite(None),
            widths: BTreeMap::new(),
            default_width: None,
        };
        if composite {
            read.composite(document, font)
        } else {
            read.simple(document, font, budget)
        }
        read
    }

    fn composite(&mut self, document: &Document, font: &Dictionary) {
        let encoding = font.get_deref(b"Encoding", document);
        let name = encoding.and_then(Object::as_name).map(|n| String::from_utf8_lossy(n).into_owned());
        self.vertical = name.as_ref().is_ok_and(|n| n.ends_with("-V"));
        // An encoding written out as a stream nearly always has two bytes a code.
        let coding = name.map_or(Some(Coding::Identity), |n| Coding::named(&n));
        self.kind = Kind::Composite(coding);
        self.default_width = Some(1.0);
        let descendant = (font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok())
            .and_then(|all| all.first())
            .and_then(|first| document.dereference(first).ok())
            .and_then(|(_, object)| object.as_dict().ok());
        let Some(descendant) = descendant else {
            return;
        };
        if let Some(width) = descendant.get_deref(b"DW", document).ok().and_then(number) {
            self.default_width = Some(width / 1000.0);
        }
        // Widths go by glyph number, which only an identity coding shows.
        if let (Some(Coding::Identity), Ok(list)) =
            (coding, descendant.get_deref(b"W", document).and_then(Object::as_array))
        {
            self.glyph_widths(document, list);
        }
    }

    /// `[first [w w …] first last w …]`
    fn glyph_widths(&mut self, document: &Document, list: &[Object]) {
        let mut at = 0;
        let whole = |object: &Object| number(object).filter(|n| (0.0..=65535.0).contains(n)).map(|n| n as u32);
        while let [first, second, ..] = &list[at..] {
            let Some(first) = whole(first) else {
                return;
            };
            let second = document.dereference(second).map_or(second, |(_, object)| object);
            if let Ok(each) = second.as_array() {
                for (i, width) in each.iter().filter_map(number).enumerate().take(WIDTHS) {
                    self.widths.insert(first + i as u32, width / 1000.0);
                }
                at += 2;
            } else if let (Some(last), Some(width)) = (whole(second), list.get(at + 2).and_then(number)) {
                for code in first..=last {
                    self.widths.insert(code, width / 1000.0);
                }
                at += 3;
            } else {
                return;
            }
            if self.widths.len() > WIDTHS {
                return;
            }
        }
    }

    fn simple(&mut self, document: &Document, font: &Dictionary, budget: usize) {
        // Without the ToUnicode the library reads the font's own encoding, which is what is wanted beside it.
        let mut plain = font.clone();
        plain.remove(b"ToUnicode");
        plain.set("Type", Object::Name(b"Font".to_vec()));
        let table = match plain.get_font_encoding_with_limit(document, budget) {
            Ok(encoding) => (0..=255u8).map(|b| encoding.bytes_to_string(&[b]).unwrap_or_default()).collect(),
            Err(_) => Vec::new(),
        };
        self.kind = Kind::Simple(table);
        // A Type 3 font measures in its own units.
        let unit = (font.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok())
            .and_then(|matrix| matrix.first().and_then(number))
            .map_or(0.001, f32::abs);
        let first =
            font.get_deref(b"FirstChar", document).ok().and_then(number).unwrap_or(0.0).clamp(0.0, 255.0) as u32;
        if let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) {
            for (i, width) in widths.iter().take(256).enumerate() {
                let width = document.dereference(width).ok().and_then(|(_, object)| number(object));
                self.widths.extend(width.map(|w| (first + i as u32, w * unit)));
            }
        }
    }

    /// Cuts a string into glyphs, in order: what each says is appended to `out` before `each` is called.
    pub(super) fn glyphs(&self, bytes: &[u8], out: &mut String, each: &mut dyn FnMut(Code, &mut String)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = match &self.kind {
                Kind::Simple(_) => 1,
                Kind::Composite(coding) => coding.unwrap_or(Coding::Identity).code_length(rest).max(1),
            };
            let (code, after) = rest.split_at(length);
            rest = after;
            let value = code.iter().take(4).fold(0u32, |sum, &b| sum << 8 | u32::from(b));
            let before = out.len();
            let told = self.push_text(code, value, out);
            let width = self.widths.get(&value).copied().or(self.default_width);
            let width = width.unwrap_or_else(|| usual_width(&out[before..]));
            let half = matches!(&self.kind, Kind::Composite(Some(Coding::Text(_)))) && out[before..].is_ascii();
            let advance = if self.vertical {
                1.0
            } else if half && told {
                width / 2.0
            } else {
                width
            };
            each(Code { advance, is_space: length == 1 && value == 32, told }, out);
        }
    }

    fn push_text(&self, code: &[u8], value: u32, out: &mut String) -> bool {
        if self.to_unicode.as_ref().is_some_and(|map| map.push(value, out)) {
            return true;
        }
        match &self.kind {
            Kind::Simple(table) => {
                let text = table.get(value as usize).map_or("", String::as_str);
                out.push_str(text);
                !text.is_empty() || value <= 32
            }
            Kind::Composite(Some(coding)) => coding.push(code, out),
            Kind::Composite(None) => false,
        }
    }
}

/// Widths of the fonts that every viewer has and files therefore don't describe: near enough to tell columns apart.
fn usual_width(text: &str) -> f32 {
    match text.chars().next() {
        Some('i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | ';' | '\'' | '!' | '|') => 0.28,
        Some('m' | 'w' | 'M' | 'W') => 0.85,
        Some(c) if c.is_ascii_uppercase() => 0.68,
        Some(c) if (c as u32) >= 0x2E80 => 1.0,
        _ => 0.53,
    }
}

pub(super) fn number(object: &Object) -> Option<f32> {
    let number = match object {
        Object::Integer(i) => *i as f32,
        Object::Real(r) => *r,
        _ => return None,
    };
    number.is_finite().then_some(number)
}
