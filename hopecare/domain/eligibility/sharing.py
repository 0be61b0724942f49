"""One household, several packs: each pack is told what it knows to ask, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hopecare.domain.eligibility.pack import Pack


def share_of(pack: Pack, packs: Sequence[Pack], data: Mapping[str, Any]) -> dict[str, Any]:
    """Give a household's plain JSON without what only the other packs know.

    What no pack knows stays in, so that it is refused by name.
    """
    others = [other for other in packs if other is not pack]
    foreign = _names(others) - _names([pack])
    foreign_lists = {key for other in others for key in other.lists} - set(pack.lists)
    shared = {
        key: _without(value, foreign, pack.lists[key].row + "." if key in pack.lists else "")
        for key, value in data.items()
        if key not in foreign_lists and key != "receiving"
    }
    if isinstance(data.get("receiving"), dict):
        prefixes = tuple(f"{other.key}." for other in others)
        shared["receiving"] = {
            key: value for key, value in data["receiving"].items() if not key.startswith(prefixes)
        }
    elif "receiving" in data:
        shared["receiving"] = data["receiving"]
    return shared


def _names(packs: Iterable[Pack]) -> set[str]:
    return {key for pack in packs for key in pack.facts}


def _without(value: object, names: set[str], prefix: str) -> object:
    if isinstance(value, list):
        return [_without(row, names, prefix) for row in value]
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if f"{prefix}{key}" not in names}
    return value
