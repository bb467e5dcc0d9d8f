//! What of a record follows from what stands beside it, left out before an article is packed and put back, to the byte, when it is
//! unpacked: an act's id says its kind and place again and its quote is a stretch of the text; places mostly lie a little behind
//! the one before. Both cost the packer a search and some bytes each time, though they tell nothing.
//!
//! Marks are control characters, which no JSON may hold unescaped (`whole.rs` has others). Next to read: `pack.rs`.

/// Before what an act's head comes to: its kind, how far it starts behind the act before, its length.
const HEAD: char = '\u{6}';
/// Behind it.
const HEADED: char = '\u{7}';
/// Before acts that are all told so, one comma between two: each can be found without reading the others.
const PARTED: char = '\u{B}';
/// Before a rest whose whole numbers are told by how far they are from the one before.
const STEPS: u8 = 8;

/// How an act begins, up to its kind; `whole.rs` has left out the article's id.
const BEGINS: &str = "{\"id\":\"\u{1}/";

/// Whole numbers of more digits are none of ours; a step between two that are has one more at most.
const DIGITS: usize = 14;

/// Places of a text in code points, found without walking all of it each time.
struct Places<'t> {
    text: &'t str,
    /// The byte at which each further [`Places::EACH`] code points begin.
    marks: Vec<usize>,
}

impl<'t> Places<'t> {
    const EACH: usize = 64;

    fn of(text: &'t str) -> Self {
        let mut marks: Vec<usize> = text.char_indices().step_by(Self::EACH).map(|(at, _)| at).collect();
        // Where a text of whole stretches ends, a further one would begin.
        if marks.last().is_none_or(|last| text[*last..].chars().count() == Self::EACH) {
            marks.push(text.len());
        }
        Self { text, marks }
    }

    /// The byte where a code point begins; one past the last too.
    fn byte(&self, point: usize) -> Option<usize> {
        let mark = *self.marks.get(point / Self::EACH)?;
        let rest = &self.text[mark..];
        let mut places = rest.char_indices().map(|(at, _)| at).chain(std::iter::once(rest.len()));
        Some(mark + places.nth(point % Self::EACH)?)
    }

    fn slice(&self, start: usize, length: usize) -> Option<&'t str> {
        self.text.get(self.byte(start)?..self.byte(start.checked_add(length)?)?)
    }
}

/// An act's head as it is written in a record.
fn put_head(out: &mut Vec<u8>, kind: &str, (start, end): (usize, usize), quote: &str) {
    use std::io::Write as _;
    // Writing to memory does not fail.
    let _ =
        write!(out, "{BEGINS}{kind}/{start}-{end}\",\"kind\":\"{kind}\",\"start\":{start},\"end\":{end},\"quote\":");
    let _ = serde_json::to_writer(out, quote);
}

/// The kind and place that an act's id tells; what follows [`BEGINS`].
fn told(id: &str) -> Option<(&str, usize, usize)> {
    let (kind, place) = id.split_once('/')?;
    let own = !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase());
    let until = place.bytes().position(|b| b != b'-' && !b.is_ascii_digit())?;
    let (start, end) = place[..until].split_once('-')?;
    let number = |digits: &str| digits.parse::<usize>().ok().filter(|_| digits.len() <= DIGITS);
    own.then_some((kind, number(start)?, number(end)?))
}

/// Whether a stretch of JSON closes the object that it begins in, and nothing follows but that.
fn closes(json: &[u8], follows: &[u8]) -> bool {
    let (mut depth, mut at) = (1usize, 0);
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => {
                at += 1;
                while json.get(at).is_some_and(|b| *b != b'"') {
                    at += if json[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return json.get(at..) == Some(follows);
        }
    }
    false
}

/// Acts of a text with what their heads say twice left out.
pub(crate) fn acts(acts: &str, text: &str) -> String {
    let places = Places::of(text);
    let mut out = String::with_capacity(acts.len() / 2);
    out.push(PARTED);
    let (mut rest, mut before, mut parted) = (acts, 0i64, true);
    let (mut head, mut first) = (Vec::new(), true);
    while let Some(at) = rest.find(BEGINS) {
        let (passed, found) = rest.split_at(at);
        out.push_str(passed);
        let own = told(&found[BEGINS.len()..]).and_then(|(kind, start, end)| {
            head.clear();
            put_head(&mut head, kind, (start, end), places.slice(start, end.checked_sub(start)?)?);
            found.as_bytes().starts_with(&head).then_some((kind, start, end))
        });
        parted = parted && own.is_some() && if first { passed == "[" } else { closes(passed.as_bytes(), b",") };
        first = false;
        if let Some((kind, start, end)) = own {
            out.push('{');
            out.push(HEAD);
            out.push_str(kind);
            out.push_str(&(start as i64 - before).to_string());
            out.push(',');
            out.push_str(&(end - start).to_string());
            out.push(HEADED);
            before = start as i64;
            rest = &found[head.len()..];
        } else {
            out.push_str(BEGINS);
            rest = &found[BEGINS.len()..];
        }
    }
    out.push_str(rest);
    if first || !parted || !closes(rest.as_bytes(), b"]") {
        out.remove(0);
    }
    out
}

/// Walks through the heads of acts.
struct Heads<'t> {
    places: Places<'t>,
    before: i64,
}

