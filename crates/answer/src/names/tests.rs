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
    assert_eq!(names.actors(&["SCO".to_owned()]), Ok(vec!["org:SCO".to_owned()]), "no state's code");
    assert_eq!(names.actors(&["XYZ".to_owned()]), Ok(vec!["XYZ".to_owned()]), "nobody's name");
    let error = names.actors(&["Chil".to_owned()]).expect_err("unknown");
    assert!(error.contains("chile (CHL)"), "{error}");
}

#[test]
fn a_name_typed_wrongly_is_answered_with_those_near_it() {
    let names = names();
    for (typed, near) in [("Franse", "france (FRA)"), ("Rusia", "russia (RUS)"), ("新西栏", "新西兰 (NZL)")] {
        let error = names.actors(&[typed.to_owned()]).expect_err(typed);
        assert!(error.contains(near), "{typed}: {error}");
    }
    let error = names.actors(&["Qwxzk".to_owned()]).expect_err("nobody");
    assert!(!error.contains("near it"), "{error}");
}

#[test]
fn an_edit_takes_names_as_questions_do() {
    let names = names();
    for (field, value, right) in [
        ("holders", "Chile, 新西兰", Ok("CHL,NZL".to_owned())),
        ("holders", "", Ok(String::new())),
        ("targets", "智利，海洋公约", Ok("CHL,海洋公约".to_owned())),
        ("instruments", "Chile", Ok("Chile".to_owned())),
    ] {
        assert_eq!(names.edited(field, value), right, "{field} {value}");
    }
    assert!(names.edited("holders", "Chil").is_err_and(|message| message.contains("chile (CHL)")));
}

#[test]
fn people_are_found_under_every_name_that_texts_print() {
    let names = names();
    let found = names.every_actor(&["Chile".to_owned(), "Wang Yi".to_owned()]).expect("known");
    assert_eq!(found.first().map(String::as_str), Some("CHL"));
    assert!(found.contains(&"person:王毅".to_owned()) && found.contains(&"person:Wang Yi".to_owned()), "{found:?}");
    for name in ["Trump", "特朗普", "川普"] {
        let found = names.every_actor(&[name.to_owned()]).expect("known");
        for id in ["person:特朗普", "person:川普", "person:Donald J. Trump"] {
            assert!(found.contains(&id.to_owned()), "{name}: {found:?}");
        }
    }
    assert_eq!(names.every_actor(&["person:王毅".to_owned()]), Ok(vec!["person:王毅".to_owned()]), "an id is exact");
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

#[test]
fn states_are_called_as_people_call_them_in_either_script() {
    let names = names();
    let (labels, traditional) = (names.labels(), names.traditional());
    assert_eq!((labels["NZL"][0], traditional["NZL"]), ("新西兰", "纽西兰"));
    assert_eq!((labels["ITA"][0], traditional["ITA"]), ("意大利", "义大利"));
    assert_eq!((labels["CUB"][0], labels["LAO"][0], traditional["LAO"]), ("古巴", "老挝", "寮国"), "no party's centre");
    assert_eq!(traditional.get("CHL"), None, "the same name");
    assert_eq!(traditional["PSE"], "巴勒斯坦", "lists by hand count first");
    // A list that tells a state's cabinets or seats before the state itself would name it by them.
    let told = ["政府", "当局", "方面", "内阁", "军", "外交部"];
    let by_others: Vec<_> =
        labels.iter().filter(|(id, names)| id.len() == 3 && told.iter().any(|end| names[0].ends_with(end))).collect();
    assert!(by_others.is_empty(), "{by_others:?}");
}
