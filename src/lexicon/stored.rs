//! A word made ready → bytes that it comes back from, without asking the tables again for what takes
//! longest: the romanizations, how rare it is, and which groups of names it belongs to.

use super::alphabet::code;
use super::channel::WORD_LETTERS_MAX;
use super::knowledge::Knowledge;
use super::lists::skeleton;
use super::paradigms::Genders;
use super::relations::Membership;
use super::word::{Variant, Word, Writing};
use crate::normalize::Script;

/// What says that nothing is known.
const ABSENT: f64 = -1.0;

impl Word {
    /// Appends the word to `out`.
    pub(crate) fn store(&self, out: &mut Vec<u8>) {
        for figure in [self.surprisal, self.letters, self.family_share.unwrap_or(ABSENT)] {
            out.extend(figure.to_le_bytes());
        }
        out.push(self.genders.code());
        out.push(u8::from(self.known) | u8::from(self.listed) << 1);
        out.extend(self.lists.to_le_bytes());
        push_text(&self.text, out);
        out.push(self.variants.len().min(usize::from(u8::MAX)) as u8);
        for variant in self.variants.iter().take(usize::from(u8::MAX)) {
            push_text(&variant.plain, out);
            out.push(variant.memberships.len().min(usize::from(u8::MAX)) as u8);
            for membership in variant.memberships.iter().take(usize::from(u8::MAX)) {
                out.extend(membership.code().to_le_bytes());
            }
        }
    }

    /// The word that these bytes begin with; `None` where they are none.
    pub(crate) fn restore(mut bytes: &[u8], knowledge: &Knowledge) -> Option<Self> {
        let bytes = &mut bytes;
        let surprisal = f64::from_le_bytes(take(bytes)?);
        let letters = f64::from_le_bytes(take(bytes)?);
        let family_share = f64::from_le_bytes(take(bytes)?);
        let [genders, flags] = take(bytes)?;
        let lists = u128::from_le_bytes(take(bytes)?);
        let text = take_text(bytes)?.to_owned();
        let script = Script::of_text(&text).unwrap_or(Script::Other);
        let writing = Writing::of(script);
        let [count] = take(bytes)?;
        let mut variants = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            // Comparing counts on letters that the channels know, and no more than they take.
            let known = |plain: &&str| {
                plain.len() <= WORD_LETTERS_MAX
                    && plain.bytes().all(|letter| code(letter).is_some())
            };
            let plain = take_text(bytes).filter(known)?.to_owned();
            let [groups] = take(bytes)?;
            let mut memberships = Vec::with_capacity(usize::from(groups));
            for _ in 0..groups {
                memberships.push(Membership::of_code(u32::from_le_bytes(take(bytes)?))?);
            }
            variants.push(Variant {
                endings: knowledge.paradigms.endings(&plain, writing),
                derived: knowledge.derivation.endings(&plain),
                memberships,
                plain,
            });
        }
        let mut word = Self {
            skeleton: variants.first().map_or_else(String::new, |one| skeleton(&one.plain)),
            text,
            script,
            writing,
            variants,
            surprisal,
            letters,
            family_share: (family_share != ABSENT).then_some(family_share),
            genders: Genders::of_code(genders),
            known: flags & 1 != 0,
            listed: flags & 2 != 0,
            lists,
            ..Self::bare("")
        };
        for variant in &word.variants {
            word.beginnings |= word.beginning(&variant.plain, &skeleton(&variant.plain));
        }
        word.syllabic = word.is_syllabic(word.plain());
        Some(word.grouped())
    }
}

fn push_text(text: &str, out: &mut Vec<u8>) {
    out.extend((text.len().min(usize::from(u16::MAX)) as u16).to_le_bytes());
    out.extend(text.bytes().take(usize::from(u16::MAX)));
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

fn take_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::from(u16::from_le_bytes(take(bytes)?));
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    std::str::from_utf8(taken).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_comes_back_as_it_was() {
        let knowledge = Knowledge::bundled();
        for text in ["шойбековым", "müller", "محمد", "саша", "xi", "近平", ""]
        {
            let word = Word::new(text, knowledge);
            let mut bytes = Vec::new();
            word.store(&mut bytes);
            let back = Word::restore(&bytes, knowledge).expect("a word");
            assert_eq!(format!("{word:?}"), format!("{back:?}"));
            for cut in 0..bytes.len() {
                assert!(Word::restore(&bytes[..cut], knowledge).is_none(), "{text} cut at {cut}");
            }
        }
    }
}
