//! The acts that make one tie of the network, or those of them that take one side.

use chancery_ledger::{Act, AsOf, Only, Timestamp};
use chancery_query::{TieKind, tie_list, ties};

use crate::acts::Acts;
use crate::{AskError, Asking, Slice, When, days};

/// Which tie.
#[derive(Clone, Debug)]
pub struct TieActs {
    /// What ties them.
    pub kind: TieKind,
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Only positions for the other (`true`) or against it.
    pub side: Option<bool>,
    /// A question as search takes it; empty for all acts.
    pub on: String,
    /// Said when.
    pub when: When,
    /// By acts learnt by then alone: for a later page of an answer.
    pub known_by: Option<Timestamp>,
}

/// Lists them, newest first.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn tie_acts(asking: &Asking<'_>, asked: &TieActs, as_of: AsOf, slice: Slice) -> Result<Acts, AskError> {
    let list = tie_list(asked.kind, &asked.one, &asked.other);
    let (on, _) = asking.matter(&asked.on);
    let words = asking.query(&if on.trim().is_empty() { list } else { format!("({on}) {list}") })?;
    let mut only = Only { known_by: asked.known_by, ..Only::default() };
    days(&asked.when, &mut only)?;
    let undated = asking.undated(&words, &only, as_of)?;
    let mut acts = asking.every(&words, &only, as_of)?;
    let both = [asked.one.clone(), asked.other.clone()];
    // The network says which acts tie them: there is one rule.
    let tied = |act: &Act| {
        let own = ties(std::slice::from_ref(act), &both, true);
        let is = |tie: &chancery_query::Tie| {
            let ends = (tie.from.as_str(), tie.to.as_str());
            let same = ends == (asked.one.as_str(), asked.other.as_str())
                || (asked.kind == TieKind::Joint && ends == (asked.other.as_str(), asked.one.as_str()));
            tie.kind == asked.kind
                && same
                && asked.side.is_none_or(|side| if side { tie.r#for > 0 } else { tie.against > 0 })
        };
        own.iter().any(is)
    };
    acts.retain(tied);
    let more = slice.cut(&mut acts);
    Ok(Acts { acts, more, undated })
}
