"""Looking for words nobody spoke of again follows when they left, however many ever did."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.queries.unheard_messages import unheard_messages
from tests.factories.desk import a_message, sent_years_ago
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}


def test_it_goes_along_the_hours_in_which_they_left(database, town_scope):
    asked: list[Any] = []
    providers = dict.fromkeys(Channel, "twilio")
    with database.writing(town_scope) as session:
        a_town(session)
        sent_years_ago(session, a_message(session, a_resident(session)), 2000)
    with database.reading(AllTowns()) as session:
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *facts: asked.append(facts[2:4]))
        unheard_messages(session, providers=providers, now=NOW, limit=1)
        statement, values = asked[-1]
        explain = f"{EXPLAIN[engine.dialect.name]} {statement}"
        plan = session.connection().exec_driver_sql(explain, values).all()
    said = str(plan)
    assert "ix_messages_sent" in said
    assert "SCAN messages" not in said, "that would be the whole of it"
