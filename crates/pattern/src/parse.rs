//! A line of the rule language → [`Tree`]. Never panics, whatever the line; every complaint says where, what stands there
//! and what to try. Next to read: `program.rs`.

use std::fmt;

use crate::ast::{Piece, Sign, Tree};

/// Longest pattern, in bytes. The longest of the bundled rules has about 80.
pub const LONGEST: usize = 1_000;
/// Deepest nesting of groups.
const DEEPEST: usize = 8;

/// Why a line is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Byte of the pattern, from 0.
    pub at: usize,
    /// What stands there.
    pub found: String,
    /// What to try.
    pub hint: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {} of the pattern: {}; {}", self.at + 1, self.found, self.hint)
    }
}

impl std::error::Error for PatternError {}

/// Reads one line.
///
/// # Errors
/// The first thing that is no sign of the language.
pub fn parse(line: &str) -> Result<Tree, PatternError> {
    if line.len() > LONGEST {
        let found = format!("{} bytes", line.len());
        return Err(PatternError { at: 0, found, hint: format!("a pattern has at most {LONGEST}: split it in two") });
    }
    let mut parser = Parser { line, at: 0, depth: 0 };
    let mut ways = parser.ways()?;
    if let Some(c) = parser.peek() {
        return Err(parser.error(format!("`{c}` closes nothing"), "take it out, or open its bracket before"));
    }
    let pieces = if ways.len() == 1 {
        ways.remove(0)
    } else {
        return Err(parser.error("`|` outside brackets".into(), "write (a|b), or two patterns"));
    };
    let tree = Tree { pieces };
    check(&tree, line)?;
    Ok(tree)
}

/// What is well written but can't be meant.
fn check(tree: &Tree, line: &str) -> Result<(), PatternError> {
    let bare = |piece: &Piece| matches!(piece.sign, Sign::Gap { .. }) && piece.role.is_none();
    let fault = |at: usize, found: &str, hint: &str| PatternError { at, found: found.into(), hint: hint.into() };
    let (Some(first), Some(last)) = (tree.pieces.first(), tree.pieces.last()) else {
        return Err(fault(0, "nothing", "write at least one word, <list> or {type}"));
    };
    if bare(first) {
        return Err(fault(first.at, "a gap at the beginning", "take it out: a match may begin anywhere in the clause"));
    }
    if bare(last) {
        return Err(fault(last.at, "a gap at the end", "take it out, or name it: (topic: ~)"));
    }
    for pair in tree.pieces.windows(2) {
        if bare(&pair[0]) && bare(&pair[1]) {
            return Err(fault(pair[1].at, "a gap after a gap", "one `~` is enough"));
        }
    }
    name_once(&tree.pieces, &mut Vec::new())?;
    if !tree.pieces.iter().any(|p| !p.optional && solid(&p.sign)) {
        return Err(fault(
            0,
            &format!("`{line}`, which may match nothing"),
            "write a word, <list> or {type} without `?`",
        ));
    }
    Ok(())
}

/// Refuses a role that one match would fill twice; choices may each fill it.
fn name_once<'a>(pieces: &'a [Piece], seen: &mut Vec<&'a str>) -> Result<(), PatternError> {
    for piece in pieces {
        if let Some(role) = piece.role.as_deref() {
            if seen.contains(&role) {
                let found = format!("the role `{role}` a second time");
                return Err(PatternError {
                    at: piece.at,
                    found,
                    hint: "give it another name, or name a stretch".into(),
                });
            }
            seen.push(role);
        }
        if let Sign::Group(ways) = &piece.sign {
            let before = seen.clone();
            for way in ways {
                let mut here = before.clone();
                name_once(way, &mut here)?;
                seen.extend(here.into_iter().skip(before.len()));
            }
        }
    }
    Ok(())
}

