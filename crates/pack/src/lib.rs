//! placeholder

mod web;

pub use web::{BUILT_IN as BUILT_IN_WEB, WebTableError, web_marks};
