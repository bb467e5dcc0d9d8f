//! What patterns match, as a table; and that no pattern and no sentence breaks the walk.

use chancery_text::Span;
use proptest::prelude::*;

use super::*;

const LISTS: &[(&str, &[&str])] = &[
    ("will", &["将", "愿"]),
    ("give", &["提供", "给予"]),
    ("not", &["不", "没有"]),
    ("ask", &["希望"]),
    ("stance", &["反对", "支持"]),
    ("show", &["表示"]),
    ("attitude", &["反对", "关切"]),
    ("pledge", &["promises", "to give"]),
];
const ACTORS: &[&str] = &["中方", "柬方", "日本", "japan"];

fn names() -> Names {
    Names::new(LISTS.iter().map(|l| l.0.to_owned()).collect(), vec!["actor".into(), "amount".into()]).expect("few")
}

/// Finds the words above; a digit is an amount; `，` ends a clause, `。` a sentence.
fn look(text: &str) -> OwnedView {
    let mut view = OwnedView { text: text.to_owned(), ..OwnedView::default() };
    let (mut sentence, mut clause, mut clauses) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        let mut lists = Lists::default();
        let mut longest = 0;
        for (i, (_, words)) in LISTS.iter().enumerate() {
            for word in words.iter().filter(|w| text[at..].starts_with(**w)) {
                lists.add(ListId(i as u16));
                longest = longest.max(word.len());
            }
        }
        if longest > 0 {
            view.tokens.push(ViewToken { span: Span::of(at..at + longest), lists });
        }
        if let Some(name) = ACTORS.iter().find(|n| text[at..].starts_with(**n)) {
            view.mentions.push((Span::of(at..at + name.len()), TypeId(0)));
        }
        if c.is_ascii_digit() {
            view.mentions.push((Span::of(at..at + 1), TypeId(1)));
        }
        if c == '，' || c == '。' {
            clauses.push(Span::of(clause..at));
            clause = at + c.len_utf8();
        }
        if c == '。' {
            view.sentences.push((Span::of(sentence..at), std::mem::take(&mut clauses)));
            sentence = clause;
        }
    }
    clauses.push(Span::of(clause..text.len()));
    view.sentences.push((Span::of(sentence..text.len()), clauses));
    view
}

/// The best match of each clause, as `role=text`.
fn told(line: &str, text: &str) -> Vec<String> {
    let mut roles = Vec::new();
    let pattern = Pattern::new(line, &names(), &mut roles, Place::Match).expect(line);
    let view = look(text);
    let mut found = Found::default();
    let mut out = Vec::new();
    for clause in view.clauses() {
        assert_eq!(pattern.find(&clause, &mut found), Outcome::Done);
        let Some(best) = found.take_best() else { continue };
        assert!(pattern.wakes(&clause.held()), "{line} slept through {text}");
        let roles =
            best.roles.iter().map(|(role, span)| format!("{}={}", roles[usize::from(role.0)], &text[span.range()]));
        out.push(roles.collect::<Vec<_>>().join(" "));
    }
    out
}

