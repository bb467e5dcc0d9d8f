//! The interpreter of a page's content: which glyphs are drawn, where, and from which bytes of the file.
//!
//! Not a renderer: colours, clips and pictures are passed over (that there are pictures is noted, to tell a scan from an
//! empty page). Next to read: `line.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_text::SourceSpan;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::font::{Font, number};

/// Forms drawn inside forms.
const FORMS: usize = 8;
/// Saved graphics states.
const STATES: usize = 256;
/// Operations of one page, forms included.
const OPERATIONS: usize = 5_000_000;
/// Glyphs of one page: a page of small print has ten thousand.
const GLYPHS: usize = 500_000;

/// One drawn glyph, in points from the page's lower left corner (in drawing order until lines are made).
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// Start of the baseline.
    pub(super) x: f32,
    pub(super) y: f32,
    /// End of the baseline.
    pub(super) end_x: f32,
    pub(super) end_y: f32,
    /// Height of the font.
    pub(super) size: f32,
    pub(super) bold: bool,
    /// Its words in [`Page::text`].
    pub(super) text: (u32, u32),
    /// Which of [`Page::origins`].
    pub(super) origin: u32,
}

/// What a page's content draws.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) text: String,
    /// The bytes of the streams that drew it.
    pub(super) origins: Vec<Option<SourceSpan>>,
    /// Fonts whose glyphs could not be told, with how many.
    pub(super) untold: BTreeMap<String, u32>,
    pub(super) pictures: bool,
    /// Content that could not be unpacked or understood, or that is too much.
    pub(super) damaged: bool,
    pub(super) over: bool,
    /// Bytes its streams unpacked to.
    pub(super) spent: usize,
}

/// `[a b c d e f]`: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix([f32; 6]);

impl Matrix {
    pub(super) const UNIT: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this, then `next`.
    fn then(self, next: Self) -> Self {
        let (a, b) = (self.0, next.0);
        Self([
            a[0] * b[0] + a[1] * b[2],
            a[0] * b[1] + a[1] * b[3],
            a[2] * b[0] + a[3] * b[2],
            a[2] * b[1] + a[3] * b[3],
            a[4] * b[0] + a[5] * b[2] + b[4],
            a[4] * b[1] + a[5] * b[3] + b[5],
        ])
    }

