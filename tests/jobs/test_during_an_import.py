"""A large list comes in, and whoever is due to be asked how they are is asked all the same."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Thread
from time import sleep

import pytest
from sqlalchemy import func, select

from hopecare.commands.edge import Edge
from hopecare.commands.import_people import ListImport
from hopecare.commands.residents import LISTING
from hopecare.domain.care_path import SlotStatus
from hopecare.services.plan_residents import ROWS_A_BATCH
from hopecare.staging import staging
from models import Person, Town
from tests.reading.sheets_for_tests import csv_file

pytestmark = pytest.mark.both_databases

AT_TEN_PAST = timedelta(minutes=10)


def people(town):
    return len(town.rows(Person))


def test_a_check_in_goes_out_while_a_list_is_read(town):
    rows = [("이름", "생년월일"), *((f"가{n}", "1958-03-04") for n in range(ROWS_A_BATCH + 1))]
    before, seen = people(town), []

    def advance(done):
        if done == ROWS_A_BATCH:
            town.work(AT_TEN_PAST)
            seen.append((town.slot_status, len(town.calls.sent), people(town)))

    edge = Edge(database=town.database, clock=town.clock)
    report = ListImport(edge, town.rows(Town)[0], LISTING, csv_file(rows)).carry_out(advance).report

    assert seen == [(SlotStatus.WAITING, 1, before)]
    assert report.added == ROWS_A_BATCH + 1
    assert people(town) == before + ROWS_A_BATCH + 1


def test_a_check_in_that_meets_the_copy_goes_out_after_it(town):
    begun = Event()

    def work():
        begun.wait()
        town.work(AT_TEN_PAST)

    worker = Thread(target=work)
    worker.start()
    with staging(town.database, town.scope) as own, own.copying() as session:
        session.scalar(select(func.count(Person.id)))
        begun.set()
        sleep(0.5)
    worker.join()
    assert (town.slot_status, len(town.calls.sent)) == (SlotStatus.WAITING, 1)
