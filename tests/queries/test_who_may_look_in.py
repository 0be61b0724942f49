"""Whether many readers may still look in is asked at once, whatever their number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.people import OtherContactKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.message_causes import read_causes
from models import Centre, OtherContact
from notifications.outbox import About, promise
from tests.factories.cases import a_case, a_need
from tests.factories.desk import a_slot
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_phone, a_resident, a_volunteer
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import count_queries


@pytest.fixture
def asked(database, town_scope):
    """Ask somebody to look in on a resident of their own, and say by which right they may."""

    def ask_one(right):
        with database.writing(town_scope) as session:
            resident = a_resident(session, centre=session.scalars(select(Centre)).one())
            neighbour = a_volunteer(session, phone=a_phone())
            for purpose in (
                ConsentPurpose.KEEP_RECORD, ConsentPurpose.PEER_HELP, ConsentPurpose.KEYHOLDER
            ):  # fmt: skip
                a_consent(session, resident, purpose)
            if right == "helps":
                case = a_case(session, resident=resident)
                a_task(session, need=a_need(session, case=case), helper=neighbour)
            elif right != "none":
                session.add(
                    OtherContact(
                        town_id=resident.town_id,
                        resident_id=resident.id,
                        person_id=neighbour.id,
                        kind=OtherContactKind.KEYHOLDER,
                        position=1,
                        from_on=TODAY - timedelta(days=2),
                        until_on=TODAY if right == "held it" else None,
                    )
                )
            slot = a_slot(session, resident, status=SlotStatus.SILENT)
            return promise(
                session,
                town_id=resident.town_id,
                kind=MessageKind.ALERT,
                to_person_id=neighbour.id,
                dedup_key=f"look-in:{slot.id}",
                words=Words(text=Text.NEUTRAL, values={"office": "031-000-0000"}),
                about=About(slot_id=slot.id),
                now=NOW,
            )

    with database.writing(town_scope) as session:
        a_town(session)
        a_centre(session)
    return ask_one


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("right", "is_over"),
    [("helps", False), ("holds it", False), ("held it", True), ("none", True)],
)
def test_only_who_helps_or_holds_the_key_on_this_day_is_still_sent(
    database, town_scope, asked, right, is_over
):
    message, beside = asked(right), asked("holds it")
    with database.reading(town_scope) as session:
        messages = [session.merge(message), session.merge(beside)]
        causes = read_causes(session, messages, now=NOW)
        assert causes.is_over(messages[0]) is is_over
        assert not causes.is_over(messages[1]), "a right at one door is none at another"


def test_the_gate_asks_no_more_for_ten_who_look_in_than_for_one(database, town_scope, asked):
    def statements(messages):
        with database.reading(town_scope) as session, count_queries(database) as counted:
            mine = [session.get_one(type(each), each.id) for each in messages]
            before = counted.total
            causes = read_causes(session, mine, now=NOW)
            for each in mine:
                causes.is_over(each)
                causes.has_died(each)
                causes.is_agreed_to(each)
            return counted.total - before

    rights = ("helps", "holds it", "held it", "none")
    one = statements([asked("helps")])
    assert statements([asked(rights[number % 4]) for number in range(10)]) == one
