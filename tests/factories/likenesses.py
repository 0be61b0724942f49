"""Four ways in which one person comes a second time; every door points them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KNOWN = "김다래"
PHONE = "+821000004711"
BORN = date(1959, 3, 2)
HOME = "경기도 남양주시 가람로 1 한빛아파트 101동 1001호"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How somebody known as `KNOWN` is told of a second time, and the reason to be said."""

    name: str
    says: str
    phone: str | None = None
    birth_on: date | None = None
    address: str | None = None

    @property
    def local_phone(self) -> str:
        """The number as people write it."""
        return "0" + self.phone.removeprefix("+82") if self.phone else ""

    @property
    def born(self) -> str:
        """The birth date as a form or a list holds it."""
        return self.birth_on.isoformat() if self.birth_on else ""


LIKENESSES = {
    "the name spaced otherwise": Likeness(name="김 다래", birth_on=BORN, says="The same name"),
    "a changed telephone": Likeness(
        name=KNOWN, phone="+821000004799", birth_on=BORN, says="The same birth date"
    ),
    "the same name in one block": Likeness(
        name=KNOWN,
        address="경기도 남양주시 가람로 1 한빛아파트 101동 702호",
        says="The same building",
    ),
    "the name in letters": Likeness(
        name="Kim Darae", phone=PHONE, says="The same name in another spelling"
    ),
}
