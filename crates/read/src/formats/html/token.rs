//! HTML text → tags, text and comments with their byte places, as a browser's tokenizer cuts them.
//!
//! Our own and not a library's because everything behind it needs places in the source: of the libraries measured only
//! lol_html tells them, and it keeps every unclosed element open and walks all of them for every stray end tag, which
//! makes a page of a million open tags quadratic. This one holds no state but its place, never allocates per token, and
//! reads each byte once whatever the page (see [`Tokens::find`]). Not here: which element a tag belongs to (`tree.rs`).
//! Next to read: `tag.rs`, `tree.rs`.

use std::ops::Range;

use super::tag::Tag;

/// One attribute of a tag: where its name and its value stand (an empty range at the name's end where it has none).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text in which character references stand for characters.
    Text(Range<usize>),
    /// What stands in an element whose content is not markup (script, style, title …).
    Raw(Range<usize>),
    /// A start tag; its attributes are in [`Tokens::attributes`] until the next token.
    Start { tag: Tag, span: Range<usize>, closed: bool },
    /// An end tag.
    End { tag: Tag, span: Range<usize> },
    /// A comment's body.
    Comment(Range<usize>),
    /// `<!DOCTYPE …>`.
    Doctype,
}

/// A tag, comment or quoted value that never ends, by where it begins. The reader goes on behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unended(pub(super) Range<usize>);

/// The tokens of a text.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    attributes: Vec<Attribute>,
    /// The raw element whose content comes next.
    raw: Option<Tag>,
    /// What doesn't occur any more from where it was last looked for: `>`, `"`, `'`, a comment's end, a title's end.
    absent: [bool; 5],
    unended: Option<Unended>,
}

/// Attributes kept of one tag: real tags have under fifty, and a hostile one must not cost more than its bytes.
const MOST_ATTRIBUTES: usize = 256;

