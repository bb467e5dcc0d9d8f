//! Headlines that stand on the same line as the agency's date line (甲国外长访乙国新华社某地1月2日电…), as agencies' archives
//! keep them: parted before anything else is asked. Next to read: `dateline.rs`.

use chancery_text::Span;

use super::dateline::dateline;
use super::guide::Guide;
use crate::Sheet;
use crate::sheet::{Block, BlockKind, Gap};

/// Fewest and most characters of such a headline: shorter ones are what leads a date line (据), longer ones a sentence.
const LEAST: usize = 6;
const MOST: usize = 48;

/// Marks that no headline runs over.
const STOPS: &[char] = &['。', '！', '？', '；', '!', ';'];

/// Marks and words behind which an agency is quoted, or which open its line.
const OPEN: &[char] = &['(', '（', '〔', '【', '[', '［'];

/// Parts every block that begins with a headline and goes on with an agency's date line.
pub(crate) fn part(sheet: &mut Sheet, guide: &Guide) {
    let mut at = 0;
    while at < sheet.blocks.len() {
        let block = sheet.blocks[at];
        if block.kind == BlockKind::Paragraph
            && let Some(length) = headline(sheet.words(&block), guide)
        {
            let middle = block.span.start() + length as u32;
            sheet.blocks[at].span = Span::new(block.span.start(), middle);
            let rest = Block { span: Span::new(middle, block.span.end()), gap: Gap::Block, indent: false, ..block };
            sheet.blocks.insert(at + 1, rest);
            at += 1;
        }
        at += 1;
    }
}

/// How many bytes of `words` are a headline before an agency's date line.
fn headline(words: &str, guide: &Guide) -> Option<usize> {
    let forms = &guide.conventions.dateline;
    let end = words.char_indices().nth(MOST).map_or(words.len(), |(end, _)| end);
    let head = &words[..words[..end].find(STOPS).unwrap_or(end)];
    let folded = guide.fold(head);
    if head.is_ascii() || folded.len() != head.len() {
        return None;
    }
    let agencies = forms.agencies.iter().filter(|a| !a.is_ascii());
    let first = agencies.filter_map(|a| folded.find(a.as_str())).min()?;
    let title = head[..first].trim_end();
    let quoted = |t: &str| forms.leads.iter().any(|l| l.chars().all(char::is_alphabetic) && t.ends_with(l.as_str()));
    let bare = title.trim_end_matches(OPEN).trim_end();
    let from = bare.len() + title[bare.len()..].find(OPEN).unwrap_or(head[bare.len()..first].len());
    let from = if bare.len() < title.len() { from } else { first };
    let named = bare.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST;
    if !named || quoted(&folded[..bare.len()]) || bare.ends_with(|c: char| !c.is_alphanumeric() && !closes(c)) {
        return None;
    }
    let found = dateline(&words[from..], guide)?;
    (found.agency.is_some() && found.date.is_some()).then_some(from)
}

/// Marks that may end a headline.
fn closes(c: char) -> bool {
    matches!(c, '”' | '」' | '』' | '》' | ')' | '）' | '"')
}
