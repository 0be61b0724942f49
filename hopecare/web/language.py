"""Which language a page speaks: as chosen, else as the account says, else as the browser asks."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from flask import request

from hopecare.domain.roles import STAFF
from hopecare.extensions import desk
from hopecare.language import SOURCE_LANGUAGE, languages, translator
from hopecare.language.reader import Reader
from hopecare.web.identity import find_current_identity
from hopecare.web.request_facts import forget_fact, once_a_request
from hopecare.web.town import find_current_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Response
    from jinja2 import Environment

    from hopecare.language import Translator

LANGUAGE_COOKIE: Final = "language"
TO_RESIDENT: Final = "to_resident"
A_YEAR_S: Final = 31_536_000
LANGUAGE_NAMES: Final = {"ko": "한국어", "en": "English"}


def current_language() -> str:
    """Give the language of this request."""
    return once_a_request("language", _find)


def speak(language: str) -> None:
    """Answer this request in another language than it was asked in."""
    for fact in ("language", "reader", "translator"):
        forget_fact(fact)
    once_a_request("language", lambda: language)


@contextmanager
def spoken(language: str, *, to_resident: bool = False) -> Iterator[None]:
    """Say what is rendered inside in this language, and go on in the reader's own.

    With `to_resident` it is said as to somebody who does not work here, whoever prints it.
    """
    own = current_language()
    forget_fact(TO_RESIDENT)
    once_a_request(TO_RESIDENT, lambda: to_resident)
    speak(language)
    try:
        yield
    finally:
        forget_fact(TO_RESIDENT)
        speak(own)


def keep_language(response: Response, language: str) -> None:
    """Remember a language on this device."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=A_YEAR_S,
        samesite="Lax",
        secure=desk().settings.is_production,
    )


def current_reader() -> Reader:
    """Give who reads this answer: their language, and their town's clock and money."""
    return once_a_request("reader", _reader)


def other_languages() -> list[tuple[str, str]]:
    """Name the languages a page may be switched to."""
    chosen = current_language()
    return [(each, LANGUAGE_NAMES.get(each, each)) for each in languages() if each != chosen]


def install_gettext(environment: Environment) -> None:
    """Let templates say `_()`, `ngettext()`, `pgettext()` and {% trans %}."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _translator().gettext(text),
        lambda one, many, n: _translator().ngettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, text: _translator().pgettext(context, text),
        npgettext=lambda context, one, many, n: _translator().npgettext(context, one, many, n),
    )


def reads_as_staff() -> bool:
    """Say whether whoever reads this answer works for a centre."""
    if once_a_request(TO_RESIDENT, bool):
        return False
    identity = find_current_identity()
    return identity is not None and bool(identity.roles & STAFF)


def _translator() -> Translator:
    return once_a_request("translator", _find_translator)


def _find_translator() -> Translator:
    return translator(current_language(), for_staff=reads_as_staff())


def _find() -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in languages():
        return str(chosen)
    identity = find_current_identity()
    if identity is not None and identity.language in languages():
        return identity.language
    asked = request.accept_languages.best_match(languages())
    town = find_current_town()
    return asked or (town.language if town else SOURCE_LANGUAGE)


def _reader() -> Reader:
    town = find_current_town()
    return Reader(
        language=current_language(),
        zone=town.zone if town else "UTC",
        country=town.country if town else "KR",
        currency=town.currency if town else "KRW",
        now=desk().clock(),
        is_staff=reads_as_staff(),
    )
