//! Where sources come from and in which order they are printed; what happens when one can't be read.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::{folder, run, run_with, statement, top};

#[test]
fn folders_are_read_sorted_without_hidden_files() {
    let text = statement("航運");
    let files: Vec<(&str, &[u8])> = ["b.txt", "a/z.txt", "a/b/c.txt", ".hidden.txt", ".git/x.txt", "c.txt"]
        .into_iter()
        .map(|name| (name, &text[..]))
        .collect();
    let folder = folder(&files);
    let all = run(folder.path(), &["read", "."]);
    assert_eq!(all.names(), ["./a/b/c.txt", "./a/z.txt", "./b.txt", "./c.txt"]);
    assert_eq!((all.code, &*all.stderr), (Some(0), ""));
    let named = run(folder.path(), &["read", "c.txt", ".hidden.txt", "a", "c.txt"]);
    assert_eq!(named.names(), ["c.txt", ".hidden.txt", "a/b/c.txt", "a/z.txt", "c.txt"], "as given");
}

#[test]
fn the_order_and_every_byte_are_the_same_on_one_thread_and_four() {
    let texts: Vec<(String, Vec<u8>)> =
        (0..60).map(|n| (format!("{n:02}.txt"), statement(&format!("第{n}號議題")).repeat(1 + (60 - n) / 4))).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    let folder = folder(&files);
    for format in ["jsonl", "json", "table", "text"] {
        let one = run(folder.path(), &["read", ".", "--jobs", "1", "--format", format]);
        let four = run(folder.path(), &["read", ".", "--jobs", "4", "--format", format]);
        assert!(one.stdout.len() > 1000, "{format}: {one:?}");
        assert!(one == four, "{format} differs");
    }
    let one = run(&top(), &["read", "samples", "--jobs", "1"]);
    assert!(one == run(&top(), &["read", "samples", "--jobs", "4"]));
    assert!(one.records().len() >= 5);
}

/// Articles of one source are shared out among the workers.
#[test]
fn one_source_of_many_articles_is_the_same_on_one_thread_and_four() {
    let words = |n: usize| "雙方就航運問題舉行會談，並同意保持溝通。".repeat(1 + n * 37 % 400);
    let row = |n: usize| match n % 9 {
        4 => "{\"id\": 4}\n".to_owned(),
        _ => format!("{{\"title\": \"關於第{n}號議題的聲明\", \"text\": \"{}\"}}\n", words(n)),
    };
    let rows: String = (0..60).map(row).collect();
    assert!(rows.len() > 500_000, "enough for several shares: {}", rows.len());
    let folder = folder(&[("a.txt", &statement("漁業")), ("b.jsonl", rows.as_bytes()), ("c.txt", &statement("航運"))]);
    for format in ["jsonl", "json", "table", "text"] {
        let one = run(folder.path(), &["read", ".", "--jobs", "1", "--format", format, "--verbose"]);
        let four = run(folder.path(), &["read", ".", "--jobs", "4", "--format", format, "--verbose"]);
        assert!(one.stdout.len() > 1000 && one.stderr.lines().count() > 5, "{format}: {one:?}");
        let untimed = |told: &str| told.lines().filter(|line| !line.ends_with(" s")).collect::<Vec<_>>().join("\n");
        assert_eq!(one.stdout, four.stdout, "{format} differs");
        assert_eq!(untimed(&one.stderr), untimed(&four.stderr), "{format} is told differently");
    }
    assert_eq!(run(folder.path(), &["read", "b.jsonl", "--jobs", "3"]).records().len(), 53);
}

#[test]
fn standard_input_is_a_source() {
    let words = "雙方就航運問題舉行會談，並同意保持溝通。".repeat(4);
    let page = format!("<html><body><h1>關於航運的聲明</h1><p>{words}</p><p>{words}</p></body></html>");
    let named = run_with(&top(), &["read", "-", "--stdin-name", "page.html"], page.as_bytes());
    let records = named.records();
    assert_eq!(named.names(), ["page.html"]);
    assert_eq!(records[0]["source"]["media_type"], "text/html");
    assert_eq!(records[0]["source"]["bytes"], page.len());
    let plain = run_with(&top(), &["read", "-"], &statement("航運"));
    assert_eq!(plain.names(), ["-"]);
}

#[test]
fn archives_are_read_as_folders() {
    let folder = folder(&[("a/one.txt", &statement("航運")), ("a/two.txt", &statement("漁業")), ("a/.x", b"hidden")]);
    let tar = Command::new("tar").args(["-czf", "all.tar.gz", "a"]).current_dir(folder.path()).status();
    assert!(tar.expect("tar runs").success());
    let read = run(folder.path(), &["read", "all.tar.gz"]);
    let mut names = read.names();
    names.sort();
    assert_eq!(names, ["all.tar.gz!a/one.txt", "all.tar.gz!a/two.txt"]);
    assert_eq!(read.code, Some(0), "{}", read.stderr);
    let inside = run(folder.path(), &["read", "a/one.txt"]).records();
    let packed = read.records().into_iter().find(|record| record["source"]["name"] == "all.tar.gz!a/one.txt");
    assert_eq!(packed.map(|record| record["text"].clone()), Some(inside[0]["text"].clone()));
}

