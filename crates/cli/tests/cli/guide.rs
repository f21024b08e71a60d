//! `docs/guide.md`: every command of it is run, and prints what is shown.
//!
//! A change of results changes the guide: `AKA_GUIDE=write cargo test -p aka-cli guide` writes what
//! the commands print now; read the difference before you commit it.

use std::path::Path;
use std::process::Command;

use super::koshmambet;

/// Runs one line in a shell, in that folder; both streams, as a terminal would show them.
fn run(line: &str, folder: &Path) -> String {
    let bin = Path::new(env!("CARGO_BIN_EXE_aka")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {line}\n}} 2>&1")])
        .env("PATH", path)
        .current_dir(folder)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[cfg(unix)]
#[test]
fn the_guide_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide.md");
    let guide = std::fs::read_to_string(&path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(koshmambet("mentions.csv"), folder.path().join("mentions.csv")).unwrap();
    let (mut run_now, mut in_console) = (String::new(), false);
    for line in guide.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
        } else if in_console && !line.starts_with("$ ") {
            // What a command printed; it is printed anew.
            continue;
        }
        run_now.push_str(line);
        run_now.push('\n');
        if let Some(command) = line.strip_prefix("$ ").filter(|_| in_console) {
            run_now.push_str(&run(command, folder.path()));
        }
    }
    if std::env::var("AKA_GUIDE").is_ok_and(|mode| mode == "write") {
        std::fs::write(&path, &run_now).unwrap();
    }
    let differ = guide.lines().zip(run_now.lines()).find(|(shown, printed)| shown != printed);
    let same = guide == run_now || std::env::var("AKA_GUIDE").is_ok();
    assert!(same, "docs/guide.md shows and aka prints: {differ:#?}\nAKA_GUIDE=write renews it");
}
