//! What each block of a sheet is, by its words and shape: boilerplate, caption, date line, headline, running text.
//! Next to read: `split.rs`, which makes articles of them.

use chancery_model::PartialDate;

use super::dateline::{DatelineWords, dateline, sign_off};
use super::fields::{FieldLine, field_line};
use super::guide::{Guide, find_folded, starts_with_folded};
use crate::{Block, BlockKind, Gap, Sheet};

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Running text.
    Body,
    /// Could be a headline: short and without an end.
    Short,
    /// Begins with a date line.
    Dateline(DatelineWords),
    /// An agency's sign-off: ends an article.
    SignOff(DatelineWords),
    /// The head of a list of contents.
    Contents,
    /// The head of a digest.
    Digest,
    /// The name of a broadcast.
    Broadcast,
    /// Words about a picture.
    Caption,
    /// A breadcrumb; its last step is the page's title.
    Crumb(String),
    /// Names the outlet.
    Source(String),
    /// A date with a time, and whether a poster's name stands before it.
    Stamp(bool),
    /// A line of fields: when, by whom, from where.
    Fields(FieldLine),
    /// A newspaper's layout line: outlet and day.
    Layout(String, Option<PartialDate>),
    /// A rule.
    Rule,
    /// The head of an editors' tail.
    Tail,
    /// A name and a post above or below a statement: who signs it.
    Byline,
    /// Any other words that are no article's.
    Noise,
}

/// Most characters of a headline; the longest in the corpus (two clauses and a subtitle) has 62.
pub(crate) const HEADLINE: usize = 70;
/// Most characters of one that the markup says is one: three clauses of a broadcast's have 90.
const HEADING: usize = 160;
/// Most characters of a headline that ends with a quoted term: longer ones are sentences without their end.
const TERM_HEADLINE: usize = 36;
/// Most characters of a line of boilerplate of the kinds told by their beginning; longer ones are text. Latin words take
/// about three times the characters of Chinese ones.
const NOISE: usize = 160;
/// Most characters of a page's notice told by a word inside it.
const NOTICE: usize = 60;
/// Longest line of fields, in bytes (see `fields.rs`).
const FIELDS: usize = 420;
/// Longest line that is nothing but a day, in bytes.
const DAY: usize = 40;
/// Longest headline of Latin words at a sheet's head, where a longer text follows.
const LATIN_HEADLINE: usize = 140;
/// The same, where the day stands by itself right under it, as pages saved as text have it.
const DATED_HEADLINE: usize = 320;

/// Tells each block's role.
pub(crate) fn roles(sheet: &Sheet, guide: &Guide) -> Vec<Role> {
    let mut roles: Vec<Role> = sheet.blocks.iter().map(|block| role(sheet, block, guide)).collect();
    if roles.first() == Some(&Role::Body) && (latin_headline(sheet, guide) || said_headline(sheet, &roles)) {
        roles[0] = Role::Short;
    }
    roles
}

/// Whether the sheet's first block is a headline of what somebody says (某某：“……”), over a date line.
fn said_headline(sheet: &Sheet, roles: &[Role]) -> bool {
    let under = roles.iter().skip(1).find(|r| !matches!(r, Role::Stamp(_) | Role::Noise | Role::Fields(_)));
    let words = sheet.blocks.first().map_or("", |b| sheet.words(b));
    matches!(under, Some(Role::Dateline(_)))
        && words.chars().count() <= TERM_HEADLINE
        && words.ends_with(['”', '」', '』', '"'])
        && !words.contains(['。', '；'])
}

/// Whether the sheet's first block is a headline of Latin words, longer than a Chinese one gets: without an end, and a block
/// that begins with a capital follows, longer or parted by an empty line.
fn latin_headline(sheet: &Sheet, guide: &Guide) -> bool {
    let [first, rest @ ..] = sheet.blocks.as_slice() else { return false };
    // A line that is nothing but its day may stand between.
    let is_day = |block: &&Block| {
        let words = sheet.words(block);
        words.len() <= DAY && guide.dates(words).first().is_some_and(|d| d.0.len() as usize + 2 >= words.len())
    };
    let Some(second) = rest.iter().find(|b| !is_day(b)) else { return false };
    let dated = rest.first().is_some_and(|b| is_day(&b));
    let (head, next) = (sheet.words(first), sheet.words(second));
    // Latin letters with their marks (COMMUNIQUÉ), and no other script's.
    head.chars().all(|c| c < '\u{250}' || ('\u{2000}'..'\u{2070}').contains(&c))
        && head.len() <= if dated { DATED_HEADLINE } else { LATIN_HEADLINE }
        && head.ends_with(|c: char| c.is_alphanumeric() || c == ')')
        && (next.len() > head.len() + head.len() / 3 || second.gap >= Gap::Blank)
        && next.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"'))
}

