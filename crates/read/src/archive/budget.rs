//! How far unpacking may go: bytes, members, expansion and nesting, counted over the whole of one archive with all it
//! holds, and the faults for reaching the end. Next to read: `zip.rs`.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};

use crate::Limits;

/// Below this much unpacked, no ratio is suspicious: a page of blanks packs a thousandfold.
const EXPANSION_FROM: u64 = 1 << 20;

/// Bytes taken from a decompressor at a time.
const STEP: usize = 64 << 10;

/// How reading one member ended.
#[derive(Debug)]
pub(super) enum Outcome {
    /// At its end.
    Whole,
    /// In an error of the decompressor: what was read before is kept.
    Broken(io::Error),
    /// At a limit: nothing of it is kept.
    Over(Fault),
}

/// What is left to spend. Shared by the walk and the stream it reads from, so it counts through `&self`.
#[derive(Debug)]
pub(super) struct Budget {
    limits: Limits,
    unpacked: Cell<u64>,
    members: Cell<u32>,
    /// A limit of the whole was reached: nothing more is opened.
    spent: Cell<bool>,
    /// The first archive nested too deep, and how many there were.
    too_deep: RefCell<Option<(String, u32)>>,
}

/// A fault about the archive or the named member.
pub(super) fn fault(kind: FaultKind, severity: Severity, message: impl Into<String>) -> Fault {
    Fault::new(kind, severity, FaultPlace::Whole, message)
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            unpacked: Cell::new(0),
            members: Cell::new(0),
            spent: Cell::new(false),
            too_deep: RefCell::new(None),
        }
    }

    pub(super) fn nesting(&self) -> u32 {
        self.limits.nesting
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether a limit of the whole was reached.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get()
    }

    pub(super) fn note_too_deep(&self, name: &str) {
        match &mut *self.too_deep.borrow_mut() {
            Some((_, count)) => *count += 1,
            nothing => *nothing = Some((name.to_owned(), 1)),
        }
    }

    /// What is to be said once, at the end.
    pub(super) fn closing_fault(&self) -> Option<Fault> {
        let (name, count) = self.too_deep.borrow_mut().take()?;
        let message = format!(
            "{name}: an archive nested more than {} deep{}; unpack it and read its folder, or raise the limit `nesting`",
            self.limits.nesting,
            if count > 1 { format!(", as are {} more", count - 1) } else { String::new() }
        );
        Some(fault(FaultKind::OverLimit, Severity::Error, message))
    }

    /// Counts one more member; a fault where that is one too many.
    pub(super) fn admit(&self, name: &str) -> Option<Fault> {
        self.members.set(self.members.get().saturating_add(1));
        if self.members.get() <= self.limits.members {
            return None;
        }
        self.spent.set(true);
        let message = format!(
            "stopped before {name}: more than {} members; unpack the archive and read its folder, or raise the limit `members`",
            self.limits.members
        );
        Some(fault(FaultKind::OverLimit, Severity::Error, message))
    }

    /// The fault for a member whose size, as known or as declared, is over the limit of one source.
    pub(super) fn too_large(&self, name: &str) -> Fault {
        let message = format!(
            "{name}: more than {} bytes unpacked; split it, or raise the limit `source-bytes`",
            self.limits.source_bytes
        );
        fault(FaultKind::OverLimit, Severity::Error, message)
    }

    /// Counts `bytes` more unpacked for `name`, of which `so_far` belong to the member that was `packed` bytes; a fault
    /// where a limit is reached.
    pub(super) fn spend(&self, name: &str, bytes: u64, so_far: u64, packed: u64) -> Option<Fault> {
        self.unpacked.set(self.unpacked.get().saturating_add(bytes));
        if self.unpacked.get() > self.limits.unpacked_bytes {
            self.spent.set(true);
            let message = format!(
                "stopped in {name}: more than {} bytes unpacked in all; unpack the archive and read its folder, or raise the limit `unpacked-bytes`",
                self.limits.unpacked_bytes
            );
            return Some(fault(FaultKind::OverLimit, Severity::Error, message));
        }
        if so_far > EXPANSION_FROM && so_far / packed.max(1) > self.limits.expansion {
            let message = format!(
                "{name}: unpacks to more than {} times its size, as a decompression bomb does; if you trust it, unpack it first, or raise the limit `expansion`",
                self.limits.expansion
            );
            return Some(fault(FaultKind::OverLimit, Severity::Error, message));
        }
        None
    }

    /// Reads one member to its end, or to a limit. `packed` is its size as packed; `None` where its stream spends the
    /// budget already.
    pub(super) fn slurp(&self, name: &str, reader: &mut dyn Read, packed: Option<u64>) -> (Vec<u8>, Outcome) {
        let mut bytes = Vec::new();
        loop {
            let before = bytes.len() as u64;
            let read = reader.take(STEP as u64).read_to_end(&mut bytes);
            let now = bytes.len() as u64;
            if now > self.limits.source_bytes {
                return (Vec::new(), Outcome::Over(self.too_large(name)));
            }
            if let Some(fault) = packed.and_then(|packed| self.spend(name, now - before, now, packed)) {
                return (Vec::new(), Outcome::Over(fault));
            }
            match read {
                Err(error) => return (bytes, Outcome::Broken(error)),
                Ok(_) if now == before => return (bytes, Outcome::Whole),
                Ok(_) => {}
            }
        }
    }
}