/// Whether it always takes up text that is looked for.
fn solid(sign: &Sign) -> bool {
    match sign {
        Sign::Text(_) | Sign::List(_) | Sign::Named(_) => true,
        Sign::Mention { carried, .. } => !carried,
        Sign::Gap { .. } => false,
        Sign::Group(ways) => ways.iter().all(|way| way.iter().any(|p| !p.optional && solid(&p.sign))),
    }
}

struct Parser<'a> {
    line: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<char> {
        let rest = &self.line[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.line[self.at..].chars().next()
    }

    fn error(&self, found: String, hint: &str) -> PatternError {
        PatternError { at: self.at, found, hint: hint.to_owned() }
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        if there {
            self.at += c.len_utf8();
        }
        there
    }

    /// Alternatives up to `)` or the end.
    fn ways(&mut self) -> Result<Vec<Vec<Piece>>, PatternError> {
        let mut ways = vec![Vec::new()];
        while let Some(c) = self.peek() {
            let at = self.at;
            match c {
                ')' => break,
                '|' => {
                    self.at += 1;
                    ways.push(Vec::new());
                }
                _ => {
                    let piece = self.piece(c, at)?;
                    if let Some(way) = ways.last_mut() {
                        way.push(piece);
                    }
                }
            }
        }
        Ok(ways)
    }

    fn piece(&mut self, c: char, at: usize) -> Result<Piece, PatternError> {
        let (sign, role) = match c {
            '<' => {
                let (name, role) = self.bracketed('<', '>')?;
                (Sign::List(name), role)
            }
            '{' => {
                let (name, role) = self.bracketed('{', '}')?;
                match name.strip_prefix('^') {
                    Some(bare) => (Sign::Mention { name: bare.to_owned(), carried: true }, role),
                    None => (Sign::Mention { name, carried: false }, role),
                }
            }
            '(' => self.group()?,
            '~' => {
                self.at += 1;
                let across = self.line[self.at..].starts_with('~');
                self.at += usize::from(across);
                (Sign::Gap { across }, None)
            }
            '@' => {
                self.at += 1;
                let role = self.word();
                if role.is_empty() {
                    return Err(self.error("`@` without a name".into(), "write @act, or another role of `match`"));
                }
                (Sign::Named(role), None)
            }
            '?' => return Err(self.error("`?` after nothing".into(), "put it behind what may be missing")),
            '>' | '}' => return Err(self.error(format!("`{c}` closes nothing"), "open its bracket before")),
            _ => (Sign::Text(self.literal()), None),
        };
        let optional = self.take('?');
        if optional && matches!(sign, Sign::Gap { .. }) {
            return Err(self.error("`?` after a gap".into(), "a gap may be empty anyway"));
        }
        Ok(Piece { sign, role, optional, at })
    }

    fn literal(&mut self) -> String {
        let rest = &self.line[self.at..];
        let end = rest.find(|c: char| c.is_whitespace() || "<>{}()|?~@".contains(c)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    /// Letters, digits, `_` and `-`.
    fn word(&mut self) -> String {
        let rest = &self.line[self.at..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    /// `<name>` or `<name:role>`.
    fn bracketed(&mut self, open: char, close: char) -> Result<(String, Option<String>), PatternError> {
        let began = self.at;
        self.at += 1;
        let rest = &self.line[self.at..];
        let Some(end) = rest.find(close) else {
            return Err(PatternError {
                at: began,
                found: format!("`{open}` without `{close}`"),
                hint: format!("write {open}name{close} or {open}name:role{close}"),
            });
        };
        let inside = &rest[..end];
        let (name, role) = match inside.split_once(':') {
            Some((name, role)) => (name.trim(), Some(role.trim())),
            None => (inside.trim(), None),
        };
        let sound =
            |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
        let bare = if open == '{' { name.strip_prefix('^').unwrap_or(name) } else { name };
        if !sound(bare) || !role.is_none_or(sound) {
            let hint = "names and roles are small letters, digits, `_` and `-`";
            return Err(self.error(format!("{open}{inside}{close}"), hint));
        }
        self.at += end + 1;
        Ok((name.to_owned(), role.map(str::to_owned)))
    }

    /// `(a|b)` or `(role: …)`.
    fn group(&mut self) -> Result<(Sign, Option<String>), PatternError> {
        let began = self.at;
        if self.depth == DEEPEST {
            return Err(self.error(format!("brackets {} deep", DEEPEST + 1), "write several patterns instead"));
        }
        self.at += 1;
        self.peek();
        let back = self.at;
        let word = self.word();
        let role = (!word.is_empty() && self.take(':')).then_some(word);
        if role.is_none() {
            self.at = back;
        }
        self.depth += 1;
        let ways = self.ways()?;
        self.depth -= 1;
        if !self.take(')') {
            return Err(PatternError {
                at: began,
                found: "`(` without `)`".into(),
                hint: "close it where the choice or the named stretch ends".into(),
            });
        }
        if ways.iter().any(Vec::is_empty) {
            let hint = "write what may stand there; `(a|b)?` where it may be missing";
            return Err(PatternError { at: began, found: "an empty choice".into(), hint: hint.into() });
        }
        Ok((Sign::Group(ways), role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_read() {
        let tree = parse("{^actor:who} ~ <will> (topic: ~~ 的) (派|党)? <give:act> @who").expect("sound");
        let told: Vec<String> = tree.pieces.iter().map(|p| format!("{:?}", p.sign)).collect();
        assert_eq!(told[0], r#"Mention { name: "actor", carried: true }"#);
        assert_eq!(told[1], "Gap { across: false }");
        assert_eq!(told[2], r#"List("will")"#);
        assert!(told[3].contains("across: true"));
        assert!(tree.pieces[4].optional && told[4].contains("派"));
        assert_eq!(tree.roles(), ["who", "topic", "act"]);
        assert_eq!(tree.named(), ["who"]);
        assert_eq!(tree.pieces[5].at, "{^actor:who} ~ <will> (topic: ~~ 的) (派|党)? ".len());
    }

    #[test]
    fn spaces_mean_nothing() {
        let plain = |line| format!("{:?}", parse(line).expect("sound").roles());
        assert_eq!(plain("<a:x>~<b:y>"), plain(" < a : x > ~ <b:y> "));
    }

    #[test]
    fn choices_may_name_the_same() {
        assert_eq!(parse("(<a:x>|<b:x>) <c:y>").expect("sound").roles(), ["x", "y"]);
        assert!(parse("(<a:x>|<b:x>) <c:x>").is_err());
    }

    #[test]
    fn complaints_say_where_and_what_to_try() {
        let cases = [
            ("", 0, "nothing"),
            ("~ <a>", 0, "a gap at the beginning"),
            ("<a> ~", 4, "a gap at the end"),
            ("<a> ~ ~ <b>", 6, "a gap after a gap"),
            ("<a> <b", 4, "`<` without `>`"),
            ("{a:}", 1, "{a:}"),
            ("甲 (乙", 4, "`(` without `)`"),
            ("甲 (乙|)", 4, "an empty choice"),
            ("甲)", 3, "`)` closes nothing"),
            ("甲|乙", 7, "`|` outside brackets"),
            ("? 甲", 0, "`?` after nothing"),
            ("<a> ~? 乙", 6, "`?` after a gap"),
            ("@ 的", 1, "`@` without a name"),
            ("<a:x> <b:x>", 6, "the role `x` a second time"),
            ("(x: <a:x>)", 4, "the role `x` a second time"),
            ("甲?", 0, "`甲?`, which may match nothing"),
            ("{^actor} (x: ~)", 0, "`{^actor} (x: ~)`, which may match nothing"),
        ];
        for (line, at, found) in cases {
            let error = parse(line).expect_err(line);
            assert_eq!((error.at, error.found.as_str()), (at, found), "{line}");
            assert!(!error.hint.is_empty());
        }
        assert!(parse(&"(".repeat(900)).expect_err("deep").found.contains("deep"));
        assert!(parse(&"甲".repeat(400)).expect_err("long").hint.contains("split"));
    }
}
