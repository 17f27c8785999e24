//! The site as the pages see it.
//!
//! `Records` are all records with their annotations anchored; the stages `resolve`,
//! `admit` and `link` turn them, in this order, into a `Site`. Must not know: pages,
//! templates, the disk.

mod about;
mod address;
mod admit;
mod audiences;
mod changes;
mod compare;
mod decisions;
mod disputes;
mod editions;
mod facts;
mod files;
mod former;
mod index;
mod joins;
mod labels;
mod link;
mod links;
mod loose;
mod mentions;
mod names;
mod nearly_same;
mod outline;
mod quotations;
mod reading;
mod records;
mod redact;
mod references;
mod reserved;
mod resolve;
mod resolver;
mod stories;
mod timeline;
mod warnings;
mod withhold;
mod words;

pub use about::About;
pub use address::{
    SECTIONS, archive_address, event_address, event_key, figure_address, mail_address, quote_address,
    quotes_address, record_address, section_address, subject_timeline_address, timeline_part_address,
    topic_address,
};
pub use admit::{Admitted, Held, Reader, Reason, admit};
pub use audiences::Audiences;
pub use changes::{Changes, SiteFacts};
pub use compare::{Standing, ValueRange, standing};
pub use disputes::{ClaimDispute, Disputes, FigureDispute};
pub use editions::{Days, Edition, Editions, Known, known};
pub use former::FormerArticles;
pub use index::{ArchiveYear, Index, LONG_LIST, Topic, story_timeline_of, timeline_of};
pub use joins::{Decisions, JoinedQuote, Joins, Open, Saying, SayingNumber, Tie, Why, join};
pub use link::{LinkMemo, MenuAim, MenuTarget, Site, link};
pub(crate) use links::Aim;
pub use mentions::Mentioned;
pub use quotations::{Quotations, printed_words};
pub use reading::{Annotated, Disagreement, Head, NewFigure, News, Noted, Notes, Printings, Reading, spots};
pub use records::{AnchorMemo, Records};
pub use resolve::{ResolveMemo, resolve};
pub use stories::check_stories;
pub use timeline::{LONG_TIMELINE, Part, Period, Spot, TimelineEntry};
pub use warnings::{WarningsMemo, warnings};
pub use withhold::AdmitMemo;
pub use words::{Naming, Words};
