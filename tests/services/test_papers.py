"""Papers are kept encrypted, for a time, and blanked when they are taken away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.attachments import AttachmentPurpose, RemovalReason
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.errors import (
    AlreadyTakenError,
    MoveNotAllowedError,
    NoConsentError,
    NotFoundError,
)
from hopecare.queries.papers import paper_by_id, papers_of
from hopecare.services.attach_paper import NewPaper, attach_paper
from hopecare.services.record_consent import ConsentSaid, record_consent
from hopecare.services.record_death import record_death
from hopecare.services.remove_attachment import remove_attachment
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.standing_consents import agrees_to
from models import Attachment, Person, TimelineEntry
from tests.factories.cases import BY
from tests.factories.papers import a_paper, a_picture
from tests.factories.people import a_person, a_resident, a_staff_account, an_identity
from tests.factories.towns import NOW, TODAY, a_centre, a_town

LETTER = AttachmentPurpose.OFFICE_LETTER


@pytest.fixture
def resident(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        a_staff_account(session, centre=centre)
        return a_resident(session, centre=centre)


@pytest.fixture
def session(database, town_scope, resident):
    with database.writing(town_scope) as session:
        yield session


def listed(session, person, *, on=TODAY):
    account = a_staff_account(session)
    return papers_of(session, person.id, identity=an_identity(session, account), on=on)


def facts_noted(session, person):
    entries = select(TimelineEntry).where(
        TimelineEntry.person_id == person.id, TimelineEntry.kind == EntryKind.RESIDENT_CHANGED
    )
    return [entry.facts for entry in session.scalars(entries.order_by(TimelineEntry.id))]


def person_of(session, resident):
    person = session.get(Person, resident.id)
    assert person is not None
    return person


def remove(session, person, paper, reason=RemovalReason.UNREADABLE):
    return remove_attachment(session, person, paper.id, reason=reason, by=BY, now=NOW)


def test_a_paper_is_kept_for_the_time_of_its_purpose(session, resident):
    picture = a_picture()
    paper = a_paper(session, resident, title="통지서", picture=picture)
    session.expire_all()
    kept = paper_by_id(session, resident.id, paper.id, on=TODAY)
    assert (kept.content, kept.title, kept.size) == (picture, "통지서", len(picture))
    assert kept.retain_until == date(TODAY.year + 2, TODAY.month, TODAY.day)
    assert [line.id for line in listed(session, resident)] == [paper.id]


def test_neither_the_picture_nor_its_title_lies_readable_in_the_database(session, resident):
    paper = a_paper(session, resident, title="통지서", picture=a_picture())
    stored = "SELECT content, title FROM attachments"
    raw = session.connection().exec_driver_sql(stored).one()
    assert all(bytes(each) not in {paper.content, "통지서".encode()} for each in raw)
    assert b"JFIF" not in bytes(raw[0])


def test_the_timeline_tells_what_happened_without_words(session, resident):
    paper = a_paper(session, resident, title="통지서")
    remove(session, resident, paper, RemovalReason.WRONG_PERSON)
    assert facts_noted(session, resident) == [
        {"what": "paper_added", "paper": "office_letter", "size": paper.size},
        {"what": "paper_removed", "paper": "office_letter", "removal": "wrong_person"},
    ]


def test_a_paper_that_is_taken_away_is_blank_and_in_no_list(session, resident):
    paper = a_paper(session, resident)
    remove(session, resident, paper)
    session.expire_all()
    row = session.get(Attachment, paper.id)
    assert (row.content, row.title, row.media_type) == (b"", "", "")
    assert listed(session, resident) == []
    with pytest.raises(NotFoundError):
        paper_by_id(session, resident.id, paper.id, on=TODAY)
    with pytest.raises(AlreadyTakenError):
        remove(session, resident, paper)


def test_what_is_held_for_a_legal_reason_stays_whatever_the_day(session, resident):
    paper = a_paper(session, resident)
    paper.held_by = "2026가합1"
    with pytest.raises(MoveNotAllowedError):
        remove(session, resident, paper)
    late = TODAY + timedelta(days=365 * 20)
    assert [line.id for line in listed(session, resident, on=late)] == [paper.id]


def test_a_paper_of_somebody_else_is_not_found(session, resident):
    paper = a_paper(session, resident)
    other = a_resident(session, name="하돌")
    with pytest.raises(NotFoundError):
        paper_by_id(session, other.id, paper.id, on=TODAY)
    with pytest.raises(NotFoundError):
        remove(session, other, paper)


def test_a_paper_is_over_with_its_time(session, resident):
    paper = a_paper(session, resident)
    last = paper.retain_until or TODAY
    assert [line.id for line in listed(session, resident, on=last)] == [paper.id]
    assert listed(session, resident, on=last + timedelta(days=1)) == []
    with pytest.raises(NotFoundError):
        paper_by_id(session, resident.id, paper.id, on=last + timedelta(days=1))


def test_after_a_death_papers_end_with_the_record_and_none_is_added(session, resident):
    paper = a_paper(session, resident)
    person = person_of(session, resident)
    record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=NOW)
    last = person.retain_until
    assert last < paper.retain_until
    assert [line.id for line in listed(session, resident, on=last)] == [paper.id]
    assert listed(session, resident, on=last + timedelta(days=1)) == []
    with pytest.raises(MoveNotAllowedError):
        a_paper(session, person)


def test_after_a_withdrawal_papers_end_with_the_record_and_only_proofs_are_added(session, resident):
    paper = a_paper(session, resident)
    person = person_of(session, resident)
    withdraw_consent(
        session,
        person,
        purpose=ConsentPurpose.KEEP_RECORD,
        form=ConsentForm.VOICE,
        by=BY,
        now=NOW,
    )
    assert [line.id for line in listed(session, person)] == [paper.id]
    assert listed(session, person, on=person.retain_until + timedelta(days=1)) == []
    with pytest.raises(NoConsentError):
        a_paper(session, person)
    a_paper(session, person, purpose=AttachmentPurpose.CONSENT_PAPER)


def test_a_proxys_yes_holds_no_longer_than_its_paper(session, resident):
    person = a_person(session, name="도라온", centre=None)
    paper = a_paper(session, person, purpose=AttachmentPurpose.PROXY_PAPER, title=None)
    said = ConsentSaid(
        purpose=ConsentPurpose.KEEP_RECORD,
        form=ConsentForm.PROXY,
        proxy_id=resident.id,
        paper_id=paper.id,
    )
    record_consent(session, person, said, by=BY, now=NOW)
    assert agrees_to(session, person.id, TODAY) == {ConsentPurpose.KEEP_RECORD}
    remove(session, person, paper)
    assert agrees_to(session, person.id, TODAY) == frozenset()


def test_the_wall_between_two_towns_stands_for_papers(database, town_scope, resident):
    with database.writing(town_scope) as session:
        paper = a_paper(session, resident)
    with database.writing(AllTowns()) as session:
        other = a_town(session)
    with database.writing(TownScope(other.id)) as session:
        assert session.scalars(select(Attachment)).all() == []
        with pytest.raises(NotFoundError):
            paper_by_id(session, resident.id, paper.id, on=TODAY)
        stranger = a_resident(session, town_id=other.id)
        new = NewPaper(purpose=LETTER, picture=a_picture())
        attach_paper(session, stranger, new, by=BY, now=NOW)
        assert len(session.scalars(select(Attachment)).all()) == 1
        with pytest.raises(NotFoundError):
            remove(session, stranger, paper)
