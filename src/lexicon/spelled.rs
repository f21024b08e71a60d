//! Romanized words → what the two sides of a channel see in them; those met lately are kept.
//!
//! A word is spelled for a channel when it first meets another there: most words of a list meet few,
//! and what is kept for them would be the greater part of all memory.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::channel::{Channel, Spelling};

/// Words of one side that are kept; a new one takes the place of another.
const KEPT: usize = 1 << 7;

/// Spellings met lately.
#[derive(Debug, Default)]
pub(crate) struct Spelled {
    lefts: Side,
    rights: Side,
}

impl Spelled {
    /// Two words as the left and the right side of a channel see them; `number` is the channel's.
    pub(crate) fn both(
        &mut self,
        (channel, number): (&Channel, usize),
        left: &str,
        right: &str,
    ) -> (&Spelling, &Spelling) {
        let left = self.lefts.get(left, number, |spelling| channel.spell_left(left, spelling));
        let right = self.rights.get(right, number, |spelling| channel.spell_right(right, spelling));
        (left, right)
    }
}

/// The words of one side, each in the place that its letters give it.
#[derive(Debug, Default)]
struct Side(Vec<Option<Box<Kept>>>);

#[derive(Debug)]
struct Kept {
    channel: usize,
    word: String,
    spelling: Spelling,
}

impl Side {
    fn get(&mut self, word: &str, channel: usize, spell: impl FnOnce(&mut Spelling)) -> &Spelling {
        if self.0.is_empty() {
            self.0.resize_with(KEPT, || None);
        }
        let mut place = FxHasher::default();
        place.write(word.as_bytes());
        place.write_usize(channel);
        let slot = &mut self.0[place.finish() as usize % KEPT];
        let is_known =
            slot.as_ref().is_some_and(|kept| kept.channel == channel && kept.word == word);
        let kept = slot.get_or_insert_with(|| {
            Box::new(Kept { channel, word: String::new(), spelling: Spelling::default() })
        });
        if !is_known {
            spell(&mut kept.spelling);
            kept.channel = channel;
            kept.word.clear();
            kept.word.push_str(word);
        }
        &kept.spelling
    }
}
