"""What a command says about a directory: what changes, what is gone, what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from hopecare.language import N_, translator
from hopecare.reading.hsds_faults import entry_fault_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hopecare.reading.hsds_faults import EntryFault
    from hopecare.services.plan_directory import DirectoryPlan

MOST_SHOWN: Final = 200
DONE: Final = N_(
    "Entries: %(added)s new, %(changed)s changed, %(unchanged)s as before, %(missing)s gone"
)
WOULD: Final = N_(
    "Entries that would be: %(added)s new, %(changed)s changed, %(unchanged)s as before, "
    "%(missing)s gone"
)
NEW_SERVICE: Final = N_("New: %(name)s")
AWAITED: Final = N_("No longer listed, but somebody was referred there: %(name)s")
ENDED: Final = N_("No longer listed, so it has ended: %(name)s")
CORRECTED: Final = N_("Corrected by hand here, and other in the file: %(name)s, %(field)s")
MANY_END: Final = N_(
    "Of %(standing)s services that stand here from this source, %(number)s end with this file."
)
STAYS: Final = N_("What was corrected by hand stays; --overwrite writes over it.")


def said_plan(plan: DirectoryPlan, *, language: str, is_dry: bool) -> Iterator[str]:
    """Say what became of a directory, or would: numbers first, then the services that differ."""
    say = translator(language).gettext
    numbers = {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "missing": len(plan.missing),
    }
    if is_dry:
        yield from said_ending(plan, language=language)
    yield say(WOULD if is_dry else DONE) % numbers
    for read, known in plan.services[:MOST_SHOWN]:
        if known is None:
            yield "  " + say(NEW_SERVICE) % {"name": read.columns["name"]}
    for row in plan.services_going()[:MOST_SHOWN]:
        yield "  " + say(AWAITED if row.id in plan.awaited else ENDED) % {"name": row.name}
    for each in plan.corrections[:MOST_SHOWN]:
        yield "  " + say(CORRECTED) % {"name": each.name, "field": each.field}
    if plan.kept or (is_dry and plan.corrections):
        yield say(STAYS)


def said_ending(plan: DirectoryPlan, *, language: str) -> Iterator[str]:
    """Say how many services end where it is more than half of those that stand; else nothing."""
    number = sum(row.id not in plan.awaited for row in plan.services_going())
    if 2 * number > plan.standing:
        said = translator(language).gettext(MANY_END)
        yield said % {"standing": plan.standing, "number": number}


def say_faults(faults: Sequence[EntryFault], language: str) -> None:
    """Say each fault on a line of its own, and how many more there are."""
    for fault in faults[:MOST_SHOWN]:
        click.echo(entry_fault_sentence(fault, language=language), err=True)
    if len(faults) > MOST_SHOWN:
        said = translator(language).gettext("and %(number)s more places to look at")
        click.echo(said % {"number": len(faults) - MOST_SHOWN}, err=True)
