//! Language and script of an article, by its characters; for Latin, Cyrillic and Arabic letters by a library's trigrams.
//!
//! Chinese and English are told by our own counts, since both are read in lines too short for trigrams; what is neither
//! must be known for it, or its names would be coded by the rules of a language it isn't in.

use chancery_model::{Fault, FaultKind, FaultPlace, Language, Script, Severity};

use super::guide::Guide;

/// Words that nearly every English text has. Of other languages in the script none has three of them.
const ENGLISH: [&str; 8] = ["the", "of", "and", "to", "in", "is", "for", "on"];

/// Words that other languages in the script don't have: one is enough against a doubtful guess.
const ENGLISH_ONLY: [&str; 12] =
    ["the", "of", "and", "to", "by", "with", "from", "was", "that", "has", "will", "their"];

/// The least confidence of a guess that its library calls unreliable, and the least words: of thirty English headlines
/// and first lines tried, those above it were shorter or had a word of [`ENGLISH_ONLY`].
const DOUBTFUL: (f64, usize) = (0.2, 5);

/// Language and script of `text`. What the source declares (`declared`: a BCP 47 tag) counts only where the letters leave
/// a doubt: pages name the language of their frame.
pub(crate) fn tell(text: &str, declared: Option<&str>, guide: &Guide, faults: &mut Vec<Fault>) -> (Language, Script) {
    // The first 40,000 characters tell; a book needs no more.
    let (mut han, mut latin, mut kana, mut hangul, mut cyrillic, mut arabic, mut variant) =
        (0u32, 0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
    let fold = guide.conventions.fold.as_deref();
    for c in text.chars().take(40_000) {
        // The commonest first, and ideographs only: looking each character up among all letters took a third of a reading.
        if matches!(c as u32, 0x3400..=0x9FFF | 0x3007 | 0xF900..=0xFAFF | 0x20000..=0x3FFFF) {
            han += 1;
            variant += u32::from(fold.is_some_and(|fold| fold.fold_char(c) != c));
            continue;
        }
        match c as u32 {
            0x41..=0x5A | 0x61..=0x7A | 0xC0..=0x24F | 0x1E00..=0x1EFF => latin += 1,
            // Letters; the dot and the long mark stand in Chinese names too.
            0x3041..=0x3096 | 0x30A1..=0x30FA => kana += 1,
            0xAC00..=0xD7A3 | 0x1100..=0x11FF => hangul += 1,
            0x400..=0x52F => cyrillic += 1,
            0x600..=0x6FF => arabic += 1,
            _ => {}
        }
    }
    // Japanese in its plainest official prose has two syllabic letters in five, a headline one in eight; a Chinese text
    // that names a Japanese thing by its own letters has far fewer. Korean likewise.
    let neighbour = (kana >= 2 && kana * 8 >= han) || (hangul >= 2 && hangul * 4 >= han);
    // A Chinese character says as much as five Latin letters or so.
    if han > 0 && !neighbour && han * 4 >= latin && han * 4 >= cyrillic {
        let share = f64::from(variant) / f64::from(han);
        // Measured on the corpus: simplified texts have under 1 % of characters that fold, traditional ones over 20 %.
        if (0.03..0.15).contains(&share) && han > 200 {
            let message = format!("{:.0} % of the characters are traditional: both scripts in one text", share * 100.0);
            faults.push(Fault::new(FaultKind::MixedScript, Severity::Note, FaultPlace::Whole, message));
        }
        return (Language::ZH, if share >= 0.07 { Script::Hant } else { Script::Hans });
    }
    let counts = [
        (kana, Script::Jpan),
        (hangul, Script::Kore),
        (cyrillic, Script::Cyrl),
        (arabic, Script::Arab),
        (latin, Script::Latn),
    ];
    let script = counts.iter().max_by_key(|c| c.0).filter(|c| c.0 > 0).map_or(Script::Zyyy, |c| c.1);
    let told = match script {
        Script::Jpan => Some("ja"),
        Script::Kore => Some("ko"),
        Script::Latn | Script::Cyrl | Script::Arab => by_letters(text, script),
        _ => None,
    };
    let primary =
        |tag: &str| Language::new(&tag.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase());
    // Chinese in letters that aren't Chinese is a page's frame.
    let declared = || declared.and_then(primary).filter(|declared| *declared != Language::ZH);
    let language = told.and_then(Language::new).or_else(declared);
    // A line too short to tell is English if nothing speaks against it: most such lines are heads and captions.
    let rest = if script == Script::Latn && !foreign(text) { Language::EN } else { Language::UND };
    (language.unwrap_or(rest), script)
}

/// The beginning of `text`, which tells its language, in small letters.
fn sample(text: &str) -> String {
    text.chars().take(4000).collect::<String>().to_lowercase()
}

/// How many words of `list` stand in `sample`, and how many words it has.
fn found(sample: &str, list: &[&str]) -> (usize, usize) {
    let words: Vec<&str> = sample.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    (list.iter().filter(|w| words.contains(*w)).count(), words.len())
}

/// The language of a text in letters that several languages share, as a BCP 47 subtag; `None` where it is not sure.
fn by_letters(text: &str, script: Script) -> Option<&'static str> {
    let sample = sample(text);
    if script == Script::Latn && found(&sample, &ENGLISH).0 >= 3 {
        return Some("en");
    }
    let guess = whatlang::detect(&sample)?;
    guess.is_reliable().then(|| subtag(guess.lang())).filter(|tag| *tag != "und")
}

/// Whether a text in Latin letters that is not surely of any language is likely of another than English.
fn foreign(text: &str) -> bool {
    let sample = sample(text);
    let (ours, words) = found(&sample, &ENGLISH_ONLY);
    let (confidence, least) = DOUBTFUL;
    words >= least
        && ours == 0
        && whatlang::detect(&sample)
            .is_some_and(|guess| guess.lang() != whatlang::Lang::Eng && guess.confidence() >= confidence)
}

/// The shortest code of a language, as BCP 47 wants it (ISO 639-1 where there is one).
fn subtag(language: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match language {
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Deu => "de",
        Lang::Nld => "nl",
        Lang::Afr => "af",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Bul => "bg",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Tur => "tr",
        Lang::Aze => "az",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        Lang::Cat => "ca",
        Lang::Cym => "cy",
        Lang::Lat => "la",
        Lang::Epo => "eo",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Jav => "jv",
        Lang::Tgl => "tl",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Aka => "ak",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        _ => "und",
    }
}
