//! Which encoding the bytes are in: a mark, then valid UTF-8, then what is declared unless the bytes belie it, then what
//! they look like. Next to read: `walk.rs`.

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_text::SourceSpan;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, DecoderResult, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, ISO_8859_8_I, REPLACEMENT, SHIFT_JIS,
    UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, X_MAC_CYRILLIC, X_USER_DEFINED,
};

use super::walk::is_hkscs;
use crate::Format;

/// Bytes looked at to detect. The detector reads some 10 MB/s, so this is 6 ms at most; a few hundred bytes of Chinese
/// are enough for it.
const SAMPLE: usize = 64 << 10;

/// Where a declaration is looked for. The HTML standard says the first 1024 bytes; pages with long heads break that.
const HEAD: usize = 4096;

/// What was chosen, and why it is worth a word.
pub(super) struct Chosen {
    /// The encoding, or `None` where no decoder reads it.
    pub(super) encoding: Option<&'static Encoding>,
    /// Its name in common codecs.
    pub(super) name: String,
    /// Bytes of the mark at the start.
    pub(super) mark: usize,
    pub(super) faults: Vec<Fault>,
}

impl Chosen {
    fn new(encoding: &'static Encoding, mark: usize, faults: Vec<Fault>) -> Self {
        Self { encoding: Some(encoding), name: codec_name(encoding), mark, faults }
    }
}

pub(super) fn choose(bytes: &[u8], format: Format) -> Chosen {
    if let Some((encoding, mark)) = marked(bytes) {
        return Chosen::new(encoding, mark, Vec::new());
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Chosen::new(encoding, 0, Vec::new());
    }
    let declared = declared(bytes, format);
    if is_utf8(bytes) {
        let lies = declared.as_ref().filter(|d| d.encoding != Some(UTF_8) && !bytes.is_ascii());
        let faults = lies.map(|d| d.lie("utf-8")).into_iter().collect();
        return Chosen::new(UTF_8, 0, faults);
    }
    let sample = sample(bytes);
    let Some(declared) = declared else {
        let encoding = detect(sample);
        return named(Chosen::new(encoding, 0, Vec::new()), bytes);
    };
    let Some(said) = declared.encoding else {
        return Chosen { encoding: None, name: declared.label.clone(), mark: 0, faults: vec![declared.unread()] };
    };
    let seen = detect(sample);
    if said == UTF_8 || (said != seen && belied(said, seen, sample)) {
        let chosen = named(Chosen::new(seen, 0, Vec::new()), bytes);
        let faults = vec![declared.lie(&chosen.name)];
        return Chosen { faults, ..chosen };
    }
    named(Chosen::new(said, 0, Vec::new()), bytes)
}

/// The name that codecs of other programs know (Python's among them).
fn codec_name(encoding: &'static Encoding) -> String {
    if encoding == WINDOWS_874 {
        "cp874".to_owned()
    } else if encoding == X_MAC_CYRILLIC {
        "mac-cyrillic".to_owned()
    } else if encoding == ISO_8859_8_I {
        "iso-8859-8".to_owned()
    } else {
        encoding.name().to_ascii_lowercase()
    }
}

/// Big5 is named for Hong Kong's supplement only where bytes of it occur: the plain name is the wider known.
fn named(mut chosen: Chosen, bytes: &[u8]) -> Chosen {
    if chosen.encoding == Some(BIG5) {
        let mut at = 0;
        while at + 1 < bytes.len() {
            if bytes[at] < 0x80 {
                at += 1;
            } else if is_hkscs(bytes[at], bytes[at + 1]) {
                chosen.name = "big5-hkscs".to_owned();
                break;
            } else {
                at += 2;
            }
        }
    }
    chosen
}

fn marked(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some((UTF_8, 3)),
        [0xFF, 0xFE, ..] => Some((UTF_16LE, 2)),
        [0xFE, 0xFF, ..] => Some((UTF_16BE, 2)),
        _ => None,
    }
}

/// Valid, or so nearly valid that no other encoding can be meant: bytes of another one give few whole sequences and many
/// broken ones.
fn is_utf8(bytes: &[u8]) -> bool {
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
        // Settled long before the end of a large source in another encoding.
        if bad > 256 && bad * 8 > good {
            return false;
        }
    }
    good >= 4 && bad * 8 <= good
}

