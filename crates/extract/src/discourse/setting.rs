//! What the coder must know of an article before it reads its sentences. Next to read: `../discourse.rs`.

use std::collections::BTreeMap;

use chancery_model::ActorId;

use crate::speakers::Speakers;

/// What the coder must know of the article.
pub(crate) struct Setting<'a> {
    /// Whether the document acts in its own name (a joint statement, a programme, a law), so that clauses without
    /// subject are its issuers' acts.
    pub(crate) programme: bool,
    /// Whether it is a law: what it enumerates are acts only where the sentence before is one, and it tells no deeds.
    pub(crate) law: bool,
    /// Whether it is an order, a telegram to those under one, a notice: what ought to be done its readers are asked to do.
    pub(crate) directive: bool,
    /// Voice at a place of the text.
    pub(crate) voices: &'a Speakers,
    /// Whose document it is, acting in its own name or not.
    pub(crate) owner: &'a [ActorId],
    /// Who acts in a document that acts in its own name: its issuers, with the person whose speech it is.
    pub(crate) speaker: &'a [ActorId],
    /// Whom the language's news means by our country, where nobody speaks.
    pub(crate) home: Option<&'a ActorId>,
    /// Where a report from abroad is set: whose organs are meant there by the bare word.
    pub(crate) abroad: Option<&'a ActorId>,
    /// Organs and the states they act for; outlets, which act for nobody.
    pub(crate) organs: &'a BTreeMap<ActorId, Option<ActorId>>,
    /// Groups that mean the people of the state named before them.
    pub(crate) peoples: &'a [ActorId],
    /// The year that the text speaks from, where it is known.
    pub(crate) year: Option<i16>,
    /// Groups and their members.
    pub(crate) members: &'a [(ActorId, Vec<ActorId>)],
    /// Words that name a document as speaker (声明, 公报).
    pub(crate) papers: &'a [String],
    /// Words that name an order (行政令): what it orders is its signer's deed.
    pub(crate) orders: &'a [String],
}
