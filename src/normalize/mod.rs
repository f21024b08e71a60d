//! A string as printed → a name: its tokens, their kinds, and what was repaired.

mod script;

pub use script::Script;
