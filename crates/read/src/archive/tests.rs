use std::io::{Cursor, Write};

use ::zip::write::{SimpleFileOptions, ZipWriter};
use chancery_model::FaultKind;
use flate2::{Compression, write::GzEncoder};

use super::*;

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn open(name: &str, bytes: &[u8], limits: &Limits) -> (Vec<(String, Vec<u8>)>, Vec<Fault>) {
    let (mut members, mut faults) = (Vec::new(), Vec::new());
    unpack(name, bytes, limits, &mut |each| match each {
        Ok(member) => members.push((member.name, member.bytes)),
        Err(fault) => faults.push(fault),
    });
    (members, faults)
}

fn names(members: &[(String, Vec<u8>)]) -> Vec<&str> {
    members.iter().map(|m| m.0.as_str()).collect()
}

fn kinds(faults: &[Fault]) -> Vec<FaultKind> {
    faults.iter().map(|f| f.kind).collect()
}

#[test]
fn members_come_in_the_archives_order_whatever_the_kind() {
    let files: [(&str, &[u8]); 3] = [("z.txt", b"last letter"), ("dir/a.txt", b"first"), ("../up.txt", b"only a name")];
    let tarred = tar(&files);
    for (name, bytes) in [
        ("a.zip", zip(&files)),
        ("a.tar", tarred.clone()),
        ("a.tar.gz", gzip(&tarred)),
        ("a.tgz", gzip(&tarred)),
        ("no-ending", gzip(&tarred)),
    ] {
        assert!(is_archive(name, &bytes), "{name}");
        let (members, faults) = open(name, &bytes, &Limits::default());
        assert_eq!(names(&members), ["z.txt", "dir/a.txt", "../up.txt"], "{name}");
        assert_eq!(members[1].1, b"first", "{name}");
        assert!(faults.is_empty(), "{name}: {faults:?}");
    }
}

#[test]
fn a_gzip_of_one_file_is_a_member_without_the_ending() {
    let (members, _) = open("2031/声明.txt.gz", &gzip("双方同意。".as_bytes()), &Limits::default());
    assert_eq!(names(&members), ["声明.txt"]);
}

#[test]
fn names_in_gbk_are_read() {
    let (raw, _, _) = encoding_rs::GBK.encode("联合声明.txt");
    let mut bytes = zip(&[("abcdefgh.txt", b"x")]);
    assert_eq!(raw.len(), "abcdefgh.txt".len());
    while let Some(at) = memchr::memmem::find(&bytes, b"abcdefgh.txt") {
        bytes[at..at + raw.len()].copy_from_slice(&raw);
    }
    assert_eq!(names(&open("a.zip", &bytes, &Limits::default()).0), ["联合声明.txt"]);
}

#[test]
fn archives_nest_down_to_the_limit() {
    let mut bytes = zip(&[("leaf.txt", b"deep")]);
    for level in ["one.zip", "two.zip", "three.zip"] {
        bytes = zip(&[("beside.txt", b"x"), (level, &bytes)]);
    }
    let (members, faults) = open("a.zip", &bytes, &Limits::default());
    assert!(faults.is_empty());
    assert_eq!(members.last().unwrap().0, "three.zip!two.zip!one.zip!leaf.txt");
    let (members, faults) = open("a.zip", &bytes, &Limits { nesting: 1, ..Limits::default() });
    assert_eq!(names(&members), ["beside.txt", "three.zip!beside.txt"]);
    assert_eq!(kinds(&faults), [FaultKind::OverLimit]);
    assert!(faults[0].message.contains("three.zip!two.zip"), "{}", faults[0].message);
}

#[test]
fn bombs_stop_at_the_limits_and_the_rest_goes_on() {
    let blanks = vec![0u8; 8 << 20];
    let files: [(&str, &[u8]); 2] = [("bomb.bin", &blanks), ("after.txt", b"still here")];
    let (members, faults) = open("a.zip", &zip(&files), &Limits::default());
    assert_eq!(names(&members), ["after.txt"]);
    assert_eq!(kinds(&faults), [FaultKind::OverLimit]);
    assert!(faults[0].message.contains("bomb.bin") && faults[0].message.contains("expansion"));
    // A stream of one piece can't be gone on with.
    let (members, faults) = open("a.tar.gz", &gzip(&tar(&files)), &Limits::default());
    assert!(members.is_empty(), "{:?} {faults:?}", names(&members));
    assert_eq!(kinds(&faults), [FaultKind::OverLimit]);
    let (members, faults) = open("a.gz", &gzip(&blanks), &Limits::default());
    assert!(members.is_empty());
    assert_eq!(kinds(&faults), [FaultKind::OverLimit]);
}

