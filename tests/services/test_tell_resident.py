"""A resident hears that a neighbour will help, where they agreed and nobody else reads it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from models import ContactPoint, Message
from tests.factories.cases import a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_resident
from tests.factories.towns import a_centre, a_town
from tests.factories.volunteers import neighbours

EVERYTHING = tuple(ConsentPurpose)
ONLY_HELP = (ConsentPurpose.KEEP_RECORD, ConsentPurpose.PEER_HELP)


@pytest.mark.parametrize(
    ("consents", "is_shared", "told"),
    [
        pytest.param(EVERYTHING, False, 1, id="agreed"),
        pytest.param(ONLY_HELP, False, 0, id="did_not_agree_to_be_contacted"),
        pytest.param(EVERYTHING, True, 0, id="others_read_this_telephone"),
    ],
)
def test_a_resident_hears_who_will_help(database, town_scope, consents, is_shared, told):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session), consents=consents)
        session.scalars(select(ContactPoint)).one().is_shared = is_shared
        helper = neighbours(session, 1)[0]
        a_task(session, a_need(session, case=a_case(session, resident=resident)), helper)
        notices = session.scalars(
            select(Message).where(
                Message.to_person_id == resident.id, Message.kind == MessageKind.NOTICE
            )
        ).all()
    assert len(notices) == told
    assert all(helper.called in (each.body or "") for each in notices)
    assert all(helper.full_name not in (each.body or "") for each in notices)
