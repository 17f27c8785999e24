//! What is written in the sites under edit: few words, so that they come again.
//!
//! `<company>` and the like stand for one that there is at that moment (`Desk::fill`). An empty value
//! takes a key out.

/// What stands for itself.
pub const WORDS: &[(&str, &[&str])] = &[
    ("words", QUOTATIONS),
    ("word", &["not", "slowly", "the", "Acme", "memo", "Rocket", "staggering", "where", "Ann", "and", "$5"]),
    ("town", &["Brisbane", "Zürich", "Harbour Town"]),
    ("day", &["on Monday", "on Tuesday", "last week"]),
    ("amount", &["$5 billion", "about $5bn", "up to $6 billion", "US$5.0 billion", "500 seats"]),
    (
        "date",
        &[
            "\"2026-04-14\"",
            "\"2026-04\"",
            "\"2026-02-2X\"",
            "\"2026-03-2X/2026-03-31\"",
            "\"2025-11-20\"",
            "\"2025\"",
            "\"../2026\"",
            "\"2026-04~\"",
            "\"2026-05-30T10:00:00Z\"",
            "\"2026-07-01\"",
            "\"XXXX\"",
        ],
    ),
    (
        "issued",
        &["\"2026-04-10\"", "\"2026-04-14\"", "\"2026-04-20\"", "2026-05-02", "\"2026-05-02T18:00:00\""],
    ),
    (
        "moment",
        &[
            "2026-04-20T09:00+10:00",
            "\"2026-05-01T00:00\"",
            "\"2026-06-01\"",
            "2026-06-15T12:00:00Z",
            "\"2026-07-01T08:00\"",
        ],
    ),
    ("event", &["deal", "launch", "talks", "deals"]),
    ("metric", &["revenue", "seats", "stake", "revenues"]),
    ("question", &["why", "response", "responses"]),
    ("answer", &["declined to comment", "said no", "Declined to comment"]),
    ("value", &["5e9", "5000000000", "5.0e9", "6e9", "500", "4.5e9"]),
    ("unit", &["USD", "EUR", "\"%\"", "USD", "USD"]),
    ("topic", &["cloud", "law", "people-moves"]),
    ("slug", &["one", "two", "über-uns", "three"]),
    ("audience", &["staff", "board", "[staff, board]"]),
    (
        "address",
        &[
            "/",
            "/articles/",
            "/timeline/",
            "/quotes/",
            "/figures/acme/revenue/",
            "/events/deal/",
            "/topics/cloud/",
            "/briefings/",
            "/briefings/monday/",
            "/archive/2026/04/",
            "/companies/acme/timeline/",
            "/f.txt",
            "company:acme",
            "figure:acme/revenue",
            "https://example.org/x?y#z",
            "#a-q1",
            "javascript:alert(1)",
        ],
    ),
];

/// Wholes, parts, elisions, variants, and the same in other signs.
const QUOTATIONS: &[&str] = &[
    "We limited our ability to meet customers where they are, and for many that is the cloud of others",
    "limited our ability to meet customers where they are",
    "We limited our ability … where they are",
    "We limited our capacity to meet customers where they are, and for many that is the cloud of others",
    "frankly staggering",
    "frankly, staggering",
    "The demand has been frankly staggering since the launch",
    "the demand has been frankly staggering",
    "It was built on fear, restriction and the idea that a few should control it",
    "built on fear, restriction",
    "[I]t was built on fear and restriction",
    "a religion",
];

