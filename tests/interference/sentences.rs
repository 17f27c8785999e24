//! What articles say, and what is annotated of it.

use crate::generate::{Maker, annotation_reference, open_link};
use crate::model::{
    Aim, Annotation, BESIDE, Block, BlockKind, Field, Inline, Kind, Piece, Record, Rights, Static, Target,
    Value, optional, required, text,
};
use crate::redactions::redaction;
use crate::words::{ANSWERS, DATES, EVENTS, METRICS, QUESTIONS, QUOTATIONS, TOPICS};

/// A passage that can be annotated.
pub struct Span {
    list: &'static str,
    pub pieces: Vec<Piece>,
    /// Which of the quotations a quote has.
    family: usize,
}

/// A text under way.
#[derive(Default)]
struct Text {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    /// The quotations that it has.
    families: Vec<usize>,
    /// Whether nothing in it is markup.
    plain: bool,
}

impl Text {
    /// Adds words to the last block, and gives where they stand.
    fn say(&mut self, inline: Inline) -> Piece {
        let block = self.blocks.len() - 1;
        let start = self.blocks[block].plain().len();
        let inline = if self.plain { Inline::Text(inline.plain().to_string()) } else { inline };
        self.blocks[block].inlines.push(inline);
        Piece { block, start, end: self.blocks[block].plain().len() }
    }

    fn words(&mut self, words: &str) -> Piece {
        self.say(Inline::Text(words.to_string()))
    }

    fn span(&mut self, list: &'static str, pieces: Vec<Piece>, family: usize) {
        self.spans.push(Span { list, pieces, family });
    }
}

/// So many paragraphs; with quotations and the like for an article.
pub fn blocks(maker: &mut Maker, count: usize, annotated: bool) -> Vec<Block> {
    write(maker, count, annotated, false).blocks
}

fn write(maker: &mut Maker, count: usize, annotated: bool, plain: bool) -> Text {
    let mut text = Text { plain, ..Text::default() };
    for number in 0..count {
        let kind = match maker.dice.below(8) {
            _ if plain => BlockKind::Paragraph,
            0 if number > 0 => BlockKind::Heading,
            1 => BlockKind::Quotation,
            2 | 3 if text.blocks.last().is_some_and(|block| block.kind == BlockKind::Item) => BlockKind::Item,
            2 if !text.blocks.iter().any(|block| block.kind == BlockKind::Item) => BlockKind::Item,
            _ => BlockKind::Paragraph,
        };
        // Without what is between them, two lists would be one.
        let after_item = text.blocks.last().is_some_and(|block| block.kind == BlockKind::Item);
        if !plain && !after_item && maker.dice.chance(20) {
            let card = Inline::Card(Aim::Folder(String::new()));
            text.blocks.push(Block { kind: BlockKind::Paragraph, inlines: vec![card] });
        }
        text.blocks.push(Block { kind, inlines: Vec::new() });
        if kind == BlockKind::Paragraph && !plain && maker.dice.chance(10) {
            image(maker, &mut text);
            continue;
        }
        let sentences = if kind == BlockKind::Heading { 1 } else { 1 + maker.dice.below(3) };
        for _ in 0..sentences {
            sentence(maker, &mut text, annotated);
        }
    }
    text
}

fn image(maker: &mut Maker, text: &mut Text) {
    let paths: Vec<String> = maker.site.statics.iter().map(|file| file.path.clone()).collect();
    let images: Vec<String> = paths.into_iter().filter(|path| path.ends_with(".svg")).collect();
    match maker.dice.pick(&images) {
        Some(path) => drop(text.say(Inline::Image(format!("Picture {}", maker.number()), path))),
        None => drop(text.words(&format!("No picture {} was there.", maker.number()))),
    }
}

