//! The arithmetic of numerals in words: digits, values and scales come one by one, and either fit or end the numeral.
//! Which words they are is `numeral.rs`'s to know.

use chancery_model::Approximation;

use crate::numeral::{Numeral, Shape};

/// Parts of a number under way; each smaller than the one before.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) values: [f64; 8],
    pub(crate) len: usize,
}

impl Parts {
    pub(crate) fn push(&mut self, value: f64) -> bool {
        if self.len == self.values.len() {
            return false;
        }
        self.values[self.len] = value;
        self.len += 1;
        true
    }

    /// Multiplies the parts below the scale by it; false where none is (the scale stands alone).
    pub(crate) fn scale(&mut self, by: f64) -> bool {
        let mut sum = 0.0;
        while self.len > 0 && self.values[self.len - 1] < by {
            self.len -= 1;
            sum += self.values[self.len];
        }
        if sum == 0.0 {
            return false;
        }
        self.values[self.len] = sum * by;
        self.len += 1;
        true
    }

    pub(crate) fn sum(&self) -> f64 {
        self.values[..self.len].iter().sum()
    }
}

/// A run of digits in words.
pub(crate) struct WordDigits {
    pub(crate) value: f64,
    pub(crate) count: u8,
    pub(crate) zero_led: bool,
    pub(crate) last_two: (u8, u8),
    pub(crate) end: usize,
}

impl WordDigits {
    /// 七八: two digits that stand for "seven or eight".
    pub(crate) fn is_pair(&self) -> bool {
        self.count == 2 && self.last_two.0 > 0 && self.last_two.1 == self.last_two.0 + 1
    }
}

/// What the last word of a numeral in words was.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Last {
    #[default]
    Nothing,
    /// So many, after a zero that held a place or not.
    Digits(u8, bool),
    /// Twenty: a digit may follow.
    Tens,
    /// Twelve: none may.
    Teens,
    Scale(f64),
    Decimals,
}

/// A numeral in words under way.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) parts: Parts,
    pub(crate) last: Last,
    pub(crate) count: u8,
    /// How far the upper end of a pair lies above.
    pub(crate) spread: Option<f64>,
    pub(crate) zero_led: bool,
    pub(crate) bare: bool,
    pub(crate) scaled: bool,
    /// Begun with a digit that alone is an everyday word.
    pub(crate) formal: bool,
    pub(crate) hedge: Option<Approximation>,
}

impl Words {
    pub(crate) fn scale(&mut self, by: f64) -> bool {
        match self.last {
            Last::Nothing => {
                self.bare = true;
                self.parts.push(by);
            }
            // Digit by digit and scales don't mix, but for a pair: 三四十.
            Last::Digits(count, _) if count > 1 && (self.spread.is_none() || self.scaled) => return false,
            Last::Digits(2, _) => {
                let low = (self.parts.sum() / 10.0).trunc();
                self.parts = Parts::default();
                self.parts.push(low * by);
                self.spread = Some(by);
            }
            // 一百十五 is 115; 万千 is nothing.
            Last::Scale(before) if by < before => {
                let fits = !self.bare && self.hedge.is_none() && by < 100.0 && before <= 1000.0;
                return fits && self.parts.push(by) && self.stepped(by);
            }
            // 四万万: the old way of counting 亿.
            Last::Scale(before) if by == before && by >= 10_000.0 && self.spread.is_none() => {
                let last = self.parts.len - 1;
                self.parts.values[last] *= by;
            }
            Last::Scale(_) if self.spread.is_some() => {
                self.spread = self.spread.map(|spread| spread * by);
                self.parts.scale(by);
            }
            _ if self.spread.is_some() || !self.parts.scale(by) => return false,
            _ => {}
        }
        self.bare &= self.last == Last::Nothing;
        self.stepped(by)
    }

    pub(crate) fn stepped(&mut self, by: f64) -> bool {
        self.scaled = true;
        self.last = Last::Scale(by);
        true
    }

