"""From triage a report goes to a resident or aside, and every way back is open."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.care_path import ReportEvent, ReportStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.domain.phone import invented_number
from hopecare.domain.timeline import EntryKind
from hopecare.errors import (
    InvalidInputError,
    MoveNotAllowedError,
    NoConsentError,
    StaleVersionError,
)
from hopecare.queries.households import find_living, other_contacts_of
from hopecare.queries.residents import contact_points_of
from hopecare.services.change_contact_point import NewPoint
from hopecare.services.change_resident import ResidentWords, change_resident
from hopecare.services.join_report import join_report
from hopecare.services.move_household import Home
from hopecare.services.note_try import Try, note_try
from hopecare.services.open_resident import ResidentFacts, open_resident
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.reopen_report import reopen_report
from hopecare.services.set_report_aside import Aside, set_report_aside
from hopecare.services.undo_join_report import undo_join_report
from hopecare.standing_consents import agrees_to
from models import Person, Reporter, ReportTerm, TimelineEntry
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.reports import a_report
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area

LATER = date(2027, 2, 1)
KEEP = ConsentSaid(purpose=ConsentPurpose.KEEP_RECORD, form=ConsentForm.PAPER)


@pytest.fixture
def at_work(database, town_scope):
    """A writing session with a town, a centre with an area, and a coordinator."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        by = an_identity(session, a_staff_account(session, centre=centre))
        yield session, centre, area, by


def _facts(area, **known):
    home = Home(area_id=area.id, address="남양주시 가람로 1, 101호")
    points = (NewPoint(number=invented_number(3)),)
    return ResidentFacts(
        **{"full_name": "김다래", "consents": (KEEP,), "home": home, "phones": points, **known}
    )


def test_a_resident_is_opened_from_a_report_with_everything_in_place(at_work):
    session, centre, area, by = at_work
    report = a_report(session, centre=centre)
    person = open_resident(
        session,
        _facts(area, birth_on=date(1959, 4, 2)),
        town_id=by.town_id,
        report_id=report.id,
        by=by,
        now=NOW,
    )
    assert (report.status, report.resident_id) == (ReportStatus.OPENED, person.id)
    assert (person.centre_id, person.called, person.age_band) == (centre.id, "김다래님", "older")
    assert agrees_to(session, person.id, TODAY) == {ConsentPurpose.KEEP_RECORD}
    living = find_living(session, person.id)
    assert living is not None
    assert [member.id for member, _ in living.members] == [person.id]
    assert living.household.grid_lat == area.lat
    points = contact_points_of(session, [person.id], on=TODAY)
    assert [point.value for point in points] == [invented_number(3).e164]


def test_without_consent_nobody_is_opened(at_work):
    session, _, area, by = at_work
    refused = ConsentSaid(
        purpose=ConsentPurpose.KEEP_RECORD, form=ConsentForm.VOICE, act=ConsentAct.REFUSED
    )
    facts = _facts(area, consents=(refused,))
    before = session.scalars(select(Person.id)).all()
    with pytest.raises(NoConsentError):
        open_resident(session, facts, town_id=by.town_id, by=by, now=NOW)
    assert session.scalars(select(Person.id)).all() == before


@pytest.mark.parametrize(
    ("form", "words", "proxy", "field"),
    [
        pytest.param(ConsentForm.PROXY, "후견 결정문", None, "proxy_name", id="no proxy named"),
        pytest.param(ConsentForm.PROXY, None, "임다솜", "consent_words", id="no paper seen"),
        pytest.param(ConsentForm.INTERPRETER, None, None, "consent_words", id="no interpreter"),
    ],
)
def test_consent_that_would_not_hold_is_refused_at_its_field(at_work, form, words, proxy, field):
    session, _, area, by = at_work
    said = ConsentSaid(purpose=ConsentPurpose.KEEP_RECORD, form=form, words=words)
    facts = _facts(area, consents=(said,), proxy_name=proxy)
    with pytest.raises(InvalidInputError) as refused:
        open_resident(session, facts, town_id=by.town_id, by=by, now=NOW)
    assert field in refused.value.fields


def test_a_proxy_with_a_paper_decides_and_is_kept_as_a_contact(at_work):
    session, _, area, by = at_work
    said = ConsentSaid(
        purpose=ConsentPurpose.KEEP_RECORD, form=ConsentForm.PROXY, words="후견 결정문 2026-11"
    )
    facts = _facts(area, consents=(said,), proxy_name="임다솜")
    person = open_resident(session, facts, town_id=by.town_id, by=by, now=NOW)
    contacts = other_contacts_of(session, person.id, on=TODAY)
    assert [(row.kind, who.full_name) for row, who in contacts] == [
        (OtherContactKind.PROXY, "임다솜")
    ]
    assert ConsentPurpose.KEEP_RECORD in agrees_to(session, person.id, TODAY)


def test_a_report_joined_to_a_resident_can_be_taken_back(at_work):
    session, centre, _, by = at_work
    resident = a_resident(session, centre=centre)
    report = a_report(session, centre=centre)
    join_report(session, report_id=report.id, resident_id=resident.id, by=by, now=NOW)
    assert (report.status, report.resident_id) == (ReportStatus.JOINED, resident.id)
    undo_join_report(session, report_id=report.id, by=by, now=NOW)
    assert (report.status, report.resident_id) == (ReportStatus.LOOKING, None)
    join_report(session, report_id=report.id, resident_id=resident.id, by=by, now=NOW)
    kinds = session.scalars(
        select(TimelineEntry.kind).where(TimelineEntry.person_id == resident.id)
    ).all()
    assert kinds.count(EntryKind.REPORT_JOINED) == 2
    assert kinds.count(EntryKind.REPORT_JOIN_UNDONE) == 1


