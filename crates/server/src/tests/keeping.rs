//! An answer that was kept while the ledger grew is, to the byte, the one that a server which keeps nothing would give.

use std::collections::BTreeSet;

use axum::http::HeaderMap;
use chancery_ledger::{AsOf, Only, Prepared, Verdict};

use super::*;
use crate::kept::{Answered, LARGEST, ROOM, Sent};

/// xorshift64*.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % most
    }

    /// One of two hundred words, the first most often.
    fn word(&mut self) -> String {
        word(self.below(200).min(self.below(200)).min(self.below(200)))
    }
}

/// A word of two ideographs.
fn word(number: u64) -> String {
    [0x4E00 + number * 7, 0x5E00 + number % 9].iter().filter_map(|code| char::from_u32(*code as u32)).collect()
}

/// A text of five sentences and its record, with an act in each but the last.
fn article(drawn: &mut Drawn, number: u64) -> (String, String) {
    let holders = ["CHL", "NZL", "KEN"];
    let kinds = [("position", "oppose"), ("commitment", "pledge"), ("call", "urge")];
    let (mut text, mut acts) = (String::new(), Vec::new());
    for sentence in 0..5 {
        let words: String = (0..2 + drawn.below(5)).map(|_| drawn.word()).collect();
        let (start, length) = (text.chars().count(), words.chars().count());
        let ((kind, stance), holder) = (kinds[drawn.below(3) as usize], holders[drawn.below(3) as usize]);
        if sentence < 4 {
            acts.push((kind, start, start + length, words.clone(), stance, holder));
        }
        text += &format!("{words}。\n");
    }
    text += &format!("{number}\n");
    let record = record(&text, drawn.word(), drawn.below(28), &acts);
    (text, record)
}

