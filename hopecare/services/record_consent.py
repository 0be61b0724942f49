"""Write one act of consent into the ledger: given or refused, for one purpose, in one form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from models import ConsentEntry, ConsentNote

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person

_KIND_OF: Final = {
    ConsentAct.GIVEN: EntryKind.CONSENT_GIVEN,
    ConsentAct.REFUSED: EntryKind.CONSENT_REFUSED,
    ConsentAct.WITHDRAWN: EntryKind.CONSENT_WITHDRAWN,
}
_WORDS_NEEDED: Final = {
    ConsentForm.INTERPRETER: "interpreter_missing",
    ConsentForm.PROXY: "paper_missing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentSaid:
    """What a person said to one purpose, and how."""

    purpose: ConsentPurpose
    form: ConsentForm
    act: ConsentAct = ConsentAct.GIVEN
    words: str | None = None
    """The interpreter's name, the title of the proxy's paper, the person's own words."""
    expires_on: date | None = None
    ask_again_on: date | None = None
    proxy_id: UUID | None = None
    paper_id: UUID | None = None


def record_consent(
    session: Session, person: Person, said: ConsentSaid, *, by: Actor, now: datetime
) -> ConsentEntry:
    """Append the act; a proxy without a paper, or an interpreter without a name, is refused."""
    _refuse_incomplete(said, today=local_day(session, person.town_id, now))
    entry = ConsentEntry(
        town_id=person.town_id,
        person_id=person.id,
        purpose=said.purpose,
        act=said.act,
        form=said.form,
        at=now,
        recorded_by_id=by.person_id,
        expires_on=said.expires_on,
        ask_again_on=said.ask_again_on,
        proxy_id=said.proxy_id,
        paper_id=said.paper_id,
    )
    session.add(entry)
    if (said.purpose, said.act) == (ConsentPurpose.KEEP_RECORD, ConsentAct.GIVEN):
        person.retain_until = None
    session.flush()
    if said.words:
        session.add(ConsentNote(town_id=person.town_id, entry_id=entry.id, words=said.words))
    note_timeline(
        session,
        town_id=person.town_id,
        kind=_KIND_OF[said.act],
        at=now,
        by=by,
        person_id=person.id,
        subject_id=entry.id,
        facts={"purpose": said.purpose.value, "form": said.form.value},
    )
    session.flush()
    return entry


def _refuse_incomplete(said: ConsentSaid, *, today: date) -> None:
    """Refuse an act that would not hold: no interpreter named, no paper seen, already over."""
    faults: dict[str, list[str]] = {}
    if said.form in _WORDS_NEEDED and not said.words and said.paper_id is None:
        faults["consent_words"] = [_WORDS_NEEDED[said.form]]
    if said.form is ConsentForm.PROXY and said.proxy_id is None:
        faults["proxy_id"] = ["proxy_missing"]
    if said.expires_on is not None and said.expires_on <= today:
        faults["expires_on"] = ["date_in_past"]
    if faults:
        raise InvalidInputError(faults)
