"""Whoever writes a text from what counts as a landline can read one: our answer goes there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.people import ContactKind
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.deliver import deliver
from models import ContactPoint, TimelineEntry
from tests.jobs.test_ways_of_reaching import LANDLINE, has_only
from tests.jobs.test_yes_to_questions import write


@pytest.fixture
def channel_profile():
    return "two-way"


def is_rung(town):
    has_only(town, number=LANDLINE)
    town.work(timedelta(minutes=10))


def noted(town):
    return [
        each
        for each in town.rows(TimelineEntry)
        if each.kind is EntryKind.CONTACT_POINT_CHANGED and each.facts.get("what") == "takes_texts"
    ]


@pytest.mark.parametrize("body", ["1", "2", "도와주세요"])
def test_our_answer_goes_where_they_wrote_from(town, body):
    is_rung(town)
    write(town, body)
    deliver(town.tools)
    assert len(town.texts_to(town.resident_id)) == 1
    with town.database.reading(town.scope) as session:
        theirs = select(ContactPoint).where(ContactPoint.person_id == town.resident_id)
        point = session.scalars(theirs).one()
        assert (point.kind, point.can_text) == (ContactKind.LANDLINE, True)
    assert len(noted(town)) == 1


def test_it_is_noted_once_and_rung_as_before(town):
    is_rung(town)
    write(town, "1", sid="a")
    write(town, "1", sid="b")
    assert len(noted(town)) == 1
    calls = [each for each in town.messages if each.channel is Channel.VOICE]
    assert calls, "what was a call stays one"
