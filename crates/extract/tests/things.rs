//! Named things, figures and times, meetings and event codes, through the coder with the bundled packs.

mod common;

use chancery_model::{Article, MechanismAct};
use common::coded_as;

fn zh(text: &str) -> Article {
    coded_as(text, chancery_model::Language::ZH, Some("2024-05-09"))
}

fn instruments(article: &Article) -> Vec<&str> {
    article.instruments.iter().map(|i| i.name.as_str()).collect()
}

fn mechanisms(article: &Article) -> Vec<&str> {
    article.mechanisms.iter().map(|m| m.name.as_str()).collect()
}

#[test]
fn head_words_make_names_as_far_as_the_verb_before_them() {
    let article = zh("双方同意建立森林火灾信息通报机制，加强中蒙俄草原保护论坛作用。中方愿落实中蒙边界水协定。");
    assert_eq!(mechanisms(&article), ["森林火灾信息通报机制", "中蒙俄草原保护论坛"]);
    assert_eq!(instruments(&article), ["中蒙边界水协定"]);
    assert_eq!(article.mechanisms[0].act, MechanismAct::Proposed);
    assert_eq!(article.mechanisms[1].act, MechanismAct::Strengthened);
}

#[test]
fn common_words_are_no_names() {
    let article = zh("双方将继续通过对话解决问题，完善合作机制，落实有关协议，走出一条发展的新方法。");
    assert_eq!((instruments(&article), mechanisms(&article)), (vec![], vec![]));
}

#[test]
fn marks_and_quotations_are_left_out_of_names() {
    let article = zh("中方支持《湖泊保护公约》和“清水走廊”倡议，赞赏“渔业之友”工作组的努力。他读了《红高原》。");
    assert_eq!(instruments(&article), ["湖泊保护公约", "清水走廊"]);
    assert_eq!(mechanisms(&article), ["渔业之友"]);
}

#[test]
fn numbered_resolutions_and_sessions_are_whole() {
    let article = zh("根据安理会第2231号决议，中方将参加第七十九届联大和第三届湖区贸易博览会。");
    assert_eq!(instruments(&article), ["安理会第2231号决议"]);
    assert!(mechanisms(&article).contains(&"第三届湖区贸易博览会"), "{:?}", mechanisms(&article));
}

fn meetings(article: &Article) -> Vec<&str> {
    article.meetings.iter().map(|m| m.name.as_str()).collect()
}

#[test]
fn sessions_and_meetings_that_are_held_are_told_from_standing_forums() {
    let article =
        zh("中方愿办好第三届中国—中亚峰会，发挥东亚峰会作用。日韩部长会议在里昂举行。美英法三国外长会议将讨论关税。");
    assert_eq!(meetings(&article), ["第三届中国—中亚峰会", "日韩部长会议", "美英法三国外长会议"]);
    assert!(mechanisms(&article).contains(&"东亚峰会"), "{:?}", mechanisms(&article));
}

#[test]
fn regions_and_jubilees_stand_in_the_names_of_meetings() {
    let article = zh("他已倡议召开欧洲钢铁峰会，并将出席湖区联盟成立30周年系列高级别会议。");
    assert_eq!(meetings(&article), ["欧洲钢铁峰会", "湖区联盟成立30周年系列高级别会议"]);
}

#[test]
fn a_name_ends_at_verbs_particles_and_general_words() {
    let article =
        zh("会议通过的领导人宣言提到任何机构。双方签署3.0版升级议定书，筹办北京冬奥会。伊斯兰国家和美国联邦机构参加。");
    assert!(!instruments(&article).iter().any(|n| n.contains("通过")), "{:?}", instruments(&article));
    assert!(instruments(&article).contains(&"3.0版升级议定书"), "{:?}", instruments(&article));
    assert!(meetings(&article).contains(&"北京冬奥会"), "{:?}", meetings(&article));
    let bodies = mechanisms(&article);
    assert!(!bodies.contains(&"伊斯兰国") && !bodies.contains(&"国联"), "{bodies:?}");
}

