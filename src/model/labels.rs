//! The audiences that the settings declare, and that everything has one.
//!
//! In: all records. Out: what is wrong with audiences in the settings, and records without one.
//! Must not know: who may see what. References to audiences in records are checked with all others.

use super::decisions::{circles, in_a_circle};
use super::records::Records;
use crate::diagnostics::{Code, Diagnostic, Span, nearest};
use crate::parse::Settings;
use crate::value::Id;
use crate::yaml::pointer_key;

/// With audiences declared, everything has one, or there is a default.
pub(super) fn check(records: &Records, sink: &mut Vec<Diagnostic>) {
    let settings = &records.settings;
    declared(settings, sink);
    in_themselves(settings, sink);
    if settings.audiences.is_empty() || settings.default_audience.is_some() {
        return;
    }
    records.each(&mut |_, entry| {
        if entry.meta.audience().is_none() {
            sink.push(
                Diagnostic::error(
                    Code::MissingKey,
                    "this site has audiences, and this record has none",
                    entry.origin.value(""),
                )
                .hint("add `audience: …`, or a `default_audience` to content/site.yaml"),
            );
        }
    });
}

/// Reports names of audiences in the settings that are none.
fn declared(settings: &Settings, sink: &mut Vec<Diagnostic>) {
    let known = |id: &Id| settings.audiences.contains_key(id.as_str());
    let unknown = |id: &Id, span: Span| {
        let hint = match nearest(id.as_str(), settings.audiences.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it under `audiences` in content/site.yaml".to_string(),
        };
        Diagnostic::error(Code::UnknownName, format!("there is no audience `{id}`"), span).hint(hint)
    };
    for (name, audience) in &settings.audiences {
        if let Err(flaw) = Id::parse(name) {
            let key = settings.origin.key(&format!("/audiences/{}", pointer_key(name)));
            sink.push(Diagnostic::error(Code::BadName, flaw.message, key).maybe_hint(flaw.hint));
        }
        for (i, included) in audience.includes.iter().enumerate().filter(|(_, id)| !known(id)) {
            sink.push(unknown(included, included_at(settings, name, i)));
        }
    }
    for (pattern, audience) in &settings.files {
        let key = format!("/files/{}", pointer_key(pattern));
        for (i, id) in audience.0.iter().enumerate().filter(|(_, id)| !known(id)) {
            sink.push(unknown(id, settings.origin.value(&format!("{key}/{i}"))));
        }
    }
    if let Some(default) = settings.default_audience.as_ref().filter(|id| !known(id)) {
        sink.push(unknown(default, settings.origin.value("/default_audience")));
    }
}

/// Where an audience includes another.
fn included_at(settings: &Settings, name: &str, number: usize) -> Span {
    settings.origin.value(&format!("/audiences/{}/includes/{number}", pointer_key(name)))
}

/// Reports audiences that include themselves. Whoever writes so means something else by `includes`
/// than it does, and the audiences of such a circle would all see the same.
fn in_themselves(settings: &Settings, sink: &mut Vec<Diagnostic>) {
    let parsed = settings
        .audiences
        .iter()
        .filter_map(|(name, audience)| Some((Id::parse(name).ok()?, name.as_str(), &audience.includes)));
    let audiences: Vec<(Id, &str, &Vec<Id>)> = parsed.collect();
    let mut edges = Vec::new();
    for (id, name, includes) in &audiences {
        edges.extend(includes.iter().enumerate().map(|(at, to)| (id, to, (*name, to, at))));
    }
    let mut report = |circle: Vec<&(&str, &Id, usize)>| {
        let names = circle.iter().chain(circle.first()).map(|(name, ..)| format!("`{name}`"));
        let message = match circle.as_slice() {
            [(name, ..)] => format!("the audience `{name}` includes itself"),
            _ => {
                let names = names.collect::<Vec<_>>().join(" → ");
                format!("each of these audiences includes the next, in a circle: {names}")
            }
        };
        let place = |(name, to, at): &&(&str, &Id, usize)| {
            (included_at(settings, name, *at), format!("`{name}` includes `{to}`"))
        };
        let places = circle.iter().map(place).collect();
        let hint = match circle.len() {
            1 => "take it out: an audience sees what is for itself in any case",
            _ => {
                "an audience sees what is for those it includes; take out the `includes` of the one that is to see least"
            }
        };
        sink.extend(in_a_circle(message, places, hint));
    };
    circles(&edges, &mut report);
}
