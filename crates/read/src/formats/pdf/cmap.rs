//! Character maps of PDF fonts: codes → text, from a `/ToUnicode` stream or the name of a predefined map.
//! Predefined maps whose codes are themselves text in a known encoding (`UniGB-UCS2-H`, `GBK-EUC-H`, `ETen-B5-H` …) are
//! read through that encoding; maps of bare glyph numbers (`Identity-H`) need a `/ToUnicode`.
//! Next to read: `font.rs`.

use std::collections::BTreeMap;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_16BE};

/// Entries kept of one map; the largest real ones hold one for each of 65,536 codes.
const ENTRIES: usize = 200_000;

/// Code → text.
#[derive(Debug, Default)]
pub(super) struct ToUnicode {
    single: BTreeMap<u32, String>,
    /// First code → last code and the first one's text; the last character counts up.
    ranges: BTreeMap<u32, (u32, Vec<u16>)>,
}

impl ToUnicode {
    /// Reads the map's program; what isn't understood is passed over.
    pub(super) fn parse(program: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token> = Vec::new();
        let mut rest = program;
        while let Some(token) = next_token(&mut rest) {
            match token {
                Token::Word(word) => {
                    match word.as_slice() {
                        b"endbfchar" => map.add_singles(&operands),
                        b"endbfrange" => map.add_ranges(&operands),
                        _ => {}
                    }
                    operands.clear();
                }
                other if operands.len() < 3 * ENTRIES => operands.push(other),
                _ => {}
            }
        }
        map
    }

    fn add_singles(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Code(code), Token::Code(text)] = pair
                && self.single.len() < ENTRIES
            {
                self.single.insert(number(code), utf16(&units(text)));
            }
        }
    }

    fn add_ranges(&mut self, operands: &[Token]) {
        let mut at = 0;
        while let [Token::Code(first), Token::Code(last), rest @ ..] = &operands[at..] {
            let (first, last) = (number(first), number(last));
            match rest.first() {
                Some(Token::Code(text)) => {
                    if self.ranges.len() < ENTRIES && first <= last {
                        self.ranges.insert(first, (last, units(text)));
                    }
                    at += 3;
                }
                Some(Token::Open) => {
                    let list = rest[1..].iter().map_while(|t| if let Token::Code(c) = t { Some(c) } else { None });
                    let mut count = 0;
                    for (code, text) in (first..=last).zip(list) {
                        count += 1;
                        if self.single.len() < ENTRIES {
                            self.single.insert(code, utf16(&units(text)));
                        }
                    }
                    at += 3 + count;
                    at += usize::from(matches!(operands.get(at), Some(Token::Close)));
                }
                _ => return,
            }
        }
    }

    /// The text of a code, appended to `out`; says whether there was any.
    pub(super) fn push(&self, code: u32, out: &mut String) -> bool {
        if let Some(text) = self.single.get(&code) {
            out.push_str(text);
            return !text.is_empty();
        }
        let Some((first, (last, text))) = self.ranges.range(..=code).next_back() else {
            return false;
        };
        if code > *last || text.is_empty() {
            return false;
        }
        let mut text = text.clone();
        let end = text.len() - 1;
        text[end] = text[end].wrapping_add((code - first) as u16);
        out.push_str(&utf16(&text));
        true
    }
}

#[derive(Debug)]
enum Token {
    /// `<4E2D>`: its bytes.
    Code(Vec<u8>),
    Open,
    Close,
    Word(Vec<u8>),
}

fn next_token(rest: &mut &[u8]) -> Option<Token> {
    loop {
        let (&first, after) = rest.split_first()?;
        match first {
            b'<' if after.first() == Some(&b'<') => *rest = &after[1..],
            b'<' => {
                let end = memchr::memchr(b'>', after).unwrap_or(after.len());
                *rest = &after[(end + 1).min(after.len())..];
                return Some(Token::Code(hex(&after[..end])));
            }
            b'[' => {
                *rest = after;
                return Some(Token::Open);
            }
            b']' => {
                *rest = after;
                return Some(Token::Close);
            }
            b'%' => *rest = &after[memchr::memchr2(b'\n', b'\r', after).unwrap_or(after.len())..],
            b if b.is_ascii_alphabetic() => {
                let end = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let word = rest[..end].to_vec();
                *rest = &rest[end..];
                return Some(Token::Word(word));
            }
            _ => *rest = after,
        }
    }
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let values: Vec<u8> = digits.iter().filter_map(|&b| char::from(b).to_digit(16)).map(|d| d as u8).collect();
    values.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |sum, &b| sum << 8 | u32::from(b))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    if let [one] = bytes {
        return vec![u16::from(*one)];
    }
    bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
}

