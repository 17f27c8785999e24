//! What a page shows: its template, and what that sees of the site.

use super::PagePlan;
use crate::model::{Listing, Part, Reading};
use crate::parse::Kind;
use crate::theme::Theme;
use crate::value::{AnnotationRef, FigureRef, Id};
use crate::view::{self, CardOf, Content, FeedOf, Period, Scope, TimelineOf, View, Whose};

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The home page.
    Home,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// An article.
    Article(Id),
    /// The list of articles.
    Articles,
    /// A full page of a long list of articles.
    ListPage(Listing, usize),
    /// A company.
    Company(Id),
    /// A person.
    Person(Id),
    /// A publication.
    Publication(Id),
    /// The list of companies, people or publications.
    Entities(Kind),
    /// A quote, or the way on to the quote that it is a printing of.
    Quote(AnnotationRef),
    /// The list of quotes, or a part of it.
    Quotes(Part),
    /// The figures of one company and metric.
    Figure(FigureRef),
    /// The list of figures.
    Figures,
    /// An event, by its key.
    Event(String),
    /// A timeline.
    Timeline(TimelineOf),
    /// A topic.
    Topic(Id),
    /// The list of topics.
    Topics,
    /// A story.
    Story(Id),
    /// The list of stories.
    Stories,
    /// The articles of a period.
    Archive(Period),
    /// The list of editions.
    Briefings,
    /// An edition.
    Briefing(Id),
    /// An edition as an e-mail.
    BriefingMail(Id),
    /// The same in plain text.
    BriefingText(Id),
    /// The picture of an article, an edition or a story that is shown with a link to it.
    SocialCard(Kind, Id),
    /// Any other page.
    Page(Id),
    /// A feed in Atom.
    Feed(FeedOf),
    /// The same as JSON.
    JsonFeed(FeedOf),
    /// A timeline as a calendar.
    Calendar(Whose),
    /// What links to something say of it.
    Card(CardOf),
    /// All names that a reader may look for.
    Names,
    /// An old address: of which record, and the position in its `redirect_from`.
    Redirect(Kind, Id, usize),
}

impl Subject {
    /// The feed of what it is, where it can have one of its own.
    pub(super) fn feed(&self) -> Option<FeedOf> {
        match self {
            Subject::Home => Some(FeedOf::Site),
            Subject::Company(id) => Some(FeedOf::Entity(Kind::Company, id.clone())),
            Subject::Person(id) => Some(FeedOf::Entity(Kind::Person, id.clone())),
            Subject::Topic(id) => Some(FeedOf::Topic(id.clone())),
            Subject::Story(id) => Some(FeedOf::Story(id.clone())),
            _ => None,
        }
    }

    /// Whether it is an old address.
    pub fn is_redirect(&self) -> bool {
        matches!(self, Subject::Redirect(..))
    }

    /// Whether it is a page to read in a browser, or an edition as it is sent.
    pub fn is_page(&self) -> bool {
        !matches!(
            self,
            Subject::Feed(_)
                | Subject::JsonFeed(_)
                | Subject::Calendar(_)
                | Subject::Card(_)
                | Subject::Names
                | Subject::SocialCard(..)
                | Subject::Redirect(..)
        )
    }
}

impl PagePlan {
    /// The template that shows a view of it.
    pub fn template(&self, view: &View) -> &'static str {
        match &self.subject {
            Subject::Home => "home.html",
            Subject::NotFound => "404.html",
            Subject::Article(_) => "article.html",
            Subject::Articles | Subject::ListPage(..) => "articles.html",
            Subject::Company(_) => "company.html",
            Subject::Person(_) => "person.html",
            Subject::Publication(_) => "publication.html",
            Subject::Entities(_) => "entities.html",
            Subject::Quote(_) if matches!(view.page, Content::Moved(_)) => "moved.html",
            Subject::Quote(_) => "quote.html",
            Subject::Quotes(_) => "quotes.html",
            Subject::Figure(_) => "figure.html",
            Subject::Figures => "figures.html",
            Subject::Event(_) => "event.html",
            Subject::Timeline(_) => "timeline.html",
            Subject::Topic(_) => "topic.html",
            Subject::Topics => "topics.html",
            Subject::Story(_) => "story.html",
            Subject::Stories => "stories.html",
            Subject::Archive(_) => "archive.html",
            Subject::Briefings => "briefings.html",
            Subject::Briefing(_) => "briefing.html",
            Subject::BriefingMail(_) => "email.html",
            Subject::BriefingText(_) => "email.txt",
            Subject::Page(_) => "page.html",
            Subject::Feed(_) => "feed.xml",
            Subject::JsonFeed(_) => "feed.json",
            Subject::Calendar(_) => "events.ics",
            Subject::Card(_) => "card.html",
            Subject::Names => "names.js",
            Subject::SocialCard(..) => "social-card.svg",
            Subject::Redirect(..) => "moved.html",
        }
    }

    /// What its template sees of `site`; nothing where there is nothing to show.
    pub fn view(&self, site: Reading<'_>, theme: &Theme) -> Option<View> {
        let feed = self.subject.feed();
        let mail = matches!(self.subject, Subject::BriefingMail(_) | Subject::BriefingText(_));
        let scope = Scope { site, page: &self.path, theme, whole: false, mail, feed: feed.as_ref() };
        match &self.subject {
            Subject::Home => Some(view::home_page(scope)),
            Subject::NotFound => Some(view::not_found_page(scope)),
            Subject::Article(id) => view::article_page(scope, id),
            Subject::Articles => Some(view::articles_page(scope)),
            Subject::ListPage(listing, number) => view::list_page(scope, listing, *number),
            Subject::Company(id) => view::company_page(scope, id),
            Subject::Person(id) => view::person_page(scope, id),
            Subject::Publication(id) => view::publication_page(scope, id),
            Subject::Entities(kind) => Some(view::entities_page(scope, *kind)),
            Subject::Quote(name) => view::quote_page(scope, name),
            Subject::Quotes(part) => Some(view::quotes_page(scope, *part)),
            Subject::Figure(figures) => view::figure_page(scope, figures),
            Subject::Figures => Some(view::figures_page(scope)),
            Subject::Event(key) => view::event_page(scope, key),
            Subject::Timeline(of) => Some(view::timeline_page(scope, of)),
            Subject::Topic(id) => view::topic_page(scope, id),
            Subject::Topics => Some(view::topics_page(scope)),
            Subject::Story(id) => view::story_page(scope, id),
            Subject::Stories => Some(view::stories_page(scope)),
            Subject::Archive(period) => Some(view::archive_page(scope, *period)),
            Subject::Briefings => Some(view::briefings_page(scope)),
            Subject::Briefing(id) | Subject::BriefingMail(id) => view::briefing_page(scope, id),
            Subject::BriefingText(id) => view::briefing_text(scope, id),
            Subject::Page(id) => view::plain_page(scope, id),
            Subject::Feed(of) => view::feed_page(scope, of),
            Subject::JsonFeed(of) => view::json_feed(scope, of),
            Subject::Calendar(whose) => view::calendar(scope, whose),
            Subject::Card(of) => view::card(scope, of),
            Subject::Names => Some(view::names(scope)),
            Subject::SocialCard(kind, id) => view::social_card_page(scope, *kind, id),
            Subject::Redirect(kind, id, _) => view::redirect_page(scope, *kind, id),
        }
    }
}
