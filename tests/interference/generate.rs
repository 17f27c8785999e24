//! Random small sites: who may see what, records and how they hang together.

use crate::dice::Dice;
use crate::links::fill_links;
use crate::model::{
    Aim, Field, Inline, Kind, Published, Record, Rights, Site, Static, Target, Value, When, optional,
    required, text,
};
use crate::moments;
use crate::sentences::{article, blocks};
use crate::words::{
    ARTICLES, COMPANIES, EVENTS, LABELS, MOMENTS, PATTERNS, PEOPLE, PRODUCTS, PUBLICATIONS, QUOTATIONS,
    SHARED_NAMES, STATICS,
};

/// Makes a site, one thing after the other.
pub struct Maker {
    pub dice: Dice,
    pub site: Site,
    /// Each annotation and each sentence has another number.
    serial: usize,
    /// The quotes with what they say.
    pub quotes: Vec<(String, String, usize)>,
    /// The figures.
    pub figures: Vec<(String, String)>,
}

/// The site of this number.
pub fn site(seed: u64, number: u64) -> Site {
    let mut dice = Dice::new(seed, number);
    let site = frame(&mut dice);
    let mut maker = Maker { dice, site, serial: 100, quotes: Vec::new(), figures: Vec::new() };
    maker.statics();
    maker.entities();
    maker.stories();
    for id in ARTICLES.iter().take(3 + maker.dice.below(3)) {
        article(&mut maker, id);
    }
    maker.decisions();
    maker.briefings();
    maker.pages();
    fill_links(&mut maker);
    maker.site
}

fn frame(dice: &mut Dice) -> Site {
    let (as_of, zone) = dice.pick(&MOMENTS).expect("a moment");
    let all: [(&str, &[&str]); 5] = [
        ("all", &[]),
        ("staff", &["all"]),
        ("board", &["staff"]),
        ("press", &["all"]),
        ("chair", &["board", "press"]),
    ];
    let own = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    let audiences = match dice.chance(92) {
        true => all.iter().map(|(name, includes)| (name.to_string(), own(includes))).collect(),
        false => Vec::new(),
    };
    let readers = ["all", "all", "staff", "board", "press", "press", "chair"];
    let with_default = !audiences.is_empty() && dice.chance(65);
    Site {
        theme: if dice.chance(25) { "default" } else { "whole" },
        zone,
        as_of: as_of.parse().expect("an instant"),
        drafts: dice.chance(8),
        reader: (!audiences.is_empty()).then(|| dice.pick(&readers).expect("a reader").to_string()),
        default_audience: with_default.then(|| dice.pick(&["all", "all", "staff"]).expect("one").to_string()),
        audiences,
        patterns: Vec::new(),
        menu: Vec::new(),
        labels: LABELS.iter().map(|(list, id)| (*list, id.to_string())).collect(),
        bare: dice.chance(50),
        excerpt_words: dice.below(5),
        directory_urls: dice.chance(20),
        records: Vec::new(),
        statics: Vec::new(),
    }
}

impl Maker {
    pub fn number(&mut self) -> usize {
        self.serial += 1;
        self.serial
    }

    pub fn word(&mut self, words: &[&str]) -> String {
        self.dice.pick(words).unwrap_or("nothing").to_string()
    }

    /// One or two audiences.
    pub fn names(&mut self) -> Vec<String> {
        let names: Vec<String> = self.site.audiences.iter().map(|(name, _)| name.clone()).collect();
        let mut some: Vec<String> = self.dice.pick(&names).into_iter().collect();
        if self.dice.chance(20) {
            some.extend(self.dice.pick(&names).filter(|name| !some.contains(name)));
        }
        some
    }

    /// Perhaps an audience, for a part of a record.
    pub fn audience(&mut self, percent: usize) -> Option<Field> {
        let labelled = !self.site.audiences.is_empty() && self.dice.chance(percent);
        labelled.then(|| required("audience", Value::Audience(self.names())))
    }

    fn when(&mut self, seconds: &[i64]) -> Option<When> {
        let after = self.dice.pick(seconds)?;
        let form = self.dice.below(4);
        Some(When { after, written: moments::written(&self.site, after, form) })
    }

