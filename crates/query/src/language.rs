//! The query language: words, phrases, brackets, fields. Told to users in docs/search.md, whose examples are tested here.
//!
//! ```text
//! vaccine COVAX            both (in one act or paragraph)
//! "climate finance"        that phrase; words of a script without spaces are a phrase by themselves
//! disarm*                  any word that begins so
//! a OR b, a | b            either
//! -c, NOT c                without
//! (a OR b) -c              brackets group
//! holder:CHN kind:call     a field; its value in quotes where it holds spaces
//! said:2024-03             in that month; said:=2024 where no more than the year is known
//! mechanism:="IMF"         a field whose value is that whole name, and not one that holds it
//! ```

use std::fmt;

use chancery_ledger::WHOLE;

/// A question about text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Everything.
    All,
    /// These words, one after another.
    Words {
        /// As written.
        text: String,
        /// Whether the last may go on.
        prefix: bool,
    },
    /// A field with this value; of fields that take a part of a name the whole one behind [`WHOLE`].
    Field(Name, String),
    /// All of them.
    And(Vec<Query>),
    /// One of them at least.
    Or(Vec<Query>),
    /// Not that.
    Not(Box<Query>),
}

/// A field that may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// Kind of act.
    Kind,
    /// Stance.
    Stance,
    /// Holder.
    Holder,
    /// Addressee.
    Addressee,
    /// Target.
    Target,
    /// Reporter.
    Via,
    /// Instrument.
    Instrument,
    /// Mechanism.
    Mechanism,
    /// Title of the article.
    Title,
    /// Day, month or year it was said in; the whole of what is known of its day behind [`WHOLE`].
    Said,
}

impl Name {
    /// All of them, by name.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("kind", Self::Kind),
        ("stance", Self::Stance),
        ("holder", Self::Holder),
        ("addressee", Self::Addressee),
        ("target", Self::Target),
        ("via", Self::Via),
        ("instrument", Self::Instrument),
        ("mechanism", Self::Mechanism),
        ("title", Self::Title),
        ("said", Self::Said),
    ];

    /// Whether a part of a name is enough; the others' values are whole ones anyway.
    const fn takes_a_part(self) -> bool {
        matches!(self, Self::Target | Self::Instrument | Self::Mechanism | Self::Title | Self::Said)
    }
}

/// Why a query can't be read, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The query.
    pub query: String,
    /// First byte of what is wrong.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What is wrong and what to try.
    pub message: String,
    /// The same in a word that never changes, for those who say it in other languages.
    pub code: &'static str,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for QueryError {}

/// Brackets deeper than this are no question anybody asks.
const DEEPEST: usize = 64;

/// Longest query, in bytes.
const LONGEST: usize = 16 << 10;

impl Query {
    /// Reads a query; an empty one asks for everything.
    ///
    /// # Errors
    /// Where it is not of the form, with the place.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Self::parse_with(text, &|_, value| Ok(vec![value.to_owned()]))
    }

    /// The same, the values of fields as they are meant: `meant` gives the values that one stands for (a name the ids that it
    /// means), any of which will do, or says what is wrong with it.
    ///
    /// # Errors
    /// Where it is not of the form, or a value means nothing, with the place.
    pub fn parse_with(text: &str, meant: Meant<'_>) -> Result<Self, QueryError> {
        if text.len() > LONGEST {
            let message = format!("a query has {LONGEST} bytes at most: ask for fewer words");
            return Err(QueryError { query: String::new(), start: 0, end: 0, message, code: "query-too-long" });
        }
        let mut reader = Reader { text, tokens: tokens(text)?, meant, at: 0, depth: 0 };
        if reader.tokens.is_empty() {
            return Ok(Self::All);
        }
        let query = reader.either()?;
        match reader.tokens.get(reader.at) {
            None => Ok(query),
            Some(token) => Err(error(
                text,
                token,
                "bracket-closes-nothing",
                "this bracket closes nothing: take it out, or open one before it",
            )),
        }
    }

    /// The words asked for, without those that must not be there.
    #[must_use]
    pub fn wanted(&self) -> Vec<(&str, bool)> {
        match self {
            Self::Words { text, prefix } => vec![(text, *prefix)],
            Self::And(all) | Self::Or(all) => all.iter().flat_map(Self::wanted).collect(),
            Self::All | Self::Field(..) | Self::Not(_) => Vec::new(),
        }
    }
}