fn sentence(maker: &mut Maker, text: &mut Text, annotated: bool) {
    if !text.blocks.last().is_some_and(|block| block.inlines.is_empty()) {
        text.words(" ");
    }
    let (name, number) = (maker.name(), maker.number());
    match maker.dice.below(if annotated { 10 } else { 4 }) {
        0 => {
            let mut piece = text.words(&format!("See {number} "));
            let target = if maker.dice.chance(60) { name } else { format!("the page {number}") };
            // Of some names only a part is in the link.
            let (linked, rest) = match target.split_once(' ').filter(|_| maker.dice.chance(40)) {
                Some((first, rest)) => (first.to_string(), format!(" {rest}")),
                None => (target, String::new()),
            };
            piece.end = text.say(open_link(&linked)).end;
            text.span("notes", vec![piece], 0);
            text.words(&format!("{rest}."));
        }
        1 => {
            let other = maker.name();
            let piece = text.words(&name);
            text.span("mentions", vec![piece], 0);
            text.words(&format!(" met {other} in room {number}."));
        }
        2 => {
            text.words("It was ");
            text.say(Inline::Emphasis(format!("very odd {number} and new")));
            text.words(&format!(" to {name} as well."));
        }
        3 if maker.dice.chance(40) => {
            text.words(&format!("More {number} "));
            text.say(Inline::Bare(Aim::Folder(String::new())));
            text.words(" is there.");
        }
        3 => drop(text.words(&format!("Nobody knew {number} of {name} before."))),
        4 | 5 => quotation(maker, text, &name),
        6 => {
            text.words(&format!("{name} signed it "));
            let piece = text.words(&format!("on day {number}"));
            text.span("events", vec![piece], 0);
            text.words(".");
        }
        7 => {
            text.words("It cost ");
            let piece = text.words(&format!("about {number} dollars"));
            text.span("figures", vec![piece], 0);
            text.words(&format!(", {name} said."));
        }
        8 => {
            let piece = text.words(&format!("{name} owns part {number} of it"));
            text.span("relations", vec![piece], 0);
            text.words(".");
        }
        _ => {
            let piece = text.words(&format!("{name} declined to speak of matter {number}"));
            text.span("claims", vec![piece], 0);
            text.words(".");
        }
    }
}

fn quotation(maker: &mut Maker, text: &mut Text, name: &str) {
    let family = maker.dice.below(QUOTATIONS.len());
    if text.families.contains(&family) {
        text.words(&format!("{name} said no more."));
        return;
    }
    text.families.push(family);
    let words = maker.word(QUOTATIONS[family]);
    text.words(&format!("{name} told reporters: \""));
    let half = words.match_indices(' ').map(|(at, _)| at).nth(2).unwrap_or(words.len());
    match maker.dice.below(4) {
        0 if half < words.len() => {
            let first = text.words(&words[..half]);
            text.words(&format!(",\" said {name}, \""));
            let second = text.words(words[half..].trim_start());
            text.span("quotes", vec![first, second], family);
        }
        1 if half < words.len() => {
            let mut piece = text.words(&words[..half + 1]);
            piece.end = text.say(Inline::Emphasis(words[half + 1..].to_string())).end;
            text.span("quotes", vec![piece], family);
        }
        _ => {
            let piece = text.words(&words);
            text.span("quotes", vec![piece], family);
        }
    }
    text.words(".\"");
}

/// Writes an article.
pub fn article(maker: &mut Maker, id: &str) {
    let fields = front_matter(maker, id);
    let mut record = maker.record(Kind::Article, id, fields);
    record.published = maker.published();
    if record.file == format!("{id}.md") && maker.dice.chance(12) {
        record.file = format!("{id}.txt");
    }
    record.rights = match maker.dice.below(20) {
        0 | 1 => Rights::Link,
        2..=5 => Rights::Excerpt,
        _ => Rights::Full,
    };
    let count = 2 + maker.dice.below(4);
    let mut text = write(maker, count, true, record.file.ends_with(".txt"));
    if record.file.ends_with("/index.md") {
        for name in FILES_BESIDE {
            if maker.dice.chance(70) {
                record.beside.push(Static::of(name, &format!("The {name} of {id}.")));
            }
        }
        shown_beside(maker, &record, &mut text);
    }
    for span in &text.spans {
        if maker.dice.chance(75) && span.list != "notes" {
            record.annotations.extend(annotation(maker, &record, span));
        }
        if maker.dice.chance(if span.list == "notes" { 40 } else { 12 }) {
            record.annotations.push(note(maker, span.pieces.clone()));
        }
    }
    record.body = text.blocks;
    if !maker.site.audiences.is_empty() && maker.dice.chance(45) {
        for _ in 0..1 + maker.dice.below(3) {
            redaction(maker, &mut record, &text.spans);
        }
    }
    maker.site.records.push(record);
}

