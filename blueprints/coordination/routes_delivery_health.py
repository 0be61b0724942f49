"""How well texts and calls come through: numbers, each with its rows, and small charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.coordination.delivery_numbers import numbers_of
from blueprints.coordination.door import blueprint
from hopecare.domain.channels import Channel
from hopecare.domain.delivery_health import Window, parts_of
from hopecare.extensions import desk
from hopecare.queries.delivery_health import Waits, lags, tallies
from hopecare.queries.old_words import find_erasure, months_kept
from hopecare.reading.policies import shipped_channel_limits
from hopecare.web.forms import read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.requests.delivery_health import DeliveryHealthRequest
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/messages/health")
@permits("message.read")
def delivery_health() -> ResponseReturnValue:
    """Show what became of everything promised in the last day, week or month."""
    window = read_query(DeliveryHealthRequest).data.get("window") or Window.DAY
    identity, reader, now = current_identity(), current_reader(), desk().clock()
    parts, limits = parts_of(window, now=now, zone=reader.zone), shipped_channel_limits()
    with reading() as session:
        counted = tallies(
            session, parts, limits, identity=identity, currency=reader.currency, now=now
        )
        waits = lags(session, parts[0][0], parts[-1][1], identity=identity)
        erasure = find_erasure(session, identity.town_id)
        kept = months_kept(session, identity.town_id, now=now)
    by_channel = {each: [one for one in counted if one.channel is each] for each in Channel}
    return page(
        "coordination/delivery_health.html",
        window=window,
        Window=Window,
        kept_months=kept,
        erasure=erasure,
        channels=[
            numbers_of(channel, found, parts, waits.get(channel, Waits()), reader)
            for channel, found in by_channel.items()
            if found
        ],
    )
