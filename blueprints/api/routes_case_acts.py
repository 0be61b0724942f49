"""What other systems do with cases and needs: close, reopen, add, change, end, ask neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blueprints.api.acting import Verb, serve_act, serve_verbs
from hopecare.domain.outcomes import CaseOutcome
from hopecare.errors import InvalidInputError
from hopecare.queries.askings import find_live_asking
from hopecare.queries.case_closing import closing_of
from hopecare.queries.cases import case_by_id
from hopecare.services.add_need import add_need
from hopecare.services.ask_neighbours import ask_neighbours
from hopecare.services.begin_asking import begin_asking
from hopecare.services.change_need import change_need
from hopecare.services.close_case import close_case
from hopecare.services.end_need import end_need
from hopecare.services.refuse_closing_alone import refuse_closing_alone
from hopecare.services.refuse_unseen_open import refuse_unseen_open
from hopecare.services.reopen_case import reopen_case
from hopecare.services.settle_case import settle_case
from hopecare.services.withdraw_asking import withdraw_asking
from hopecare.web.requests.ask_neighbours import AskNeighboursRequest, wave_from
from hopecare.web.requests.close_case import CloseCaseRequest
from hopecare.web.requests.need import ChangeNeedRequest, NeedRequest, wish_from
from models import Alert, Case, Need

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act

CASE: Final = "/cases/<uuid:case_id>"
NEED: Final = "/needs/<uuid:need_id>"


def _close(act: Act) -> UUID:
    """Nobody who may be in need is left behind by closing their case."""
    outcome, alerts = act.body["outcome"], act.body["alerts"]
    case = case_by_id(act.session, act.row_id)
    if outcome is CaseOutcome.DIED:
        raise InvalidInputError({"outcome": ["not_a_choice"]})
    if closing_of(act.session, case, identity=act.by).unsafe:
        raise InvalidInputError({"outcome": ["not_known_safe"]})
    refuse_closing_alone(act.session, case_id=act.row_id, now=act.told()["now"])
    refuse_unseen_open(act.session, case_id=act.row_id, seen_open=act.body["seen_open"])
    for alert_id in alerts:
        act.insist("alert.resolve", Alert, alert_id)
    settled = {"case_id": act.row_id, "outcome": outcome, **act.told()}
    settle_case(act.session, alert_ids=alerts, **settled)
    return close_case(act.session, version=act.body["version"], **settled).id


def _reopen(act: Act) -> UUID:
    return reopen_case(act.session, case_id=act.row_id, **act.told()).id


def _add_need(act: Act) -> UUID:
    case = case_by_id(act.session, act.row_id, alone=True)
    return add_need(act.session, case, wish_from(act.body), **act.told()).id


def _change_need(act: Act) -> UUID:
    wish, version = wish_from(act.body), act.body["version"]
    need = {"need_id": act.row_id, "version": version, "wish": wish, **act.told()}
    return change_need(act.session, **need).id


def _meet_need(act: Act) -> UUID:
    return end_need(act.session, need_id=act.row_id, is_met=True, **act.told()).id


def _end_need(act: Act) -> UUID:
    return end_need(act.session, need_id=act.row_id, is_met=False, **act.told()).id


def _ask(act: Act) -> UUID:
    """An empty list asks nobody: it is refused like on the page."""
    if not act.body["helper_ids"]:
        raise InvalidInputError({"helper_ids": ["choose_one"]})
    ask_neighbours(act.session, need_id=act.row_id, wave=wave_from(act.body), **act.told())
    return act.row_id


def _begin_asking(act: Act) -> UUID:
    return begin_asking(act.session, need_id=act.row_id, **act.told()).id


def _stop_asking(act: Act) -> UUID:
    asking = find_live_asking(act.session, act.row_id)
    if asking is not None:
        withdraw_asking(act.session, asking_id=asking.id, **act.told())
    return act.row_id


CASE_VERBS: Final = (
    (
        _close,
        "close_case",
        "close",
        "case.close",
        CloseCaseRequest,
        "Close a case with its outcome, and end these of its alerts; what goes on has been seen.",
    ),
    (_reopen, "reopen_case", "reopen", "case.reopen", None, "Open a closed case again."),
)
NEED_VERBS: Final = (
    (
        _change_need,
        "change_need",
        "change",
        "need.change",
        ChangeNeedRequest,
        "Change a need, from the version that was read.",
    ),
    (_meet_need, "meet_need", "met", "need.end", None, "Say that the help was given."),
    (_end_need, "end_need", "end", "need.end", None, "Say that the help is not needed any more."),
)
ASKING_VERBS: Final = (
    (
        _ask,
        "ask_neighbours",
        "ask",
        "offer.make",
        AskNeighboursRequest,
        "Ask the volunteers who are named, all at once.",
    ),
    (
        _begin_asking,
        "begin_asking",
        "asking",
        "offer.make",
        None,
        "Ask neighbours wave after wave, until somebody says yes or the time is over.",
    ),
    (
        _stop_asking,
        "stop_asking",
        "asking/stop",
        "offer.make",
        None,
        "Ask nobody any more for this need; whoever waits is told so.",
    ),
)
serve_act(
    Verb(
        name="add_need",
        path=f"{CASE}/needs",
        scope="api.needs.write",
        permission="need.add",
        rows=Case,
        says="Write a need into a case.",
        takes=NeedRequest,
    ),
    _add_need,
)
serve_verbs("api.cases.write", CASE, Case, CASE_VERBS)
serve_verbs("api.needs.write", NEED, Need, NEED_VERBS)
serve_verbs("api.askings.write", NEED, Need, ASKING_VERBS)
