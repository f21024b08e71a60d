//! How far a resolution is → whoever waits for it.

use std::sync::atomic::{AtomicUsize, Ordering};

/// What a resolution is at; the stages come in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Names are read, each distinct one once.
    Reading,
    /// Words are compared with the words that are near.
    Comparing,
    /// Names are compared; of these pairs it is known how many there are.
    Scoring,
    /// Pairs become persons.
    Grouping,
}

/// Told of a stage how much is done of how much; of nothing where that is not known.
pub(super) type Watch<'a> = &'a (dyn Fn(Stage, usize, usize) + Sync);

/// Nobody waits.
pub(super) const NOBODY: Watch<'static> = &|_, _, _| {};

/// Counts what is done of a stage, in strides: telling each piece would take longer than the work.
pub(super) struct Count<'a> {
    watch: Watch<'a>,
    stage: Stage,
    all: usize,
    done: AtomicUsize,
}

impl<'a> Count<'a> {
    const STRIDE: usize = 4096;

    pub(super) fn new(watch: Watch<'a>, stage: Stage, all: usize) -> Self {
        watch(stage, 0, all);
        Self { watch, stage, all, done: AtomicUsize::new(0) }
    }

    /// The piece at that place is done.
    pub(super) fn tick(&self, at: usize) {
        if (at + 1).is_multiple_of(Self::STRIDE) {
            let done = self.done.fetch_add(Self::STRIDE, Ordering::Relaxed) + Self::STRIDE;
            (self.watch)(self.stage, done, self.all);
        }
    }
}