/// What a field's value stands for, or what is wrong with it.
pub type Meant<'m> = &'m dyn Fn(Name, &str) -> Result<Vec<String>, String>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    Open,
    Close,
    Or,
    And,
    Not,
    Words { text: String, prefix: bool },
    Field(Name, String),
}

#[derive(Clone, Debug)]
struct Token {
    sign: Sign,
    start: usize,
    end: usize,
}

fn error(query: &str, token: &Token, code: &'static str, message: &str) -> QueryError {
    QueryError { query: query.to_owned(), start: token.start, end: token.end, message: message.to_owned(), code }
}

/// Pairs of quotation marks, as they are typed.
const QUOTES: &[(char, char)] = &[('"', '"'), ('“', '”'), ('「', '」'), ('『', '』'), ('《', '》')];

fn closing(open: char) -> Option<char> {
    QUOTES.iter().find(|(o, _)| *o == open).map(|(_, close)| *close)
}

/// Signs may be typed full-width.
fn bracket(c: char) -> Option<Sign> {
    match c {
        '(' | '（' => Some(Sign::Open),
        ')' | '）' => Some(Sign::Close),
        '|' | '｜' => Some(Sign::Or),
        _ => None,
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        let sign = if let Some(sign) = bracket(c) {
            sign
        } else if let Some(close) = closing(c) {
            let words = quoted(text, start, at, close, &mut at)?;
            Sign::Words { text: words, prefix: starred(text, &mut at) }
        } else if c == '-' && text[at..].starts_with(|next: char| !next.is_whitespace()) {
            Sign::Not
        } else {
            word(text, start, &mut at)?
        };
        out.push(Token { sign, start, end: at });
    }
    Ok(out)
}

/// What stands between quotation marks; `at` is moved behind them.
fn quoted(text: &str, start: usize, from: usize, close: char, at: &mut usize) -> Result<String, QueryError> {
    let Some(length) = text[from..].find(close) else {
        let message = format!("this quotation mark is never closed: put {close} at the end of the phrase");
        return Err(QueryError { query: text.to_owned(), start, end: from, message, code: "quotation-open" });
    };
    *at = from + length + close.len_utf8();
    let words = text[from..from + length].trim();
    if words.is_empty() {
        let message = "nothing stands between these quotation marks: put words there, or take them out".to_owned();
        return Err(QueryError { query: text.to_owned(), start, end: *at, message, code: "quotation-empty" });
    }
    Ok(words.to_owned())
}

fn starred(text: &str, at: &mut usize) -> bool {
    let star = text[*at..].starts_with('*');
    *at += usize::from(star);
    star
}

