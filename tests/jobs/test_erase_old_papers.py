"""A paper is erased when its day is over: once, in batches, and not where the law holds it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.domain.attachments import REMOVED_TYPE, AttachmentPurpose, PaperAct
from hopecare.jobs.erase_old_papers import erase_old_papers
from hopecare.jobs.tools import Tools
from hopecare.services import erase_papers as service
from hopecare.services.attach_paper import NewPaper, attach_paper
from models import Attachment, Person, TimelineEntry
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.cases import BY
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY, a_centre, a_town

A_DAY = timedelta(days=1)


@pytest.fixture
def kept(database, town_scope):
    """Keep papers of a resident, each until some days from today."""
    with database.writing(town_scope) as session:
        a_town(session)

    def keep(*days, held_by=None):
        with database.writing(town_scope) as session:
            resident = a_resident(session, centre=a_centre(session))
            ids = [_paper(session, resident, each, held_by).id for each in days]
            return resident, ids

    return keep


def _paper(session, resident, days, held_by):
    new = NewPaper(purpose=AttachmentPurpose.INCOME_PAPER, picture=b"picture", title="통장")
    paper = attach_paper(session, resident, new, by=BY, now=NOW)
    paper.retain_until = TODAY + timedelta(days=days)
    paper.held_by = held_by
    return paper


def run(database, at=NOW):
    network = MemoryNetwork()
    tools = Tools(
        database=database, networks=Networks(texts=network, calls=network), clock=SetClock(at)
    )
    return erase_old_papers(tools)


def papers(database, scope):
    with database.reading(scope) as session:
        return {each.id: each for each in session.scalars(select(Attachment))}


def test_it_is_erased_the_day_after_its_last_and_once(database, town_scope, kept):
    _, (over, last_day, young) = kept(-1, 0, 1)
    assert run(database) == 1
    found = papers(database, town_scope)
    gone = found[over]
    assert (gone.content, gone.title, gone.media_type) == (b"", "", REMOVED_TYPE)
    assert all(found[each].content == b"picture" for each in (last_day, young))
    assert run(database) == 0
    assert run(database, NOW + A_DAY) == 1
    with database.reading(town_scope) as session:
        entries = session.scalars(select(TimelineEntry).order_by(TimelineEntry.at)).all()
    erased = [each for each in entries if each.facts.get("what") == PaperAct.ERASED]
    assert [each.subject_id for each in erased] == [over, last_day]
    assert {each.facts["paper"] for each in erased} == {"income_paper"}


def test_a_record_that_is_over_takes_its_papers_along(database, town_scope, kept):
    resident, (paper,) = kept(500)
    with database.writing(town_scope) as session:
        session.get_one(Person, resident.id).retain_until = TODAY
    assert run(database) == 0
    assert run(database, NOW + A_DAY) == 1
    assert papers(database, town_scope)[paper].media_type == REMOVED_TYPE


def test_what_the_law_holds_stays(database, town_scope, kept):
    kept(-1, held_by="2026-가-12")
    assert run(database) == 0
    resident, (paper,) = kept(-1)
    with database.writing(town_scope) as session:
        session.get_one(Person, resident.id).held_by = "2026-가-13"
    assert run(database) == 0
    assert papers(database, town_scope)[paper].content == b"picture"


def test_many_go_in_batches(database, kept, monkeypatch):
    monkeypatch.setattr(service, "AT_ONCE", 2)
    kept(-1, -1, -1, -1, -1)
    assert run(database) == 5
