//! temporary development harness
use chancery_extract::probe::*;
use chancery_text::*;
use std::collections::BTreeMap;
fn main() {
    let mut lists: BTreeMap<String, Vec<(String, serde_json::Map<String, serde_json::Value>)>> = BTreeMap::new();
    let u: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string("/tmp/probe/union.json").unwrap()).unwrap();
    for (id, ws) in u.as_object().unwrap() {
        for w in ws.as_array().unwrap() {
            lists
                .entry(id.clone())
                .or_default()
                .push((w["form"].as_str().unwrap().to_owned(), w.as_object().unwrap().clone()));
        }
    }
    let lists: Vec<_> = lists.into_iter().collect();
    let get = |id: &str| {
        lists
            .iter()
            .find(|l| l.0 == id)
            .map(|l| l.1.iter().map(|w| w.0.clone()).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let mut spelling: Vec<char> = get("transliteration").iter().flat_map(|s| s.chars().collect::<Vec<_>>()).collect();
    spelling.sort();
    spelling.dedup();
    let mut surnames = get("compound-surname");
    surnames.extend("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤阮岸菅安石小市增冷侍习戚耿陆华秦外毛郭卓".chars().map(|c| c.to_string()));
    let names = Names { spelling, dots: vec!['·', '・', '‧', '•'], surnames };
    let lx = "/work/wt/lexicon/packs/zh/lexicon";
    let mut actors = Vec::new();
    let mut short = Vec::new();
    let mut pairs = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(lx).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for p in files {
        let n = p.file_name().unwrap().to_string_lossy().to_string();
        for line in std::fs::read_to_string(&p).unwrap().lines() {
            let f: Vec<&str> = line.split('\t').collect();
            if line.starts_with('#') || f.len() < 3 || f[0] == "form" {
                continue;
            }
            if n == "short.tsv" {
                short.push((f[0].to_owned(), f[1].to_owned()));
                continue;
            }
            let mut id = f[1].to_owned();
            if f[2] == "person"
                && let Some(a) = f.get(5).and_then(|n| n.split(';').find_map(|x| x.trim().strip_prefix("actor=")))
            {
                id = format!("{}+{id}", a.trim());
            }
            if ["country", "org", "person", "group", "office"].contains(&f[2]) {
                actors.push((f[0].to_owned(), id, f[2].to_owned()));
            }
        }
    }
    let pick: Vec<_> = short.iter().filter(|s| s.0.chars().count() == 1).cloned().collect();
    for a in &pick {
        for b in &pick {
            if a.1 != b.1 {
                let strong = |x: &str| "中美俄日英韩欧苏澳".contains(x);
                let weak = |x: &str| "以意老新文法马加比和巴希土也智古尼波伊西德印朝越蒙哈吉塔乌南北阿".contains(x);
                if strong(&a.0) || strong(&b.0) {
                    pairs.push((format!("{}{}", a.0, b.0), format!("{}+{}", a.1, b.1), weak(&a.0) || weak(&b.0)));
                }
            }
        }
    }
    for t in [
        ("澳英美", "AUS+GBR+USA"),
        ("美英澳", "AUS+GBR+USA"),
        ("美日韩", "JPN+KOR+USA"),
        ("中俄印", "CHN+IND+RUS"),
        ("中日韩", "CHN+JPN+KOR"),
        ("巴以", "ISR+PSE"),
        ("印太", ""),
    ] {
        if !t.1.is_empty() {
            pairs.push((t.0.into(), t.1.into(), false));
        }
    }
    let fold: Vec<(char, char)> = std::fs::read_to_string("/work/main/packs/zh/fold.tsv")
        .unwrap()
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let mut c = l.split('\t');
            Some((c.next()?.chars().next()?, c.next()?.chars().next()?))
        })
        .filter(|(a, b)| a.len_utf8() == b.len_utf8())
        .collect();
    let fold = FoldTable::new(fold, false).unwrap();
    let probe = Probe::new(&lists, &actors, &pairs, names);
    for line in std::fs::read_to_string("/tmp/probe/docs.jsonl").unwrap().lines() {
        let d: serde_json::Value = serde_json::from_str(line).unwrap();
        if d["lang"] != "zh" {
            continue;
        }
        let text = d["text"].as_str().unwrap();
        let kind = d["kind"].as_str().unwrap();
        let programme = !matches!(kind, "news_report" | "interview" | "readout" | "press_conference");
        let issuers: Vec<&str> = d["issuers"].as_array().unwrap().iter().map(|x| x.as_str().unwrap()).collect();
        let folded = fold.fold(text);
        let mut voices = Vec::new();
        let mut at = 0;
        for l in text.split('\n') {
            let n = l.chars().count();
            let span = Span::of(at..at + l.len());
            if kind == "interview" && l.contains("记者:") {
                voices.push((span, Voice2::Nobody));
            } else if n < 26 && !l.contains('。') && !l.contains('.') {
                voices.push((span, Voice2::Nobody));
            } else if kind == "interview" {
                voices.push((span, Voice2::Speaker(vec!["CHN".into(), "person:王毅".into()])));
            }
            at += l.len() + 1;
        }
        let acts = probe.run(text, &folded, programme, &issuers, &voices);
        let points = CodePoints::new(text);
        let acts: Vec<_> = acts.iter().map(|a| { let (s, e) = points.range(a.1); serde_json::json!({"kind": a.0.name(), "start": s, "end": e, "quote": a.1.of_text(text).unwrap(), "stance": a.2.map(|s| s.name()), "holders": a.3, "addressees": a.4, "rule": a.5}) }).collect();
        println!("{}", serde_json::json!({"source": {"name": d["name"]}, "text": text, "acts": acts}));
    }
}
