//! One article with everything a table shows, as it is printed at two widths.

use std::sync::Arc;

use chancery_model::{
    ActKind, ActorId, Amount, AmountRole, DateClue, DateGround, DateRole, Dateline, Day, DayRange, DocumentKind,
    FaultKind, Language, Part, PartialDate, Party, Published, Repair, Script, Source, Stance, ValuedAmount, ValuedDate,
};
use chancery_text::MappedText;

use super::*;

const TEXT: &str = "雙方重申支持公海保護區，反對以科研為名從事商業捕鯨。\n紐方承諾在2026年底前提供1200萬紐西蘭元，用於海岸監測站建設。\n雙方希望有關各方";

const AT_EIGHTY: &str = "\
────────────────────────────────────────────────────────────────────────────────
智利共和國和紐西蘭關於深化海洋合作的聯合聲明
7f · joint statement · Chinese in Traditional characters · article 2 of
samples/joint.txt

  date       2024-03-12, signed and dated at the end: “二〇二四年三月十二日於奧
             克蘭”
             not 2025-03-12, when it was posted: “發表於 2025-3-12”
  dateline   奧克蘭, 2024-03-12
  issued by  CHL, NZL
  names      雙方 = CHL, NZL; 紐方 = NZL
  text       70 characters
             “雙方重申支持公海保護區，反對以科研為名從事商業捕鯨。”
  mended     1 place broken by a line or page end, joined: 支持
             1 masked word restored: 捕鯨 (stood there: 捕*)
  faults     undecodable: one byte is no UTF-8 (at byte 1,200 of the source)
             truncated: the text ends in mid-sentence (at “雙方希望有關各方”)

  2 acts
  CHL, NZL  position oppose 3  反對以科研為名從事商業捕鯨
                               7f.p12-25
  NZL       commitment pledge  承諾在2026年底前提供1200萬紐西蘭元，用於海岸監測
                               站建設
                               7f.c29-60 · to CHL · 12,000,000 NZD, promised ·
                               by 2026-12-31
";

fn at(words: &str) -> Span {
    let start = TEXT.find(words).expect("in the text");
    Span::of(start..start + words.len())
}

fn actor(id: &str) -> ActorId {
    ActorId::new(id).expect("an actor id")
}

fn act(kind: ActKind, stance: Stance, words: &str, holders: &[&str]) -> Act {
    Act {
        kind,
        span: at(words),
        stance: Some(stance),
        polarity: None,
        intensity: None,
        holders: holders.iter().map(|id| actor(id)).collect(),
        holder_span: None,
        addressees: Vec::new(),
        targets: Vec::new(),
        via: Vec::new(),
        amounts: Vec::new(),
        dates: Vec::new(),
        instruments: Vec::new(),
        mechanisms: Vec::new(),
        status: None,
        only_if: None,
        event: None,
        rule: "zh/test".into(),
        confidence: 1.0,
    }
}

fn sample() -> Article {
    let source = Source {
        name: "samples/joint.txt".into(),
        media_type: "text/plain".into(),
        charset: None,
        bytes: 300,
        blake3: "00".into(),
        retrieved: None,
    };
    let mut article = Article::new("7f".into(), Arc::new(source), 1, MappedText::identity(TEXT.into()));
    article.title = Some("智利共和國和紐西蘭關於深化海洋合作的聯合聲明".into());
    article.kind = DocumentKind::JointStatement;
    article.language = Language::ZH;
    article.script = Script::Hant;
    let day = Day::new(2024, 3, 12).expect("a day");
    let clue = |ground, date, quote: &str| DateClue { ground, date, quote: quote.into(), source: None };
    let full = PartialDate { year: Some(2024), month: Some(3), day: Some(12) };
    let clues = vec![
        clue(DateGround::Signature, full, "二〇二四年三月十二日於奧克蘭"),
        clue(DateGround::Post, PartialDate { year: Some(2025), ..full }, "發表於 2025-3-12"),
    ];
    article.published = Some(Published { day, ground: DateGround::Signature, clues });
    article.dateline = Some(Dateline { place: Some("奧克蘭".into()), date: Some(day), ..Dateline::default() });
    article.issuers = vec![actor("CHL"), actor("NZL")];
    article.parties = vec![
        Party { name: "雙方".into(), actors: article.issuers.clone() },
        Party { name: "紐方".into(), actors: vec![actor("NZL")] },
    ];
    let repair =
        |words, kind, found: &str| Repair { span: at(words), kind, found: found.into(), source: None, confidence: 1.0 };
    article.repairs = vec![repair("支持", RepairKind::Joined, "支\n\n持"), repair("鯨", RepairKind::Restored, "*")];
    let place = FaultPlace::Text(at("各方"));
    article.faults = vec![Fault::new(FaultKind::Truncated, Severity::Warning, place, "the text ends in mid-sentence")];
    let span = at("雙方重申支持公海保護區，反對以科研為名從事商業捕鯨。");
    article.parts = vec![Part { span, kind: PartKind::Paragraph, level: None, label: None, speaker: None }];
    let mut oppose = act(ActKind::Position, Stance::Oppose, "反對以科研為名從事商業捕鯨", &["CHL", "NZL"]);
    oppose.polarity = Some(Polarity::Against);
    oppose.intensity = Some(3);
    let mut pledge =
        act(ActKind::Commitment, Stance::Pledge, "承諾在2026年底前提供1200萬紐西蘭元，用於海岸監測站建設", &["NZL"]);
    pledge.addressees = vec![actor("CHL")];
    let money = Amount { value: 1.2e7, up_to: None, unit: Some("NZD".into()), money: true, approximation: None };
    pledge.amounts =
        vec![ValuedAmount { amount: money, role: Some(AmountRole::Promised), span: at("1200萬紐西蘭元") }];
    let end = Day::new(2026, 12, 31);
    let range = DayRange { start: end, end };
    pledge.dates = vec![ValuedDate { range, cadence: None, role: DateRole::Deadline, span: at("2026年底前") }];
    article.acts = vec![oppose, pledge];
    article
}

fn printed(width: usize, color: bool) -> String {
    let mut out = Vec::new();
    let bytes = FaultPlace::Source(chancery_text::SourceSpan::new(1200, 1201));
    let fault = Fault::new(FaultKind::Undecodable, Severity::Warning, bytes, "one byte is no UTF-8");
    super::article(&sample(), &[fault], Look { width, color }, &mut out);
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn an_article_fills_eighty_columns() {
    let text = printed(80, false);
    assert!(text.lines().all(|line| width(line) <= 80 && line.trim_end() == line), "{text}");
    assert_eq!(text, AT_EIGHTY, "now:\n{text}");
}

#[test]
fn a_narrow_terminal_still_shows_everything() {
    let text = printed(44, false);
    assert!(text.lines().all(|line| width(line) <= 44), "{text}");
    let bare: String = text.split_whitespace().collect();
    for words in ["海岸監測站建設", "2026-12-31", "thetextendsinmid-sentence", "智利共和國和紐西蘭"] {
        assert!(bare.contains(words), "{words}: {text}");
    }
}

#[test]
fn colours_change_nothing_but_colour() {
    let painted = printed(80, true);
    assert!(painted.contains("\x1b[1m"));
    let mut bare = String::new();
    for (n, piece) in painted.split('\x1b').enumerate() {
        bare.push_str(if n == 0 { piece } else { piece.split_once('m').map_or("", |(_, rest)| rest) });
    }
    assert_eq!(bare, printed(80, false));
}