#[test]
fn the_sum_and_the_count_are_bounded_over_all_nests() {
    let inner = zip(&[("a", b"aaaa"), ("b", b"bbbb"), ("c", b"cccc")]);
    let outer = zip(&[("1.zip", &inner), ("2.zip", &inner)]);
    let (members, faults) = open("a.zip", &outer, &Limits { members: 5, ..Limits::default() });
    assert_eq!(names(&members), ["1.zip!a", "1.zip!b", "1.zip!c"]);
    assert_eq!(kinds(&faults), [FaultKind::OverLimit]);
    let enough = inner.len() as u64 + 8;
    let (members, faults) = open("a.zip", &outer, &Limits { unpacked_bytes: enough, ..Limits::default() });
    assert_eq!(names(&members), ["1.zip!a", "1.zip!b"]);
    assert_eq!(kinds(&faults), [FaultKind::OverLimit]);
    let (members, faults) =
        open("a.tar", &tar(&[("big", &[1; 99]), ("s", b"s")]), &Limits { source_bytes: 50, ..Limits::default() });
    assert_eq!(names(&members), ["s"]);
    assert_eq!(kinds(&faults), [FaultKind::OverLimit]);
}

#[test]
fn locked_members_are_told_and_the_rest_goes_on() {
    let mut bytes = zip(&[("locked.txt", b"x"), ("open.txt", b"y")]);
    bytes[6] |= 1;
    let central = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[central + 8] |= 1;
    let (members, faults) = open("a.zip", &bytes, &Limits::default());
    assert_eq!(names(&members), ["open.txt"]);
    assert_eq!(kinds(&faults), [FaultKind::Encrypted]);
}

#[test]
fn damage_is_told_and_what_can_be_read_is() {
    let long: Vec<u8> = (0..40_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let files: [(&str, &[u8]); 3] = [("a.txt", b"whole"), ("b.bin", &long), ("c.txt", b"after")];
    let mut bytes = zip(&files);
    let middle = bytes.len() / 2;
    bytes[middle..middle + 32].fill(0);
    let (members, faults) = open("a.zip", &bytes, &Limits::default());
    assert!(names(&members).contains(&"a.txt") && names(&members).contains(&"c.txt"), "{:?}", names(&members));
    assert_eq!(kinds(&faults), [FaultKind::Damaged]);
    for (name, whole) in [("a.zip", zip(&files)), ("a.tar", tar(&files)), ("a.tgz", gzip(&tar(&files)))] {
        let (members, faults) = open(name, &whole[..whole.len() / 2], &Limits::default());
        assert_eq!(members[0], ("a.txt".to_owned(), b"whole".to_vec()), "{name}");
        assert!(kinds(&faults).contains(&FaultKind::Damaged), "{name}: {faults:?}");
    }
}

#[test]
fn documents_that_are_zips_are_no_archives() {
    let docx = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")]);
    let epub = zip(&[("mimetype", b"application/epub+zip"), ("META-INF/container.xml", b"<container/>")]);
    let sheet = zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]);
    assert_eq!(zip_document(&docx), Some(ZipDocument::Docx));
    assert_eq!(zip_document(&docx[..docx.len() / 2]), Some(ZipDocument::Docx), "cut off");
    assert_eq!(zip_document(&sheet), Some(ZipDocument::Other));
    assert!(!is_archive("a.docx", &docx) && !is_archive("a.epub", &epub));
    let folder = zip(&[("a.docx", &docx), ("b.txt", b"x")]);
    assert!(is_archive("a.zip", &folder));
    assert_eq!(names(&open("a.zip", &folder, &Limits::default()).0), ["a.docx", "b.txt"]);
    assert!(!is_archive("a.txt", b"PK is how it begins") && !is_archive("a.tar", &[b'x'; 600]));
}

#[test]
fn a_member_that_lies_about_its_size_is_told() {
    let blanks = vec![0u8; 8 << 20];
    let mut bytes = zip(&[("bomb.bin", &blanks), ("after.txt", b"still here")]);
    let size = (8u32 << 20).to_le_bytes();
    while let Some(at) = memchr::memmem::find(&bytes, &size) {
        bytes[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    }
    let (members, faults) = open("a.zip", &bytes, &Limits::default());
    assert_eq!(faults.len(), 1, "{:?} {faults:?}", names(&members));
    assert_eq!(members.last().unwrap().0, "after.txt");
    assert!(members.iter().all(|m| m.1.len() < 2 << 20), "no more than what was told may be kept");
}
