"""Who a row of answers is about: named where it is clear, and nobody guessed where it is not."""

from __future__ import annotations

from datetime import date

import pytest
from uuid_utils.compat import uuid7

from hopecare.domain.row_names import Named, names_in, who_is_who

ON = date(2026, 11, 23)
WIDOW = Named(id=uuid7(), name="김다래", born=date(1959, 4, 2))
CHILD = Named(id=uuid7(), name="김하나", born=date(2015, 1, 1))
TWIN = Named(id=uuid7(), name="김두리", born=date(2015, 1, 1))
GUEST = Named(id=uuid7(), name="박여울", born=None)
SELF = {"relation": "self", "age": 67}


@pytest.mark.parametrize(
    ("rows", "others", "names"),
    [
        ([SELF], [], {0: "김다래"}),
        ([{}], [], {0: "김다래"}),
        ([{"relation": "child", "age": 11}, SELF], [CHILD], {0: "김하나", 1: "김다래"}),
        ([SELF, {"age": 11}, {"age": 40}], [CHILD, GUEST], {0: "김다래", 1: "김하나"}),
        ([SELF, {"age": 11}], [CHILD, TWIN], {0: "김다래"}),
        ([SELF, {"age": 11}, {"age": 11}], [CHILD], {0: "김다래"}),
        ([SELF, {"relation": "child"}], [CHILD], {0: "김다래"}),
        ([SELF, {"age": {"min": 11, "max": 12}}], [CHILD], {0: "김다래"}),
        ([], [CHILD], {}),
    ],
)
def test_a_row_is_named_only_where_it_is_clear(rows, others, names):
    assert names_in(who_is_who(rows, WIDOW, others, on=ON)) == names
