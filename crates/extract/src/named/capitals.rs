//! Names built on a head word in a script with capitals: the capitalised words before it and, behind a treaty's or
//! body's head, those that say what it is on (Convention on the Law of the Sea). Next to read: `../named.rs`.

use chancery_text::Span;
use chancery_value::Value;

use super::compose::Ground;
use super::table::{Head, NamedKind, Needs};
use crate::tokens::Class;

/// Most words before a head, and behind it.
const WORDS: usize = 10;

/// A word of the text, without the marks at its ends.
#[derive(Clone, Copy)]
struct Piece<'a> {
    at: usize,
    text: &'a str,
}

impl Piece<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }

    fn capital(&self) -> bool {
        self.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    }
}

impl Ground<'_> {
    /// The name around `head`, which stands between word edges; `text` keeps its capitals.
    pub(crate) fn capitals(&self, text: &str, floor: u32, ceiling: u32, span: Span, head: Head) -> Option<Span> {
        let printed = &text[span.range()];
        let capital = printed.starts_with(char::is_uppercase);
        let (start, names) = self.before(text, floor as usize, span.start() as usize, head.kind);
        let mut end = span.end() as usize;
        let mut right = 0;
        if capital || self.is_numbered(text, end) {
            (end, right) = self.behind(text, end, ceiling as usize, head.kind);
        }
        let first = text[start..span.start() as usize].split_whitespace().next().unwrap_or("");
        let lone_figure = names == 1 && !printed.contains(' ') && first.starts_with(|c: char| c.is_ascii_digit());
        let fits = match head.needs {
            _ if names + right == 0 => false,
            Needs::Quote | Needs::Title | Needs::After => false,
            Needs::Figure => right > 0,
            Needs::Any if capital => !lone_figure || right > 0,
            Needs::Any => names >= 2 && self.has_actor(start, span.start() as usize),
            Needs::Name | Needs::Near if capital => !lone_figure,
            // A meeting of small letters needs who meets (Lake Council meeting), and to be one that is held as a session.
            Needs::Name | Needs::Near if head.kind == NamedKind::Meeting => {
                let whose = names >= 3 || self.has_actor(start, span.start() as usize);
                head.sits && names + usize::from(head.body) >= 2 && whose
            }
            Needs::Name | Needs::Near => names >= 2 && self.has_actor(start, span.start() as usize),
            Needs::Made => capital && names >= 2,
        };
        fits.then(|| Span::of(start..end))
    }

    /// A known name with the capitalised words that make it longer in the text (2015 |…, UN |…).
    pub(crate) fn widened(&self, text: &str, bounds: Span, span: Span) -> Span {
        if !text[span.range()].starts_with(char::is_uppercase) {
            return span;
        }
        let (start, _) = self.before(text, bounds.start() as usize, span.start() as usize, NamedKind::Instrument);
        Span::new(start as u32, span.end())
    }

    fn is_numbered(&self, text: &str, end: usize) -> bool {
        text[end..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    }

    fn is_dated(&self, piece: Piece<'_>) -> bool {
        let n = self.values.partition_point(|v| v.span.end() as usize <= piece.at);
        let value = self.values.get(n).filter(|v| (v.span.start() as usize) < piece.end());
        // A bare year or number may be part of a name (resolution 2593).
        value.is_some_and(|v| {
            matches!(v.value, Value::Date(..)) && !piece.text.starts_with(|c: char| c.is_ascii_digit())
        })
    }

    fn has_actor(&self, start: usize, end: usize) -> bool {
        let first = self.tokens.partition_point(|t| (t.span.start() as usize) < start);
        self.tokens[first..]
            .iter()
            .take_while(|t| t.span.end() as usize <= end)
            .any(|t| t.is(Class::Actor) || t.is(Class::Place))
    }

    /// Where the capitalised words before `head` begin, and how many they are.
    fn before(&self, text: &str, floor: usize, head: usize, kind: NamedKind) -> (usize, usize) {
        let mut start = head;
        let mut names = 0;
        let mut at = head;
        let mut article = false;
        let mut tied = false;
        for _ in 0..WORDS {
            // A treaty's letters end its name; a body's may stand in that of its meetings.
            if let Some(open) = letters_before(text, floor, at).filter(|_| kind != NamedKind::Instrument) {
                at = open;
            }
            let Some(piece) = previous(text, floor, at) else { break };
            let lower = piece.text.to_lowercase();
            // "the President of the Lake Fund": whose post it is, and no part of the name.
            if tied && self.is_post(piece) {
                break;
            }
            // “New Lake Partnership” begins with its mark, whatever its first word.
            if piece.capital() && start < head && text[..piece.at].ends_with(['“', '"', '‘']) {
                return (piece.at, names + 1);
            }
            // "the May 2030 Joint Statement": the month goes with its year.
            let month = || text[start..head].starts_with(|c: char| c.is_ascii_digit()) && self.is_dated(piece);
            if piece.capital() && (!self.table.leads.contains(&lower) || month()) {
                start = piece.at;
                // U.S.-Japan-ROK are three names.
                names += 1 + piece.text.split('-').skip(1).filter(|p| p.starts_with(char::is_uppercase)).count();
            } else if start == head || !self.table.ties.contains(&lower) || self.parts_names(piece) {
                break;
            }
            // "and the" begins another name, and so does "to the" (invited the ministers to the …).
            let joins = self.table.joins.contains(&lower);
            if article && (joins || self.table.toward.contains(&lower)) {
                break;
            }
            // "… Act and …": what stands before is a name by itself.
            if joins
                && previous(text, floor, piece.at).is_some_and(|p| self.table.head_of(&p.text.to_lowercase()).is_some())
            {
                break;
            }
            article = self.table.articles.contains(&lower);
            tied = !piece.capital();
            at = piece.at;
        }
        (start, names)
    }

    /// Whether a word is the last of a post.
    fn is_post(&self, piece: Piece<'_>) -> bool {
        let next = self.tokens.partition_point(|t| (t.span.end() as usize) < piece.end());
        let token = self.tokens.get(next).filter(|t| t.span.end() as usize == piece.end());
        token.is_some_and(|t| t.is(Class::Office))
    }

    /// "and" between two actors parts names; inside one name it joins common words.
    fn parts_names(&self, piece: Piece<'_>) -> bool {
        let next = self.tokens.partition_point(|t| (t.span.start() as usize) <= piece.at);
        let beside =
            |t: &&crate::tokens::Token| t.is(Class::Actor) && (t.span.start() as usize).abs_diff(piece.end()) <= 5;
        self.table.joins.contains(&piece.text.to_lowercase()) && self.tokens.get(next).iter().any(beside)
    }

    /// Where the words behind a head end that are part of its name, and how many they are.
    fn behind(&self, text: &str, from: usize, ceiling: usize, kind: NamedKind) -> (usize, usize) {
        let mut end = from;
        let mut names = 0;
        let mut at = from;
        let mut joined = false;
        let mut bridged = false;
        for _ in 0..WORDS {
            let Some(piece) = following(text, at, ceiling) else { break };
            let lower = piece.text.to_lowercase();
            // A forum on Friday is no forum on a subject.
            // "and the" begins another name.
            // Nor does where a meeting is held belong to its name.
            let placed = kind == NamedKind::Meeting && self.table.at.has(&lower);
            if placed || self.is_dated(piece) || (joined && self.table.articles.contains(&lower)) {
                break;
            }
            joined = self.table.joins.contains(&lower);
            // A day in figures (2022-10-14) is no number of a name's.
            if piece.text.starts_with(|c: char| c.is_ascii_digit()) && piece.text.contains('-') {
                break;
            }
            if piece.capital() && (bridged || piece.text.starts_with(|c: char| c.is_ascii_digit())) {
                end = piece.end();
                names += 1;
            } else if self.table.bridges.contains(&lower) || (bridged && self.table.ties.contains(&lower)) {
                bridged = true;
            } else {
                break;
            }
            at = piece.end();
        }
        (end, names)
    }
}

