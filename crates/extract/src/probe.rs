//! temporary
#![allow(missing_docs)]
use crate::{cast::Cast, discourse::*, govern::*, layout::*, names::*, tokens::*, vocabulary::*};
use chancery_model::*;
use chancery_text::Span;

pub struct Probe {
    vocabulary: Vocabulary,
    marks: Marks,
    particles: Particles,
    papers: Vec<String>,
    pub names: Names,
}
pub struct Names {
    pub spelling: Vec<char>,
    pub dots: Vec<char>,
    pub surnames: Vec<String>,
}
pub type Row = (String, Vec<(String, serde_json::Map<String, serde_json::Value>)>);

impl Probe {
    pub fn new(
        lists: &[Row],
        actors: &[(String, String, String)],
        pairs: &[(String, String, bool)],
        names: Names,
    ) -> Self {
        let mut b = Builder::default();
        for (id, words) in lists {
            if id == "compound_tail" {
                b.tails = words.iter().map(|w| w.0.clone()).collect();
                continue;
            }
            let Some((class, _)) = Class::ALL.iter().find(|c| c.1 == id) else {
                eprintln!("no class {id}");
                continue;
            };
            for (form, t) in words {
                let s = |k: &str| t.get(k).and_then(|v| v.as_str());
                let n = |k: &str| t.get(k).and_then(|v| v.as_i64()).unwrap_or(0);
                b.add(
                    form,
                    *class,
                    Sense {
                        stance: s("stance").and_then(Stance::from_name),
                        polarity: s("polarity").and_then(Polarity::from_name),
                        intensity: n("intensity") as u8,
                        step: n("step") as i8,
                        negative: n("negative") != 0,
                        affirms: n("affirms") != 0,
                        splits: n("splits") != 0,
                        lists: n("lists") != 0,
                        defers: n("defers") != 0,
                        wants_actor: n("actor") != 0,
                        size: n("size") as u8,
                        needs_done: s("needs") == Some("done"),
                    },
                );
            }
        }
        for (form, id, kind) in actors {
            let class = if kind == "office" { Class::Office } else { Class::Actor };
            b.add_actors(form, class, id.split('+').filter_map(ActorId::new).collect());
        }
        for (form, id, tail) in pairs {
            b.add_compound(form, id.split('+').filter_map(ActorId::new).collect(), *tail);
        }
        let v = |s: &[&str]| s.iter().map(|x| (*x).to_owned()).collect::<Vec<_>>();
        Self {
            vocabulary: b.build(),
            marks: Marks {
                clause: vec!['，', ',', '；', ';', '：', ':'],
                sentence: vec!['。', '！', '？', '!', '?'],
                quotes: vec![('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』')],
                titles: vec![('《', '》'), ('〈', '〉')],
                brackets: vec![('(', ')'), ('（', '）'), ('〔', '〕')],
                leads: vec!['：'],
                stop_in_words: false,
            },
            particles: Particles {
                of: v(&["的"]),
                before_noun: v(&["的", "所"]),
                done: v(&["了", "过"]),
                as_: v(&["为"]),
                and: v(&["、", "和", "及", "与", "以及"]),
                at: v(&["驻", "赴", "访", "涉", "抵", "旅", "来", "对"]),
                joint: v(&["和", "及", "以及"]),
                members: v(&["成员国", "外长", "峰会", "领导人", "首脑", "元首", "部长", "防长", "财长"]),
            },
            papers: v(&["声明", "公报", "宣言", "文件"]),
            names,
        }
    }
    pub fn run(
        &self,
        text: &str,
        folded: &str,
        programme: bool,
        issuers: &[&str],
        voices: &[(Span, Voice2)],
    ) -> Vec<(ActKind, Span, Option<Stance>, Vec<String>, Vec<String>, &'static str)> {
        let layout = Layout::new(folded, &self.marks);
        let mut tokens = keep(self.vocabulary.find(folded), &layout.names);
        let mut lexis = Lexis::new(&self.vocabulary);
        let forms = NameForms {
            spelling: self.names.spelling.clone(),
            dots: self.names.dots.clone(),
            surnames: self.names.surnames.clone(),
            surname_first: ["CHN", "TWN", "HKG", "JPN", "KOR", "PRK", "VNM", "SGP"]
                .iter()
                .map(|x| (*x).into())
                .collect(),
            home: ActorId::new("CHN"),
        };
        add_persons(text, folded, &mut tokens, &mut lexis, &forms);
        let issuers: Vec<ActorId> = issuers.iter().filter_map(|i| ActorId::new(i)).collect();
        let cast = Cast::new(folded, &tokens, &lexis, &self.particles, issuers);
        let reader = Reader {
            text: folded,
            tokens: &tokens,
            words: &lexis,
            particles: &self.particles,
            enclosed: &layout.names,
        };
        let voices: Vec<(Span, Voice)> = voices
            .iter()
            .map(|(s, v)| {
                (
                    *s,
                    match v {
                        Voice2::Nobody => Voice::Nobody,
                        Voice2::Speaker(a) => Voice::Speaker(a.iter().filter_map(|x| ActorId::new(x)).collect()),
                    },
                )
            })
            .collect();
        let setting = Setting { programme, voices: &voices, papers: &self.papers };
        Coder::code(&reader, &layout, &cast, &setting)
            .into_iter()
            .map(|d| {
                (
                    d.kind,
                    d.span,
                    d.stance,
                    d.holders.iter().map(|h| h.to_string()).collect(),
                    d.addressees.iter().map(|h| h.to_string()).collect(),
                    d.rule,
                )
            })
            .collect()
    }
}
pub enum Voice2 {
    Nobody,
    Speaker(Vec<String>),
}