/// UTF-16 without a mark: nearly all units are of the scripts we read, and enough of them are ones that no text in
/// another encoding gives when its bytes are taken in pairs (ASCII with a zero byte, full-width and ideographic
/// punctuation).
pub(super) fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    if sample.len() < 8 {
        return None;
    }
    let count = sample.len() / 2;
    [UTF_16LE, UTF_16BE].into_iter().find(|&encoding| {
        let (mut unlikely, mut telling) = (0usize, 0usize);
        for pair in sample.chunks_exact(2) {
            let pair = [pair[0], pair[1]];
            let unit = if encoding == UTF_16LE { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) };
            let tells = matches!(unit, 9 | 10 | 13 | 0x20..=0x7E | 0x3000..=0x3002 | 0x3008..=0x3011 | 0xFF01..=0xFF5E);
            telling += usize::from(tells);
            let reads = matches!(unit, 0xA0..=0x24F | 0x370..=0x52F | 0x2010..=0x203A | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7A3);
            unlikely += usize::from(!(tells || reads));
            if unlikely * 100 > count * 3 {
                return false;
            }
        }
        telling * 50 >= count
    })
}

/// The start of a source as UTF-8 for whoever sniffs its format: as it is, unless it is UTF-16.
pub(crate) fn utf16_sample(bytes: &[u8]) -> Option<String> {
    let encoding = marked(bytes).map(|(e, _)| e).filter(|e| *e != UTF_8).or_else(|| unmarked_utf16(bytes))?;
    let (text, _) = encoding.decode_with_bom_removal(&bytes[..bytes.len().min(SAMPLE)]);
    Some(text.into_owned())
}

/// A stretch that begins where ASCII ends: long heads of pages say nothing of the encoding.
fn sample(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|b| *b >= 0x80).unwrap_or(0);
    &bytes[start..bytes.len().min(start + SAMPLE)]
}

fn detect(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let seen = detector.guess(None, Utf8Detection::Deny);
    if seen == GBK {
        return GB18030;
    }
    if PAIRED.contains(&seen) { seen } else { damaged_pairs(sample).unwrap_or(seen) }
}

/// Encodings with two bytes to most characters.
static PAIRED: [&Encoding; 5] = [GB18030, BIG5, SHIFT_JIS, EUC_KR, EUC_JP];

/// One bad byte rules an encoding out for the detector, and it falls back on one that reads anything. So: the encoding
/// in which nearly all pairs are everyday characters and next to none are broken.
fn damaged_pairs(sample: &[u8]) -> Option<&'static Encoding> {
    let high = sample.iter().filter(|b| **b >= 0x80).count();
    let fits = |e: &&'static Encoding| high >= 32 && everyday(e, sample) >= 75 && errors(e, sample) * 100 <= high;
    PAIRED.into_iter().filter(fits).max_by_key(|e| everyday(e, sample))
}

/// Whether the bytes are so much more likely in `seen` that the declaration must be wrong. Between encodings that both
/// read them, the author is believed.
fn belied(said: &'static Encoding, seen: &'static Encoding, sample: &[u8]) -> bool {
    let (said_wrong, seen_wrong) = (errors(said, sample), errors(seen, sample));
    if said_wrong > seen_wrong {
        return said_wrong > 4 * seen_wrong;
    }
    if seen_wrong > 0 || !PAIRED.contains(&seen) {
        return false;
    }
    if !PAIRED.contains(&said) {
        return sample.iter().filter(|b| **b >= 0x80).count() >= 16;
    }
    everyday(seen, sample) > everyday(said, sample) + 30
}

/// Sequences that don't decode; one cut off at the end of the sample isn't counted.
fn errors(encoding: &'static Encoding, sample: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0u8; 4096];
    let (mut at, mut count) = (0, 0);
    loop {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(&sample[at..], &mut buffer, false);
        at += read;
        match result {
            DecoderResult::InputEmpty => return count,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => count += 1,
        }
    }
}

