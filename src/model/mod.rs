//! The site as the pages see it.
//!
//! `Records` are all records with their annotations anchored; the stages `resolve`,
//! `admit` and `link` turn them, in this order, into a `Site`. Must not know: pages,
//! templates, the disk.

mod about;
mod address;
mod admit;
mod aim;
mod audiences;
mod bundles;
mod changes;
mod compare;
mod corrections;
mod decisions;
mod disputes;
mod editions;
mod facts;
mod feeds;
mod files;
mod former;
mod index;
mod joins;
mod labels;
mod link;
mod links;
mod lists;
mod loose;
mod mentions;
mod menu;
mod named;
mod names;
mod nearly_same;
mod outline;
mod outside;
mod quotations;
mod reading;
mod records;
mod redact;
mod redirects;
mod references;
mod related;
mod reserved;
mod resolve;
mod resolver;
mod stories;
mod timeline;
mod times;
mod warnings;
mod withhold;
mod words;

pub use about::{About, units_of};
pub use address::{
    MAP, NAMES, PAGINATION, ROBOTS, SECTIONS, archive_address, card_address, event_address, event_key,
    figure_address, mail_address, quote_address, quotes_address, record_address, section_address,
    social_card_address, subject_timeline_address, timeline_part_address, topic_address,
};
pub use admit::{Admitted, Held, Reader, Reason, admit};
pub(crate) use aim::Aim;
pub use audiences::Audiences;
pub use changes::{Changes, SiteFacts};
pub use compare::{Change, Standing, ValueRange, change, standing};
pub use disputes::{ClaimDispute, Disputes, FigureDispute};
pub use editions::{Days, Edition, Editions, Known, known};
pub use feeds::{FEED, appeared, calendar_address, changed, feed_address, has_feeds, instant, moment};
pub use former::FormerArticles;
pub use index::{ArchiveYear, Index, LONG_LIST, Topic, story_timeline_of, timeline_of};
pub use joins::{Decisions, JoinedQuote, Joins, Open, Saying, SayingNumber, Tie, Why, join};
pub use link::{LinkMemo, Site, link};
pub use lists::{Listing, Lists, Paged, list_page_address};
pub use mentions::Mentioned;
pub use menu::{MenuAim, MenuTarget, without_place};
pub use named::Named;
pub use outside::{OutsideLink, outside_links};
pub use quotations::{Quotations, printed_words};
pub use reading::{Annotated, Disagreement, Head, NewFigure, News, Noted, Notes, Printings, Reading, spots};
pub use records::{AnchorMemo, AnyEntry, Records};
pub use redirects::{Redirect, redirects_of};
pub use resolve::{ResolveMemo, resolve};
pub use stories::check_stories;
pub use timeline::{Contradiction, LONG_TIMELINE, Part, Period, Spot, TimelineEntry};
pub use warnings::{WarningsMemo, warnings};
pub use withhold::AdmitMemo;
pub use words::{Naming, Words};
