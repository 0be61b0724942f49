"""The sentences of asking: every term of a rank, every rule that stopped somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.constraints import BY_TELEPHONE, Rule
from hopecare.domain.matching.score import Term
from hopecare.language import N_
from hopecare.language.cap_words import WAITING_SENTENCES
from hopecare.language.term_words import spared_reason, term_reasons
from hopecare.travel import WaysFrom

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from hopecare.domain.matching.caps import Cap
    from hopecare.language.reader import Reader
    from hopecare.queries.candidates import Candidate, Lookup
    from hopecare.travel import Travel
    from models import Need


WALKS: Final = 10
"""For so many of the best placed a page asks how long they walk."""
RULE_SENTENCES: Final[Mapping[Rule, str]] = {
    Rule.SAME_PERSON: N_("%(number)s of %(all)s: is the resident"),
    Rule.SAME_HOUSEHOLD: N_("%(number)s of %(all)s: live in the same household"),
    Rule.NOT_ACTIVE: N_("%(number)s of %(all)s do not take requests now"),
    Rule.AWAY: N_("%(number)s of %(all)s are away that day"),
    Rule.REFUSED: N_("%(number)s of %(all)s: the resident would rather not"),
    Rule.ASKED_ALREADY: N_("%(number)s of %(all)s: asked for this already"),
    Rule.SET_ASIDE: N_("%(number)s of %(all)s: set aside lately as unsuitable"),
    Rule.SAME_BUILDING: N_("%(number)s of %(all)s live in the same building"),
    Rule.SAME_WORKPLACE: N_("%(number)s of %(all)s work or learn at the same place"),
    Rule.NOT_A_STRANGER: N_("%(number)s of %(all)s know the resident, who asks for a stranger"),
    Rule.NO_CAPACITY: N_("%(number)s of %(all)s hold as many tasks as they set for themselves"),
    Rule.SKILLS: N_("%(number)s of %(all)s do not offer this kind of help"),
    Rule.CHECK_LEVEL: N_("%(number)s of %(all)s lack the check this help asks for"),
    Rule.CHECK_EXPIRED: N_("%(number)s of %(all)s have a check that has run out"),
    Rule.LANGUAGE: N_("%(number)s of %(all)s do not speak the language"),
    Rule.GENDER: N_("%(number)s of %(all)s are not of the required gender"),
    Rule.NO_COMMON_SLOT: N_("%(number)s of %(all)s have no time then"),
    Rule.AVOIDS: N_("%(number)s of %(all)s avoid something in this home"),
    Rule.NO_PLACE: N_("%(number)s of %(all)s: nothing tells where they start from"),
    Rule.TOO_FAR: N_("%(number)s of %(all)s: farther than they go"),
}
WEEKDAYS: Final = (
    ("mon", N_("Mon")),
    ("tue", N_("Tue")),
    ("wed", N_("Wed")),
    ("thu", N_("Thu")),
    ("fri", N_("Fri")),
    ("sat", N_("Sat")),
    ("sun", N_("Sun")),
)


LEFT_IT = N_("Held this before, and it has ended: only a person asks them again")


def reasons(  # noqa: PLR0913  a rank, and what is known beside it
    candidate: Candidate,
    need: Need,
    reader: Reader,
    *,
    is_centroid: bool = False,
    walk: int | None = None,
    least_missed: float | None = None,
    cap: Cap | None = None,
) -> list[str]:
    """Say each term of a candidate's rank, which add up to the cost; `walk` in known minutes.

    First, and no part of the cost, why a wave would leave them in peace now; last, whether waves
    spare them more than whoever they spare least.
    """
    words = WAITING_SENTENCES.get(cap) if cap else None
    peace = [reader.say(each) for each in (LEFT_IT if candidate.has_left else None, words) if each]
    terms = term_reasons(
        candidate.terms,
        need.language,
        reader,
        is_centroid=is_centroid,
        is_rough=candidate.is_rough,
        by_telephone=need.kind in BY_TELEPHONE,
        walk=walk,
    )
    if least_missed is None:
        return [*peace, *terms]
    spared = spared_reason(candidate.missed, reader, least=least_missed)
    return [*peace, *terms] if spared is None else [*peace, *terms, spared]


def walks_to(lookup: Lookup, travel: Travel) -> tuple[Mapping[UUID, int], WaysFrom]:
    """Ask how long the best placed walk; nobody whose start or whose home is only rough."""
    known = [
        (each.helper_id, each.point)
        for each in lookup.candidates
        if each.point is not None and not each.is_rough and Term.DISTANCE in each.terms
    ][:WALKS]
    if lookup.point is None or lookup.is_centroid or not known:
        return {}, WaysFrom.STRAIGHT_LINE
    ways = travel.on_foot([start for _, start in known], lookup.point)
    walked = zip((helper_id for helper_id, _ in known), ways.minutes, strict=True)
    return dict(walked), ways.rest_on


def rule_findings(lookup: Lookup, reader: Reader) -> list[str]:
    """Say which rule stopped how many, the most frequent first."""
    ordered = sorted(lookup.excluded_by.items(), key=lambda found: (-found[1], found[0].value))
    return [
        reader.say(
            RULE_SENTENCES[rule],
            number=reader.count(number),
            all=reader.count(lookup.looked_at),
        )
        for rule, number in ordered
    ]


def weekday_choices(reader: Reader) -> list[tuple[str, str]]:
    """Name the days of the week."""
    return [(code, reader.say(name)) for code, name in WEEKDAYS]
