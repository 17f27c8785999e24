//! Every form of EDTF in words, and those that languages say differently.

use std::sync::LazyLock;

use super::super::{Language, embedded};
use crate::value::Date;

static ENGLISH: LazyLock<Language> = LazyLock::new(|| embedded("en"));

fn check(edtf: &str, words: &str) {
    assert_eq!(ENGLISH.date(&Date::parse(edtf).expect(edtf)), words, "{edtf}");
}

fn check_in(tag: &str, cases: &[(&str, &str)]) {
    let language = embedded(tag);
    for (edtf, words) in cases {
        assert_eq!(language.date(&Date::parse(edtf).expect(edtf)), *words, "{tag} {edtf}");
    }
}

#[test]
fn years() {
    for (year, words) in [(2026, "2026"), (0, "1 BC"), (-43, "44 BC"), (-i64::MAX, "9223372036854775808 BC")]
    {
        assert_eq!(ENGLISH.year_number(year), words);
    }
}

#[test]
fn german() {
    check_in(
        "de",
        &[
            ("2026-04-12", "12. April 2026"),
            ("2026-03-28/2026-04-02", "28. März bis 2. April 2026"),
            ("2026-04-06/2026-04-12", "6. bis 12. April 2026"),
            ("2025-12-30/2026-01-02", "30. Dezember 2025 bis 2. Januar 2026"),
            ("2026-01/2026-03", "Januar bis März 2026"),
            ("2026-02-0X", "Anfang Februar 2026"),
            ("2026-02-1X", "Mitte Februar 2026"),
            ("2026-02-2X", "Ende Februar 2026"),
            ("2026-03-3X", "letzte Tage im März 2026"),
            ("2026-04-XX", "April 2026, Tag unbekannt"),
            ("2026-21", "Frühjahr 2026"),
            ("2026-33", "erstes Quartal 2026"),
            ("2026-41", "zweites Halbjahr 2026"),
            ("202X", "2020er Jahre"),
            ("-0043", "44 v.\u{A0}Chr."),
            ("2026-04~", "etwa April 2026"),
            ("../2026", "bis 2026"),
            ("2026-03/..", "ab März 2026"),
            ("2026/", "ab 2026, Ende unbekannt"),
            ("[2026-04-12,2026-04-14]", "entweder 12. April 2026 oder 14. April 2026"),
            ("2026-04-14T09:00:00Z", "14. April 2026, 09:00 UTC"),
        ],
    );
}

#[test]
fn french() {
    check_in(
        "fr",
        &[
            ("2026-04-12", "12 avril 2026"),
            ("2026-03-28/2026-04-02", "28 mars – 2 avril 2026"),
            ("2026-04-06/2026-04-12", "du 6 au 12 avril 2026"),
            ("2025-12-30/2026-01-02", "30 décembre 2025 – 2 janvier 2026"),
            ("2026-01/2026-03", "janvier – mars 2026"),
            ("2026-02-0X", "début février 2026"),
            ("2026-02-1X", "mi-février 2026"),
            ("2026-02-2X", "fin février 2026"),
            ("2026-03-3X", "toute fin mars 2026"),
            ("2026-04-XX", "un jour en avril 2026"),
            ("2026-21", "printemps 2026"),
            ("2026-33", "premier trimestre 2026"),
            ("2026-39", "troisième quadrimestre 2026"),
            ("2026-41", "second semestre 2026"),
            ("202X", "années 2020"),
            ("-0043", "44 av.\u{A0}J.-C."),
            ("2026-04~", "avril 2026 environ"),
            ("../2026", "fin\u{A0}: 2026"),
            ("2026-03/..", "début\u{A0}: mars 2026"),
            ("[..2026]", "2026 ou avant"),
            ("{2025,2026}", "2025 et 2026"),
            ("2026-04-14T09:00:00Z", "14 avril 2026, 09:00 UTC"),
        ],
    );
}

#[test]
fn spanish() {
    check_in(
        "es",
        &[
            ("2026-04-12", "12 de abril de 2026"),
            ("2026-03-28/2026-04-02", "28 de marzo a 2 de abril de 2026"),
            ("2026-04-06/2026-04-12", "del 6 al 12 de abril de 2026"),
            ("2025-12-30/2026-01-02", "30 de diciembre de 2025 a 2 de enero de 2026"),
            ("2026-01/2026-03", "enero a marzo de 2026"),
            ("2026-02-0X", "principios de febrero de 2026"),
            ("2026-02-1X", "mediados de febrero de 2026"),
            ("2026-02-2X", "finales de febrero de 2026"),
            ("2026-03-3X", "últimos días de marzo de 2026"),
            ("2026-04-XX", "un día de abril de 2026"),
            ("2026-21", "primavera de 2026"),
            ("2026-33", "primer trimestre de 2026"),
            ("2026-39", "tercer cuatrimestre de 2026"),
            ("2026-41", "segundo semestre de 2026"),
            ("202X", "década de 2020"),
            ("-0043", "44 a.\u{A0}C."),
            ("2026-04~", "abril de 2026, aproximadamente"),
            ("../2026", "hasta 2026"),
            ("2026-03/..", "desde marzo de 2026"),
            ("[2025..2026]", "fecha imprecisa: 2025 a 2026"),
            ("2026-04-14T09:00:00Z", "14 de abril de 2026, 09:00 UTC"),
        ],
    );
}

