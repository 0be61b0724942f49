"""The list of answers that turned without anybody being asked: a person looks at each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast

from flask import url_for
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.eligibility.assessment import Receipt
from hopecare.domain.screening import RECEIVES, TurnKind
from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.language.turn_words import criteria_in_words, verdict_in_words
from hopecare.queries.screening import waits_for_a_look
from hopecare.queries.visibility import visible
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.fields import Code, Id, Request, Ticked, Words
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.tones import CALM, GOOD, SOON
from models import Area, Case, Person
from models import ScreeningTurn as Turn

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


Owner = aliased(Person, name="Owner")


class WhichTurns(StrEnum):
    """Which answers that turned a reader wants to see."""

    OPEN = "open"
    SETTLED = "settled"
    ALL = "all"


WHICH: Final = {
    WhichTurns.OPEN: N_("nobody has looked yet"),
    WhichTurns.SETTLED: N_("looked at"),
    WhichTurns.ALL: N_("all of them"),
}
RECEIPTS: Final = {"yes": Receipt.RECEIVING, "no": Receipt.NOT_RECEIVING}
TONES: Final = {TurnKind.NEWLY_MAY: GOOD, TurnKind.NEWLY_OUT: SOON, TurnKind.ASK_AGAIN: CALM}


class TurnsFilter(Request):
    """What the list of answers that turned may be narrowed by."""

    which = Code(WhichTurns)
    turn = Code(TurnKind)
    programme = Words(longest=60)
    area_id = Id()
    mine = Ticked()
    receiving = Ticked()


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    asked: Select[*tuple[Any, ...]] = (
        select(Turn, Person, Area, _owner())
        .join(Person, Person.id == Turn.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(visible("assessment.read", identity, Turn))
    )
    asked = _of_which(asked, wanted.get("which") or WhichTurns.OPEN)
    columns = {"turn": Turn.turn, "programme": Turn.programme, "area_id": Person.area_id}
    for name, column in columns.items():
        if wanted.get(name):
            asked = asked.where(column == wanted[name])
    if wanted.get("receiving"):
        asked = asked.where(Turn.receiving == RECEIVES)
    return asked.where(_is_mine(identity)) if wanted.get("mine") else asked


def _owner() -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy's own type
    """The social worker who steers the live case, if there is one."""
    return (
        select(Owner.full_name)
        .join(Case, Case.owner_id == Owner.id)
        .where(Case.resident_id == Turn.person_id, Case.status != CaseStatus.CLOSED)
        .order_by(Case.opened_at.desc(), Case.id)
        .limit(1)
        .scalar_subquery()
        .label("owner_name")
    )


def _of_which(asked: Select[Any], which: WhichTurns) -> Select[Any]:
    match which:
        case WhichTurns.OPEN:
            return asked.where(waits_for_a_look())
        case WhichTurns.SETTLED:
            return asked.where(Turn.settled_at.is_not(None))
        case WhichTurns.ALL:
            return asked


def _is_mine(identity: Identity) -> Any:  # noqa: ANN401  a condition of SQLAlchemy's own type
    own = and_(
        Case.resident_id == Turn.person_id,
        Case.owner_id == identity.person_id,
        Case.status != CaseStatus.CLOSED,
    )
    return select(Case.id).where(own).exists()


def _programme(row: Row[Any], reader: Reader) -> str:
    pack = find_country_pack(reader.country)
    key = cast("str", row.ScreeningTurn.programme)
    return key if pack is None else programme_name(pack, key, reader.language)


def _turned(row: Row[Any], reader: Reader) -> str:
    before, after = row.ScreeningTurn.verdict_before, row.ScreeningTurn.verdict_after
    return f"{verdict_in_words(before, reader)} → {verdict_in_words(after, reader)}"


def _why(row: Row[Any], reader: Reader) -> str:
    turn, pack = row.ScreeningTurn, find_country_pack(reader.country)
    if pack is None:
        return ""
    return "; ".join(criteria_in_words(turn.criteria, turn.programme, pack, reader))


def _receives(row: Row[Any], reader: Reader) -> str:
    turn = row.ScreeningTurn
    if turn.receiving == RECEIVES and turn.turn is TurnKind.NEWLY_OUT:
        return reader.say(N_("Receives it: talk with them first"))
    return reader.label(RECEIPTS.get(turn.receiving, Receipt.UNKNOWN))


def _stands(row: Row[Any], reader: Reader) -> str:
    done = row.ScreeningTurn.done
    return reader.label(done) if done else reader.say(N_("Nobody has looked yet"))


TURNS = register(
    Listing(
        name="screening_turns",
        title=N_("Answers that turned"),
        permission="assessment.read",
        endpoint="casework.screening_turns",
        filters=TurnsFilter,
        source=_source,
        order=(Key(Turn.found_at), Key(Turn.id)),
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.screening_turn", turn_id=row.ScreeningTurn.id),
            ),
            Column("programme", N_("Programme"), _programme),
            Column(
                "turn",
                N_("Way it turned"),
                lambda row, reader: reader.label(row.ScreeningTurn.turn),
                tone=lambda row: TONES[row.ScreeningTurn.turn],
            ),
            Column("turned", N_("From and to"), _turned),
            Column("why", N_("Which criterion"), _why),
            Column("receives", N_("Receives it"), _receives),
            Column("owner", N_("Steered by"), lambda row, _reader: row.owner_name or ""),
            Column(
                "since",
                N_("Day it turned"),
                lambda row, reader: reader.day(row.ScreeningTurn.on_date),
            ),
            DISTRICT,
            Column("stands", N_("Stands"), _stands),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("No answer has turned. They are looked at every day and with every new rule."),
    )
)
