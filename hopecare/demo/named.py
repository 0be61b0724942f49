"""Whose telephones a newcomer looks for: the people of the stories, and those who work there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.demo.cast import read_cast
from hopecare.demo.stage import number_that_rings_nowhere
from hopecare.demo.town_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator


def named_numbers(slug: str, country: str) -> frozenset[str]:
    """Give the telephone numbers of everybody a town's files name; other towns name nobody."""
    return frozenset(
        number_that_rings_nowhere(country, said[kind], is_mobile=kind == "telephone").e164
        for said in _people_of(slug)
        for kind in ("telephone", "landline")
        if kind in said
    )


def _people_of(slug: str) -> Iterator[dict[str, Any]]:
    """Staff of the town; the cast lives in Namyangju."""
    yield from read_toml("staff.toml").get(slug, ())
    if slug == "namyangju":
        cast = read_cast()
        yield from cast.volunteers.values()
        for household in cast.households.values():
            yield from household["members"]
