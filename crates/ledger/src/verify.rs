//! Evidence led back to the bytes: the stored source is sliced by the record's map, decoded, freed of character references
//! and white space, and compared with the text. It shares no code with the readers that made the map, so that it can
//! find them wrong. A character that no run leads from must be white space or lie in a repair that says what stood there.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use encoding_rs::Encoding;
use serde::Serialize;

use crate::record::Evidence;
use crate::{ActId, AsOf, Ledger, LedgerError};

/// Most that is told of one article; what is beyond is counted.
const MOST_TOLD: usize = 8;

/// Unpacked size of a part of an office file that is looked at: as the reader's own limit.
const LARGEST_PART: u64 = 256 << 20;

/// What was found out about a stretch of text.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Checked {
    /// The act or article.
    #[schema(example = "6211b276b9.p119-133")]
    pub id: String,
    /// Whether its characters were compared with bytes; formats whose bytes are no text (PDF) have only their quotes
    /// compared with the text, and their source's hash.
    pub by_bytes: bool,
    /// Runs compared.
    pub runs: usize,
    /// Code points looked at.
    pub characters: usize,
    /// Code points that rest on repairs, by kind of repair.
    pub repaired: BTreeMap<String, usize>,
    /// What stood in the place of repairs, first ones.
    pub found: Vec<String>,
    /// Quotes compared with the text.
    pub quotes: usize,
    /// Bytes of the source that the stretch leads to: first, and one past the last.
    #[schema(example = json!([2210, 2243]), required = true)]
    pub bytes: Option<(u32, u32)>,
    /// What is wrong, in words.
    pub wrong: Vec<String>,
}

impl Checked {
    /// Whether everything agreed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.wrong.is_empty()
    }

    fn tell(&mut self, message: impl FnOnce() -> String) {
        if self.wrong.len() < MOST_TOLD {
            self.wrong.push(message());
        }
    }
}

/// The sum over many articles.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verdicts {
    /// Articles looked at.
    pub articles: usize,
    /// Of them, those whose characters could be compared with bytes.
    pub by_bytes: usize,
    /// Runs compared.
    pub runs: usize,
    /// Code points looked at.
    pub characters: usize,
    /// Code points that rest on repairs.
    pub repaired: usize,
    /// Quotes compared.
    pub quotes: usize,
    /// What is wrong: the article, and what.
    pub wrong: Vec<(String, String)>,
}

impl Verdicts {
    fn add(&mut self, one: Checked) {
        self.articles += 1;
        self.by_bytes += usize::from(one.by_bytes);
        self.runs += one.runs;
        self.characters += one.characters;
        self.repaired += one.repaired.values().sum::<usize>();
        self.quotes += one.quotes;
        let id = one.id;
        self.wrong.extend(one.wrong.into_iter().map(|message| (id.clone(), message)));
    }
}

impl Ledger {
    /// Leads one act's quote back to the bytes; of a reading that another took the place of, too.
    ///
    /// # Errors
    /// Where there is no such act, or what is stored can't be read.
    pub fn verify_act(&self, id: &ActId, as_of: AsOf) -> Result<Checked, LedgerError> {
        let act = self.act_as_last_read(id, as_of)?;
        let quote = (act.act.start, act.act.end, act.act.quote.as_str());
        self.verify(act.article, &id.to_string(), Some((act.act.start, act.act.end)), &[quote], &mut None)
    }

    /// Leads an article's whole text, and its acts' quotes, back to the bytes.
    ///
    /// # Errors
    /// Where there is no such article, or what is stored can't be read.
    pub fn verify_article(&self, row: i64) -> Result<Checked, LedgerError> {
        self.verify_one(row, &mut None)
    }

    fn verify_one(&self, row: i64, last: &mut Option<Bytes>) -> Result<Checked, LedgerError> {
        let body: Vec<u8> =
            self.db.prepare_cached("SELECT body FROM article WHERE id = ?1")?.query_row([row], |row| row.get(0))?;
        let id = self.article(row)?.id;
        let acts: Vec<_> = self.unpacked_acts(row, &body, None)?.into_iter().map(|(_, _, act)| act).collect();
        let quotes: Vec<_> = acts.iter().map(|act| (act.start, act.end, act.quote.as_str())).collect();
        self.verify(row, &id, None, &quotes, last)
    }