fn utf16(units: &[u16]) -> String {
    char::decode_utf16(units.iter().copied()).filter_map(Result::ok).filter(|c| *c != '\0').collect()
}

/// How a composite font's strings are cut into codes, and what a code says by itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Coding {
    /// Two bytes a code, glyph numbers.
    Identity,
    /// Text in this encoding.
    Text(&'static Encoding),
}

impl Coding {
    /// The coding of the predefined map with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let stem = name.strip_suffix("-H").or_else(|| name.strip_suffix("-V")).unwrap_or(name);
        let has = |part: &str| stem.contains(part);
        Some(match stem {
            "Identity" => Self::Identity,
            _ if has("UCS2") || has("UTF16") => Self::Text(UTF_16BE),
            _ if stem.starts_with("GB") => Self::Text(GB18030),
            _ if has("B5") || stem.starts_with("HKscs") => Self::Text(BIG5),
            _ if has("RKSJ") => Self::Text(SHIFT_JIS),
            _ if stem.starts_with("KSC") => Self::Text(EUC_KR),
            "EUC" => Self::Text(EUC_JP),
            _ => return None,
        })
    }

    /// Length of the code that `bytes` begin with, at least 1 where there is any.
    pub(super) fn code_length(self, bytes: &[u8]) -> usize {
        let length = match self {
            Self::Identity => 2,
            Self::Text(e) if e == UTF_16BE => 2 * (1 + usize::from((0xD8..0xDC).contains(&bytes[0]))),
            Self::Text(e) if e == SHIFT_JIS && (0xA0..0xE0).contains(&bytes[0]) => 1,
            Self::Text(_) if bytes[0] < 0x80 => 1,
            Self::Text(e) if e == GB18030 && bytes.get(1).is_some_and(u8::is_ascii_digit) => 4,
            Self::Text(_) => 2,
        };
        length.min(bytes.len())
    }

    /// What a code says by itself.
    pub(super) fn push(self, code: &[u8], out: &mut String) -> bool {
        let Self::Text(encoding) = self else {
            return false;
        };
        match encoding.decode_without_bom_handling_and_without_replacement(code) {
            Some(text) => out.push_str(&text),
            None => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(map: &ToUnicode, code: u32) -> Option<String> {
        let mut out = String::new();
        map.push(code, &mut out).then_some(out)
    }

    #[test]
    fn singles_ranges_and_lists() {
        let map = ToUnicode::parse(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange
            2 beginbfchar <0003> <0020> <0010> <D840DC0B> endbfchar
            2 beginbfrange <0020> <0022> <4E2D> <0030> <0032> [<0066006C> <0041> <0042>] endbfrange",
        );
        assert_eq!(text(&map, 3).as_deref(), Some(" "));
        assert_eq!(text(&map, 0x10).as_deref(), Some("\u{2000B}"));
        assert_eq!(text(&map, 0x22).as_deref(), Some("\u{4E2F}"));
        assert_eq!(text(&map, 0x30).as_deref(), Some("fl"));
        assert_eq!(text(&map, 0x32).as_deref(), Some("B"));
        assert_eq!(text(&map, 0x23), None);
    }

    #[test]
    fn predefined_maps_are_read_through_their_encoding() {
        for (name, bytes) in [
            ("UniGB-UCS2-H", &b"\x4E\x2D"[..]),
            ("GBK-EUC-H", b"\xD6\xD0"),
            ("ETen-B5-V", b"\xA4\xA4"),
            ("90ms-RKSJ-H", b"\x92\x86"),
        ] {
            let coding = Coding::named(name).unwrap();
            let mut out = String::new();
            assert_eq!(coding.code_length(bytes), 2, "{name}");
            assert!(coding.push(bytes, &mut out));
            assert_eq!(out, "中", "{name}");
        }
        assert!(Coding::named("CNS-EUC-H").is_none());
    }

    #[test]
    fn nonsense_is_passed_over() {
        for program in
            [&b"endbfrange"[..], b"<", b"<12", b"1 beginbfrange <01> <02> [ <03> endbfrange", b"<<<>>>[[[", b"%"]
        {
            assert_eq!(text(&ToUnicode::parse(program), 9), None);
        }
    }
}
