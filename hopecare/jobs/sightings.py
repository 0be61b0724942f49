"""What the provider says when it is asked, as the word about a message it would have told us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.record_delivery import DeliveryWord

if TYPE_CHECKING:
    from notifications.port import Sighting


def word_of(sighting: Sighting, *, provider: str, attempt: int) -> DeliveryWord:
    """Turn it into a word, which is taken in as a callback's is."""
    return DeliveryWord(
        status=sighting.status,
        code=sighting.failure.value if sighting.failure else None,
        provider=provider,
        provider_sid=sighting.provider_sid,
        provider_code=sighting.provider_code,
        charge=sighting.charge,
        attempt=attempt,
        passes=sighting.passes,
        was_asked_for=True,
    )