fn role(sheet: &Sheet, block: &Block, guide: &Guide) -> Role {
    if block.kind == BlockKind::Rule {
        return Role::Rule;
    }
    let words = sheet.words(block);
    if words.len() > 1200 {
        // Long blocks are text; only a date line can make more of them.
        return dateline(words, guide).map_or(Role::Body, Role::Dateline);
    }
    if let Some(found) = sign_off(words, guide) {
        return Role::SignOff(found);
    }
    if let Some(found) = dateline(words, guide) {
        return Role::Dateline(found);
    }
    if block.kind == BlockKind::Caption {
        return Role::Caption;
    }
    let count = words.chars().count();
    let heading = matches!(block.kind, BlockKind::Heading(_));
    let open = !guide.ends_text(words) || heading || count <= TERM_HEADLINE && ends_with_term(words);
    let most = if heading { HEADING } else { HEADLINE };
    let shape = if count <= most && open { Role::Short } else { Role::Body };
    if !is_suspect(words, block, guide) {
        return shape;
    }
    let folded = guide.fold(words);
    if is_caption(&folded, guide) || !heading && is_credited(&folded, guide) {
        return Role::Caption;
    }
    if !heading
        && words.len() <= FIELDS
        && !words.contains('。')
        && let Some(line) = field_line(words, guide)
    {
        return Role::Fields(line);
    }
    let latin = words.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if count <= if latin { 3 * NOISE } else { NOISE }
        && let Some(role) = boilerplate(words, &folded, block, guide)
    {
        return role;
    }
    if let BlockKind::Quote(_) = block.kind
        && let Some(role) = layout(words, &folded, guide)
    {
        return role;
    }
    shape
}

/// Whether words without a mark of a clause or sentence end with a term in quotation marks (…恪守「一中」): a closing mark
/// ends no sentence there.
fn ends_with_term(words: &str) -> bool {
    words.ends_with(['」', '”', '』']) && !words.contains(['。', '，', ',', '；', '：', ':', '！', '？', '!', '?'])
}

/// Whether a block can be anything but text at all: by its first and last characters, its markup, and the signs of an
/// address, a breadcrumb or a stamp. Most lines are not, and are told without folding them.
fn is_suspect(words: &str, block: &Block, guide: &Guide) -> bool {
    let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else { return false };
    let crumbs = &guide.conventions.boilerplate.crumbs;
    first.is_ascii()
        || (words.len() <= FIELDS && (words.contains('|') || words.contains('：')))
        || guide.openers.has(guide.fold_char(first))
        || matches!(first, '•' | '·')
        || guide.credits.has(guide.fold_char(last))
        || (matches!(last, ')' | '）') && words.len() <= FIELDS)
        || block.links > 80
        || matches!(block.kind, BlockKind::Heading(_) | BlockKind::Quote(_))
        || memchr::memchr2(b':', b'>', words.as_bytes()).is_some()
        || (words.len() <= 400 && crumbs.iter().any(|m| !m.is_ascii() && words.contains(m.as_str())))
        || (words.len() <= 400 && words.contains("www."))
}