#[test]
fn letters_in_brackets_and_short_names_are_names_too() {
    let article = zh("中方支持湖区发展联盟(HQFL)扩员。众议院通过“2031年湖区保障法”，简称“湖区法”。");
    assert_eq!(mechanisms(&article), ["湖区发展联盟", "HQFL"]);
    assert_eq!(instruments(&article), ["2031年湖区保障法", "湖区法"]);
}

#[test]
fn titles_that_open_with_about_reach_over_particles() {
    let article = zh("会后发表了关于湖泊治理、养护和利用的联合声明。");
    assert_eq!(instruments(&article), ["关于湖泊治理、养护和利用的联合声明"]);
}

#[test]
fn an_act_takes_the_time_its_sentence_opens_with() {
    let article = zh("5月7日至8日，法国和德国举行了高级别磋商。未来3年中方愿提供2000个培训名额。");
    let days: Vec<String> = article
        .acts
        .iter()
        .flat_map(|a| &a.dates)
        .filter_map(|d| Some(format!("{}..{}", d.range.start?, d.range.end?)))
        .collect();
    assert_eq!(days, ["2024-05-07..2024-05-08", "2024-05-09..2027-05-09"]);
    assert_eq!(article.acts.iter().flat_map(|a| &a.amounts).count(), 1);
}

#[test]
fn counts_of_words_are_no_amounts() {
    let article = zh("中方将采取四项举措，合力打击“三股势力”。");
    assert_eq!(article.acts.iter().flat_map(|a| &a.amounts).count(), 0);
}

#[test]
fn meetings_have_days_places_and_persons() {
    let article = zh("5月8日，法国总统马克龙在巴黎同德国总理朔尔茨举行会谈。");
    let [meeting] = article.meetings.as_slice() else { panic!("{:?}", article.meetings) };
    assert_eq!((meeting.name.as_str(), meeting.place.as_deref()), ("会谈", Some("巴黎")));
    assert_eq!(meeting.dates.len(), 1);
    let persons: Vec<_> = meeting.participants.iter().filter_map(|p| p.person.as_deref()).collect();
    assert_eq!(persons, ["马克龙", "朔尔茨"]);
    assert_eq!(article.acts[0].event.as_deref(), Some("CONSULT"));
}

fn en(text: &str) -> Article {
    coded_as(text, chancery_model::Language::EN, Some("2024-05-09"))
}

#[test]
fn capitals_tell_english_names_and_what_they_are_on() {
    let article = en(
        "The ministers reaffirmed the Convention on the Protection of Mountain Lakes (CPML) and the 2019 Lake Basin \
                      Action Plan. They welcomed the Upper Valley Water Forum and their long friendship.",
    );
    assert_eq!(
        instruments(&article),
        ["Convention on the Protection of Mountain Lakes", "CPML", "2019 Lake Basin Action Plan"]
    );
    assert_eq!(mechanisms(&article), ["Upper Valley Water Forum"]);
}

#[test]
fn english_meetings_have_their_ranks_and_end_before_their_place() {
    let article = en(
        "The ministers will attend the tenth Lake Basin Summit in Suva on March 9. They invited Peru to the Valley \
                      Water Forum. France will host the next East Asia Summit. They value the East Asia Summit.",
    );
    assert_eq!(meetings(&article), ["tenth Lake Basin Summit", "East Asia Summit"]);
    assert!(mechanisms(&article).contains(&"Valley Water Forum"), "{:?}", mechanisms(&article));
}

