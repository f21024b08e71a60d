//! The `aka` command.
fn main() {}
