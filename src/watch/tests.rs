//! The watcher with systems that fail, forget and come late.
//!
//! In: backends made for it, and events. Out: what the watcher does about them. Must not know:
//! how any real system tells of changes, but for the one test of its queue.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use notify::event::{
    AccessKind, AccessMode, CreateKind, DataChange, Flag, MetadataKind, ModifyKind, RemoveKind, RenameMode,
};
use notify::{Event, EventKind, RecursiveMode};
use tempfile::TempDir;

use super::native::Backend;
use super::wanted::{Changes, wanted};
use super::*;

/// What a backend was asked for: paths below the root, `-` before those that go.
type Log = Arc<Mutex<Vec<String>>>;

/// A backend that writes down what it is asked for, and does what a test wants first.
struct Fake<F> {
    log: Log,
    root: PathBuf,
    then: F,
}

impl<F: FnMut(&Changes) -> Result<Vec<PathBuf>, String> + Send> Backend for Fake<F> {
    fn change(&mut self, changes: &Changes) -> Result<Vec<PathBuf>, String> {
        let shown = |path: &Path| match path.strip_prefix(&self.root) {
            Ok(inside) => format!("/{}", inside.display()),
            Err(_) => "..".to_string(),
        };
        let mut log = self.log.lock().expect("a log");
        log.extend(changes.remove.iter().map(|path| format!("-{}", shown(path))));
        log.extend(changes.add.iter().map(|(path, _)| shown(path)));
        drop(log);
        (self.then)(changes)
    }
}

struct Place {
    _above: TempDir,
    root: PathBuf,
    log: Log,
}

impl Place {
    fn new() -> Self {
        let above = tempfile::tempdir().expect("a folder");
        let root = above.path().canonicalize().expect("a folder").join("site");
        fs::create_dir_all(root.join("content/articles")).expect("folders");
        Self { _above: above, root, log: Log::default() }
    }

    /// A watcher whose backends do this, and the scanner that it follows.
    fn watched<F>(&self, then: F) -> (Watcher, Scanner)
    where
        F: FnMut(&Changes) -> Result<Vec<PathBuf>, String> + Clone + Send + 'static,
    {
        let (log, root) = (self.log.clone(), self.root.clone());
        let system: System = Box::new(move |_| {
            log.lock().expect("a log").push("start".to_string());
            Ok(Box::new(Fake { log: log.clone(), root: root.clone(), then: then.clone() }))
        });
        (Watcher::with(How::Told, system), Scanner::new(&self.root))
    }

    /// What was asked for since the last time.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.log.lock().expect("a log"))
    }

    fn event(&self, kind: EventKind, path: &str) -> notify::Result<Event> {
        Ok(Event::new(kind).add_path(self.root.join(path)))
    }
}

/// Whether the watcher would wake by now.
fn is_awake(watcher: &Watcher) -> bool {
    watcher.wait_at_most(Duration::ZERO)
}

fn fine(_: &Changes) -> Result<Vec<PathBuf>, String> {
    Ok(Vec::new())
}

const ALL: [&str; 4] = ["..", "/", "/content", "/content/articles"];

#[test]
fn where_the_scan_has_looked_is_watched() {
    let place = Place::new();
    let (mut watcher, mut scanner) = place.watched(fine);
    watcher.look(&mut scanner).expect("a site");
    assert_eq!(place.asked(), [&["start"][..], &ALL].concat());
    watcher.look(&mut scanner).expect("a site");
    assert!(place.asked().is_empty());
    fs::rename(place.root.join("content/articles"), place.root.join("content/pages")).expect("renamed");
    watcher.look(&mut scanner).expect("a site");
    assert_eq!(place.asked(), ["-/content/articles", "/content/pages"]);
    assert!(!is_awake(&watcher));
    assert_eq!(watcher.take_news(), None);
}

#[test]
fn without_a_system_it_looks_every_so_often() {
    let mut watcher = Watcher::with(How::Told, Box::new(|_| Err("no room".to_string())));
    let news = watcher.take_news().expect("news");
    assert_eq!(news, "the system does not tell of changes (no room); looking for them every 1 s instead");
    assert_eq!(watcher.take_news(), None, "said once");
    assert_eq!(watcher.wait(None), Wake::Changed, "though nothing told of it");
    assert!(is_awake(&watcher), "who looks again may see something");
    let place = Place::new();
    watcher.look(&mut Scanner::new(&place.root)).expect("a site");
    assert_eq!(watcher.take_news(), None);
}

#[test]
fn a_system_that_fails_at_a_folder_is_left() {
    let place = Place::new();
    let (mut watcher, mut scanner) = place.watched(|_: &Changes| Err("too many".to_string()));
    watcher.look(&mut scanner).expect("a site");
    assert!(watcher.take_news().is_some_and(|news| news.contains("too many")));
    assert_eq!(place.asked().len(), 1 + ALL.len(), "it is not asked again");
    assert_eq!(watcher.wait(None), Wake::Changed);
}

