//! Where in a file changes can be planted beside the original: the syntax around each.

use std::cmp::Reverse;
use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::list::{Genre, Mutant};

/// A place in a file at which one of several things happens, by the number that is chosen when the program starts.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) kind: Kind,
    /// What is written anew.
    pub(crate) range: Range<usize>,
    /// The changes that are planted here: number and replacement.
    pub(crate) mutants: Vec<(u32, String)>,
}

/// What stands there.
#[derive(Debug)]
pub(crate) enum Kind {
    /// The place before the first statement of a function: nothing stands there yet.
    Body,
    /// An expression with that operator between two operands.
    Binary { operator: Range<usize> },
    /// An expression with that operator before an operand.
    Unary { operator: Range<usize> },
    /// A guard.
    Guard,
    /// The end of a pattern that has no guard: nothing stands there yet.
    Pattern,
    /// The guard of an arm that can be left out.
    Guarded,
}

/// Finds the places of these changes. A change whose place is not found is left out.
pub(crate) fn sites(source: &str, mutants: &[(u32, &Mutant)]) -> syn::Result<Vec<Site>> {
    let mut finder = Finder { source, mutants, sites: Vec::new() };
    finder.visit_file(&syn::parse_file(source)?);
    let is_inside = |site: &Site| !matches!(site.kind, Kind::Body);
    finder.sites.sort_by_key(|site| (site.range.start, is_inside(site), Reverse(site.range.end)));
    Ok(finder.sites)
}

struct Finder<'m> {
    source: &'m str,
    mutants: &'m [(u32, &'m Mutant)],
    sites: Vec<Site>,
}

impl Finder<'_> {
    /// The changes of that kind which begin there.
    fn at(&self, genre: Genre, start: usize) -> Vec<(u32, String)> {
        let here = |mutant: &Mutant| {
            mutant.genre == genre && mutant.range(self.source).is_some_and(|range| range.start == start)
        };
        self.mutants.iter().filter(|(_, it)| here(it)).map(|(n, it)| (*n, it.replacement.clone())).collect()
    }

    fn add(&mut self, kind: Kind, range: Range<usize>, mutants: Vec<(u32, String)>) {
        if !mutants.is_empty() {
            self.sites.push(Site { kind, range, mutants });
        }
    }

    fn body(&mut self, block: &syn::Block) {
        let Some(first) = block.stmts.first() else { return };
        let start = first.span().byte_range().start;
        let mutants = self.at(Genre::FnValue, start);
        self.add(Kind::Body, start..start, mutants);
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, it: &'ast syn::ItemFn) {
        self.body(&it.block);
        visit::visit_item_fn(self, it);
    }

    fn visit_impl_item_fn(&mut self, it: &'ast syn::ImplItemFn) {
        self.body(&it.block);
        visit::visit_impl_item_fn(self, it);
    }

    fn visit_trait_item_fn(&mut self, it: &'ast syn::TraitItemFn) {
        it.default.iter().for_each(|block| self.body(block));
        visit::visit_trait_item_fn(self, it);
    }

    fn visit_expr_binary(&mut self, it: &'ast syn::ExprBinary) {
        let operator = it.op.span().byte_range();
        // A binding by `let` reaches over the whole chain, and cannot stand in an expression of its own.
        if !has_let(&it.left) && !has_let(&it.right) {
            let mutants = self.at(Genre::BinaryOperator, operator.start);
            self.add(Kind::Binary { operator }, it.span().byte_range(), mutants);
        }
        visit::visit_expr_binary(self, it);
    }

    fn visit_expr_unary(&mut self, it: &'ast syn::ExprUnary) {
        let operator = it.op.span().byte_range();
        let mutants = self.at(Genre::UnaryOperator, operator.start);
        self.add(Kind::Unary { operator }, it.span().byte_range(), mutants);
        visit::visit_expr_unary(self, it);
    }

    fn visit_arm(&mut self, it: &'ast syn::Arm) {
        let left_out = self.at(Genre::MatchArm, it.span().byte_range().start);
        match &it.guard {
            Some((_, guard)) => {
                let range = guard.span().byte_range();
                let guards = self.at(Genre::MatchArmGuard, range.start);
                self.add(Kind::Guarded, range.clone(), left_out);
                self.add(Kind::Guard, range, guards);
            }
            None => {
                let end = it.pat.span().byte_range().end;
                self.add(Kind::Pattern, end..end, left_out);
            }
        }
        visit::visit_arm(self, it);
    }
}

fn has_let(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(it) => has_let(&it.left) || has_let(&it.right),
        _ => false,
    }
}