#[test]
fn patterns_match_what_they_say() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("<stance:act>", "中方反对战争。", &["act=反对"]),
        ("<stance:act> (topic: ~)", "中方反对战争，柬方支持和平。", &["act=反对 topic=战争", "act=支持 topic=和平"]),
        // What is skipped is as short as possible.
        ("{actor:who} ~ <give:act> ~ {amount:what}", "中方愿提供援助3和4。", &["who=中方 act=提供 what=3"]),
        // Least skipped: the nearer actor.
        ("{actor:who} ~ <stance:act>", "中方说日本反对战争。", &["who=日本 act=反对"]),
        // A gap stays in its clause; a double one in its sentence.
        ("<will> ~ <give:act>", "中方愿合作，提供援助。", &[]),
        ("<will> ~~ <give:act>", "中方愿合作，提供援助。", &["act=提供", "act=提供"]),
        ("<will> ~~ <give:act>", "中方愿合作。柬方提供援助。", &[]),
        // After a double gap, a gap stays in the clause it begins in.
        ("<will> ~~ <give> ~ (act: 援助)", "中方愿合作，提供，援助。", &[]),
        // Carried: the last one named, where the clause names none.
        ("{^actor:who} ~ <give:act>", "中方愿合作，提供援助。", &["who=中方 act=提供"]),
        ("{^actor:who} ~ <give:act>", "中方愿合作，提供日本援助。", &[]),
        ("{^actor:who} ~ <give:act>", "提供援助。", &[]),
        // Choice, option, named stretch.
        ("<stance:act> (派|党)", "日本反对党。", &["act=反对"]),
        ("<stance:act> (派|党)", "日本反对战争。", &[]),
        ("(who: 日本|中方)? <stance:act>", "日本反对。", &["who=日本 act=反对"]),
        ("(who: 日本|中方)? <stance:act>", "越方反对。", &["act=反对"]),
        ("(topic: 对 ~) <show> ~ <attitude:act>", "中方对局势表示严重关切。", &["topic=对局势 act=关切"]),
        // A named stretch is as long as possible.
        ("(topic: 对 ~ 表示) ~ <attitude:act>", "对甲表示对乙表示关切。", &["topic=对甲表示对乙表示 act=关切"]),
        // An empty stretch names nothing.
        ("<stance:act> (topic: ~)", "中方反对。", &["act=反对"]),
        // White space between signs means nothing, nor do Latin words match inside others.
        (
            "{actor:who} <pledge:act> (what: ~)",
            "japan promises  to give 3。",
            &["who=japan act=promises what=to give 3"],
        ),
        ("<show> 关切", "表示 关切。", &[""]),
        ("to <give>", "tomato提供。", &[]),
        ("(act: to) 提供", "to提供。", &["act=to"]),
    ];
    for (line, text, want) in cases {
        assert_eq!(told(line, text), *want, "{line} on {text}");
    }
}

#[test]
fn a_pinned_role_lies_where_it_is_wanted() {
    let mut roles = Vec::new();
    let line = "<will> ~ (<give:act>|<stance:act>)";
    let pattern = Pattern::new(line, &names(), &mut roles, Place::Match).expect(line);
    let text = "中方愿提供援助并支持和平";
    let view = look(text);
    let clause = view.clauses().next().expect("one");
    let mut found = Found::default();
    for (word, there) in [("提供", true), ("支持", true), ("援助", false), ("愿", false)] {
        let at = text.find(word).expect(word);
        pattern.find_at(&clause, RoleId(0), Span::of(at..at + word.len()), &mut found);
        assert_eq!(!found.matches.is_empty(), there, "{word}");
    }
    // With the act pinned, a name behind it is no subject: the one named before is carried.
    let given = Pattern::new("{^actor:who} ~ <give:act>", &names(), &mut roles, Place::Match).expect("sound");
    let text = "中方愿合作，提供日本援助";
    let view = look(text);
    let clause = view.clauses().nth(1).expect("two");
    let at = text.find("提供").expect("there");
    given.find_at(&clause, RoleId(0), Span::of(at..at + 6), &mut found);
    let who = roles.iter().position(|r| r == "who").expect("named");
    assert_eq!(found.take_best().and_then(|m| m.role(RoleId(who as u8))), Some(Span::new(0, 6)));
    // A stretch is pinned at both ends.
    let stretch = Pattern::new("<will> (topic: ~) <give>", &names(), &mut roles, Place::Match).expect("sound");
    let topic = roles.iter().position(|r| r == "topic").expect("named");
    let text = "愿无偿提供";
    let view = look(text);
    let clause = view.clauses().next().expect("one");
    for (span, there) in [(3..9, true), (3..6, false), (6..9, false)] {
        stretch.find_at(&clause, RoleId(topic as u8), Span::of(span), &mut found);
        assert_eq!(!found.matches.is_empty(), there);
    }
}

