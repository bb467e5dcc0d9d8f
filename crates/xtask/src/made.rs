//! Articles of a made-up language by a seeded generator: the same on every machine.
//!
//! Records are made as `chancery read` would print them, ten acts an article of a thousand bytes. Words are drawn with the
//! unevenness of language: half of all draws fall on a hundredth of the words; and most words follow where they mostly follow
//! (see [`FOLLOWS`]). Some acts name an instrument, a mechanism, whom they are to and on, drawn apart from the words, so that
//! the words are the same whatever is named.

/// Acts an article.
const ACTS: usize = 10;

/// Words of the made-up language; the first are the most common.
const WORDS: usize = 20_000;

/// Of a hundred words, how many are one of those that mostly follow the word before, and how many such there are. Of 340,000
/// characters this makes some 40,000 distinct pairs of characters, and of a million 87,000; official Chinese prose has 39,000
/// and 84,000. (Words that follow each other at random make 110,000 and 267,000, which no language does.)
const FOLLOWS: usize = 76;
const FOLLOWERS: usize = 20;

/// xorshift64*: the same numbers on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % most.max(1)
    }

    /// A word's number: half of all draws fall on a hundredth of the words.
    pub(crate) fn uneven(&mut self) -> usize {
        uneven(self.next(), WORDS)
    }

    /// The number of a word after another.
    pub(crate) fn after(&mut self, before: Option<usize>) -> usize {
        match before {
            Some(before) if self.below(100) < FOLLOWS => {
                let which = uneven(self.next(), FOLLOWERS) as u64;
                let mut own =
                    Random((before as u64 * FOLLOWERS as u64 + which + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
                own.next();
                own.uneven()
            }
            _ => self.uneven(),
        }
    }
}

/// One of so many, the first most often.
fn uneven(drawn: u64, of: usize) -> usize {
    let unit = (drawn >> 11) as f64 / (1u64 << 53) as f64;
    ((of as f64).powf(unit) - 1.0) as usize
}

/// A word of two ideographs.
pub(crate) fn word(number: usize) -> String {
    let first = 0x4E00 + (number * 7919) % 4000;
    let second = 0x4E00 + (number * 104_729 + 13) % 4000;
    [first, second].iter().filter_map(|code| char::from_u32(u32::try_from(*code).ok()?)).collect()
}

pub(crate) const HOLDERS: &[&str] =
    &["CHN", "RUS", "USA", "FRA", "DEU", "JPN", "IND", "BRA", "ZAF", "KEN", "CHL", "NZL", "org:UN"];
const KINDS: &[(&str, &str, &str)] = &[
    ("position", "support", r#","polarity":"+","intensity":3"#),
    ("position", "oppose", r#","polarity":"-","intensity":3"#),
    ("position", "concern", r#","polarity":"-","intensity":2"#),
    (
        "commitment",
        "pledge",
        r#","dates":[{"start":"2027-12-31","end":"2027-12-31","role":"deadline","text_start":0,"text_end":0}]"#,
    ),
    ("commitment", "will", ""),
    ("call", "urge", r#","intensity":4"#),
    ("event", "consult", ""),
];

/// Instruments, and as many mechanisms; some are named much more often than others.
const THINGS: usize = 2_000;

/// What an act names beside its holder, as lists in JSON: addressees, targets, instruments, mechanisms. Nothing mostly.
fn named(drawn: &mut Random) -> [String; 4] {
    let one_in = |drawn: &mut Random, often: usize, one: &dyn Fn(&mut Random) -> String| {
        if drawn.below(often) == 0 { format!(r#"["{}"]"#, one(drawn)) } else { "[]".to_owned() }
    };
    let actor = |drawn: &mut Random| HOLDERS[drawn.below(HOLDERS.len())].to_owned();
    let thing = |what: usize, drawn: &mut Random| {
        let number = uneven(drawn.next(), THINGS);
        format!("{}{}", word(number * 2 + what), word(number + 7))
    };
    [
        one_in(drawn, 6, &actor),
        one_in(drawn, 4, &actor),
        one_in(drawn, 6, &|drawn| thing(0, drawn)),
        one_in(drawn, 6, &|drawn| thing(1, drawn)),
    ]
}

/// An article's text and its record.
pub(crate) fn article(number: usize, random: &mut Random) -> (String, String) {
    let mut text = String::new();
    let mut acts = Vec::new();
    let mut at = 0;
    let mut before = None;
    for paragraph in 0..5 {
        for sentence in 0..4 {
            let mut words = String::new();
            for _ in 0..8 {
                let next = random.after(before);
                words += &word(next);
                before = Some(next);
            }
            let length = words.chars().count();
            if acts.len() < ACTS && (sentence + paragraph) & 1 == 0 {
                let (kind, stance, rest) = KINDS[random.below(KINDS.len())];
                acts.push((at, at + length, words.clone(), kind, stance, rest, HOLDERS[random.below(HOLDERS.len())]));
            }
            text.push_str(&words);
            text.push('。');
            at += length + 1;
        }
        text.push('\n');
        at += 1;
    }
    text.push_str(&format!("{number}\n"));
    let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
    let id = &hash[..24];
    let mut drawn = Random((number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let acts: Vec<String> = acts
        .into_iter()
        .map(|(start, end, quote, kind, stance, rest, holder)| {
            let [addressees, targets, instruments, mechanisms] = named(&mut drawn);
            format!(
                r#"{{"id":"{id}/{kind}/{start}-{end}","kind":"{kind}","start":{start},"end":{end},"quote":"{quote}","stance":"{stance}","holders":["{holder}"],"addressees":{addressees},"targets":{targets},"via":[],"amounts":[],"instruments":{instruments},"mechanisms":{mechanisms},"rule":"zh/{kind}/{stance}","confidence":0.9{rest}}}"#
            )
        })
        .collect();
    let (bytes, points) = (text.len(), text.chars().count());
    let day = format!("20{:02}-{:02}-{:02}", random.below(25), 1 + random.below(12), 1 + random.below(28));
    let json = serde_json::to_string(&text).unwrap_or_default();
    let record = format!(
        r#"{{"schema":1,"id":"{id}","source":{{"name":"{number}.txt","media_type":"text/plain","charset":"utf-8","bytes":{bytes},"blake3":"{hash}","article":0,"part":null,"retrieved":null}},"title":"{}","kind":"other","language":"zh","script":"Hans","published":"{day}","dateline":null,"outlet":null,"url":null,"issuers":[],"text":{json},"map":[[0,{points},0,{bytes}]],"repairs":[],"parts":[],"acts":[{}],"mentions":[],"program":"chancery 0","packs":[]}}"#,
        word(number),
        acts.join(",")
    );
    (text, record)
}
