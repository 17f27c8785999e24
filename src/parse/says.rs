//! What a record says in words, wherever it stands in it.
//!
//! In: a record as parsed. Out: each text of it that is an editor's or an article's own, with its
//! place. Must not know: who asks.
//!
//! The macros that declare records, annotations and parts list their fields here too, so a field
//! that is added and cannot say what it says does not compile.

use super::part::{
    BoundKind, BriefingItem, BriefingSubject, EditionDate, Language, Metric, Rights, Skip, Status, Url,
};
use super::sidecar::{Figure, Mention, Via};
use crate::value::{AnnotationRef, Date, Decimal, FigureRef, Id, Moment, Name};
use crate::yaml::{List, OneOrMany, Text};

/// Something with texts in it.
pub trait Says {
    /// Calls `hear` with each text and its JSON pointer, which starts with `at`.
    fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str));
}

macro_rules! says {
    ($name:ident { $($field:ident,)* }) => {
        impl $crate::parse::Says for $name {
            fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str)) {
                $($crate::parse::Says::says(&self.$field, &format!("{at}/{}", $crate::parse::says::key(stringify!($field))), hear);)*
            }
        }
    };
}
pub(super) use says;

/// The key in the file of a field, which is called otherwise where Rust has the word for itself.
pub(super) fn key(field: &'static str) -> &'static str {
    match field {
        "within" => "in",
        field => field,
    }
}

/// What is no text: numbers, dates and choices are written otherwise in the output, and a
/// reference says what its aim says.
macro_rules! silent {
    ($($name:ty,)*) => {$(
        impl Says for $name {
            fn says(&self, _: &str, _: &mut dyn FnMut(&str, &str)) {}
        }
    )*};
}

silent! {
    bool, Date, EditionDate, Moment, Decimal, Language, Rights, BoundKind, Status, Name, AnnotationRef, FigureRef,
    BriefingSubject,
}

macro_rules! plain {
    ($($name:ty,)*) => {$(
        impl Says for $name {
            fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str)) {
                hear(at, self.as_str());
            }
        }
    )*};
}

plain! { Text, Id, }

says! { Via { source, how, } }
says! { Mention { exact, prefix, suffix, link, entity, } }
says! { BriefingItem { subject, comment, } }
says! { Metric { label, unit, } }

impl Says for Url {
    fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str)) {
        self.0.says(at, hear);
    }
}

impl Says for Skip {
    fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str)) {
        match self {
            Skip::Until(text) => text.says(&format!("{at}/until"), hear),
            Skip::From(text) => text.says(&format!("{at}/from"), hear),
        }
    }
}

impl Says for Figure {
    fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str)) {
        self.text.says(at, hear);
    }
}

impl<T: Says> Says for Option<T> {
    fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str)) {
        self.iter().for_each(|value| value.says(at, hear));
    }
}

impl<T: Says> Says for Vec<T> {
    fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str)) {
        self.iter().enumerate().for_each(|(i, value)| value.says(&format!("{at}/{i}"), hear));
    }
}

impl<T: Says> Says for OneOrMany<T> {
    fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str)) {
        self.0.says(at, hear);
    }
}

impl<T: Says> Says for List<T> {
    fn says(&self, at: &str, hear: &mut dyn FnMut(&str, &str)) {
        self.iter().for_each(|item| item.value.says(&format!("{at}/{}", item.at), hear));
    }
}
