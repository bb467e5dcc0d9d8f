//! By what SQL narrows down which articles could hold the acts asked for. Whether an act is meant is decided on it as it stands
//! ([`Only::admits`]): nothing that is may be left out here.
//! Next to read: `acts.rs`.

use rusqlite::ToSql;

use crate::acts::{ADDRESSEE, COLUMNS, FIRST, HOLDER, LIVE, Place, VIA};
use crate::append::who;
use crate::names::Names;
use crate::schema::day;
use crate::{Ledger, LedgerError, Only, ids, wider};

impl Only {
    /// What of it SQL can narrow articles down by, and its values.
    pub(crate) fn asked(&self, names: &Names, ledger: &Ledger) -> Result<(String, Vec<Box<dyn ToSql>>), LedgerError> {
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let mut clauses = String::new();
        let mut marks = |wanted: Vec<String>| {
            // The first value is the moment.
            let marks: Vec<String> = (values.len()..).take(wanted.len()).map(|at| format!("?{}", at + 2)).collect();
            values.extend(wanted.into_iter().map(|one| Box::new(one) as Box<dyn ToSql>));
            marks.join(", ")
        };
        // Found by who stands in them, they come in the order of days by themselves.
        let roles = [(HOLDER, &self.holders), (ADDRESSEE, &self.addressees), (VIA, &self.via)];
        let mut roles = roles.into_iter().filter(|(_, wanted)| !wanted.is_empty());
        let from = match roles.next() {
            None => "article t".to_owned(),
            Some((role, wanted)) => format!(
                "(SELECT day, article AS found FROM actor WHERE {} ORDER BY day DESC, article)
                 CROSS JOIN article t ON t.id = found",
                ledger.whoever(role, &names.all_called(wanted))?
            ),
        };
        for (role, wanted) in roles {
            clauses += &format!(
                " AND EXISTS (SELECT 1 FROM actor WHERE {} AND article = t.id AND day = {})",
                ledger.whoever(role, &names.all_called(wanted))?,
                day("coalesce(t.said, '')")
            );
        }
        if let Some(day) = &self.from {
            let day_marks = marks(vec![day.clone()]);
            clauses += &format!(" AND (t.said >= {day_marks} OR t.said IN ({}))", marks(wider(day).to_vec()));
        }
        if let Some(day) = &self.to {
            clauses += &format!(" AND t.said <= {}", marks(vec![day.clone()]));
        }
        if self.undated {
            clauses += " AND t.said IS NULL";
        }
        if self.due_from.is_some() || self.due_to.is_some() {
            clauses += " AND t.id IN (SELECT article FROM due WHERE 1";
            for (clause, bound) in [("day >=", &self.due_from), ("day <=", &self.due_to)] {
                if let Some(bound) = bound {
                    clauses += &format!(" AND {clause} {}", day(&marks(vec![bound.clone()])));
                }
            }
            clauses += ")";
        }
        if !self.kinds.is_empty() {
            let bits = self.kinds.iter().fold(0, |bits, kind| bits | ids::kind_bit(kind));
            clauses += &format!(" AND t.kinds & {bits} <> 0");
        }
        if let Some(row) = self.article {
            clauses += &format!(" AND t.id = {row}");
        }
        if let Some(Place { said, article, .. }) = &self.after {
            clauses += &match said {
                None => format!(" AND t.said IS NULL AND t.id >= {article}"),
                Some(day) => {
                    let day = marks(vec![day.clone()]);
                    format!(" AND (t.said < {day} OR t.said IS NULL OR (t.said = {day} AND t.id >= {article}))")
                }
            };
        }
        if let Some(moment) = self.known_by {
            clauses += &format!(" AND r.learnt <= {}", moment.micros());
        }
        let first = if self.all_copies { "1" } else { FIRST };
        let order = if from == "article t" { "t.said DESC, t.id" } else { "day DESC, found" };
        let sql = format!(
            "SELECT {COLUMNS} FROM {from} CROSS JOIN reading r ON r.id = t.reading
             WHERE t.acts > 0 AND {LIVE} AND {first}{clauses} ORDER BY {order}"
        );
        Ok((sql, values))
    }
}

impl Ledger {
    /// The rows of `actor` of any of these names in a role, in SQL. Of one name they are in the order of days by themselves.
    fn whoever(&self, role: usize, names: &[String]) -> Result<String, LedgerError> {
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            all.extend(self.name_row(name)?.map(|name| who(name, role).to_string()));
        }
        Ok(match all.as_slice() {
            [one] => format!("who = {one}"),
            all => format!("who IN ({})", all.join(", ")),
        })
    }
}
