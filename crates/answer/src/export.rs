//! An export under way: acts, newest first, handed to a form of `chancery-export`, and what the form writes handed on before the
//! next comes, so that an export of any length takes little memory. Where the files go is for who asks.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chancery_export::{About, Files, Form, LEDGER, Lines, Name, Tables, Told};
use chancery_ledger::{Act, ActId, Article, AsOf, LedgerError, Only, Reference, Timestamp};
use chancery_query::Query;

use crate::asking::{EVERY, newest_first};
use crate::commitments::listed;
use crate::{AskError, Asking, PromiseList, Which, as_of, only};

/// Bytes that may wait before they are handed on.
const WAITING: usize = 1 << 20;

/// What is to be exported.
#[derive(Clone, Debug)]
pub struct Export {
    /// In which form.
    pub name: Name,
    /// Which acts; all where nothing is said.
    pub which: Which,
    /// That are found by these words too, as search takes them; empty for all.
    pub query: String,
    /// On what matter beside.
    pub on: String,
    /// Only the promises of this list, as of a day.
    pub promises: Option<(PromiseList, String)>,
    /// This act alone, or the acts of this article: an id or a permalink.
    pub of: Option<String>,
    /// With what the ledger knew then: a day or a moment.
    pub as_of: Option<String>,
    /// Entries in a section of a brief; 0 for all.
    pub most: usize,
    /// The program and its version.
    pub program: String,
}

/// Takes what was written to a file of the export since it last was handed on: its path, and bytes for its end.
pub type Sink<'s, E> = &'s mut dyn FnMut(&str, &[u8]) -> Result<(), E>;

/// An export that can be made: everything that may be wrong with what was asked is found out.
#[derive(Debug)]
pub struct Exporting {
    name: Name,
    only: Only,
    /// What is to be found, or what an id means; none where every act that fits is written.
    few: Option<Few>,
    as_of: AsOf,
    about: About,
    whole: bool,
}

/// Acts that are found before they are written.
#[derive(Debug)]
enum Few {
    One(ActId),
    Found(Query, AsOf),
    Promises(Query, PromiseList, String, AsOf),
}

/// What was exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Acts.
    pub acts: usize,
    /// Whether nothing was left out, so that the rows of the whole ledger stand beside the acts in forms that hold them.
    pub whole: bool,
}

impl Exporting {
    /// Looks at what is asked.
    ///
    /// # Errors
    /// Where it can't be meant, or the ledger can't answer.
    pub fn new(asking: &Asking<'_>, asked: Export) -> Result<Self, AskError> {
        let mut only = only(asking, &asked.which)?;
        let asked_for = as_of(asked.as_of.as_deref())?;
        let last = asking.ledger.last_moment(asked_for)?.unwrap_or(Timestamp::from_micros(0));
        let mut narrowed = narrowed(&asked.which, asked.as_of.as_deref());
        let (words, _) = asking.beside(&asked.query, &asked.on)?;
        let mut few = None;
        let on = words != Query::All;
        if on {
            let told = [&asked.on, &asked.query].map(|one| one.trim()).join(" ");
            narrowed.insert(0, format!("on {}", told.trim()));
        }
        if let Some((list, today)) = asked.promises {
            // Whether the list can be meant.
            list.narrow(&mut Only::default(), &today)?;
            if only.kinds.iter().any(|kind| kind != "commitment") || asked.of.is_some() {
                let message =
                    "a list of promises holds commitments alone: ask for no other kind, and of no act or article";
                return Err(AskError::unfit(message));
            }
            let told = list.told(&today);
            narrowed.extend(if told.is_empty() { vec!["commitments".to_owned()] } else { told });
            few = Some(Few::Promises(words, list, today, asked_for));
        } else if on {
            few = Some(Few::Found(words, asked_for));
        }
        if let Some(id) = &asked.of {
            match Reference::parse(id).map_err(LedgerError::from)? {
                Reference::Article(begins) => {
                    let article = asking.ledger.article_of(&asking.ledger.article_key(&begins)?, asked_for)?;
                    (only.article, only.all_copies) = (Some(article.row), true);
                }
                act @ Reference::Act(..) => few = Some(Few::One(asking.ledger.act_id(&act)?)),
            }
            narrowed.insert(0, format!("of {id}"));
        }
        // Copies and rejected acts are more than is mostly shown, not less.
        let whole = narrowed.is_empty();
        let about = About {
            program: asked.program,
            moment: last,
            asked: [narrowed, beyond(&asked.which)].concat(),
            names: asking.names.usual(),
            most: asked.most,
        };
        // What is added or judged while the export is under way is no part of it.
        Ok(Self { name: asked.name, only, few, as_of: AsOf::at(last), about, whole })
    }

