//! Learns the model tables of `aka`.
fn main() {}
