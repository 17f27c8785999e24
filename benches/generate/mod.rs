//! Large sites for benchmarks: the same ones in every run.
//!
//! In: how many articles. Out: the files of a site. An article has 500 words in paragraphs,
//! four quotations of which one in three is printed by other articles too (whole or in part),
//! an event, a figure and a few of 200 companies.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "each benchmark uses a part of it"
)]

use std::path::Path;

use crate::dice::Dice;

const COMPANIES: u64 = 200;
const PEOPLE: u64 = 300;
const PUBLICATIONS: u64 = 20;
const TOPICS: u64 = 12;
const METRICS: u64 = 8;

/// What somebody said, as whoever was there heard it.
struct Saying {
    speaker: u64,
    words: Vec<String>,
}

/// All files of a site with so many articles, by path.
pub fn site(articles: u64) -> Vec<(String, String)> {
    let mut dice = Dice::new(0x2545_F491_4F6C_DD1D);
    let mut files = vec![("content/site.yaml".to_string(), settings())];
    files.extend((0..COMPANIES).map(|n| company(n, &mut dice)));
    files.extend((0..PEOPLE).map(|n| person(n, &mut dice)));
    files.extend(
        (0..PUBLICATIONS)
            .map(|n| (format!("content/publications/pub-{n}.md"), format!("---\nname: Gazette {n}\n---\n"))),
    );
    let stories = articles / 20 + 1;
    files.extend(
        (0..stories)
            .map(|n| (format!("content/stories/story-{n}.md"), format!("---\ntitle: Story {n}\n---\n"))),
    );
    // Sayings that several articles print, by story.
    let shared: Vec<Saying> = (0..stories * 10).map(|_| saying(&mut dice)).collect();
    for n in 0..articles {
        files.extend(article(n, stories, &shared, &mut dice));
    }
    files
}

/// The same on the disk.
pub fn write(articles: u64, root: &Path) {
    for (path, text) in site(articles) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(root)).expect("a folder is made");
        std::fs::write(path, text).expect("a file is written");
    }
}

fn settings() -> String {
    let mut yaml =
        "title: A large site\nbase_url: https://news.example\nlanguage: en\nmetrics:\n".to_string();
    for n in 0..METRICS {
        yaml.push_str(&format!("  metric-{n}: {{label: Metric number {n}, unit: USD}}\n"));
    }
    yaml
}

fn company(n: u64, dice: &mut Dice) -> (String, String) {
    let profile = dice.words(60).join(" ");
    let part_of = if n % 10 == 9 { format!("part_of: company-{}\n", n - 1) } else { String::new() };
    let text = format!(
        "---\nname: Company Nr{n} Group\naliases: [Nr{n}]\nsector: Sector {}\n{part_of}---\n\n{profile}\n",
        n % 7
    );
    (format!("content/companies/company-{n}.md"), text)
}

fn person(n: u64, dice: &mut Dice) -> (String, String) {
    let company = dice.below(COMPANIES);
    let text = format!(
        "---\nname: First{n} Last{n}\nroles: [{{title: Chief Officer, at: company-{company}, since: \"2020\"}}]\n---\n"
    );
    (format!("content/people/person-{n}.md"), text)
}

fn saying(dice: &mut Dice) -> Saying {
    let count = 8 + dice.below(20);
    Saying { speaker: dice.below(PEOPLE), words: dice.words(count) }
}

/// An article and its sidecar.
fn article(n: u64, stories: u64, shared: &[Saying], dice: &mut Dice) -> [(String, String); 2] {
    let story = dice.below(stories);
    let day = (n * 17) % 1_825;
    let (year, month, day) = (2021 + day / 365, (day % 365) / 31 + 1, (day % 28) + 1);
    let date = format!("{year}-{month:02}-{day:02}");
    let companies: Vec<u64> = (0..3).map(|_| dice.below(COMPANIES)).collect();
    let mut body = String::new();
    let mut yaml = "quotes:\n".to_string();
    for quote in 0..4 {
        let own;
        let said = if dice.below(3) == 0 {
            let all = &shared[usize::try_from(story * 10).unwrap_or(0)..];
            &all[usize::try_from(dice.below(10)).unwrap_or(0)]
        } else {
            own = saying(dice);
            &own
        };
        // One printing in four leaves the end out.
        let most = if dice.below(4) == 0 { said.words.len().div_ceil(2).max(5) } else { said.words.len() };
        let words = said.words[..most.min(said.words.len())].join(" ");
        let before = dice.words(80).join(" ");
        body.push_str(&format!("{before}. “{words}”, said q{quote}x First{0} Last{0}.\n\n", said.speaker));
        yaml.push_str(&format!(
            "  - id: q{quote}\n    exact: \"{words}\"\n    suffix: \"”, said q{quote}x\"\n    speaker: person-{}\n    about: [company-{}]\n",
            said.speaker, companies[0]
        ));
    }
    let tail = dice.words(90).join(" ");
    body.push_str(&format!(
        "Late in {year} event{n} happened at Company Nr{} Group, and {tail}. It was worth sum{n} dollars to Nr{}.\n",
        companies[1], companies[2]
    ));
    let event = if dice.below(3) == 0 {
        format!("    event: shared-{story}-{}\n", dice.below(3))
    } else {
        String::new()
    };
    yaml.push_str(&format!(
        "events:\n  - id: e\n    exact: \"event{n} happened\"\n{event}    date: \"{date}\"\n    title: Event of article {n}\n    entities: [company-{}, company-{}]\n",
        companies[0], companies[1]
    ));
    let metric = dice.below(METRICS);
    // Sources agree on most figures of a day.
    let agreed = 1 + (companies[2] * 31 + metric * 7 + month * 13 + day) % 900;
    let value = if dice.below(20) == 0 { 1 + dice.below(900) } else { agreed };
    yaml.push_str(&format!(
        "figures:\n  - id: f\n    exact: \"sum{n} dollars\"\n    company: company-{}\n    metric: metric-{metric}\n    value: {value}e6\n    unit: USD\n    as_of: \"{date}\"\n",
        companies[2],
    ));
    let text = format!(
        "---\ntitle: Article number {n}\npublished: {date}\npublication: pub-{}\ntopics: [topic-{}]\nstory: story-{story}\n---\n\n{body}",
        dice.below(PUBLICATIONS),
        dice.below(TOPICS)
    );
    let base = format!("content/articles/{year}/{month:02}/a-{n}");
    [(format!("{base}.md"), text), (format!("{base}.yaml"), yaml)]
}
