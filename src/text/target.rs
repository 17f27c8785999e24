//! What a link can name instead of an address: `quote:memo#frank`, `company:acme`.
//!
//! In: a link's target as written. Out: the sort of thing that it names, and its name. Must not know:
//! whether there is such a thing.

/// A sort of thing that a link can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is named as the word that is written")]
pub enum Sort {
    Article,
    Company,
    Person,
    Publication,
    Story,
    Briefing,
    Page,
    Topic,
    Quote,
    Event,
    Figure,
    Chart,
    Timeline,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Sort; 13] = [
        Sort::Article,
        Sort::Company,
        Sort::Person,
        Sort::Publication,
        Sort::Story,
        Sort::Briefing,
        Sort::Page,
        Sort::Topic,
        Sort::Quote,
        Sort::Event,
        Sort::Figure,
        Sort::Chart,
        Sort::Timeline,
    ];

    /// The word before the colon.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Article => "article",
            Sort::Company => "company",
            Sort::Person => "person",
            Sort::Publication => "publication",
            Sort::Story => "story",
            Sort::Briefing => "briefing",
            Sort::Page => "page",
            Sort::Topic => "topic",
            Sort::Quote => "quote",
            Sort::Event => "event",
            Sort::Figure => "figure",
            Sort::Chart => "chart",
            Sort::Timeline => "timeline",
        }
    }

    /// How a name of this sort is written.
    pub fn form(self) -> &'static str {
        match self {
            Sort::Quote => "quote:article#id",
            Sort::Figure => "figure:company/metric",
            Sort::Chart => "chart:company/metric",
            Sort::Event => "event:id",
            Sort::Timeline => "timeline:id",
            Sort::Article => "article:id",
            Sort::Company => "company:id",
            Sort::Person => "person:id",
            Sort::Publication => "publication:id",
            Sort::Story => "story:id",
            Sort::Briefing => "briefing:id",
            Sort::Page => "page:id",
            Sort::Topic => "topic:id",
        }
    }

    /// Whether a `#` belongs to its names, and starts no place on the page.
    pub fn has_sharp(self) -> bool {
        matches!(self, Sort::Quote | Sort::Event)
    }
}

/// What a target names, if it names something: the sort, and what stands after the colon.
pub fn named(target: &str) -> Option<(Sort, &str)> {
    let (word, name) = target.split_once(':')?;
    let sort = Sort::ALL.into_iter().find(|sort| sort.word() == word)?;
    Some((sort, name.trim()))
}
