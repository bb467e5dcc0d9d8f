//! How often each actor stands in acts, by role and kind: counted by the store, since it is asked of all acts at once.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::acts::{FIRST, LIVE};
use crate::{Act, AsOf, Ledger, LedgerError};

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
    /// Every actor's roles, between two days where they are given. Rejected acts and copies are left out.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn tally(&self, from: Option<&str>, to: Option<&str>, as_of: AsOf) -> Result<Vec<Tally>, LedgerError> {
        let mut count = self.db.prepare_cached(&format!(
            "WITH live AS MATERIALIZED (SELECT t.id FROM article t JOIN reading r ON r.id = t.reading WHERE {LIVE} AND {FIRST}),
             judged AS MATERIALIZED (SELECT DISTINCT a.id FROM judgement j CROSS JOIN article t ON t.key = j.article
               CROSS JOIN act a ON a.article = t.id AND a.local = j.local)
             SELECT w.actor, w.role, a.kind, count(*), min(a.said), max(a.said)
             FROM act_actor w CROSS JOIN act a ON a.id = w.act
             WHERE a.article IN (SELECT id FROM live) AND (?2 IS NULL OR a.said >= ?2) AND (?3 IS NULL OR a.said <= ?3) AND a.id NOT IN (SELECT id FROM judged)
             GROUP BY w.actor, w.role, a.kind"
        ))?;
        let rows = count.query_map(params![as_of.limit(), from, to], |row| {
            Ok(Tally {
                actor: row.get(0)?,
                role: row.get(1)?,
                kind: row.get(2)?,
                acts: row.get::<_, i64>(3)?.unsigned_abs(),
                first: row.get(4)?,
                last: row.get(5)?,
            })
        })?;
        let mut sums: BTreeMap<(String, String, String), Tally> = BTreeMap::new();
        for row in rows {
            let row = row?;
            sums.insert((row.actor.clone(), row.role.clone(), row.kind.clone()), row);
        }
        // Judged acts are few, and count as they stand.
        let judged: Vec<i64> = self.judged_rows()?.into_iter().collect();
        for act in self.acts_by_row(&judged, as_of, false)?.values() {
            let day = act.said.as_deref();
            let inside = from.is_none_or(|from| day.is_some_and(|day| day >= from))
                && to.is_none_or(|to| day.is_some_and(|day| day <= to));
            if inside && !act.standing.rejected {
                add(&mut sums, act);
            }
        }
        Ok(sums.into_values().collect())
    }
}

fn add(sums: &mut BTreeMap<(String, String, String), Tally>, act: &Act) {
    let a = &act.act;
    let roles = [("holder", &a.holders), ("addressee", &a.addressees), ("target", &a.targets), ("via", &a.via)];
    for (role, names) in roles {
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
