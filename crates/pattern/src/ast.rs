//! What a pattern says, as a tree. Names are still words here; `program.rs` looks them up.
//! Next to read: `parse.rs`, which makes it of a line.

/// One line of the rule language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// What must follow each other.
    pub pieces: Vec<Piece>,
}

/// One sign with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it matches.
    pub sign: Sign,
    /// The role it fills: `<give:act>`, `(topic: ~)`.
    pub role: Option<String>,
    /// Whether a `?` follows: it may be missing.
    pub optional: bool,
    /// Where it begins: byte of the pattern, from 0.
    pub at: usize,
}

/// What a piece matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// That text.
    Text(String),
    /// A word of that list: `<will>`.
    List(String),
    /// A mention of that type: `{actor}`.
    Mention {
        /// Its name.
        name: String,
        /// `{^actor}`: the last one named before the clause, where none stands in it before the act.
        carried: bool,
    },
    /// `~`: anything inside the clause; `~~`: inside the sentence.
    Gap {
        /// Whether it may cross the marks of clauses.
        across: bool,
    },
    /// `(…)` or `(…|…)`: one of these.
    Group(Vec<Vec<Piece>>),
    /// `@role`: what is already named; in guards only.
    Named(String),
}

impl Tree {
    /// The roles it names, each once, in order.
    #[must_use]
    pub fn roles(&self) -> Vec<&str> {
        let mut out = Vec::new();
        visit(&self.pieces, &mut |piece| {
            if let Some(role) = &piece.role
                && !out.contains(&role.as_str())
            {
                out.push(role.as_str());
            }
        });
        out
    }

    /// The `@roles` it asks for.
    #[must_use]
    pub fn named(&self) -> Vec<&str> {
        let mut out = Vec::new();
        visit(&self.pieces, &mut |piece| {
            if let Sign::Named(role) = &piece.sign {
                out.push(role.as_str());
            }
        });
        out
    }
}

fn visit<'a>(pieces: &'a [Piece], see: &mut impl FnMut(&'a Piece)) {
    for piece in pieces {
        see(piece);
        if let Sign::Group(ways) = &piece.sign {
            for way in ways {
                visit(way, see);
            }
        }
    }
}