fn boilerplate(words: &str, folded: &str, block: &Block, guide: &Guide) -> Option<Role> {
    let forms = &guide.conventions.boilerplate;
    let has = |list: &[String]| list.iter().any(|w| find_folded(folded, w).is_some());
    let opens = folded.chars().next().is_some_and(|c| guide.openers.has(c));
    if let Some(found) = forms.sources.iter().find(|s| opens && starts_with_folded(folded, s)) {
        let outlet = words.char_indices().nth(found.chars().count()).map_or("", |(i, _)| &words[i..]);
        return Some(Role::Source(outlet.trim().to_owned()));
    }
    let bare = folded.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace() && !matches!(c, ',' | '•' | '|'));
    let whole =
        !words.is_empty() && (bare.clone().next().is_none() || guide.whole.iter().any(|w| bare.clone().eq(w.chars())));
    let is_head = |list: &[String], more: usize| {
        let head = |t: &String| starts_with_folded(folded, t) && words.chars().count() <= t.chars().count() + more;
        opens && list.iter().any(head)
    };
    if is_head(&forms.tails, 3) || is_tail_of_links(folded, guide) {
        return Some(Role::Tail);
    }
    if words.len() <= 80 && words.contains(',') && forms.bylines.iter().any(|b| words.ends_with(b.as_str())) {
        return Some(Role::Byline);
    }
    if is_head(&forms.contents, 4) {
        return Some(Role::Contents);
    }
    if forms.digests.iter().any(|d| folded.starts_with(d.as_str()) && words.chars().count() <= d.chars().count() + 4) {
        return Some(Role::Digest);
    }
    if matches!(block.kind, BlockKind::Heading(_)) && has(&forms.broadcasts) {
        return Some(Role::Broadcast);
    }
    if let Some(crumb) = crumb(words, guide) {
        return Some(Role::Crumb(crumb));
    }
    if whole
        || (words.chars().count() <= NOTICE && has(&forms.notices))
        || opens && forms.begins.iter().any(|b| starts_with_folded(folded, b))
        || is_link(words)
        || (block.links > 80 && !matches!(block.kind, BlockKind::Heading(_)))
    {
        return Some(Role::Noise);
    }
    stamp(words, folded, guide).map(Role::Stamp)
}

/// Longest head of an editors' tail that names its subject first, in characters (某某问题 相关报道：).
const SUBJECT: usize = 20;

/// Whether a short line ends with the head of an editors' tail and a colon, what it is about before it.
fn is_tail_of_links(folded: &str, guide: &Guide) -> bool {
    let Some(head) = folded.strip_suffix([':', '：']) else { return false };
    head.chars().count() <= SUBJECT
        && guide.conventions.boilerplate.tails.iter().any(|t| head.ends_with(t.as_str()))
        && !head.contains(['，', '。', ','])
}

/// 首页 » 常识 » …: steps between crumb marks; the last is the page's title.
fn crumb(words: &str, guide: &Guide) -> Option<String> {
    let marks = &guide.conventions.boilerplate.crumbs;
    let mark = marks.iter().find(|m| words.matches(m.as_str()).count() >= 2)?;
    let last = words.rsplit(mark.as_str()).next()?.trim();
    (words.chars().count() <= 120).then(|| last.to_owned())
}

/// A line that is an address, or a few words and an address (an advert).
fn is_link(words: &str) -> bool {
    if memchr::memchr2(b':', b'w', words.as_bytes()).is_none() {
        return false;
    }
    let Some(at) = words.find("http://").or_else(|| words.find("https://")).or_else(|| words.find("www.")) else {
        return false;
    };
    let tail = &words[at..];
    let bare = tail.split(|c: char| c.is_whitespace() || (!c.is_ascii() && c.is_alphabetic())).next().unwrap_or("");
    let around = words.chars().count() - bare.chars().count();
    around <= 24 && tail.len() - bare.len() <= 12
}

/// A poster's name, a dash and a full date with a time; or a date with a time alone. Whether there is a poster's name: an
/// outlet's or an address is none (中新网 2023-06-25 01:16:44).
fn stamp(words: &str, folded: &str, guide: &Guide) -> Option<bool> {
    // 2031-03-04 alone is a page's; a day written out (2031年3月4日) may be the text's.
    let figures = words.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'));
    if words.chars().count() > 60 || !words.contains(':') && !figures {
        return None;
    }
    let dates = guide.dates(folded);
    let (span, date) = dates.first()?;
    let full = date.year.is_some() && date.month.is_some() && date.day.is_some();
    // The hour of a later state in brackets (17:09(3/26 18:07 更新)) is a stamp's too.
    let tail = folded[span.end() as usize..].trim();
    let tail =
        tail.split_once(['(', '（']).filter(|(_, more)| more.ends_with([')', '）'])).map_or(tail, |(own, _)| own);
    let time = tail.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '-' | ' ' | 'z' | 't' | '+'));
    let head = words[..span.start() as usize]
        .trim()
        .trim_start_matches(['•', '·', ' '])
        .trim_end_matches(['-', '–', '—', '|', '：', ':'])
        .trim_end();
    let folded_head = guide.fold(head);
    let ends = &guide.conventions.boilerplate.outlet_ends;
    let outlet =
        ends.iter().any(|e| folded_head.ends_with(e.as_str())) || head.contains("www.") || head.contains("://");
    (full && time && head.split_whitespace().count() <= 2).then_some(!head.is_empty() && !outlet)
}

