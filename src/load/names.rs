//! Which names are no part of a site.

/// How the names of files end that editors make beside those that they save.
const LEFT_OVER: [&str; 8] =
    [".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", "___jb_tmp___", "___jb_old___"];

/// Whether nothing of this name is read: hidden files, and what editors and operating systems
/// leave beside a file. In `content/static` hidden files are meant: `.well-known`, `.nojekyll`.
pub(super) fn is_skipped(name: &str, in_static: bool) -> bool {
    let hidden = name.starts_with('.');
    let left_over = name.ends_with('~')
        || name.starts_with('#') && name.ends_with('#')
        || name.starts_with(".#")
        || LEFT_OVER.iter().any(|end| name.ends_with(end))
        || ["Thumbs.db", "desktop.ini", ".DS_Store", ".git"].contains(&name);
    left_over || hidden && !in_static
}