#[test]
fn a_system_that_breaks_is_left() {
    let place = Place::new();
    let (mut watcher, mut scanner) = place.watched(fine);
    watcher.look(&mut scanner).expect("a site");
    watcher.bell.hear(&Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch)));
    assert_eq!(watcher.wait(None), Wake::Changed);
    watcher.look(&mut scanner).expect("a site");
    assert!(watcher.take_news().is_some_and(|news| news.contains("too many folders are watched")));
    assert_eq!(watcher.wait(None), Wake::Changed);
}

#[test]
fn after_lost_events_everything_is_watched_anew() {
    let place = Place::new();
    let (mut watcher, mut scanner) = place.watched(fine);
    watcher.look(&mut scanner).expect("a site");
    place.asked();
    watcher.bell.hear(&Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
    assert_eq!(watcher.wait(None), Wake::Changed);
    watcher.look(&mut scanner).expect("a site");
    assert_eq!(place.asked(), [&["start"][..], &ALL].concat());
    assert!(!is_awake(&watcher));
}

/// Before it is watched, nobody tells of what happens in a folder.
#[test]
fn what_comes_before_the_watch_is_seen() {
    let place = Place::new();
    let root = place.root.clone();
    let then = move |changes: &Changes| {
        for (folder, _) in changes.add.iter().filter(|(folder, _)| folder.starts_with(root.join("content"))) {
            fs::write(folder.join("late.md"), "late").expect("written");
        }
        // And a folder, three times, which holds another late file by then.
        let deeper = [root.join("content/articles/one"), root.join("content/articles/one/two")];
        if let Some(next) = deeper.iter().find(|folder| !folder.is_dir()) {
            fs::create_dir(next).expect("a folder");
        }
        Ok(Vec::new())
    };
    let (mut watcher, mut scanner) = place.watched(then);
    let sources = watcher.look(&mut scanner).expect("a site").value;
    let paths: Vec<String> = sources.files.keys().map(ToString::to_string).collect();
    assert_eq!(
        paths,
        [
            "content/articles/late.md",
            "content/articles/one/late.md",
            "content/articles/one/two/late.md",
            "content/late.md"
        ]
    );
}

#[test]
fn folders_that_never_stop_to_come_are_looked_at_after_the_next_wait() {
    let place = Place::new();
    let root = place.root.clone();
    let count = Arc::new(Mutex::new(0));
    let then = move |_: &Changes| {
        let mut count = count.lock().expect("a number");
        *count += 1;
        fs::create_dir(root.join(format!("content/articles/{count}"))).expect("a folder");
        Ok(Vec::new())
    };
    let (mut watcher, mut scanner) = place.watched(then);
    watcher.look(&mut scanner).expect("a site");
    assert_eq!(watcher.wait(None), Wake::Changed);
}

/// A folder that was made anew has its old name, and a watch that has gone with the old folder.
#[test]
fn what_has_its_name_anew_is_watched_anew() {
    let place = Place::new();
    let (mut watcher, mut scanner) = place.watched(fine);
    watcher.look(&mut scanner).expect("a site");
    place.asked();
    let renamed = |mode| EventKind::Modify(ModifyKind::Name(mode));
    for (kind, path, expected) in [
        (EventKind::Remove(RemoveKind::Folder), "content/articles", &ALL[3..]),
        (EventKind::Create(CreateKind::Folder), "content/articles", &ALL[3..]),
        (renamed(RenameMode::From), "content", &ALL[2..]),
        (renamed(RenameMode::To), "content", &ALL[2..]),
        (EventKind::Any, "", &ALL[1..]),
        (EventKind::Create(CreateKind::File), "content/articles/a.md", &[]),
        (EventKind::Modify(ModifyKind::Data(DataChange::Any)), "content/articles", &[]),
    ] {
        watcher.bell.hear(&place.event(kind, path));
        assert!(is_awake(&watcher), "{kind:?} {path}");
        watcher.look(&mut scanner).expect("a site");
        assert_eq!(place.asked(), expected, "{kind:?} {path}");
    }
}

/// A folder that has gone, or may not be read, is asked for once with every scan.
#[test]
fn what_cannot_be_watched_is_tried_again() {
    let place = Place::new();
    let above = place.root.parent().expect("a folder").to_path_buf();
    let (mut watcher, mut scanner) = place.watched(move |changes: &Changes| {
        Ok(changes.add.iter().filter(|(path, _)| *path == above).map(|(path, _)| path.clone()).collect())
    });
    watcher.look(&mut scanner).expect("a site");
    assert_eq!(place.asked(), ["start", "..", "/", "/content", "/content/articles", ".."]);
    watcher.look(&mut scanner).expect("a site");
    assert_eq!(place.asked(), [".."]);
    assert_eq!(watcher.take_news(), None);
    assert!(!is_awake(&watcher));
}

#[test]
fn only_what_matters_wakes() {
    let place = Place::new();
    let (mut watcher, mut scanner) = place.watched(fine);
    watcher.look(&mut scanner).expect("a site");
    let create = EventKind::Create(CreateKind::File);
    let access = |kind| EventKind::Access(kind);
    for (kind, path, expected) in [
        (create, "content/articles/a.md", true),
        (EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)), "content/articles/a.md", true),
        // A file that was written through memory tells of nothing else.
        (access(AccessKind::Close(AccessMode::Write)), "content/articles/a.md", true),
        (access(AccessKind::Close(AccessMode::Read)), "content/articles/a.md", false),
        (access(AccessKind::Open(AccessMode::Any)), "content/articles", false),
        (create, "content/articles/.a.md.swp", false),
        (create, "public", false),
        (create, "public/index.html", false),
        (access(AccessKind::Close(AccessMode::Write)), "public/index.html", false),
        (create, "themes", true),
        (create, "../other", false),
    ] {
        watcher.bell.hear(&place.event(kind, path));
        assert_eq!(is_awake(&watcher), expected, "{kind:?} {path}");
    }
    watcher.bell.hear(&Ok(Event::new(EventKind::Any)));
    assert!(is_awake(&watcher), "somewhere");
}

