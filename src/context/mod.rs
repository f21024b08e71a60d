//! Documents → evidence that no name holds: who is in whose company, who is listed beside whom,
//! and whom a name that is not written out stands for.
//!
//! Invariants:
//! - context never lifts a pair of names that do not half agree without it;
//! - names that a text tells apart outright are two persons, whatever else speaks for one;
//! - copies of one text count once;
//! - a partial name is placed with one bearer and never links two.

mod lineage;
mod address;
mod scene;
mod company;
mod relatives;
mod firm;
mod roster;
mod beside;
mod place;

pub use beside::{Beside, Said};
pub use company::{Company, Met, by_halves};
pub use firm::{Firm, Told};
pub use place::{Bearers, Place, Placement, Placements};
pub use roster::{HalfAgreed, Roster, Rosters, rosters};
pub use scene::{Document, Node, Scene};