    /// Writes the form's own files; with `rows`, the rows of the whole ledger too, where the form holds them and nothing is left out.
    ///
    /// # Errors
    /// Where the ledger, the form or the sink fails.
    pub fn run<E: From<AskError>>(self, asking: &Asking<'_>, rows: bool, sink: Sink<'_, E>) -> Result<Exported, E> {
        let mut writing = Writing {
            asking,
            about: &self.about,
            form: self.name.form(),
            judged: judged(asking, self.as_of)?,
            files: Files::default(),
            sink,
            present: None,
            acts: 0,
            whole: self.whole,
        };
        writing.run(&self.only, self.few.as_ref(), self.as_of)?;
        let acts = writing.acts;
        match self.name {
            Name::Jsonl if rows && self.whole => ledger_lines(asking, &self.about.program, sink)?,
            Name::Parquet if rows && self.whole => ledger_tables(asking, sink)?,
            _ => {}
        }
        Ok(Exported { acts, whole: self.whole })
    }
}

/// What the acts are narrowed to, field by field; empty where they are not.
fn narrowed(which: &Which, as_of: Option<&str>) -> Vec<String> {
    let mut asked: Vec<String> = which
        .lists()
        .filter(|(_, wanted)| !wanted.is_empty())
        .map(|(name, wanted)| format!("{name} {}", wanted.join(" or ")))
        .collect();
    let days = [("from", &which.when.from), ("to", &which.when.to)];
    asked.extend(days.into_iter().filter_map(|(name, day)| Some(format!("{name} {}", day.as_ref()?))));
    asked.extend(as_of.map(|date| format!("as of {date}")));
    asked
}

/// What was asked for beyond what is mostly shown.
fn beyond(which: &Which) -> Vec<String> {
    let flags = [("rejected ones too", which.rejected), ("all copies", which.all_copies)];
    flags.into_iter().filter(|(_, set)| *set).map(|(name, _)| name.to_owned()).collect()
}

/// When each act was last judged.
fn judged(asking: &Asking<'_>, as_of: AsOf) -> Result<BTreeMap<String, Timestamp>, AskError> {
    let all = asking.ledger.history(None, None, as_of)?;
    Ok(all.into_iter().map(|one| (one.act, one.at)).collect())
}

/// Takes a file's name and the next of its bytes.
type Taking<'s, E> = dyn FnMut(&str, &[u8]) -> Result<(), E> + 's;

struct Writing<'w, 's, E> {
    asking: &'w Asking<'w>,
    about: &'w About,
    form: Box<dyn Form>,
    judged: BTreeMap<String, Timestamp>,
    files: Files,
    sink: &'w mut Taking<'s, E>,
    present: Option<Present>,
    acts: usize,
    whole: bool,
}

/// The article whose acts are being written.
struct Present {
    article: Article,
    text: String,
    record: String,
}

/// Hands on what waits, where it is more than `least` bytes.
fn hand_on<E>(files: &mut Files, least: usize, sink: Sink<'_, E>) -> Result<(), E> {
    if files.waiting() < least {
        return Ok(());
    }
    files.take().iter().try_for_each(|(path, bytes)| sink(path, bytes))
}