/// Where a name's letters in brackets begin that end right before `at` (Asia-Pacific Economic Cooperation (APEC) |Meeting):
/// the name goes on before them.
fn letters_before(text: &str, floor: usize, at: usize) -> Option<usize> {
    let body = text.get(floor..at)?.strip_suffix(") ")?;
    let open = body.rfind('(')?;
    // (SCC: “2+2”) begins with its letters.
    let inner = body[open + 1..].split(':').next().unwrap_or_default();
    let letters = inner.len() <= 10 && inner.starts_with(|c: char| c.is_ascii_uppercase());
    let plain = inner.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (letters && plain && body[..open].ends_with(' ')).then_some(floor + open)
}

/// The word that ends right before `at` with one blank between, or a hyphen's other side; `None` behind a mark.
fn previous(text: &str, floor: usize, at: usize) -> Option<Piece<'_>> {
    let before = text.get(floor..at)?;
    let body = before.strip_suffix(' ')?;
    let start = body
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '[' | '‘'))
        .map_or(0, |i| i + body[i..].chars().next().map_or(1, char::len_utf8));
    let word = &body[start..];
    let owner = word.ends_with("'s") || word.ends_with("’s");
    let marked = word.ends_with([',', ';', ':', ')', '”', '"', '—', '?', '!', ']']);
    let stop = word.ends_with('.') && !word[..word.len() - 1].contains('.') && word.len() > 3;
    (!word.is_empty() && !owner && !marked && !stop).then_some(Piece { at: floor + start, text: word })
}

/// The word that begins right behind `at` with one blank between.
fn following(text: &str, at: usize, ceiling: usize) -> Option<Piece<'_>> {
    let rest = text.get(at..ceiling)?.strip_prefix(' ')?;
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let word = rest[..end].trim_end_matches([',', ';', ':', '.', '”', '"', '?', '!', ']', '’']);
    let word = if word.contains('(') { word } else { word.trim_end_matches(')') };
    (!word.is_empty()).then_some(Piece { at: at + 1, text: word })
}
