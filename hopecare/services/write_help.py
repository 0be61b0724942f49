"""Write over a need which help is wished, at which hour, and who suits; not on which days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.need_wishes import check_level_of

if TYPE_CHECKING:
    from hopecare.domain.need_wishes import NeedWish
    from models import Need


def write_help(need: Need, wish: NeedWish) -> None:
    """Write it; a missed day is as the weekly need is."""
    need.kind = wish.kind
    need.starts_at = wish.starts_at
    need.minutes = wish.minutes
    need.language = wish.language
    need.language_required = wish.language_required and wish.language is not None
    need.gender_wish = wish.gender_wish
    need.check_level = int(check_level_of(wish))
    need.flags = sorted(wish.flags)
    need.words = wish.words
