"""The shipped policies are whole, dated and what the domain expects."""

from __future__ import annotations

import tomllib

import pytest

from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.matching.score import DEFAULT_WEIGHTS
from hopecare.domain.retention import KeptFor
from hopecare.errors import SettingsMissingError
from hopecare.reading.policies import (
    read_retention,
    read_weights,
    shipped_retention,
    shipped_weights,
)
from hopecare.town_values import policy_text


def test_the_shipped_weights_are_those_of_the_exchange_format():
    assert shipped_weights() == DEFAULT_WEIGHTS


def test_every_reason_to_keep_something_has_its_time():
    assert set(shipped_retention().months) == set(KeptFor)
    assert set(shipped_retention().papers) == set(AttachmentPurpose)


@pytest.mark.parametrize("name", ["matching", "retention", "offers", "ladders"])
def test_a_policy_carries_its_version(name):
    assert tomllib.loads(policy_text(name))["version"]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        pytest.param("[months]", "missing", id="no version, no months"),
        pytest.param(
            policy_text("retention").replace("message = 12", "message = 0"), "too_short", id="zero"
        ),
        pytest.param(
            policy_text("retention").replace("income_paper = 12", "income_paper = 0"),
            "too_short",
            id="a paper for no time",
        ),
        pytest.param(policy_text("retention") + "\nforever = 1", "unknown", id="unknown reason"),
        pytest.param(
            policy_text("retention").replace("message = 12", 'message = "12"'),
            "missing",
            id="a word for a number",
        ),
        pytest.param(
            policy_text("retention").replace("version", "edition"), "missing", id="no version"
        ),
    ],
)
def test_a_policy_with_a_mistake_is_refused_by_name(text, fact):
    with pytest.raises(SettingsMissingError) as refused:
        read_retention(text)
    assert refused.value.facts[fact]


def test_an_unknown_weight_is_refused():
    with pytest.raises(SettingsMissingError) as refused:
        read_weights(policy_text("matching") + "\nincome = 100")
    assert refused.value.facts["unknown"] == ["income"]
