//! Why a sentence is coded as it is, for the terminal and as JSON. What is told comes from [`Explanation`]; places are in
//! bytes of the text there, in code points in JSON, as in the record.

use chancery_extract::{Explanation, HolderBy, Proposal};
use chancery_model::Article;
use chancery_pack::{Answer, Verdict};
use chancery_text::Span;
use serde_json::{Value, json};

use super::layout::{Cell, Page};
use super::wording;
use crate::terminal::{Look, Style};

/// Where values begin.
const FIELD: usize = 11;

/// Lays it out for the terminal; with `rule`, only that rule's answers.
pub(crate) fn table(article: &Article, why: &Explanation<'_>, rule: Option<&str>, look: Look, out: &mut Vec<u8>) {
    let mut page = Page::new(out, look);
    let text = &article.text;
    page.words(0, Style::Title, text);
    page.blank();
    let words: Vec<String> =
        why.words.iter().map(|(span, lists)| format!("{} {}", cut(text, *span), lists.join("+"))).collect();
    field(&mut page, "words", plain(if words.is_empty() { "none of the pack's".into() } else { words.join(" · ") }));
    if why.proposals.is_empty() {
        page.blank();
        field(
            &mut page,
            "acts",
            plain("the clause reader proposes none: no word of an act governs a clause here".into()),
        );
    }
    for proposal in &why.proposals {
        page.blank();
        act(&mut page, text, proposal);
        let first = proposal.rule().map(|answer| answer.rule.id.as_str());
        if first.is_none() {
            field(&mut page, "rule", vec![(Style::Warning, "none lets it stand: it is dropped".into())]);
        }
        let other_word = |a: &&Answer<'_>| a.patterns.iter().all(|(_, v)| matches!(v, Verdict::OtherWord(_)));
        let asked = |a: &&Answer<'_>| rule.map_or(!other_word(a), |id| a.rule.id == id);
        for answer in proposal.answers.iter().filter(asked) {
            let fires = first == Some(answer.rule.id.as_str());
            let label = match (fires, answer.fires()) {
                (true, _) => "rule",
                (_, true) => "also",
                _ => "slept",
            };
            let mut pieces = vec![(if fires { Style::Label } else { Style::Plain }, answer.rule.id.clone())];
            pieces.extend(
                answer
                    .patterns
                    .iter()
                    .map(|(line, verdict)| (Style::Faint, format!("{line}: {}", said(text, verdict)))),
            );
            field(&mut page, label, pieces);
        }
        let others: Vec<&str> = proposal.answers.iter().filter(other_word).map(|a| a.rule.id.as_str()).collect();
        if rule.is_none() && !others.is_empty() {
            let why = format!("take their acts from other lists: {}", others.join(", "));
            field(&mut page, "slept", vec![(Style::Faint, why)]);
        }
    }
}

fn field(page: &mut Page<'_>, label: &str, pieces: Cell) {
    page.row(&[2, FIELD], &[vec![(Style::Label, label.to_owned())], pieces]);
}

fn plain(text: String) -> Cell {
    vec![(Style::Plain, text)]
}

fn cut(text: &str, span: Span) -> &str {
    span.of_text(text).unwrap_or("")
}

fn act(page: &mut Page<'_>, text: &str, proposal: &Proposal<'_>) {
    let mut words = proposal.kind.name().to_owned();
    for part in
        [proposal.stance.map(|s| s.name().to_owned()), proposal.intensity.map(|i| i.to_string())].into_iter().flatten()
    {
        words.push(' ');
        words.push_str(&part);
    }
    let evidence = cut(text, proposal.span);
    field(page, "act", plain(format!("{words}: {evidence}")));
    field(page, "by", plain(format!("the word {}", cut(text, proposal.anchor))));
    let who = wording::actors(&proposal.holders);
    let named = proposal.holder_span.map(|span| format!(" ({})", cut(text, span))).unwrap_or_default();
    let how = match proposal.holder_by {
        HolderBy::Clause => "named in the clause",
        HolderBy::Sentence => "carried from earlier in the sentence",
        HolderBy::Before => "carried from a sentence before: who acted or speaks there",
        HolderBy::Document => "not named: whose document it is, or who speaks",
        HolderBy::Nobody => "nobody found",
    };
    let sure = format!("{:.2}", proposal.confidence);
    field(page, "holder", plain(format!("{who}{named}: {how}; confidence {sure}")));
}

