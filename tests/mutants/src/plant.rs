//! A file with all its changes planted at once, of which none or one is in force when the program runs.

use std::ops::Range;

use crate::sites::{Kind, Site};

/// A file as it is compiled.
#[derive(Debug, Default)]
pub(crate) struct Planted {
    pub(crate) text: String,
    regions: Vec<Region>,
}

/// What stands for changes in a file.
#[derive(Debug)]
struct Region {
    range: Range<usize>,
    numbers: Vec<u32>,
    /// The change itself, as it would stand alone; otherwise what holds several together.
    own: bool,
}

impl Planted {
    /// The file with these sites, which are sorted, outer before inner.
    pub(crate) fn new(source: &str, sites: &[Site]) -> Self {
        let mut planted = Self::default();
        planted.copy(source, 0..source.len(), sites);
        planted
    }

    /// Which changes an error at these octets comes from, and whether it is in the change itself: those of the innermost
    /// place around it.
    pub(crate) fn blamed(&self, octets: &Range<usize>) -> (Vec<u32>, bool) {
        let around = |it: &&Region| it.range.start <= octets.start && octets.end <= it.range.end;
        let touching = |it: &&Region| it.range.start < octets.end && octets.start < it.range.end;
        let size = |it: &&Region| it.range.len();
        let found = self.regions.iter().filter(around).min_by_key(size);
        let found = found.or_else(|| self.regions.iter().filter(touching).min_by_key(size));
        found.map(|it| (it.numbers.clone(), it.own)).unwrap_or_default()
    }

    /// Copies a part of the source with the sites in it.
    fn copy(&mut self, source: &str, range: Range<usize>, mut sites: &[Site]) {
        let mut at = range.start;
        while let Some((site, rest)) = sites.split_first() {
            let inside = rest.iter().take_while(|inner| within(&inner.range, &site.range)).count();
            let (inner, after) = rest.split_at(inside);
            self.push(source, at..site.range.start);
            let (began, numbers) = (self.text.len(), site.mutants.iter().map(|(number, _)| *number).collect());
            self.site(source, site, inner);
            self.regions.push(Region { range: began..self.text.len(), numbers, own: false });
            (at, sites) = (site.range.end, after);
        }
        self.push(source, at..range.end);
    }

    fn push(&mut self, source: &str, range: Range<usize>) {
        self.text.push_str(source.get(range).unwrap_or_default());
    }

    fn site(&mut self, source: &str, site: &Site, inner: &[Site]) {
        let of = |range: Range<usize>| source.get(range).unwrap_or_default();
        match &site.kind {
            Kind::Body => {
                for (number, replacement) in &site.mutants {
                    self.text.push_str(&format!("if crate::planted::on() == {number} {{ return "));
                    self.marked(*number, replacement);
                    self.text.push_str("; } ");
                }
            }
            Kind::Binary { operator } => {
                let (left, right) = (of(site.range.start..operator.start), of(operator.end..site.range.end));
                self.chosen(source, site, inner, &|replacement| format!("{left} {replacement} {right}"));
            }
            Kind::Unary { operator } => {
                let operand = of(operator.end..site.range.end);
                self.chosen(source, site, inner, &|replacement| format!("{replacement} {operand}"));
            }
            Kind::Guard => self.chosen(source, site, inner, &str::to_owned),
            Kind::Pattern => self.text.push_str(&format!(" if {}", unless(site))),
            Kind::Guarded => {
                self.text.push_str(&format!("{} && (", unless(site)));
                self.copy(source, site.range.clone(), inner);
                self.text.push(')');
            }
        }
    }

    /// The original comes first, so that it says of which type the whole is.
    fn chosen(&mut self, source: &str, site: &Site, inner: &[Site], changed: &dyn Fn(&str) -> String) {
        self.text.push_str(&format!("(match crate::planted::on() {{ _ if {} => {{ ", unless(site)));
        self.copy(source, site.range.clone(), inner);
        self.text.push_str(" }");
        for (place, (number, replacement)) in site.mutants.iter().enumerate() {
            let pattern = if place + 1 == site.mutants.len() { "_".to_owned() } else { number.to_string() };
            self.text.push_str(&format!(" {pattern} => {{ "));
            self.marked(*number, &changed(replacement));
            self.text.push_str(" }");
        }
        self.text.push_str(" })");
    }

    fn marked(&mut self, number: u32, text: &str) {
        let began = self.text.len();
        self.text.push_str(text);
        self.regions.push(Region { range: began..self.text.len(), numbers: vec![number], own: true });
    }
}

/// That none of these changes is in force.
fn unless(site: &Site) -> String {
    let numbers: Vec<String> =
        site.mutants.iter().map(|(number, _)| format!("crate::planted::on() != {number}")).collect();
    numbers.join(" && ")
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

#[cfg(test)]
#[path = "plant_tests.rs"]
mod tests;