    /// A record with all that decides on who sees it.
    pub fn record(&mut self, kind: Kind, id: &str, mut fields: Vec<Field>) -> Record {
        if self.dice.chance(20) {
            fields.push(optional(
                "redirect_from",
                Value::List(vec![text(format!("/old/{}/{id}/", kind.folder()))]),
            ));
        }
        let labelled =
            !self.site.audiences.is_empty() && (self.site.default_audience.is_none() || self.dice.chance(25));
        let file = match self.dice.below(5) {
            0 => format!("{id}/index.md"),
            1 => format!("sub/folder/{id}.md"),
            _ => format!("{id}.md"),
        };
        let embargo =
            if self.dice.chance(15) { self.when(&[-90_000, -1, 0, 1, 3_600, 90_000]) } else { None };
        let expires = match self.dice.chance(12) {
            true => self.when(&[-90_000, -1, 0, 1, 3_600, 90_000, 9_000_000]),
            false => None,
        };
        let ends = embargo.as_ref().map(|embargo| embargo.after);
        Record {
            kind,
            id: id.to_string(),
            slug: self.dice.chance(15).then(|| format!("{id}-slug")),
            file,
            draft: self.dice.chance(8),
            audience: labelled.then(|| self.names()),
            embargo,
            // What expires before its embargo ends is a mistake.
            expires: expires.filter(|expires| ends.is_none_or(|ends| ends < expires.after)),
            published: None,
            rights: Rights::Full,
            fields,
            body: Vec::new(),
            annotations: Vec::new(),
            beside: Vec::new(),
        }
    }

    pub fn published(&mut self) -> Option<Published> {
        let days = self.dice.pick(&[-400, -62, -31, -2, -1, 0, 0, 1, 40])?;
        let form = self.dice.below(6);
        self.dice.chance(85).then(|| moments::published(&self.site, days, form))
    }

    fn statics(&mut self) {
        for path in STATICS {
            if self.dice.chance(40) {
                self.site.statics.push(Static::of(path, &format!("The file {path}.")));
            }
        }
        if self.site.audiences.is_empty() {
            return;
        }
        for pattern in PATTERNS {
            if self.dice.chance(35) {
                let names = self.names();
                self.site.patterns.push((pattern.to_string(), names));
            }
        }
        let labelled = |site: &Site, path: &str| {
            site.patterns.iter().any(|(pattern, _)| crate::reader::matches(pattern, path))
        };
        for path in STATICS {
            if self.site.default_audience.is_none() && !labelled(&self.site, path) {
                let names = self.names();
                self.site.patterns.push((path.to_string(), names));
            }
        }
    }

    fn entities(&mut self) {
        let count = 2 + self.dice.below(4);
        for (id, name, others) in COMPANIES.iter().take(count) {
            self.entity(Kind::Company, id, name, others);
        }
        let count = self.dice.below(4);
        for (id, name, others) in PEOPLE.iter().take(count) {
            self.entity(Kind::Person, id, name, others);
        }
        let count = 1 + self.dice.below(2);
        for (id, name, others) in PUBLICATIONS.iter().take(count) {
            self.entity(Kind::Publication, id, name, others);
        }
    }

    fn entity(&mut self, kind: Kind, id: &str, name: &str, others: &[&str]) {
        let mut aliases: Vec<Value> = others.iter().map(|name| text(*name)).collect();
        if self.dice.chance(30) {
            aliases.push(text(self.word(&SHARED_NAMES)));
        }
        let mut fields = vec![required("name", text(name)), optional("aliases", Value::List(aliases))];
        if self.dice.chance(40) {
            fields.push(optional("summary", text(format!("What {name} is, in short."))));
        }
        if kind == Kind::Company {
            if self.dice.chance(40) {
                fields.extend(self.reference(&[Kind::Company]).map(|to| optional("part_of", to)));
            }
            if self.dice.chance(25) {
                fields.push(optional("products", Value::List(vec![text(self.word(&PRODUCTS))])));
            }
        }
        if kind == Kind::Person {
            let mut role = vec![required("title", text("Chief"))];
            role.extend(self.reference(&[Kind::Company, Kind::Publication]).map(|to| optional("at", to)));
            fields.push(optional("roles", Value::List(vec![Value::Map(role)])));
        }
        let mut record = self.record(kind, id, fields);
        if self.dice.chance(45) {
            record.body = blocks(self, 1, false);
        }
        self.site.records.push(record);
    }

    /// The ids of records of some kinds.
    pub fn ids(&self, kinds: &[Kind]) -> Vec<String> {
        let records = self.site.records.iter().filter(|record| kinds.contains(&record.kind));
        records.map(|record| record.id.clone()).collect()
    }

    /// All names that are in the source under these keys, those of several as often as they are.
    fn all_names(&self, keys: &[&str]) -> Vec<(String, String)> {
        fn texts(value: &Value) -> Vec<String> {
            match value {
                Value::Text(text) => vec![text.clone()],
                Value::List(list) => list.iter().flat_map(texts).collect(),
                _ => Vec::new(),
            }
        }
        let entities = self.site.records.iter().filter(|record| record.kind.is_entity());
        let names = |record: &Record| -> Vec<(String, String)> {
            let values = keys.iter().filter_map(|key| record.field(key));
            values.flat_map(texts).map(|name| (record.id.clone(), name)).collect()
        };
        entities.flat_map(names).collect()
    }

