//! Acts, mentions and the named things of an article (codebook: docs/codebook.md). All spans are bytes of the text.
//! A span of an act that would not slice the text to its quote is never built: see `extract`.

use std::cmp::Ordering;
use std::fmt;

use chancery_text::Span;

use crate::{Approximation, Cadence, DayRange};

macro_rules! named_enum {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in the record, in packs and in the codebook.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The one with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let doc = concat!($($doc, "\n"),*).trim();
                schemars::json_schema!({ "type": "string", "enum": [$($text),+], "description": doc })
            }
        }
    };
}
pub(crate) use named_enum;

named_enum! {
    /// The kinds of act.
    ActKind {
        /// An attitude to something.
        Position = "position",
        /// A promise of an act of one's own.
        Commitment = "commitment",
        /// Asking someone else to act.
        Call = "call",
        /// A deed told as fact.
        Event = "event",
        /// Saying that something is so.
        Claim = "claim",
    }
}

named_enum! {
    /// Class of the governing verb (codebook, `stance`).
    Stance {
        /// Position: 支持.
        Support = "support",
        /// Position: 欢迎.
        Welcome = "welcome",
        /// Position: 重申, 主张, 强调…重要.
        Affirm = "affirm",
        /// Position: 理解.
        Understand = "understand",
        /// Position: 注意到.
        Note = "note",
        /// Position: 关切.
        Concern = "concern",
        /// Position: 遗憾.
        Regret = "regret",
        /// Position: 反对.
        Oppose = "oppose",
        /// Position: 谴责.
        Condemn = "condemn",
        /// Position: 哀悼.
        Mourn = "mourn",
        /// Commitment: 承诺.
        Pledge = "pledge",
        /// Commitment: 将, 愿.
        Will = "will",
        /// Commitment: 同意, 商定. Event: signing, adopting.
        Agree = "agree",
        /// Commitment: 将继续.
        Continue = "continue",
        /// Call: 敦促.
        Urge = "urge",
        /// Call: 呼吁.
        Call = "call",
        /// Call: 鼓励.
        Invite = "invite",
        /// Event: meetings, visits, talks.
        Consult = "consult",
        /// Event: working together.
        Cooperate = "cooperate",
        /// Event: money, doses, goods, training given.
        Aid = "aid",
        /// Event: something comes into being.
        Establish = "establish",
        /// Event.
        Concede = "concede",
        /// Event.
        Retreat = "retreat",
        /// Event.
        Request = "request",
        /// Event: findings and charges as deeds.
        Accuse = "accuse",
        /// Event.
        Reject = "reject",
        /// Event.
        Threaten = "threaten",
        /// Event.
        Protest = "protest",
        /// Event, withdrawal from a treaty too.
        Sanction = "sanction",
        /// Event, deployment of weapons too.
        Mobilize = "mobilize",
        /// Event.
        Coerce = "coerce",
        /// Event.
        Assault = "assault",
        /// Event: harm with no actor.
        Disaster = "disaster",
    }
}

impl ActKind {
    /// The stances that acts of the kind have (codebook, `stance`); a claim has none.
    #[must_use]
    pub const fn stances(self) -> &'static [Stance] {
        use Stance as S;
        match self {
            Self::Position => &[
                S::Support,
                S::Welcome,
                S::Affirm,
                S::Understand,
                S::Note,
                S::Concern,
                S::Regret,
                S::Oppose,
                S::Condemn,
                S::Mourn,
            ],
            Self::Commitment => &[S::Pledge, S::Will, S::Agree, S::Continue],
            Self::Call => &[S::Urge, S::Call, S::Invite],
            Self::Event => &[
                S::Consult,
                S::Agree,
                S::Support,
                S::Cooperate,
                S::Aid,
                S::Establish,
                S::Concede,
                S::Retreat,
                S::Request,
                S::Accuse,
                S::Reject,
                S::Threaten,
                S::Protest,
                S::Sanction,
                S::Mobilize,
                S::Coerce,
                S::Assault,
                S::Disaster,
            ],
            Self::Claim => &[],
        }
    }
}

named_enum! {
    /// Attitude to the content.
    Polarity {
        /// For.
        For = "+",
        /// Against.
        Against = "-",
        /// Neither.
        Neutral = "0",
    }
}

named_enum! {
    /// What a commitment says of its own standing, where it says more than that it is promised.
    Status {
        /// 继续, 仍然致力, or an own-action verb without an auxiliary.
        Ongoing = "ongoing",
    }
}

