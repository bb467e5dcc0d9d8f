//! [`Tree`] → a flat list of steps, with names looked up. There is no loop in the language, so a step leads only
//! forward. Next to read: `walk.rs`, which walks it.

use crate::ast::{Piece, Sign, Tree};
use crate::parse::PatternError;
use crate::view::{Held, ListId, Lists, Names, TypeId};

/// A role, by its place in the rule's roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoleId(pub u8);

/// Where a pattern stands: only guards may look at what is named already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In `match`.
    Match,
    /// In `unless`.
    Guard,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Text(String),
    List(ListId, Option<RoleId>),
    Mention(TypeId, Option<RoleId>),
    Carried(TypeId, Option<RoleId>),
    /// `greedy` inside a named stretch: as long as possible there, as short as possible elsewhere.
    Gap {
        across: bool,
        greedy: bool,
    },
    /// The next step, or else that one.
    Or(usize),
    Jump(usize),
    Open(RoleId),
    Close(RoleId),
    Named(RoleId),
    End,
}

pub(crate) struct Program {
    pub(crate) steps: Vec<Step>,
    /// Lists and texts without which it can't match.
    pub(crate) needs: Held,
    /// Choices that every match makes: what each of their ways can't do without.
    pub(crate) choices: Vec<Vec<Held>>,
    /// Whether a gap of it crosses clauses.
    pub(crate) across: bool,
    /// For each step: what must stand where it begins to match. It tells where to look without trying every character.
    pub(crate) openings: Vec<Opening>,
    /// For each step: what every way from it still has to meet.
    pub(crate) ahead: Vec<Ahead>,
}

/// What a match of the steps from one on begins with: one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    /// A word of one of these lists.
    pub(crate) lists: Lists,
    /// A mention of one of these types.
    pub(crate) types: Vec<TypeId>,
    /// The text of one of these steps.
    pub(crate) texts: Vec<usize>,
    /// What one of these roles names.
    pub(crate) named: Vec<RoleId>,
    /// The clause's beginning, for a subject that may be carried.
    pub(crate) clause: bool,
    /// Anything: a gap, or the end of the pattern.
    pub(crate) anything: bool,
}

/// The roles that every way from a step on still fills, and those it still looks at (`@role`): a match that is to have
/// them somewhere can't have gone beyond that place. A bit a role; the few roles beyond 64 are only not made use of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ahead {
    fills: u64,
    names: u64,
}

impl Ahead {
    fn bit(role: RoleId) -> u64 {
        1u64.checked_shl(u32::from(role.0)).unwrap_or(0)
    }

    pub(crate) fn fills(self, role: RoleId) -> bool {
        self.fills & Self::bit(role) != 0
    }

    pub(crate) fn names_any(self) -> bool {
        self.names != 0
    }

    pub(crate) fn names(self, role: RoleId) -> bool {
        self.names & Self::bit(role) != 0
    }
}

impl Program {
    /// The lists whose words alone can fill a role; `None` where something else can.
    pub(crate) fn lists_of(&self, role: RoleId) -> Option<Lists> {
        let mut lists = Lists::default();
        for step in &self.steps {
            match step {
                Step::List(list, Some(filled)) if *filled == role => lists.add(*list),
                Step::Mention(_, Some(filled)) | Step::Carried(_, Some(filled)) | Step::Open(filled)
                    if *filled == role =>
                {
                    return None;
                }
                _ => {}
            }
        }
        Some(lists)
    }
}

/// Steps lead only forward, so what stands behind a step is known when it is reached from the end.
fn openings(steps: &[Step]) -> Vec<Opening> {
    let mut out = vec![Opening::default(); steps.len()];
    for pc in (0..steps.len()).rev() {
        let mut one = Opening::default();
        match &steps[pc] {
            Step::Text(_) => one.texts.push(pc),
            Step::List(list, _) => one.lists.add(*list),
            Step::Mention(id, _) => one.types.push(*id),
            // Only at the head is it held to the clause's beginning.
            Step::Carried(id, _) if pc == 0 => (one.types, one.clause) = (vec![*id], true),
            Step::Carried(..) | Step::Gap { .. } | Step::End => one.anything = true,
            Step::Named(role) => one.named.push(*role),
            Step::Open(_) | Step::Close(_) => one = out[pc + 1].clone(),
            Step::Jump(to) => one = out[*to].clone(),
            Step::Or(other) => {
                one = out[pc + 1].clone();
                let other = &out[*other];
                one.lists.join(other.lists);
                one.types.extend(&other.types);
                one.texts.extend(&other.texts);
                one.named.extend(&other.named);
                one.clause |= other.clause;
                one.anything |= other.anything;
            }
        }
        out[pc] = one;
    }
    out
}