#[test]
fn guards_look_at_what_is_named() {
    let cases = [
        ("@act 派", "日本反对派到访。", true),
        ("@act 派", "日本反对派别主义。", true),
        ("@act 派", "中方反对战争派。", false),
        ("<not> @act", "中方不反对战争。", true),
        ("<not> @act", "不公正者中方反对。", false),
        ("<not> ~ @act", "中方不会反对。", true),
        ("<not> ~ @act", "中方不去，日本反对。", false),
        ("<not> ~~ @act", "中方不去，日本反对。", true),
        ("@who 政府", "日本政府反对。", false),
        ("(act: 反对) ~ 战争", "中方反对战争。", true),
        ("(act: 支持) ~ 战争", "中方反对支持战争。", false),
    ];
    for (guard, text, want) in cases {
        let mut roles = vec!["who".to_owned()];
        let pattern = Pattern::new("<stance:act>", &names(), &mut roles, Place::Match).expect("sound");
        let guard_line = Pattern::new(guard, &names(), &mut roles, Place::Guard).expect(guard);
        let view = look(text);
        let mut found = Found::default();
        let guarded = view.clauses().any(|clause| {
            pattern.find(&clause, &mut found);
            let best = found.take_best();
            best.is_some_and(|m| guard_line.guards(&clause, &m, &mut found))
        });
        assert_eq!(guarded, want, "{guard} on {text}");
    }
}

#[test]
fn a_monstrous_sentence_is_capped_not_endless() {
    let text = "愿".repeat(6_000);
    let view = look(&text);
    let clause = view.clauses().next().expect("one");
    let pattern =
        Pattern::new("<will> ~ <will> ~ <will> ~ 无", &names(), &mut Vec::new(), Place::Match).expect("sound");
    assert_eq!(pattern.find(&clause, &mut Found::default()), Outcome::Capped);
}

#[test]
fn a_view_that_contradicts_itself_matches_nothing() {
    let pattern = Pattern::new("<will:act> (x: ~)", &names(), &mut Vec::new(), Place::Match).expect("sound");
    let tokens = [ViewToken { span: Span::new(0, 2), lists: Lists::one(ListId(0)) }];
    let view = |clause, sentence| View {
        text: "愿甲",
        tokens: &tokens,
        mentions: &[],
        before: &[],
        clause,
        sentence,
        clauses: &[],
    };
    let mut found = Found::default();
    for (clause, sentence) in [((0, 6), (0, 6)), ((0, 9), (0, 9)), ((0, 6), (0, 3)), ((1, 6), (0, 6))] {
        pattern.find(&view(Span::new(clause.0, clause.1), Span::new(sentence.0, sentence.1)), &mut found);
        assert!(found.matches.is_empty());
    }
}

proptest! {
    #[test]
    fn no_line_breaks_the_parser(line in "[<>{}()|?~@:^ 甲a\\-]{0,40}") {
        if let Err(error) = parse(&line) {
            prop_assert!(error.at <= line.len() && !error.hint.is_empty());
        }
    }

    #[test]
    fn any_pattern_walks_any_sentence_the_same_way(
        signs in prop::collection::vec(
            prop::sample::select(vec!["<will:a>", "<give:b>?", "<not>", "{actor:c}", "{^actor:c}", "{amount:d}?", "~", "~~",
                "反对", "(派|党|<will> ~ 的)", "(t: ~)", "(u: 中 ~ <stance:a>|~~ 和)?", "的?"]), 1..8),
        words in prop::collection::vec(
            prop::sample::select(vec!["将", "愿", "提供", "不", "反对", "派", "的", "中方", "日本", "3", "，", "。", " ", "和", "𠀾", "to"]), 0..30),
    ) {
        let (line, text) = (signs.concat(), words.concat());
        let mut roles = Vec::new();
        let Ok(pattern) = Pattern::new(&line, &names(), &mut roles, Place::Match) else { return Ok(()) };
        let view = look(&text);
        let (mut one, mut two) = (Found::default(), Found::default());
        for clause in view.clauses() {
            let outcome = pattern.find(&clause, &mut one);
            prop_assert_eq!(pattern.find(&clause, &mut two), outcome);
            prop_assert_eq!(&one.matches, &two.matches);
            prop_assert!(one.matches.is_empty() || pattern.wakes(&clause.held()));
            for found in &one.matches {
                prop_assert!(clause.sentence.contains(found.span) && text.get(found.span.range()).is_some());
                prop_assert!(found.roles.iter().all(|(_, span)| text.get(span.range()).is_some()));
                for (role, span) in &found.roles {
                    if found.role(*role) == Some(*span) {
                        pattern.find_at(&clause, *role, *span, &mut two);
                        prop_assert!(outcome == Outcome::Capped || !two.matches.is_empty(), "{} in {}", line, text);
                    }
                }
            }
        }
    }
}
