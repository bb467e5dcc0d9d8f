//! The elements that matter here and what each does to the words in it: one table. Next to read: `tree.rs`.

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// An element's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum Tag { $($variant,)* /// Any other element: inline, no meaning.
            Other }

        impl Tag {
            /// How many there are.
            pub(super) const COUNT: usize = Tag::Other as usize + 1;

            /// Its name in small letters.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Tag::$variant => $name,)* Tag::Other => "" }
            }

            fn of_small(name: &[u8]) -> Tag {
                match std::str::from_utf8(name) { $(Ok($name) => Tag::$variant,)* _ => Tag::Other }
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Address "address", Area "area", Article "article", Aside "aside", Audio "audio", B "b",
    Base "base", Big "big", Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas",
    Caption "caption", Center "center", Cite "cite", Code "code", Col "col", Datalist "datalist", Dd "dd",
    Details "details", Dialog "dialog", Dir "dir", Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed",
    Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font", Footer "footer", Form "form",
    Frame "frame", Frameset "frameset", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head",
    Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe", Img "img", Input "input",
    Ins "ins", Label "label", Legend "legend", Li "li", Link "link", Listing "listing", Main "main", Map "map",
    Math "math", Menu "menu", Meta "meta", Nav "nav", Noembed "noembed", Noframes "noframes", Noscript "noscript",
    Object "object", Ol "ol", Optgroup "optgroup", Option "option", P "p", Param "param", Picture "picture",
    Plaintext "plaintext", Pre "pre", Progress "progress", Q "q", Rp "rp", Rt "rt", Rtc "rtc", Ruby "ruby", S "s",
    Script "script", Search "search", Section "section", Select "select", Small "small", Source "source",
    Span "span", Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table",
    Tbody "tbody", Td "td", Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead",
    Time "time", Title "title", Tr "tr", Track "track", Tt "tt", U "u", Ul "ul", Video "video", Wbr "wbr",
    Xmp "xmp",
}

impl Tag {
    /// The element with this name, in any case.
    pub(super) fn named(name: &[u8]) -> Self {
        // The longest name in the table has ten letters.
        let mut small = [0; 10];
        let Some(small) = small.get_mut(..name.len()) else { return Self::Other };
        for (s, b) in small.iter_mut().zip(name) {
            *s = b.to_ascii_lowercase();
        }
        Self::of_small(small)
    }

    /// Has no content and no end tag.
    pub(super) const fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Area | Base | Br | Col | Embed | Frame | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr
        )
    }

    /// Its content is text up to its end tag, not markup.
    pub(super) const fn is_raw(self) -> bool {
        use Tag::*;
        matches!(self, Script | Style | Title | Textarea | Iframe | Noembed | Noframes | Xmp)
    }

    /// Its words are never shown, or are a form's and not the page's.
    pub(super) const fn is_hidden(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Audio
                | Button
                | Canvas
                | Datalist
                | Head
                | Iframe
                | Math
                | Noembed
                | Noframes
                | Noscript
                | Object
                | Optgroup
                | Option
                | Progress
                | Rp
                | Rt
                | Rtc
                | Script
                | Select
                | Style
                | Svg
                | Template
                | Textarea
                | Title
                | Video
        )
    }

    /// Stands on lines of its own.
    pub(super) const fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Body
                | Caption
                | Center
                | Dd
                | Details
                | Dialog
                | Dir
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | Frameset
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Header
                | Hgroup
                | Hr
                | Html
                | Legend
                | Li
                | Listing
                | Main
                | Menu
                | Nav
                | Ol
                | P
                | Plaintext
                | Pre
                | Search
                | Section
                | Summary
                | Table
                | Tbody
                | Td
                | Tfoot
                | Th
                | Thead
                | Tr
                | Ul
                | Xmp
        )
    }

    /// Ends an open paragraph when it begins (the standard's list).
    pub(super) const fn ends_paragraph(self) -> bool {
        use Tag::*;
        self.is_block() && !matches!(self, Body | Caption | Html | Tbody | Td | Tfoot | Th | Thead | Tr | Legend)
    }

    /// Its words are set off.
    pub(super) const fn is_bold(self) -> bool {
        matches!(self, Tag::B | Tag::Strong)
    }

    /// Level of a heading.
    pub(super) const fn heading(self) -> Option<u8> {
        match self {
            Tag::H1 => Some(1),
            Tag::H2 => Some(2),
            Tag::H3 => Some(3),
            Tag::H4 => Some(4),
            Tag::H5 => Some(5),
            Tag::H6 => Some(6),
            _ => None,
        }
    }

    /// A search for an element to end, going up, stops here: what is outside is another matter.
    pub(super) const fn is_boundary(self) -> bool {
        use Tag::*;
        matches!(self, Body | Button | Caption | Html | Object | Table | Td | Template | Th)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case() {
        assert_eq!(Tag::named(b"BLOCKQUOTE"), Tag::Blockquote);
        assert_eq!(Tag::named(b"figcaption"), Tag::Figcaption);
        assert_eq!(Tag::named(b"o:p"), Tag::Other);
        assert_eq!(Tag::named(b"my-very-own-element"), Tag::Other);
        assert_eq!(Tag::named("p中".as_bytes()), Tag::Other);
        assert_eq!(Tag::named(Tag::Plaintext.name().as_bytes()), Tag::Plaintext);
    }
}