    /// [`Ledger::verify_article`] over every article that was ever read, telling `each` how many are done.
    ///
    /// # Errors
    /// Where the store fails; a damaged article or page is a finding, not an error.
    pub fn verify_all(&self, each: &mut dyn FnMut(usize)) -> Result<Verdicts, LedgerError> {
        let rows = match self.article_rows() {
            Err(error @ LedgerError::Corrupt(_)) => {
                let wrong = vec![("database".to_owned(), error.to_string())];
                return Ok(Verdicts { wrong, ..Verdicts::default() });
            }
            rows => rows?,
        };
        let mut sum = Verdicts::default();
        let mut last = None;
        for (done, (row, key)) in rows.into_iter().enumerate() {
            match self.verify_one(row, &mut last) {
                Ok(checked) => sum.add(checked),
                Err(error @ LedgerError::Store(_)) => return Err(error),
                Err(LedgerError::Corrupt(error)) => sum.wrong.push((
                    crate::ids::short(&key).to_owned(),
                    format!(
                        "{} lies in a damaged page ({error}): restore the ledger from a backup",
                        self.article_told("the record, or the source,", row)
                    ),
                )),
                Err(error) => sum.wrong.push((crate::ids::short(&key).to_owned(), error.to_string())),
            }
            each(done + 1);
        }
        Ok(sum)
    }

    fn verify(
        &self,
        article: i64,
        id: &str,
        within: Option<(u32, u32)>,
        quotes: &[(u32, u32, &str)],
        last: &mut Option<Bytes>,
    ) -> Result<Checked, LedgerError> {
        let damaged = |what: &str, error: String| LedgerError::Damaged { what: format!("{what} of {id}"), error };
        let record = self.record(article)?;
        let evidence: Evidence = serde_json::from_str(&record).map_err(|e| damaged("the record", e.to_string()))?;
        let source: i64 = self
            .db
            .prepare_cached("SELECT r.source FROM article t JOIN reading r ON r.id = t.reading WHERE t.id = ?1")?
            .query_row([article], |row| row.get(0))?;
        let bytes = match last {
            Some(known) if known.source == source => known,
            _ => last.insert(self.bytes_of(source, article)?),
        };
        let mut checked = Checked {
            id: id.to_owned(),
            by_bytes: true,
            runs: 0,
            characters: 0,
            repaired: BTreeMap::new(),
            found: Vec::new(),
            quotes: quotes.len(),
            bytes: None,
            wrong: Vec::new(),
        };
        if !bytes.are_those_read {
            checked.tell(|| "the stored bytes are not those that were read: their hash is another".to_owned());
        }
        let text = Places::new(&evidence.text);
        for (start, end, quote) in quotes {
            if text.slice(*start, *end) != Some(*quote) {
                checked.tell(|| format!("the quote at {start}-{end} is not that slice of the text: {quote}"));
            }
        }
        let (start, end) = within.unwrap_or((0, text.len()));
        checked.characters = (end - start.min(end)) as usize;
        checked.by_bytes = evidence.source.media_type != "application/pdf";
        let mut source = &bytes.whole;
        let unpacked;
        if let Some(part) = &evidence.source.part {
            unpacked = unzipped(source, part).map_err(|error| damaged("the source", error))?;
            source = &unpacked;
        }
        let label = evidence.source.charset.as_deref().unwrap_or("utf-8");
        let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        if checked.by_bytes {
            compare(&evidence, &text, source, encoding, (start, end), &mut checked);
        }
        Ok(checked)
    }
}

/// The bytes of a source, kept from one of its articles to the next.
struct Bytes {
    source: i64,
    whole: Vec<u8>,
    are_those_read: bool,
}

impl Ledger {
    fn bytes_of(&self, source: i64, article: i64) -> Result<Bytes, LedgerError> {
        let whole = self.source_bytes(article)?;
        let hash: Vec<u8> =
            self.db.prepare_cached("SELECT blake3 FROM source WHERE id = ?1")?.query_row([source], |row| row.get(0))?;
        let are_those_read = blake3::hash(&whole).as_bytes().as_slice() == hash;
        Ok(Bytes { source, whole, are_those_read })
    }
}

/// Compares the runs over a stretch of the text, and that nothing else is left there.
fn compare(
    evidence: &Evidence,
    text: &Places<'_>,
    source: &[u8],
    encoding: &'static Encoding,
    (start, end): (u32, u32),
    checked: &mut Checked,
) {
    let mut bare = vec![true; (end - start.min(end)) as usize];
    let mut cover = |from: u32, to: u32| {
        let (from, to) = (from.max(start), to.min(end));
        if from < to {
            bare[(from - start) as usize..(to - start) as usize].fill(false);
        }
        to.saturating_sub(from) as usize
    };
    for run in evidence.map.iter().filter(|run| run[0] < end && run[1] > start) {
        let [from, to, first, last] = cut(*run, start, end);
        checked.runs += 1;
        cover(from, to);
        let bytes = checked.bytes.get_or_insert((first, last));
        *bytes = (bytes.0.min(first), bytes.1.max(last));
        let there = source.get(first as usize..last as usize);
        let Some((raw, wanted)) = there.zip(text.slice(from, to)) else {
            checked.tell(|| format!("the map leads beyond the source or the text at {from}-{to}"));
            continue;
        };
        let (raw, _) = encoding.decode_without_bom_handling(raw);
        if !same(&raw, wanted) {
            checked.tell(|| {
                format!("at {from}-{to} the text says “{wanted}” and the source, bytes {first}-{last}, “{raw}”")
            });
        }
    }
    for repair in evidence.repairs.iter().filter(|repair| repair.start <= end && repair.end >= start) {
        let inside = cover(repair.start, repair.end);
        if inside > 0 || within(repair.start, repair.end, (start, end)) {
            *checked.repaired.entry(repair.kind.clone()).or_default() += inside;
            if checked.found.len() < MOST_TOLD {
                checked.found.push(repair.found.clone());
            }
        }
    }
    let lost: String = (start..end)
        .zip(bare)
        .filter(|(at, bare)| *bare && text.slice(*at, at + 1).is_some_and(|c| !c.trim().is_empty()))
        .filter_map(|(at, _)| text.slice(at, at + 1))
        .take(20)
        .collect();
    if !lost.is_empty() {
        checked.tell(|| format!("characters that lead to no byte and lie in no repair: {lost}"));
    }
}

