"""One owner at every instant: a case changes hands when it is taken over, and only then."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.case_transfers import TransferDecline, TransferStatus
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.errors import (
    AlreadyTakenError,
    InvalidInputError,
    MoveNotAllowedError,
    NotPermittedError,
    StaleVersionError,
)
from hopecare.services.accept_case import accept_case
from hopecare.services.assign_case import assign_case
from hopecare.services.close_case import close_case
from hopecare.services.decline_case import DeclineSaid, decline_case
from hopecare.services.disable_account import disable_account
from hopecare.services.offer_case import offer_case
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.take_back_offer import take_back_offer
from models import Account, CallTask, Case, CaseTransfer, Person, TimelineEntry
from tests.factories.cases import a_case
from tests.factories.crises import a_crisis
from tests.factories.people import a_staff_account, an_identity
from tests.factories.towns import NOW, a_centre, a_town

pytestmark = pytest.mark.both_databases


@pytest.fixture
def team(database, town_scope):
    """Three colleagues of one centre, one of another, and a case that the first steers."""

    class Team:
        def __init__(self):
            with database.writing(town_scope) as session:
                a_town(session)
                centre, other = a_centre(session), a_centre(session, name="서부희망케어센터")
                worker = Role.SOCIAL_WORKER
                self.ana, self.bo, self.chi, self.far, self.desk = (
                    an_identity(
                        session, a_staff_account(
                            session, centre=where, full_name=name, roles=(role,)
                        ),
                    )
                    for name, where, role in (
                        ("가안나", centre, worker), ("나보", centre, worker),
                        ("다치", centre, worker), ("라먼", other, worker),
                        ("마데", centre, Role.COORDINATOR),
                    )
                )  # fmt: skip
                case = a_case(session, centre=centre)
                case.owner_id = self.ana.person_id
                self.case_id, self.other_id = case.id, other.id

        def do(self, act):
            with database.writing(town_scope) as session:
                return act(session)

        def offers(self, to=None, by=None):
            to, by = to or self.bo, by or self.ana
            return self.do(
                lambda session: offer_case(
                    session, case_id=self.case_id, to_id=to.person_id, words=None, by=by, now=NOW
                )
            )

        @property
        def owner(self):
            with database.reading(town_scope) as session:
                return session.get_one(Case, self.case_id).owner_id

        @property
        def offer(self):
            with database.reading(town_scope) as session:
                return session.scalars(
                    select(CaseTransfer).order_by(CaseTransfer.offered_at.desc())
                ).first()

        def entries(self, kind):
            with database.reading(town_scope) as session:
                return session.scalars(
                    select(TimelineEntry).where(TimelineEntry.kind == kind)
                ).all()

    return Team()


def accepts(offer, by):
    return lambda session: accept_case(
        session, transfer_id=offer.id, version=offer.version, by=by, now=NOW
    )


def takes_back(offer, by):
    return lambda session: take_back_offer(
        session, transfer_id=offer.id, version=offer.version, by=by, now=NOW
    )


def declines(offer, by, reason=TransferDecline.TOO_MANY_CASES, words=None):
    said = DeclineSaid(reason=reason, words=words)
    return lambda session: decline_case(
        session, transfer_id=offer.id, version=offer.version, said=said, by=by, now=NOW
    )


def test_until_it_is_taken_over_its_owner_has_it(team):
    offer = team.offers()
    assert team.owner == team.ana.person_id
    team.do(accepts(offer, team.bo))
    assert team.owner == team.bo.person_id
    assert team.offer.status is TransferStatus.ACCEPTED
    (taken,) = team.entries(EntryKind.CASE_TAKEN_OVER)
    assert (taken.facts["from_id"], taken.facts["to_id"]) == (
        str(team.ana.person_id), str(team.bo.person_id),
    )  # fmt: skip


def owes(team, kind=CallTaskKind.CALL_BACK):
    """A call in the case that its owner is to make."""
    with_case = {"case_id": team.case_id, "owner_id": team.ana.person_id}
    owed = OwedCall(kind=kind, dedup_key=kind.value, due_at=NOW, **with_case)
    team.do(
        lambda session: open_call_task(
            session, town_id=team.ana.town_id, owed=owed, by=team.ana, now=NOW
        )
    )


def calls_of(team):
    """Whose each call is, and of which centre."""
    rows = team.do(lambda session: session.scalars(select(CallTask)).all())
    return {each.kind: (each.owner_id, each.centre_id) for each in rows}


def test_calls_owed_in_the_case_go_along_but_not_what_somebody_was_asked(team):
    owes(team)
    owes(team, CallTaskKind.CRISIS_HANDED)
    team.do(accepts(team.offers(), team.bo))
    owners = {kind: owner for kind, (owner, _) in calls_of(team).items()}
    assert owners[CallTaskKind.CALL_BACK] == team.bo.person_id
    assert owners[CallTaskKind.CRISIS_HANDED] == team.ana.person_id


def test_calls_owed_go_to_the_other_centre_and_leave_the_old_one(team):
    owes(team)
    team.do(accepts(team.offers(team.far), team.far))
    assert calls_of(team)[CallTaskKind.CALL_BACK] == (team.far.person_id, team.other_id)


def test_a_no_has_its_reason_and_changes_nothing(team):
    offer = team.offers()
    with pytest.raises(InvalidInputError):
        team.do(declines(offer, team.bo, TransferDecline.OTHER))
    team.do(declines(offer, team.bo, TransferDecline.OTHER, "다음 달부터 가능"))
    assert team.owner == team.ana.person_id
    row = team.offer
    assert (row.status, row.decline_reason) == (TransferStatus.DECLINED, TransferDecline.OTHER)
    (said,) = team.entries(EntryKind.CASE_NOT_TAKEN_OVER)
    assert said.facts["not_taken"] == "other"
    assert "다음" not in str(said.facts)


@pytest.mark.parametrize("who", ["ana", "chi", "desk"])
def test_only_whoever_was_asked_answers(team, who):
    offer = team.offers()
    for act in (accepts, declines):
        with pytest.raises(NotPermittedError):
            team.do(act(offer, getattr(team, who)))
    assert team.owner == team.ana.person_id


def test_nobody_gives_away_what_a_colleague_steers_but_a_coordinator(team):
    with pytest.raises(NotPermittedError):
        team.offers(to=team.bo, by=team.bo)
    team.offers(to=team.bo, by=team.desk)
    assert team.owner == team.ana.person_id


def test_a_stranger_to_the_offer_cannot_take_it_back(team):
    offer = team.offers()
    with pytest.raises(NotPermittedError):
        team.do(takes_back(offer, team.chi))
    team.do(takes_back(offer, team.desk))
    assert team.offer.status is TransferStatus.TAKEN_BACK


def test_one_colleague_is_asked_at_a_time(team):
    team.offers()
    with pytest.raises(AlreadyTakenError):
        team.offers(to=team.chi)


def test_whoever_has_it_is_not_asked(team):
    with pytest.raises(InvalidInputError):
        team.offers(to=team.ana)


def test_whoever_left_is_not_asked_and_what_they_were_asked_comes_back(team):
    team.offers()
    team.do(lambda session: disable_account(session, account_id=team.bo.account_id, now=NOW))
    row = team.offer
    assert (row.status, row.decline_reason) == (TransferStatus.DECLINED, TransferDecline.IS_AWAY)
    with pytest.raises(InvalidInputError):
        team.offers()


def test_nobody_has_a_second_account_that_would_stay_open(team):
    """Who has left has left: what is declined for a closed account is declined for its person."""

    def opens_another(session):
        first = session.get_one(Account, team.bo.account_id)
        session.add(
            Account(town_id=first.town_id, person_id=first.person_id, language="ko", created_at=NOW)
        )
        session.flush()

    with pytest.raises(IntegrityError):
        team.do(opens_another)


def test_an_answer_to_what_has_changed_is_refused(team):
    offer = team.offers()
    team.do(takes_back(offer, team.ana))
    with pytest.raises(StaleVersionError):
        team.do(accepts(offer, team.bo))
    with pytest.raises(MoveNotAllowedError):
        team.do(accepts(team.offer, team.bo))
    assert team.owner == team.ana.person_id


def centre_of(team):
    """Which centre has the case, and which the resident."""

    def read(session):
        case = session.get_one(Case, team.case_id)
        return case.centre_id, session.get_one(Person, case.resident_id).centre_id

    return team.do(read)


def test_another_centre_has_it_with_somebodys_yes_there_and_not_before(team):
    offer, before = team.offers(team.far), centre_of(team)
    assert team.owner == team.ana.person_id
    team.do(accepts(offer, team.far))
    assert team.owner == team.far.person_id
    assert (before[0] != team.other_id, centre_of(team)) == (True, (team.other_id,) * 2)
    assert len(team.entries(EntryKind.CENTRE_CHANGED)) == 1


def test_an_offer_to_another_centre_that_was_taken_back_moves_nothing(team):
    offer, before = team.offers(team.far), centre_of(team)
    team.do(takes_back(offer, team.ana))
    with pytest.raises(MoveNotAllowedError):
        team.do(accepts(team.offer, team.far))
    assert (team.owner, centre_of(team)) == (team.ana.person_id, before)


def test_two_yeses_of_another_centre_move_it_once(team):
    offer = team.offers(team.far)

    def says_yes(_):
        try:
            return team.do(accepts(offer, team.far)).status
        except (StaleVersionError, MoveNotAllowedError):
            return None

    with ThreadPoolExecutor(2) as both:
        said = list(both.map(says_yes, range(2)))
    assert sorted(map(str, said)) == ["None", "accepted"]
    assert len(team.entries(EntryKind.CENTRE_CHANGED)) == 1


def test_a_crisis_goes_along_only_where_it_was_seen(team):
    offer = team.offers(team.far)
    crisis = team.do(lambda session: a_crisis(session, case=session.get_one(Case, team.case_id)))
    with pytest.raises(InvalidInputError):
        team.do(accepts(offer, team.far))
    assert team.owner == team.ana.person_id
    team.do(
        lambda session: accept_case(
            session, transfer_id=offer.id, version=offer.version, crisis_id=crisis.id,
            by=team.far, now=NOW,
        )
    )  # fmt: skip
    (noted,) = team.entries(EntryKind.CRISIS_HANDED_ON)
    assert noted.facts == {"responsible_id": str(team.far.person_id)}


def test_an_offer_ends_with_its_case(team):
    team.offers()
    team.do(
        lambda session: close_case(
            session,
            case_id=team.case_id,
            version=None,
            outcome=CaseOutcome.MOVED,
            by=team.desk,
            now=NOW,
        )
    )
    assert team.offer.status is TransferStatus.TAKEN_BACK


def assigns(team, to):
    return lambda session: assign_case(
        session, case_id=team.case_id, to_id=to.person_id, by=team.desk, now=NOW
    )


def test_a_case_that_somebody_steers_is_only_ever_offered(team):
    with pytest.raises(AlreadyTakenError):
        team.do(assigns(team, team.bo))
    team.do(lambda session: disable_account(session, account_id=team.ana.account_id, now=NOW))
    team.do(assigns(team, team.bo))
    assert team.owner == team.bo.person_id


def at_once(team, *acts):
    """Everybody presses in the same moment; give how many were heard."""

    def one(act):
        try:
            team.do(act)
        except (StaleVersionError, MoveNotAllowedError):
            return 0
        return 1

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(one, acts))


def test_of_yes_and_taking_back_at_once_one_is_heard(team):
    offer = team.offers()
    heard = at_once(team, accepts(offer, team.bo), takes_back(offer, team.ana))
    assert heard == 1
    taken = team.offer.status is TransferStatus.ACCEPTED
    assert team.owner == (team.bo if taken else team.ana).person_id


def test_of_two_yeses_at_once_one_is_written(team):
    offer = team.offers()
    assert at_once(team, accepts(offer, team.bo), accepts(offer, team.bo)) == 1
    assert len(team.entries(EntryKind.CASE_TAKEN_OVER)) == 1