/// Some of the images beside the record close its text.
fn shown_beside(maker: &mut Maker, record: &Record, text: &mut Text) {
    for file in &record.beside {
        if maker.dice.chance(60) {
            let image =
                Inline::Image(format!("Picture {}", maker.number()), format!("{BESIDE}{}", file.path));
            text.blocks.push(Block { kind: BlockKind::Paragraph, inlines: vec![image] });
        }
    }
}

/// What may stand beside a record.
const FILES_BESIDE: [&str; 3] = ["photo.svg", "map.svg", "more/plan.svg"];

fn front_matter(maker: &mut Maker, id: &str) -> Vec<Field> {
    let name = maker.name();
    let mut fields = vec![required("title", text(format!("The {id} on {name}")))];
    let mut topics: Vec<Value> = Vec::new();
    if maker.dice.chance(50) {
        topics.push(text(maker.word(&TOPICS)));
    }
    if maker.dice.chance(35) {
        topics.push(text(format!("only-{id}")));
    }
    fields.push(optional("topics", Value::List(topics)));
    for key in ["dek", "summary"] {
        if maker.dice.chance(40) {
            fields.push(optional(key, text(format!("The {key} of the {id}, with {}.", maker.name()))));
        }
    }
    if maker.dice.chance(30) {
        let day = crate::moments::day(&maker.site, maker.dice.pick(&[-50, -3, -1, 0]).unwrap_or_default());
        fields.push(optional("retrieved", text(day)));
    }
    if maker.dice.chance(30) {
        let corrections = (0..1 + maker.dice.below(2)).map(|_| correction(maker)).collect();
        fields.push(optional("corrections", Value::List(corrections)));
    }
    if maker.dice.chance(60) {
        fields.extend(maker.reference(&[Kind::Publication]).map(|to| optional("publication", to)));
    }
    if let Some(story) = maker.dice.pick(&maker.ids(&[Kind::Story])).filter(|_| maker.dice.chance(70)) {
        fields.push(optional("story", Value::Ref(Target::Story(story.clone()), story)));
    }
    if maker.dice.chance(30) {
        let credits = maker.references(&[Kind::Publication, Kind::Company, Kind::Person], 2);
        let credit = |to| Value::Map(vec![required("to", to), required("how", text("first-reported"))]);
        fields.push(optional("credits", Value::List(credits.into_iter().map(credit).collect())));
    }
    if maker.dice.chance(25) {
        let files = maker.site.statics.iter().filter(|file| file.path.ends_with(".svg"));
        let paths: Vec<String> = files.map(|file| file.path.clone()).collect();
        if let Some(path) = maker.dice.pick(&paths) {
            let src = required("src", Value::Ref(Target::Static(path.clone()), format!("/{path}")));
            let image = vec![src, optional("alt", text(format!("What the {id} shows")))];
            fields.push(optional("image", Value::Map(image)));
        }
    }
    if maker.dice.chance(10) {
        fields.push(optional("language", text("de")));
    }
    if maker.dice.chance(30) {
        fields.push(optional("url", text(format!("https://example.org/{id}"))));
    }
    fields
}

fn story_of(record: &Record) -> Option<String> {
    match record.field("story") {
        Some(Value::Ref(Target::Story(story), _)) => Some(story.clone()),
        _ => None,
    }
}

fn note(maker: &mut Maker, pieces: Vec<Piece>) -> Annotation {
    let inlines = vec![
        Inline::Text(format!("Not so, says {}; see ", maker.name())),
        open_link("there"),
        Inline::Text(".".to_string()),
    ];
    let mut fields = vec![required("text", Value::Markdown(inlines))];
    fields.extend(maker.audience(20));
    Annotation { list: "notes", id: format!("n{}", maker.number()), pieces, fields, seen_by: Vec::new() }
}

