"""The gap ledger: of one resident, why one benefit is not received, the list and its sum."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request, url_for

from blueprints.casework.door import blueprint
from blueprints.casework.watch_lines import watching_of
from hopecare.domain.gap_amounts import last_days
from hopecare.domain.gaps import GapReason, LedgerPart, sum_gaps, whole_sum
from hopecare.errors import MoveNotAllowedError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.answer_cards import programme_choices, programme_name
from hopecare.language.gap_words import left_said, range_said
from hopecare.queries.areas import districts
from hopecare.queries.cases import find_live_case
from hopecare.queries.gaps import (
    answer_by_id,
    find_gap,
    gap_notes_of,
    ledger_of,
    open_gap_notes,
    open_gaps_in,
)
from hopecare.queries.residents import person_by_id
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.country_packs import country_pack, find_country_pack
from hopecare.services.record_gap import GapSaid, record_gap
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form, read_query
from hopecare.web.gap_lines import gap_in_words
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.gaps import GAPS, GapsFilter, gaps_asked
from hopecare.web.pages import again, go, page
from hopecare.web.permits import permits
from hopecare.web.requests.record_gap import RecordGapRequest
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Person, ProgrammeAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.gaps import GapSum
    from hopecare.queries.gaps import Gap
from hopecare.web.forms import Form

LABELS = {
    "reason": N_("Why it is not received"),
    "over": N_("By how much it was over the limit"),
    "since_on": N_("Since when"),
    "words": N_("In words"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLine:
    """One line of the sum: how many gaps, and what they come to."""

    programme: str
    name: str
    gaps: int
    without_amount: int
    not_computed: int
    monthly: str
    left: str


@blueprint.get("/missed-benefits")
@permits("assessment.read")
def gaps() -> ResponseReturnValue:
    """List what may be due and is not received, with why and since when."""
    reader, pack = current_reader(), find_country_pack(current_town().country)
    with reading() as session:
        areas = districts(session)
    return show_listing(
        GAPS,
        template="casework/gaps.html",
        areas=areas,
        GapReason=GapReason,
        LedgerPart=LedgerPart,
        programmes=programme_choices(pack, reader.language),
        asked=_filters(),
    )


@blueprint.get("/missed-benefits/sum")
@permits("assessment.read")
def gap_sum() -> ResponseReturnValue:
    """Add up the gaps of the list as it is narrowed, by programme."""
    wanted = {**read_query(GapsFilter).data, "part": LedgerPart.GAPS}
    with reading() as session:
        asked = gaps_asked(current_identity(), wanted)
        found = open_gaps_in(session, asked, current_reader().today)
    today = current_reader().today
    sums = sum_gaps(found, today, last_days(find_country_pack(current_town().country), today))
    return page(
        "casework/gap_sum.html",
        lines=[_line(key, each) for key, each in sorted(sums.items())],
        whole=_line("", whole_sum(sums.values())),
        asked={name: value for name, value in _filters().items() if name != "programme"},
    )


@blueprint.get("/residents/<uuid:person_id>/missed-benefits")
@permits("assessment.read")
def ledger(person_id: UUID) -> ResponseReturnValue:
    """Show one resident's ledger: what is open, what is to be talked about, what is history."""
    reader, pack = current_reader(), find_country_pack(current_town().country)
    with reading() as session:
        refuse_unless(session, "assessment.read", current_identity(), Person, person_id)
        resident = person_by_id(session, person_id)
        found = ledger_of(session, person_id, reader.today)
        notes = gap_notes_of(session, person_id)
        last = None if resident.died_on else find_standing(session, person_id, reader.today)
        watching = watching_of(session, last)
        case = find_live_case(session, person_id)
    shown([person_id])
    said = [gap_in_words(each, pack, reader) for each in found]
    open_ids = {each.note.id for each in found if each.note}
    return page(
        "casework/ledger.html",
        resident=resident,
        case=case,
        open_gaps=[each for each in said if each.gap.is_gap],
        watching=watching,
        to_talk_about=[each for each in said if not each.gap.is_gap],
        history=[
            (each, programme_name(pack, each.programme, reader.language) if pack else "")
            for each in notes
            if each.id not in open_ids
        ],
    )


@blueprint.get("/missed-benefits/<uuid:answer_id>")
@permits("assessment.make")
def gap_form(answer_id: UUID) -> ResponseReturnValue:
    """Show one missed benefit with what was written about it, to be changed."""
    resident, gap = _seen(answer_id)
    if gap is None:
        return go(url_for("casework.ledger", person_id=resident.id))
    return _gap_page(answer_id, resident, gap, blank_form(_values(gap)))


