"""The shipped rule packs by country: read once a process. Each country has exactly one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hopecare.errors import SettingsMissingError
from hopecare.reading.packs import load_packs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hopecare.domain.eligibility.pack import Pack


@cache
def shipped_packs() -> Mapping[str, Pack]:
    """Give the shipped packs by their keys; two of one country are refused with both files."""
    return load_packs(one_a_country=True)


def packs_of_country(country: str, folder: Path | None = None) -> list[Pack]:
    """Give every pack of a country, of the shipped ones or of another folder; refuse none."""
    packs = shipped_packs() if folder is None else load_packs(folder)
    found = [pack for pack in packs.values() if pack.country == country.upper()]
    if not found:
        raise SettingsMissingError(setting="pack", country=country)
    return found


def find_country_pack(country: str) -> Pack | None:
    """Find the one pack of rules of a country; None where none is shipped."""
    return next((pack for pack in shipped_packs().values() if pack.country == country), None)


def country_pack(country: str) -> Pack:
    """Give the rules of a country; refuse where none are shipped."""
    pack = find_country_pack(country)
    if pack is None:
        raise SettingsMissingError(setting="pack", country=country)
    return pack
