"""What is said of a backup who could not step in, were they asked now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.backup_fits import why_not_now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from models import Backup, Need


def backup_doubts(
    session: Session, case_id: UUID, named: Sequence[tuple[Need, Backup]], reader: Reader
) -> Mapping[UUID, str]:
    """Say, by backup, every reason at once; who could step in is absent."""
    broken = why_not_now(session, case_id, named, now=reader.now)
    return {each: ", ".join(reader.label(rule) for rule in broken[each]) for each in broken}
