"""Lists in an order that no statement can give, because what decides it lies encrypted."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from hopecare import keyring
from hopecare.errors import KeyUnknownError
from hopecare.web.keyset import NAME, read_keys, written_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

Rank = tuple[Any, ...]
"""What a row is ordered by, the smallest first; its own key comes last, so no two are equal."""


def ranked_rows(
    session: Session,
    statement: Select[Any],
    column: InstrumentedAttribute[Any],
    ranks: Sequence[Rank],
) -> list[Row[Any]]:
    """Read the rows of these ranks, in their order."""
    keys = [rank[-1] for rank in ranks]
    asked = statement.add_columns(column.label(f"{NAME}0")).where(column.in_(keys))
    found = {row._mapping[f"{NAME}0"]: row for row in session.execute(asked)}  # noqa: SLF001  public
    return [found[key] for key in keys if key in found]


def ranks_after(ranks: Sequence[Rank], rank: Rank | None) -> list[Rank]:
    """Give what comes after a rank, whether its own row is still there or not."""
    return [each for each in ranks if rank is None or each > rank]


def sealed(rank: Rank, name: str) -> str:
    """Write a rank so that it fits into an address and says nothing there."""
    cipher = keyring.current().encrypt(written_keys(rank), label=_label(name))
    return base64.urlsafe_b64encode(cipher).decode().rstrip("=")


def find_sealed(cursor: str, name: str) -> Rank | None:
    """Read a rank out of an address; None for anything that is none of this list."""
    try:
        cipher = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        keys = read_keys(keyring.current().decrypt(cipher, label=_label(name)))
    except (binascii.Error, ValueError, KeyUnknownError):
        return None
    return None if keys is None else tuple(keys)


def _label(name: str) -> str:
    return f"cursor.{name}"
