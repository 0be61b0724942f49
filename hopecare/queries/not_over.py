"""What was written down to hold until a day, and holds still.

The day in `until_on` is the first on which a role, a contact, a refusal or a rule holds no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement

    from models import (
        CentreCoverage,
        ContactSafetyRule,
        OtherContact,
        PersonRole,
        RefusedHelper,
        Relationship,
    )

    Ending = type[
        CentreCoverage
        | ContactSafetyRule
        | OtherContact
        | PersonRole
        | RefusedHelper
        | Relationship
    ]


def not_over(rows: Ending, on: date) -> ColumnElement[bool]:
    """Whether these rows have no end, or one that has not come on this day."""
    return or_(rows.until_on.is_(None), rows.until_on > on)
