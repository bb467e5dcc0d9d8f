use std::collections::BTreeSet;
use std::path::Path;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let marks = chancery_pack::web_marks(chancery_pack::BUILT_IN_WEB).unwrap();
    let bytes = std::fs::read(&args[1]).unwrap();
    let text = match std::str::from_utf8(&bytes) { Ok(t) => t.to_owned(), Err(_) => encoding_rs::WINDOWS_1251.decode(&bytes).0.into_owned() };
    let _ = (BTreeSet::<u8>::new(), Path::new(""));
    for sheet in chancery_read::read_html(&text, &Default::default(), Some(&marks)) {
        for h in &sheet.hints { println!("# {:?} {}", h.kind, h.value); }
        for f in &sheet.faults { println!("! {f}"); }
        for b in &sheet.blocks { println!("{:?} {:?}{}{} {}", b.kind, b.gap, if b.emphasis {" bold"} else {""}, if b.links>0 {format!(" links{}",b.links)} else {String::new()}, sheet.words(b)); }
        for c in &sheet.comments { println!("> {:?} {:?} {}", c.author, c.posted, c.text); }
    }
}
