//! Bytes kept small: zstd with a dictionary of the record's own forms, so that short articles gain too. (Named for packing;
//! language packs are another thing.)
//!
//! An article is one frame: its text, its acts, the rest of its record, in that order; what follows from the text or from itself is
//! left out before (`spare.rs`). A source is packed beside the texts that were read from it, so that it costs what they leave
//! out. How the dictionary was made: `crates/xtask/src/dictionary.rs`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Read;
use std::sync::{Arc, LazyLock};

use flate2::read::DeflateDecoder;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::CParameter;

use crate::dictionary::Dictionary;
use crate::{LedgerError, spare};

/// How hard to try; see docs/benchmarks.md. What was packed at another level is unpacked as well.
const LEVEL: i32 = 9;

/// Never changes: what was packed with it is unpacked with it. Another one is another way of packing, beside this.
const DICTIONARY: &[u8] = include_bytes!("record.dictionary");

/// How bytes are packed, the first byte: alone, or beside a text.
const ALONE: u8 = 1;
const BESIDE: u8 = 2;
/// As it is: what could not be packed, for want of memory, is kept all the same.
const PLAIN: u8 = 3;
/// An article of which what follows was left out first (`spare.rs`), since format 3; packed, or as it is.
const SPARE: u8 = 4;
const SPARE_PLAIN: u8 = 5;
/// The same by a dictionary of the ledger's own, whose number comes first; since format 4.
const OWN: u8 = 6;

/// The largest text that a source is packed beside: both must stand in memory to read it.
const LARGEST_BESIDE: usize = 16 << 20;

/// Frames up to this size are unpacked in one go, whatever is wanted of them.
pub(crate) const AT_ONCE: usize = 1 << 20;

static PACKING: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static UNPACKING: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

thread_local! {
    // Making one costs more than packing a short text.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
    // The same for what is packed beside a text, which it is given anew each time.
    static PACKER_BESIDE: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    // The same for articles of a ledger that has a dictionary of its own, with that.
    static PACKER_OWN: RefCell<Option<(Arc<Dictionary>, Compressor<'static>)>> = const { RefCell::new(None) };
}

fn plain(packer: &mut Compressor<'_>) -> std::io::Result<()> {
    // Length and way of packing stand before the frame already.
    packer.set_parameter(CParameter::ContentSizeFlag(false))?;
    packer.set_parameter(CParameter::DictIdFlag(false))?;
    packer.set_parameter(CParameter::ChecksumFlag(true))
}

fn squeeze(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    PACKER.with_borrow_mut(|kept| {
        let mut packer = match kept.take() {
            Some(packer) => packer,
            None => {
                let mut packer = Compressor::with_prepared_dictionary(&PACKING)?;
                plain(&mut packer)?;
                packer
            }
        };
        let packed = packer.compress(bytes);
        *kept = Some(packer);
        packed
    })
}

/// The same by a dictionary of a ledger's own.
fn squeeze_by(own: &Arc<Dictionary>, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    PACKER_OWN.with_borrow_mut(|kept| {
        let mut packer = match kept.take() {
            Some((before, packer)) if Arc::ptr_eq(&before, own) => packer,
            _ => {
                let mut packer = Compressor::with_dictionary(LEVEL, &own.bytes)?;
                plain(&mut packer)?;
                packer
            }
        };
        let packed = packer.compress(bytes);
        *kept = Some((Arc::clone(own), packer));
        packed
    })
}

fn put_length(out: &mut Vec<u8>, mut length: usize) {
    while length >= 0x80 {
        out.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
}

fn length(bytes: &mut &[u8]) -> Option<usize> {
    let mut out = 0usize;
    for shift in (0..42).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        out |= usize::from(first & 0x7F) << shift;
        if first & 0x80 == 0 {
            return Some(out);
        }
    }
    None
}

/// Packs `bytes` by themselves.
pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    framed(&[bytes.len()], bytes, (ALONE, PLAIN))
}

/// A way of packing, lengths, and the bytes packed so; the other way is for what could not be packed.
fn framed(lengths: &[usize], bytes: &[u8], (packed, plain): (u8, u8)) -> Vec<u8> {
    let squeezed = squeeze(bytes);
    let mut out = vec![if squeezed.is_ok() { packed } else { plain }];
    lengths.iter().for_each(|length| put_length(&mut out, *length));
    out.extend_from_slice(squeezed.as_deref().unwrap_or(bytes));
    out
}

