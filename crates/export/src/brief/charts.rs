//! Charts of a brief as inline SVG: no script, nothing fetched, every figure told in words too (as titles, for readers that
//! read aloud and for the mouse).

use std::collections::BTreeMap;

use super::{Brief, KINDS, thousands};
use crate::About;
use crate::atom::escaped;

/// Colours of the kinds: Okabe and Ito's, told apart by most who see few colours.
pub(super) const COLOURS: [&str; KINDS.len()] = ["#0072B2", "#009E73", "#E69F00", "#56B4E9", "#8A8A8A"];

const FAVOUR: &str = "#0072B2";
const AGAINST: &str = "#D55E00";

/// Bars that a time axis holds at most.
const BARS: i64 = 48;

const WIDTH: f64 = 720.0;

/// A time axis: months, years or decades, as many as are between the first and the last.
struct Axis {
    /// Months to a bar.
    step: i64,
    first: i64,
    bars: i64,
}

/// `2024-03` in months.
fn months(text: &str) -> Option<i64> {
    let (year, month) = text.split_once('-')?;
    Some(year.parse::<i64>().ok()? * 12 + month.parse::<i64>().ok()? - 1)
}

impl Axis {
    fn over<'m>(all: impl Iterator<Item = &'m String> + Clone) -> Option<Self> {
        let counted = all.filter_map(|month| months(month));
        let (first, last) = (counted.clone().min()?, counted.max()?);
        let step = [1, 12, 120, 1200].into_iter().find(|step| last / step - first / step < BARS).unwrap_or(12_000);
        Some(Self { step, first: first / step, bars: last / step - first / step + 1 })
    }

    fn bar(&self, month: &str) -> Option<usize> {
        usize::try_from(months(month)? / self.step - self.first).ok()
    }

    fn label(&self, bar: i64) -> String {
        let months = (self.first + bar) * self.step;
        match self.step {
            1 => format!("{}-{:02}", months / 12, months % 12 + 1),
            12 => (months / 12).to_string(),
            _ => format!("{}s", months / 12),
        }
    }

    const fn word(&self) -> &'static str {
        match self.step {
            1 => "month",
            12 => "year",
            120 => "decade",
            _ => "century",
        }
    }
}

/// A figure: its caption and its drawing.
pub(super) struct Figure {
    pub(super) caption: String,
    pub(super) svg: String,
}

fn svg(title: &str, height: f64, body: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{0}\"><title>{0}</title>{body}</svg>",
        escaped(title)
    )
}

/// Bars over time, parted by kind.
pub(super) fn over_time(brief: &Brief) -> Option<Figure> {
    // One bar says nothing that the head of the brief does not.
    let axis = Axis::over(brief.months.keys()).filter(|axis| axis.bars > 1)?;
    let stacks = stacks(&axis, brief.months.iter().map(|(month, counts)| (month, counts.to_vec())), KINDS.len());
    let caption = format!("Acts by {}", axis.word());
    let name = |part: usize| KINDS[part].1.to_lowercase();
    Some(Figure { svg: bars(&caption, &axis, &stacks, &COLOURS, &name), caption })
}

/// Deadlines over time.
pub(super) fn deadlines(brief: &Brief) -> Option<Figure> {
    let axis = Axis::over(brief.due.keys()).filter(|axis| axis.bars > 1)?;
    let stacks = stacks(&axis, brief.due.iter().map(|(month, count)| (month, vec![*count])), 1);
    let caption = format!("What is due, by {}", axis.word());
    Some(Figure { svg: bars(&caption, &axis, &stacks, &COLOURS[1..2], &|_| "due".to_owned()), caption })
}

