//! Values by written form while a pack is made ready: forms that are frozen for the pack are told by their places, without a
//! search and without a copy, the others are kept in a table.
//! Next to read: `vocabulary.rs`, which makes words of a pack's lists with it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chancery_pack::Frozen;

/// The values of forms, each once. Forms are kept as folding leaves a text: Latin letters small.
pub(crate) struct Register<V> {
    frozen: Option<Frozen>,
    /// By place: one more than the number of the form's value, 0 for none.
    places: Vec<u32>,
    values: Vec<V>,
    others: BTreeMap<String, V>,
}

/// The forms of a register in order.
pub(crate) enum Keys {
    /// All frozen: their places.
    Frozen(Frozen, Vec<u32>),
    /// Not all.
    Own(Vec<String>),
}

impl<V: Default> Register<V> {
    /// Empty; `frozen` are the forms of the pack at hand.
    pub(crate) fn new(frozen: Option<Frozen>) -> Self {
        let places = vec![0; frozen.map_or(0, Frozen::len)];
        Self { frozen, places, values: Vec::new(), others: BTreeMap::new() }
    }

    /// The value of a form, new where there is none; `place` where it is known.
    pub(crate) fn entry(&mut self, form: &str, place: Option<u32>) -> &mut V {
        let form = small(form);
        let place = place.or_else(|| self.frozen.and_then(|frozen| frozen.place(&form)));
        match place.and_then(|place| self.places.get_mut(place as usize)) {
            Some(number) => {
                if *number == 0 {
                    self.values.push(V::default());
                    *number = self.values.len() as u32;
                }
                &mut self.values[*number as usize - 1]
            }
            None => self.others.entry(form.into_owned()).or_default(),
        }
    }

    /// The value of a form, where there is one.
    pub(crate) fn get_mut(&mut self, form: &str, place: Option<u32>) -> Option<&mut V> {
        let form = small(form);
        let place = place.or_else(|| self.frozen.and_then(|frozen| frozen.place(&form)));
        match place.and_then(|place| self.places.get(place as usize)) {
            Some(number) => self.values.get_mut((*number as usize).checked_sub(1)?),
            None => self.others.get_mut(&*form),
        }
    }

    /// Every form with its value, in no order that may be told.
    pub(crate) fn each(&mut self, mut act: impl FnMut(&str, &mut V)) {
        if let Some(frozen) = self.frozen {
            for (place, number) in (0..).zip(&self.places).filter(|(_, number)| **number > 0) {
                act(frozen.form(place), &mut self.values[*number as usize - 1]);
            }
        }
        self.others.iter_mut().for_each(|(form, value)| act(form, value));
    }

    /// The forms in order, and their values beside them.
    pub(crate) fn into_sorted(mut self) -> (Keys, Vec<V>) {
        let known = self.places.iter().enumerate().filter(|(_, number)| **number > 0);
        let known: Vec<(u32, u32)> = known.map(|(place, number)| (place as u32, *number - 1)).collect();
        let mut values = std::mem::take(&mut self.values);
        let mut of = |number: u32| std::mem::take(&mut values[number as usize]);
        match self.frozen {
            Some(frozen) if self.others.is_empty() => {
                let (places, values) = known.into_iter().map(|(place, number)| (place, of(number))).unzip();
                (Keys::Frozen(frozen, places), values)
            }
            frozen => {
                for (place, number) in known {
                    let form = frozen.map_or("", |frozen| frozen.form(place));
                    self.others.insert(form.to_owned(), of(number));
                }
                let (forms, values) = self.others.into_iter().unzip();
                (Keys::Own(forms), values)
            }
        }
    }
}

impl Keys {
    /// The forms themselves.
    pub(crate) fn forms(&self) -> Vec<&str> {
        match self {
            Self::Frozen(frozen, places) => places.iter().map(|place| frozen.form(*place)).collect(),
            Self::Own(forms) => forms.iter().map(String::as_str).collect(),
        }
    }
}

/// As folding leaves a text.
fn small(form: &str) -> Cow<'_, str> {
    if form.bytes().any(|b| b.is_ascii_uppercase()) { form.to_ascii_lowercase().into() } else { form.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_come_in_order_whether_they_are_frozen_or_not() {
        let frozen = chancery_pack::frozen("zh").expect("bundled");
        let (first, last) = (frozen.form(3), frozen.form(40));
        let mut register: Register<u8> = Register::new(Some(frozen));
        *register.entry(last, None) = 2;
        *register.entry(first, Some(3)) += 1;
        *register.entry(first, None) += 10;
        assert_eq!(register.get_mut(last, None), Some(&mut 2));
        assert_eq!(register.get_mut(frozen.form(5), None), None);
        match register.into_sorted() {
            (Keys::Frozen(_, places), values) => assert_eq!((places, values), (vec![3, 40], vec![11, 2])),
            (Keys::Own(_), _) => panic!("all are frozen"),
        }
        let mut register: Register<u8> = Register::new(Some(frozen));
        *register.entry("No Word Of Any List", None) = 7;
        *register.entry(last, Some(40)) = 2;
        let mut all = Vec::new();
        register.each(|form, value| all.push((form.to_owned(), *value)));
        assert_eq!(all, [(last.to_owned(), 2), ("no word of any list".to_owned(), 7)]);
        let mut want = vec![(last.to_owned(), 2), ("no word of any list".to_owned(), 7)];
        want.sort();
        match register.into_sorted() {
            (Keys::Own(forms), values) => assert_eq!(forms.into_iter().zip(values).collect::<Vec<_>>(), want),
            (Keys::Frozen(..), _) => panic!("one is not frozen"),
        }
    }
}