impl<E: From<AskError>> Writing<'_, '_, E> {
    fn run(&mut self, only: &Only, few: Option<&Few>, as_of: AsOf) -> Result<(), E> {
        let ledger = self.asking.ledger;
        self.form.begin(self.about, &mut self.files);
        if self.whole {
            let each = ledger.each_article(None, as_of, only.all_copies, &mut |article| {
                let text = self.text(article.row, self.form.wants_text())?;
                self.form.article(&article, &text, self.about, &mut self.files);
                hand_on(&mut self.files, WAITING, self.sink).map_err(Broken)?;
                Ok::<_, Broken<E>>(ControlFlow::Continue(()))
            });
            each.map_err(|Broken(error)| error)?;
        }
        match few {
            None => ledger
                .each_act(only, as_of, &mut |act| {
                    self.act(&act).map_err(Broken)?;
                    Ok::<_, Broken<E>>(ControlFlow::Continue(()))
                })
                .map_err(|Broken(error)| error)?,
            Some(Few::One(id)) => {
                let act = ledger.act(id, as_of).map_err(AskError::from)?;
                self.act(&act)?;
            }
            Some(Few::Found(words, asked_for)) => {
                self.asking.every(words, only, *asked_for)?.iter().try_for_each(|act| self.act(act))?;
            }
            Some(Few::Promises(words, list, today, asked_for)) => {
                let bound = (EVERY.into(), false);
                let found = listed(self.asking, (words, only.clone()), list, today, *asked_for, bound)?;
                if found.more {
                    return Err(AskError::too_much().into());
                }
                let acts = found.all.into_iter().map(|one| one.promise.act).collect();
                newest_first(acts).iter().try_for_each(|act| self.act(act))?;
            }
        }
        self.form.end(self.about, &mut self.files).map_err(AskError::from)?;
        hand_on(&mut self.files, 0, self.sink)
    }

    fn text(&self, row: i64, wanted: bool) -> Result<String, LedgerError> {
        if wanted { self.asking.ledger.text(row) } else { Ok(String::new()) }
    }

    fn act(&mut self, act: &Act) -> Result<(), E> {
        if self.present.as_ref().is_none_or(|present| present.article.row != act.article) {
            let present = self.present(act).map_err(AskError::from)?;
            if !self.whole {
                self.form.article(&present.article, &present.text, self.about, &mut self.files);
            }
            self.present = Some(present);
        }
        let Some(present) = &self.present else { return Ok(()) };
        let learnt = present.article.learnt;
        let changed = self.judged.get(&act.id.to_string()).map_or(learnt, |at| (*at).max(learnt));
        let Present { article, text, record } = present;
        let told = Told { act, article, text, record, changed };
        self.form.act(&told, self.about, &mut self.files).map_err(AskError::from)?;
        self.acts += 1;
        hand_on(&mut self.files, WAITING, self.sink)
    }

    fn present(&self, act: &Act) -> Result<Present, LedgerError> {
        let ledger = self.asking.ledger;
        let (with_article, with_acts) = (!self.whole && self.form.wants_text(), self.form.wants_record());
        let text = self.text(act.article, with_article || with_acts)?;
        let record = if with_acts { ledger.record(act.article)? } else { String::new() };
        Ok(Present { article: ledger.article(act.article)?, text, record })
    }
}

/// Carries the sink's own errors through the ledger.
struct Broken<E>(E);

impl<E: From<AskError>> From<LedgerError> for Broken<E> {
    fn from(error: LedgerError) -> Self {
        Self(AskError::from(error).into())
    }
}

/// The whole ledger, row by row.
fn ledger_lines<E: From<AskError>>(asking: &Asking<'_>, program: &str, sink: Sink<'_, E>) -> Result<(), E> {
    let (mut lines, mut files) = (Lines::default(), Files::default());
    lines.begin(program, files.file(LEDGER));
    let dumped = asking.ledger.dump(&mut |kept| {
        lines.row(&kept, files.file(LEDGER)).map_err(|error| Broken(AskError::from(error).into()))?;
        hand_on(&mut files, WAITING, sink).map_err(Broken)
    });
    dumped.map_err(|Broken(error)| error)?;
    lines.end(files.file(LEDGER));
    hand_on(&mut files, 0, sink)
}

/// The same as tables.
fn ledger_tables<E: From<AskError>>(asking: &Asking<'_>, sink: Sink<'_, E>) -> Result<(), E> {
    let mut files = Files::default();
    let mut tables = Tables::new().map_err(AskError::from)?;
    let dumped = asking.ledger.dump(&mut |kept| {
        tables.row(&kept, &mut files).map_err(|error| Broken(AskError::from(error).into()))?;
        hand_on(&mut files, WAITING, sink).map_err(Broken)
    });
    dumped.map_err(|Broken(error)| error)?;
    tables.end(&mut files).map_err(AskError::from)?;
    hand_on(&mut files, 0, sink)
}
