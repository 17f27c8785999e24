"""Reads every feed, calendar, site map and robots.txt below a folder with parsers that are not clipsheet's.

    valid.py BASE FOLDER

Each folder in FOLDER is a site that is published at BASE, for everybody. Says what is wrong, and fails where
something is.
"""

import json
import re
import sys
import urllib.parse
import urllib.robotparser
import xml.etree.ElementTree as xml
from datetime import date, datetime
from pathlib import Path

import feedparser
import icalendar

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# RFC 3339, section 5.6.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# RFC 4151.
TAG = re.compile(r"tag:[A-Za-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")

wrong = []
count = {"feeds": 0, "calendars": 0, "maps": 0}


def check(condition, path, what):
    if not condition:
        wrong.append(f"{path}: {what}")


def is_moment(text):
    return bool(text and MOMENT.fullmatch(text)) and bool(datetime.fromisoformat(text))


def atom(path):
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    count["feeds"] += 1
    try:
        feed = xml.fromstring(path.read_bytes())
    except xml.ParseError as error:
        return check(False, path, f"not well-formed: {error}")
    check(feed.tag == f"{ATOM}feed", path, "no feed")
    for element in [feed, *feed.iter(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            check(len(element.findall(ATOM + name)) == 1, path, f"not one <{name}>")
        check(TAG.fullmatch(element.findtext(f"{ATOM}id") or ""), path, "no URI")
        check(is_moment(element.findtext(f"{ATOM}updated")), path, "no moment in <updated>")
        published = element.findtext(f"{ATOM}published")
        check(published is None or is_moment(published), path, "no moment in <published>")
        links = element.findall(f"{ATOM}link")
        alternate = [link for link in links if link.get("rel", "alternate") == "alternate"]
        check(len(alternate) == 1, path, "not one alternate link")
        for link in links:
            check(urllib.parse.urlparse(link.get("href")).scheme in ("http", "https"), path, "a link is not whole")
    itself = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    check([link.get("href") for link in itself] == [address(path)], path, "it does not know its own address")
    check(feed.find(f"{ATOM}author") is not None, path, "nobody is named who made it")
    parsed = feedparser.parse(path.read_bytes())
    check(not parsed.bozo, path, f"feedparser: {parsed.get('bozo_exception')}")
    check(parsed.version == "atom10", path, f"feedparser takes it for {parsed.version}")
    check(len(parsed.entries) == len(feed.findall(f"{ATOM}entry")) > 0, path, "feedparser finds other entries")
    for entry in parsed.entries:
        check(entry.get("updated_parsed") and entry.get("link") and entry.get("title"), path, "an entry lacks something")


def json_feed(path):
    """JSON Feed, version 1.1."""
    count["feeds"] += 1
    feed = json.loads(path.read_bytes())
    check(feed.get("version") == "https://jsonfeed.org/version/1.1", path, "no version")
    check(isinstance(feed.get("title"), str), path, "no title")
    check(feed.get("feed_url") == address(path), path, "it does not know its own address")
    check(isinstance(feed.get("items"), list) and feed["items"], path, "no items")
    for item in feed.get("items", []):
        check(isinstance(item.get("id"), str) and TAG.fullmatch(item["id"]), path, "an item has no id")
        text = [key for key in ("content_html", "content_text") if isinstance(item.get(key), str)]
        check(text, path, "an item has no text")
        for key in ("url", "external_url", "image"):
            check(key not in item or item[key].startswith("http"), path, f"{key} is not whole")
        for key in ("date_published", "date_modified"):
            check(key not in item or is_moment(item[key]), path, f"no moment in {key}")
        for author in item.get("authors", []):
            check(isinstance(author.get("name"), str), path, "an author has no name")
        check(all(isinstance(tag, str) for tag in item.get("tags", [])), path, "a tag is no text")

def calendar(path):
    """RFC 5545, sections 3.1, 3.4 and 3.6."""
    count["calendars"] += 1
    raw = path.read_bytes()
    check(raw.endswith(b"\r\n") and raw.count(b"\n") == raw.count(b"\r\n"), path, "a line does not end in CRLF")
    check(all(len(line) <= 75 for line in raw.split(b"\r\n")), path, "a line is too long")
    try:
        parsed = icalendar.Calendar.from_ical(raw)
    except ValueError as error:
        return check(False, path, f"icalendar: {error}")
    check(parsed["VERSION"] == "2.0" and parsed["PRODID"], path, "no version or product")
    events = parsed.walk("VEVENT")
    check(events and not any(event.errors for event in events), path, "no events, or some with errors")
    names = [event.get("UID") for event in events]
    check(None not in names and len(set(names)) == len(names), path, "an event has no name of its own")
    for event in events:
        for key in ("DTSTAMP", "DTSTART", "SUMMARY", "URL"):
            check(key in event, path, f"an event has no {key}")
        start, end = (event.get(key) for key in ("DTSTART", "DTEND"))
        if start is None:
            continue
        if type(start.dt) is date:
            check(end is not None and end.dt > start.dt, path, "an event ends before it starts")
        else:
            check(start.dt.utcoffset() is not None, path, "a moment is of no zone")
        check(event.get("TRANSP") == "TRANSPARENT", path, "an event keeps somebody busy")


def address(path):
    return f"{base}/{'/'.join(map(urllib.parse.quote, path.relative_to(site).parts))}"


def is_there(url):
    path = urllib.parse.unquote(url.removeprefix(base + "/")) if url.startswith(base + "/") else None
    return path is not None and (site / path / "index.html" if path.endswith("/") or not path else site / path).is_file()


def site_map(path):
    """sitemaps.org, version 0.9."""
    count["maps"] += 1
    urls = xml.fromstring(path.read_bytes())
    check(urls.tag == f"{MAP}urlset" and len(urls), path, "no map")
    seen = set()
    for url in urls:
        where, when = url.findtext(f"{MAP}loc"), url.findtext(f"{MAP}lastmod")
        check(is_there(where) and where not in seen, path, f"{where} leads nowhere, or stands twice")
        seen.add(where)
        try:
            when is None or date.fromisoformat(when)
        except ValueError:
            check(False, path, f"{when} is no day")


def robots(path):
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(path.read_text().splitlines())
    check(parser.can_fetch("anybody", f"{base}/articles/"), path, "it keeps search engines out of a public site")
    check(parser.site_maps() == [urllib.parse.unquote(f"{base}/sitemap.xml")], path, "it does not name the map")


base, folder = sys.argv[1], Path(sys.argv[2])
for site in sorted(folder.iterdir()):
    for path in sorted(site.rglob("feed.xml")):
        atom(path)
    for path in sorted(site.rglob("feed.json")):
        json_feed(path)
    for path in sorted(site.rglob("*.ics")):
        calendar(path)
    site_map(site / "sitemap.xml")
    robots(site / "robots.txt")

print(", ".join(f"{number} {what}" for what, number in count.items()))
print("\n".join(wrong), file=sys.stderr)
sys.exit(bool(wrong))
