//! Words and rules live in packs: no Chinese character in the program's own source (comments and tests show examples).

use super::files;

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x2FDF | 0x3005 | 0x3007 | 0x3021..=0x3029 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

/// The code of a line: without its comment, and with `\u{…}` escapes as the characters they stand for, but for the ends of
/// ranges: that a character is Chinese is known to Unicode, and no word of the language.
pub(crate) fn code(line: &str) -> String {
    let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':')).map_or(line.len(), |(at, _)| at);
    let mut out = String::new();
    let mut rest = &line[..comment];
    while let Some(at) = rest.find("\\u{") {
        let digits = rest[at + 3..].split('}').next().unwrap_or("");
        out.push_str(&rest[..at]);
        let behind = &rest[(at + 3 + digits.len() + 1).min(rest.len())..];
        if rest[..at].ends_with("..='") || behind.starts_with("'..") {
            rest = behind;
            continue;
        }
        out.extend(u32::from_str_radix(&digits.replace('_', ""), 16).ok().and_then(char::from_u32));
        rest = &rest[at + 3..];
    }
    out + rest
}

/// What is compiled into the program: everything before a test module.
pub(crate) fn shipped(text: &str) -> Vec<&str> {
    let lines: Vec<_> = text.lines().collect();
    let tests =
        lines.windows(2).position(|two| two[0].trim() == "#[cfg(test)]" && two[1].trim_start().starts_with("mod "));
    lines[..tests.unwrap_or(lines.len())].to_vec()
}

#[test]
fn no_word_of_chinese_stands_in_rust() {
    let mut seen = 0;
    for (path, text) in files("crates", ".rs") {
        let parts: Vec<_> = path.split('/').collect();
        let is_test = parts.contains(&"tests") || parts.contains(&"benches") || path.ends_with("tests.rs");
        if is_test || parts.get(2) != Some(&"src") {
            continue;
        }
        seen += 1;
        for (number, line) in shipped(&text).into_iter().enumerate() {
            if let Some(c) = code(line).chars().find(|c| is_han(*c)) {
                panic!("{path}:{}: {c} is knowledge of a language: move it to packs/<language>/", number + 1);
            }
        }
    }
    assert!(seen > 30, "the sources were found: {seen}");
}

#[test]
fn only_code_counts() {
    for (line, bad) in [
        ("let a = \"中\";", true),
        ("let a = '\\u{4e2d}';", true),
        ("let a = 1; // 中", false),
        ("//! 中", false),
        ("let a = \"https://x.example/中\";", true),
        ("let a = '\\u{4e2d}' | '\\u{4e00}'..='\\u{9fff}';", true),
        ("let a = '\\u{4e00}'..='\\u{9fff}';", false),
        ("let a = '、';", false),
        ("let a = '\\u{3002}';", false),
    ] {
        assert_eq!(code(line).chars().any(is_han), bad, "{line}");
    }
    assert_eq!(shipped("a\n#[cfg(test)]\nuse b;\nc\n#[cfg(test)]\nmod tests;\n"), ["a", "#[cfg(test)]", "use b;", "c"]);
}