impl<'t> Heads<'t> {
    /// The act whose head stands at the beginning: kind, start, end, quote, and what follows the head.
    fn next<'s>(&mut self, found: &'s str) -> Option<(Head<'s>, &'s str)> {
        let (head, behind) = found.strip_prefix(HEAD)?.split_once(HEADED)?;
        let (kind, place) = head.split_at(head.find(|c: char| !c.is_ascii_lowercase())?);
        let (step, length) = place.split_once(',')?;
        self.before = self.before.checked_add(step.parse().ok()?)?;
        let (start, length) = (usize::try_from(self.before).ok()?, length.parse::<usize>().ok()?);
        Some((Head { kind, start, length }, behind))
    }

    fn put(&self, out: &mut Vec<u8>, head: &Head<'_>) -> Option<()> {
        let quote = self.places.slice(head.start, head.length)?;
        put_head(out, head.kind, (head.start, head.start.checked_add(head.length)?), quote);
        Some(())
    }
}

/// An act's head.
struct Head<'s> {
    kind: &'s str,
    start: usize,
    length: usize,
}

/// The acts as they were; `None` where that can't be.
pub(crate) fn whole_acts(spare: &str, text: &str) -> Option<String> {
    let mut heads = Heads { places: Places::of(text), before: 0 };
    let mut out = Vec::with_capacity(spare.len() * 2);
    let mut rest = spare.strip_prefix(PARTED).unwrap_or(spare);
    while let Some(at) = rest.find(HEAD) {
        // The head has the brace with it.
        out.extend_from_slice(rest[..at].strip_suffix('{')?.as_bytes());
        let (head, behind) = heads.next(&rest[at..])?;
        heads.put(&mut out, &head)?;
        rest = behind;
    }
    out.extend_from_slice(rest.as_bytes());
    String::from_utf8(out).ok()
}

/// A list of the acts at these places (in order) alone; `None` where they can't be told apart, or not be put back.
pub(crate) fn some_acts(spare: &str, text: &str, wanted: &[usize]) -> Option<String> {
    let mut heads = Heads { places: Places::of(text), before: 0 };
    let mut out = vec![b'['];
    let mut rest = spare.strip_prefix(PARTED)?.strip_prefix("[{")?;
    let (mut wanted, mut place) = (wanted.iter().peekable(), 0);
    while let Some(next) = wanted.peek() {
        let (head, behind) = heads.next(rest)?;
        let end = behind.find(HEAD);
        if **next == place {
            heads.put(&mut out, &head)?;
            // Without the comma and the next one's brace; the last closes the list.
            let own = match end {
                Some(end) => behind[..end].strip_suffix(",{")?,
                None => behind.strip_suffix(']')?,
            };
            out.extend_from_slice(own.as_bytes());
            out.push(b',');
            while wanted.peek() == Some(&&place) {
                wanted.next();
            }
        }
        let Some(end) = end else { break };
        rest = &behind[end..];
        place += 1;
    }
    if out.len() > 1 {
        out.pop();
    }
    out.push(b']');
    String::from_utf8(out).ok()
}

/// What numbers are told from.
#[derive(Default)]
struct Before {
    number: i64,
    /// Where the last four in brackets (a run of the map from the text to its source) ended, on either side.
    run: [i64; 2],
}

/// One way or the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Spare,
    Whole,
}

impl Before {
    /// `None` where steps, which nobody of ours wrote, lead too far.
    fn number(&mut self, number: i64, way: Way) -> Option<i64> {
        let (told, own) = step(number, self.number, way)?;
        self.number = own;
        Some(told)
    }

    /// Of a run: how far each side begins behind the last one, and how long it is.
    fn run(&mut self, four: [i64; 4], way: Way) -> Option<[i64; 4]> {
        let mut out = four;
        for side in 0..2 {
            let (first, begins) = step(four[side * 2], self.run[side], way)?;
            let (second, ends) = step(four[side * 2 + 1], begins, way)?;
            (out[side * 2], out[side * 2 + 1]) = (first, second);
            self.run[side] = ends;
        }
        Some(out)
    }
}