fn hash(text: &str) -> String {
    chancery_ledger::hash(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

type Told<'t> = (&'t str, usize, usize, String, &'t str, &'t str);

fn record(text: &str, title: String, day: u64, acts: &[Told<'_>]) -> String {
    let hash = hash(text);
    let id = &hash[..24];
    let acts: Vec<Value> = acts
        .iter()
        .map(|(kind, start, end, quote, stance, holder)| {
            json!({"id": format!("{id}/{kind}/{start}-{end}"), "kind": kind, "start": start, "end": end, "quote": quote,
                   "stance": stance, "holders": [holder], "rule": "r", "confidence": 0.9})
        })
        .collect();
    let published = (day > 0).then(|| format!("2024-03-{day:02}"));
    let source = json!({"name": "a.txt", "media_type": "text/plain", "charset": "utf-8", "bytes": text.len(), "blake3": hash,
                        "article": 0, "part": null, "retrieved": null});
    let map = [[0, text.chars().count(), 0, text.len()]];
    json!({"schema": 1, "id": id, "source": source, "title": title, "kind": "other", "language": "zh", "script": "Hans",
           "published": published, "dateline": null, "outlet": null, "url": null, "issuers": ["CHL"], "text": text, "map": map,
           "repairs": [], "acts": acts, "program": "chancery 0", "packs": []})
    .to_string()
}

impl Server {
    async fn add(&self, all: Vec<(String, (String, String))>) {
        let added = self.state.write(move |ledger, shared, now| {
            let mut writer = ledger.writer()?;
            for (name, (text, record)) in &all {
                let source = Prepared::new(name, text.as_bytes(), record.as_bytes(), &shared.setup.folding)?;
                writer.append(&source, now)?;
            }
            Ok(writer.commit()?)
        });
        assert!(added.await.is_ok());
    }

    /// The body and what the head says of it.
    async fn told(&self, path: &str) -> (StatusCode, Vec<(String, String)>, Value) {
        let Answer { status, headers, body, .. } = self.ask("GET", path, &[("host", "localhost")], None).await;
        let named = |headers: &HeaderMap, name: &str| {
            headers.get(name).and_then(|value| value.to_str().ok().map(str::to_owned))
        };
        let names = ["etag", "link", "content-type", "chancery-undated", "chancery-total", "chancery-begins"];
        let told = names.iter().filter_map(|name| Some(((*name).to_owned(), named(&headers, name)?)));
        (status, told.collect(), body)
    }
}

fn questions() -> Vec<String> {
    let mut out = Vec::new();
    let mut ask = |query: &str, rest: &str| {
        let query: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
        out.push(format!("/api/v1/search?q={query}{rest}"));
    };
    for number in [0, 30, 90, 120, 150, 190] {
        ask(&word(number), "");
        ask(&word(number), "&limit=1&passages=2");
        ask(&word(number), "&holder=CHL");
        ask(&format!("{} OR {}", word(number), word(number + 1)), "");
        ask(&format!("{} -{}", word(number), word(2)), "&passages=0");
        ask(&format!("{}{}", word(number), word(2)), "");
        ask(&format!("title:{} -{}", word(number), word(1)), "");
        ask(&word(number)[..3], "&all_copies=true");
        ask(&format!("kind:call {}", word(number)), "&form=csv");
        ask(&word(number), "&from=2024-03-05&to=2024-03-20");
        ask(&word(number), "&undated=true&rejected=true");
        ask(&word(number), "&as_of=2023-11-14");
    }
    ask("", "");
    ask("holder:KEN", "&limit=2");
    ask("nothing", "");
    out
}

#[tokio::test]
async fn what_is_kept_while_the_ledger_grows_is_what_would_be_answered_anew() {
    let server = Server::new(true);
    let mut drawn = Drawn(0x5EED);
    let mut asked = questions();
    let (mut number, mut kept, mut anew) = (0, 0, 0);
    for round in 0..12u64 {
        let before = server.state.kept.bodies();
        let mut all = Vec::new();
        // First many, so that figures go by steps; then a few each time, now and then a copy of the last one, or another version.
        for _ in 0..if round == 0 { 80 } else { 1 + drawn.below(2) } {
            number += 1;
            let (text, told) = article(&mut drawn, number);
            if round > 0 && drawn.below(6) == 0 {
                let copy = format!("{text}\n");
                let (old, new) = (hash(&text), hash(&copy));
                let same = told.replace(&old, &new).replace(&old[..24], &new[..24]);
                let mut same: Value = serde_json::from_str(&same).expect("JSON");
                same["text"] = json!(copy);
                same["source"]["bytes"] = json!(copy.len());
                same["map"] = json!([[0, copy.chars().count(), 0, copy.len()]]);
                all.push((format!("{number} copied"), (copy, same.to_string())));
            }
            let name = if round > 0 && drawn.below(8) == 0 { number - 1 } else { number };
            all.push((name.to_string(), (text, told)));
        }
        server.add(all).await;
        if round % 5 == 3 {
            let judged = server.state.write(|ledger, _, now| {
                let act = ledger.acts(&Only::default(), AsOf::NOW, 1)?.remove(0);
                Ok(ledger.judge(&act.id, &Verdict::Reject, "ann", None, now)?)
            });
            assert!(judged.await.is_ok());
        }
        if round == 9 {
            let merged = server.state.write(|ledger, _, now| {
                let verdict = Verdict::Merge { what: "actor".into(), from: "KEN".into(), into: "CHL".into() };
                Ok(ledger.judge_name(&verdict, "ann", None, now)?)
            });
            assert!(merged.await.is_ok());
        }
        let fresh = server.again();
        let mut links = BTreeSet::new();
        for path in &asked {
            let (one, other) = (server.told(path).await, fresh.told(path).await);
            assert_eq!(one, other, "round {round}: {path}");
            assert_eq!(one.0, StatusCode::OK, "{path} {}", one.2);
            links.extend(one.1.iter().filter(|(name, _)| name == "link").map(|(_, link)| link.clone()));
        }
        if round % 6 == 0 {
            // Second pages go on being asked for, with the moment of the first.
            let next = |link: &String| link.split(['<', '>']).nth(1).map(str::to_owned);
            asked.extend(links.iter().filter_map(next).take(12));
        }
        let after = server.state.kept.bodies();
        kept += after.intersection(&before).count();
        anew += after.difference(&before).count();
    }
    assert!(kept > 20 && anew > 300, "{kept} were kept, {anew} answered anew");
}

#[tokio::test]
async fn answers_stay_within_their_room() {
    let server = Server::new(true);
    let state = server.state.clone();
    let told = server.state.ask(move |lent, _| {
        let mark = lent.ledger.mark(&lent.index)?;
        let answered = |size| {
            let sent = Sent { media: "text/csv", body: vec![0; size].into(), next: None, undated: None, total: None };
            std::sync::Arc::new(Answered::new(sent, mark, None))
        };
        state.kept.put("large", &answered(LARGEST + 1));
        assert!(state.kept.get("large", lent)?.is_none());
        for number in 0..100 {
            state.kept.put(&number.to_string(), &answered(LARGEST - 1_000));
            state.kept.put("again", &answered(1_000));
            assert!(state.kept.bytes() <= ROOM && state.kept.get(&number.to_string(), lent)?.is_some());
        }
        Ok(())
    });
    assert!(told.await.is_ok());
}
