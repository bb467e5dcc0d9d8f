//! Names and ladder words of the bundled packs, as questions use them.

use super::*;

fn names() -> Names {
    let fold = chancery_pack::conventions().expect("bundled").fold.expect("a table");
    Names::new(&Folding::new(fold))
}

#[test]
fn names_of_both_scripts_and_languages_mean_their_actor() {
    let names = names();
    for name in ["CHL", "智利", "Chile", "chile"] {
        assert_eq!(names.actors(&[name.to_owned()]), Ok(vec!["CHL".to_owned()]), "{name}");
    }
    assert_eq!(names.actors(&["聯合國".to_owned()]), Ok(vec!["org:UN".to_owned()]));
    let error = names.actors(&["Chil".to_owned()]).expect_err("unknown");
    assert!(error.contains("chile (CHL)"), "{error}");
}

#[test]
fn the_word_that_a_ladder_ranks_is_found_as_printed() {
    let names = names();
    let ladder = names.ladder();
    let word = ladder.word("表示強烈譴責這一襲擊", "condemn");
    assert!(word.is_some_and(|word| word.ends_with("譴責")), "{word:?}");
    assert_eq!(ladder.word("继续合作", "condemn"), None);
}

#[test]
fn actors_have_the_name_that_people_use() {
    let usual = names().usual();
    for (id, name) in [("NZL", "New Zealand"), ("CHN", "China"), ("org:UN", "United Nations")] {
        assert_eq!(usual.get(id).map(String::as_str), Some(name));
    }
}
