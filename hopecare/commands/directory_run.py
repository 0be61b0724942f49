"""A directory on its way into a town: read without a lock, compared, written in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.commands.edge import BY, scope_of
from hopecare.domain.runs import STOPPED_BY, RunKind, code_of_stop
from hopecare.errors import DirectoryNotAcceptedError
from hopecare.queries.directory_entries import entry_rows
from hopecare.queries.town_days import local_day
from hopecare.reading.hsds_files import read_directory
from hopecare.services.finish_run import finish_run
from hopecare.services.import_directory import import_directory
from hopecare.services.plan_directory import plan_directory
from hopecare.services.refuse_ending_all import refuse_ending_all
from hopecare.services.refuse_run import refuse_run
from hopecare.services.start_run import start_run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.commands.edge import Edge
    from hopecare.reading.hsds_faults import EntryFault
    from hopecare.services.plan_directory import DirectoryPlan
    from models import Town


class DirectoryImport:
    """One directory of one source; what is wrong with it is refused before anything is begun."""

    def __init__(
        self, edge: Edge, town: Town, path: Path, *, source: str, is_part: bool = False
    ) -> None:
        """Read and check it; every fault is named at once."""
        self._edge = edge
        self._town = town
        self._source = source
        self._is_part = is_part
        known: set[tuple[str, str]] = set()
        if is_part:
            with edge.database.reading(scope_of(town)) as session:
                known = set(entry_rows(session, source))
        self._directory = read_directory(path, known=known)
        if self._directory.faults:
            raise DirectoryNotAcceptedError(self._directory.faults)

    @property
    def notes(self) -> Sequence[EntryFault]:
        """What one should know about it, though nothing is refused for it."""
        return self._directory.notes

    def rehearse(self) -> DirectoryPlan:
        """Say what would change; nothing is written."""
        with self._edge.database.reading(scope_of(self._town)) as session:
            return plan_directory(session, **self._asked(session))

    def carry_out(
        self,
        tell: Callable[[DirectoryPlan], None],
        *,
        overwrites: bool = False,
        ends_all: bool = False,
    ) -> DirectoryPlan:
        """Take it in, with a run that people can watch; what is refused begins none.

        What is to be known beforehand is told of the plan before anything is written.
        """
        foreseen = self.rehearse()
        if not ends_all:
            refuse_ending_all(foreseen, self._directory)
        tell(foreseen)
        run_id = self._begin()
        try:
            with self._edge.database.writing(scope_of(self._town)) as session:
                asked = self._asked(session) | {"overwrites": overwrites, "ends_all": ends_all}
                plan = import_directory(session, **asked, by=BY, now=self._edge.clock())
        except DirectoryNotAcceptedError as refusal:  # what stands here changed meanwhile
            self._refuse(run_id, refusal)
            raise
        except BaseException as stopped:
            self._end(run_id, {STOPPED_BY: code_of_stop(stopped)}, failed=True)
            raise
        self._end(run_id, plan.numbers(), failed=False)
        return plan

    def _asked(self, session: Session) -> dict[str, Any]:
        return {
            "town_id": self._town.id,
            "source": self._source,
            "directory": self._directory,
            "today": local_day(session, self._town.id, self._edge.clock()),
            "is_part": self._is_part,
        }

    def _begin(self) -> UUID:
        with self._edge.database.writing(scope_of(self._town)) as session:
            run = start_run(
                session,
                town_id=self._town.id,
                kind=RunKind.IMPORT_DIRECTORY,
                total=len(self._directory.entries),
                by=BY,
                now=self._edge.clock(),
            )
            return run.id

    def _end(self, run_id: UUID, result: dict[str, str | int | None], *, failed: bool) -> None:
        now = self._edge.clock()
        with self._edge.database.writing(scope_of(self._town)) as session:
            finish_run(session, run_id=run_id, result=result, now=now, failed=failed)

    def _refuse(self, run_id: UUID, refusal: DirectoryNotAcceptedError) -> None:
        with self._edge.database.writing(scope_of(self._town)) as session:
            refuse_run(session, run_id=run_id, refusal=refusal, now=self._edge.clock())
