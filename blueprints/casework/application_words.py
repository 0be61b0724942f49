"""What the pages of an application say: the next step in one sentence, and its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.casework.referral_words import named
from hopecare.domain.applications import goes_with
from hopecare.domain.care_path import ApplicationStatus
from hopecare.language import N_
from hopecare.reading.legal_clocks import country_clocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.clocks import ClockStanding
    from hopecare.language.reader import Reader
    from hopecare.queries.applications import ApplicationView
    from hopecare.queries.referrals import ReferralView


def referral_choices(
    referrals: Sequence[ReferralView], programme: str | None, reader: Reader
) -> list[tuple[str, str]]:
    """Offer the open referrals an application may go with; all of them while none is chosen."""
    return [
        (
            str(each.referral.id),
            f"{named(each.organisation, reader)} · {named(each.service, reader)}",
        )
        for each in referrals
        if each.is_open and (programme is None or goes_with(programme, each.referral.programme))
    ]


def clock_standing(view: ApplicationView, reader: Reader) -> ClockStanding | None:
    """Say how near the day is that is waited for."""
    days = [each.due_on for each in (view.clock, view.check) if each]
    return country_clocks(reader.country).standing(min(days), reader.today) if days else None


def next_step_said(view: ApplicationView, reader: Reader) -> str:
    """Say in one sentence what should happen next."""
    match view.application.status:
        case ApplicationStatus.PREPARING:
            return _preparing(view, reader)
        case ApplicationStatus.WAITING | ApplicationStatus.OBJECTED:
            return _waiting(view, reader)
        case ApplicationStatus.DECIDED:
            return _decided(view, reader)
        case ApplicationStatus.WITHDRAWN:
            return reader.say(N_("Nothing more is done."))


def _preparing(view: ApplicationView, reader: Reader) -> str:
    agreed_on = view.application.appointment_on
    if agreed_on and agreed_on < reader.today:
        words = N_(
            "The appointment was on %(day)s: ask them how it went. Write down the day it was "
            "handed in, or agree on another one."
        )
        return reader.say(words, day=reader.day(agreed_on))
    if view.papers_missing:
        words = N_("Papers still needed: %(number)s. Then hand it in.")
        return reader.say(words, number=reader.count(view.papers_missing))
    if agreed_on:
        words = N_("Hand it in on %(day)s, then write the day down.")
        return reader.say(words, day=reader.day(agreed_on))
    return reader.say(N_("Agree on a day with the office, or hand it in and write the day down."))


def _waiting(view: ApplicationView, reader: Reader) -> str:
    if view.clock is None:
        return reader.say(N_("No clock is known: ask the office by when it answers."))
    day = reader.day(view.clock.due_on)
    if view.clock.due_on < reader.today:
        return reader.say(N_("The answer was due by %(day)s: ask the office now."), day=day)
    return reader.say(N_("The office answers by %(day)s."), day=day)


def _decided(view: ApplicationView, reader: Reader) -> str:
    step = view.next_step
    if step is None:
        if view.check is not None:
            return reader.say(N_("Help came first: ask the office whether it has checked it."))
        return reader.say(N_("Nothing more is to be done."))
    said = reader.say(N_("Next: %(step)s."), step=reader.label(step.step))
    if view.clock is None:
        return said
    last = reader.say(N_("Last day to object: %(day)s."), day=reader.day(view.clock.due_on))
    return f"{said} {last}"