/// Packs `bytes` beside `texts`, which must be at hand to unpack them.
pub(crate) fn pack_beside(bytes: &[u8], texts: &str) -> Vec<u8> {
    if texts.is_empty() || texts.len() + bytes.len() > LARGEST_BESIDE {
        return pack(bytes);
    }
    let mut out = vec![BESIDE];
    put_length(&mut out, bytes.len());
    let squeezed = |kept: &mut Option<Compressor<'static>>| -> std::io::Result<Vec<u8>> {
        let mut packer = match kept.take() {
            Some(packer) => packer,
            None => {
                let mut packer = Compressor::new(LEVEL)?;
                plain(&mut packer)?;
                packer
            }
        };
        packer.set_dictionary(LEVEL, texts.as_bytes())?;
        packer.set_parameter(CParameter::WindowLog((texts.len() + bytes.len()).ilog2() + 1))?;
        let packed = packer.compress(bytes)?;
        // What a large one needed is not held on to.
        *kept = Some(packer).filter(|_| texts.len() + bytes.len() <= AT_ONCE);
        Ok(packed)
    };
    match PACKER_BESIDE.with_borrow_mut(squeezed) {
        Ok(frame) => out.extend(frame),
        Err(_) => return pack(bytes),
    }
    out
}

/// Whether packed bytes need the texts beside which they were packed.
pub(crate) fn stands_beside(packed: &[u8]) -> bool {
    packed.first() == Some(&BESIDE)
}

/// Unpacks; `what` names it where it is damaged. `texts` are those it was packed beside, if it was.
///
/// # Errors
/// Where it is damaged.
pub(crate) fn unpack(packed: &[u8], texts: &str, what: &dyn Fn() -> String) -> Result<Vec<u8>, LedgerError> {
    let damaged = |error: &str| LedgerError::Damaged { what: what(), error: error.to_owned() };
    let (way, mut rest) = packed.split_first().ok_or_else(|| damaged("nothing is there"))?;
    let length = length(&mut rest).ok_or_else(|| damaged("it has no length"))?;
    let out = match *way {
        ALONE => whole(rest, length),
        PLAIN => Ok(rest.to_vec()),
        BESIDE => Decompressor::with_dictionary(texts.as_bytes()).and_then(|mut one| one.decompress(rest, length)),
        _ => return Err(damaged("it is packed in no known way")),
    };
    let out = out.map_err(|error| damaged(&error.to_string()))?;
    if out.len() == length { Ok(out) } else { Err(damaged("its length is another")) }
}

fn whole(frame: &[u8], length: usize) -> std::io::Result<Vec<u8>> {
    UNPACKER.with_borrow_mut(|kept| {
        let mut unpacker = match kept.take() {
            Some(unpacker) => unpacker,
            None => Decompressor::with_prepared_dictionary(&UNPACKING)?,
        };
        let unpacked = unpacker.decompress(frame, length);
        *kept = Some(unpacker);
        unpacked
    })
}

/// What is wanted of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Its text.
    Text,
    /// Its acts alone.
    List,
    /// Its text and acts.
    Acts,
    /// All of it.
    Rest,
}

/// An article, unpacked; empty beyond what was wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) text: String,
    pub(crate) acts: String,
    pub(crate) rest: String,
}

/// Unpacks by the dictionaries of a ledger's own.
pub(crate) trait Own {
    /// A frame of `all` bytes, as far as is needed.
    fn unpack(&self, number: u32, frame: &[u8], all_and_needed: (usize, usize)) -> std::io::Result<Vec<u8>>;
}

/// Of a ledger that has none.
pub(crate) struct NoneOwn;

impl Own for NoneOwn {
    fn unpack(&self, _: u32, _: &[u8], _: (usize, usize)) -> std::io::Result<Vec<u8>> {
        Err(std::io::Error::other("it is packed by a dictionary that this ledger does not have"))
    }
}

impl Body {
    /// Its parts as they are packed: what follows from them left out.
    pub(crate) fn spared(&self) -> [Cow<'_, str>; 3] {
        [(&*self.text).into(), spare::acts(&self.acts, &self.text).into(), spare::rest(&self.rest).into()]
    }

    /// Packed by that dictionary, or where there is none by the program's own.
    pub(crate) fn pack(&self, own: Option<&Arc<Dictionary>>) -> Vec<u8> {
        let parts = self.spared();
        let (lengths, all) = (parts.each_ref().map(|part| part.len()), parts.concat());
        let squeezed = own.and_then(|own| Some((own, squeeze_by(own, all.as_bytes()).ok()?)));
        let Some((own, squeezed)) = squeezed else {
            return framed(&lengths, all.as_bytes(), (SPARE, SPARE_PLAIN));
        };
        let mut out = Vec::with_capacity(squeezed.len() + 12);
        out.push(OWN);
        put_length(&mut out, own.number as usize);
        lengths.iter().for_each(|length| put_length(&mut out, *length));
        out.extend(squeezed);
        out
    }