/// Paragraphs without annotations.
pub const PARAGRAPHS: &[&str] = &[
    "<name> and <name> met in <town> <day>.",
    "Nobody at <company-name> said why.",
    "Shares of <company-name> fell, and <person-name> left the room. It rained in <town>.",
    "See <link> for more about <name>.",
    "The board of <name> meets in *March*, <link> says, and `code` is **bold**.",
    "> <company-name>'s rivals were not asked, <name> wrote.",
    "## What <company-name> wants",
    "- one for <name>\n- two",
    "An <b>old</b> matter for <company-name>.",
    "![A picture](<static>)",
    "Le marché de <name> est ouvert.",
    "[](company:<company>)",
    "[](figure:acme/revenue)\n[](event:deal)",
    "```embed\nchart: acme/revenue\ntimeline: <company>\ntopic: cloud\n```",
    "See [](company:<company>#a-heading), \"[](figure:acme/revenue)\" -- and [](topic:cloud).",
    "> [!NOTE]\n> As <name> said.",
];

/// Paragraphs with an annotation: its list, the paragraph with what it is about in `[[…]]`, and its keys.
pub const ANNOTATED: &[(&str, &str, &str)] = &[
    ("quotes", "\"[[<words>]],\" <person-name> said <day>.", "speaker: <speaker>"),
    (
        "quotes",
        "\"[[<words>]],\" <person-name> of <company-name> said.",
        "speaker: <speaker>|about: [<company>]",
    ),
    ("quotes", "One of them put it as \"[[<words>]]\".", ""),
    ("quotes", "\"[[<words>]]\", the memo of <company-name> says.", "speaker: <company>|in: <document>"),
    ("quotes", "\"[[<words>]]\", <name> has it.", "via: [{source: <entity>, how: cited}]|role: Chief"),
    (
        "events",
        "[[<company-name> and <company-name> announced the deal <day>]].",
        "event: deal|date: <date>|title: The deal is announced|entities: [<company>, <entity>]",
    ),
    (
        "events",
        "[[The launch was late]], <name> said.",
        "event: launch|date: <date>|title: The launch|said: late|entities: [<entity>]",
    ),
    ("events", "[[Something else happened in <town>]].", "date: <date>|title: Something happens in a town"),
    (
        "figures",
        "<company-name> made [[<amount>]] last year. It was no secret.",
        "company: <company>|metric: <metric>|value: <value>|unit: USD|as_of: <date>",
    ),
    (
        "figures",
        "<company-name> will make [[<amount>]], <person-name> says.",
        "company: <company>|metric: revenue|low: 4e9|high: 6e9|unit: <unit>|status: forecast|said_by: <entity>",
    ),
    (
        "figures",
        "[[<amount>]] is what <company-name> is said to hold.",
        "company: <company>|metric: stake|value: <value>|unit: USD|bound: at-most|disputes: [<figure>]",
    ),
    (
        "claims",
        "[[<company-name> did not answer questions]] <day>.",
        "company: <company>|question: <question>|says: <answer>",
    ),
    (
        "relations",
        "[[<company-name> owns a part of <company-name>]].",
        "from: <company>|to: <company>|kind: owner-of|since: <date>",
    ),
    ("notes", "[[This is what <name> wrote]] <day>.", "text: \"The outlet's *words*; see <link>.\""),
    ("notes", "[[Nobody else has it]].", "text: See also the other one."),
    ("mentions", "They call it [[<company-name>]] in jest.", "suffix: \" in jest\"|link: false"),
    ("mentions", "[[The search giant]] of <town> was not asked.", "entity: <entity>"),
    ("redactions", "[[The price was a secret]].", "audience: <audience>"),
];

