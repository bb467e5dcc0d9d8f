//! Commitments as promises that can be followed: the more there is to check, the earlier they stand; and whether they are
//! due. The day to count from is an argument.

use chancery_ledger::Act;

/// A commitment and where it stands.
#[derive(Clone, Debug)]
pub struct Promise {
    /// The act.
    pub act: Act,
    /// How far one could check it, 0 to 5.
    pub specificity: u8,
    /// Against its deadline.
    pub due: Option<Due>,
}

/// A deadline seen from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// People say that it was kept, or broken: it is no longer awaited.
    Settled,
    /// The day is past.
    Overdue,
    /// Within the days asked for.
    Soon,
    /// Later.
    Later,
}

/// Statuses after which nothing is awaited.
pub(crate) const SETTLED: &[&str] = &["kept", "broken"];

impl Due {
    /// In words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Overdue => "overdue",
            Self::Soon => "due soon",
            Self::Later => "later",
        }
    }
}

impl Promise {
    /// Whether people say that it was kept, or broken.
    #[must_use]
    pub fn settled(&self) -> bool {
        is_settled(&self.act)
    }
}

/// The same of the act.
pub(crate) fn is_settled(act: &Act) -> bool {
    act.standing.fared.as_deref().is_some_and(|status| SETTLED.contains(&status))
}

/// Commitments ranked: most specific first, among equals the nearest deadline, then the newest, then in the order of texts.
///
/// `today` is a day in ISO form, `soon` the last day that counts as near.
#[must_use]
pub fn promises(acts: Vec<Act>, today: &str, soon: &str) -> Vec<Promise> {
    let promise = |act: Act| {
        let settled = is_settled(&act);
        let due = act.act.deadline().map(|day| match day {
            _ if settled => Due::Settled,
            day if day < today => Due::Overdue,
            day if day <= soon => Due::Soon,
            _ => Due::Later,
        });
        Promise { specificity: act.act.specificity(), due, act }
    };
    let mut all: Vec<_> = acts.into_iter().map(promise).collect();
    all.sort_by(|a, b| {
        let deadline = |p: &Promise| (p.act.act.deadline().is_none(), p.act.act.deadline().map(str::to_owned));
        b.specificity
            .cmp(&a.specificity)
            .then_with(|| deadline(a).cmp(&deadline(b)))
            .then_with(|| b.act.said.cmp(&a.act.said))
            .then_with(|| a.act.row.cmp(&b.act.row))
    });
    all
}