    fn point(self, x: f32, y: f32) -> (f32, f32) {
        let m = self.0;
        (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
    }

    fn of(operands: &[Object]) -> Option<Self> {
        let mut values = [0.0; 6];
        for (value, operand) in values.iter_mut().zip(operands.get(..6)?) {
            *value = number(operand)?;
        }
        Some(Self(values))
    }
}

/// The part of the graphics state that text depends on.
#[derive(Clone, Debug)]
struct State {
    ctm: Matrix,
    font: Option<Arc<Font>>,
    size: f32,
    character_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

/// Fonts already read, by where their dictionary lies in memory (not every one is an object with a number); shared by
/// the pages of a document.
pub(super) type Fonts = BTreeMap<usize, Arc<Font>>;

struct Interpreter<'d, 'f> {
    document: &'d Document,
    fonts: &'f mut Fonts,
    /// Bytes that streams may still unpack to.
    budget: usize,
    page: Page,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    operations: usize,
    /// Marked content open, and the depth at which a running head or foot began.
    marked: u32,
    artifact: Option<u32>,
    origin: u32,
}

/// Draws one page. `budget` bounds what its streams unpack to; `length` is the file's.
pub(super) fn draw(document: &Document, page_id: ObjectId, fonts: &mut Fonts, budget: usize, length: usize) -> Page {
    let state = State {
        ctm: Matrix::UNIT,
        font: None,
        size: 0.0,
        character_space: 0.0,
        word_space: 0.0,
        scale: 1.0,
        leading: 0.0,
        rise: 0.0,
    };
    let mut interpreter = Interpreter {
        document,
        fonts,
        budget,
        page: Page::default(),
        state,
        saved: Vec::new(),
        text: Matrix::UNIT,
        line: Matrix::UNIT,
        operations: 0,
        marked: 0,
        artifact: None,
        origin: 0,
    };
    let mut content = Vec::new();
    for id in document.get_page_contents(page_id) {
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else {
            continue;
        };
        interpreter.page.origins.push(place(stream, length));
        // An operation may run over from one stream to the next, so they are read as one, with a mark between.
        content.extend_from_slice(format!("\n/ChanceryStream {} DP\n", interpreter.page.origins.len() - 1).as_bytes());
        match stream.get_plain_content_with_limit(budget.saturating_sub(content.len())) {
            Ok(plain) => content.extend_from_slice(&plain),
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                interpreter.page.over = true;
            }
            Err(_) => interpreter.page.damaged = true,
        }
    }
    interpreter.spend(content.len());
    let resources = resources(document, page_id);
    interpreter.run(&content, resources, 0, length);
    interpreter.page
}

/// Where a stream's bytes lie in the file.
fn place(stream: &Stream, length: usize) -> Option<SourceSpan> {
    let start = stream.start_position?;
    SourceSpan::checked(start, (start + stream.content.len()).min(length))
}

/// The nearest `/Resources` up the page tree.
fn resources(document: &Document, page_id: ObjectId) -> Option<&Dictionary> {
    let mut node = document.get_dictionary(page_id).ok()?;
    for _ in 0..STATES {
        if let Ok(found) = node.get_deref(b"Resources", document).and_then(Object::as_dict) {
            return Some(found);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

impl<'d> Interpreter<'d, '_> {
    fn run(&mut self, content: &[u8], resources: Option<&'d Dictionary>, depth: usize, length: usize) {
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else {
                self.page.damaged = true;
                return;
            };
            self.operations += 1;
            if self.operations > OPERATIONS || self.page.glyphs.len() > GLYPHS {
                self.page.over = true;
                return;
            }
            if operation.operator == "Do" {
                self.draw_object(&operation, resources, depth, length);
            } else {
                self.apply(&operation, resources);
            }
        }
    }

    fn spend(&mut self, bytes: usize) {
        self.budget = self.budget.saturating_sub(bytes);
        self.page.spent += bytes;
    }

    fn apply(&mut self, operation: &Operation, resources: Option<&'d Dictionary>) {
        let operands = operation.operands.as_slice();
        let value = |i: usize| operands.get(i).and_then(number).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" if self.saved.len() < STATES => self.saved.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.state.ctm = matrix.then(self.state.ctm);
                }
            }
            "BT" => {
                self.text = Matrix::UNIT;
                self.line = Matrix::UNIT;
            }
            "Tf" => {
                self.state.font = operands.first().and_then(|n| self.font(n, resources));
                self.state.size = value(1);
            }
            "Tc" => self.state.character_space = value(0),
            "Tw" => self.state.word_space = value(0),
            "Tz" => self.state.scale = value(0) / 100.0,
            "TL" => self.state.leading = value(0),
            "Ts" => self.state.rise = value(0),
            "Td" => self.next_line(value(0), value(1)),
            "TD" => {
                self.state.leading = -value(1);
                self.next_line(value(0), value(1));
            }
            "Tm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.text = matrix;
                    self.line = matrix;
                }
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => operands.first().into_iter().for_each(|s| self.show(s)),
            "'" => {
                self.next_line(0.0, -self.state.leading);
                operands.first().into_iter().for_each(|s| self.show(s));
            }
            "\"" => {
                self.state.word_space = value(0);
                self.state.character_space = value(1);
                self.next_line(0.0, -self.state.leading);
                operands.get(2).into_iter().for_each(|s| self.show(s));
            }
            "TJ" => self.show_spaced(operands),
            "BI" => self.page.pictures = true,
            "BMC" | "BDC" => self.begin_marked(operands),
            "EMC" => {
                if self.artifact == Some(self.marked) {
                    self.artifact = None;
                }
                self.marked = self.marked.saturating_sub(1);
            }
            "DP" if operands.first().and_then(|n| n.as_name().ok()) == Some(b"ChanceryStream") => {
                let index = operands.get(1).and_then(|n| n.as_i64().ok()).and_then(|n| u32::try_from(n).ok());
                self.origin = index.filter(|&i| (i as usize) < self.page.origins.len()).unwrap_or(self.origin);
            }
            _ => {}
        }
    }

    /// Tagged files say themselves what is a running head or foot.
    fn begin_marked(&mut self, operands: &[Object]) {
        self.marked = self.marked.saturating_add(1);
        let named = operands.first().and_then(|n| n.as_name().ok()) == Some(b"Artifact");
        let kind = operands.get(1).and_then(|d| d.as_dict().ok()).and_then(|d| d.get(b"Type").ok());
        let paging = kind.and_then(|k| k.as_name().ok()) == Some(b"Pagination");
        if named && paging && self.artifact.is_none() {
            self.artifact = Some(self.marked);
        }
    }

    fn font(&mut self, name: &Object, resources: Option<&'d Dictionary>) -> Option<Arc<Font>> {
        let document = self.document;
        let name = name.as_name().ok()?;
        let fonts = resources?.get_deref(b"Font", document).and_then(Object::as_dict).ok()?;
        let entry = fonts.get(name).ok()?;
        let dictionary = document.dereference(entry).ok()?.1.as_dict().ok()?;
        let key = std::ptr::from_ref(dictionary) as usize;
        if let Some(font) = self.fonts.get(&key) {
            return Some(Arc::clone(font));
        }
        let font = Arc::new(Font::read(document, dictionary, self.budget));
        self.fonts.insert(key, Arc::clone(&font));
        Some(font)
    }

    /// A picture, or a form: content of its own.
    fn draw_object(&mut self, operation: &Operation, resources: Option<&'d Dictionary>, depth: usize, length: usize) {
        let document = self.document;
        let object = (operation.operands.first().and_then(|n| n.as_name().ok())).and_then(|name| {
            let objects = resources?.get_deref(b"XObject", document).and_then(Object::as_dict).ok()?;
            objects.get_deref(name, document).and_then(Object::as_stream).ok()
        });
        let Some(form) = object else {
            return;
        };
        match form.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => self.page.pictures = true,
            Ok(b"Form") if depth < FORMS => {
                let Ok(content) = form.get_plain_content_with_limit(self.budget) else {
                    self.page.damaged = true;
                    return;
                };
                // What all forms unpack to is bounded together: one drawn again and again counts each time.
                self.spend(content.len());
                let before = (self.state.clone(), self.text, self.line, self.origin, std::mem::take(&mut self.saved));
                let matrix = form.dict.get_deref(b"Matrix", document).and_then(Object::as_array).ok();
                if let Some(matrix) = matrix.and_then(|m| Matrix::of(m)) {
                    self.state.ctm = matrix.then(self.state.ctm);
                }
                self.origin = self.page.origins.len() as u32;
                self.page.origins.push(place(form, length));
                let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
                self.run(&content, own.or(resources), depth + 1, length);
                (self.state, self.text, self.line, self.origin, self.saved) = before;
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line);
        self.text = self.line;
    }

    fn show_spaced(&mut self, operands: &[Object]) {
        let Some(Ok(pieces)) = operands.first().map(Object::as_array) else {
            return;
        };
        for piece in pieces {
            match number(piece) {
                Some(back) => self.advance(-back / 1000.0 * self.state.size),
                None => self.show(piece),
            }
        }
    }

    /// Moves on along the writing direction, in units of text space.
    fn advance(&mut self, by: f32) {
        let vertical = self.state.font.as_ref().is_some_and(|f| f.vertical);
        let (x, y) = if vertical { (0.0, -by) } else { (by * self.state.scale, 0.0) };
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.text);
    }

    fn show(&mut self, string: &Object) {
        let (Ok(bytes), Some(font)) = (string.as_str(), self.state.font.clone()) else {
            return;
        };
        let mut text = std::mem::take(&mut self.page.text);
        let mut start = text.len();
        font.glyphs(bytes, &mut text, &mut |code, text| {
            let mut by = code.advance * self.state.size + self.state.character_space;
            if code.is_space {
                by += self.state.word_space;
            }
            let whole = self.text.then(self.state.ctm);
            let (x, y) = whole.point(0.0, self.state.rise);
            let (top_x, top_y) = whole.point(0.0, self.state.rise + self.state.size);
            self.advance(code.advance * self.state.size);
            let (end_x, end_y) = self.text.then(self.state.ctm).point(0.0, self.state.rise);
            self.advance(by - code.advance * self.state.size);
            if !code.told {
                *self.page.untold.entry(font.name.clone()).or_default() += 1;
            }
            let size = (top_x - x).hypot(top_y - y);
            let drawn = text.len() > start && [x, y, end_x, end_y, size].iter().all(|v| v.is_finite());
            if drawn && self.artifact.is_none() && self.page.glyphs.len() <= GLYPHS {
                let (text, origin) = ((start as u32, text.len() as u32), self.origin);
                self.page.glyphs.push(Glyph { x, y, end_x, end_y, size, bold: font.bold, text, origin });
            }
            start = text.len();
        });
        self.page.text = text;
    }
}
