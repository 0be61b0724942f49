"""Every automatic wording can be said in every network, and is noted as the factories note it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.channel_profiles import shipped_profiles
from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.language.wordings import Text
from hopecare.services.see_every_wording import see_every_wording
from models import WordingRehearsal
from tests.factories.towns import NOW, a_town


@pytest.mark.parametrize("country", ["KR", "GB"])
@pytest.mark.parametrize("profile", shipped_profiles())
def test_every_wording_is_sound_and_noted_as_the_factory_notes_it(database, profile, country):
    with database.writing(AllTowns()) as session:
        bare = a_town(session, channel_profile=profile, country=country, unseen=Text)
        made = a_town(session, channel_profile=profile, country=country)
        see_every_wording(session, town=bare, by=SystemActor(name="test"), now=NOW)

    assert noted(database, bare) == noted(database, made)
    assert len(noted(database, bare)) == len(Text)


def noted(database, town):
    asked = select(WordingRehearsal).where(WordingRehearsal.town_id == town.id)
    with database.reading(AllTowns()) as session:
        return sorted(
            (row.wording, row.version, row.seen_at, row.seen_by, row.seen_by_id)
            for row in session.scalars(asked)
        )
