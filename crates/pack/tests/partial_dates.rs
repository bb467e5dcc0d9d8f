//! Dates as written, with the bundled packs' words.

mod common;

use chancery_value::Values;
use common::{bundled, fold};
use proptest::prelude::*;

/// `written form=year-month-day`, what is not written as `?`.
fn found(values: &Values, text: &str) -> Vec<String> {
    let part = |part: Option<i32>| part.map_or("?".to_owned(), |n| n.to_string());
    let dates = values.partial_dates(&fold(text));
    dates
        .iter()
        .map(|(span, date)| {
            let (y, m, d) = (date.year.map(i32::from), date.month.map(i32::from), date.day.map(i32::from));
            format!("{}={}-{}-{}", &text[span.range()], part(y), part(m), part(d))
        })
        .collect()
}

#[test]
fn dates_in_every_usual_form() {
    let values = bundled();
    for (text, expected) in [
        ("2023年2月21日", "2023年2月21日=2023-2-21"),
        ("2023 年 2 月 21 日 星期二", "2023 年 2 月 21 日=2023-2-21"),
        ("二〇二二年二月四日于北京", "二〇二二年二月四日=2022-2-4"),
        ("二零二二年十二月三十一日", "二零二二年十二月三十一日=2022-12-31"),
        ("二○二二年二月", "二○二二年二月=2022-2-?"),
        ("两千零二十三年", "两千零二十三年=2023-?-?"),
        ("民国三十六年八月十三日", "民国三十六年八月十三日=1947-8-13"),
        ("公元1949年", "公元1949年=1949-?-?"),
        ("廿三日", "廿三日=?-?-23"),
        ("9月16日电", "9月16日=?-9-16"),
        ("４月１日", "４月１日=?-4-1"),
        ("07年8月", "07年8月=2007-8-?"),
        ("98年3月", "98年3月=1998-3-?"),
        ("2004年八月十五", "2004年八月十五=2004-8-15"),
        ("2023/5/30 10:12", "2023/5/30=2023-5-30"),
        ("2023-05-30T10:12:00Z", "2023-05-30=2023-5-30"),
        ("2023.05.30", "2023.05.30=2023-5-30"),
        ("20230530", "20230530=2023-5-30"),
        ("12/03/2022 - 02:16", "12/03/2022=2022-3-12"),
        ("03/25/2022", "03/25/2022=2022-3-25"),
        ("30.5.2023", "30.5.2023=2023-5-30"),
        ("May 24, 2022", "May 24, 2022=2022-5-24"),
        ("MAY 24, 2022", "MAY 24, 2022=2022-5-24"),
        ("24 May 2022", "24 May 2022=2022-5-24"),
        ("the 24th of May, 2022", "24th of May, 2022=2022-5-24"),
        ("Sept. 3, 2021", "Sept. 3, 2021=2021-9-3"),
        ("Tue, 21 Feb 2023 10:00:00 +0800", "Tue, 21 Feb 2023=2023-2-21"),
        ("Tuesday, February 21, 2023", "Tuesday, February 21, 2023=2023-2-21"),
        ("March 2021", "March 2021=2021-3-?"),
        ("星期三（3月4日）", "星期三（3月4日）=?-3-4"),
        ("周三 3月4日", "周三 3月4日=?-3-4"),
    ] {
        assert_eq!(found(values, text), [expected], "{text}");
    }
}

#[test]
fn what_only_looks_like_a_date_is_none() {
    let values = bundled();
    for text in [
        "五年",
        "三个月",
        "2月30日",
        "13月",
        "2023年2月29日",
        "1.2.3.4",
        "192.168.10.20",
        "10日元",
        "5日本人",
        "3月球",
        "they may come",
        "on the march",
        "version 2.10",
        "1/2",
        "tel. 010-6532",
        "100年",
        "2022-23",
        "2022-13-01",
        "日",
        "年月日",
        "31 April 2022",
        "一月球",
        "3.5.1",
        "12345678901234567890年",
    ] {
        let found = found(values, text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

proptest! {
    #[test]
    fn spans_slice_the_text(text in "(年|月|日|号|十|二|〇|廿|民国|[0-9]|/|-|\\.|,| |may |march|星期|三|（|）|１|th|of ){0,24}") {
        let values = bundled();
        let mut last = 0;
        for (span, date) in values.partial_dates(&text) {
            prop_assert!(span.start() >= last && !span.is_empty());
            prop_assert!(text.get(span.range()).is_some());
            prop_assert!(date.year.is_some() || date.month.is_some() || date.day.is_some());
            last = span.end();
        }
    }
}