fn annotation(maker: &mut Maker, article: &Record, span: &Span) -> Option<Annotation> {
    let id = if span.list == "mentions" { String::new() } else { format!("x{}", maker.number()) };
    let mut fields = match span.list {
        "quotes" => quote(maker, article),
        "events" => event(maker),
        "figures" => figure(maker, &article.id)?,
        "relations" => {
            let (from, to) = (maker.reference(&[Kind::Company])?, maker.reference(&[Kind::Company])?);
            let kind = required("kind", text("owner-of"));
            (from != to).then(|| vec![required("from", from), required("to", to), kind])?
        }
        "claims" => vec![
            required("company", maker.reference(&[Kind::Company])?),
            required("question", text(maker.word(&QUESTIONS))),
            required("says", text(maker.word(&ANSWERS))),
        ],
        _ if maker.dice.chance(25) => vec![required("link", Value::No)],
        _ => {
            let anyone = [Kind::Company, Kind::Person, Kind::Publication];
            vec![required("entity", maker.reference(&anyone)?)]
        }
    };
    fields.extend(maker.audience(20));
    fields.iter_mut().for_each(|field| maker.by_name(&mut field.value));
    match span.list {
        "quotes" => maker.quotes.push((article.id.clone(), id.clone(), span.family)),
        "figures" => maker.figures.push((article.id.clone(), id.clone())),
        _ => {}
    }
    Some(Annotation { list: span.list, id, pieces: span.pieces.clone(), fields, seen_by: Vec::new() })
}

fn quote(maker: &mut Maker, article: &Record) -> Vec<Field> {
    let mut fields = Vec::new();
    let anyone = [Kind::Company, Kind::Person, Kind::Publication];
    if maker.dice.chance(75) {
        fields.extend(maker.reference(&[Kind::Person, Kind::Company]).map(|to| optional("speaker", to)));
    }
    if let Some(story) = story_of(article).filter(|_| maker.dice.chance(60)) {
        fields.push(optional("in", Value::Ref(Target::Document(story), "memo".to_string())));
    }
    let via = maker.references(&anyone, 2);
    let via =
        via.into_iter().map(|to| Value::Map(vec![required("source", to), optional("how", text("viewed"))]));
    fields.push(optional("via", Value::List(via.collect())));
    fields.push(optional("about", Value::List(maker.references(&anyone, 2))));
    fields
}

fn event(maker: &mut Maker) -> Vec<Field> {
    let mut fields = vec![
        required("date", text(maker.word(&DATES))),
        required("title", text(format!("{} signs", maker.name()))),
    ];
    if maker.dice.chance(70) {
        fields.push(optional("event", text(maker.word(&EVENTS))));
    }
    let anyone = [Kind::Company, Kind::Person, Kind::Publication];
    fields.push(optional("entities", Value::List(maker.references(&anyone, 3))));
    if maker.dice.chance(15) {
        fields.push(optional("acknowledge", text(format!("Because of {}.", maker.name()))));
    }
    fields
}

fn figure(maker: &mut Maker, article: &str) -> Option<Vec<Field>> {
    let anyone = [Kind::Company, Kind::Person, Kind::Publication];
    let value = i64::try_from(1 + maker.dice.below(3)).unwrap_or(1);
    let mut fields = vec![
        required("company", maker.reference(&[Kind::Company])?),
        required("metric", text(maker.word(&METRICS))),
        required("value", Value::Number(value)),
        required("unit", text("USD")),
    ];
    if maker.dice.chance(40) {
        fields.extend(maker.reference(&anyone).map(|to| optional("said_by", to)));
    }
    if maker.dice.chance(15) {
        fields.push(optional("acknowledge", text(format!("Because of {}.", maker.name()))));
    }
    let others: Vec<_> = maker.figures.iter().filter(|(of, _)| of != article).cloned().collect();
    if let Some((of, id)) = maker.dice.pick(&others).filter(|_| maker.dice.chance(60)) {
        fields.push(optional("disputes", Value::List(vec![annotation_reference(&of, &id)])));
    }
    Some(fields)
}

fn correction(maker: &mut Maker) -> Value {
    let days = maker.dice.pick(&[-20, -1, 0, 1, 40]).unwrap_or_default();
    let date = crate::moments::published(&maker.site, days, maker.dice.below(6));
    let words = text(format!("It was {} all along.", maker.name()));
    Value::Map(vec![required("date", Value::Date(date)), required("text", words)])
}
