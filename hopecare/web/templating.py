"""What every template may say: gettext, labels, the reader's dates, icons, the menu."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, request

from hopecare.domain.people import PartOfWeek
from hopecare.domain.permissions import could_ever
from hopecare.web.emergency import emergency_number, emergency_numbers
from hopecare.web.fate_words import fate_words
from hopecare.web.forms import new_operation
from hopecare.web.icons import icon
from hopecare.web.identity import find_current_identity
from hopecare.web.kept_forms import kept_token, next_path
from hopecare.web.language import (
    current_language,
    current_reader,
    install_gettext,
    other_languages,
)
from hopecare.web.navigation import find_endpoint, has_page, is_open, menu, own_layout
from hopecare.web.need_times import when_needed
from hopecare.web.new_words import new_words
from hopecare.web.nobody_on_duty import nobody_on_duty
from hopecare.web.older_rules import older_rules
from hopecare.web.open_crisis import open_crisis
from hopecare.web.stopped import failing_now, stopped_now
from hopecare.web.tones import tone_of
from hopecare.web.town import find_current_town

if TYPE_CHECKING:
    from enum import Enum

    from flask import Flask

FOLDER: Final = str(Path(__file__).parent / "templates")
READER_FILTERS: Final = (
    "ago", "birth_date", "clock", "count", "dated", "day", "distance", "exact", "machine", "moment",
    "money", "phone", "stamp", "zoned_moment",
)  # fmt: skip


def dress(app: Flask) -> None:
    """Give the templates their words and helpers."""
    app.register_blueprint(Blueprint("layouts", __name__, template_folder=FOLDER))
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    install_gettext(environment)
    environment.filters.update({name: _filter(name) for name in READER_FILTERS})
    environment.globals.update(
        label=lambda member: current_reader().label(member),
        choices=choices,
        PartOfWeek=PartOfWeek,
        reader=current_reader,
        language=current_language,
        other_languages=other_languages,
        me=find_current_identity,
        town=find_current_town,
        may=lambda permission: could_ever(find_current_identity(), permission),
        icon=icon,
        draw=icon,
        menu=menu,
        has_page=has_page,
        find_endpoint=find_endpoint,
        own_layout=own_layout,
        tone_of=tone_of,
        fate=lambda message, code: fate_words(message, code, current_reader()),
        new_operation=new_operation,
        kept_token=kept_token,
        next_path=next_path,
        here=lambda: request.full_path.rstrip("?") if request.method == "GET" else request.path,
        emergency_number=emergency_number,
        emergency_numbers=emergency_numbers,
        nobody_on_duty=nobody_on_duty,
        older_rules=older_rules,
        open_crisis=open_crisis,
        stopped_now=stopped_now,
        failing_now=failing_now,
        new_words=new_words,
        is_open=is_open,
        when_needed=when_needed,
    )


def choices(kind: type[Enum], *leaving_out: Enum) -> list[tuple[str, str]]:
    """Give an enum's members as a field offers them: value and label."""
    reader = current_reader()
    return [
        (str(member.value), reader.label(member)) for member in kind if member not in leaving_out
    ]


def _filter(name: str) -> Any:  # noqa: ANN401  a filter takes what it is given
    def said(value: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return getattr(current_reader(), name)(value, *args, **kwargs)

    said.__name__ = name
    return said