fn said(text: &str, verdict: &Verdict) -> String {
    let roles = |roles: &[(String, Span)]| {
        roles.iter().map(|(role, span)| format!("{role} = {}", cut(text, *span))).collect::<Vec<_>>().join(", ")
    };
    let lists = |lists: &[String]| lists.iter().map(|l| format!("<{l}>")).collect::<Vec<_>>().join(", ");
    match verdict {
        Verdict::Fires(named) => format!("matches, {}", roles(named)),
        Verdict::OtherWord(wants) => format!("the word is not in {}", lists(wants)),
        Verdict::Lacks(wants) => format!("no word of {} in the sentence", lists(wants)),
        Verdict::NoMatch => "its words do not stand as it wants them".into(),
        Verdict::Guarded(guard, named) => format!("matches, {}, but the guard {guard} forbids it", roles(named)),
    }
}

/// As one JSON object on a line.
pub(crate) fn json(article: &Article, why: &Explanation<'_>, rule: Option<&str>, out: &mut Vec<u8>) {
    let text = &article.text;
    let at = |span: Span| {
        let points = |byte: u32| text.get(..byte as usize).map_or(0, |before| before.chars().count());
        json!([points(span.start()), points(span.end())])
    };
    let roles = |roles: &[(String, Span)]| -> Value {
        roles.iter().map(|(role, span)| json!({"role": role, "span": at(*span), "text": cut(text, *span)})).collect()
    };
    let verdict = |verdict: &Verdict| match verdict {
        Verdict::Fires(named) => json!({"says": "fires", "roles": roles(named)}),
        Verdict::OtherWord(lists) => json!({"says": "other_word", "lists": lists}),
        Verdict::Lacks(lists) => json!({"says": "lacks", "lists": lists}),
        Verdict::NoMatch => json!({"says": "no_match"}),
        Verdict::Guarded(guard, named) => json!({"says": "guarded", "guard": guard, "roles": roles(named)}),
    };
    let answer = |answer: &Answer<'_>| {
        let patterns = answer.patterns.iter().map(|(line, says)| json!({"pattern": line, "verdict": verdict(says)}));
        json!({"rule": answer.rule.id, "fires": answer.fires(), "patterns": patterns.collect::<Vec<_>>()})
    };
    let proposal = |p: &Proposal<'_>| {
        let answers = p.answers.iter().filter(|a| rule.is_none_or(|id| a.rule.id == id));
        json!({
            "kind": p.kind.name(),
            "span": at(p.span),
            "quote": cut(text, p.span),
            "anchor": at(p.anchor),
            "stance": p.stance.map(|s| s.name()),
            "polarity": p.polarity.map(|s| s.name()),
            "intensity": p.intensity,
            "holders": p.holders.iter().map(|h| h.as_str()).collect::<Vec<_>>(),
            "holder_span": p.holder_span.map(at),
            "holder_by": p.holder_by.name(),
            "confidence": p.confidence,
            "rule": p.rule().map(|a| a.rule.id.as_str()),
            "answers": answers.map(answer).collect::<Vec<_>>(),
        })
    };
    let words =
        why.words.iter().map(|(span, lists)| json!({"span": at(*span), "text": cut(text, *span), "lists": lists}));
    let whole = json!({
        "text": text,
        "language": article.language.as_str(),
        "words": words.collect::<Vec<_>>(),
        "acts": why.proposals.iter().map(proposal).collect::<Vec<_>>(),
    });
    serde_json::to_writer(&mut *out, &whole).expect("plain values, and a buffer takes all");
    out.push(b'\n');
}