    /// # Errors
    /// Where it is damaged.
    pub(crate) fn unpack(
        packed: &[u8],
        wanted: Part,
        own: &dyn Own,
        what: &dyn Fn() -> String,
    ) -> Result<Self, LedgerError> {
        let unpacked = Unpacked::of(packed, wanted, own, what)?;
        let (text, acts, rest) = unpacked.parts(what)?;
        let (acts, rest) = if unpacked.spare {
            let lost = || damaged(what, "what was left out of it can't be put back");
            (spare::whole_acts(acts, text).ok_or_else(lost)?, spare::whole_rest(rest.to_owned()).ok_or_else(lost)?)
        } else {
            (acts.to_owned(), rest.to_owned())
        };
        let text = if wanted == Part::List { String::new() } else { text.to_owned() };
        Ok(Self { text, acts, rest })
    }

    /// A list of the acts at these places (in order), and whether it holds no others.
    ///
    /// # Errors
    /// Where it is damaged.
    pub(crate) fn unpack_acts(
        packed: &[u8],
        places: &[usize],
        own: &dyn Own,
        what: &dyn Fn() -> String,
    ) -> Result<(String, bool), LedgerError> {
        let unpacked = Unpacked::of(packed, Part::List, own, what)?;
        if unpacked.spare {
            let (text, acts, _) = unpacked.parts(what)?;
            if let Some(some) = spare::some_acts(acts, text, places) {
                return Ok((some, true));
            }
        }
        Ok((Self::unpack(packed, Part::List, own, what)?.acts, false))
    }
}

fn damaged(what: &dyn Fn() -> String, error: &str) -> LedgerError {
    LedgerError::Damaged { what: what(), error: error.to_owned() }
}

/// An article's bytes, the frame taken off as far as is wanted.
struct Unpacked {
    bytes: Vec<u8>,
    lengths: [usize; 3],
    /// How many parts are wanted.
    upto: usize,
    spare: bool,
}

impl Unpacked {
    fn of(packed: &[u8], wanted: Part, own: &dyn Own, what: &dyn Fn() -> String) -> Result<Self, LedgerError> {
        let damaged = |error: &str| damaged(what, error);
        let (way, mut frame) = packed.split_first().ok_or_else(|| damaged("nothing is there"))?;
        if !matches!(*way, ALONE | PLAIN | SPARE | SPARE_PLAIN | OWN) {
            return Err(damaged("it is packed in no known way"));
        }
        let number = match *way {
            OWN => length(&mut frame).and_then(|number| u32::try_from(number).ok()),
            _ => Some(0),
        };
        let number = number.ok_or_else(|| damaged("it does not say by which dictionary it is packed"))?;
        let mut lengths = [0; 3];
        for one in &mut lengths {
            *one = length(&mut frame).ok_or_else(|| damaged("it has no length"))?;
        }
        let upto = match wanted {
            Part::Text => 1,
            Part::List | Part::Acts => 2,
            Part::Rest => 3,
        };
        let (all, needed) = (lengths.iter().sum::<usize>(), lengths[..upto].iter().sum::<usize>());
        let bytes = match *way {
            PLAIN | SPARE_PLAIN => Ok(frame.to_vec()),
            OWN => own.unpack(number, frame, (all, needed)),
            _ if all <= AT_ONCE || needed == all => whole(frame, all),
            _ => begin(frame, needed),
        };
        let bytes = bytes.map_err(|error| damaged(&error.to_string()))?;
        if bytes.len() < needed {
            return Err(damaged("its length is another"));
        }
        Ok(Self { bytes, lengths, upto, spare: matches!(*way, SPARE | SPARE_PLAIN | OWN) })
    }

    /// Text, acts, rest; empty beyond what was wanted.
    fn parts(&self, what: &dyn Fn() -> String) -> Result<(&str, &str, &str), LedgerError> {
        let mut at = 0;
        let mut part = |own: usize| -> Result<&str, LedgerError> {
            let range = at..(at + self.lengths[own]).min(self.bytes.len());
            at = range.end;
            let told = if own < self.upto { &self.bytes[range] } else { &[] };
            std::str::from_utf8(told).map_err(|error| damaged(what, &error.to_string()))
        };
        Ok((part(0)?, part(1)?, part(2)?))
    }
}

/// The first bytes of a large frame.
fn begin(frame: &[u8], needed: usize) -> std::io::Result<Vec<u8>> {
    let mut out = vec![0; needed];
    zstd::stream::read::Decoder::with_prepared_dictionary(frame, &UNPACKING)?.read_exact(&mut out)?;
    Ok(out)
}

