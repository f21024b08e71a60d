//! The letters beside a rule → whether its conditions hold, for all rules of a matcher at once.
//!
//! Rules ask the same few questions of the letters beside them: is it a vowel, does the word end here? Each question
//! has a bit. What holds of each letter of a word is looked up once, and a condition is two comparisons.

use super::rules::{Firsts, Rule, Test};

/// The questions that are answered with yes, a bit for each.
type Holding = u128;

/// What holds of the letters beside a rule, before and after it.
pub(super) type Beside = [Holding; 2];

/// What must hold beside the letters of a rule.
#[derive(Debug)]
pub(super) struct Condition {
    beside: Beside,
    /// Whether the rule looks farther than one letter, or asks what has no bit.
    pub(super) is_more: bool,
}

impl Condition {
    pub(super) fn holds(&self, beside: Beside) -> bool {
        beside[0] & self.beside[0] == self.beside[0] && beside[1] & self.beside[1] == self.beside[1]
    }
}

/// The questions of a matcher, and what holds of each letter that one of them names.
#[derive(Debug, Default)]
pub(super) struct Contexts {
    questions: Vec<Test>,
    letters: Firsts,
    /// By the number of a letter.
    named: Vec<Holding>,
    /// Of a letter that no question names.
    other: Holding,
    /// Of one where a word ends.
    edge: Holding,
    /// Beyond the word.
    beyond: Holding,
}

impl Contexts {
    /// What holds of the letters beside those from `at` to `end`.
    pub(super) fn beside(&self, letters: &[char], at: usize, end: usize) -> Beside {
        let before = at.checked_sub(1).map(|before| letters[before]);
        [before, letters.get(end).copied()]
            .map(|letter| letter.map_or(self.beyond, |letter| self.of(letter)))
    }

    fn of(&self, letter: char) -> Holding {
        match self.letters.group(letter) {
            0 if Test::Edge.fits(Some(letter)) => self.edge,
            0 => self.other,
            number => self.named[number],
        }
    }

    /// The condition of a rule, if it has one; its questions are known from now on.
    pub(super) fn condition(&mut self, rule: &Rule) -> Option<Condition> {
        let (left, right) = (rule.left(), rule.right());
        let near = [left.last(), right.first()];
        let bits = near.map(|test| test.map_or(Some(0), |test| self.bit(test)));
        let condition = || Condition {
            beside: bits.map(Option::unwrap_or_default),
            is_more: left.len() > 1 || right.len() > 1 || bits.contains(&None),
        };
        (!rule.is_free()).then(condition)
    }

    /// The bit of a question; none where there are too many.
    fn bit(&mut self, question: &Test) -> Option<Holding> {
        let known = self.questions.iter().position(|known| known == question);
        let number = known.unwrap_or(self.questions.len());
        let bit =
            u32::try_from(number).ok().and_then(|number| (1 as Holding).checked_shl(number))?;
        if known.is_none() {
            self.questions.push(question.clone());
        }
        Some(bit)
    }

    /// Answers the questions for every letter that they name; none is added after it.
    pub(super) fn answer(&mut self) {
        self.named.push(0);
        for letter in self.questions.iter().flat_map(Test::letters) {
            let number = self.letters.group_or(letter, self.named.len());
            if number == self.named.len() {
                self.named.push(self.answers(Some(letter)));
            }
        }
        let unnamed = |letter: &char| self.letters.group(*letter) == 0;
        self.other = ('\u{e000}'..).find(unnamed).map_or(0, |letter| self.answers(Some(letter)));
        self.edge = self.other | self.answers_of(&Test::Edge);
        self.beyond = self.answers(None);
    }

    fn answers(&self, letter: Option<char>) -> Holding {
        self.which(|question| question.fits(letter))
    }

    fn answers_of(&self, wanted: &Test) -> Holding {
        self.which(|question| question == wanted)
    }

    fn which(&self, holds: impl Fn(&Test) -> bool) -> Holding {
        let numbered = self.questions.iter().enumerate().filter(|(_, question)| holds(question));
        numbered.fold(0, |all, (number, _)| all | 1 << number)
    }
}
