"""Who acts, as it stands in keys and logs."""

from __future__ import annotations

from uuid import UUID

from hopecare.domain.identity import Identity, SystemActor


def test_a_person_acts_under_their_account():
    identity = Identity(
        account_id=UUID(int=1),
        person_id=UUID(int=2),
        town_id=UUID(int=3),
        centre_id=None,
        roles=frozenset(),
        language="ko",
    )
    assert identity.code == f"account:{UUID(int=1)}"
    assert identity.person_id == UUID(int=2)


def test_the_system_acts_by_name_and_is_nobody():
    actor = SystemActor(name="lapse_offers")
    assert actor.code == "system:lapse_offers"
    assert actor.person_id is None
