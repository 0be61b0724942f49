"""A telephone that somebody else has already: who, and whether they share it, before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language import N_
from hopecare.queries.search_terms import phone_index
from hopecare.queries.telephone_holders import Holder, holders_beside
from hopecare.web.access_log import shown
from hopecare.web.acts import was_done
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language, current_reader
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from hopecare.web.forms import Form

ELSEWHERE = N_("somebody known to %(centre)s (%(phone)s)")
SOMEBODY = N_("somebody else")


def refuse_unsaid_sharing(
    form: Form, number: str, *, said: str, except_id: UUID | None = None
) -> Form:
    """Name beside its field who else has the number, until the tick `said` tells they share it.

    A wrong digit is somebody else's telephone: their answers would be taken for this person's.
    """
    phone = form.data.get(number)
    if phone is None or form.data.get(said):
        return form
    with reading() as session:
        found = holders_beside(
            session,
            phone_index(phone.e164),
            except_id=except_id,
            identity=current_identity(),
            on=current_reader().today,
        )
    if not found or was_done(current_identity()):
        return form
    shown([each.person.id for each in found if each.person])
    return form.refuse(number, "number_of_others", names=_named(found))


def _named(found: Sequence[Holder]) -> str:
    """Whoever the reader may not see is named by their centre, once each."""
    return ", ".join(dict.fromkeys(map(_name, found)))


def _name(holder: Holder) -> str:
    reader = current_reader()
    if holder.person is not None:
        return holder.person.full_name
    if holder.centre is None:
        return reader.say(SOMEBODY)
    is_korean = current_language() == "ko"
    name = holder.centre.name if is_korean else holder.centre.name_en
    return reader.say(ELSEWHERE, centre=name, phone=reader.phone(holder.centre.phone))
