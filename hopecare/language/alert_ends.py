"""How an alert may end, in the words that fit what it is about."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertEnd, AlertKind, ends_of
from hopecare.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader

_OWN: Final[Mapping[AlertKind, Mapping[AlertEnd, str]]] = MappingProxyType(
    {
        AlertKind.COST_CAP: {
            AlertEnd.HELPED: N_("The cap was raised, or less is sent from now on"),
            AlertEnd.NOT_NEEDED: N_("It stays as it is: what can wait is held this month"),
        },
        AlertKind.CALL_OVERDUE: {AlertEnd.HELPED: N_("They were rung")},
        AlertKind.CHANNEL_FAILING: {
            AlertEnd.HELPED: N_("It was mended"),
            AlertEnd.NOT_NEEDED: N_("It went well again by itself"),
        },
    }
)


def ends_to_choose(kind: AlertKind, reader: Reader) -> list[tuple[str, str]]:
    """Give each ending as a field offers it: its value, and what it says here."""
    own = _OWN.get(kind, {})
    return [
        (end.value, reader.say(own[end]) if end in own else reader.label(end))
        for end in ends_of(kind)
    ]
