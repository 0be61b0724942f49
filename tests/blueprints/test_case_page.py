"""The page of a case: what comes next first, its parts, and a timeline in parts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.domain.timeline_groups import KINDS_OF, TimelineGroup
from hopecare.services.answer_consents import answer_consents
from hopecare.services.note_timeline import note_timeline
from hopecare.services.record_consent import ConsentSaid
from models import Case, Person, Service
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.desk import a_plan
from tests.factories.goals import a_goal
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import count_queries, said_by

DAY = timedelta(days=1)
MORE_THAN_A_PAGE = 65


@pytest.fixture
def case(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, name="김다래", centre=centre, area=area)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        case = a_case(session, resident=resident, centre=centre)
        case.owner_id = account.person_id
        a_plan(session, session.get_one(Person, case.resident_id))
    visitor.sign_in(account)
    return case


def noted(session, case, kind, *, times=1):
    for minute in range(times):
        note_timeline(
            session,
            town_id=case.town_id,
            kind=kind,
            at=NOW + timedelta(minutes=minute),
            by=BY,
            person_id=case.resident_id,
            case_id=case.id,
        )


def timeline_of(page):
    return [said_by(line) for line in page.find("ol", class_="timeline").findall("li")]


def test_no_kind_of_entry_stands_in_two_parts_and_no_part_is_empty():
    every = [kind for kinds in KINDS_OF.values() for kind in kinds]
    assert len(every) == len(set(every))
    assert all(KINDS_OF[group] for group in TimelineGroup)
    about_the_record = ("resident", "merge", "contact_point", "other_contact", "household",
                        "centre", "volunteer", "check_recorded", "death", "record")  # fmt: skip
    assert all(kind.value.startswith(about_the_record) for kind in set(EntryKind) - set(every))


def test_what_comes_next_stands_first_with_the_way_there(database, town_scope, visitor, case):
    path = f"/cases/{case.id}"
    assert "Nothing is due in this case." in visitor.get(path).main
    with database.writing(town_scope) as session:
        goal = a_goal(session, session.get_one(Case, case.id))
    page = visitor.get(path)
    assert "What comes next The day of a goal" in page.main
    assert page.links.index(f"/goals/{goal.id}") < page.links.index(f"/cases/{case.id}/goals/new")


def test_a_part_of_the_timeline_shows_its_kinds_alone(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        noted(session, case, EntryKind.OFFER_MADE)
        noted(session, case, EntryKind.MESSAGE_HELD)
    page = visitor.get(f"/cases/{case.id}?part=offers")
    (line,) = timeline_of(page)
    assert "was asked" in line
    whole = timeline_of(visitor.get(f"/cases/{case.id}"))
    assert len(whole) > 2
    assert f"/cases/{case.id}?part=offices#timeline" in page.links


def test_an_older_page_of_a_part_stays_in_the_part(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        noted(session, case, EntryKind.MESSAGE_HELD, times=MORE_THAN_A_PAGE)
        noted(session, case, EntryKind.OFFER_MADE, times=MORE_THAN_A_PAGE)
    first = visitor.get(f"/cases/{case.id}?part=messages")
    older = next(link for link in first.links if "before=" in link)
    second = visitor.get(older.removesuffix("#timeline"))
    assert len(timeline_of(first)) + len(timeline_of(second)) == MORE_THAN_A_PAGE
    assert not any("before=" in link for link in second.links)


def test_an_empty_part_says_what_to_do_and_an_unknown_one_shows_everything(visitor, case):
    page = visitor.get(f"/cases/{case.id}?part=gaps")
    assert "Nothing of this kind has happened yet." in page.main
    assert timeline_of(visitor.get(f"/cases/{case.id}?part=<b>"))


def test_the_page_asks_no_more_for_many_goals_or_a_part(database, town_scope, visitor, case):
    path = f"/cases/{case.id}"
    with database.writing(town_scope) as session:
        a_goal(session, session.get_one(Case, case.id))
    visitor.get(path)
    with count_queries(database) as few:
        visitor.get(path)
    with database.writing(town_scope) as session:
        for number in range(12):
            words = f"목표 {number}"
            a_goal(session, session.get_one(Case, case.id), words=words, target_on=TODAY + DAY)
    with count_queries(database) as many:
        visitor.get(path)
    with count_queries(database) as part:
        visitor.get(f"{path}?part=plan")
    assert many.total == few.total
    assert part.total <= few.total


def ask_again(session, case):
    """They are asked about check-ins once more, and agree."""
    said = ConsentSaid(purpose=ConsentPurpose.CHECK_INS, form=ConsentForm.VOICE)
    resident = session.get_one(Person, case.resident_id)
    answer_consents(session, resident, [said], by=BY, now=NOW)


def test_the_timeline_names_the_service_the_programme_and_how_it_was_decided(
    database, town_scope, visitor, case
):
    with database.writing(town_scope) as session:
        own = session.get_one(Case, case.id)
        referral = a_referral(session, case=own)
        service = session.get_one(Service, referral.service_id).name_en
        application = an_application(session, case=own, programme=None, named="빨래 도움")
        its_decision(session, its_submission(session, application))
        ask_again(session, own)
    told = timeline_of(visitor.get(f"/cases/{case.id}"))
    assert any(f"Referred to an agency: {service}" in line for line in told)
    (decided,) = [line for line in told if "The application was decided" in line]
    assert "빨래 도움" in decided
    assert "Not granted" in decided
    assert any("They agreed: Check-ins" in line for line in told)