/// Longest credit in brackets and longest words under a picture before one, in characters.
const CREDIT: usize = 20;
const CREDITED: usize = 140;

/// Whether a short line ends with a picture's credit in brackets (…会谈。（甲国外交部提供）), or is nothing but a credit.
fn is_credited(folded: &str, guide: &Guide) -> bool {
    let Some(inner) = folded.trim_end().strip_suffix([')', '）']) else { return false };
    let Some(open) = inner.rfind(['(', '（']) else { return false };
    let credit = inner[open..].trim_start_matches(['(', '（']);
    let forms = &guide.conventions.boilerplate;
    credit.chars().count() <= CREDIT
        && folded.chars().count() <= CREDITED
        && forms.bracketed.iter().any(|end| credit.ends_with(end.as_str()))
}

fn is_caption(folded: &str, guide: &Guide) -> bool {
    let forms = &guide.conventions.boilerplate;
    let count = folded.chars().count();
    if forms.captions.iter().any(|c| starts_with_folded(folded, c)) && count <= 200 {
        return true;
    }
    // …新华社记者 某某摄: a credit at the end, named within the last fifteen characters.
    let tail_at = folded.char_indices().rev().nth(15).map_or(0, |(i, _)| i);
    let tail = &folded[tail_at..];
    // Both words are one language's: (记者某某) signs a text, and is no [Photo …].
    let bare = folded.trim_end_matches([')', '）']);
    let credit =
        |c: &String, latin: bool| c.is_ascii() == latin && (folded.ends_with(c.as_str()) || bare.ends_with(c.as_str()));
    let credited = |latin: bool| forms.credits.iter().any(|c| credit(c, latin));
    let (latin, other) = (credited(true), credited(false));
    let named = |p: &String| if p.is_ascii() { latin } else { other } && find_folded(tail, p).is_some();
    count <= 300 && forms.photographers.iter().any(named)
}

/// 申报 1947年08月13日 第1版: outlet, day, page; 1947年8月13日 申报: day, outlet.
fn layout(words: &str, folded: &str, guide: &Guide) -> Option<Role> {
    let dates = guide.dates(folded);
    let (span, date) = dates.first()?;
    let outlet = words[..span.start() as usize].trim();
    let rest = folded[span.end() as usize..].trim();
    // 1949年3月13日 小镇晚报
    if outlet.is_empty() && span.start() == 0 {
        let behind = words[span.end() as usize..].trim();
        let ends = &guide.conventions.boilerplate.outlet_ends;
        let named = ends.iter().any(|e| rest.ends_with(e.as_str())) && behind.chars().all(char::is_alphabetic);
        return (named && (2..=12).contains(&behind.chars().count()))
            .then(|| Role::Layout(behind.to_owned(), Some(*date)));
    }
    let paged = rest.is_empty() || guide.conventions.boilerplate.pages.iter().any(|p| rest.contains(p.as_str()));
    let short = (2..=12).contains(&outlet.chars().count()) && words.chars().count() <= 60;
    (paged && short).then(|| Role::Layout(outlet.to_owned(), Some(*date)))
}

/// Whether a paragraph begins here whatever stood before: an indent, a label, a mark of a list.
pub(crate) fn opens_paragraph(words: &str, block: &Block, guide: &Guide) -> bool {
    block.indent
        || matches!(block.kind, BlockKind::Heading(_) | BlockKind::Item(_) | BlockKind::Cell | BlockKind::Preformatted)
        || super::structure::label(words, guide).is_some()
        || matches!(words.chars().next(), Some('•' | '·' | '●' | '■' | '※' | '▲' | '—' | '–' | '-'))
}

/// Whether a gap lets two blocks be parts of one paragraph.
pub(crate) fn may_wrap(gap: Gap) -> bool {
    matches!(gap, Gap::Line | Gap::Blank | Gap::Page)
}