#[test]
fn what_was_told_before_a_scan_needs_no_other() {
    let place = Place::new();
    let (mut watcher, mut scanner) = place.watched(fine);
    watcher.look(&mut scanner).expect("a site");
    watcher.bell.hear(&place.event(EventKind::Create(CreateKind::File), "content/articles/a.md"));
    watcher.look(&mut scanner).expect("a site");
    assert!(!is_awake(&watcher));
}

#[test]
fn waits_end_when_somebody_wants_it_or_something_is_due() {
    for how in [How::Told, How::Poll(Duration::from_secs(3600))] {
        let watcher = Watcher::start(how);
        assert_eq!(watcher.wait(Some(Timestamp::now())), Wake::Due);
        assert_eq!(watcher.wait(Some(Timestamp::now() + Duration::from_millis(20))), Wake::Due);
        let waker = watcher.waker();
        let stopping = std::thread::spawn(move || waker.stop());
        assert_eq!(watcher.wait(None), Wake::Stop);
        assert_eq!(watcher.wait(Some(Timestamp::now())), Wake::Stop, "for good");
        assert!(!watcher.wait_at_most(Duration::from_secs(3600)));
        stopping.join().expect("it stopped");
    }
}

/// Other systems than Linux watch whole trees.
#[test]
fn a_tree_is_watched_at_its_top() {
    let place = Place::new();
    fs::create_dir_all(place.root.join("themes/own")).expect("folders");
    fs::create_dir_all(place.root.join("content/articles/2026")).expect("folders");
    // A name that comes between a folder and what is in it where names are sorted as text.
    fs::create_dir_all(place.root.join("content/articles-x")).expect("folders");
    let mut scanner = Scanner::new(&place.root);
    scanner.scan().expect("a site");
    let top = |path: &str| (place.root.join(path), RecursiveMode::Recursive);
    let above = [place.root.parent().expect("a folder"), &place.root];
    let expected = above.map(|path| (path.to_path_buf(), RecursiveMode::NonRecursive));
    let expected = expected.into_iter().chain([top("content"), top("themes")]).collect();
    assert_eq!(wanted(scanner.footprint(), false), expected);
    assert_eq!(wanted(scanner.footprint(), true).len(), 8);
}

/// The queue of the real system, of which nobody takes the events.
#[cfg(target_os = "linux")]
#[test]
fn an_overflowing_queue_is_noticed() {
    let Some(room) = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events")
        .ok()
        .and_then(|text| text.trim().parse::<usize>().ok())
        .filter(|room| *room < 100_000)
    else {
        return;
    };
    let place = Place::new();
    let (mut watcher, mut scanner) = (Watcher::start(How::Told), Scanner::new(&place.root));
    watcher.look(&mut scanner).expect("a site");
    assert_eq!(watcher.take_news(), None, "the system tells");
    fs::write(place.root.join("content/articles/0.md"), "x").expect("written");
    let bell = watcher.bell.clone();
    bell.while_deaf(|| {
        for change in 0..room {
            // Each is another event; equal ones in a row would be one.
            let [from, to] = [change, change + 1].map(|n| format!("content/articles/{}.md", n % 2));
            fs::rename(place.root.join(from), place.root.join(to)).expect("renamed");
        }
        fs::create_dir(place.root.join("content/articles/lost")).expect("a folder");
        fs::write(place.root.join("content/articles/lost/l.md"), "lost").expect("written");
    });
    let started = Instant::now();
    while !bell.has_lost() {
        assert!(started.elapsed() < Duration::from_secs(60), "nothing was lost");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(watcher.wait(None), Wake::Changed);
    let sources = watcher.look(&mut scanner).expect("a site").value;
    assert_eq!(sources.files.len(), 2);
    while watcher.wait_at_most(Duration::from_millis(100)) {
        watcher.look(&mut scanner).expect("a site");
    }
    fs::write(place.root.join("content/articles/lost/l.md"), "found").expect("written");
    assert_eq!(watcher.wait(None), Wake::Changed, "it is watched by now");
}
