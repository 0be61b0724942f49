"""Which rows hold a value that lies under an older key, found without decrypting anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import LargeBinary, and_, func, inspect, literal, or_, select, type_coerce

from hopecare import keyring
from models.base import Base
from models.types import EncryptedBytes, EncryptedJson, EncryptedText

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

Encrypted = EncryptedText | EncryptedJson | EncryptedBytes
ENCRYPTED: Final = (EncryptedText, EncryptedJson, EncryptedBytes)


def encrypted_models() -> list[type[Base]]:
    """Every table that holds an encrypted value, by its name."""
    every = (mapper.class_ for mapper in Base.registry.mappers)
    return sorted(filter(ciphers_of, every), key=lambda model: model.__tablename__)


def ciphers_of(model: type[Base]) -> dict[str, Encrypted]:
    """A table's encrypted columns, with the type that knows their label."""
    columns = inspect(model).columns
    return {each.key: each.type for each in columns if isinstance(each.type, ENCRYPTED)}


def as_it_lies(model: type[Base], column: str) -> ColumnElement[bytes]:
    """A column's value as the database has it, not decrypted."""
    return type_coerce(getattr(model, column), LargeBinary)


def count_old_ciphers(session: Session, model: type[Base]) -> int:
    """Count the rows of a table that hold a value under an older key."""
    return session.scalar(select(func.count()).select_from(model).where(_is_old(model))) or 0


def old_ciphers(
    session: Session,
    model: Any,  # noqa: ANN401  any table
    *,
    after: UUID | None,
    limit: int,
) -> Sequence[UUID]:
    """Give the next rows of a table that hold a value under an older key."""
    asked = select(model.id).where(_is_old(model)).order_by(model.id).limit(limit)
    if after is not None:
        asked = asked.where(model.id > after)
    return session.scalars(asked).all()


def _is_old(model: type[Base]) -> ColumnElement[bool]:
    """Whether any value of a row does not begin as the newest key's do."""
    head = keyring.current().head
    values = [as_it_lies(model, column) for column in ciphers_of(model)]
    return or_(
        *(
            and_(
                value.is_not(None),
                func.substr(value, 1, len(head), type_=LargeBinary) != literal(head, LargeBinary()),
            )
            for value in values
        )
    )