/// What a number is told as from `before`, or the number that is told so; and the number itself.
fn step(number: i64, before: i64, way: Way) -> Option<(i64, i64)> {
    match way {
        Way::Spare => Some((number.checked_sub(before)?, number)),
        Way::Whole => number.checked_add(before).map(|own| (own, own)),
    }
}

/// A number's end, and the number where it is a whole one as we write them, of no more digits than that.
fn number(bytes: &[u8], digits: usize) -> (usize, Option<i64>) {
    let end = bytes.iter().position(|b| !matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
    let own = &bytes[..end.unwrap_or(bytes.len())];
    let plain = own.strip_prefix(b"-").unwrap_or(own);
    let written = match plain {
        [b'0'] => own.len() == 1,
        [b'1'..=b'9', ..] => plain.len() <= digits && plain.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let value = std::str::from_utf8(own).ok().filter(|_| written).and_then(|own| own.parse().ok());
    (own.len(), value)
}

/// Four whole numbers in brackets at the beginning, and where they end.
fn four(bytes: &[u8], digits: usize) -> Option<(usize, [i64; 4])> {
    let (mut at, mut out) = (0, [0; 4]);
    for (which, one) in out.iter_mut().enumerate() {
        if *bytes.get(at)? != if which == 0 { b'[' } else { b',' } {
            return None;
        }
        let (length, value) = number(&bytes[at + 1..], digits);
        *one = value?;
        at += 1 + length;
    }
    (*bytes.get(at)? == b']').then_some((at + 1, out))
}

fn put(out: &mut Vec<u8>, number: i64) {
    use std::io::Write as _;
    let _ = write!(out, "{number}");
}

/// JSON with its whole numbers told one way or the other; `None` where one is written so that it would not come back.
fn steps(json: &[u8], way: Way) -> Option<Vec<u8>> {
    // Steps have a digit more.
    let digits = if way == Way::Spare { DIGITS } else { DIGITS + 1 };
    let mut out = Vec::with_capacity(json.len());
    let mut before = Before::default();
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => {
                let from = at;
                at += 1;
                while json.get(at).is_some_and(|b| *b != b'"') {
                    at += if json[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + 1).min(json.len());
                out.extend_from_slice(&json[from..at]);
            }
            b'[' if let Some((length, run)) = four(&json[at..], digits) => {
                out.push(b'[');
                for (which, one) in before.run(run, way)?.into_iter().enumerate() {
                    if which > 0 {
                        out.push(b',');
                    }
                    put(&mut out, one);
                }
                out.push(b']');
                at += length;
            }
            b'0'..=b'9' | b'-' => {
                let (length, value) = number(&json[at..], digits);
                let own = &json[at..at + length];
                match value {
                    Some(value) => put(&mut out, before.number(value, way)?),
                    // Not whole, it can't be taken for a step.
                    None if own.iter().any(|b| matches!(b, b'.' | b'e' | b'E')) => out.extend_from_slice(own),
                    None => return None,
                }
                at += length;
            }
            other => {
                out.push(*other);
                at += 1;
            }
        }
    }
    Some(out)
}

/// The rest of a record with its numbers as steps, where they come back from it.
pub(crate) fn rest(rest: &str) -> String {
    let steps = steps(rest.as_bytes(), Way::Spare).and_then(|steps| String::from_utf8(steps).ok());
    match steps {
        Some(steps) => [char::from(STEPS).to_string(), steps].concat(),
        None => rest.to_owned(),
    }
}

/// The rest as it was; `None` where that can't be.
pub(crate) fn whole_rest(spare: String) -> Option<String> {
    match spare.as_bytes().split_first() {
        Some((&STEPS, told)) => String::from_utf8(steps(told, Way::Whole)?).ok(),
        _ => Some(spare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_come_back_to_the_byte_and_what_follows_is_left_out() {
        let text = format!("双方\"同意\"\n继续合作。{}末", "字".repeat(63));
        let act = |kind: &str, start: usize, end: usize, quote: &str| {
            let quote = serde_json::to_string(quote).expect("a text");
            format!(
                "{{\"id\":\"\u{1}/{kind}/{start}-{end}\",\"kind\":\"{kind}\",\"start\":{start},\"end\":{end},\"quote\":{quote},\"n\":1}}"
            )
        };
        let last = text.chars().count();
        let own = [
            act("position", 2, 6, "\"同意\""),
            act("call", 0, 8, "双方\"同意\"\n继"),
            act("event", last - 1, last, "末"),
            act("event", last, last, ""),
        ];
        let all = format!("[{}]", own.join(","));
        let spare = acts(&all, &text);
        assert_eq!(spare.matches(HEAD).count(), own.len(), "{spare:?}");
        assert!(!spare.contains("quote") && spare.len() * 3 < all.len());
        assert_eq!(whole_acts(&spare, &text).as_deref(), Some(&*all));
        assert_eq!(whole_acts(&spare, &text[..7]), None, "another text");
        for wanted in [&[][..], &[0], &[1, 3], &[2, 2, 9], &[0, 1, 2, 3], &[7]] {
            let some: Vec<&str> =
                own.iter().enumerate().filter(|(at, _)| wanted.contains(at)).map(|(_, act)| &**act).collect();
            assert_eq!(some_acts(&spare, &text, wanted), Some(format!("[{}]", some.join(","))), "{wanted:?}");
        }
        let other = act("event", 0, 1, "方");
        for parted_otherwise in [
            format!("[{},{other},{}]", own[0], own[1]),
            format!("[{},{other}]", own[0]),
            format!("[{other},{}]", own[0]),
            format!("[{}, {}]", own[0], own[1]),
            format!("[{},{{\"id\":\"other\"}},{}]", own[0], own[1]),
            format!(" [{}]", own[0]),
            format!("[{}] ", own[0]),
        ] {
            let spare = acts(&parted_otherwise, &text);
            assert_eq!(some_acts(&spare, &text, &[0]), None, "{spare}");
            assert_eq!(whole_acts(&spare, &text), Some(parted_otherwise));
        }
        for other in [
            act("position", 2, 6, "\"同 意\""),
            act("position", 2, 60_000, "双方"),
            act("position", 6, 2, "双方"),
            act("a-b", 0, 2, "双方"),
            own[0].replace("\"start\":2", "\"start\":3"),
            own[0].replace("/2-6", "/02-6"),
            own[0].replace("{\"id\"", "{ \"id\""),
            "[]".to_owned(),
            String::new(),
        ] {
            let spare = acts(&other, &text);
            assert!(!spare.contains(HEAD), "{other}");
            assert_eq!(whole_acts(&spare, &text).as_deref(), Some(&*other));
        }
    }

    #[test]
    fn every_place_of_a_text_is_found() {
        for length in [0usize, 1, 63, 64, 65, 128, 200] {
            let text: String = (0..length).map(|n| if n % 3 == 0 { '字' } else { 'a' }).collect();
            let places = Places::of(&text);
            let own: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            assert_eq!((0..=length).filter_map(|point| places.byte(point)).collect::<Vec<_>>(), own);
            assert_eq!(places.byte(length + 1), None);
            assert_eq!(places.byte(length + 64), None);
        }
    }

    #[test]
    fn numbers_come_back_to_the_byte() {
        for (own, spare) in [
            (
                r#"{"map":[[0,5,71,86],[5,7,86,88]],"parts":[{"start":10,"end":17}]}"#,
                r#"{"map":[[0,5,71,15],[0,2,0,2]],"parts":[{"start":10,"end":7}]}"#,
            ),
            (
                r#"{"a":-5,"b":0.9,"c":1e3,"d":[1,2,3],"e":"7 \" 8"}"#,
                r#"{"a":-5,"b":0.9,"c":1e3,"d":[6,1,1],"e":"7 \" 8"}"#,
            ),
            (r#"[1, 2, 3, 4] [1,2,3] [1,2,3,4,5] [1,2,3,0.5]"#, r#"[1, 1, 1, 1] [-3,1,1] [-2,1,1,1,1] [-4,1,1,0.5]"#),
            (r#"[99999999999999,-99999999999999] "unended"#, r#"[99999999999999,-199999999999998] "unended"#),
            ("", ""),
        ] {
            let told = rest(own);
            assert_eq!(told, format!("\u{8}{spare}"));
            assert_eq!(whole_rest(told).as_deref(), Some(own));
        }
        // What would not come back stays as it is.
        for own in ["[-0]", "[100000000000000]", "[123456789012345678901234567890]", "[01]"] {
            assert_eq!(rest(own), own);
            assert_eq!(whole_rest(own.to_owned()).as_deref(), Some(own));
        }
        // Nor does what nobody of ours wrote.
        for far in ["999999999999999,".repeat(9_999), "[0,0,0,999999999999999]".repeat(9_999)] {
            assert_eq!(whole_rest(format!("\u{8}{far}")), None);
        }
    }
}
