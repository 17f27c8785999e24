//! For whom the preview is built, and what it may show to whoever can reach it.
//!
//! In: what the command line asks for, and what the site declares. Out: what the preview's bar says, and
//! why something is not shown. Must not know: how it is served.

use super::Common;
use crate::model::Audiences;
use crate::serve::Shown;
use crate::value::Moment;

impl Common {
    /// What a build for `audience` shows. Where the settings have mistakes, `audiences` is nothing.
    pub(super) fn shown(&self, audience: Option<&String>, audiences: Option<&Audiences>) -> Shown {
        let written_for = self.audience.as_ref().filter(|written| Some(*written) != audience);
        Shown {
            audience: audience.cloned(),
            audiences: audiences.iter().flat_map(|all| all.names()).map(str::to_string).collect(),
            drafts: self.drafts,
            as_of: self.as_of.as_ref().map(Moment::to_string),
            is_withheld: self.withheld(audience, audiences).is_some(),
            written_for: written_for.cloned(),
        }
    }

    /// What a build for `audience` shows that the default audience would not see at present. Any moment that
    /// is not the present one is such a thing: what has expired is withheld as well as what is to come.
    pub(super) fn withheld(
        &self,
        audience: Option<&String>,
        audiences: Option<&Audiences>,
    ) -> Option<String> {
        if self.drafts {
            return Some("--drafts shows what nobody is to see yet".to_string());
        }
        if self.as_of.is_some() {
            return Some("--as-of shows what is not to be seen at present".to_string());
        }
        let name = audience?;
        match audiences {
            Some(audiences) if !audiences.sees_more(name) => None,
            Some(audiences) if !audiences.has_default() => {
                Some(format!("without a `default_audience` the site is for the audience `{name}` alone"))
            }
            _ => Some(format!("the audience `{name}` sees what the site's `default_audience` does not")),
        }
    }
}

/// Why the preview shows nothing, and what to do.
pub(super) fn refusal(withheld: &str) -> String {
    format!(
        "other machines can reach this preview, and {withheld}; leave out --bind and --host, or give \
         --show-withheld if whoever can reach it may see that"
    )
}
