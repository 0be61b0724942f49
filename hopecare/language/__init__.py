"""Codes and English sentences turned into the reader's language, without Flask.

English stands in the code and is its own key. Every other language is a folder of .po files, one
an area, merged when first asked for; there is nothing to compile.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE_LANGUAGE: Final = "en"
FOLDER: Final = Path(__file__).parents[1] / "translations"
STAFF: Final = "staff"
"""The context of words that staff read where everybody else reads others: plainer, more formal."""
Translator = NullTranslations
"""Says `gettext(sentence)`, `ngettext(one, many, n)` and `pgettext(context, sentence)`."""


def N_(sentence: str) -> str:  # noqa: N802  the mark's customary name
    """Mark a sentence for translation where it stands as data; it is said later."""
    return sentence


@cache
def languages() -> tuple[str, ...]:
    """Name every language there is: the source language, and each folder of translations."""
    folders = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    return (SOURCE_LANGUAGE, *(name for name in folders if name != SOURCE_LANGUAGE))


@cache
def translator(language: str, *, for_staff: bool = False) -> Translator:
    """Give what says sentences in a language; English for a language we do not have.

    For staff, the words of their own context stand in the place of everybody's.
    """
    if language == SOURCE_LANGUAGE or language not in languages():
        return NullTranslations()
    catalogue = merged(language, catalogue_files(language))
    return translator_of(_as_staff_read(catalogue) if for_staff else catalogue)


def catalogue_files(language: str) -> tuple[Path, ...]:
    """Name the .po files of a language, one an area."""
    return tuple(sorted((FOLDER / language).glob("*.po")))


def merged(language: str, files: Iterable[Path]) -> Catalog:
    """Read .po files into one catalogue; a sentence of several files must read the same in all."""
    whole = Catalog(locale=language, fuzzy=False)
    for path in files:
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    whole.add(message.id, message.string, context=message.context)
    return whole


def _as_staff_read(catalogue: Catalog) -> Catalog:
    """Put the words of the staff's context in the place of everybody's."""
    own = [message for message in catalogue if message.context == STAFF]
    for message in own:
        catalogue.delete(message.id)
        catalogue.add(message.id, message.string)
    return catalogue


def translator_of(catalogue: Catalog) -> Translator:
    """Turn a catalogue into what says its sentences."""
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
