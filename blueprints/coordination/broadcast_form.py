"""What the form of a message to many begins with: nothing yet, or a draft that is changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from hopecare.channel_profiles import profile_for
from hopecare.domain.broadcasts import Audience
from hopecare.language import languages
from hopecare.web.districts import district_choices
from hopecare.web.forms import blank_form
from hopecare.web.language import LANGUAGE_NAMES, current_reader
from hopecare.web.requests.draft_broadcast import WORDS_IN
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.web.forms import Form
    from models import Broadcast

DAY: Final = timedelta(days=1)


def form_values(form: Form | None, draft: Broadcast | None = None) -> dict[str, Any]:
    """Give what its page shows; the sender that is put in front is named, for it counts."""
    town = current_town()
    profile = profile_for(town.channel_profile, town.country)
    first = _of_draft(draft) if draft is not None else _first()
    return {
        "form": form or blank_form(first),
        "areas": district_choices(),
        "languages": [(each, LANGUAGE_NAMES.get(each, each)) for each in languages()],
        "Audience": Audience,
        "sender": {field: profile.prefix_in(each).strip() for each, field in WORDS_IN.items()},
    }


def _first() -> dict[str, Any]:
    now = current_reader().now
    return {"audience": Audience.VOLUNTEERS, **_moment("after", now), **_tomorrow(now)}


def _tomorrow(now: datetime) -> dict[str, str]:
    return {**_moment("until", now + DAY), "until_clock": "18:00"}


def _of_draft(draft: Broadcast) -> dict[str, Any]:
    words: Any = draft.words
    return {
        "replaces": draft.id,
        "audience": draft.audience,
        "area_id": draft.area_id or "",
        "language": draft.language or "",
        "has_helper": "yes" if draft.has_helper else "",
        "reason": draft.reason,
        **{field: words.get(each, "") for each, field in WORDS_IN.items()},
        **_moment("after", draft.not_before),
        **_moment("until", draft.valid_until),
    }


def _moment(name: str, at: datetime) -> dict[str, str]:
    local = at.astimezone(ZoneInfo(current_reader().zone))
    return {f"{name}_on": local.date().isoformat(), f"{name}_clock": f"{local:%H:%M}"}