fn stacks<'m>(axis: &Axis, counts: impl Iterator<Item = (&'m String, Vec<u64>)>, parts: usize) -> Vec<Vec<u64>> {
    let mut stacks = vec![vec![0; parts]; usize::try_from(axis.bars).unwrap_or(0)];
    for (month, counts) in counts {
        if let Some(stack) = axis.bar(month).and_then(|bar| stacks.get_mut(bar)) {
            stack.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
    }
    stacks
}

fn bars(title: &str, axis: &Axis, stacks: &[Vec<u64>], colours: &[&str], name: &dyn Fn(usize) -> String) -> String {
    const LEFT: f64 = 44.0;
    const TOP: f64 = 14.0;
    const TALL: f64 = 170.0;
    let most = stacks.iter().map(|stack| stack.iter().sum::<u64>()).max().unwrap_or(1).max(1);
    let top = nice(most);
    let wide = (WIDTH - LEFT - 4.0) / axis.bars as f64;
    let mut body = String::new();
    for line in [0, top / 2, top] {
        // Half of one is no act.
        if top < 2 && line != 0 && line != top {
            continue;
        }
        let y = TOP + TALL * (1.0 - line as f64 / top as f64);
        body.push_str(&format!(
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <text class=\"axis\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - 6.0,
            y + 4.0,
            thousands(line)
        ));
    }
    // Labels where there is room for them.
    let every = (54.0 / wide).ceil().max(1.0) as i64;
    for (at, stack) in (0i64..).zip(stacks) {
        let x = LEFT + wide * at as f64;
        let mut y = TOP + TALL;
        let label = axis.label(at);
        for (part, count) in stack.iter().enumerate().filter(|(_, count)| **count > 0) {
            let tall = TALL * *count as f64 / top as f64;
            y -= tall;
            let gap = (wide * 0.15).min(3.0);
            // No bar is so wide that it looks like an area.
            let bar = (wide - 2.0 * gap).min(60.0);
            body.push_str(&format!(
                "<rect x=\"{:.1}\" y=\"{y:.1}\" width=\"{bar:.1}\" height=\"{tall:.1}\" fill=\"{}\"><title>{label}: {} {}</title></rect>",
                x + (wide - bar) / 2.0,
                colours.get(part).unwrap_or(&COLOURS[4]),
                thousands(*count),
                escaped(&name(part))
            ));
        }
        if at % every == 0 {
            body.push_str(&format!(
                "<text class=\"axis\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>",
                x + wide / 2.0,
                TOP + TALL + 16.0
            ));
        }
    }
    svg(title, TOP + TALL + 24.0, &body)
}

/// The next number that reads well on an axis.
fn nice(most: u64) -> u64 {
    let mut power = 1;
    loop {
        for step in [1, 2, 4, 6, 8, 10] {
            if step * power >= most {
                return step * power;
            }
        }
        power *= 10;
    }
}

/// Who holds most: positions against to the left, for to the right.
pub(super) fn attitudes(brief: &Brief, about: &About) -> Option<Figure> {
    const ROW: f64 = 22.0;
    const NAMES: f64 = 220.0;
    let holders: Vec<_> =
        brief.holders().into_iter().filter(|(_, holder)| holder.favour + holder.against > 0).collect();
    let favour = holders.iter().map(|(_, holder)| holder.favour).max()?;
    let against = holders.iter().map(|(_, holder)| holder.against).max()?;
    // One scale for both sides, each as wide as its longest bar.
    let unit = (WIDTH - NAMES - 80.0) / (favour + against) as f64;
    let middle = NAMES + 40.0 + unit * against as f64;
    let mut body = String::new();
    for (row, (id, holder)) in holders.iter().enumerate() {
        let y = ROW * row as f64 + 4.0;
        let name = about.name(id);
        body.push_str(&format!(
            "<text class=\"name\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            NAMES - 6.0,
            y + 14.0,
            escaped(&shorten(name, 28))
        ));
        let sides = [(holder.against, -1.0, AGAINST, "against"), (holder.favour, 1.0, FAVOUR, "for")];
        for (number, side, colour, word) in sides.into_iter().filter(|(number, ..)| *number > 0) {
            let wide = unit * number as f64;
            let x = if side < 0.0 { middle - wide } else { middle };
            let (edge, anchor) = if side < 0.0 { (x - 5.0, "end") } else { (x + wide + 5.0, "start") };
            body.push_str(&format!(
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"{colour}\"><title>{}: {} {word}</title></rect>\
                 <text class=\"axis\" x=\"{edge:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                ROW - 6.0,
                escaped(name),
                thousands(number),
                y + 12.0,
                thousands(number)
            ));
        }
    }
    let tall = ROW * holders.len() as f64 + 4.0;
    body.push_str(&format!("<line class=\"zero\" x1=\"{middle:.1}\" x2=\"{middle:.1}\" y1=\"0\" y2=\"{tall:.1}\"/>"));
    let caption = "Positions: against to the left, for to the right";
    Some(Figure { svg: svg(caption, tall, &body), caption: caption.to_owned() })
}

/// A name cut where it is long.
fn shorten(name: &str, most: usize) -> String {
    // An ideograph is as wide as two letters.
    let mut out = String::new();
    let mut wide = 0;
    for c in name.chars() {
        wide += if u32::from(c) >= 0x2E80 { 2 } else { 1 };
        if wide > most {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

/// How many acts of each kind, as a legend.
pub(super) fn legend(brief: &Brief) -> String {
    let counts: BTreeMap<usize, u64> = brief.sections.iter().map(|section| section.count).enumerate().collect();
    let mut out = String::from("<ul class=\"legend\">");
    for (at, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let (kind, heading) = KINDS[at];
        out.push_str(&format!(
            "<li><a href=\"#{kind}\"><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\" fill=\"{}\"/></svg> {heading} {}</a></li>",
            COLOURS[at],
            thousands(count)
        ));
    }
    out.push_str("</ul>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_holds_what_there_is() {
        let all = ["2019-11".to_owned(), "2024-03".to_owned()];
        let axis = Axis::over(all.iter()).expect("an axis");
        assert_eq!(
            (axis.word(), axis.bars, axis.label(0), axis.bar("2024-03")),
            ("year", 6, "2019".to_owned(), Some(5))
        );
        let near = ["2023-11".to_owned(), "2024-03".to_owned()];
        let axis = Axis::over(near.iter()).expect("an axis");
        assert_eq!((axis.word(), axis.bars, axis.label(4)), ("month", 5, "2024-03".to_owned()));
        assert_eq!([1, 3, 7, 11, 99, 101].map(nice), [1, 4, 8, 20, 100, 200]);
    }
}
