"""What a plan asks: chosen on its page beside its sentence, and shown wherever it was asked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.check_ins import QuestionCode
from hopecare.domain.timeline import EntryKind
from hopecare.language.wordings import Text
from models import CheckInPlan, TimelineEntry
from tests.blueprints.linked import LinkedTown
from tests.factories.desk import a_call_task, a_slot
from tests.factories.people import a_resident
from tests.factories.towns import a_centre, a_town
from tests.plugins.pages import Visitor, filled

PLAN = {"weekdays": ["mon", "thu"], "local_time": "09:30", "channel": "voice", "ladder": "quick"}


@pytest.fixture
def unseen():
    return ()


@pytest.fixture
def centre(database, town_scope, unseen):
    with database.writing(town_scope) as session:
        a_town(session, unseen=unseen)
        return a_centre(session)


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_resident(session, name="김다래", centre=centre)


def standing(database, scope):
    with database.reading(scope) as session:
        plans = select(CheckInPlan).where(CheckInPlan.ended_at.is_(None))
        return session.scalars(plans).one_or_none()


def test_the_question_is_chosen_with_its_sentence_in_their_language(
    database, town_scope, staff, resident
):
    path = f"/residents/{resident.id}/check-ins"
    page = staff.get(path)
    assert page.fields(path)["question"] == "wellbeing"
    assert "오늘 약은 드셨는지 여쭈려고 전화드렸어요" in page.main
    staff.post(path, PLAN | {"question": "medicine", "language": "en"})
    assert standing(database, town_scope).question is QuestionCode.MEDICINE
    page = staff.get(path)
    assert page.fields(path)["question"] == "medicine"
    assert "We are calling to ask whether you have taken your medicine today" in page.main
    assert "Telephone call · Whether they have taken their medicine" in page.main
    staff.post(path, {"local_time": "10:30"})
    assert standing(database, town_scope).question is QuestionCode.MEDICINE
    staff.post(path, {"question": "warmth"})
    assert standing(database, town_scope).question is QuestionCode.WARMTH
    assert "Whether it is warm" in staff.get(f"/residents/{resident.id}").main
    with database.reading(town_scope) as session:
        noted = select(TimelineEntry.facts).where(TimelineEntry.kind == EntryKind.CHECK_INS_PLANNED)
        assert session.scalars(noted).one()["question"] == "medicine"


@pytest.mark.parametrize("unseen", [(Text.CHECK_IN_REPEAT_MEALS,)])
def test_nobody_is_asked_what_was_not_rehearsed(database, town_scope, staff, resident):
    path = f"/residents/{resident.id}/check-ins"
    assert staff.get(path).main.count("look at its rehearsal") == 1
    refused = staff.post(path, PLAN | {"question": "meals"}, status=409)
    assert "/wordings" in refused.links
    assert standing(database, town_scope) is None
    staff.post(path, PLAN | {"question": "medicine"})
    assert standing(database, town_scope).question is QuestionCode.MEDICINE
    staff.post("/wordings/seen", on="/wordings")
    assert "look at its rehearsal" not in staff.get(path).main
    staff.post(path, {"question": "meals"})
    assert standing(database, town_scope).question is QuestionCode.MEALS


def test_a_question_somebody_else_chose_meanwhile_stands_beside_mine(
    database, town_scope, staff, resident
):
    path = f"/residents/{resident.id}/check-ins"
    staff.post(path, PLAN)
    mine = filled(staff.get(path).fields(path), {"question": "warmth"})
    staff.post(path, {"question": "meals"})
    page = staff.send(path, mine, status=409)
    for words in ("What do we ask?", "Whether they have eaten", "Whether it is warm"):
        assert words in page.main
    assert standing(database, town_scope).question is QuestionCode.MEALS


def test_a_question_that_does_not_exist_is_refused(database, town_scope, staff, resident):
    page = staff.post(
        f"/residents/{resident.id}/check-ins", PLAN | {"question": "weather"}, status=422
    )
    assert "question" in page.errors
    assert standing(database, town_scope) is None


def test_board_check_in_and_call_say_what_is_asked(database, town_scope, staff, resident):
    with database.writing(town_scope) as session:
        slot = a_slot(session, resident, status=SlotStatus.NOT_ASKED)
        session.get_one(CheckInPlan, slot.plan_id).question = QuestionCode.MEALS
        task = a_call_task(session, resident, slot=slot)
    for path in ("/check-ins", f"/check-ins/{slot.id}", f"/call-tasks/{task.id}"):
        assert "Whether they have eaten" in staff.get(path).main, path


@pytest.fixture
def linked(make_app, database, town_scope):
    return LinkedTown(make_app(database), database, town_scope)


@pytest.fixture
def phone(linked):
    """A telephone that has never been here."""
    visitor = Visitor(linked.app)
    visitor.client.delete_cookie("language")
    return visitor


def test_a_links_page_asks_what_the_text_asked(linked, phone):
    asked = linked.ask(question=QuestionCode.MEALS)
    assert "오늘 식사는 하셨어요?" in linked.text_to(asked)
    assert phone.get(linked.link_to(asked)).h1 == "오늘 식사는 하셨어요?"


def test_a_carers_link_asks_the_same_of_both(linked, phone):
    asked = linked.ask(carer=True, question=QuestionCode.MEDICINE)
    page = phone.get(linked.link_to(asked))
    assert page.h1 == "오늘 두 분 약은 드셨어요?"
    assert "더는 어려워요" in page.main


def test_where_others_read_it_nothing_is_said_of_medicine(linked, phone):
    linked.share_the_telephone_of(linked.resident)
    asked = linked.ask(question=QuestionCode.MEDICINE)
    assert "약" not in linked.text_to(asked)
    page = phone.get(linked.link_to(asked))
    assert page.h1 == "오늘 어떠세요?"
    assert "약" not in page.main
