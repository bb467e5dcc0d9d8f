//! Where lines end, what is harmless, how columns stand.

use super::*;

#[test]
fn lines_end_where_they_may() {
    for (text, room, lines) in [
        ("short", 10, vec!["short"]),
        ("two words here", 9, vec!["two words", "here"]),
        ("双方将继续推进合作", 8, vec!["双方将继", "续推进合", "作"]),
        ("双方同意，继续合作", 8, vec!["双方同", "意，继续", "合作"]),
        ("签署了《合作文件》", 8, vec!["签署了", "《合作文", "件》"]),
        ("使用 Quad 机制", 8, vec!["使用", "Quad 机", "制"]),
        ("on harbour-pilots", 15, vec!["on", "harbour-pilots"]),
        ("unbreakablelongword", 8, vec!["unbreaka", "blelongw", "ord"]),
        ("  ", 8, vec![""]),
    ] {
        assert_eq!(wrap(text, room), lines, "{text}");
    }
}

#[test]
fn every_line_fits_and_nothing_is_lost() {
    let text = "甲乙丙，丁(戊)。abc def《己庚》辛壬癸……” and a-very-long-word-that-cannot-fit 子丑「寅」卯";
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for room in 2..60 {
        let lines = wrap(text, room);
        assert!(lines.iter().all(|line| width(line) <= room), "{room}: {lines:?}");
        assert_eq!(bare(&lines.concat()), bare(text), "{room}");
    }
}

#[test]
fn sources_can_not_drive_the_terminal() {
    assert_eq!(harmless("a\x1b[31mb\nc\u{202e}d"), "a\u{fffd}[31mb cd");
    assert_eq!(harmless("双方"), "双方");
}

#[test]
fn short_forms_fit() {
    assert_eq!(shorten("双方将继续", 7), "双方将…");
    assert_eq!(shorten("双方", 4), "双方");
}

#[test]
fn what_was_found_is_shown_on_every_line_and_takes_no_room() {
    let text = marked("反对北约扩张", &[(6, 18)]);
    let cell = vec![(Style::Plain, text)];
    let shown = |color| {
        let mut out = Vec::new();
        Page::new(&mut out, Look { width: 8, color }).row(&[0], std::slice::from_ref(&cell));
        String::from_utf8(out).expect("UTF-8")
    };
    assert_eq!(shown(false), "反对北约\n扩张\n");
    let (on, off) = FOUND_LOOK;
    assert_eq!(shown(true), format!("反对{on}北约{off}\n{on}扩张{off}\n"));
    assert_eq!(marked("a\u{2061}b", &[]), "ab");
}

#[test]
fn columns_stand_under_each_other() {
    let mut out = Vec::new();
    let look = Look { width: 24, color: false };
    let cell = |text: &str| vec![(Style::Plain, text.to_owned())];
    Page::new(&mut out, look).row(&[2, 8, 16], &[cell("中方"), cell("oppose"), cell("反对北约扩张")]);
    assert_eq!(String::from_utf8_lossy(&out), "  中方  oppose  反对北约\n                扩张\n");
}