/// How many in a hundred of the two-byte characters lie where the encoding keeps its everyday ones.
fn everyday(encoding: &'static Encoding, sample: &[u8]) -> usize {
    let (mut count, mut common, mut at) = (0usize, 0usize, 0usize);
    while at + 1 < sample.len() {
        let (lead, trail) = (sample[at], sample[at + 1]);
        if lead < 0x80 {
            at += 1;
            continue;
        }
        at += 2;
        count += 1;
        let is_common = if encoding == GB18030 {
            trail >= 0xA1 && matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7)
        } else if encoding == BIG5 {
            matches!(lead, 0xA1 | 0xA4..=0xC6)
        } else if encoding == EUC_KR {
            trail >= 0xA1 && matches!(lead, 0xA1..=0xA3 | 0xB0..=0xC8)
        } else if encoding == EUC_JP {
            trail >= 0xA1 && matches!(lead, 0xA1..=0xA5 | 0xB0..=0xCF)
        } else {
            matches!(lead, 0x81..=0x83 | 0x88..=0x97)
        };
        common += usize::from(is_common);
    }
    (common * 100).checked_div(count).unwrap_or(0)
}

/// An encoding that the document says it is in.
struct Declared {
    label: String,
    /// `None` where no decoder knows it (EUC-TW, HZ).
    encoding: Option<&'static Encoding>,
    place: SourceSpan,
}

impl Declared {
    fn lie(&self, name: &str) -> Fault {
        let message = format!("declared {}, but the bytes are {name}: read as {name}", self.label);
        Fault::new(FaultKind::EncodingLie, Severity::Note, FaultPlace::Source(self.place), message)
    }

    fn unread(&self) -> Fault {
        let message = format!("declared {}, which is not read: convert the source to UTF-8 first", self.label);
        Fault::new(FaultKind::UnknownFormat, Severity::Error, FaultPlace::Source(self.place), message)
    }
}

/// What the document declares: `<?xml encoding=…?>` or `<meta … charset=…>`. Labels that mean nothing are passed over.
fn declared(bytes: &[u8], format: Format) -> Option<Declared> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let xml = head.trim_ascii_start().starts_with(b"<?xml");
    if xml
        && let Some(end) = memchr::memmem::find(head, b"?>")
        && let Some(found) = labelled(head, 0, end, b"encoding")
    {
        return Some(found);
    }
    if !matches!(format, Format::Html | Format::Markdown | Format::Xml) {
        return None;
    }
    let mut from = 0;
    while let Some(open) = memchr::memchr(b'<', &head[from..]).map(|i| from + i) {
        let end = memchr::memchr(b'>', &head[open..]).map_or(head.len(), |i| open + i);
        from = open + 1;
        let is_meta = head[open + 1..end].get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"meta"));
        if is_meta && let Some(found) = labelled(head, open, end, b"charset") {
            return Some(found);
        }
    }
    None
}

/// The label after `word =` between `from` and `to`.
fn labelled(head: &[u8], from: usize, to: usize, word: &[u8]) -> Option<Declared> {
    let at = head[from..to].windows(word.len()).position(|w| w.eq_ignore_ascii_case(word))? + from + word.len();
    let is_filler = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\'');
    let start = at + head[at..to].iter().take_while(|b| is_filler(b)).count();
    let is_label = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':');
    let end = start + head[start..to].iter().take_while(|b| is_label(b)).count();
    let label = std::str::from_utf8(&head[start..end]).ok()?.to_ascii_lowercase();
    let encoding = match Encoding::for_label(label.as_bytes()) {
        // A declaration that could be read is proof that the bytes are not in pairs.
        Some(e) if e == UTF_16LE || e == UTF_16BE || e == X_USER_DEFINED => Some(UTF_8),
        Some(e) if e == REPLACEMENT || e == ISO_2022_JP => None,
        Some(e) if e == GBK => Some(GB18030),
        Some(e) => Some(e),
        None if matches!(label.as_str(), "euc-tw" | "euctw" | "x-euc-tw" | "cns11643") => None,
        None => return None,
    };
    Some(Declared { label, encoding, place: SourceSpan::of(start..end) })
}
