"""The help until a decision does not last: each helper who leaves is a warning of its own."""

from __future__ import annotations

from uuid import UUID

import pytest

from hopecare.domain.applications import BridgeTrouble
from hopecare.domain.recurring import cause_of
from hopecare.queries.bridges import warning_key

ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("trouble", BridgeTrouble)
def test_the_warning_of_one_helper_is_never_the_second_call_of_another(trouble):
    keys = [warning_key(ONE, OTHER, trouble, helpers) for helpers in range(12)]
    again = [f"{key}:{number}" for key in keys for number in range(2, 12)]
    assert len({*keys, *again}) == len(keys) + len(again)
    assert [cause_of(key) for key in keys] == keys
    assert {cause_of(key) for key in again} == set(keys)
