"""Long work: what runs, how far it is, and which rows could not be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blueprints.coordination.door import blueprint
from blueprints.coordination.run_words import said_faults, said_results
from hopecare.domain.roles import Role
from hopecare.domain.runs import RunKind, RunState
from hopecare.language.report_words import LIKENESSES
from hopecare.queries.runs import run_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.runs import RUNS
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Run

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

MOST_SHOWN: Final = 200


@blueprint.get("/runs")
@permits("run.read")
def runs() -> ResponseReturnValue:
    """List long work, the newest first."""
    return show_listing(RUNS, "coordination/runs.html", RunKind=RunKind, RunState=RunState)


@blueprint.get("/runs/<uuid:run_id>")
@permits("run.read")
def run(run_id: UUID) -> ResponseReturnValue:
    """Show one piece of long work; the refused rows only to those who may import."""
    identity, reader = current_identity(), current_reader()
    with reading() as session:
        refuse_unless(session, "run.read", identity, Run, run_id)
        row = run_by_id(session, run_id)
    may_see_rows = bool(identity.roles & {Role.COORDINATOR, Role.ADMINISTRATOR})
    return page(
        "coordination/run.html",
        run=row,
        results=said_results(row.result, reader),
        refused=said_faults(_listed(row, "rows"), reader) if may_see_rows else [],
        look_at=_listed(row, "look_at") if may_see_rows else [],
        likenesses={code.value: words for code, words in LIKENESSES.items()},
        is_running=row.state in (RunState.WAITING, RunState.RUNNING),
    )


def _listed(row: Run, name: str) -> list[dict[str, Any]]:
    """The rows that could not be taken, or those to look at; the first of them."""
    details = row.details if isinstance(row.details, dict) else {"rows": row.details or []}
    rows = details.get(name, [])
    return [each for each in rows if isinstance(each, dict)][:MOST_SHOWN]
