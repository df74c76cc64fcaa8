//! Scripts of choices: which way a run goes at each point where there is more than one.

/// One choice that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pick {
    choice: usize,
    of: usize,
}

/// A script of choices. Choice 0 is how it goes when nothing goes wrong, and free; every other one is a fault.
///
/// Once the faults are spent there is nothing to choose. Flows are deterministic given their answers, so a script says
/// all there is to say about a run, and the next script of the same tree follows from it ([`Script::advance`]).
#[derive(Debug, Clone, Default)]
pub struct Script {
    picks: Vec<Pick>,
    at: usize,
    fixed: usize,
    faults: usize,
    left: usize,
    dice: Option<Dice>,
}

impl Script {
    /// All runs with at most so many faults, from the one without any.
    #[must_use]
    pub fn with_faults(faults: usize) -> Self {
        Self { faults, left: faults, ..Self::default() }
    }

    /// All runs whose first fault is `choice` at the point number `point`, and at most `faults` in all.
    #[must_use]
    pub fn first_fault(point: usize, choice: usize, of: usize, faults: usize, before: &[usize]) -> Self {
        let mut picks: Vec<Pick> = before.iter().take(point).map(|of| Pick { choice: 0, of: *of }).collect();
        picks.push(Pick { choice, of });
        Self { fixed: picks.len(), picks, faults, left: faults, ..Self::default() }
    }

    /// A run whose faults are drawn: each point is a fault with a chance of one in `rarity`.
    #[must_use]
    pub fn drawn(faults: usize, seed: u64, rarity: u64) -> Self {
        Self { faults, left: faults, dice: Some(Dice { state: seed | 1, rarity }), ..Self::default() }
    }

    /// Whether a fault is left to spend: otherwise there is no need to find out what could go wrong.
    #[must_use]
    pub fn can_fail(&self) -> bool {
        self.left > 0
    }

    /// Passes a point at which nothing goes wrong, if an earlier run of the tree came to it by the same choices: only the last
    /// of the choices that are set is another than before. `false` where something has to be chosen.
    pub fn passes_as_before(&mut self) -> bool {
        let set_before = self.left > 0 && self.dice.is_none() && self.at + 1 < self.picks.len();
        let passes = set_before && self.picks.get(self.at).is_some_and(|pick| pick.choice == 0);
        self.at += usize::from(passes);
        passes
    }

    /// Chooses among so many ways; 0 if there is no fault left.
    pub fn choose(&mut self, of: usize) -> usize {
        if self.left == 0 || of < 2 {
            return 0;
        }
        if self.at == self.picks.len() {
            let choice = self.dice.as_mut().map_or(0, |dice| dice.pick(of));
            self.picks.push(Pick { choice, of });
        }
        let Some(pick) = self.picks.get(self.at).copied() else { return 0 };
        assert_eq!(pick.of, of, "a run went another way than before under the same script");
        self.at += 1;
        self.left -= usize::from(pick.choice > 0);
        pick.choice
    }

    /// Back to the beginning of the run.
    pub fn rewind(&mut self) {
        (self.at, self.left) = (0, self.faults);
    }

    /// To the next run of the tree; `false` if there is none.
    pub fn advance(&mut self) -> bool {
        while self.picks.len() > self.fixed {
            if let Some(pick) = self.picks.last_mut()
                && pick.choice + 1 < pick.of
            {
                pick.choice += 1;
                return true;
            }
            self.picks.pop();
        }
        false
    }

    /// As [`Script::advance`], leaving out every run that goes on from the last fault of this one.
    pub fn advance_past_last_fault(&mut self) -> bool {
        while self.picks.len() > self.fixed && self.picks.last().is_some_and(|pick| pick.choice == 0) {
            self.picks.pop();
        }
        self.advance()
    }

    /// How many ways there were at each point of the run.
    #[must_use]
    pub fn ways(&self) -> Vec<usize> {
        self.picks.iter().map(|pick| pick.of).collect()
    }

    /// How many faults the run had.
    #[must_use]
    pub fn spent(&self) -> usize {
        self.faults - self.left
    }
}

/// A generator for drawing faults (xorshift64*); not for secrets.
#[derive(Debug, Clone)]
struct Dice {
    state: u64,
    rarity: u64,
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn pick(&mut self, of: usize) -> usize {
        if !self.next().is_multiple_of(self.rarity) {
            return 0;
        }
        let others = u64::try_from(of).unwrap_or(2) - 1;
        1 + usize::try_from(self.next() % others).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three points with three ways each: 1 run without faults, 6 with one, 12 with two.
    #[test]
    fn every_run_comes_once() {
        let mut script = Script::with_faults(2);
        let mut seen = Vec::new();
        loop {
            script.rewind();
            let run: Vec<usize> = (0..3).map(|_| script.choose(3)).collect();
            assert!(!seen.contains(&run) && run.iter().filter(|choice| **choice > 0).count() <= 2);
            seen.push(run);
            if !script.advance() {
                break;
            }
        }
        assert_eq!(seen.len(), 1 + 6 + 12);
    }

    #[test]
    fn a_prefix_is_kept() {
        let mut script = Script::first_fault(1, 2, 3, 2, &[3, 3, 3]);
        let mut runs = 0;
        loop {
            script.rewind();
            assert_eq!((script.choose(3), script.choose(3)), (0, 2));
            script.choose(3);
            runs += 1;
            if !script.advance() {
                break;
            }
        }
        assert_eq!(runs, 3);
    }

    /// Three points with two ways each, at most two faults: each way to a point is chosen at, and so looked at, once at least,
    /// and what follows the last choice that is set always is.
    #[test]
    fn only_what_was_chosen_before_is_passed() {
        let mut script = Script::with_faults(2);
        let (mut looked, mut passed) = (Vec::new(), 0);
        loop {
            script.rewind();
            let mut way = Vec::new();
            for _ in 0..3 {
                if script.passes_as_before() {
                    assert!(looked.contains(&way), "{way:?} was never looked at");
                    passed += 1;
                    way.push(0);
                } else {
                    if script.can_fail() {
                        looked.push(way.clone());
                    }
                    way.push(script.choose(2));
                }
            }
            if !script.advance() {
                break;
            }
        }
        assert!(passed > 0);
    }

    #[test]
    fn the_same_seed_draws_the_same_run() {
        let draw = |seed| {
            let mut script = Script::drawn(3, seed, 4);
            let run: Vec<usize> = (0..40).map(|_| script.choose(5)).collect();
            (run, script.spent())
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7).0, draw(9).0);
        assert!(draw(7).1 <= 3);
    }
}
