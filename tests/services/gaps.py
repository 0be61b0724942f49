"""What the tests of the gap ledger say again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hopecare.queries.gaps import find_gap
from tests.factories.assessments import said
from tests.factories.towns import TODAY

HOUR = timedelta(hours=1)
OVER = said(income_benefits=5_000_000)


def receives(*programmes):
    told = said()
    return replace(told, receiving={**told.receiving, **dict.fromkeys(programmes, True)})


def gap_of(session, person, programme="livelihood", *, today=TODAY):
    return find_gap(session, person.id, programme, today)
