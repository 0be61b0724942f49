"""A town's settings: what holds and why, what is planned, and a new value from a day on."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.setting_views import card_of, history_of, part_fields
from hopecare.domain.town_settings import SETTINGS, TownSetting, ValueKind
from hopecare.errors import InvalidInputError, NotFoundError, StaleVersionError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.cost_words import micros_written
from hopecare.language.setting_words import POLICIES, setting_hint, setting_title
from hopecare.queries.areas import centres
from hopecare.queries.setting_pages import setting_rows, standings
from hopecare.queries.visibility import visible
from hopecare.services.set_setting import SettingWish, set_setting
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language, current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.set_setting import request_for
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import SettingEntry, Town

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.queries.setting_pages import SettingRow, Standing


@blueprint.get("/settings")
@permits("setting.read")
def settings() -> ResponseReturnValue:
    """Show every setting: what holds today, where it comes from, and what is planned."""
    reader, town_id = current_reader(), current_town().id
    mine = visible("setting.read", current_identity(), SettingEntry)
    with reading() as session:
        town = session.get_one(Town, town_id)
        rows = setting_rows(session, mine=mine)
    stands = {
        key: standings(each, rows, town=town, on=reader.today) for key, each in SETTINGS.items()
    }
    _note_shown(one.row for places in stands.values() for one in places if one.row is not None)
    cards = [(each.policy, card_of(each, stands[key], reader)) for key, each in SETTINGS.items()]
    groups = [
        (reader.say(words), [card for policy, card in cards if policy == name])
        for name, words in POLICIES.items()
    ]
    return page("coordination/settings.html", groups=groups)


@blueprint.get("/settings/<key>")
@permits("setting.read")
def setting(key: str) -> ResponseReturnValue:
    """Show one setting with everything that was ever set, and ask for a new value."""
    return _setting_page(_named(key), None)


@blueprint.post("/settings/<key>")
@permits("setting.change")
def change_setting(key: str) -> ResponseReturnValue:
    """Set a value from a day on, unless somebody else has set one since the page was read."""
    found, identity = _named(key), current_identity()
    form = read_form(request_for(found.key))
    if not form.is_valid:
        return _setting_page(found, form)

    def act(session: Session) -> str:
        _expect_unchanged(session, found, form.data["version"])
        set_setting(session, wish=_wish(found, form.data), by=identity, now=desk().clock())
        return url_for("coordination.setting", key=found.key)

    try:
        return act_once(identity, act, said=N_("It is written down, and holds from that day on."))
    except InvalidInputError as error:
        return _setting_page(found, form.refuse_all(error))


def _setting_page(found: TownSetting, form: Form | None) -> Response:
    reader, town_id = current_reader(), current_town().id
    mine = visible("setting.read", current_identity(), SettingEntry)
    with reading() as session:
        town = session.get_one(Town, town_id)
        rows = setting_rows(session, mine=mine, key=found.key)
        places = centres(session) if found.is_per_centre else []
    _note_shown(rows)
    stands = standings(found, rows, town=town, on=reader.today)
    korean = current_language() == "ko"
    show = page if form is None else again
    return show(
        "coordination/setting.html",
        form=form or _filled(found, stands[0]),
        key=found.key,
        title=setting_title(found, reader),
        hint=setting_hint(found, reader),
        card=card_of(found, stands, reader),
        fields=part_fields(found, reader),
        centres=[(str(each.id), each.name if korean else each.name_en) for each in places],
        history=history_of(found, rows, reader),
        version=len(rows) + 1,
    )


def _filled(found: TownSetting, town: Standing) -> Form:
    written = {
        part.name: micros_written(town.value[part.name])
        for part in found.parts
        if part.kind is ValueKind.MICROS
    }
    return blank_form({**town.value, **written, "from_on": current_reader().today})


def _named(key: str) -> TownSetting:
    if key not in SETTINGS:
        raise NotFoundError(kind="setting", key=key)
    return SETTINGS[key]


def _wish(found: TownSetting, data: dict[str, Any]) -> SettingWish:
    value = {part.name: _stored(data[part.name]) for part in found.parts}
    return SettingWish(
        key=found.key,
        value=None if data["gives_up"] else value,
        from_on=data["from_on"],
        reason=data["reason"],
        centre_id=data["centre_id"],
    )


def _stored(value: object) -> object:
    return f"{value:%H:%M}" if isinstance(value, time) else value


def _expect_unchanged(session: Session, found: TownSetting, version: int) -> None:
    """Entries are only ever added: their number says whether somebody was faster."""
    mine = visible("setting.change", current_identity(), SettingEntry)
    there = len(setting_rows(session, mine=mine, key=found.key)) + 1
    if there != version:
        raise StaleVersionError(kind="SettingEntry", version=there, expected=version)


def _note_shown(rows: Iterable[SettingRow]) -> None:
    """Staff too are people: whose name stands on the page goes into the access log."""
    shown(sorted({row.person_id for row in rows if row.person_id is not None}))