#[test]
fn what_fails_is_named_and_the_rest_is_read() {
    let folder = folder(&[
        ("a.txt", &statement("航運")),
        ("b.bin", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0"),
        ("c.txt", &statement("漁業")),
    ]);
    let read = run(folder.path(), &["read", "missing.txt", "a.txt", "b.bin", "c.txt"]);
    assert_eq!(read.names(), ["a.txt", "c.txt"]);
    assert_eq!(read.code, Some(1));
    let lines: Vec<_> = read.stderr.lines().collect();
    assert_eq!(lines.len(), 3, "{}", read.stderr);
    assert!(lines[0].starts_with("chancery: error: missing.txt: unreadable: no such file"), "{}", lines[0]);
    assert!(lines[0].contains("check the path"), "what to try: {}", lines[0]);
    assert!(lines[1].starts_with("chancery: error: b.bin: "), "{}", lines[1]);
    assert_eq!(lines[2], "chancery: 2 of 4 sources failed; 2 articles read");
    let quiet = run(folder.path(), &["read", "--quiet", "missing.txt", "a.txt"]);
    assert_eq!((quiet.code, &*quiet.stderr), (Some(1), ""));
}

#[test]
fn a_source_of_bad_rows_is_said_in_a_few_lines() {
    let folder = folder(&[("rows.jsonl", "{\"id\": 1}\n".repeat(50).as_bytes())]);
    let few = run(folder.path(), &["read", "rows.jsonl"]);
    assert_eq!(few.code, Some(1));
    assert!(few.stderr.lines().count() < 8, "{}", few.stderr);
    assert!(few.stderr.contains("chancery: rows.jsonl: 47 more like that (--verbose shows all)"), "{}", few.stderr);
    assert!(run(folder.path(), &["read", "rows.jsonl", "--verbose"]).stderr.lines().count() > 50);
}

#[test]
fn messages_can_not_drive_the_terminal() {
    let folder = folder(&[("a\u{1b}[31m.bin", b"\x00\x01\x02\x03")]);
    let read = run(folder.path(), &["read", "."]);
    assert!(read.stderr.contains("a\u{fffd}[31m.bin") && !read.stderr.contains('\u{1b}'), "{:?}", read.stderr);
}

#[test]
fn wrong_usage_says_what_would_be_right() {
    let folder = folder(&[]);
    for (arguments, says) in [
        (&["read"][..], "PATH"),
        (&["read", "x", "--format", "xml"], "jsonl"),
        (&["read", "x", "--jobs", "0"], "jobs"),
        (&["read", "x", "--limit", "deepness=3"], "there are: source-bytes"),
        (&["raed", "x"], "read"),
        (&["read", "x", "--quiet", "--verbose"], "cannot be used with"),
        (&["read", "x", "--output", "no/such/folder/out"], "can't write no/such/folder/out"),
        (&[], "Usage"),
    ] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
}

#[test]
fn an_empty_folder_is_no_failure_and_is_said() {
    let folder = folder(&[(".only-hidden", b"x")]);
    let run = run(folder.path(), &["read", "."]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""));
    assert_eq!(run.stderr, "chancery: nothing to read there (hidden files and folders are skipped)\n");
}

#[test]
fn limits_hold_and_can_be_raised() {
    let text = statement("航運").repeat(20);
    let folder = folder(&[("a.txt", &text)]);
    let low = run(folder.path(), &["read", "a.txt", "--limit", "source-bytes=1K"]);
    assert_eq!((low.code, &*low.stdout), (Some(1), ""));
    assert!(low.stderr.contains("a.txt: over_limit"), "{}", low.stderr);
    assert!(low.stderr.contains("--limit source-bytes="), "what to try: {}", low.stderr);
    assert_eq!(run(folder.path(), &["read", "a.txt", "--limit", "source-bytes=1M"]).code, Some(0));
}

/// Gives a folder with an article a file, large enough not to fit in a pipe.
fn many(folder: &Path) {
    for n in 0..400 {
        let mut file = std::fs::File::create(folder.join(format!("{n:03}.txt"))).expect("a file");
        file.write_all(&statement(&format!("第{n}號議題")).repeat(4)).expect("written");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let folder = tempfile::tempdir().expect("a folder");
    many(folder.path());
    for jobs in ["1", "3"] {
        let mut child = super::command(folder.path(), &["read", ".", "--jobs", jobs])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        out.read_line(&mut line).expect("a first line");
        assert!(line.contains("000.txt"), "{line}");
        drop(out);
        let done = child.wait_with_output().expect("the program ends");
        assert_eq!((done.status.code(), &*done.stderr), (Some(0), &b""[..]), "{jobs} jobs");
    }
}

/// The second source is a pipe into which nothing is written until the first one's record is seen.
#[test]
#[cfg(unix)]
fn output_begins_before_the_last_source_is_read() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let folder = folder(&[("a.txt", &statement("航運"))]);
    let pipe = folder.path().join("b.txt");
    for jobs in ["1", "2"] {
        let _ = std::fs::remove_file(&pipe);
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
        let mut child = super::command(folder.path(), &["read", "a.txt", "b.txt", "--jobs", jobs])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let first = lines.next().expect("a line").expect("UTF-8");
        assert!(first.contains("\"name\":\"a.txt\""), "{first}");
        std::fs::write(&pipe, statement("漁業")).expect("written");
        let second = lines.next().expect("a line").expect("UTF-8");
        assert!(second.contains("\"name\":\"b.txt\""), "{second}");
        assert!(child.wait().expect("it ends").success());
    }
}