named_enum! {
    /// What a figure is in its act.
    AmountRole {
        /// Promised.
        Promised = "promised",
        /// Delivered.
        Delivered = "delivered",
        /// Aimed at.
        Target = "target",
        /// A bound.
        Limit = "limit",
    }
}

named_enum! {
    /// What a time is in its act.
    DateRole {
        /// By then.
        Deadline = "deadline",
        /// Then.
        When = "when",
        /// From then on.
        Since = "since",
        /// How often.
        Cadence = "cadence",
    }
}

named_enum! {
    /// What a mention is.
    MentionKind {
        /// A country or territory.
        Country = "country",
        /// An organisation.
        Org = "org",
        /// A person.
        Person = "person",
        /// A loose group.
        Group = "group",
        /// A place.
        Place = "place",
        /// A date or range of dates.
        Date = "date",
        /// A length of time, or a recurrence.
        Duration = "duration",
        /// A figure with a unit.
        Amount = "amount",
        /// A bare figure.
        Number = "number",
        /// A treaty, resolution, initiative, statement.
        Instrument = "instrument",
        /// A forum, group, dialogue, programme.
        Mechanism = "mechanism",
    }
}

named_enum! {
    /// What was done to a mechanism.
    MechanismAct {
        /// Only named.
        Named = "named",
        /// Came into being.
        Established = "established",
        /// Goes on.
        Continued = "continued",
        /// Made stronger.
        Strengthened = "strengthened",
        /// To come into being.
        Proposed = "proposed",
    }
}

/// An actor: `CHN`, `org:UN`, `person:王毅`, `group:world` (codebook, actor ids).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ActorId(Id);

/// Most actors are states, and ids are copied wherever a holder is weighed: three letters need no memory of their own.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Id {
    Country([u8; 3]),
    Named(Box<str>),
}

impl ActorId {
    /// The actor with this id, or `None` where it isn't of a known form: three capitals, or `org:`, `person:`,
    /// `group:` and a name without white space at its ends.
    #[must_use]
    pub fn new(id: &str) -> Option<Self> {
        if let Ok(code) = <[u8; 3]>::try_from(id.as_bytes())
            && code.iter().all(u8::is_ascii_uppercase)
        {
            return Some(Self(Id::Country(code)));
        }
        let named = ["org:", "person:", "group:"]
            .iter()
            .any(|prefix| id.strip_prefix(prefix).is_some_and(|name| !name.is_empty() && name.trim() == name));
        named.then(|| Self(Id::Named(id.into())))
    }

    /// As written in the record.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Id::Country(code) => std::str::from_utf8(code).unwrap_or_default(),
            Id::Named(id) => id,
        }
    }

    /// Whether it is a country.
    #[must_use]
    pub const fn is_country(&self) -> bool {
        matches!(self.0, Id::Country(_))
    }

    /// Whether it is an organisation.
    #[must_use]
    pub fn is_org(&self) -> bool {
        self.bytes().starts_with(b"org:")
    }

    /// Whether it is a person.
    #[must_use]
    pub fn is_person(&self) -> bool {
        self.bytes().starts_with(b"person:")
    }

    /// Whether it is a group of people.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.bytes().starts_with(b"group:")
    }

    fn bytes(&self) -> &[u8] {
        match &self.0 {
            Id::Country(code) => code,
            Id::Named(id) => id.as_bytes(),
        }
    }

    /// What kind of mention names it.
    #[must_use]
    pub fn kind(&self) -> MentionKind {
        match self.as_str().split_once(':') {
            Some(("org", _)) => MentionKind::Org,
            Some(("person", _)) => MentionKind::Person,
            Some(("group", _)) => MentionKind::Group,
            _ => MentionKind::Country,
        }
    }
}

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ActorId").field(&self.as_str()).finish()
    }
}

/// In the order of their letters.
impl Ord for ActorId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes().cmp(other.bytes())
    }
}

impl PartialOrd for ActorId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A figure: a value or a range, in a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The figure, or the lower end of a range.
    pub value: f64,
    /// The upper end of a range.
    pub up_to: Option<f64>,
    /// ISO 4217 for money, else an English singular (`dose`, `tonne`, `person`, `percent`); `None` for a bare number.
    pub unit: Option<String>,
    /// Whether `unit` is a currency.
    pub money: bool,
    /// How exact it is said to be.
    pub approximation: Option<Approximation>,
}

