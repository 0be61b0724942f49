"""What an import says at its end, in the reader's language, and where its errors file lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from hopecare.commands.edge import edge, file_refusals, town_called
from hopecare.commands.import_people import Imported, ListImport, PeopleList
from hopecare.language import N_, translator
from hopecare.language.report_words import LIKENESSES
from hopecare.reading.errors_file import errors_file
from hopecare.reading.fault_words import fault_sentence

if TYPE_CHECKING:
    from pathlib import Path

    from hopecare.language import Translator
    from hopecare.services.plan_people import ImportReport

SHOWN: Final = 20
LINES_LEFT: Final = 3
"""The exit code when something is left to correct; click itself takes 1 and 2."""
NUMBERS: Final = (
    (N_("Lines read: %(count)s"), lambda report: report.total),
    (N_("New people: %(count)s"), lambda report: report.added),
    (N_("Known people with a new role: %(count)s"), lambda report: report.joined),
    (N_("Already known, nothing changed: %(count)s"), lambda report: report.unchanged),
    (N_("Known homes that get their point: %(count)s"), lambda report: len(report.measured)),
    (N_("Known, but the list says something else: %(count)s"), lambda r: len(r.differences)),
    (N_("New, but perhaps known already: %(count)s"), lambda report: len(report.look_at)),
    (N_("Lines to correct: %(count)s"), lambda report: report.faulty_lines),
)
OF_THE_TOWN: Final = N_("Line %(line)s, please look: perhaps somebody known. %(reasons)s")
OF_THE_FILE: Final = N_("Line %(line)s, please look: perhaps line %(other)s. %(reasons)s")


def import_file(
    path: Path, listing: PeopleList, *, slug: str | None, language: str | None, is_dry: bool
) -> None:
    """Import a file and say what became of it; exit code 3 when lines are left to correct."""
    town = town_called(slug)
    reader = language or town.language
    with file_refusals(reader):
        work = ListImport(edge(), town, listing, path.read_bytes())
        with click.progressbar(length=len(work.table.rows), label=path.name) as bar:

            def advance(done: int) -> None:
                bar.update(done - bar.pos)

            done = work.rehearse(advance) if is_dry else work.carry_out(advance)
    _say(done, language=reader, is_dry=is_dry)
    if done.report.faults:
        if not is_dry:
            _write_errors(done, path, language=reader)
        click.get_current_context().exit(LINES_LEFT)


def _say(done: Imported, *, language: str, is_dry: bool) -> None:
    """The numbers, the columns left out, and what differs."""
    say = translator(language)
    if is_dry:
        click.echo(say.gettext("Rehearsal: nothing was written."))
    for sentence, count in NUMBERS:
        click.echo(say.gettext(sentence) % {"count": count(done.report)})
    if done.report.ignored:
        columns = ", ".join(done.report.ignored)
        click.echo(say.gettext("Columns left out: %(columns)s") % {"columns": columns})
    _say_differences(done.report, say)
    _say_likenesses(done.report, say)
    for fault in done.report.faults[:SHOWN]:
        where = say.gettext("Line %(line)s") % {"line": fault.line}
        click.echo(f"{where} · {fault_sentence(fault, language=language)}")


def _say_differences(report: ImportReport, say: Translator) -> None:
    """Known people about whom the list says something else; they stay as they are."""
    for difference in report.differences[:SHOWN]:
        columns = ", ".join(difference.columns)
        click.echo(
            say.gettext("Line %(line)s differs, left as it is: %(columns)s")
            % {"line": difference.line, "columns": columns}
        )


def _say_likenesses(report: ImportReport, say: Translator) -> None:
    """New people who may be somebody known; a person looks, nothing is merged by itself."""
    for each in report.look_at[:SHOWN]:
        reasons = ", ".join(say.gettext(LIKENESSES[reason]) for reason in each.reasons)
        sentence = OF_THE_FILE if each.known_line else OF_THE_TOWN
        values = {"line": each.line, "other": each.known_line, "reasons": reasons}
        click.echo(say.gettext(sentence) % values)


def _write_errors(done: Imported, path: Path, *, language: str) -> None:
    """Lay the errors file beside the input, for its owner's eyes only."""
    target = path.with_name(f"{path.stem}.errors.csv")
    target.touch(mode=0o600)
    target.write_bytes(errors_file(done.table, done.report.faults, language=language))
    said = translator(language).gettext("Correct these lines and import the file again: %(path)s")
    click.echo(said % {"path": target})
