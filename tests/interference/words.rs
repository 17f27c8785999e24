//! What the random sites are made of: few words, so that they come again.

/// Companies by id, name and other names.
pub const COMPANIES: [(&str, &str, &[&str]); 5] = [
    ("acme", "Acme", &["Acme Works"]),
    ("globex", "Globex", &["Globex Corporation"]),
    ("initech", "Initech", &[]),
    ("umbrella", "Umbrella Group", &["Umbrella"]),
    ("hooli", "Hooli", &["Hooli Search"]),
];

pub const PEOPLE: [(&str, &str, &[&str]); 3] =
    [("ann-lee", "Ann Lee", &["Ms Lee"]), ("bo-berg", "Bo Berg", &["Berg"]), ("cy-dale", "Cy Dale", &[])];

pub const PUBLICATIONS: [(&str, &str, &[&str]); 2] =
    [("wire", "The Wire", &["Wire Service"]), ("herald", "Herald", &[])];

/// Names that several may have.
pub const SHARED_NAMES: [&str; 2] = ["Big Blue", "Northern Star"];

pub const PRODUCTS: [&str; 3] = ["Rocket", "Lantern", "Anvil"];

/// The same words, as several articles cut them.
pub const QUOTATIONS: [&[&str]; 4] = [
    &[
        "We will build the new plant in spring and nobody is going to stop us now",
        "We will build the new plant in spring",
        "We will build the new plant … and nobody is going to stop us now",
        "We will build the new plant in spring and nobody will stop us now",
    ],
    &[
        "The demand was frankly staggering for everyone in this house last winter",
        "frankly staggering for everyone",
        "The demand was truly staggering for everyone in this house last winter",
    ],
    &["Nothing has been decided", "Nothing has been decided"],
    &[
        "Our partners limited what we could offer to customers wherever they happened to be",
        "limited what we could offer to customers",
    ],
];

pub const EVENTS: [&str; 3] = ["deal", "launch", "verdict"];
pub const METRICS: [&str; 2] = ["revenue", "headcount"];
pub const QUESTIONS: [&str; 2] = ["response", "outlook"];
pub const ANSWERS: [&str; 3] = ["declined to comment", "said no", "said that it was fine"];
pub const TOPICS: [&str; 3] = ["cloud", "law", "steel"];
pub const DATES: [&str; 6] =
    ["2026-04-14", "2026-04", "2026-02-2X", "2025-11-20", "../2026", "2026-03-2X/2026-03-31"];
pub const ARTICLES: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
/// Labels of topics and metrics, of which some are needed by hidden articles alone.
pub const LABELS: [(&str, &str); 6] = [
    ("topics", "cloud"),
    ("topics", "law"),
    ("topics", "only-first"),
    ("topics", "only-second"),
    ("metrics", "revenue"),
    ("metrics", "headcount"),
];
pub const STATICS: [&str; 6] = [
    "board/plan.txt",
    "board/deep/notes.txt",
    "img/chart.svg",
    "img/photo.svg",
    "readme.txt",
    "press/kit.pdf",
];
pub const PATTERNS: [&str; 5] = ["board/**", "**/*.pdf", "*.txt", "img/chart.svg", "**/*.svg"];

/// Moments at which something happens to clocks or calendars, with a zone in which it does.
pub const MOMENTS: [(&str, &str); 9] = [
    ("2026-06-01T12:00:00Z", "Europe/Berlin"),
    ("2026-05-31T22:00:00Z", "Europe/Berlin"),
    // The clocks go forward, and back.
    ("2026-03-29T01:00:00Z", "Europe/Berlin"),
    ("2026-10-25T00:30:00Z", "Europe/Berlin"),
    ("2026-10-25T01:30:00Z", "Europe/Berlin"),
    ("2026-10-03T16:00:00Z", "Australia/Sydney"),
    ("2028-02-28T13:00:00Z", "Australia/Sydney"),
    ("2028-02-29T12:59:59Z", "Australia/Sydney"),
    ("2026-12-31T23:59:59Z", "America/New_York"),
];
