//! Quotations that try to break the joining.

use super::*;

fn many(from: usize, to: usize) -> String {
    (from..to).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn very_long_quotes() {
    pair(&many(0, 5_000), &many(1_000, 3_000), "a#q=b#q:Part");
    pair(&many(0, 5_000), &format!("{} … {}", many(0, 9), many(4_000, 4_999)), "a#q=b#q:Elided");
    pair(&many(0, 600), &many(0, 600).replace("word300 ", "other "), "a#q=b#q:Variant");
    pair(&many(0, 600), &many(700, 1_300), "a#q b#q");
}

#[test]
fn nothing_but_marks() {
    pair("!!!", "!!!", "a#q b#q");
    pair("…", "…", "a#q b#q");
    pair("[...]", "… … …", "a#q b#q");
    pair("[the company]", "[the company]", "a#q b#q");
    pair("[the company]", "they said it again", "a#q b#q");
    pair("…", "they said it again", "a#q b#q");
    pair("👍👍", "👍👍", "a#q b#q");
    pair("", "they said it again", "a#q b#q");
}

#[test]
fn a_sign_of_an_omission_at_an_end_is_no_difference_in_words() {
    pair("we are here to stay", "we are here to stay …", "a#q=b#q:Elided");
    pair("we are here to stay …", "we are here to stay", "b#q=a#q:Elided");
    pair("… we are here to stay", "we are here to stay", "b#q=a#q:Elided");
    pair("we are here", "… are here …", "a#q=b#q:Elided");
    pair("… are here", "… are here", "a#q=b#q:Identical");
}

#[test]
fn several_omissions_in_one_quote() {
    pair("one two three four five six seven", "one two … four … six seven", "a#q=b#q:Elided");
    pair("one two three four five six seven", "one two three … … six seven", "a#q=b#q:Elided");
    pair("one two three four five six seven", "six seven … one two three", "a#q b#q");
    pair("we will not stop now", "we will … not stop now", "a#q=b#q:Elided");
    pair("we will … not stop now", "we will not stop now", "b#q=a#q:Elided");
}

#[test]
fn insertions_anywhere() {
    pair("Microsoft has held us back for years", "[Microsoft] has held us back for years", "a#q=b#q:Elided");
    pair("it has held us back for years", "[The partner] has held us back for years", "a#q=b#q:Elided");
    pair("Microsoft's hold on us is over now", "[the partner]'s hold on us is over now", "a#q=b#q:Elided");
    pair("they were there", "they [all] were there", "a#q=b#q:Elided");
    pair("they [all] were there", "they were there", "b#q=a#q:Elided");
    pair("we go to him", "we go to [the manager]", "a#q=b#q:Elided");
    pair("we go home at once", "we go [back …] home at once", "a#q=b#q:Elided");
    pair("we saw [an open bracket", "we saw an open bracket", "a#q=b#q:Identical");
    pair("we saw an] open bracket", "we saw an open bracket", "a#q=b#q:Identical");
    pair("[we saw an open bracket", "[we] saw an open bracket", "a#q=b#q:Elided");
}

#[test]
fn signs_and_numbers() {
    pair("we made 1,000 of them", "we made 1000 of them", "a#q=b#q:Identical");
    pair("we made 1,000 of them", "we made 1,001 of them", "a#q b#q");
    pair("it was 3.5, or more", "it was 3.5 or more", "a#q=b#q:Identical");
    pair("it was 3.5 or more", "it was 35 or more", "a#q b#q");
    pair("we are 👍 happy about it", "we are happy about it 👍", "a#q=b#q:Identical");
    pair("we ❤️ this city", "we this city", "a#q=b#q:Identical");
    pair("A.I. is here to stay", "AI is here to stay", "a#q=b#q:Identical");
    pair("e-mail me at once", "e–mail me at once", "a#q=b#q:Identical");
    pair("1️⃣ is the first", "1 is the first", "a#q=b#q:Identical");
}

#[test]
fn other_scripts() {
    pair("\u{2067}שלום לכולם היום\u{2069}", "שלום לכולם היום", "a#q=b#q:Identical");
    pair("قال «نحن هنا اليوم»", "قال \"نحن هنا اليوم\"", "a#q=b#q:Identical");
    pair("می\u{200C}خواهم که بیایم", "میخواهم که بیایم", "a#q=b#q:Identical");
    pair("ｶﾞｲﾄﾞです", "ガイドです", "a#q=b#q:Identical");
    pair("「今日から始めます」", "「始めます」", "a#q=b#q:Part");
    pair("Das ist »ganz« neu.", "Das ist ‚ganz‘ neu", "a#q=b#q:Identical");
    pair("GROẞE STRAßE HIER", "große Strasse hier", "a#q=b#q:Identical");
    pair("« C’est l’heure ! »", "\"C'est l'heure!\"", "a#q=b#q:Identical");
    pair("IĞDIR'DA YENİ GÜN", "ığdır’da yeni gün", "a#q=b#q:Identical");
    pair("우리는 “오늘” 시작합니다", "우리는 '오늘' 시작합니다", "a#q=b#q:Identical");
}

#[test]
fn words_that_are_repeated() {
    pair("no no no no no", "no no no", "a#q=b#q:Part");
    pair("go go go go go go go", "go go go go go go", "a#q=b#q:Part");
    pair("very very very good very very very", "very very very bad very very very", "a#q=b#q:Variant");
    pair("no, no … no, no, no", "no no no no no", "b#q=a#q:Elided");
}

#[test]
fn a_part_of_a_variant_is_no_decision_of_the_curator() {
    check(
        &[
            "a#q | one | s | one two three four five six seven eight nine ten and more",
            "b#q | one | s | one two three four other six seven eight nine ten",
            "c#q | one | s | four other six",
        ],
        "a#q=b#q:Variant,c#q:Variant",
    );
}

#[test]
fn a_quote_of_nobody_has_one_speaker_at_most() {
    check(
        &[
            "a#q | - | s | yes we are really very excited today",
            "b#q | one | s | we are really very excited today",
            "c#q | two | s | are really very excited today",
        ],
        "a#q=b#q:Part c#q",
    );
    // Whatever the names of the articles are.
    for [unknown, one, two] in [["a", "b", "c"], ["b", "a", "c"], ["c", "a", "b"]] {
        let line = |article: &str, speaker: &str| format!("{article}#q | {speaker} | s | we are excited");
        let lines = [line(unknown, "-"), line(one, "one"), line(two, "two")];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let expect =
            format!("a#q b#q c#q ?{unknown}#q/{one}#q:SeveralWholes ?{unknown}#q/{two}#q:SeveralWholes");
        check(&lines, &expect);
    }
}

#[test]
fn what_is_held_apart_does_not_meet_in_a_third_quote() {
    let lines = [
        "a#q | one | s | today we can say that it works and lasts",
        "b#q | one | s | we can say that it works",
        "c#q | one | s | say that it works and lasts",
    ];
    let distinct = Decisions { distinct: vec![(name("b#q"), name("c#q"))], ..Decisions::default() };
    assert_eq!(shown(&lines, &distinct), "a#q=b#q:Part c#q");
    let lines =
        ["a#q | one | s | we can say it", "b#q | - | s | we can say it", "c#q | - | s | we can say it"];
    assert_eq!(shown(&lines, &distinct), "a#q=b#q:Identical c#q");
}

#[test]
fn one_question_for_two_quotes_however_many_printings_they_have() {
    check(
        &[
            "a#q | one | s | yes we are really very excited today and tomorrow",
            "b#q | one | s | we are really very excited today and",
            "c#q | two | s | we are really very excited today",
            "d#q | two | s | really very excited today",
        ],
        "a#q=b#q:Part c#q=d#q:Part ?c#q/a#q:OtherSpeaker",
    );
}