def _try(session, report, by, outcome=CallOutcome.DOOR_NOT_OPENED):
    tried = Try(direction=CallDirection.DOOR, outcome=outcome)
    note_try(session, report_id=report.id, tried=tried, by=by, now=NOW)


@pytest.mark.parametrize(
    ("event", "status"),
    [
        pytest.param(ReportEvent.CONSENT_REFUSED, ReportStatus.CONSENT_REFUSED, id="refused"),
        pytest.param(ReportEvent.NOT_FOUND, ReportStatus.NOT_FOUND, id="not found"),
        pytest.param(ReportEvent.NO_CAPACITY, ReportStatus.NO_CAPACITY, id="no capacity"),
        pytest.param(ReportEvent.MOVED_AWAY, ReportStatus.MOVED, id="another centre"),
        pytest.param(ReportEvent.DEATH_RECORDED, ReportStatus.DIED, id="has died"),
        pytest.param(ReportEvent.CLOSED_WITHOUT_NEED, ReportStatus.CLOSED, id="nothing needed"),
    ],
)
def test_a_report_is_set_aside_for_a_reason_and_opened_again(at_work, event, status):
    session, centre, _, by = at_work
    other = a_centre(session, name="남부희망케어센터")
    report = a_report(session, centre=centre)
    _try(session, report, by)
    _try(session, report, by, CallOutcome.CARD_LEFT)
    aside = Aside(event=event, again_on=LATER, centre_id=other.id)
    set_report_aside(session, report_id=report.id, aside=aside, by=by, now=NOW)
    assert report.status is status
    reopen_report(session, report_id=report.id, by=by, now=NOW)
    assert (report.status, report.ask_again_on) == (ReportStatus.LOOKING, None)
    who = session.scalars(select(Reporter).where(Reporter.report_id == report.id)).one()
    assert (report.retain_until, who.retain_until) == (None, None)


def test_a_refusal_keeps_a_short_record_and_a_day_to_ask_again(at_work):
    session, centre, _, by = at_work
    report = a_report(session, centre=centre, birth_on=date(1943, 1, 1), answers={"violence": "no"})
    aside = Aside(event=ReportEvent.CONSENT_REFUSED, again_on=LATER)
    set_report_aside(session, report_id=report.id, aside=aside, by=by, now=NOW)
    assert (report.words, report.about_birth_on, report.answers) == (None, None, {})
    assert report.ask_again_on == LATER
    assert report.retain_until == date(2027, 11, 23)
    assert session.scalars(select(ReportTerm)).all() == []


@pytest.mark.parametrize(
    ("aside", "field"),
    [
        pytest.param(Aside(event=ReportEvent.CONSENT_REFUSED), "again_on", id="no day"),
        pytest.param(
            Aside(event=ReportEvent.NO_CAPACITY, again_on=TODAY), "again_on", id="a past day"
        ),
        pytest.param(Aside(event=ReportEvent.MOVED_AWAY), "centre_id", id="no centre"),
        pytest.param(Aside(event=ReportEvent.NOT_FOUND, again_on=LATER), "event", id="never tried"),
    ],
)
def test_setting_aside_without_what_the_reason_needs_is_refused(at_work, aside, field):
    session, centre, _, by = at_work
    report = a_report(session, centre=centre)
    with pytest.raises(InvalidInputError) as refused:
        set_report_aside(session, report_id=report.id, aside=aside, by=by, now=NOW)
    assert list(refused.value.fields) == [field]


def test_the_first_try_takes_the_report_up(at_work):
    session, centre, _, by = at_work
    report = a_report(session, centre=centre)
    _try(session, report, by, CallOutcome.WRONG_NUMBER)
    assert (report.status, report.owner_id) == (ReportStatus.LOOKING, by.person_id)


def test_a_report_that_was_opened_cannot_be_joined(at_work):
    session, centre, area, by = at_work
    report = a_report(session, centre=centre)
    person = open_resident(
        session, _facts(area), town_id=by.town_id, report_id=report.id, by=by, now=NOW
    )
    with pytest.raises(MoveNotAllowedError):
        join_report(session, report_id=report.id, resident_id=person.id, by=by, now=NOW)


def _words(**changed):
    known = {
        "full_name": "김다래",
        "called": "김다래님",
        "language": "ko",
        "romanised": None,
        "birth_on": date(1959, 4, 2),
        "sex": None,
        "note": None,
    }
    return ResidentWords(**{**known, **changed})


def test_whoever_edits_second_learns_who_changed_what(at_work):
    session, centre, _, by = at_work
    person = a_resident(session, centre=centre)
    version = person.version
    change_resident(
        session,
        person_id=person.id,
        version=version,
        words=_words(full_name="김달래"),
        by=by,
        now=NOW,
    )
    with pytest.raises(StaleVersionError) as refused:
        change_resident(
            session, person_id=person.id, version=version, words=_words(), by=by, now=NOW
        )
    facts = refused.value.facts
    assert (facts["by_person_id"], facts["at"]) == (by.person_id, NOW)
    assert facts["fields"] == ["full_name", "called"]
    assert person.full_name == "김달래"
