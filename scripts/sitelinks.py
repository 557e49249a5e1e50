"""Checks a built site: links to pages, pictures and places, and that no other host is asked."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: What the browser loads by itself when it shows a page.
_LOADED = {("img", "src"), ("script", "src"), ("source", "srcset"), ("iframe", "src")}
_LINKS = {("a", "href"), ("link", "href"), *_LOADED}
#: Links in a page's head that load nothing.
_RELATIONS = {"canonical", "next", "prev"}


class Page(HTMLParser):
    """What one page links to, and what can be linked to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes the links and anchors of one tag."""
        told = {name: value for name, value in attrs if value is not None}
        self.anchors.update(told[k] for k in ("id", "name") if k in told)
        head = tag == "link" and told.get("rel", "") not in _RELATIONS
        for name, value in told.items():
            if (tag, name) in _LINKS:
                self.links.append(value)
            if (tag, name) in _LOADED or (head and name == "href"):
                self.loaded.append(value)


def broken(site: Path) -> list[str]:
    """Each link of the site that leads nowhere, and each file that comes from another host."""
    pages = {p: Page(p.read_text("utf-8")) for p in sorted(site.rglob("*.html"))}
    out = []
    for path, page in pages.items():
        name = path.relative_to(site)
        out += [f"{name}: asks another host: {u}" for u in page.loaded if urlsplit(u).netloc]
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or name.name == "404.html":
                continue
            to = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            to = to / "index.html" if to.is_dir() else to
            if not to.is_file():
                out.append(f"{name}: {link}")
            elif to in pages and unquote(parts.fragment) not in {"", *pages[to].anchors}:
                out.append(f"{name}: no such place: {link}")
    return out
