//! Files larger than the memory that they may take: one clear line, long before they are read.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use super::{Ran, aka_in_a_gigabyte};

const GIGABYTE: u64 = 1 << 30;

/// Runs the command on a stream that opens with this and repeats that, for a gigabyte or until
/// nobody reads on.
fn stream(head: &str, repeated: &str, options: &[&str]) -> Ran {
    let mut command = aka_in_a_gigabyte();
    command.args(["resolve", "-", "--threads", "1"]).args(options).stdout(Stdio::piped());
    let (child, mut stdin) = start(command);
    let part = repeated.repeat(1 << 16);
    stdin.write_all(head.as_bytes()).unwrap();
    for _ in 0..GIGABYTE / part.len() as u64 {
        if stdin.write_all(part.as_bytes()).is_err() {
            break;
        }
    }
    drop(stdin);
    Ran::of(child.wait_with_output().unwrap())
}

fn start(mut command: Command) -> (Child, ChildStdin) {
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let stdin = child.stdin.take().unwrap();
    (child, stdin)
}

#[test]
fn texts_without_end() {
    let cases = [
        ("name\n", "a", 2, 1, "expected lines under 64 MiB"),
        ("name\n\"", "a", 2, 1, "expected lines under 64 MiB"),
        ("{\"name\": \"", "ә", 1, 1, "expected lines under 64 MiB"),
        ("{\"name\": 1}\n", "{\"a\":", 2, 5_242_881, "not valid JSON: brackets within brackets"),
        ("[{\"name\": 1},\n {\"name\": \"", "a", 2, 2, "expected objects under 64 MiB"),
        ("", "[", 1, 1_048_577, "not valid JSON: brackets within brackets"),
        ("", "[\n", 1_048_577, 1, "not valid JSON: brackets within brackets"),
        ("", "{\n\"a\":", 1_048_577, 5, "not valid JSON: brackets within brackets"),
    ];
    for (head, repeated, line, column, words) in cases {
        let ran = stream(head, repeated, &[]);
        let said = format!("standard input:{line}:{column}: {words}");
        assert_eq!((ran.status, ran.err.lines().count()), (Some(1), 1), "{}", ran.err);
        assert!(ran.err.starts_with(&said), "{head:?} {repeated:?}: {said:?}, not {}", ran.err);
    }
    let ran = stream("", "a", &["--from", "lines"]);
    assert!(ran.err.starts_with("standard input:1:1: expected lines"), "{}", ran.err);
}

/// A gigabyte of pairs, for a command that may take no more with all that it needs besides.
#[test]
fn pairs_without_end() {
    let mut command = aka_in_a_gigabyte();
    command.args(["compare", "--pairs", "-"]).stdout(Stdio::null());
    let (child, mut stdin) = start(command);
    stdin.write_all(b"left,right,note\n").unwrap();
    let row = format!("Serik,\"Berik\",\"{}\"\n", "Ә".repeat(1 << 19));
    for _ in 0..=GIGABYTE / row.len() as u64 {
        stdin.write_all(row.as_bytes()).unwrap();
    }
    drop(stdin);
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
}

/// Two gigabytes of nothing between what a format begins and ends with.
fn fake(head: &[u8], tail: &[u8]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    let mut file = File::create(&path).unwrap();
    file.write_all(head).unwrap();
    file.seek(SeekFrom::Start(2 * GIGABYTE)).unwrap();
    file.write_all(tail).unwrap();
    let mut command = aka_in_a_gigabyte();
    command.current_dir(folder.path()).args(["resolve", "list", "--threads", "1"]);
    Ran::of(command.output().unwrap())
}

#[cfg(all(feature = "arrow", feature = "parquet"))]
#[test]
fn what_only_looks_like_a_format_is_not_read() {
    let mut tar = vec![0; 512];
    tar[..8].copy_from_slice(b"data.zip");
    tar[124..135].copy_from_slice(format!("{:011o}", GIGABYTE).as_bytes());
    tar[257..262].copy_from_slice(b"ustar");
    let many = [b"PK\x05\x06\0\0\0\0".as_slice(), &[0xFF; 12], &[0; 2]].concat();
    let more = [&pointed_at(2 * GIGABYTE)[..], &many].concat();
    let cases: [(&[u8], &[u8], &str); 12] = [
        (b"PAR1", b"\0", "expected Parquet, found"),
        (b"PAR1", b"\0\0\0\x7FPAR1", "found a footer of over 64 MiB"),
        (b"PAR1", b"\0\0\x10\0PAR1", "found a damaged footer"),
        (b"PAR1", b"\x15\x02\0\x03\0\0\0PAR1", "expected Parquet, found"),
        (b"PK\x03\x04", b"\0", "expected an Excel workbook (.xlsx), found"),
        (b"PK\x03\x04", &many, "expected an Excel workbook (.xlsx), found"),
        (b"PK\x03\x04", &more, "found an archive of too many files"),
        (b"ARROW1\0\0", b"\0", "expected Arrow IPC, found one that is cut off"),
        (b"ARROW1\0\0", b"ARROW1", "expected Arrow IPC, found no messages"),
        (b"ARROW1\0\0\xFF\xFF\xFF\xFF\0\0\0\x70", b"ARROW1", "found a damaged message"),
        (b"\xFF\xFF\xFF\xFF\0\0\0\x01", b"\0", "expected Arrow IPC, found a damaged"),
        (&tar, b"\0", "expected an OpenRefine project (.tar.gz), found"),
    ];
    for (head, tail, words) in cases {
        let ran = fake(head, tail);
        assert_eq!((ran.status, ran.err.lines().count()), (Some(1), 1), "{words}: {}", ran.err);
        assert!(ran.err.starts_with("list: ") && ran.err.contains(words), "{words}: {}", ran.err);
    }
}

/// The end of an archive of more files than there are, as far as it is read: its record, there, and
/// what points to it.
fn pointed_at(record: u64) -> Vec<u8> {
    let mut end = vec![0; 56];
    end[..4].copy_from_slice(b"PK\x06\x06");
    end[32..40].copy_from_slice(&u64::from(u32::MAX).to_le_bytes());
    end.extend(b"PK\x06\x07\0\0\0\0");
    end.extend(record.to_le_bytes());
    end.extend([1, 0, 0, 0]);
    end
}
