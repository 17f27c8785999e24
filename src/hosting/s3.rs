//! Amazon S3 with CloudFront: a script that uploads, and two settings as JSON.

use serde_json::{Value, json};

use super::{ASK, Hosted, LASTING, NAMED_TYPES, OWN_STYLE_POLICY, POLICY};

pub(super) fn files(site: &Hosted) -> Vec<(&'static str, String)> {
    vec![
        ("_s3/upload.sh", script(site)),
        ("_s3/website.json", pretty(&website(site))),
        ("_s3/response-headers-policy.json", pretty(&policy(site, "clipsheet", POLICY))),
        (
            "_s3/response-headers-policy-own-style.json",
            pretty(&policy(site, "clipsheet-own-style", OWN_STYLE_POLICY)),
        ),
    ]
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// For `aws s3api put-bucket-website --website-configuration file://…`.
fn website(site: &Hosted) -> Value {
    let missing = format!("{}404.html", prefix(site));
    json!({ "IndexDocument": { "Suffix": "index.html" }, "ErrorDocument": { "Key": missing } })
}

/// For `aws cloudfront create-response-headers-policy --response-headers-policy-config file://…`.
fn policy(site: &Hosted, name: &str, policy: &str) -> Value {
    let referrer =
        site.headers().into_iter().find(|(name, _)| *name == "Referrer-Policy").map_or("", |(_, v)| v);
    let known = ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"];
    let others = site.headers().into_iter().filter(|(name, _)| !known.contains(name));
    let others: Vec<Value> =
        others.map(|(name, value)| json!({ "Header": name, "Value": value, "Override": true })).collect();
    json!({
        "Name": name,
        "SecurityHeadersConfig": {
            "ContentSecurityPolicy": { "ContentSecurityPolicy": policy, "Override": true },
            "ContentTypeOptions": { "Override": true },
            "ReferrerPolicy": { "ReferrerPolicy": referrer, "Override": true },
        },
        "CustomHeadersConfig": { "Quantity": others.len(), "Items": others },
    })
}

/// What the names of the site's files start with in the bucket.
fn prefix(site: &Hosted) -> &str {
    site.base.trim_start_matches('/')
}

/// Uploads the folder that the script's own folder is in, to `s3://$1`.
fn script(site: &Hosted) -> String {
    let prefix = prefix(site);
    let mut text = format!(
        "#!/bin/sh\n# Written by clipsheet: sh _s3/upload.sh BUCKET\nset -eu\nbucket=$1\ncd \"$(dirname \"$0\")/..\"\n\
         to=\"s3://$bucket/\"{}\n",
        word(prefix)
    );
    let leave_out = "--exclude '.clipsheet*' --exclude '_s3/*'";
    let lasting: String = site.lasting.iter().map(|path| format!(" --exclude {}", word(path))).collect();
    for path in &site.lasting {
        text.push_str(&format!("aws s3 cp {0} \"$to\"{0} --cache-control '{LASTING}'\n", word(path)));
    }
    text.push_str(&format!("aws s3 sync . \"$to\" --delete {leave_out}{lasting} --cache-control '{ASK}'\n"));
    for (name, kind) in NAMED_TYPES {
        text.push_str(&format!(
            "aws s3 cp . \"$to\" --recursive --exclude '*' --include '*{name}' --content-type '{kind}' --cache-control '{ASK}'\n"
        ));
    }
    for redirect in &site.redirects {
        let key = match redirect.from.strip_suffix('/') {
            Some(folder) => format!("{prefix}{folder}/index.html"),
            None => format!("{prefix}{}", redirect.from),
        };
        text.push_str(&format!(
            "aws s3api put-object --bucket \"$bucket\" --key {} --website-redirect-location {}\n",
            word(&key),
            word(&site.target(redirect)),
        ));
    }
    text
}

/// A word for the shell.
fn word(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
