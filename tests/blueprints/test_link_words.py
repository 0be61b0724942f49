"""A link's page has words for whatever it asks about, however that stands by now."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from blueprints.answering.telling import said_of
from hopecare.domain.answer_links import STANDS, LinkState
from hopecare.queries.answer_links import link_view
from models import AnswerLink
from tests.blueprints.linked import LinkedTown

WAITS = {LinkState.OPEN, LinkState.EXPIRED}


@pytest.fixture
def views(make_app, database, town_scope):
    """The view of a check-in's, an offer's and an alert's link."""
    town = LinkedTown(make_app(database), database, town_scope)
    town.text_to(town.ask())
    town.text_to(town.offer()[0])
    town.text_to(town.alert())
    with town.database.reading(town.scope) as session:
        links = session.scalars(select(AnswerLink)).all()
        return [link_view(session, link, now=town.clock()) for link in links]


def comes_about(state, status):
    """Whether a link can be so: what is settled does not wait, and what is open does."""
    if state in WAITS:
        return status in STANDS
    return state is not LinkState.SETTLED or status not in STANDS


def cases(views):
    """Every view in every state it may come to, with every answer that led there."""
    for view, state in product(views, LinkState):
        answers = view.answers if state is LinkState.ANSWERED else (None,)
        statuses: Any = type(view.asked.status)
        for status, answer in product(statuses, answers):
            if comes_about(state, status):
                view.asked.status, view.link.answer = status, answer
                yield replace(view, state=state)


def test_there_are_words_however_it_stands(views):
    told = 0
    for view in cases(views):
        said = said_of(view)
        assert said.title
        assert said.words
        assert bool(said.buttons) is (view.state is LinkState.OPEN)
        told += 1
    assert told > 50
