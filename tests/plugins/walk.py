"""The walk through every page: each is opened once, and every form that writes is found on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.datastructures import MultiDict

from tests.plugins.pages import Page, Visitor, parsed, path_of, values_of

TYPED = {"text", "tel", "date", "time", "number", "search", "email", "password"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingForm:
    """One form that writes: who was shown it on which page, and where it posts to."""

    endpoint: str
    who: str
    on: str
    action: str
    element: Element

    @property
    def typed(self) -> list[str]:
        """The names of the fields a person types into."""
        inputs = [e for e in self.element.iter("input") if e.attrib.get("type", "text") in TYPED]
        return [each.attrib["name"] for each in inputs] + self.notes

    @property
    def notes(self) -> list[str]:
        """The names of the fields for words over many lines."""
        return [each.attrib["name"] for each in self.element.iter("textarea")]

    @property
    def chosen(self) -> list[str]:
        """The names of the fields where one of a list is chosen."""
        return [each.attrib["name"] for each in self.element.iter("select")]

    @property
    def values(self) -> MultiDict[str, str]:
        """What a browser would send as it stands."""
        return values_of(self.element)


def look(visitor: Visitor, path: str) -> Page | None:
    """The page, if this visitor is shown one there."""
    answer = visitor.client.get(path)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return None
    return Page(answer, parsed(answer.text, path), path)


def forms_on(app: Flask, page: Page, who: str) -> Iterator[WritingForm]:
    """The page's forms that write, by the endpoint they or one of their buttons post to."""
    adapter = app.url_map.bind("localhost")
    for form in page.find_all("form"):
        if form.attrib.get("method", "get").lower() != "post":
            continue
        for action in _doors_of(form):
            endpoint = adapter.match(action, method="POST")[0]
            yield WritingForm(endpoint=endpoint, who=who, on=page.path, action=action, element=form)


def _doors_of(form: Element) -> list[str]:
    buttons = [each.attrib.get("formaction") for each in form.iter("button")]
    return [path_of(each) for each in (form.attrib["action"], *buttons) if each]


def forms_of(
    app: Flask, visitors: dict[str, Visitor], pages: Iterable[tuple[str, str]]
) -> dict[str, WritingForm]:
    """Every form that writes, once, by its endpoint; pages are (who opens it, path)."""
    seen: dict[str, WritingForm] = {}
    for who, path in pages:
        if (page := look(visitors[who], path)) is not None:
            for form in forms_on(app, page, who):
                seen.setdefault(form.endpoint, form)
    return seen


class Answered(HTMLParser):
    """What stands on an answer, read quickly: fields with their values, and what is said wrong.

    The strict parser takes twenty times as long, and has read the page once already.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.ids: set[str] = set()
        self.blamed: set[str] = set()
        self._into: tuple[dict[str, str], str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.ids.add(said.get("id", ""))
        if tag == "input" and said.get("type") not in {"radio", "checkbox", "hidden"}:
            self.fields[said.get("name", "")] = said.get("value", "")
        elif tag == "textarea":
            self._into = (self.fields, said.get("name", ""))
        elif tag == "p" and said.get("id", "").endswith("-error"):
            self._into = (self.errors, said["id"].removesuffix("-error"))
        elif tag == "a" and said.get("href", "").startswith("#"):
            self.blamed.add(said["href"].removeprefix("#"))
        if self._into is not None:
            self._into[0].setdefault(self._into[1], "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "p"}:
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            into, name = self._into
            # The line break right after the tag is markup, no content.
            into[name] += data if into[name] else data.removeprefix("\n")