#[test]
fn japanese() {
    check_in(
        "ja",
        &[
            ("2026-04-12", "2026年4月12日"),
            ("2026-04", "2026年4月"),
            ("2026-03-28/2026-04-02", "2026年3月28日〜4月2日"),
            ("2026-04-06/2026-04-12", "2026年4月6日〜12日"),
            ("2025-12-30/2026-01-02", "2025年12月30日〜2026年1月2日"),
            ("2026-01/2026-03", "2026年1月〜3月"),
            ("2026-02-0X", "2026年2月上旬"),
            ("2026-02-1X", "2026年2月中旬"),
            ("2026-02-2X", "2026年2月下旬"),
            ("2026-03-3X", "2026年3月末"),
            ("2026-03-2X/2026-03-31", "2026年3月下旬〜3月31日"),
            ("2026-21", "2026年春"),
            ("2026-33", "2026年第1四半期"),
            ("2026-39", "2026年9〜12月"),
            ("2026-41", "2026年下半期"),
            ("202X", "2020年代"),
            ("20XX", "2000〜2099年"),
            ("-0043", "紀元前44年"),
            ("2026", "2026年"),
            ("2026~", "2026年頃"),
            ("1950S2", "1950（有効数字2桁）"),
            ("2025/2026", "2025年〜2026年"),
            ("2026-XX", "2026年のある月"),
            ("2026-XX-XX", "2026年のある日"),
            ("../2026", "2026年まで"),
            ("[2025..2026]", "2025年〜2026年の間"),
            ("2026-04~", "2026年4月頃"),
            ("../2026-04", "2026年4月まで"),
            ("2026-03/..", "2026年3月から"),
            ("[2026-04-12,2026-04-14]", "2026年4月12日または2026年4月14日のいずれか"),
            ("2026-04-14T09:00:00Z", "2026年4月14日 09:00 UTC"),
        ],
    );
}

#[test]
fn arabic() {
    check_in(
        "ar",
        &[
            ("2026-04-12", "12 أبريل 2026"),
            ("2026-03-28/2026-04-02", "من 28 مارس إلى 2 أبريل 2026"),
            ("2026-04-06/2026-04-12", "من 6 إلى 12 أبريل 2026"),
            ("2025/2026", "من 2025 إلى 2026"),
            ("2026-02-2X", "أواخر فبراير 2026"),
            ("2026-33", "الربع الأول من 2026"),
            ("../2026", "حتى 2026"),
        ],
    );
}

#[test]
fn american_english() {
    check_in(
        "en-US",
        &[
            ("2026-04-12", "April 12, 2026"),
            ("2026-04", "April 2026"),
            ("2026-03-28/2026-04-02", "March 28 to April 2, 2026"),
            ("2026-04-06/2026-04-12", "April 6 to 12, 2026"),
            ("2025-12-30/2026-01-02", "December 30, 2025 to January 2, 2026"),
            ("2026-02-2X", "late February 2026"),
            ("2026-23", "fall 2026"),
            ("2026-04-14T09:00:00Z", "April 14, 2026, 09:00 UTC"),
        ],
    );
}

#[test]
fn level_0() {
    check("2026-04-12", "12 April 2026");
    check("2026-04", "April 2026");
    check("2026", "2026");
    check("0476", "476");
    check("0000", "1 BC");
    check("2026-04-14T09:00:00Z", "14 April 2026, 09:00 UTC");
    check("2026-04-14T09:00:00+10:00", "14 April 2026, 09:00 UTC+10:00");
    check("2026-04-14T09:30:00-03:30", "14 April 2026, 09:30 UTC−3:30");
    check("2026-04-06/2026-04-12", "6 to 12 April 2026");
    check("2026-03-28/2026-04-02", "28 March to 2 April 2026");
    check("2025-12-30/2026-01-02", "30 December 2025 to 2 January 2026");
    check("2026-01/2026-03", "January to March 2026");
    check("2025/2026", "2025 to 2026");
}

#[test]
fn level_1() {
    check("2026-04~", "about April 2026");
    check("2026-04?", "April 2026 (uncertain)");
    check("2026-04-12%", "about 12 April 2026 (uncertain)");
    check("202X", "the 2020s");
    check("20XX", "the years 2000 to 2099");
    check("2026-XX", "a month of 2026");
    check("2026-04-XX", "a day in April 2026");
    check("2026-XX-XX", "a day in 2026");
    check("2026-21", "spring 2026");
    check("2026-24", "winter 2026");
    check("-0043", "44 BC");
    check("Y170000002", "the year 170000002");
    check("../2026", "until 2026");
    check("2026-03/..", "from March 2026 on");
    check("/2026", "from an unknown date to 2026");
    check("2026/", "from 2026 to an unknown date");
    check("2026-03-2X/2026-03-31", "late March to 31 March 2026");
}

#[test]
fn level_2() {
    check("2026-02-0X", "early February 2026");
    check("2026-02-1X", "mid-February 2026");
    check("2026-02-2X", "late February 2026");
    check("2026-03-3X", "the end of March 2026");
    check("1XXX", "the years 1000 to 1999");
    check("XXXX", "an unknown year");
    check("20X6", "a year like 20X6");
    check("2026-25", "spring 2026 (Northern Hemisphere)");
    check("2026-31", "autumn 2026 (Southern Hemisphere)");
    check("2026-33", "first quarter of 2026");
    check("2026-39", "third third of 2026");
    check("2026-41", "second half of 2026");
    check("[2026-04-12,2026-04-14]", "one of 12 April 2026 or 14 April 2026");
    check("{2025,2026}", "2025 and 2026");
    check("[2025..2026]", "within 2025 to 2026");
    check("[2026-04-12..2026-04-14]", "within 12 to 14 April 2026");
    check("[..2026]", "2026 or before");
    check("[2026..]", "2026 or later");
    check("?2026-04-~12", "about 12 April 2026 (uncertain)");
    check("1950S2", "1950 (to 2 significant digits)");
    check("Y17E7", "the year 17 × 10^7");
}
