"""Everything HopeCare says by itself, rehearsed: as it will be read, and who has looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.wording_views import groups_of
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.cost_words import micros_words
from hopecare.queries.seen_wordings import last_looks
from hopecare.queries.wording_samples import wording_sample
from hopecare.services.see_wordings import see_wordings
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import LANGUAGE_NAMES, current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.see_wordings import SeeWordingsRequest
from hopecare.web.scopes import reading
from models import Town
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import ChannelProfile
    from hopecare.web.forms import Form


@blueprint.get("/wordings")
@permits("wording.read")
def wordings() -> ResponseReturnValue:
    """Show every automatic wording of the town's network, in every language and way."""
    return _rehearsal(None)


@blueprint.post("/wordings/seen")
@permits("wording.see")
def see() -> ResponseReturnValue:
    """Write down that the reader has looked at these wordings, in the versions shown."""
    form, identity = read_form(SeeWordingsRequest), current_identity()
    if not form.is_valid:
        return _rehearsal(form)

    def act(session: Session) -> str:
        town, stamps = session.get_one(Town, identity.town_id), form.data["seen"]
        see_wordings(session, town=town, stamps=stamps, by=identity, now=desk().clock())
        return url_for("coordination.wordings")

    try:
        return act_once(identity, act, said=N_("Written down: you have looked at these words."))
    except InvalidInputError as error:
        return _rehearsal(form.refuse_all(error))


def _price_of(profile: ChannelProfile, parts: int) -> str:
    """What so many parts of a text cost; nothing where nobody has said the price."""
    price = profile.text_price
    return micros_words(price.micros * parts, current_reader(), price.currency) if price else ""


def _rehearsal(form: Form | None) -> Response:
    identity, reader, now = current_identity(), current_reader(), desk().clock()
    with reading() as session:
        town = session.get_one(Town, identity.town_id)
        profile = profile_of_town(session, town, on=reader.today)
        sample, looks = wording_sample(session, town, now=now), last_looks(session, town.id)
    shown(sorted({look.by.id for look in looks.values() if look.by is not None}))
    show = page if form is None else again
    return show(
        "coordination/wordings.html",
        form=form or blank_form(),
        groups=groups_of(sample, profile, looks, reader),
        longest=sample.longest_name,
        price=lambda parts: _price_of(profile, parts),
        languages=LANGUAGE_NAMES,
    )