/// What can be set in annotations.
pub const ANNOTATION_KEYS: &[(&str, &str, &[&str])] = &[
    ("quotes", "speaker", &["<speaker>", "<speaker>", ""]),
    ("quotes", "role", &["Chief", "Deputy", ""]),
    ("quotes", "in", &["<document>", ""]),
    ("quotes", "via", &["[{source: <entity>, how: viewed}]", "[{source: <entity>}]", ""]),
    ("quotes", "about", &["[<company>, <entity>]", "[<entity>]", ""]),
    ("quotes", "same_as", &["[<quote>]", "[<quote>]", ""]),
    ("quotes", "variant_of", &["[<quote>]", ""]),
    ("quotes", "distinct_from", &["[<quote>]", ""]),
    ("quotes", "audience", &["<audience>", ""]),
    ("events", "event", &["<event>", ""]),
    ("events", "date", &["<date>"]),
    ("events", "title", &["The deal is announced", "The deal, again", "A launch"]),
    ("events", "said", &["late", "in spring", ""]),
    ("events", "entities", &["[<company>, <person>]", "[<entity>]", ""]),
    ("events", "audience", &["<audience>", ""]),
    ("figures", "value", &["<value>"]),
    ("figures", "company", &["<company>"]),
    ("figures", "metric", &["<metric>"]),
    ("figures", "unit", &["<unit>", "seats"]),
    ("figures", "bound", &["about", "at-most", "at-least", ""]),
    ("figures", "status", &["planned", "denied", "claimed", ""]),
    ("figures", "said_by", &["<entity>", ""]),
    ("figures", "as_of", &["<date>", "\"2026-02\"", "\"2026-02\"", ""]),
    ("figures", "disputes", &["[<figure>]", ""]),
    ("figures", "acknowledge", &["one counts a part of it", ""]),
    ("relations", "from", &["<company>"]),
    ("relations", "to", &["<company>"]),
    ("relations", "kind", &["owner-of", "licensee-of"]),
    ("relations", "until", &["<date>", ""]),
    ("claims", "company", &["<company>"]),
    ("claims", "question", &["<question>"]),
    ("claims", "says", &["<answer>"]),
    ("claims", "acknowledge", &["they were asked twice", ""]),
    ("notes", "text", &["Another *remark*.", "\"See <link>.\"", "\"<name> was not asked.\""]),
    ("notes", "audience", &["<audience>", ""]),
    ("mentions", "link", &["false", ""]),
    ("mentions", "entity", &["<entity>", ""]),
    ("redactions", "audience", &["<audience>"]),
];

