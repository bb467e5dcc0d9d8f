//! Floor 1: what was read, as plain values.
//!
//! [`Article`] and what it holds ([`Part`], [`Repair`], [`Mention`], [`Act`] …) in byte spans; [`Fault`], the value that
//! bad input becomes; [`Conventions`], the plain table by which a language tells `read` its written forms; and
//! [`record`], the JSON that every front door speaks, in code points. No logic beyond checks and conversions.
//! Next to read: `article.rs`, then `record.rs`.

mod act;
mod article;
mod conventions;
mod fault;
pub mod record;
mod value;
mod web;

pub use act::{
    Act, ActKind, ActorId, Amount, AmountRole, DateRole, InstrumentNote, MechanismAct, MechanismNote, MeetingNote,
    Mention, MentionKind, MentionValue, Participant, Polarity, Stance, Status, ValuedAmount, ValuedDate,
};
pub use article::{
    Article, Comment, DateClue, DateGround, Dateline, DocumentKind, Language, PageLine, Part, PartKind, Party,
    Published, Repair, RepairKind, Script, Source,
};
pub use conventions::*;
pub use fault::{Fault, FaultKind, FaultPlace, Severity};
pub use value::{Approximation, Cadence, Day, DayRange, PartialDate, days_in};
pub use web::{WebField, WebMark, WebMarks, WebMarksError};
