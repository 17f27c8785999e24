//! Microsoft IIS: `web.config`.

use super::{Hosted, LASTING, NAMED_TYPES, OWN_STYLE_POLICY, TYPES};
use crate::text::escape;

pub(super) fn config(site: &Hosted) -> String {
    let all = site.headers().into_iter();
    let headers: String = all.map(|(name, value)| header(name, value)).collect();
    // IIS refuses a type that it has already, so each is removed first.
    let kind = |(ending, kind): &(&str, &str)| {
        format!(
            "<remove fileExtension=\".{ending}\"/><mimeMap fileExtension=\".{ending}\" mimeType=\"{kind}\"/>\n"
        )
    };
    let types: String = TYPES.iter().map(kind).collect();
    let lasting: String = site.lasting.iter().map(|path| lasting(path)).collect();
    let named: String = NAMED_TYPES.iter().map(|(name, kind)| named(name, kind)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Written by clipsheet. -->\n<configuration>\n<system.webServer>\n\
         <defaultDocument><files><clear/><add value=\"index.html\"/></files></defaultDocument>\n\
         <directoryBrowse enabled=\"false\"/>\n\
         <httpErrors errorMode=\"Custom\" existingResponse=\"Auto\"><remove statusCode=\"404\"/>\
         <error statusCode=\"404\" path=\"404.html\" responseMode=\"File\"/></httpErrors>\n\
         <security><requestFiltering><hiddenSegments><add segment=\".clipsheet-manifest.json\"/>\
         <add segment=\".clipsheet-lock\"/></hiddenSegments></requestFiltering></security>\n\
         <staticContent>\n<clientCache cacheControlMode=\"DisableCache\"/>\n{types}</staticContent>\n\
         <httpProtocol><customHeaders>\n<remove name=\"X-Powered-By\"/>\n{headers}</customHeaders></httpProtocol>\n\
         {}</system.webServer>\n{lasting}{named}</configuration>\n",
        rewrite(site),
    )
}

fn header(name: &str, value: &str) -> String {
    format!("<add name=\"{name}\" value=\"{}\"/>\n", escape(value))
}

fn lasting(path: &str) -> String {
    format!(
        "<location path=\"{}\"><system.webServer><staticContent><clientCache cacheControlMode=\"UseMaxAge\" \
         cacheControlMaxAge=\"365.00:00:00\" cacheControlCustom=\"{}\"/></staticContent></system.webServer></location>\n",
        escape(path),
        // The age is written from the other attribute.
        LASTING.replace(" max-age=31536000,", ""),
    )
}

fn named(name: &str, kind: &str) -> String {
    let ending = name.rsplit('.').next().unwrap_or_default();
    format!(
        "<location path=\"{name}\"><system.webServer><staticContent><remove fileExtension=\".{ending}\"/>\
         <mimeMap fileExtension=\".{ending}\" mimeType=\"{kind}\"/></staticContent></system.webServer></location>\n"
    )
}

/// Redirects, and another policy for e-mails and drawings: these need the module URL Rewrite, so they are written only where
/// there is something to redirect.
fn rewrite(site: &Hosted) -> String {
    if site.redirects.is_empty() {
        return String::new();
    }
    let mut rules = String::new();
    for redirect in &site.redirects {
        for spelling in redirect.spellings() {
            let pattern = format!("^{}$", escaped(&spelling));
            let target = site.target(redirect);
            rules.push_str(&format!(
                "<rule name=\"{0}\" stopProcessing=\"true\"><match url=\"{1}\"/>\
                 <action type=\"Redirect\" url=\"{2}\" redirectType=\"Permanent\" appendQueryString=\"false\"/></rule>\n",
                escape(&spelling),
                escape(&pattern),
                escape(&target),
            ));
        }
    }
    format!(
        "<rewrite>\n<rules>\n{rules}</rules>\n<outboundRules>\n<rule name=\"own style\">\
         <match serverVariable=\"RESPONSE_Content-Security-Policy\" pattern=\".*\"/>\
         <conditions><add input=\"{{URL}}\" pattern=\"(/email\\.html|\\.svg)$\"/></conditions>\
         <action type=\"Rewrite\" value=\"{}\"/></rule>\n</outboundRules>\n</rewrite>\n",
        escape(OWN_STYLE_POLICY)
    )
}

/// Text as a part of a regular expression.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| ("\\.+*?()|[]{}^$".contains(c).then_some('\\')).into_iter().chain([c]))
        .collect()
}