/// A key with what can be its value.
pub type Key = (&'static str, &'static [&'static str]);

/// What can be set in every record.
pub const RECORD_KEYS: &[Key] = &[
    ("slug", &["<slug>", "", ""]),
    ("draft", &["true", "", ""]),
    ("audience", &["<audience>", "", ""]),
    ("embargo", &["<moment>", "", ""]),
    ("expires", &["<moment>", "", ""]),
    ("redirect_from", &["[/old/]", ""]),
];

/// What can be set in the records of a kind.
pub const KEYS: &[(&str, &[Key])] = &[
    (
        "articles",
        &[
            ("title", &["A memo", "Why <company-name> waits", "The <town> talks", "Nothing new"]),
            ("dek", &["What <company-name> wants", "Not much", ""]),
            ("section", &["Business", "Policy", ""]),
            ("publication", &["<publication>", "<publication>", ""]),
            ("published", &["<date>", "<date>", "<date>", ""]),
            ("retrieved", &["<date>", "<issued>", ""]),
            ("corrections", &["[{date: <issued>, text: It was <name>.}]", ""]),
            ("authors", &["[Ann]", "[Ann, Bob]", ""]),
            ("url", &["https://example.org/a#b", "https://example.org/c", ""]),
            ("language", &["fr", "en", "de", ""]),
            ("image", &["{src: <static>, alt: A picture}", ""]),
            ("topics", &["[<topic>]", "[<topic>, cloud]", ""]),
            ("story", &["<story>", "<story>", ""]),
            ("summary", &["It says so.", "It says <amount>.", ""]),
            ("credits", &["[{to: <entity>, how: first-reported}]", ""]),
            ("rights", &["excerpt", "link", "full", "", ""]),
            ("skip", &["[{until: \"<word>\"}]", "", ""]),
        ],
    ),
    (
        "companies",
        &[
            ("name", &["Acme", "Acme Works", "Borealis", "Cirrus", "Rocket"]),
            ("aliases", &["[Acme Inc.]", "[the maker]", "[Borealis]", "[Rocket, the maker]", ""]),
            ("part_of", &["<company>", "<company>", ""]),
            ("products", &["[Rocket]", "[Azure, Cirrus Cloud]", "[staggering]", ""]),
            ("ticker", &["ACM", ""]),
            ("website", &["https://acme.example", ""]),
            ("sector", &["Rockets", ""]),
            ("summary", &["A maker of things.", "It makes rockets.", ""]),
        ],
    ),
    (
        "people",
        &[
            ("name", &["Ann Lee", "Ann Lee-Roth", "Bob Ray"]),
            ("aliases", &["[Lee]", "[Ann]", ""]),
            (
                "roles",
                &[
                    "[{title: Chief, at: <entity>, since: \"2019\"}]",
                    "[{title: Deputy, at: <company>, until: <date>}, {title: Chief}]",
                    "",
                ],
            ),
            ("summary", &["She runs it.", ""]),
        ],
    ),
    (
        "publications",
        &[
            ("name", &["The Wire", "The Ledger", "Evening Wire"]),
            ("aliases", &["[Wire]", ""]),
            ("website", &["https://wire.example", ""]),
            ("summary", &["A paper.", ""]),
        ],
    ),
    (
        "stories",
        &[
            ("title", &["The matter", "The other matter"]),
            ("summary", &["What happened.", ""]),
            ("event", &["<event>", ""]),
            (
                "documents",
                &[
                    "[{id: note, title: A note, author: <entity>, date: <date>}]",
                    "[{id: note, title: The note}, {id: call, title: A call}]",
                    "",
                ],
            ),
            ("join", &["[[<quote>, <quote>]]", ""]),
            ("keep_apart", &["[[<quote>, <quote>]]", ""]),
        ],
    ),
    (
        "briefings",
        &[
            ("title", &["This week", "That week"]),
            ("date", &["<issued>", "<issued>"]),
            ("lead", &["{article: <article>, comment: First.}", "{quote: \"<quote>\"}", ""]),
            (
                "sections",
                &[
                    "[{heading: More, items: [{story: <story>}, {article: <article>}]}]",
                    "[{heading: Sums, items: [{figure: <company>/revenue}, {timeline: <company>}]}]",
                    "",
                ],
            ),
        ],
    ),
    ("pages", &[("title", &["About", "About us"]), ("summary", &["What this is.", ""])]),
];

/// What can be set in `site.yaml`.
pub const SETTINGS: &[Key] = &[
    ("title", &["The Desk", "The Morning Desk"]),
    ("tagline", &["All of it", ""]),
    ("place", &["Brisbane", ""]),
    ("language", &["en", "en-US", "de", "ar", "xx", ""]),
    ("timezone", &["UTC", "Europe/Berlin", "Australia/Brisbane", "America/New_York", ""]),
    ("base_url", &["https://example.org/news", "https://desk.example", ""]),
    ("urls", &["index", "directory", ""]),
    ("visibility", &["public", "internal", ""]),
    (
        "menu",
        &[
            "[{label: About, url: /about/}]",
            "[{label: All, url: /articles/}, {label: Out, url: \"https://x.org\"}]",
            "[{label: Times, url: /timeline/}, {label: It, url: /companies/acme/}]",
            "",
            "",
        ],
    ),
    (
        "metrics",
        &[
            "{revenue: {label: Revenue, unit: USD}}",
            "{revenue: {label: Turnover}, seats: {label: Seats}}",
            "",
        ],
    ),
    ("units", &["{seats: seats}", "{seats: places}"]),
    ("topics", &["{cloud: Cloud}", "{cloud: The cloud, law: Law and order}", ""]),
    ("excerpt_words", &["5", ""]),
    ("paginate", &["1", "2", ""]),
    ("smart_punctuation", &["true", ""]),
];

/// What can be set of the settings of the themes.
pub const THEME_SETTINGS: &[(&str, &[&str])] = &[
    ("whole", &["{accent: red}", "{size: 4}", "{accent: red, size: 4}", ""]),
    ("own", &["{accent: red}", "{own: 7}", ""]),
    ("plain", &["{greeting: Good morning}", "{loud: true}", ""]),
    ("default", &["{front_articles: 2}", "{footer: The end}", ""]),
];

/// Lines of templates.
pub const MARKUP: &[&str] = &[
    "{{ title }} again",
    "{{ site.title }}, {{ site.menu | length }}",
    "{{ \"section_quotes\" | t }}",
    "{{ \"n_quotes\" | t(n=3) }}",
    "{% if site.internal %}kept inside{% endif %}",
    "a line",
    "another line",
];

/// Lines of templates that are wrong.
pub const WRONG_MARKUP: &[&str] =
    &["{% if %}", "{{ nothing.at.all }}", "{{ title | no_such }}", "{{ title", "{{ \"no_such_word\" | t }}"];

/// Messages of the interface, each with what a theme may say otherwise.
pub const MESSAGES: &[(&str, &[&str])] = &[
    ("section_articles", &["Clippings", "Papers"]),
    ("section_quotes", &["Sayings", "Words"]),
    ("mark_quote", &["A saying"]),
    ("title_timeline_of", &["\"{name}, in time\""]),
    ("title_not_found", &["Nothing here"]),
    ("date_month", &["\"{month_number}/{year}\""]),
    ("date_day", &["\"{year}, {day} {month}\""]),
    ("bound_at-most", &["no more than"]),
    ("list_comma", &["\"; \""]),
];

/// New records: the folder, ids, and the first lines.
pub const NEW: &[(&str, &[&str], &str)] = &[
    (
        "companies",
        &["acme", "borealis", "cirrus", "dune", "sub"],
        "---\nname: <new-company>\n---\n<name> is one of them. See <link>.\n",
    ),
    (
        "people",
        &["ann-lee", "bob-ray", "cy-fox"],
        "---\nname: <new-person>\nroles: [{title: Chief, at: <company>}]\n---\n",
    ),
    ("publications", &["wire", "ledger"], "---\nname: <new-publication>\n---\nA paper of <town>.\n"),
    (
        "stories",
        &["matter", "affair"],
        "---\ntitle: The matter\ndocuments: [{id: note, title: A note}]\n---\n",
    ),
    (
        "briefings",
        &["monday", "tuesday", "wednesday"],
        "---\ntitle: This week\ndate: <issued>\nlead: {article: <article>}\n---\nA letter about <name>.\n",
    ),
    ("pages", &["about", "method", "contact"], "---\ntitle: Another page\n---\nSee <link>, and <link>.\n"),
];

/// Names of new records.
pub const NEW_NAMES: &[(&str, &[&str])] = &[
    ("<new-company>", &["Acme", "Borealis", "Cirrus", "Dune Works", "Rocket"]),
    ("<new-person>", &["Ann Lee", "Bob Ray", "Cy Fox"]),
    ("<new-publication>", &["The Wire", "The Ledger"]),
];

/// Ids of articles.
pub const ARTICLES: &[&str] =
    &["a-memo", "a-deal", "a-launch", "a-clip", "a-letter", "a-brief", "a-log", "a-call", "memo", "other"];

/// Static files, of which some stand in the way of a page.
pub const STATICS: &[&str] = &[
    "f.txt",
    "pic.svg",
    "board/secret.txt",
    "deep/er/x.css",
    "f.txt",
    "about/index.html",
    "theme/own.css",
    "articles/a-memo/index.html",
];

/// Moments at which a site is built, around those at which something falls due.
pub const NOWS: &[&str] = &[
    "2026-03-01T00:00:00Z",
    "2026-05-02T00:00:00Z",
    "2026-06-01T12:00:00Z",
    "2026-06-16T00:00:00Z",
    "2026-07-02T00:00:00Z",
    "2027-01-01T00:00:00Z",
];
