"""Which sentences the code says, read out of the code itself, and which of them lack words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from hopecare.language import SOURCE_LANGUAGE, catalogue_files, languages

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = ("blueprints", "hopecare", "notifications")
KEYWORDS: Final[dict[str, Any]] = {
    "N_": None,
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_OPTIONS: Final = {"newstyle_gettext": "true", "trimmed": "true"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as the code has it; `many` is its plural, `context` who reads it."""

    text: str
    many: str | None = None
    context: str | None = None


def gathered() -> dict[Sentence, list[str]]:
    """Give every sentence of code and templates, with the places where it stands."""
    found: dict[Sentence, list[str]] = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.*")):
            for sentence, line in _sentences_in(path):
                place = f"{path.relative_to(ROOT).as_posix()}:{line}"
                found.setdefault(sentence, []).append(place)
    return found


def translated(language: str) -> dict[Sentence, dict[str, tuple[str, ...]]]:
    """Give every sentence of a language's files: its words, by the file they stand in."""
    found: dict[Sentence, dict[str, tuple[str, ...]]] = {}
    for path in catalogue_files(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id:
                    continue
                texts = message.id if isinstance(message.id, tuple | list) else (message.id, None)
                strings = message.string
                words = tuple(strings) if isinstance(strings, tuple | list) else (strings or "",)
                if not message.fuzzy:
                    sentence = Sentence(str(texts[0]), texts[1], message.context)
                    found.setdefault(sentence, {})[path.name] = words
    return found


def missing(language: str) -> dict[Sentence, list[str]]:
    """Give the sentences that have no words in a language, with their places."""
    known = {
        sentence
        for sentence, files in translated(language).items()
        if all(words and all(words) for words in files.values())
    }
    return {sentence: places for sentence, places in gathered().items() if sentence not in known}


def translations() -> tuple[str, ...]:
    """Name the languages that need words of their own."""
    return tuple(each for each in languages() if each != SOURCE_LANGUAGE)


def _sentences_in(path: Path) -> Iterator[tuple[Sentence, int]]:
    method = {".py": "python", ".html": "jinja2"}.get(path.suffix)
    if method is None:
        return
    options = _OPTIONS if method == "jinja2" else {}
    for line, texts, _, context in extract_from_file(method, path, KEYWORDS, options=options):
        if isinstance(texts, tuple):
            yield Sentence(texts[0], texts[1], context), line
        elif texts:
            yield Sentence(texts, None, context), line
