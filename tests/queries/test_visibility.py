"""What a person may do to a row and which rows a list shows them are one decision, made twice."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import CASE, NEED, OFFER, TASK
from hopecare.domain.delivery import MessageKind
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.permissions import PERMISSIONS, could_ever, may
from hopecare.domain.roles import Role
from hopecare.domain.urgency import Urgency
from hopecare.queries.visibility import _CONDITIONS, subject_of, visible
from models import Account, Alert, Attachment, Case, Need, Offer, Person, Report, Task
from models.base import Owned
from tests.factories.desk import a_message, an_alert
from tests.factories.papers import a_paper
from tests.factories.people import a_resident, a_staff_account, a_volunteer, an_account, an_identity
from tests.factories.reports import a_report
from tests.factories.towns import NOW, TODAY, a_centre, a_town

ROWS: tuple[type[Owned], ...] = (Report, Person, Case, Need, Offer, Task, Attachment, Alert)
ROLES = [
    frozenset(),
    *(frozenset({role}) for role in Role),
    frozenset({Role.VOLUNTEER, Role.COORDINATOR}),
]


def _case(session, resident, helper, centre, *, ended):
    case = Case(
        town_id=resident.town_id,
        code=f"case-{resident.id}",
        resident_id=resident.id,
        centre_id=centre.id,
        status=CASE.start,
        urgency=Urgency.SOON,
        opened_at=NOW,
        owner_id=None,
    )
    session.add(case)
    session.flush()
    need = Need(
        town_id=case.town_id,
        case_id=case.id,
        kind=NeedKind.KNOCK,
        rhythm=NeedRhythm.ONCE,
        status=NEED.start,
        from_on=TODAY,
        created_at=NOW,
    )
    session.add(need)
    session.flush()
    offer = Offer(
        town_id=case.town_id,
        need_id=need.id,
        case_id=case.id,
        helper_id=helper.id,
        code=f"offer-{resident.id}",
        status=OFFER.start,
        wave=1,
        made_at=NOW,
        lapses_at=NOW + timedelta(hours=1),
        cost=0,
        distance_m=0,
        terms={},
    )
    session.add(offer)
    session.flush()
    session.add(
        Task(
            town_id=case.town_id,
            need_id=need.id,
            case_id=case.id,
            helper_id=helper.id,
            offer_id=offer.id,
            status=next(iter(TASK.final)) if ended else TASK.start,
            place=1,
            started_at=NOW,
            ended_at=NOW if ended else None,
        )
    )
    session.flush()


def _tell_elsewhere(session, told, identities):
    """Of each alert somebody of another centre of its town is told; of the first, all hear."""
    for number, (alert_id, centre) in enumerate(told.items()):
        town_id = centre.town_id
        others = [
            each.person_id
            for each in identities
            if each.town_id == town_id and each.centre_id not in (None, centre.id)
        ]
        for person_id in others if number == 0 else others[number % 3 :: 3]:
            kind = MessageKind.ALERT if number % 2 == 0 else MessageKind.ALERT_NEWS
            to = session.get_one(Person, person_id)
            a_message(session, to, kind=kind, alert_id=alert_id)
        if others and number == 1:
            session.get_one(Alert, alert_id).acknowledged_by_id = others[0]
    session.flush()


@pytest.fixture
def town(database):
    """Two towns, the first with two centres, rows of every kind, and people of every role."""
    identities, told = [], {}
    with database.writing(AllTowns()) as session:
        for town_number in range(2):
            town_id = a_town(session).id
            centres = [a_centre(session, town_id=town_id) for _ in range(2 - town_number)]
            a_report(session, town_id=town_id)
            volunteers = [a_volunteer(session, town_id=town_id, centre=centres[0]) for _ in "ab"]
            for centre, ended in itertools.product(centres, (False, True)):
                a_report(session, town_id=town_id, centre=centre)
                resident = a_resident(session, town_id=town_id, centre=centre, phone="")
                _case(session, resident, volunteers[ended], centre, ended=ended)
                a_paper(session, resident)
                told[an_alert(session, resident, centre=centre).id] = centre
            for workplace in (None, *centres):
                for roles in ROLES:
                    account = a_staff_account(
                        session, town_id=town_id, centre=workplace, roles=sorted(roles)
                    )
                    identities.append(an_identity(session, account))
            _tell_elsewhere(session, told, identities)
            for person in (*volunteers, a_resident(session, town_id=town_id, phone="")):
                account = session.scalar(
                    select(Account).where(Account.person_id == person.id)
                ) or an_account(session, person)
                identities.append(an_identity(session, account))
    return identities


def test_a_list_shows_exactly_the_rows_that_may_be_acted_on(database, town):
    with database.reading(AllTowns()) as session:
        ids = {rows: session.scalars(select(rows.id)).all() for rows in ROWS}
        subjects = {
            (rows, row_id): subject_of(session, rows, row_id)
            for rows in ROWS
            for row_id in ids[rows]
        }
        distinct = {
            tuple(map(id, alternatives)): name for name, alternatives in PERMISSIONS.items()
        }
        for permission, identity, rows in itertools.product(distinct.values(), town, ROWS):
            shown = set(session.scalars(select(rows.id).where(visible(permission, identity, rows))))
            allowed = {
                row_id
                for row_id in ids[rows]
                if may(identity, permission, subjects[rows, row_id]).allowed
            }
            assert shown == allowed, (permission, identity, rows.__name__)
            assert not shown or could_ever(identity, permission)


def test_every_predicate_of_the_permissions_has_its_condition():
    used = {each for options in PERMISSIONS.values() for option in options for each in option}
    assert used <= set(_CONDITIONS)