const fn within(from: u32, to: u32, (start, end): (u32, u32)) -> bool {
    from >= start && to <= end
}

/// The part of a linear run that lies in a stretch; its characters take the same number of bytes each, and where they do
/// not (one reference that stands for several) the run stays whole.
fn cut([from, to, first, last]: [u32; 4], start: u32, end: u32) -> [u32; 4] {
    let (characters, bytes) = (to - from.min(to), last - first.min(last));
    if characters == 0 || bytes % characters != 0 {
        return [from, to, first, last];
    }
    let step = bytes / characters;
    let (new_from, new_to) = (from.max(start), to.min(end));
    [new_from, new_to, first + (new_from - from) * step, last - (to - new_to) * step]
}

/// Equal, or equal once character references are resolved and white space is one space.
fn same(raw: &str, text: &str) -> bool {
    raw == text || folded(&htmlize::unescape(raw)) == folded(text)
}

fn folded(text: &str) -> String {
    let space = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    text.split(space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// One file of an office document.
fn unzipped(archive: &[u8], part: &str) -> Result<Vec<u8>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).map_err(|e| e.to_string())?;
    let file = archive.by_name(part).map_err(|e| format!("{part}: {e}"))?;
    let mut out = Vec::new();
    file.take(LARGEST_PART).read_to_end(&mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

/// A text by code points.
struct Places<'t> {
    text: &'t str,
    edges: Vec<u32>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        let edges = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        Self { text, edges: edges.map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect() }
    }

    fn len(&self) -> u32 {
        u32::try_from(self.edges.len() - 1).unwrap_or(u32::MAX)
    }

    fn slice(&self, start: u32, end: u32) -> Option<&'t str> {
        let (from, to) = (self.edges.get(start as usize)?, self.edges.get(end as usize)?);
        self.text.get(*from as usize..*to as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{EvidenceSource, Repair};

    fn check(source: &str, text: &str, map: Vec<[u32; 4]>, repairs: Vec<Repair>) -> Vec<String> {
        let about = EvidenceSource { media_type: "text/html".into(), charset: None, part: None };
        let evidence = Evidence { text: text.into(), map, repairs, source: about };
        let places = Places::new(text);
        let mut checked = Checked {
            id: "a".into(),
            by_bytes: true,
            runs: 0,
            characters: 0,
            repaired: BTreeMap::new(),
            found: Vec::new(),
            quotes: 0,
            bytes: None,
            wrong: Vec::new(),
        };
        compare(&evidence, &places, source.as_bytes(), encoding_rs::UTF_8, (0, places.len()), &mut checked);
        checked.wrong
    }

    #[test]
    fn what_leads_to_its_bytes_holds() {
        assert_eq!(
            check("<p>甲&amp;乙</p>", "甲&乙", vec![[0, 1, 3, 6], [1, 2, 6, 11], [2, 3, 11, 14]], vec![]),
            [""; 0]
        );
        let joined = Repair { start: 0, end: 2, kind: "joined".into(), found: "支\n持".into() };
        assert_eq!(check("支\n持", "支持", vec![], vec![joined]), [""; 0]);
    }

    #[test]
    fn what_does_not_is_named() {
        let wrong = check("甲乙", "甲丙", vec![[0, 2, 0, 6]], vec![]);
        assert!(wrong[0].contains("“甲丙”") && wrong[0].contains("“甲乙”"), "{wrong:?}");
        let lost = check("甲", "甲 丁", vec![[0, 1, 0, 3]], vec![]);
        assert!(lost[0].ends_with("no repair: 丁"), "{lost:?}");
        let beyond = check("甲", "甲", vec![[0, 1, 3, 6]], vec![]);
        assert!(beyond[0].contains("beyond"), "{beyond:?}");
    }

    #[test]
    fn a_quote_is_cut_out_of_its_run() {
        assert_eq!(cut([10, 20, 100, 130], 12, 15), [12, 15, 106, 115]);
        assert_eq!(cut([10, 12, 100, 105], 11, 12), [10, 12, 100, 105], "not the same number of bytes each");
    }
}
