#![no_main]

mod common;

use chancery_read::unpack;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for name in ["a.zip", "a.tar", "a.gz"] {
        let mut sum = 0;
        unpack(name, bytes, &common::LIMITS, &mut |member| sum += member.map_or(0, |m| m.bytes.len() as u64));
        assert!(sum <= common::LIMITS.unpacked_bytes, "more was handed over than may be unpacked");
    }
});
