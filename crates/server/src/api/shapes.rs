//! How answers are described: from the types that they are made of (`chancery_answer::shapes`).

use std::collections::BTreeMap;
use std::marker::PhantomData;

use chancery_answer::shapes;
use chancery_query::Tie;
use utoipa::openapi::schema::{AnyOfBuilder, ArrayBuilder};
use utoipa::openapi::{
    self, ContentBuilder, HeaderBuilder, ObjectBuilder, OpenApi, Ref, RefOr, ResponseBuilder, Schema, Type,
};
use utoipa::{IntoResponses, ToSchema};

use super::asked::{BEGINS, FORMS, TOTAL, UNDATED, bare};

/// The shape of an answer.
pub(super) trait Shape {
    fn shape() -> RefOr<Schema>;
}

/// One of them.
pub(super) struct One<T>(PhantomData<T>);

/// A list of them.
pub(super) struct List<T>(PhantomData<T>);

/// Either, as it is asked.
pub(super) struct Either<A, B>(PhantomData<(A, B)>);

impl<T: ToSchema> Shape for One<T> {
    fn shape() -> RefOr<Schema> {
        Ref::from_schema_name(T::name()).into()
    }
}

impl<T: ToSchema> Shape for List<T> {
    fn shape() -> RefOr<Schema> {
        ArrayBuilder::new().items(Ref::from_schema_name(T::name())).into()
    }
}

impl<A: Shape, B: Shape> Shape for Either<A, B> {
    fn shape() -> RefOr<Schema> {
        AnyOfBuilder::new().item(A::shape()).item(B::shape()).into()
    }
}

fn text(description: &str) -> openapi::Header {
    let schema = ObjectBuilder::new().schema_type(Type::String);
    HeaderBuilder::new().schema(Some(schema)).description(Some(description)).build()
}

/// What a header of lists is described as.
pub(super) const NEXT: &str = "Where there is more, the address of the next page: `<…>; rel=\"next\"`";

fn responses(shape: RefOr<Schema>, paged: bool) -> BTreeMap<String, RefOr<openapi::Response>> {
    let mut given = ResponseBuilder::new()
        .description("The answer, in the form that was asked for")
        .header("etag", text("Stays while the ledger stays"));
    if paged {
        given = given.header("link", text(NEXT));
        given =
            given.header(TOTAL.as_str(), text("How many rows the list has, where that is known without making them"));
    }
    let undated =
        "Where days were asked for: how much was left out because no day of it is known; `undated=true` lists it";
    given = given.header(UNDATED.as_str(), text(undated));
    given = given.header(BEGINS.as_str(), text("When the ledger's first source was added, where `as_of` is before it"));
    for (name, media, _) in FORMS {
        let content = if *name == "json" {
            ContentBuilder::new().schema(Some(shape.clone())).build()
        } else {
            ContentBuilder::new().build()
        };
        given = given.content(bare(media), content);
    }
    let known = ResponseBuilder::new().description("As `If-None-Match` has it");
    [("200".to_owned(), RefOr::T(given.build())), ("304".to_owned(), RefOr::T(known.build()))].into()
}

/// A page of a list in one of the forms.
pub(super) struct Answered<S>(PhantomData<S>);

impl<S: Shape> IntoResponses for Answered<S> {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        responses(S::shape(), true)
    }
}

/// A table in one of the forms.
pub(super) struct Told<S>(PhantomData<S>);

impl<S: Shape> IntoResponses for Told<S> {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        responses(S::shape(), false)
    }
}

/// What is always JSON.
pub(super) struct Single<S>(PhantomData<S>);

impl<S: Shape> IntoResponses for Single<S> {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let content = ContentBuilder::new().schema(Some(S::shape())).build();
        let given = ResponseBuilder::new().description("The answer").content("application/json", content);
        [("200".to_owned(), RefOr::T(given.build()))].into()
    }
}

/// A page of a list that is always JSON.
pub(super) struct Listed<S>(PhantomData<S>);

impl<S: Shape> IntoResponses for Listed<S> {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let content = ContentBuilder::new().schema(Some(S::shape())).build();
        let given = ResponseBuilder::new().description("A page of the list").header("link", text(NEXT));
        [("200".to_owned(), RefOr::T(given.content("application/json", content).build()))].into()
    }
}

fn add<T: ToSchema>(all: &mut BTreeMap<String, RefOr<Schema>>) {
    let mut within = Vec::new();
    T::schemas(&mut within);
    within.push((T::name().into_owned(), T::schema()));
    all.extend(within);
}

/// Adds the shapes to the document.
pub(crate) fn described(document: &mut OpenApi) {
    let all = &mut document.components.get_or_insert_default().schemas;
    add::<shapes::SearchAnswer<'_>>(all);
    add::<shapes::ActRow<'_>>(all);
    add::<shapes::ArticleRow<'_>>(all);
    add::<shapes::PositionsAnswer<'_>>(all);
    add::<shapes::PromiseRow<'_>>(all);
    add::<shapes::ContrastAnswer<'_>>(all);
    add::<shapes::VersionsAnswer<'_>>(all);
    add::<shapes::ThingRow<'_>>(all);
    add::<shapes::ThingActs<'_>>(all);
    add::<shapes::PeriodRow<'_>>(all);
    add::<Tie>(all);
    add::<shapes::ActorRow<'_>>(all);
    add::<shapes::OneActorAnswer<'_>>(all);
    add::<shapes::SetPhrasesAnswer<'_>>(all);
    add::<shapes::OnePhraseAnswer<'_>>(all);
    add::<shapes::TrackAnswer<'_>>(all);
    add::<shapes::ActAnswer<'_>>(all);
    add::<shapes::ArticleAnswer<'_>>(all);
    add::<shapes::VerifyAnswer<'_>>(all);
    add::<super::exports::ExportForm>(all);
    add::<crate::access::User>(all);
    add::<crate::access::Token>(all);
    add::<crate::access::Deed>(all);
    add::<chancery_ledger::Counts>(all);
    add::<chancery_ledger::Judgement>(all);
}
