"""Which signs a network carries, and where one stands that it cannot carry."""

from __future__ import annotations

import pytest

from hopecare.domain.charsets import Unfit, bytes_of, fits, unfit_signs


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("안녕하세요, 다래님. 12:30", []),
        ("괜찮아요 🙂", [Unfit(6, "🙂")]),
        ("똠방 — 5,000₩", [Unfit(1, "똠"), Unfit(4, "—"), Unfit(11, "₩")]),
    ],
)
def test_a_fault_is_named_with_its_place(body, faults):
    assert unfit_signs(body, "euc_kr") == faults
    assert unfit_signs(body, "unicode") == []


@pytest.mark.parametrize(("body", "number"), [("ab 1", 4), ("가나", 4), ("가a", 3), ("", 0)])
def test_hangul_takes_two_bytes(body, number):
    assert bytes_of(body, "euc_kr") == number
    assert bytes_of(body, "unicode") is None


def test_a_sign_python_spells_out_does_not_fit():
    assert len("똠".encode("euc_kr")) == 8
    assert not fits("똠", "euc_kr")
    assert fits("똠", "unicode")
