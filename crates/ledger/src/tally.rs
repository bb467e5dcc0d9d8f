//! How often each actor stands in acts, by role and kind: counted by the store, since it is asked of all acts at once.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::acts::{FIRST, LIVE, ROLES, roles};
use crate::schema::{UNDATED, day, day_of};
use crate::{Act, AsOf, Ledger, LedgerError, Only};

/// An actor in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Id, or a name where a target is no actor.
    pub actor: String,
    /// `holder`, `addressee`, `target`, `via`.
    pub role: String,
    /// Kind of act.
    pub kind: String,
    /// Acts.
    pub acts: u64,
    /// First day.
    pub first: Option<String>,
    /// Last day.
    pub last: Option<String>,
}

impl Ledger {
    /// Every actor's roles, on the days that are asked for (of the question nothing else counts). Rejected acts are left out,
    /// and copies where not every one is asked for.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn tally(&self, only: &Only, as_of: AsOf) -> Result<Vec<Tally>, LedgerError> {
        // Articles with judged acts are few, and their acts count as they stand.
        let first = if only.all_copies { "1" } else { FIRST };
        let mut count = self.db.prepare_cached(&format!(
            "WITH live AS MATERIALIZED (SELECT t.id FROM article t JOIN reading r ON r.id = t.reading WHERE {LIVE} AND {first}
               AND t.key NOT IN (SELECT article FROM judgement))
             SELECT n.told, who & 3, acts & 7, sum(acts >> 3), min(nullif(day, {UNDATED})), max(nullif(day, {UNDATED}))
             FROM actor JOIN name n ON n.id = who >> 2
             WHERE (?2 IS NULL OR day >= {from} OR day IN ({year}, {month}))
             AND (?3 IS NULL OR (day <= {to} AND day <> {UNDATED})) AND (?4 = 0 OR day = {UNDATED})
             AND article IN (SELECT id FROM live)
             GROUP BY who, acts & 7",
            from = day("?2"),
            year = day("substr(?2, 1, 4)"),
            month = day("substr(?2, 1, 7)"),
            to = day("?3"),
        ))?;
        let names = self.names(as_of)?;
        let rows = count.query_map(params![as_of.limit(), only.from, only.to, only.undated], |row| {
            Ok(Tally {
                actor: row.get(0)?,
                role: ROLES.get(usize::from(row.get::<_, u8>(1)?)).copied().unwrap_or_default().to_owned(),
                kind: crate::ids::kind_of(row.get(2)?).to_owned(),
                acts: row.get::<_, i64>(3)?.unsigned_abs(),
                first: row.get::<_, Option<i64>>(4)?.and_then(day_of),
                last: row.get::<_, Option<i64>>(5)?.and_then(day_of),
            })
        })?;
        let mut sums: BTreeMap<(String, String, String), Tally> = BTreeMap::new();
        for row in rows {
            let mut row = row?;
            row.actor = names.standing("actor", &row.actor).to_owned();
            let key = (row.actor.clone(), row.role.clone(), row.kind.clone());
            if let Some(sum) = sums.get_mut(&key) {
                sum.acts += row.acts;
                sum.first = [sum.first.take(), row.first].into_iter().flatten().min();
                sum.last = sum.last.take().max(row.last);
            } else {
                sums.insert(key, row);
            }
        }
        for key in self.judged_articles()? {
            let Ok(article) = self.article_of(&key, as_of) else { continue };
            let (from, to, undated) = (only.from.clone(), only.to.clone(), only.undated);
            let all_copies = only.all_copies;
            let only = Only { article: Some(article.row), from, to, undated, all_copies, ..Only::default() };
            for act in self.acts(&only, as_of, usize::MAX)? {
                add(&mut sums, &act);
            }
        }
        Ok(sums.into_values().collect())
    }
}

fn add(sums: &mut BTreeMap<(String, String, String), Tally>, act: &Act) {
    let a = &act.act;
    for (role, names) in ROLES.into_iter().zip(roles(a)) {
        for actor in names {
            let key = (actor.clone(), role.to_owned(), a.kind.clone());
            let sum = sums.entry(key).or_insert_with(|| Tally {
                actor: actor.clone(),
                role: role.to_owned(),
                kind: a.kind.clone(),
                acts: 0,
                first: None,
                last: None,
            });
            sum.acts += 1;
            if let Some(day) = &act.said {
                sum.first = sum.first.take().map_or_else(|| Some(day.clone()), |first| Some(first.min(day.clone())));
                sum.last = sum.last.take().map_or_else(|| Some(day.clone()), |last| Some(last.max(day.clone())));
            }
        }
    }
}