/// Unpacks what format 1 packed: deflate, the length before it.
///
/// # Errors
/// Where it is damaged.
pub(crate) fn unpack_format_1(packed: &[u8], what: &dyn Fn() -> String) -> Result<Vec<u8>, LedgerError> {
    let damaged = |error: &str| LedgerError::Damaged { what: what(), error: error.to_owned() };
    let (length, body) = packed.split_first_chunk::<8>().ok_or_else(|| damaged("it has no length"))?;
    let length = u64::from_le_bytes(*length);
    let mut out = Vec::with_capacity(usize::try_from(length.min(1 << 28)).unwrap_or(0));
    DeflateDecoder::new(body)
        .take(length.saturating_add(1))
        .read_to_end(&mut out)
        .map_err(|e| damaged(&e.to_string()))?;
    if out.len() as u64 == length { Ok(out) } else { Err(damaged("its length is another")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what() -> String {
        "a text".to_owned()
    }

    #[test]
    fn what_is_packed_comes_back_or_is_refused() {
        let text = "双方同意继续合作。".repeat(200);
        let packed = pack(text.as_bytes());
        assert!(packed.len() < text.len() / 10);
        assert_eq!(unpack(&packed, "", &what).expect("whole"), text.as_bytes());
        assert_eq!(unpack(&pack(b""), "", &what).expect("empty"), b"");
        for cut in [0, 1, 2, packed.len() - 2] {
            let error = unpack(&packed[..cut], "", &what).expect_err("cut");
            assert!(error.to_string().starts_with("a text is damaged"), "{error}");
        }
        let mut other = packed.clone();
        other[1] ^= 1;
        assert!(unpack(&other, "", &what).is_err(), "another length");
        other = packed;
        other[0] = 9;
        assert!(unpack(&other, "", &what).is_err(), "another way");
    }

    #[test]
    fn a_source_costs_what_its_texts_leave_out() {
        let text: String = (0..900u32).filter_map(|n| char::from_u32(0x4E00 + (n * 7919) % 9973)).collect();
        let source = format!("<p>{text}</p>");
        let packed = pack_beside(source.as_bytes(), &text);
        assert!(stands_beside(&packed) && packed.len() < 60, "{}", packed.len());
        assert_eq!(unpack(&packed, &text, &what).expect("whole"), source.as_bytes());
        assert!(unpack(&packed, "another", &what).is_err());
        assert!(!stands_beside(&pack_beside(b"ab", "")));
        // What was packed before, with other texts, changes no byte.
        let long = "双方同意".repeat(30_000);
        pack_beside(long.as_bytes(), &long[..9_000]);
        assert_eq!(pack_beside(source.as_bytes(), &text), packed);
    }

    #[test]
    fn what_could_not_be_packed_is_kept_as_it_is() {
        let body = Body { text: "双方同意".to_owned(), acts: "[]".to_owned(), rest: "{}".to_owned() };
        let parts = [&*body.text, &*body.acts, &*body.rest];
        let mut packed = vec![PLAIN];
        parts.iter().for_each(|part| put_length(&mut packed, part.len()));
        packed.extend(parts.concat().bytes());
        assert_eq!(Body::unpack(&packed, Part::Rest, &NoneOwn, &String::new).expect("whole"), body);
        let mut source = vec![PLAIN];
        put_length(&mut source, 3);
        assert_eq!(unpack(&[&*source, b"abc"].concat(), "", &String::new).expect("whole"), b"abc");
        assert!(unpack(&[&*source, b"ab"].concat(), "", &String::new).is_err());
    }

    #[test]
    fn of_an_article_no_more_is_read_than_is_wanted() {
        for times in [1, 20_000] {
            let own = |text: &str| text.repeat(times);
            let body =
                Body {
                    text: own("双方同意。"), acts: own("[同意]"), rest: own("其余，其余，其余，其余，其余。")
                };
            let packed = body.pack(None);
            assert_eq!(Body::unpack(&packed, Part::Rest, &NoneOwn, &what).expect("whole"), body);
            let acts = Body::unpack(&packed, Part::Acts, &NoneOwn, &what).expect("whole");
            assert_eq!((&acts.text, &acts.acts, &*acts.rest), (&body.text, &body.acts, ""));
            let list = Body::unpack(&packed, Part::List, &NoneOwn, &what).expect("whole");
            assert_eq!((&*list.text, &list.acts, &*list.rest), ("", &body.acts, ""));
            assert_eq!(Body::unpack(&packed, Part::Text, &NoneOwn, &what).expect("whole").text, body.text);
            assert!(Body::unpack(&packed[..packed.len() / 2], Part::Rest, &NoneOwn, &what).is_err());
        }
        let mut hurt = Body { text: "双方同意继续合作".to_owned(), ..Body::default() }.pack(None);
        let last = hurt.len() - 1;
        hurt[last] ^= 1;
        assert!(Body::unpack(&hurt, Part::Text, &NoneOwn, &what).is_err(), "its checksum is another");
    }
}
