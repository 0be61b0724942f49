"""The digest's page: each number is that of the list it leads to, and that of the text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from hopecare.domain.care_path import MessageStatus
from hopecare.language.wordings import Text
from hopecare.services.tell_digest import tell_digest
from models import WordingRehearsal
from tests.blueprints.test_today import _rows, centres, coordinator
from tests.factories.towns import NOW
from tests.plugins.pages import count_queries, said_by

__all__ = ["centres", "coordinator"]


def numbers(page):
    return [
        (int(said_by(each.find("span"))), each.attrib["href"])
        for each in page.find_all("a", class_="stat")
    ]


def test_every_number_leads_to_exactly_the_rows_it_counts(visitor, coordinator):
    visitor.sign_in(coordinator)
    found = numbers(visitor.get("/digest"))

    assert len(found) == 6
    assert all(number for number, _href in found)
    for number, href in found:
        assert _rows(visitor.get(href)) == number, href


def test_the_text_has_the_numbers_of_the_page(database, town_scope, visitor, coordinator):
    with database.writing(town_scope) as session:
        message = tell_digest(
            session,
            town_id=town_scope.town_id,
            person_id=coordinator.person_id,
            ends=NOW + timedelta(hours=3),
            now=NOW,
        )
        assert message is not None
        body, status = message.body or "", message.status
    page = visitor.sign_in(coordinator).get("/digest")

    assert status is MessageStatus.PENDING
    assert body in page.main
    said = body.partition(": ")[2].partition(".")[0].split(", ")
    counted = [number for number, _href in numbers(page)]
    assert [int(each.rpartition(" ")[2]) for each in said] == counted


def test_a_text_that_waits_for_a_look_at_its_words_says_so(
    database, town_scope, visitor, coordinator
):
    said = "No such text leaves yet: nobody has looked at its words."
    pages = ("/digest", "/digest/week")
    visitor.sign_in(coordinator)
    assert not [path for path in pages if said in visitor.get(path).main]
    digests = WordingRehearsal.wording.in_((Text.DIGEST.value, Text.WEEK.value))
    with database.writing(town_scope) as session:
        session.execute(delete(WordingRehearsal).where(digests))
    assert all(said in visitor.get(path).main for path in pages)


def test_more_rows_ask_no_more_of_the_database(database, town_scope, visitor, coordinator):
    visitor.sign_in(coordinator).get("/digest")
    with count_queries(database) as counted:
        visitor.get("/digest")
    assert counted.total < 30


def test_the_day_leads_to_it(visitor, coordinator):
    assert "/digest" in visitor.sign_in(coordinator).get("/today").links


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_says_when_and_to_whom_the_text_goes(visitor, coordinator, language):
    visitor.sign_in(coordinator).read_in(language)
    main = visitor.get("/digest").main
    assert ("오전 8시 30분에 당번인 분" if language == "ko" else "8:30 am") in main
