//! How long it takes to find which quotes are one, and how that grows with their number.
//!
//! `cargo bench --bench joining` measures; `benches/README.md` has the figures. Run as a test
//! it joins a small number once, to show that it works.
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "criterion's macros have no documentation, and its arguments say whether to measure"
)]

mod dice;

use std::hint::black_box;
use std::time::Duration;

use clipsheet::model::{Decisions, Saying, join};
use clipsheet::text::spoken;
use clipsheet::value::{AnnotationRef, Id, Name};
use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use dice::Dice;

const SPEAKERS: u64 = 500;
const STORIES: u64 = 2_000;

/// Words that politicians and companies like.
const STOCK_PHRASE: &str = "we are committed to delivering";

fn below(dice: &mut Dice, end: usize) -> usize {
    usize::try_from(dice.below(end as u64)).expect("a small number")
}

/// What somebody said, before any article cut it.
#[derive(Clone)]
struct Original {
    speaker: u64,
    story: u64,
    words: Vec<String>,
}

fn original(dice: &mut Dice, hostile: bool) -> Original {
    let count = 8 + below(dice, 33);
    let mut words = dice.words(count as u64);
    if hostile {
        words.splice(count / 2..count / 2, STOCK_PHRASE.split(' ').map(ToString::to_string));
    }
    Original { speaker: dice.below(SPEAKERS), story: dice.below(STORIES), words }
}

/// 60 % wordings of their own, 20 % printed once more, 10 % parts, 5 % elisions, 5 % variants.
fn sayings(count: usize, hostile: bool) -> Vec<Saying> {
    let mut dice = Dice::new(0x2545_F491_4F6C_DD1D);
    let mut originals: Vec<Original> = Vec::new();
    let mut sayings = Vec::with_capacity(count);
    for number in 0..count {
        let kind = dice.below(100);
        if kind < 60 || originals.is_empty() {
            originals.push(original(&mut dice, hostile));
        }
        let of = match kind {
            0..60 => originals.len() - 1,
            _ => below(&mut dice, originals.len()),
        };
        let Original { speaker, story, words } = originals[of].clone();
        let printed = match kind {
            0..80 => words.join(" "),
            80..90 => part(&mut dice, &words),
            90..95 => elision(&mut dice, &words),
            _ => variant(&mut dice, words),
        };
        sayings.push(Saying {
            name: AnnotationRef { article: id("a", number as u64), id: id("q", 0) },
            speaker: Some(Name::from(&id("s", speaker))),
            story: Some(id("t", story)),
            published: None,
            words: spoken(&printed).into(),
        });
    }
    sayings
}

fn id(kind: &str, number: u64) -> Id {
    Id::parse(&format!("{kind}{number:06}")).expect("an id")
}

fn part(dice: &mut Dice, words: &[String]) -> String {
    let length = 3 + below(dice, words.len() - 3);
    let start = below(dice, words.len() - length + 1);
    words[start..start + length].join(" ")
}

fn elision(dice: &mut Dice, words: &[String]) -> String {
    let start = 3 + below(dice, words.len() - 6);
    let end = start + 1 + below(dice, words.len() - start - 3);
    format!("{} … {}", words[..start].join(" "), words[end..].join(" "))
}

/// One word in eight is another one.
fn variant(dice: &mut Dice, mut words: Vec<String>) -> String {
    for _ in 0..words.len() / 8 {
        let at = below(dice, words.len());
        words[at] = dice.word();
    }
    words.join(" ")
}

fn joining(criterion: &mut Criterion) {
    // Only `cargo bench` measures; a test in debug mode would take minutes.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let sizes: &[usize] = if measured { &[1_000, 10_000, 100_000] } else { &[1_000] };
    for (name, hostile) in [("realistic", false), ("stock phrase", true)] {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        for size in sizes {
            let sayings = sayings(*size, hostile);
            group.throughput(Throughput::Elements(*size as u64));
            group.warm_up_time(Duration::from_millis(500));
            group.measurement_time(Duration::from_secs(if *size > 10_000 { 10 } else { 3 }));
            group.bench_with_input(BenchmarkId::from_parameter(size), &sayings, |bencher, sayings| {
                bencher.iter(|| join(black_box(sayings), &Decisions::default()));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, joining);
criterion_main!(benches);