fn ahead(steps: &[Step]) -> Vec<Ahead> {
    let mut out = vec![Ahead::default(); steps.len()];
    for pc in (0..steps.len()).rev() {
        let next = out.get(pc + 1).copied().unwrap_or_default();
        out[pc] = match &steps[pc] {
            Step::List(_, Some(role)) | Step::Mention(_, Some(role)) | Step::Open(role) => {
                Ahead { fills: next.fills | Ahead::bit(*role), ..next }
            }
            Step::Named(role) => Ahead { names: next.names | Ahead::bit(*role), ..next },
            Step::Jump(to) => out[*to],
            Step::Or(other) => Ahead { fills: next.fills & out[*other].fills, names: next.names & out[*other].names },
            _ => next,
        };
    }
    out
}

pub(crate) fn compile(
    tree: &Tree,
    names: &Names,
    roles: &mut Vec<String>,
    place: Place,
) -> Result<Program, PatternError> {
    let mut maker = Maker { steps: Vec::new(), names, roles, place, across: false };
    maker.sequence(&tree.pieces, false)?;
    maker.steps.push(Step::End);
    let (mut needs, mut choices) = (Held::default(), Vec::new());
    ask(&tree.pieces, names, &mut needs, &mut choices);
    let (openings, ahead) = (openings(&maker.steps), ahead(&maker.steps));
    Ok(Program { steps: maker.steps, needs, choices, across: maker.across, openings, ahead })
}

/// Adds what `pieces` can't do without to `needs`, and the choices they always make to `choices`.
fn ask(pieces: &[Piece], names: &Names, needs: &mut Held, choices: &mut Vec<Vec<Held>>) {
    for piece in pieces.iter().filter(|p| !p.optional) {
        match &piece.sign {
            Sign::Text(text) => needs.letters.add(text),
            Sign::List(name) => needs.lists.join(names.list(name).map(Lists::one).unwrap_or_default()),
            Sign::Group(ways) => match ways.as_slice() {
                [way] => ask(way, names, needs, choices),
                // A choice within a way is left out: what it asks for is only not made use of.
                ways => choices.push(
                    ways.iter()
                        .map(|way| {
                            let mut needs = Held::default();
                            ask(way, names, &mut needs, &mut Vec::new());
                            needs
                        })
                        .collect(),
                ),
            },
            Sign::Mention { .. } | Sign::Gap { .. } | Sign::Named(_) => {}
        }
    }
}

struct Maker<'a> {
    steps: Vec<Step>,
    names: &'a Names,
    roles: &'a mut Vec<String>,
    place: Place,
    across: bool,
}

impl Maker<'_> {
    fn sequence(&mut self, pieces: &[Piece], named: bool) -> Result<(), PatternError> {
        for piece in pieces {
            let or = self.steps.len();
            if piece.optional {
                self.steps.push(Step::Or(0));
            }
            self.piece(piece, named)?;
            if piece.optional {
                self.steps[or] = Step::Or(self.steps.len());
            }
        }
        Ok(())
    }

    fn piece(&mut self, piece: &Piece, named: bool) -> Result<(), PatternError> {
        let role = piece.role.as_ref().map(|role| self.role(role, piece.at)).transpose()?;
        let step = match &piece.sign {
            Sign::Text(text) => Step::Text(text.clone()),
            Sign::List(name) => match self.names.list(name) {
                Some(list) => Step::List(list, role),
                None => return Err(unknown(piece.at, &format!("<{name}>"), "list", name, self.names.lists())),
            },
            Sign::Mention { name, carried } => match self.names.type_id(name) {
                Some(id) if *carried => Step::Carried(id, role),
                Some(id) => Step::Mention(id, role),
                None => return Err(unknown(piece.at, &format!("{{{name}}}"), "type", name, self.names.types())),
            },
            Sign::Gap { across } => {
                self.across |= across;
                Step::Gap { across: *across, greedy: named }
            }
            Sign::Named(name) => self.named(name, piece.at)?,
            Sign::Group(ways) => return self.group(ways, role, named),
        };
        self.steps.push(step);
        Ok(())
    }

    fn group(&mut self, ways: &[Vec<Piece>], role: Option<RoleId>, named: bool) -> Result<(), PatternError> {
        self.steps.extend(role.map(Step::Open));
        let mut jumps = Vec::new();
        for (i, way) in ways.iter().enumerate() {
            let or = self.steps.len();
            let last = i + 1 == ways.len();
            if !last {
                self.steps.push(Step::Or(0));
            }
            self.sequence(way, named || role.is_some())?;
            if !last {
                jumps.push(self.steps.len());
                self.steps.push(Step::Jump(0));
                self.steps[or] = Step::Or(self.steps.len());
            }
        }
        let after = self.steps.len();
        for jump in jumps {
            self.steps[jump] = Step::Jump(after);
        }
        self.steps.extend(role.map(Step::Close));
        Ok(())
    }

    fn named(&self, name: &str, at: usize) -> Result<Step, PatternError> {
        let fault = |hint: String| Err(PatternError { at, found: format!("`@{name}`"), hint });
        if self.place == Place::Match {
            return fault("only `unless` may look at what is named already".into());
        }
        match self.roles.iter().position(|r| r == name) {
            Some(i) => Ok(Step::Named(RoleId(i as u8))),
            None => fault(format!("no `match` names it: it names {}", self.roles.join(", "))),
        }
    }

    fn role(&mut self, name: &str, at: usize) -> Result<RoleId, PatternError> {
        let known = self.roles.iter().any(|r| r == name);
        if self.place == Place::Guard && !known {
            let hint = format!("`unless` names nothing anew: `match` names {}", self.roles.join(", "));
            return Err(PatternError { at, found: format!("the role `{name}`"), hint });
        }
        let found = self.roles.iter().position(|r| r == name);
        let i = found.unwrap_or_else(|| {
            self.roles.push(name.to_owned());
            self.roles.len() - 1
        });
        match u8::try_from(i) {
            Ok(i) => Ok(RoleId(i)),
            Err(_) => Err(PatternError { at, found: "a 257th role".into(), hint: "split the rule".into() }),
        }
    }
}

