"""A refusal carries a stable code and its facts."""

from __future__ import annotations

from hopecare.errors import InvalidInputError, MoveNotAllowedError, NotFoundError, SettingsError


def test_a_refusal_says_its_code_and_facts():
    error = MoveNotAllowedError(machine="case", event="closed")
    assert str(error) == "move_not_allowed machine=case event=closed"
    assert error.facts == {"machine": "case", "event": "closed"}
    assert str(NotFoundError()) == "not_found"


def test_wrong_input_is_told_field_by_field_and_never_quoted():
    error = InvalidInputError({"phone": ("not_a_phone",), "born_on": ["in_the_future"]})
    assert error.fields == {"phone": ["not_a_phone"], "born_on": ["in_the_future"]}
    assert str(error) == "invalid_input fields=['born_on', 'phone']"


def test_mistakes_in_settings_stand_one_a_line():
    lines = str(SettingsError(["A is wrong", "B is missing"])).splitlines()
    assert lines == ["settings", "  - A is wrong", "  - B is missing"]
