"""The channel profiles by name: those that ship, and a town's own from the data folder.

They stand below reads, messages and settings, since all of these obey them. Each file is read once
a process; one of a town's own that has a mistake is refused alone, and everything else goes on: a
town whose profile is not to be had goes on by one that ships, and the health page names it.
"""

from __future__ import annotations

import logging
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.channel_profiles.fields import Mistake
from hopecare.channel_profiles.read import read_profile
from hopecare.domain.channels import ReplyWay
from hopecare.errors import ProfileRefusedError, SettingsMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hopecare.domain.channel_profiles import ChannelProfile

FOLDER: Final = ("policies", "channel_profiles")
OWN_FOLDER: Final = "channel_profiles"
_data_folders: list[Path] = []
_missed: set[str] = set()
"""Names that were said in the log already: once a process is enough."""

log = logging.getLogger(__name__)


def look_in(data_folder: Path) -> None:
    """Make this the data folder of the process: a town's own profiles lie in it."""
    _data_folders[:] = [data_folder]
    _missed.clear()


@cache
def shipped_profiles() -> Mapping[str, ChannelProfile]:
    """Give every shipped profile by its name, which is its file's; one mistake refuses its file."""
    folder = resources.files("hopecare").joinpath(*FOLDER)
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    found = [file for file in files if file.name.endswith(".toml")]
    read = [read_profile(file.read_text("utf-8"), file.name) for file in found]
    return MappingProxyType({profile.name: profile for profile in read})


def own_profiles() -> Mapping[str, ChannelProfile]:
    """Give the profiles a town has added, those of them without a mistake."""
    return _own(*_data_folders)[0] if _data_folders else {}


def own_mistakes() -> tuple[Mistake, ...]:
    """Give every mistake in the files a town has added, each with its file and line."""
    return _own(*_data_folders)[1] if _data_folders else ()


def all_profiles() -> Mapping[str, ChannelProfile]:
    """Give every profile that may be chosen: a town's own never takes a shipped one's name."""
    return {**own_profiles(), **shipped_profiles()}


def profile_named(name: str) -> ChannelProfile:
    """Give the profile of this name, or refuse by it; by its mistakes where it is a town's own."""
    known = shipped_profiles().get(name) or own_profiles().get(name)
    if known is not None:
        return known
    mistakes = [each for each in own_mistakes() if each.file == f"{name}.toml"]
    if mistakes:
        raise ProfileRefusedError(mistakes)
    raise SettingsMissingError(channel_profile=name)


def profile_for(name: str, country: str) -> ChannelProfile:
    """Give the profile of a town; where it is not to be had, the shipped one nearest to it.

    Words that say how to answer a little otherwise are better than a town that is silent.
    """
    try:
        return profile_named(name)
    except (ProfileRefusedError, SettingsMissingError):
        instead = _instead(country)
        if name not in _missed:
            _missed.add(name)
            said = {"channel_profile": name, "instead": instead.name}
            log.exception("channel profile not to be had", extra=said)
        return instead


def _instead(country: str) -> ChannelProfile:
    """The shipped profile of the country; else the one that trusts a text with least."""
    profiles = shipped_profiles().values()
    own = (each for each in profiles if each.name.startswith(f"{country.lower()}-"))
    return next(own, None) or min(profiles, key=_trust)


def _trust(profile: ChannelProfile) -> tuple[bool, int, str]:
    """How much is expected of a text: that a link is opened, that an answer returns."""
    ways = [way for each in profile.answers.values() for way in each]
    return profile.links_allowed, ways.count(ReplyWay.SMS), profile.name


@cache
def _own(data_folder: Path) -> tuple[Mapping[str, ChannelProfile], tuple[Mistake, ...]]:
    """Read a town's folder once; a file that cannot be read is refused at its first line."""
    profiles: dict[str, ChannelProfile] = {}
    mistakes: list[Mistake] = []
    for file in sorted(data_folder.joinpath(OWN_FOLDER).glob("*.toml")):
        try:
            profile = _own_profile(file)
        except ProfileRefusedError as refusal:
            mistakes += [each for each in refusal.problems if isinstance(each, Mistake)]
        else:
            profiles[profile.name] = profile
    return MappingProxyType(profiles), tuple(mistakes)


def _own_profile(file: Path) -> ChannelProfile:
    if file.stem in shipped_profiles():
        raise ProfileRefusedError([Mistake(file.name, 1, "name_taken", file.stem)])
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        refused = ProfileRefusedError([Mistake(file.name, 1, "not_readable", "")])
        raise refused from unreadable
    return read_profile(text, file.name)
