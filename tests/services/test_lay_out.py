"""Very many rows, laid out in a temporary table as the database keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, select

from hopecare.database import AllTowns
from hopecare.services.lay_out import MOST_VALUES, lay_out
from models.types import UtcDateTime
from tests.factories.towns import NOW

pytestmark = pytest.mark.both_databases

LAID = Table(
    "laid_rows",
    MetaData(),
    Column("number", Integer(), nullable=False),
    Column("word", String(), nullable=False),
    Column("sealed", LargeBinary(), nullable=False),
    Column("at", UtcDateTime(), nullable=True),
    prefixes=["TEMPORARY"],
)
MANY = MOST_VALUES // len(LAID.columns) * 2 + 1


def test_more_rows_than_one_statement_takes_are_laid_out_each_once(database):
    rows: list[tuple[Any, ...]] = [
        (number, f"word_{number}", number.to_bytes(4), NOW + timedelta(hours=number % 7))
        for number in range(MANY)
    ]
    rows[5] = (*rows[5][:3], None)
    with database.writing(AllTowns()) as session:
        LAID.create(session.connection())
        lay_out(session, LAID, rows)
        kept = session.execute(select(LAID).order_by(LAID.c.number)).all()
        LAID.drop(session.connection())
    assert [tuple(row) for row in kept] == rows


def test_no_rows_lay_nothing_out(database):
    with database.writing(AllTowns()) as session:
        LAID.create(session.connection())
        lay_out(session, LAID, [])
        kept = session.execute(select(LAID)).all()
        LAID.drop(session.connection())
    assert kept == []