/// "There is no list `wil`: did you mean `will`?"
fn unknown(at: usize, sign: &str, what: &str, name: &str, known: &[String]) -> PatternError {
    let near = known.iter().map(|k| (distance(k, name), k)).filter(|(d, _)| *d <= 2).min();
    let hint = match near {
        Some((_, near)) => format!("there is no {what} of that name: did you mean `{near}`?"),
        None => format!("there is no {what} of that name: there are {}", known.join(", ")),
    };
    PatternError { at, found: sign.to_owned(), hint }
}

/// How many letters must change to make one of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn told(line: &str, place: Place) -> String {
        let names = Names::new(vec!["will".into(), "give".into()], vec!["actor".into()]).expect("few");
        let tree = parse(line).expect(line);
        let mut roles = vec!["act".to_owned()];
        compile(&tree, &names, &mut roles, place).err().map(|e| e.to_string()).unwrap_or_default()
    }

    #[test]
    fn names_are_looked_up() {
        assert!(told("<wil>", Place::Match).contains("did you mean `will`?"));
        assert!(told("甲 <unheard>", Place::Match).starts_with("byte 5 of the pattern: <unheard>; there is no list"));
        assert!(told("{actr}", Place::Match).contains("did you mean `actor`?"));
        assert!(told("<will> @act", Place::Match).contains("only `unless`"));
        assert!(told("<will> @who", Place::Guard).contains("it names act"));
        assert!(told("<will:x> @act", Place::Guard).contains("`unless` names nothing anew"));
        assert_eq!(told("(act: 甲) ~ <will>", Place::Guard), "");
        assert_eq!(told("<will> @act", Place::Guard), "");
    }

    #[test]
    fn a_choice_becomes_steps() {
        let names = Names::default();
        let tree = parse("甲 (乙|丙)? 丁").expect("sound");
        let program = compile(&tree, &names, &mut Vec::new(), Place::Match).expect("sound");
        let text = |t: &str| Step::Text(t.into());
        let want = [text("甲"), Step::Or(6), Step::Or(5), text("乙"), Step::Jump(6), text("丙"), text("丁"), Step::End];
        assert_eq!(program.steps, want);
    }

    #[test]
    fn what_may_open_and_what_is_ahead_is_known_before() {
        let names = Names::new(vec!["will".into(), "give".into()], vec!["actor".into()]).expect("few");
        let mut roles = Vec::new();
        let tree = parse("(甲|<will>)? (<give:act>|乙 <will:act>) ~ {actor:who}").expect("sound");
        let program = compile(&tree, &names, &mut roles, Place::Match).expect("sound");
        let (act, who) = (RoleId(0), RoleId(1));
        let first = &program.openings[0];
        assert!(first.lists.has(ListId(0)) && first.lists.has(ListId(1)) && !first.anything);
        assert_eq!(first.texts.len(), 2);
        assert!(program.ahead[0].fills(act) && program.ahead[0].fills(who));
        let gap = program.steps.iter().position(|s| matches!(s, Step::Gap { .. })).expect("there");
        assert!(!program.ahead[gap].fills(act) && program.ahead[gap].fills(who));
        assert!(program.lists_of(act).is_some_and(|l| l.has(ListId(0)) && l.has(ListId(1))));
        assert_eq!(program.lists_of(who), None);
    }
}
