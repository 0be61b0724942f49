"""What was given in a case, and what other bodies bring, for other systems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from blueprints.api.acting import Verb, serve_act
from blueprints.api.lists import Noun, Source, serve_list
from blueprints.api.views import view_of
from hopecare.queries.visibility import visible
from hopecare.services.end_other_help import end_other_help
from hopecare.services.note_other_help import note_other_help
from hopecare.services.record_aid import record_aid
from hopecare.services.settle_double_help import settle_double_help
from hopecare.services.take_back_aid import take_back_aid
from hopecare.web.fields import Id, Request
from hopecare.web.keyset import Key
from hopecare.web.requests.other_help import (
    EndOtherHelpRequest,
    OtherHelpRequest,
    SettleDoubleHelpRequest,
    help_seen,
)
from hopecare.web.requests.record_aid import RecordAidRequest, TakeBackAidRequest, aid_from
from models import AidGiven, Case, OtherHelp

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from blueprints.api.acting import Act
    from hopecare.domain.identity import Identity

CASE: Final = "/cases/<uuid:case_id>"
SCOPE: Final = "api.aid.write"
HELP_SCOPE: Final = "api.other_helps.write"
AID: Final = Noun(
    path="aid",
    singular="aid",
    rows=AidGiven,
    view=view_of(
        "AidView",
        AidGiven,
        "id case_id kind given_on value_minor currency organisation_id need_id by_id "
        "taken_back_at taken_back_for",
        "Something that was given, without words; what was taken back counts in no sum.",
    ),
    permission="aid.read",
)
OTHER_HELP: Final = Noun(
    path="other_helps",
    singular="other_help",
    rows=OtherHelp,
    view=view_of(
        "OtherHelpView",
        OtherHelp,
        "id version case_id kind weekdays from_on until_on told_by told_on organisation_id "
        "noted_at ended_at",
        "Another body's regular help, without words.",
    ),
    permission="aid.read",
)


class OfCaseFilter(Request):
    """Of which case."""

    case_id = Id()


def _source_of(rows: Any) -> Any:  # noqa: ANN401  rows of a case
    """The rows of cases the caller may read, of one case if asked for."""

    def source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
        asked: Any = select(rows, Case.resident_id).join(Case, Case.id == rows.case_id)
        asked = asked.where(visible("aid.read", identity, rows))
        if wanted.get("case_id") is not None:
            asked = asked.where(rows.case_id == wanted["case_id"])
        return asked  # type: ignore[no-any-return]

    return source


def _record(act: Act) -> UUID:
    return record_aid(act.session, case_id=act.row_id, aid=aid_from(act.body), **act.told()).id


def _take_back(act: Act) -> UUID:
    mistake = act.body["mistake"]
    return take_back_aid(act.session, aid_id=act.row_id, mistake=mistake, **act.told()).id


def _note_help(act: Act) -> UUID:
    seen = help_seen(act.body)
    return note_other_help(act.session, case_id=act.row_id, seen=seen, **act.told()).id


def _end_help(act: Act) -> UUID:
    version = act.body["version"]
    return end_other_help(act.session, help_id=act.row_id, version=version, **act.told()).id


def _settle(act: Act) -> UUID:
    """Nothing is written where the two do not meet any more; the answer is the case then."""
    said = {
        "pair": (act.body["one_id"], act.body["other_id"]),
        "settled_as": act.body["settled_as"],
        **act.told(),
    }
    note = settle_double_help(act.session, case_id=act.row_id, **said)
    return act.row_id if note is None else note.id


serve_list(
    AID,
    Source(
        filters=OfCaseFilter,
        source=_source_of(AidGiven),
        order=(Key(AidGiven.given_on, descending=True), Key(AidGiven.id)),
        people=lambda row: [row.resident_id],
    ),
    says="List what was given, the newest first; what was taken back too, and says so.",
)
serve_list(
    OTHER_HELP,
    Source(
        filters=OfCaseFilter,
        source=_source_of(OtherHelp),
        order=(Key(OtherHelp.noted_at), Key(OtherHelp.id)),
        people=lambda row: [row.resident_id],
    ),
    says="List what other bodies bring regularly, what has ended too.",
)
VERBS: Final = (
    (
        _record,
        Verb(
            name="record_aid",
            path=f"{CASE}/aid",
            scope=SCOPE,
            permission="aid.give",
            rows=Case,
            says="Write down goods, money or a group's help that was given; a need may end by it.",
            takes=RecordAidRequest,
        ),
    ),
    (
        _take_back,
        Verb(
            name="take_back_aid",
            path="/aid/<uuid:aid_id>/take-back",
            scope=SCOPE,
            permission="aid.give",
            rows=AidGiven,
            says="Take back what was written down by mistake; the row stays and says why.",
            takes=TakeBackAidRequest,
        ),
    ),
    (
        _note_help,
        Verb(
            name="note_other_help",
            path=f"{CASE}/other-helps",
            scope=HELP_SCOPE,
            permission="other_help.note",
            rows=Case,
            says="Write down what another body brings regularly.",
            takes=OtherHelpRequest,
        ),
    ),
    (
        _end_help,
        Verb(
            name="end_other_help",
            path="/other-helps/<uuid:other_help_id>/end",
            scope=HELP_SCOPE,
            permission="other_help.note",
            rows=OtherHelp,
            says="Write down that it does not come any more.",
            takes=EndOtherHelpRequest,
        ),
    ),
    (
        _settle,
        Verb(
            name="settle_double_help",
            path=f"{CASE}/double-help",
            scope=HELP_SCOPE,
            permission="other_help.note",
            rows=Case,
            says="Say how it is where two helps come on the same days.",
            takes=SettleDoubleHelpRequest,
        ),
    ),
)
for _act, _verb in VERBS:
    serve_act(_verb, _act)