    pub(crate) fn value(&mut self, value: f64) -> bool {
        let fits = match self.last {
            Last::Nothing => true,
            Last::Scale(by) => by > value && self.hedge.is_none() && self.spread.is_none(),
            _ => false,
        };
        if !fits || !self.parts.push(value) {
            return false;
        }
        self.scaled = true;
        self.bare = false;
        self.last = if value >= 20.0 && value % 10.0 == 0.0 { Last::Tens } else { Last::Teens };
        true
    }

    pub(crate) fn digits(&mut self, run: &WordDigits) -> bool {
        let fits = match self.last {
            Last::Nothing => true,
            Last::Tens => run.count == 1 && run.value > 0.0,
            Last::Scale(by) => {
                let placed = run.count == 1 || run.is_pair() || (run.zero_led && run.count == 2);
                placed && run.value > 0.0 && run.value < by.max(100.0) && self.hedge.is_none() && self.spread.is_none()
            }
            _ => false,
        };
        if !fits {
            return false;
        }
        let after_scale = matches!(self.last, Last::Scale(_));
        let mut value = run.value;
        if run.is_pair() {
            self.spread = Some(1.0);
            if after_scale {
                value = f64::from(run.last_two.0);
            }
        }
        if !self.parts.push(value) {
            return false;
        }
        self.bare = false;
        self.zero_led |= self.last == Last::Nothing && run.zero_led;
        let held = after_scale && run.zero_led;
        self.count = run.count;
        self.last = Last::Digits(if held || (after_scale && run.is_pair()) { 1 } else { run.count }, held);
        true
    }

    pub(crate) fn decimals(&mut self, run: &WordDigits) -> bool {
        let fits = matches!(self.last, Last::Digits(..) | Last::Tens | Last::Teens | Last::Scale(_));
        if !fits || self.bare || self.spread.is_some() || self.hedge.is_some() || self.parts.len == 0 {
            return false;
        }
        let places = 10f64.powi(i32::from(run.count));
        let last = &mut self.parts.values[self.parts.len - 1];
        *last = (*last * places + run.value) / places;
        self.last = Last::Decimals;
        true
    }

    pub(crate) fn finish(mut self, end: usize, implied_scale: bool) -> Option<Numeral> {
        let shape = match self.last {
            Last::Nothing => return None,
            Last::Digits(1, _) if self.formal && !self.scaled => return None,
            Last::Decimals if !self.scaled => {
                Shape::Digits { count: self.count, figures: false, zero_led: self.zero_led, decimals: true }
            }
            Last::Digits(count, _) if !self.scaled => {
                Shape::Digits { count, figures: false, zero_led: self.zero_led, decimals: false }
            }
            _ => Shape::Scaled { bare: self.bare, figures: false },
        };
        if let (Last::Digits(1, false), true, None) = (self.last, implied_scale && self.scaled, self.spread) {
            self.imply();
        }
        let value = tidy(self.parts.sum());
        let up_to = self.spread.filter(|_| self.scaled).map(|spread| tidy(value + spread));
        Some(Numeral { value, up_to, end, shape, hedge: self.hedge })
    }

    /// 一百五 is 150, 两万五 is 25,000: the last digit counts in the next smaller scale.
    pub(crate) fn imply(&mut self) {
        if self.parts.len < 2 {
            return;
        }
        let before = self.parts.values[self.parts.len - 2];
        let scale = [1e8, 1e4, 1e3, 1e2].into_iter().find(|scale| before % scale == 0.0);
        if let Some(scale) = scale {
            self.parts.values[self.parts.len - 1] *= scale / 10.0;
        }
    }
}

/// Without the last bits' noise that decimals times a scale leave.
fn tidy(value: f64) -> f64 {
    let value = if value.abs() < 1e9 { (value * 1e6).round() / 1e6 } else { value.round() };
    // Never minus zero.
    value + 0.0
}
