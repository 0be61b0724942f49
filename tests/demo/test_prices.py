"""The invented town has invented prices, so that what its words cost can be seen."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.domain.town_settings import PRICES
from models import Message, SettingEntry, Town

pytestmark = pytest.mark.timeout(600)  # the first test waits for the load


def test_the_last_weeks_have_a_price_and_what_went_before_has_none(cast_loaded):
    with cast_loaded.reading(AllTowns()) as session:
        town = session.scalars(select(Town).where(Town.slug == "namyangju")).one()
        (said,) = session.scalars(select(SettingEntry).where(SettingEntry.key == PRICES))
        assert "지어낸" in (said.reason or "")
        sent = select(
            Message.channel,
            func.count(Message.cost_micros),
            func.count(),
            func.sum(Message.segments),
        ).where(Message.town_id == town.id, Message.sent_at.is_not(None))
        for channel, priced, number, parts in session.execute(sent.group_by(Message.channel)):
            assert 0 < priced < number
            assert bool(parts) is (channel is Channel.SMS)