@blueprint.post("/missed-benefits/<uuid:answer_id>")
@permits("assessment.make")
def gap_act(answer_id: UUID) -> ResponseReturnValue:
    """Write down why it is not received, unless somebody else was first: then both are shown.

    Where the gap has closed meanwhile, nothing is written and what was typed is shown.
    """
    form, identity, now = read_form(RecordGapRequest), current_identity(), desk().clock()
    if not form.is_valid:
        resident, gap = _seen(answer_id)
        if gap is None:
            return _closed_page(answer_id, form)
        return _gap_page(answer_id, resident, gap, form)

    def act(session: Session) -> str:
        refuse_unless(session, "assessment.make", identity, ProgrammeAnswer, answer_id)
        answer = answer_by_id(session, answer_id)
        words = {name: form.data[name] for name in LABELS}
        said = GapSaid(programme=answer.programme, **words)
        record_gap(
            session,
            person_id=answer.person_id,
            said=said,
            version=form.data["version"],
            by=identity,
            now=now,
        )
        return url_for("casework.ledger", person_id=answer.person_id)

    def theirs(session: Session) -> Mapping[str, object]:
        answer = answer_by_id(session, answer_id)
        shown([answer.person_id])
        return _standing(session, answer)

    said = N_("It is written down.")
    try:
        return act_once(identity, act, said=said, form=form, theirs=theirs, labels=LABELS)
    except MoveNotAllowedError:
        return _closed_page(answer_id, form)


def _filters() -> dict[str, str]:
    """Give the filters in the address, without the place in the list."""
    wanted = GapsFilter().fields
    return {name: value for name, value in request.args.items() if name in wanted}


def _seen(answer_id: UUID) -> tuple[Person, Gap | None]:
    with reading() as session:
        refuse_unless(session, "assessment.make", current_identity(), ProgrammeAnswer, answer_id)
        answer = answer_by_id(session, answer_id)
        resident = person_by_id(session, answer.person_id)
        gap = find_gap(session, resident.id, answer.programme, current_reader().today)
    shown([resident.id])
    return resident, gap


def _gap_page(answer_id: UUID, resident: Person, gap: Gap, form: Form) -> ResponseReturnValue:
    show = page if form.is_valid else again
    reader = current_reader()
    return show(
        "casework/gap.html",
        form=form,
        answer_id=answer_id,
        resident=resident,
        said=gap_in_words(gap, country_pack(current_town().country), reader),
        version=gap.note.version if gap.note else 0,
        reasons=[(each.value, reader.label(each)) for each in GapReason],
        LABELS=LABELS,
    )


def _closed_page(answer_id: UUID, form: Form) -> ResponseReturnValue:
    """Show what was typed about a gap that has closed meanwhile: nothing of it is written."""
    with reading() as session:
        refuse_unless(session, "assessment.make", current_identity(), ProgrammeAnswer, answer_id)
        answer = answer_by_id(session, answer_id)
        resident = person_by_id(session, answer.person_id)
    shown([resident.id])
    reader, pack = current_reader(), country_pack(current_town().country)
    reasons = {each.value: reader.label(each) for each in GapReason}
    typed = {name: form.value(name) for name in LABELS}
    typed["reason"] = reasons.get(typed["reason"], typed["reason"])
    closed = page(
        "casework/gap_closed.html",
        resident=resident,
        programme=programme_name(pack, answer.programme, reader.language),
        typed=typed,
        LABELS=LABELS,
    )
    closed.status_code = HTTPStatus.CONFLICT
    return closed


def _values(gap: Gap) -> dict[str, object]:
    return {} if gap.note is None else {name: getattr(gap.note, name) for name in LABELS}


def _standing(session: Session, answer: ProgrammeAnswer) -> Mapping[str, object]:
    notes = open_gap_notes(session, answer.person_id)
    note = next((each for each in notes if each.programme == answer.programme), None)
    values: dict[str, object] = {name: getattr(note, name, None) for name in LABELS}
    return {**values, "version": note.version if note else 0}


def _line(key: str, part: GapSum) -> SumLine:
    reader, pack = current_reader(), country_pack(current_town().country)
    has_any = part.gaps > part.without_amount
    last = last_days(pack, reader.today).get(key)
    return SumLine(
        programme=key,
        name=programme_name(pack, key, reader.language),
        gaps=part.gaps,
        without_amount=part.without_amount,
        not_computed=part.not_computed,
        monthly=range_said(part.monthly, pack, reader) if has_any else "",
        left=left_said(part.left, last, pack, reader) if has_any else "",
    )
