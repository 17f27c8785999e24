//! Which names are no part of a site.

/// Whether nothing of this name is read: hidden files, and what editors and operating systems
/// leave beside a file. In `content/static` hidden files are meant: `.well-known`, `.nojekyll`.
pub(super) fn is_skipped(name: &str, in_static: bool) -> bool {
    let hidden = name.starts_with('.');
    let left_over = name.ends_with('~')
        || name.starts_with('#') && name.ends_with('#')
        || name.starts_with(".#")
        || [".swp", ".swo", ".swx", ".tmp", ".bak", ".orig"].iter().any(|e| name.ends_with(e))
        || ["Thumbs.db", "desktop.ini", ".DS_Store", ".git"].contains(&name);
    left_over || hidden && !in_static
}
