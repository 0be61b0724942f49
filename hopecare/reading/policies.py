"""Reads the shipped policies (TOML) into the domain's objects, refusing what it does not know."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.channel_health import ChannelLimit
from hopecare.domain.channels import Channel
from hopecare.domain.matching.score import WEIGHT_NAMES, Weights
from hopecare.domain.retention import KeptFor, Retention
from hopecare.errors import SettingsMissingError
from hopecare.town_values import policy_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


LIMITS: Final = (
    "window_minutes",
    "least",
    "failing_percent",
    "receipt_within_minutes",
    "refusals",
)


@cache
def shipped_weights() -> Weights:
    """Give the weights of matching that ship with HopeCare."""
    return read_weights(policy_text("matching"))


@cache
def shipped_retention() -> Retention:
    """Give the times of keeping that ship with HopeCare."""
    return read_retention(policy_text("retention"))


@cache
def shipped_channel_limits() -> Mapping[Channel, ChannelLimit]:
    """Give the limits from which texts and calls count as failing."""
    return read_channel_limits(policy_text("channels"))


def read_weights(text: str) -> Weights:
    """Read weights; every one must be named, and no other."""
    policy = tomllib.loads(text)
    values = _numbers(policy, "weights", WEIGHT_NAMES)
    return Weights(version=_version(policy, "matching"), **values)


def read_retention(text: str) -> Retention:
    """Read the months of each reason and paper; none may be missing, and none below one."""
    policy = tomllib.loads(text)
    months = _numbers(policy, "months", tuple(KeptFor))
    papers = _numbers(policy, "papers", tuple(AttachmentPurpose))
    too_short = sorted(name for name, number in (months | papers).items() if number < 1)
    if too_short:
        raise SettingsMissingError(policy="retention", too_short=too_short)
    return Retention(
        version=_version(policy, "retention"),
        months=MappingProxyType({KeptFor(name): number for name, number in months.items()}),
        papers=MappingProxyType(
            {AttachmentPurpose(name): number for name, number in papers.items()}
        ),
    )


def read_channel_limits(text: str) -> Mapping[Channel, ChannelLimit]:
    """Read the limits of every channel; none may be missing."""
    policy = tomllib.loads(text)
    _version(policy, "channels")
    return MappingProxyType({each: _limit(_numbers(policy, each, LIMITS)) for each in Channel})


def _limit(numbers: Mapping[str, int]) -> ChannelLimit:
    return ChannelLimit(
        window=timedelta(minutes=numbers["window_minutes"]),
        least=numbers["least"],
        failing_percent=numbers["failing_percent"],
        receipt_within=timedelta(minutes=numbers["receipt_within_minutes"]),
        refusals=numbers["refusals"],
    )


def _version(policy: Mapping[str, Any], name: str) -> str:
    """The version, which every answer made under a policy carries."""
    version = policy.get("version")
    if not isinstance(version, str) or not version:
        raise SettingsMissingError(policy=name, missing=["version"])
    return version


def _numbers(policy: Mapping[str, Any], table: str, names: Iterable[str]) -> dict[str, int]:
    """The whole numbers of one table: each known name, and no other."""
    found = policy.get(table, {})
    known = [str(name) for name in names]
    missing = [name for name in known if type(found.get(name)) is not int]
    unknown = sorted(set(found) - set(known))
    if missing or unknown:
        raise SettingsMissingError(policy=table, missing=missing, unknown=unknown)
    return {name: found[name] for name in known}