#[test]
fn english_meetings_tell_who_met_where_and_not_what_it_was_about() {
    let article = en("Deputy Foreign Minister Jane Doe of Peru met today in Suva, Fiji with Chilean Energy Minister \
                      Ann Roe on the margins of the Lake Basin Summit to discuss Kenya's ports in Mali.");
    let [meeting, ..] = article.meetings.as_slice() else { panic!("{:?}", article.meetings) };
    assert_eq!(meeting.place.as_deref(), Some("Suva, Fiji"));
    let who: Vec<_> = meeting
        .participants
        .iter()
        .map(|p| (p.person.as_deref(), p.post.as_deref(), p.actor.as_ref().map(chancery_model::ActorId::as_str)))
        .collect();
    let want = [
        (Some("Jane Doe"), Some("Deputy Foreign Minister"), Some("PER")),
        (Some("Ann Roe"), Some("Energy Minister"), Some("CHL")),
    ];
    assert_eq!(who, want);
    // What only came up is no meeting, and a summit is no place.
    let article = en(
        "Peru's minister discussed the tenth Lake Basin Summit in Suva. Peru met with Chile at the East Asia Summit.",
    );
    assert!(article.meetings.iter().all(|m| m.place.is_none()), "{:?}", article.meetings);
}

#[test]
fn a_name_begins_behind_a_post_and_holds_no_day_in_figures() {
    let article = en(
        "Jane Doe, President of the Upper Valley Water Fund, spoke. They praised the Lake Basin Dialogue 2024-05-03.",
    );
    assert_eq!(mechanisms(&article), ["Upper Valley Water Fund", "Lake Basin Dialogue"]);
}

#[test]
fn the_month_of_a_year_in_an_english_name_is_part_of_it() {
    let article = en("Peru endorsed the May 2030 Joint Statement on Lakes. Chile backs the May Lake Convention.");
    assert_eq!(instruments(&article), ["May 2030 Joint Statement on Lakes", "Lake Convention"]);
    assert!(article.acts[0].dates.is_empty(), "{:?}", article.acts);
}

#[test]
fn small_letters_and_first_words_make_no_english_names() {
    let article =
        en("The agreement was welcomed. Who signs it matters. Under the plan, talks continue in a working group.");
    assert_eq!((instruments(&article), mechanisms(&article)), (vec![], vec![]));
}

#[test]
fn the_day_of_saying_is_not_the_day_of_the_promise() {
    let article = en("France on Tuesday pledged to provide $20 million by 2030.");
    let [act] = article.acts.as_slice() else { panic!("{:?}", article.acts) };
    assert_eq!(act.amounts.len(), 1);
    let days: Vec<String> = act.dates.iter().filter_map(|d| d.range.end).map(|d| d.to_string()).collect();
    assert!(days.iter().all(|d| d.starts_with("20") && d > &"2024-05-09".to_owned()), "{days:?}");
}

#[test]
fn english_bodies_say_what_they_are_on_and_end_before_the_next_name() {
    let article = en("They welcomed the Valley Partnership for Clean Rivers and the Lake Basin Forum on Friday.");
    assert_eq!(mechanisms(&article), ["Valley Partnership for Clean Rivers", "Lake Basin Forum"]);
}

#[test]
fn what_is_held_against_something_is_against_it_whatever_verb_affirms_it() {
    use chancery_model::{ActKind, Polarity};
    let signs = |text: &str| {
        let article = zh(text);
        let positions = article.acts.iter().filter(|act| act.kind == ActKind::Position);
        positions.map(|act| act.polarity.expect("a side")).collect::<Vec<_>>()
    };
    for against in [
        "中方坚持反对单边制裁。",
        "中方主张反对恐怖主义。",
        "中方表示，双方要坚决反对保护主义。",
        "中方表示，双方要警惕和反对任何把海区搞乱的企图。",
        "中方认为，任何单边制裁都是错误的。",
        "中方表示，湖区不应成为战场。",
    ] {
        assert_eq!(signs(against), [Polarity::Against], "{against}");
    }
    for favour in ["中方坚持对话协商。", "中方表示，双方要坚定维护自由贸易。", "中方表示，双方不应反对对话。"]
    {
        assert_eq!(signs(favour), [Polarity::For], "{favour}");
    }
}