    /// A name as it stands in a text, of one that may be seen or not.
    pub fn name(&mut self) -> String {
        let names = self.all_names(&["name", "aliases", "products"]);
        self.dice.pick(&names).map_or_else(|| "Nobody".to_string(), |(_, name)| name)
    }

    /// A reference to a company, person or publication, by id.
    pub fn reference(&mut self, kinds: &[Kind]) -> Option<Value> {
        let ids = self.ids(kinds);
        let id = self.dice.pick(&ids)?;
        Some(Value::Ref(Target::Entity(id.clone()), id))
    }

    /// Several, each once; by name or by id.
    pub fn references(&mut self, kinds: &[Kind], most: usize) -> Vec<Value> {
        let mut all: Vec<Value> = Vec::new();
        for _ in 0..self.dice.below(most + 1) {
            let new = self.reference(kinds);
            all.extend(new.filter(|new| !all.contains(new)));
        }
        all
    }

    /// Writes some references by a name that only one has.
    pub fn by_name(&mut self, value: &mut Value) {
        let Value::Ref(Target::Entity(id), written) = value else { return };
        let all = self.all_names(&["name", "aliases"]);
        let only = |name: &String| all.iter().filter(|(_, other)| other == name).count() == 1;
        let own: Vec<String> =
            all.iter().filter(|(of, name)| of == id && only(name)).map(|(_, name)| name.clone()).collect();
        if let Some(name) = self.dice.pick(&own).filter(|_| self.dice.chance(35)) {
            *written = name;
        }
    }

    fn stories(&mut self) {
        for id in ["matter", "affair"].iter().take(self.dice.below(3)) {
            let mut document = vec![required("id", text("memo")), required("title", text("A memo"))];
            document.extend(self.reference(&[Kind::Person, Kind::Company]).map(|to| optional("author", to)));
            let mut fields = vec![
                required("title", text(format!("The {id}"))),
                optional("documents", Value::List(vec![Value::Map(document)])),
            ];
            if self.dice.chance(50) {
                fields.push(optional("event", text(self.word(&EVENTS))));
            }
            let record = self.record(Kind::Story, id, fields);
            self.site.records.push(record);
        }
    }

    /// What curators say of quotes and figures: only quotations of one wording are joined, and only
    /// others kept apart, so that no two decisions contradict each other.
    fn decisions(&mut self) {
        let quotes = self.quotes.clone();
        for (number, (article, id, family)) in quotes.iter().enumerate() {
            let Some((of, to, other)) = self.dice.pick(&quotes).filter(|_| self.dice.chance(40)) else {
                continue;
            };
            let earlier = quotes[..number].iter().any(|(a, i, _)| (a, i) == (&of, &to));
            let key = match (family == &other, earlier) {
                (false, _) => "distinct_from",
                (true, true) if self.dice.chance(40) => "variant_of",
                (true, _) => "same_as",
            };
            if (article, id) == (&of, &to) {
                continue;
            }
            let reference = annotation_reference(&of, &to);
            let annotations = self.site.records.iter_mut().filter(|record| record.id == *article);
            let quote = annotations.flat_map(|record| &mut record.annotations).find(|quote| quote.id == *id);
            quote.expect("a quote").fields.push(optional(key, Value::List(vec![reference])));
        }
        for number in 0..self.site.records.len() {
            if self.site.records[number].kind == Kind::Story && self.dice.chance(50) {
                self.decide_in_story(number, &quotes);
            }
        }
    }

    fn decide_in_story(&mut self, number: usize, quotes: &[(String, String, usize)]) {
        let family = self.dice.below(QUOTATIONS.len());
        let of_family = |wanted: bool| -> Vec<Value> {
            let some = quotes.iter().filter(|(.., other)| (*other == family) == wanted);
            some.map(|(article, id, _)| annotation_reference(article, id)).collect()
        };
        let (same, others) = (of_family(true), of_family(false));
        let fields = &mut self.site.records[number].fields;
        if same.len() > 1 {
            fields.push(optional("join", Value::List(vec![Value::List(same.clone())])));
        }
        if let Some((same, other)) = self.dice.pick(&same).zip(self.dice.pick(&others)) {
            fields.push(optional("keep_apart", Value::List(vec![Value::List(vec![same, other])])));
        }
    }
}

pub fn annotation_reference(article: &str, id: &str) -> Value {
    Value::Ref(Target::Annotation(article.to_string(), id.to_string()), format!("{article}#{id}"))
}

/// A link that does not lead anywhere yet.
pub fn open_link(text: &str) -> Inline {
    Inline::Link(text.to_string(), Aim::Folder(String::new()))
}