/// What [`Tokens::find`] looks for; indices of [`Tokens::absent`].
const CLOSE: usize = 0;
const DOUBLE: usize = 1;
const SINGLE: usize = 2;
const COMMENT: usize = 3;
const TITLE: usize = 4;

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, attributes: Vec::new(), raw: None, absent: [false; 5], unended: None }
    }

    /// The attributes of the start tag returned last.
    pub(super) fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The first markup that never ended, once the tokens are read.
    pub(super) fn unended(&self) -> Option<&Unended> {
        self.unended.as_ref()
    }

    /// Looks for one of the four things from `from` on. What was once not found is not looked for again, so a page
    /// of a million unclosed quotes is still read in one pass.
    fn find(&mut self, what: usize, from: usize) -> Option<usize> {
        if self.absent[what] {
            return None;
        }
        let rest = &self.text.as_bytes()[from..];
        let found = match what {
            CLOSE => memchr::memchr(b'>', rest),
            DOUBLE => memchr::memchr(b'"', rest),
            SINGLE => memchr::memchr(b'\'', rest),
            _ => memchr::memmem::find(rest, b"-->"),
        };
        self.absent[what] = found.is_none();
        found.map(|i| from + i)
    }

    fn note_unended(&mut self, span: Range<usize>) {
        self.unended.get_or_insert(Unended(span));
    }

    fn raw_content(&mut self, tag: Tag) -> Option<Token> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let name = tag.name().as_bytes();
        let hopeless = tag == Tag::Title && self.absent[TITLE];
        let haystack = if hopeless { &[] } else { &bytes[start..] };
        for i in memchr::memmem::find_iter(haystack, b"</") {
            let after = start + i + 2 + name.len();
            let named = bytes.get(start + i + 2..after).is_some_and(|n| n.eq_ignore_ascii_case(name));
            if named && bytes.get(after).is_none_or(|b| matches!(b, b'>' | b'/') || b.is_ascii_whitespace()) {
                self.at = start + i;
                return (i > 0).then_some(Token::Raw(start..start + i));
            }
        }
        // Never closed. A browser takes the rest of the page into it; for a title that would be the whole page, so
        // there the line is the end.
        self.absent[TITLE] |= tag == Tag::Title;
        let end = if tag == Tag::Title { memchr::memchr2(b'<', b'\n', &bytes[start..]) } else { None };
        self.at = end.map_or(bytes.len(), |e| start + e);
        self.note_unended(start..self.at);
        (start < self.at).then_some(Token::Raw(start..self.at))
    }

    /// The tag, comment or declaration at a `<`, or `None` where the `<` is text.
    fn markup(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let open = self.at;
        match bytes.get(open + 1)? {
            b'a'..=b'z' | b'A'..=b'Z' => Some(self.tag(open, open + 1, false)),
            b'/' => match bytes.get(open + 2)? {
                b'a'..=b'z' | b'A'..=b'Z' => Some(self.tag(open, open + 2, true)),
                b'>' => {
                    self.at = open + 3;
                    Some(Token::Comment(open + 2..open + 2))
                }
                _ => Some(self.until_close(open, open + 2)),
            },
            b'!' if bytes[open..].starts_with(b"<!--") => Some(self.comment(open)),
            b'!' => {
                let doctype = bytes.get(open + 2..open + 9).is_some_and(|n| n.eq_ignore_ascii_case(b"doctype"));
                let token = self.until_close(open, open + 2);
                Some(if doctype { Token::Doctype } else { token })
            }
            b'?' => Some(self.until_close(open, open + 1)),
            _ => None,
        }
    }

    fn comment(&mut self, open: usize) -> Token {
        let body = open + 4;
        let bytes = self.text.as_bytes();
        if bytes.get(body) == Some(&b'>') || bytes[body..].starts_with(b"->") {
            self.at = body + if bytes[body] == b'>' { 1 } else { 2 };
            return Token::Comment(body..body);
        }
        match self.find(COMMENT, body) {
            Some(end) => {
                self.at = end + 3;
                Token::Comment(body..end)
            }
            // Never closed: a browser hides the rest of the page; here the comment ends at the next `>`.
            None => {
                self.note_unended(open..body);
                self.until_close(open, body)
            }
        }
    }

    fn until_close(&mut self, open: usize, body: usize) -> Token {
        let end = self.find(CLOSE, body);
        if end.is_none() {
            self.note_unended(open..body);
        }
        self.at = end.map_or(self.text.len(), |e| e + 1);
        Token::Comment(body..end.unwrap_or(self.text.len()))
    }

    fn tag(&mut self, open: usize, name: usize, end: bool) -> Token {
        let bytes = self.text.as_bytes();
        let mut at = name;
        while at < bytes.len() && !matches!(bytes[at], b'>' | b'/') && !bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let tag = Tag::named(&bytes[name..at]);
        let closed = self.read_attributes(open, at);
        let span = open..self.at;
        if end {
            return Token::End { tag, span };
        }
        if tag.is_raw() && !closed {
            self.raw = Some(tag);
        }
        Token::Start { tag, span, closed }
    }

    /// Reads attributes from `at` to behind the tag's `>`; says whether the tag closes itself (`/>`).
    fn read_attributes(&mut self, open: usize, mut at: usize) -> bool {
        self.attributes.clear();
        let bytes = self.text.as_bytes();
        let mut slash = false;
        loop {
            match bytes.get(at) {
                None => {
                    self.note_unended(open..at);
                    self.at = at;
                    return slash;
                }
                Some(b'>') => {
                    self.at = at + 1;
                    return slash;
                }
                Some(b'/') => {
                    slash = true;
                    at += 1;
                }
                Some(b) if b.is_ascii_whitespace() => at += 1,
                Some(_) => {
                    slash = false;
                    match self.read_attribute(at) {
                        Some(next) => at = next,
                        None => {
                            // A quote never closed would swallow the page: the tag ends at the next `>` instead.
                            self.note_unended(open..at);
                            self.at = self.find(CLOSE, at).map_or(bytes.len(), |e| e + 1);
                            return false;
                        }
                    }
                }
            }
        }
    }

    fn read_attribute(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let space = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let mut at = start + 1; // a name may begin with `=`
        while at < bytes.len() && !matches!(bytes[at], b'>' | b'/' | b'=') && !bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let name = start..at;
        if self.attributes.len() >= MOST_ATTRIBUTES {
            self.attributes.pop();
        }
        let mut next = at + space(at);
        if bytes.get(next) != Some(&b'=') {
            self.attributes.push(Attribute { value: at..at, name });
            return Some(next);
        }
        next += 1;
        next += space(next);
        let value = match bytes.get(next) {
            Some(&quote @ (b'"' | b'\'')) => {
                let end = self.find(if quote == b'"' { DOUBLE } else { SINGLE }, next + 1)?;
                let value = next + 1..end;
                next = end + 1;
                value
            }
            _ => {
                let from = next;
                while next < bytes.len() && bytes[next] != b'>' && !bytes[next].is_ascii_whitespace() {
                    next += 1;
                }
                from..next
            }
        };
        self.attributes.push(Attribute { name, value });
        Some(next)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(tag) = self.raw.take()
            && let Some(token) = self.raw_content(tag)
        {
            return Some(token);
        }
        let bytes = self.text.as_bytes();
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        let mut from = start;
        loop {
            let Some(lt) = memchr::memchr(b'<', &bytes[from..]) else {
                self.at = bytes.len();
                return Some(Token::Text(start..self.at));
            };
            let lt = from + lt;
            let begins = match bytes.get(lt + 1) {
                Some(b'/') => lt + 2 < bytes.len(),
                Some(b) => b.is_ascii_alphabetic() || matches!(b, b'!' | b'?'),
                None => false,
            };
            if !begins {
                from = lt + 1;
                continue;
            }
            self.at = lt;
            return if lt > start { Some(Token::Text(start..lt)) } else { self.markup() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut tokens = Tokens::new(text);
        let mut out = Vec::new();
        while let Some(token) = tokens.next() {
            out.push(match token {
                Token::Text(r) => format!("text {:?}", &text[r]),
                Token::Raw(r) => format!("raw {:?}", &text[r]),
                Token::Comment(r) => format!("comment {:?}", &text[r]),
                Token::Doctype => "doctype".into(),
                Token::End { span, .. } => format!("end {:?}", &text[span]),
                Token::Start { closed, .. } => {
                    let pairs = tokens.attributes().iter().map(|a| (&text[a.name.clone()], &text[a.value.clone()]));
                    format!("start {:?}{}", pairs.collect::<Vec<_>>(), if closed { " closed" } else { "" })
                }
            });
        }
        out
    }

    #[test]
    fn tags_text_and_comments_are_cut_as_a_browser_cuts_them() {
        let got = cut("<!DOCTYPE html><p class='a b' hidden id=x>1 < 2<br/><!--note--></p><?php x ?>");
        let want = [
            "doctype",
            r#"start [("class", "a b"), ("hidden", ""), ("id", "x")]"#,
            r#"text "1 < 2""#,
            "start [] closed",
            r#"comment "note""#,
            r#"end "</p>""#,
            r#"comment "?php x ?""#,
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn scripts_hold_no_tags() {
        let got = cut("<script>if (a<b) '<p>'</script>x<title>a<b</title >");
        assert_eq!(got[1], r#"raw "if (a<b) '<p>'""#);
        assert_eq!(got[3], r#"text "x""#);
        assert_eq!(got[5], r#"raw "a<b""#);
    }

    #[test]
    fn what_never_ends_costs_its_own_tag_only() {
        assert_eq!(cut("<a href=\"x>one</a>")[1], r#"text "one""#);
        assert_eq!(cut("<!-- open <p>one</p>")[1], r#"text "one""#);
        assert_eq!(cut("one<p cla"), [r#"text "one""#, r#"start [("cla", "")]"#]);
        assert_eq!(cut("one<"), [r#"text "one<""#]);
        assert_eq!(cut("one</"), [r#"text "one</""#]);
    }
}
