//! What somebody firmly believes will come of another or of a thing (坚信，合作必将…): a claim, and nobody's promise.
//! Next to read: `acts.rs`.

use chancery_model::Stance;

use super::Coder;
use super::reach::Reach;
use crate::govern::{Clause, Kind, Subject};
use crate::tokens::Class;

impl Coder<'_> {
    /// Whether the clause only tells what is believed of another; what goes on without a subject is told of him too.
    pub(super) fn believes_of(&mut self, clause: &Clause) -> bool {
        let affirms = |at: usize| self.reader.words.sense(&self.reader.tokens[at], Class::Say).affirms;
        let believed = match clause.said {
            Some((say, _)) => affirms(say),
            None => self.again.is_some_and(|w| self.reader.range(w).next().is_some_and(affirms)),
        };
        let other = match clause.subject {
            Subject::Other(_) => true,
            Subject::Actors(first, last) => {
                let (who, _) = self.actors(first, last);
                !who.is_empty() && !self.is_own(&who)
            }
            Subject::None => false,
        };
        let ahead = match clause.kind {
            Kind::Promise => matches!(clause.stance, None | Some(Stance::Will | Stance::Continue)),
            Kind::Deed | Kind::Done => true,
            _ => false,
        };
        let told = believed && other && ahead;
        if told {
            (self.reach, self.of_thing, self.auxiliary) = (Reach::Closed, true, None);
        }
        told
    }
}
