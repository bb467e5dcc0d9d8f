#![no_main]

use chancery_read::{Format, decode};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Text, Format::Html, Format::Xml] {
        let decoded = decode(bytes, format);
        match &decoded.map {
            Some(map) => map.check(&decoded.text).expect("the map fits its text"),
            None => assert_eq!(decoded.text.as_bytes(), bytes, "no map, so the text is the bytes"),
        }
    }
});
