"""One way for every list of people: read, compare, lay out, copy, and say what became of it.

Reading, comparing and sealing hold no lock. The copy is one short transaction; what only serves the
search box follows in slices, so that nobody who wants to write waits long, and then the points of
known homes, one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from hopecare.commands.edge import BY, scope_of
from hopecare.commands.fill_points import fill_points
from hopecare.domain.duplicates import like_pairs
from hopecare.domain.runs import STOPPED_BY, code_of_stop
from hopecare.errors import StaleVersionError
from hopecare.queries.areas import find_centre_of_area
from hopecare.queries.drawn_districts import drawn_districts
from hopecare.queries.known_people import known_people
from hopecare.queries.search_terms import exact_term
from hopecare.queries.town_days import local_day
from hopecare.queries.town_traces import town_traces
from hopecare.reading.area_words import AreaWords, KnownArea
from hopecare.reading.people_rows import Ground
from hopecare.reading.tables import read_table
from hopecare.services.advance_run import advance_run
from hopecare.services.complete_people import complete_people
from hopecare.services.fill_search import fill_search
from hopecare.services.finish_run import finish_run
from hopecare.services.import_people import import_people
from hopecare.services.part_batch import part_batch
from hopecare.services.plan_people import (
    ImportReport,
    ImportSetting,
    LookAt,
    Newcomer,
    PeoplePlan,
    plan_people,
)
from hopecare.services.stage_rows import Batch, StagedRows, stage_rows
from hopecare.services.start_run import start_run
from hopecare.staging import staging
from models import Area, Town

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from hopecare.commands.edge import Edge
    from hopecare.domain.roles import Role
    from hopecare.domain.runs import RunKind
    from hopecare.reading.tables import Column, Table
    from hopecare.staging import Staging

TRIES: Final = 3
BATCHES_A_SLICE: Final = 4
KEPT: Final = 1000
"""How many faults a run keeps; the errors file has them all."""
Advance = Callable[[int], None]
"""Told how many lines were planned so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """What one kind of list differs in: its columns, its rows, the role it gives."""

    kind: RunKind
    role: Role
    columns: Sequence[Column]
    read: Callable[[Table, Ground], Iterable[Any]]
    plan: Callable[..., Iterator[Batch]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A list's table, for its errors file, and what became of its lines."""

    table: Table
    report: ImportReport


class ListImport:
    """One list on its way into one town."""

    def __init__(self, edge: Edge, town: Town, listing: PeopleList, content: bytes) -> None:
        """Read the file; a file without usable headings is refused here."""
        self._edge = edge
        self._town = town
        self._scope = scope_of(town)
        self._listing = listing
        self.table = read_table(content, listing.columns)
        self._copied: ImportReport | None = None

    def rehearse(self, advance: Advance) -> Imported:
        """Say what would become of each line; nothing is written."""
        planned = self._planned(None)
        for _batch in planned.batches:
            advance(planned.plan.report.total)
        self._point_out(planned.plan)
        return Imported(table=self.table, report=planned.plan.report)

    def carry_out(self, advance: Advance) -> Imported:
        """Import the list, with a run that people can watch."""
        self._heal()
        run_id = self._begin()
        try:
            report = self._tried(run_id, advance)
        except BaseException as stopped:
            self._stop(run_id, code_of_stop(stopped))
            raise
        self._end(run_id, _numbers(report), failed=False, report=report)
        return Imported(table=self.table, report=report)

    def _tried(self, run_id: UUID, advance: Advance) -> ImportReport:
        """Compare and copy; once more when somebody was opened in between."""
        for left in reversed(range(TRIES)):
            planned = self._planned(run_id)
            try:
                self._write(planned, run_id, advance)
            except StaleVersionError:
                if left == 0:
                    raise
            else:
                return planned.plan.report
        raise StaleVersionError(run_id=run_id)

    def _planned(self, run_id: UUID | None) -> _Planned:
        """The list compared with the town as it is now; rows are made as they are asked for."""
        now = self._edge.clock()
        names = {exact_term(row.cells.get("name", "")) for row in self.table.rows}
        with self._edge.database.reading(self._scope) as session:
            known = known_people(session, names)
            today = local_day(session, self._town.id, now)
            areas = session.scalars(select(Area)).all()
            drawn = drawn_districts(session)
            centres = {area.id: find_centre_of_area(session, area.id, on=today) for area in areas}
        setting = ImportSetting(
            town_id=self._town.id,
            language=self._town.language,
            centre_of={area_id: centre.id for area_id, centre in centres.items() if centre},
            today=today,
            now=now,
            by=BY,
            run_id=run_id,
        )
        ground = Ground(
            today=today,
            country=self._town.country,
            areas=AreaWords.of(_named(area) for area in areas),
            districts=drawn,
            allow_invented=self._town.is_demonstration,
        )
        plan = plan_people(setting=setting, role=self._listing.role, table=self.table, known=known)
        batches = self._listing.plan(self._listing.read(self.table, ground), plan=plan)
        return _Planned(plan=plan, batches=batches, at=now, seen=known.ids)

    def _write(self, planned: _Planned, run_id: UUID, advance: Advance) -> None:
        """Lay everything out without a lock, then copy it."""
        with staging(self._edge.database, self._scope) as own:
            staged, slices = self._lay(own, planned, run_id, advance)
            self._point_out(planned.plan)
            with own.copying() as session:
                import_people(
                    session, staged=staged, planned_at=planned.at, seen=planned.seen, by=BY
                )
            report = self._copied = planned.plan.report
            # Until they are written none counts, wherever the run stops.
            points, report.measured = report.measured, []
            note = partial(self._note_progress, run_id, report)
            for each in slices:
                note()
                with own.copying() as session:
                    complete_people(session, staged=each)
            fill_points(self._edge, self._scope, points, report=report, goes_on=note)

    def _lay(
        self, own: Staging, planned: _Planned, run_id: UUID, advance: Advance
    ) -> tuple[StagedRows, list[StagedRows]]:
        """Fill the temporary tables, telling how far we are."""
        staged, slices = StagedRows(), [StagedRows("0")]
        for count, batch in enumerate(planned.batches, start=1):
            if count % BATCHES_A_SLICE == 0:
                slices.append(StagedRows(str(count)))
            first, later = part_batch(batch)
            with own.laying() as session:
                stage_rows(session, staged, first)
                stage_rows(session, slices[-1], later)
            advance(planned.plan.report.total)
            self._note_progress(run_id, planned.plan.report)
        return staged, slices

    def _point_out(self, plan: PeoplePlan) -> None:
        """Say which new people may be known already; they are imported all the same."""
        new = [(each, each.traces) for each in plan.newcomers]
        letters = {term for _, traces in new for term in traces.letters}
        phones = {index for _, traces in new for index in traces.phones}
        with self._edge.database.reading(self._scope) as session:
            known = town_traces(session, letters=letters, phones=phones)
        for pair in like_pairs(new, known.items()):
            plan.report.look_at.append(
                LookAt(
                    line=pair.new.line,
                    person_id=pair.new.person_id,
                    known_line=pair.known.line if isinstance(pair.known, Newcomer) else None,
                    reasons=pair.score.reasons,
                )
            )

    def _begin(self) -> UUID:
        with self._edge.database.writing(self._scope) as session:
            run = start_run(
                session,
                town_id=self._town.id,
                kind=self._listing.kind,
                total=len(self.table.rows),
                by=BY,
                now=self._edge.clock(),
            )
            return run.id

    def _note_progress(self, run_id: UUID, report: ImportReport) -> None:
        now, done, errors = self._edge.clock(), report.total, report.faulty_lines
        with self._edge.database.writing(self._scope) as session:
            advance_run(session, run_id=run_id, done=done, now=now, errors=errors)

    def _stop(self, run_id: UUID, code: str) -> None:
        """End the run as failed; where the people are in already, with their numbers."""
        copied = self._copied
        numbers = _numbers(copied) if copied else {}
        self._end(run_id, {**numbers, STOPPED_BY: code}, failed=True, report=copied)

    def _end(
        self,
        run_id: UUID,
        result: dict[str, str | int | None],
        *,
        failed: bool,
        report: ImportReport | None = None,
    ) -> None:
        with self._edge.database.writing(self._scope) as session:
            finish_run(
                session,
                run_id=run_id,
                result=result,
                now=self._edge.clock(),
                failed=failed,
                details=_details(report) if report else None,
            )

    def _heal(self) -> None:
        """Complete what an import that was cut off at its very end left out of the search box."""
        healed = True
        while healed:
            with self._edge.database.writing(self._scope) as session:
                healed = fill_search(session) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """A comparison and the rows that follow from it."""

    plan: PeoplePlan
    batches: Iterator[Batch]
    at: datetime
    seen: frozenset[UUID]


def _named(area: Area) -> KnownArea:
    return KnownArea(area_id=area.id, code=area.code, names=(area.name, area.name_en))


def _details(report: ImportReport) -> dict[str, Any]:
    """What a run's page lists: lines to correct, and new people to look at."""
    look_at = [
        {
            "line": each.line,
            "person_id": str(each.person_id),
            "known_line": each.known_line,
            "reasons": [reason.value for reason in each.reasons],
        }
        for each in report.look_at[:KEPT]
    ]
    return {"rows": [asdict(fault) for fault in report.faults[:KEPT]], "look_at": look_at}


def _numbers(report: ImportReport) -> dict[str, str | int | None]:
    return {
        "added": report.added,
        "joined": report.joined,
        "unchanged": report.unchanged,
        "measured": len(report.measured),
        "different": len(report.differences),
        "look_at": len(report.look_at),
        "faulty": report.faulty_lines,
    }