/// What a mention stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum MentionValue {
    /// An actor (several for a collective: 中俄).
    Actors(Vec<ActorId>),
    /// A date or range.
    Date(DayRange),
    /// A length of time.
    Duration(Cadence),
    /// A recurrence.
    Recurrence(Cadence),
    /// A figure.
    Amount(Amount),
    /// A name as printed, without marks.
    Name(String),
}

/// Something found in the text, inside an act or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// What it is.
    pub kind: MentionKind,
    /// What it stands for.
    pub value: MentionValue,
}

/// A figure that measures an act.
#[derive(Clone, Debug, PartialEq)]
pub struct ValuedAmount {
    /// The figure.
    pub amount: Amount,
    /// What it is in the act.
    pub role: Option<AmountRole>,
    /// Where it stands.
    pub span: Span,
}

/// A time that bounds an act.
#[derive(Clone, Debug, PartialEq)]
pub struct ValuedDate {
    /// The days (empty for a cadence).
    pub range: DayRange,
    /// How often, for [`DateRole::Cadence`].
    pub cadence: Option<Cadence>,
    /// What it is in the act.
    pub role: DateRole,
    /// Where it stands.
    pub span: Span,
}

/// One entry of the ledger as the reader proposes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// What kind.
    pub kind: ActKind,
    /// The evidence; its quote is the text's slice.
    pub span: Span,
    /// Class of the governing verb; none for claims.
    pub stance: Option<Stance>,
    /// Attitude; positions only.
    pub polarity: Option<Polarity>,
    /// 1 to 5; positions and calls only.
    pub intensity: Option<u8>,
    /// Who performs it.
    pub holders: Vec<ActorId>,
    /// Where the holder is named; may lie outside the quote.
    pub holder_span: Option<Span>,
    /// To whom, with whom, for whom.
    pub addressees: Vec<ActorId>,
    /// About or against whom or what: actor ids, and names as printed.
    pub targets: Vec<String>,
    /// Who reports it, outermost first.
    pub via: Vec<ActorId>,
    /// Figures.
    pub amounts: Vec<ValuedAmount>,
    /// Times.
    pub dates: Vec<ValuedDate>,
    /// Instruments named in the quote, as printed.
    pub instruments: Vec<String>,
    /// Mechanisms named in the quote, as printed.
    pub mechanisms: Vec<String>,
    /// Standing, for commitments.
    pub status: Option<Status>,
    /// Condition under which it holds (如果…).
    pub only_if: Option<Span>,
    /// PLOVER code, for events.
    pub event: Option<String>,
    /// Id of the rule that proposed it.
    pub rule: String,
    /// From stated evidence, 0 to 1.
    pub confidence: f32,
}

/// Who took part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Name, where given.
    pub person: Option<String>,
    /// Post, where given.
    pub post: Option<String>,
    /// For whom.
    pub actor: Option<ActorId>,
}

/// A meeting told of.
#[derive(Clone, Debug, PartialEq)]
pub struct MeetingNote {
    /// As printed.
    pub name: String,
    /// When.
    pub dates: Vec<DayRange>,
    /// Where.
    pub place: Option<String>,
    /// Who.
    pub participants: Vec<Participant>,
    /// Where it is told.
    pub span: Span,
}

/// A mechanism named.
#[derive(Clone, Debug, PartialEq)]
pub struct MechanismNote {
    /// As printed, without marks.
    pub name: String,
    /// What was done to it.
    pub act: MechanismAct,
    /// Its members, where the text says.
    pub members: Vec<ActorId>,
    /// How often it meets.
    pub cadence: Option<Cadence>,
    /// Where it is named.
    pub span: Span,
}

/// An instrument named.
#[derive(Clone, Debug, PartialEq)]
pub struct InstrumentNote {
    /// As printed, without marks.
    pub name: String,
    /// Its date as ISO 8601 (day, month or year), where the text gives one.
    pub date: Option<String>,
    /// Where it is named.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actor_ids_have_a_form() {
        assert!(ActorId::new("CHN").is_some());
        assert_eq!(ActorId::new("person:王毅").map(|a| a.kind()), Some(MentionKind::Person));
        for bad in ["", "chn", "CHINA", "org:", "org: UN", "place:北京"] {
            assert_eq!(ActorId::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_lead_back() {
        for stance in Stance::ALL {
            assert_eq!(Stance::from_name(stance.name()), Some(*stance));
            assert!(ActKind::ALL.iter().any(|kind| kind.stances().contains(stance)), "{stance} is of some kind");
        }
    }
}
