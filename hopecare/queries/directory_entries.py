"""Reads the entries of a source as they were taken in, and the rows of ours made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import REFERRAL
from models import DirectoryEntry, DirectoryTerm, Organisation, Referral, Service, Town

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def entry_rows(session: Session, source: str) -> dict[tuple[str, str], DirectoryEntry]:
    """Read every entry of a source, in the order of its file."""
    rows = session.scalars(
        select(DirectoryEntry)
        .where(DirectoryEntry.source == source)
        .order_by(DirectoryEntry.place, DirectoryEntry.id)
    )
    return {(row.kind, row.external_id): row for row in rows}


def hold_directory(session: Session, town_id: UUID) -> None:
    """Let nobody else take a directory of this town in until the transaction ends."""
    session.get(Town, town_id, with_for_update={"key_share": True}, populate_existing=True)


def sources(session: Session) -> Sequence[str]:
    """Name every source that was taken in."""
    found = select(DirectoryEntry.source).distinct().order_by(DirectoryEntry.source)
    return session.scalars(found).all()


def organisations_of_source(session: Session, source: str) -> dict[str, Organisation]:
    """Read the organisations that came from a source, by its own ids."""
    rows = session.scalars(select(Organisation).where(Organisation.source == source))
    return {row.external_id: row for row in rows if row.external_id}


def listed_elsewhere(
    session: Session, source: str, names: Collection[str]
) -> Sequence[Organisation]:
    """Read the offices of these names that did not come from this source and have not ended."""
    wanted = {_as_said(name) for name in names}
    other = select(Organisation).where(
        Organisation.source.is_distinct_from(source), Organisation.ended_on.is_(None)
    )
    return [row for row in session.scalars(other) if _as_said(row.name) in wanted]


def _as_said(name: str) -> str:
    """A name without what two lists write differently: gaps, and large letters."""
    return "".join(name.split()).casefold()


def services_of_source(session: Session, source: str) -> dict[str, Service]:
    """Read the services that came from a source, by its own ids."""
    rows = session.scalars(select(Service).where(Service.source == source))
    return {row.external_id: row for row in rows if row.external_id}


def services_with_open_referral(session: Session) -> set[UUID]:
    """Name the services that somebody waits for."""
    waiting = select(Referral.service_id).where(Referral.status.not_in(REFERRAL.final)).distinct()
    return set(session.scalars(waiting))


def town_terms(session: Session) -> dict[str, DirectoryTerm]:
    """Read what terms of taxonomies mean in this town."""
    return {row.term: row for row in session.scalars(select(DirectoryTerm))}
