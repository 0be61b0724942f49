"""The sentences of a rank: every term of what a pair costs, as staff read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel import Locale

from hopecare.domain.matching.score import Term
from hopecare.domain.matching.sparing import spared_by
from hopecare.domain.matching.walking import minutes_on_foot, whole_km
from hopecare.domain.matching.wave_facts import RULES
from hopecare.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader

ROUGHLY: Final = N_("About %(km)s km away")
"""From the middle of a district nobody knows more."""
ROUGH_START: Final = N_("Their own place is known only roughly")
SPARED: Final = N_(
    "Few others fit some needs that they fit: to keep them free for those, waves ask them later "
    "than others here, as if they lived %(distance)s farther away"
)
LEAST_SPARED_M: Final = 1_000
"""Less hardly changes who is asked, and is not said."""
SAME_SQUARE: Final = N_("Less than 100 m away")
"""Both places lie on one point of the grid: the same building, or the next."""
TELEPHONE: Final = N_("By telephone: it does not matter how far")

TERM_SENTENCES: Final[Mapping[Term, str]] = {
    Term.DISTANCE: N_("%(distance)s away (about %(minutes)s min on foot)"),
    Term.LANGUAGE_MISSING: N_("Does not speak %(language)s, which was wished (+%(metres)s m)"),
    Term.GENDER_DIFFERS: N_("Is not of the wished gender (+%(metres)s m)"),
    Term.LOAD: N_("Took on tasks in the last 30 days (+%(metres)s m)"),
    Term.ONE_COMMON_SLOT: N_("Only one common hour in the week (+%(metres)s m)"),
    Term.CONTINUITY: N_("Has helped this resident before (%(metres)s m)"),
}


def term_reasons(  # noqa: PLR0913  what is known of one pair
    terms: Mapping[Term, int],
    language: str | None,
    reader: Reader,
    *,
    is_centroid: bool = False,
    is_rough: bool = False,
    by_telephone: bool = False,
    walk: int | None = None,
) -> list[str]:
    """Say each term that counts; `language` was wished, `walk` are minutes that are known.

    No term of distance means none: by telephone, or as near as the grid tells.
    """
    said = [
        _roughly(metres, reader)
        if (is_centroid or is_rough) and term is Term.DISTANCE
        else _term(term, metres, language, reader, walk=walk)
        for term, metres in terms.items()
        if term in TERM_SENTENCES
    ]
    if by_telephone:
        return [reader.say(TELEPHONE), *said]
    if Term.DISTANCE not in terms:
        is_known = not (is_centroid or is_rough)
        said.insert(0, reader.say(SAME_SQUARE) if is_known else _roughly(0, reader))
    return [*said, reader.say(ROUGH_START)] if is_rough else said


def spared_reason(missed: float, reader: Reader, *, least: float = 0.0) -> str | None:
    """Say that waves spare somebody, and by how much; it is no part of the price.

    `least` is missed in whoever of the same list is spared least: only the difference decides.
    """
    metres = round(spared_by(missed - least, RULES) * RULES.metres_a_point)
    return None if metres < LEAST_SPARED_M else reader.say(SPARED, distance=reader.distance(metres))


def _roughly(metres: int, reader: Reader) -> str:
    return reader.say(ROUGHLY, km=reader.count(whole_km(metres)))


def _term(
    term: Term, metres: int, language: str | None, reader: Reader, *, walk: int | None
) -> str:
    minutes = minutes_on_foot(metres) if walk is None else walk
    return reader.say(
        TERM_SENTENCES[term],
        metres=reader.count(metres),
        distance=reader.distance(metres),
        minutes=reader.count(minutes),
        language=language_name(language, reader),
    )


def language_name(code: str | None, reader: Reader) -> str:
    """Name a language as the reader calls it; nothing for nothing."""
    names = Locale(reader.language).languages
    return str(names.get(code or "", code or ""))