/// A word, an operator or a field, from `start` on.
fn word(text: &str, start: usize, at: &mut usize) -> Result<Sign, QueryError> {
    let ends = |c: char| c.is_whitespace() || bracket(c).is_some() || (closing(c).is_some() && c != '《');
    let end = text[start..].find(ends).map_or(text.len(), |length| start + length);
    let whole = &text[start..end];
    *at = end;
    let fail = |code, message: String| Err(QueryError { query: text.to_owned(), start, end, message, code });
    match whole {
        "OR" | "||" => return Ok(Sign::Or),
        "AND" | "&" | "&&" => return Ok(Sign::And),
        "NOT" => return Ok(Sign::Not),
        _ => {}
    }
    if let Some((name, value)) =
        whole.split_once([':', '：']).filter(|(name, _)| name.chars().all(|c| c.is_ascii_alphabetic()))
    {
        let Some((_, field)) = Name::ALL.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)) else {
            let names: Vec<_> = Name::ALL.iter().map(|(name, _)| *name).collect();
            return fail(
                "no-such-field",
                format!(
                    "there is no field {name:?}: there are {}; for days use --from and --to, for the words themselves quotation marks",
                    names.join(", ")
                ),
            );
        };
        let (sign, value) = value.strip_prefix([WHOLE, '＝']).map_or(("", value), |value| ("=", value));
        if !sign.is_empty() && *field == Name::Title {
            let message = "titles are found by a part of them: write title: without =".to_owned();
            return fail("no-whole-title", message);
        }
        let next = text[end..].chars().next();
        let value = match next.and_then(|c| Some((c, closing(c)?))) {
            _ if !value.is_empty() => value.to_owned(),
            Some((open, close)) => quoted(text, end, end + open.len_utf8(), close, at)?,
            None => {
                let message = format!("{name}:{sign} has no value: write it behind the sign, without a space");
                return fail("field-empty", message);
            }
        };
        let whole = !sign.is_empty() && field.takes_a_part();
        // A title's marks are no part of a name, and stand in words as letters do.
        let name = || value.trim_matches(['《', '》']);
        return Ok(Sign::Field(*field, if whole { format!("{WHOLE}{}", name()) } else { value }));
    }
    let prefix = whole.ends_with('*');
    let bare = whole.trim_end_matches('*');
    if bare.contains('*') {
        return fail(
            "star-inside",
            "* may stand at the end of a word only: write the beginning of the word".to_owned(),
        );
    }
    if !bare.chars().any(char::is_alphanumeric) {
        return fail("no-letter", "there is no letter or digit in this: put words there, or take it out".to_owned());
    }
    Ok(Sign::Words { text: bare.to_owned(), prefix })
}

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    meant: Meant<'t>,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn either(&mut self) -> Result<Query, QueryError> {
        let mut all = vec![self.both()?];
        while let Some(token) = self.tokens.get(self.at).filter(|token| token.sign == Sign::Or).cloned() {
            self.at += 1;
            if self.at >= self.tokens.len() {
                return Err(error(
                    self.text,
                    &token,
                    "word-wanted",
                    "nothing stands behind OR: put a word there, or take it out",
                ));
            }
            all.push(self.both()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Query::Or(all) })
    }

    fn both(&mut self) -> Result<Query, QueryError> {
        let mut all = Vec::new();
        loop {
            match self.tokens.get(self.at).map(|token| &token.sign) {
                None | Some(Sign::Close | Sign::Or) => break,
                Some(Sign::And) if !all.is_empty() => {
                    let token = self.tokens[self.at].clone();
                    self.at += 1;
                    if matches!(self.tokens.get(self.at).map(|next| &next.sign), None | Some(Sign::Close | Sign::Or)) {
                        let message = "nothing stands behind AND: put a word there, or take it out";
                        return Err(error(self.text, &token, "word-wanted", message));
                    }
                }
                _ => all.push(self.one()?),
            }
        }
        match all.len() {
            0 => {
                let message = "a word is wanted here: put one, or take the sign out";
                let last = Token { sign: Sign::Or, start: self.text.len(), end: self.text.len() };
                Err(error(self.text, self.tokens.get(self.at).unwrap_or(&last), "word-wanted", message))
            }
            1 => Ok(all.remove(0)),
            _ => Ok(Query::And(all)),
        }
    }

    fn one(&mut self) -> Result<Query, QueryError> {
        let Some(token) = self.tokens.get(self.at).cloned() else {
            let last = Token { sign: Sign::Or, start: self.text.len(), end: self.text.len() };
            return Err(error(self.text, &last, "word-wanted", "a word is wanted here, at the end"));
        };
        self.at += 1;
        match token.sign {
            Sign::Words { ref text, prefix } => Ok(Query::Words { text: text.clone(), prefix }),
            Sign::Field(name, ref value) => {
                let values =
                    (self.meant)(name, value).map_err(|message| error(self.text, &token, "no-such-value", &message))?;
                let mut all: Vec<Query> = values.into_iter().map(|value| Query::Field(name, value)).collect();
                Ok(if all.len() == 1 { all.remove(0) } else { Query::Or(all) })
            }
            Sign::Not | Sign::Open if self.depth >= DEEPEST => Err(error(
                self.text,
                &token,
                "nested-too-deep",
                "these brackets are nested too deep: ask in several steps",
            )),
            Sign::Not => {
                self.depth += 1;
                let inner = self.one()?;
                self.depth -= 1;
                Ok(Query::Not(Box::new(inner)))
            }
            Sign::Open => {
                self.depth += 1;
                let inner = self.either()?;
                self.depth -= 1;
                if self.tokens.get(self.at).is_none_or(|next| next.sign != Sign::Close) {
                    return Err(error(
                        self.text,
                        &token,
                        "bracket-open",
                        "this bracket is never closed: put ) where the group ends",
                    ));
                }
                self.at += 1;
                Ok(inner)
            }
            Sign::Close | Sign::Or | Sign::And => {
                Err(error(self.text, &token, "word-wanted", "a word is wanted before this: put one, or take it out"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Query {
        Query::Words { text: text.into(), prefix: false }
    }

    #[test]
    fn queries_are_read() {
        let not = |query| Query::Not(Box::new(query));
        for (text, right) in [
            ("", Query::All),
            ("  ", Query::All),
            ("疫苗", words("疫苗")),
            ("疫苗 COVAX", Query::And(vec![words("疫苗"), words("COVAX")])),
            ("疫苗 AND COVAX", Query::And(vec![words("疫苗"), words("COVAX")])),
            ("“气候 资金”", words("气候 资金")),
            ("disarm*", Query::Words { text: "disarm".into(), prefix: true }),
            ("a OR b c", Query::Or(vec![words("a"), Query::And(vec![words("b"), words("c")])])),
            ("(a|b) -c", Query::And(vec![Query::Or(vec![words("a"), words("b")]), not(words("c"))])),
            ("（甲｜乙） NOT 丙", Query::And(vec![Query::Or(vec![words("甲"), words("乙")]), not(words("丙"))])),
            ("holder:CHN", Query::Field(Name::Holder, "CHN".into())),
            ("Instrument:\"海洋法 公约\"", Query::Field(Name::Instrument, "海洋法 公约".into())),
            ("mechanism:=IMF", Query::Field(Name::Mechanism, "=IMF".into())),
            ("mechanism:=\"海洋 委员会\"", Query::Field(Name::Mechanism, "=海洋 委员会".into())),
            ("instrument：＝《海洋公约》", Query::Field(Name::Instrument, "=海洋公约".into())),
            ("said:2024-03", Query::Field(Name::Said, "2024-03".into())),
            ("said:=2024", Query::Field(Name::Said, "=2024".into())),
            ("holder:=CHN", Query::Field(Name::Holder, "CHN".into())),
            ("target:org:NATO", Query::Field(Name::Target, "org:NATO".into())),
            ("2019-12", words("2019-12")),
        ] {
            assert_eq!(Query::parse(text), Ok(right), "{text}");
        }
    }

    #[test]
    fn values_of_fields_are_taken_as_they_are_meant_or_pointed_at() {
        let meant = |name: Name, value: &str| match (name, value) {
            (Name::Holder, "智利") => Ok(vec!["CHL".to_owned()]),
            (Name::Holder, "雙方") => Ok(vec!["CHL".to_owned(), "NZL".to_owned()]),
            _ => Err("nobody is called so".to_owned()),
        };
        let field = |value: &str| Query::Field(Name::Holder, value.into());
        assert_eq!(Query::parse_with("holder:智利", &meant), Ok(field("CHL")));
        assert_eq!(Query::parse_with("holder:雙方", &meant), Ok(Query::Or(vec![field("CHL"), field("NZL")])));
        let error = Query::parse_with("海洋 kind:wish", &meant).expect_err("no kind");
        assert_eq!(&error.query[error.start..error.end], "kind:wish");
    }

    #[test]
    fn errors_point_at_what_is_wrong() {
        for (text, pointed, message) in [
            ("(疫苗 OR 合作", "(", "never closed"),
            ("疫苗)", ")", "closes nothing"),
            ("疫苗 OR", "OR", "behind OR"),
            ("OR 疫苗", "OR", "wanted here"),
            ("\"疫苗", "\"", "never closed"),
            ("\"\" 疫苗", "\"\"", "nothing stands between"),
            ("author:me", "author:me", "kind, stance, holder"),
            ("holder: CHN", "holder:", "no value"),
            ("a mechanism:= IMF", "mechanism:=", "mechanism:= has no value"),
            ("mechanism:=\"IMF", "\"", "never closed"),
            ("title:=\"Law\" a", "title:=", "without ="),
            ("a*b", "a*b", "end of a word"),
            ("a ——", "——", "no letter"),
            ("()", ")", "wanted here"),
            ("a -", "-", "no letter"),
        ] {
            let error = Query::parse(text).expect_err(text);
            assert_eq!(&text[error.start..error.end], pointed, "{text}");
            assert!(error.message.contains(message), "{text}: {}", error.message);
        }
        assert!(Query::parse(&"(".repeat(5000)).is_err(), "deep");
        assert!(Query::parse(&"-a".repeat(5000)).is_err() || Query::parse(&"-a".repeat(5000)).is_ok(), "no overflow");
    }
}
