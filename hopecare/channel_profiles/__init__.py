"""The channel profiles that ship, by name: files, read once a process.

They stand below reads, messages and settings, since all of these obey them.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.channel_profiles.read import read_profile
from hopecare.errors import SettingsMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.channel_profiles import ChannelProfile

FOLDER: Final = ("policies", "channel_profiles")


@cache
def shipped_profiles() -> Mapping[str, ChannelProfile]:
    """Give every shipped profile by its name, which is its file's; one mistake refuses its file."""
    folder = resources.files("hopecare").joinpath(*FOLDER)
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    found = [file for file in files if file.name.endswith(".toml")]
    read = [read_profile(file.read_text("utf-8"), file.name) for file in found]
    return MappingProxyType({profile.name: profile for profile in read})


def profile_named(name: str) -> ChannelProfile:
    """Give the profile of this name, or refuse by it."""
    shipped = shipped_profiles()
    if name not in shipped:
        raise SettingsMissingError(channel_profile=name)
    return shipped[name]
