//! Language and script of an article, by its characters; for Latin, Cyrillic and Arabic letters by the packs' own words and
//! a library's trigrams.
//!
//! Chinese and English are told by our own counts, since both are read in lines too short for trigrams; what is neither
//! must be known for it, or its names would be coded by the rules of a language it isn't in.

use std::collections::BTreeSet;

use chancery_model::{Fault, FaultKind, FaultPlace, Language, Script, Severity};

use super::guide::Guide;

/// Of a text's different words so many must be a language's own ([`Conventions::commonest`]): in a short one, and in one of
/// [`SHORT`] words or more. Measured on sentences and headlines of our own in ten languages and on the corpus.
///
/// [`Conventions::commonest`]: chancery_model::Conventions::commonest
const OWN: (usize, usize) = (2, 4);

/// From so many words on a text is no longer short.
const SHORT: usize = 30;

/// The least confidence of a guess that its library calls unreliable, and the least words: of thirty English headlines
/// and first lines tried, those above it were shorter or had a word of the language's own.
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
            variant += u32::from(fold.is_some_and(|fold| fold.changes(c)));
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
        Script::Jpan => Language::new("ja"),
        Script::Kore => Language::new("ko"),
        Script::Latn | Script::Cyrl | Script::Arab => by_letters(text, guide),
        _ => None,
    };
    let primary =
        |tag: &str| Language::new(&tag.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase());
    // Chinese in letters that aren't Chinese is a page's frame.
    let declared = || declared.and_then(primary).filter(|declared| *declared != Language::ZH);
    let language = told.or_else(declared);
    // A line too short to tell is English if nothing speaks against it: most such lines are heads and captions.
    let rest = if script == Script::Latn && !foreign(text, guide) { Language::EN } else { Language::UND };
    (language.unwrap_or(rest), script)
}

/// The beginning of `text`, which tells its language, in small letters.
fn sample(text: &str) -> String {
    text.chars().take(4000).collect::<String>().to_lowercase()
}

/// The language that has the most words of its own in `sample`, how many, and how many words there are.
fn own(sample: &str, guide: &Guide) -> (Language, usize, usize) {
    let words: BTreeSet<&str> = sample.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    let found = |list: &[String]| list.iter().filter(|w| words.contains(w.as_str())).count();
    let counts = guide.conventions.commonest.iter().map(|(language, list)| (found(list), *language));
    let (most, language) = counts.max().unwrap_or((0, Language::UND));
    (language, most, words.len())
}

/// The language of a text in letters that several languages share; `None` where it is not sure.
fn by_letters(text: &str, guide: &Guide) -> Option<Language> {
    let sample = sample(text);
    let (language, ours, words) = own(&sample, guide);
    if ours >= if words < SHORT { OWN.0 } else { OWN.1 } {
        return Some(language);
    }
    let guess = whatlang::detect(&sample)?;
    let told = || Language::new(subtag(guess.lang())).filter(|language| *language != Language::UND);
    if guess.is_reliable() && ours == 0 { told() } else { None }
}

/// Whether a text in Latin letters that is not surely of any language is likely of another than English.
fn foreign(text: &str, guide: &Guide) -> bool {
    let sample = sample(text);
    let (_, ours, words) = own(&sample, guide);
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
