//! Figures over time as a picture: an SVG element, made at build time.
//!
//! What is uncertain is drawn so: a vague date as a line over all its days, a range as a bar
//! between its ends, a limit as an arrow away from the value. Colours and faces are the
//! page's own, through classes; the numbers stand in the page beside it.

use std::iter;

use super::overview::{Month, year_and_month};
use super::scope::Scope;
use super::svg::{line, text};
use super::types::FigureCard;
use crate::language::{Direction, Language};
use crate::model::{Annotated, ValueRange};
use crate::parse::Figure;
use crate::text::escape;
use crate::value::Decimal;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
/// Room around what is drawn: at the sides, for half the name of a month; above; and below, for times.
const MARGINS: (f64, f64, f64) = (56.0, 20.0, 34.0);
/// How high a line of words is.
const LINE: f64 = 14.0;

/// A figure in the picture: from when to when, from how much to how much.
struct Point {
    time: (f64, f64),
    /// Open ends are nothing.
    value: (Option<f64>, Option<f64>),
    label: String,
    url: String,
}

/// The picture of these figures, called `title`; nothing where fewer than two are dated, or
/// all at one time, or where they are not of one unit.
pub(super) fn chart(
    scope: Scope<'_>,
    title: &str,
    figures: &[Annotated<'_, Figure>],
    cards: &[FigureCard],
) -> Option<String> {
    let unit = figures.first()?.value().text.unit.as_str();
    if figures.iter().any(|figure| figure.value().text.unit.as_str() != unit) {
        return None;
    }
    let points: Vec<Point> =
        figures.iter().zip(cards).filter_map(|(figure, card)| point(scope, figure.value(), card)).collect();
    let middles: Vec<f64> = points.iter().map(|point| (point.time.0 + point.time.1) / 2.0).collect();
    let apart = middles.iter().any(|middle| (middle - middles[0]).abs() > 0.001);
    if points.len() < 2 || !apart {
        return None;
    }
    Some(Drawing::of(scope, &points, figures).svg(title, &points))
}

/// The picture as it may stand on a page that has others.
pub(super) fn without_id(picture: &str, title: &str) -> String {
    let label = format!("aria-label=\"{}\"", escape(title));
    picture.replace("aria-labelledby=\"chart-title\"", &label).replace(" id=\"chart-title\"", "")
}

fn point(scope: Scope<'_>, figure: &Figure, card: &FigureCard) -> Option<Point> {
    let text = &figure.text;
    let date = text.as_of.as_ref()?;
    let range = ValueRange::of(&figure.amount, text.bound);
    let number = |decimal: &Decimal| decimal.plain().parse::<f64>().ok().filter(|n| n.is_finite());
    let value = (range.low.as_ref().and_then(number), range.high.as_ref().and_then(number));
    let source = card.place.publication.as_ref().map_or(&card.place.article.label, |link| &link.label);
    let when = &card.as_of.as_ref()?.words;
    Some(Point {
        time: date.years()?,
        value: Some(value).filter(|(low, high)| low.is_some() || high.is_some())?,
        label: scope.say("chart_point", &[("value", &card.value), ("date", when), ("source", source)]),
        url: card.place.url.clone(),
    })
}

/// The scales of a picture, which begins at the right where text does.
struct Drawing {
    flipped: bool,
    time: (f64, f64),
    value: (f64, f64),
    /// The largest value and the smallest, or zero, with what the sources say for it.
    ends: [(f64, String); 2],
    /// What stands below it, and where.
    times: Vec<(f64, String)>,
}

impl Drawing {
    fn of(scope: Scope<'_>, points: &[Point], figures: &[Annotated<'_, Figure>]) -> Self {
        let times = points.iter().flat_map(|point| [point.time.0, point.time.1]);
        let (from, to) =
            times.fold((f64::MAX, f64::MIN), |(low, high), time| (low.min(time), high.max(time)));
        let ends = points.iter().flat_map(|point| [point.value.0, point.value.1]).flatten();
        let (least, most) = ends.fold((0.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
        let pad = ((to - from) * 0.06).max(0.05);
        let room = ((most - least) * 0.12).max(f64::MIN_POSITIVE);
        let label = |wanted: f64| label_of(scope, figures, wanted);
        let time = (from - pad, to + pad);
        Self {
            flipped: scope.language().direction == Direction::Rtl,
            time,
            value: (if least < 0.0 { least - room } else { 0.0 }, most + room),
            ends: [(most, label(most)), (least, label(least))],
            times: times_in(scope.language(), time),
        }
    }

    fn x(&self, time: f64) -> f64 {
        let share = (time - self.time.0) / (self.time.1 - self.time.0);
        self.across(MARGINS.0 + share * (WIDTH - 2.0 * MARGINS.0))
    }

    /// Where something stands that is so far from the side where text begins.
    fn across(&self, x: f64) -> f64 {
        if self.flipped { WIDTH - x } else { x }
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.value.0) / (self.value.1 - self.value.0);
        HEIGHT - MARGINS.2 - share * (HEIGHT - MARGINS.1 - MARGINS.2)
    }

    fn svg(&self, title: &str, points: &[Point]) -> String {
        let mut svg = format!(
            "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"group\" aria-labelledby=\"chart-title\">\
             <title id=\"chart-title\">{}</title>",
            escape(title)
        );
        let base = self.y(self.value.0.max(0.0));
        svg.push_str(&self.level("axis", base));
        self.labels(&mut svg, base);
        for point in points {
            self.point(&mut svg, point);
        }
        svg.push_str("</svg>");
        svg
    }

    /// A line through the whole picture.
    fn level(&self, class: &str, y: f64) -> String {
        line(class, self.across(0.0), y, self.across(WIDTH), y)
    }

    /// The largest value, the smallest and zero, each above its line, where they have room; and the times.
    fn labels(&self, svg: &mut String, base: f64) {
        let mut taken: Vec<f64> = Vec::new();
        let ends = self.ends.iter().map(|(value, label)| (*value, label.as_str()));
        for (value, label) in ends.chain([(0.0, "0")]) {
            let y = self.y(value);
            if value != 0.0 {
                svg.push_str(&self.level("grid", y));
            }
            if !label.is_empty() && taken.iter().all(|other| (other - y).abs() >= LINE) {
                svg.push_str(&text("value", self.across(0.0), y - 5.0, "start", label));
                taken.push(y);
            }
        }
        for (time, name) in &self.times {
            let x = self.x(*time);
            svg.push_str(&line("tick", x, base, x, base + 5.0));
            svg.push_str(&text("time", x, HEIGHT - 10.0, "middle", name));
        }
    }

    fn point(&self, svg: &mut String, point: &Point) {
        let (from, to) = (self.x(point.time.0), self.x(point.time.1));
        let x = (from + to) / 2.0;
        svg.push_str(&format!(
            "<a href=\"{}\"><g class=\"point\"><title>{}</title>",
            escape(&point.url),
            escape(&point.label)
        ));
        let shown = match point.value {
            (Some(low), Some(high)) => {
                let (low, high) = (self.y(low), self.y(high));
                if (low - high).abs() > 0.5 {
                    svg.push_str(&line("range", x, low, x, high));
                }
                (low + high) / 2.0
            }
            (Some(low), None) => self.arrow(svg, x, self.y(low), -1.0),
            (None, Some(high)) => self.arrow(svg, x, self.y(high), 1.0),
            (None, None) => self.y(0.0),
        };
        if (to - from).abs() > 2.0 {
            svg.push_str(&line("span", from, shown, to, shown));
        }
        svg.push_str(&format!("<circle cx=\"{x:.1}\" cy=\"{shown:.1}\" r=\"5\"/></g></a>"));
    }

    /// An arrow from a limit, up (−1) or down (1); gives the place of the limit.
    fn arrow(&self, svg: &mut String, x: f64, y: f64, direction: f64) -> f64 {
        let end = y + direction * 30.0;
        svg.push_str(&line("limit", x, y, x, end));
        let back = end - direction * 7.0;
        svg.push_str(&format!(
            "<path class=\"limit\" d=\"M{:.1} {back:.1}L{x:.1} {end:.1}L{:.1} {back:.1}\"/>",
            x - 5.0,
            x + 5.0
        ));
        y
    }
}

/// Where years begin between two times, or months where it is few years, each with its name: at most nine.
fn times_in(language: &Language, (from, to): (f64, f64)) -> Vec<(f64, String)> {
    let (first, last) = ((from * 12.0).ceil() as Month, (to * 12.0).floor() as Month);
    let months = last - first + 1;
    let few = [1, 2, 3, 6].into_iter().find(|step| months <= 4 * step);
    let step = few.unwrap_or((months + 107) / 108 * 12);
    let begin = first + (-first).rem_euclid(step);
    let all = iter::successors(Some(begin), |month| Some(month + step)).take_while(|month| *month <= last);
    all.map(|at| {
        let (year, month) = year_and_month(at);
        let name = if few.is_some() { language.month(year, month) } else { language.year_number(year) };
        (at as f64 / 12.0, name)
    })
    .collect()
}

/// How the figure with this value writes it: an axis says what the sources say.
fn label_of(scope: Scope<'_>, figures: &[Annotated<'_, Figure>], wanted: f64) -> String {
    let settings = &scope.site.settings();
    let ends = figures.iter().flat_map(|figure| {
        let range = ValueRange::of(&figure.value().amount, figure.value().text.bound);
        [range.low, range.high].into_iter().flatten()
    });
    let found = ends.into_iter().find(|end| end.plain().parse::<f64>().is_ok_and(|n| n == wanted));
    let unit = figures.first().map_or("", |figure| figure.value().text.unit.as_str());
    let label = settings.units.get(unit).map(|label| label.as_str());
    found.map_or_else(String::new, |end| {
        let amount = crate::parse::Amount::Value(end);
        scope.language().amount(&amount, crate::parse::BoundKind::Exact, unit, label)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::embedded;

    #[test]
    fn months_where_there_are_few_years() {
        let names = |from: f64, to: f64| {
            times_in(&embedded("en"), (from, to))
                .into_iter()
                .map(|(_, name)| name)
                .collect::<Vec<_>>()
                .join(", ")
        };
        assert_eq!(names(2026.2, 2026.35), "April 2026, May 2026");
        assert_eq!(names(2026.2, 2026.6), "May 2026, July 2026");
        assert_eq!(names(2024.9, 2026.6), "January 2025, July 2025, January 2026, July 2026");
        assert_eq!(names(2024.5, 2026.6), "2025, 2026");
        assert_eq!(names(2018.5, 2026.6), "2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026");
        assert_eq!(names(1900.5, 2026.6), "1905, 1920, 1935, 1950, 1965, 1980, 1995, 2010, 2025");
        assert_eq!(names(-1.5, 1.5), "2 BC, 1 BC, 1");
    }

    #[test]
    fn there_is_a_time_and_never_too_many() {
        let language = embedded("en");
        for tenths in 1..2_000 {
            let (from, to) = (2020.3, 2020.3 + f64::from(tenths) / 10.0);
            let times = times_in(&language, (from, to));
            assert!((1..=9).contains(&times.len()), "{tenths}: {times:?}");
            assert!(times.iter().all(|(time, _)| (from..=to).contains(time)), "{tenths}: {times:?}");
        }
    }
}
