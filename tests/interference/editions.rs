//! Briefings, other pages and the menu: what editors put together of the rest.

use crate::generate::{Maker, annotation_reference};
use crate::model::{Aim, Kind, Target, Value, optional, required, text};
use crate::sentences::blocks;

impl Maker {
    pub fn briefings(&mut self) {
        // Some are of one day.
        for (id, days) in [("today", 0), ("yesterday", -1), ("before", -1), ("last-month", -40)] {
            if self.dice.chance(40) {
                self.briefing(id, days);
            }
        }
    }

    fn briefing(&mut self, id: &str, days: i64) {
        let day = crate::moments::day(&self.site, days);
        let mut fields =
            vec![required("title", text(format!("The edition {id}"))), required("date", text(day))];
        fields.extend(self.item().map(|item| optional("lead", item)));
        let items: Vec<Value> = (0..self.dice.below(5)).filter_map(|_| self.item()).collect();
        let mut section = vec![required("heading", text("News")), optional("items", Value::List(items))];
        section.extend(self.audience(25));
        fields.push(optional("sections", Value::List(vec![Value::Map(section)])));
        let mut record = self.record(Kind::Briefing, id, fields);
        record.body = blocks(self, 1, false);
        self.site.records.push(record);
    }

    fn item(&mut self) -> Option<Value> {
        let reference = |kind: Kind, id: String| match kind {
            Kind::Story => Value::Ref(Target::Story(id.clone()), id),
            _ => Value::Ref(Target::Article(id.clone()), id),
        };
        let (key, subject) = match self.dice.below(5) {
            0 => ("article", reference(Kind::Article, self.dice.pick(&self.ids(&[Kind::Article]))?)),
            1 => ("story", reference(Kind::Story, self.dice.pick(&self.ids(&[Kind::Story]))?)),
            2 => {
                let (article, id, _) = self.dice.pick(&self.quotes)?;
                ("quote", annotation_reference(&article, &id))
            }
            3 => {
                let company = self.dice.pick(&self.ids(&[Kind::Company]))?;
                ("figure", Value::Ref(Target::Entity(company.clone()), format!("{company}/revenue")))
            }
            _ => match self.dice.pick(&self.ids(&[Kind::Story])).filter(|_| self.dice.chance(40)) {
                Some(story) => ("timeline", reference(Kind::Story, story)),
                None => ("timeline", self.reference(&[Kind::Company, Kind::Person])?),
            },
        };
        let mut item = vec![required(key, subject)];
        if self.dice.chance(30) {
            item.push(optional("comment", text(format!("Look at {}.", self.name()))));
        }
        item.extend(self.audience(25));
        Some(Value::Map(item))
    }

    pub fn pages(&mut self) {
        for id in ["about", "method"].iter().take(self.dice.below(3)) {
            let fields = vec![required("title", text(format!("On {id}")))];
            let mut record = self.record(Kind::Page, id, fields);
            record.body = blocks(self, 2, false);
            self.site.records.push(record);
        }
        if self.dice.chance(50) {
            for number in 0..1 + self.dice.below(3) {
                // Where it leads is decided when all is there.
                self.site.menu.push((format!("Entry {number}"), Aim::Folder(String::new())));
            }
        }
    }
}
