//! The JSON record (schema 1): what `chancery read --format jsonl` prints, in code points.
