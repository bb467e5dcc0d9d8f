//! Officers called by family name and post (林部长) once the text has named them in full. Next to read: `names.rs`.

use std::collections::BTreeMap;

use chancery_text::Span;

use super::{NameForms, is_person};
use crate::tokens::{Class, Token};
use crate::vocabulary::Lexis;

/// Characters of a name in full that is called so: a family name of one and one or two more.
const FULL: std::ops::RangeInclusive<usize> = 2..=3;

/// Makes one name of a family name at a clause's head and the post behind it, where only one person of that family is
/// named in full before.
pub(crate) fn call_by_family(folded: &str, tokens: &mut [Token], lexis: &Lexis<'_>, forms: &NameForms) {
    let mut families: BTreeMap<&str, Option<u32>> = BTreeMap::new();
    let mut called: Vec<(usize, Token)> = Vec::new();
    for (i, t) in tokens.iter().enumerate() {
        if is_person(t, lexis) {
            let name = &folded[t.span.range()];
            let full = FULL.contains(&name.chars().count());
            let surname = [&forms.surnames, &forms.weak_surnames].into_iter().find_map(|s| s.longest_first(name));
            if let Some(surname) = surname.filter(|_| full) {
                // Two of one family: neither is called so.
                let family = families.entry(&name[..surname.len()]).or_insert(Some(t.word));
                let same = family.is_some_and(|word| lexis.of(word).actors == lexis.word(t).actors);
                *family = family.filter(|_| same);
            }
        } else if t.is(Class::Office) && !families.is_empty() {
            let head = &folded[..t.span.start() as usize];
            let Some(letter) = head.chars().next_back() else { continue };
            let start = head.len() - letter.len_utf8();
            let opens = !head[..start].ends_with(char::is_alphabetic);
            let free = i == 0 || tokens[i - 1].span.end() as usize <= start;
            if let Some(&Some(word)) = families.get(&head[start..]).filter(|_| opens && free) {
                let span = Span::new(start as u32, t.span.end());
                called.push((i, Token { span, classes: lexis.of(word).classes, word }));
            }
        }
    }
    for (i, token) in called {
        tokens[i] = token;
    }
}
