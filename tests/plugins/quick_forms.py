"""Forms of a page as a browser would send them, read quickly: the page was checked elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit


@dataclass
class QuickForm:
    """Where it posts to, and what it would send."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class QuickForms(HTMLParser):
    """Every form of a page that posts; of several buttons each is one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[QuickForm] = []
        self._open: QuickForm | None = None
        self._list: str | None = None
        self._note: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "get").lower() == "post":
            self._open = QuickForm(urlsplit(said["action"]).path)
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(tag, said, self._open.values)

    def _field(self, tag: str, said: dict[str, str], values: dict[str, str]) -> None:
        name = said.get("name", "")
        if tag == "input":
            self._input(said, name, values)
        elif tag == "select":
            self._list = name
        elif tag == "option" and self._list is not None:
            if "selected" in said or not values.get(self._list):
                values[self._list] = said.get("value", "")
        elif tag == "textarea":
            self._note = name
            values[name] = ""
        elif tag == "button" and said.get("formaction"):
            self.forms.append(QuickForm(urlsplit(said["formaction"]).path, values))

    def _input(self, said: dict[str, str], name: str, values: dict[str, str]) -> None:
        is_choice = said.get("type") in {"radio", "checkbox"}
        if not is_choice or "checked" in said or name not in values:
            values[name] = said.get("value", "on" if is_choice else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._list = None
        elif tag == "textarea":
            self._note = None

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._note is not None:
            self._open.values[self._note] += data.strip()
