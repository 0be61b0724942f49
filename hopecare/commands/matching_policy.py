"""`flask matching policy`: whom to ask next, line by line, by the same code as a town's own."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from hopecare.commands.edge import file_refusals
from hopecare.domain.matching.asking_desk import AskingDesk
from hopecare.domain.matching.waves import OpenNeed
from hopecare.language import SOURCE_LANGUAGE
from hopecare.queries.asking_policies import wave_rules
from hopecare.reading.policy_lines import Event, Start, Tick, read_policy_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.matching.waves import Person


@click.command()
def policy() -> None:
    """Answer each tick on standard input with the offers to make now; one JSON object a line."""
    people: Mapping[str, Person] = {}
    rules = wave_rules()
    desk = AskingDesk({}, rules=rules)
    for number, text in enumerate(sys.stdin, start=1):
        if not text.strip():
            continue
        with file_refusals(SOURCE_LANGUAGE):
            read = read_policy_line(text, number, known=people)
        match read:
            case Start():
                people = read.people
                desk = AskingDesk(dict(people), rules=rules)
            case OpenNeed():
                desk.take_up(read)
            case Event():
                desk.take_in(
                    read.happened, need_id=read.need_id, volunteer=read.volunteer, now=read.now
                )
            case Tick():
                offers = desk.ask(now=read.now, minute_of_day=read.minute_of_day)
                click.echo(json.dumps({"offers": offers}))
                sys.stdout.flush()
