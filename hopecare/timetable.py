"""The timetable: every job, how often it runs, and when its silence is worth an alarm. Data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.ask_for_receipts import ask_for_receipts
from hopecare.jobs.ask_in_waves import ask_in_waves
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.jobs.erase_old_papers import erase_old_papers
from hopecare.jobs.erase_old_reports import erase_old_reports
from hopecare.jobs.erase_words import erase_words
from hopecare.jobs.fit_acceptance import fit_acceptance
from hopecare.jobs.follow_backups import follow_backups
from hopecare.jobs.follow_clocks import follow_clocks
from hopecare.jobs.follow_consents import follow_consents
from hopecare.jobs.follow_lapsing_checks import follow_lapsing_checks
from hopecare.jobs.follow_missed_weeks import follow_missed_weeks
from hopecare.jobs.follow_passed_needs import follow_passed_needs
from hopecare.jobs.lapse_offers import lapse_offers
from hopecare.jobs.make_proposals import make_proposals
from hopecare.jobs.mend_imports import mend_imports
from hopecare.jobs.open_knocks import open_knocks
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.jobs.propose_nightly import propose_nightly
from hopecare.jobs.reconcile import reconcile
from hopecare.jobs.rescreen import rescreen
from hopecare.jobs.ring_for_all import ring_for_all
from hopecare.jobs.send_digests import send_digests
from hopecare.jobs.send_weeks import send_weeks
from hopecare.jobs.settle_passed_help import settle_passed_help
from hopecare.jobs.sweep_calls_in import sweep_calls_in
from hopecare.jobs.sweep_inbound import sweep_inbound
from hopecare.jobs.take_in_directories import take_in_directories
from hopecare.jobs.tell_events import tell_events
from hopecare.jobs.tidy_drafts import tidy_drafts
from hopecare.jobs.tidy_secrets import tidy_secrets
from hopecare.jobs.watch_calls import watch_calls
from hopecare.jobs.watch_channels import watch_channels
from hopecare.jobs.watch_costs import watch_costs
from hopecare.jobs.write_broadcasts import write_broadcasts

if TYPE_CHECKING:
    from collections.abc import Callable

    from hopecare.jobs.tools import Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job: it handles whatever is due and says how much that was."""

    id: str
    run: Callable[[Tools], int]
    every: timedelta
    silent_after: timedelta
    """Without a run to its end for this long, the health page turns red."""
    wakes: bool = False
    """Runs at once when somebody just did something that should not wait."""


JOBS: Final[tuple[Job, ...]] = (
    Job(
        id="ask_due_check_ins",
        run=ask_due_check_ins,
        # A look with nobody due costs a millisecond or two. Where one worker dies, another's next
        # look is all that takes over from it: within two seconds.
        every=timedelta(seconds=1),
        silent_after=timedelta(minutes=2),
    ),
    Job(
        id="open_knocks",
        run=open_knocks,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=10),
    ),
    Job(
        id="climb_ladders",
        run=climb_ladders,
        every=timedelta(seconds=15),
        silent_after=timedelta(minutes=2),
    ),
    Job(
        id="pass_alerts_on",
        run=pass_alerts_on,
        every=timedelta(seconds=30),
        silent_after=timedelta(minutes=5),
    ),
    Job(
        id="send_digests",
        run=send_digests,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=10),
    ),
    Job(
        id="send_weeks",
        run=send_weeks,
        every=timedelta(minutes=5),
        silent_after=timedelta(minutes=30),
    ),
    Job(
        id="lapse_offers",
        run=lapse_offers,
        every=timedelta(seconds=30),
        silent_after=timedelta(minutes=5),
    ),
    Job(
        id="ask_in_waves",
        run=ask_in_waves,
        every=timedelta(seconds=15),
        silent_after=timedelta(minutes=5),
        wakes=True,
    ),
    Job(
        id="follow_missed_weeks",
        run=follow_missed_weeks,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=10),
    ),
    Job(
        id="follow_passed_needs",
        run=follow_passed_needs,
        every=timedelta(minutes=15),
        silent_after=timedelta(hours=1),
    ),
    Job(
        id="settle_passed_help",
        run=settle_passed_help,
        every=timedelta(hours=1),
        silent_after=timedelta(hours=4),
    ),
    Job(
        id="follow_lapsing_checks",
        run=follow_lapsing_checks,
        every=timedelta(hours=1),
        silent_after=timedelta(hours=4),
    ),
    Job(
        id="follow_backups",
        run=follow_backups,
        every=timedelta(hours=6),
        silent_after=timedelta(hours=24),
    ),
    Job(
        id="deliver",
        run=deliver,
        every=timedelta(seconds=5),
        silent_after=timedelta(minutes=2),
        wakes=True,
    ),
    Job(
        id="tell_events",
        run=tell_events,
        every=timedelta(seconds=5),
        silent_after=timedelta(minutes=20),
    ),
    Job(
        id="write_broadcasts",
        run=write_broadcasts,
        every=timedelta(seconds=15),
        silent_after=timedelta(minutes=5),
        wakes=True,
    ),
    Job(
        id="make_proposals",
        run=make_proposals,
        every=timedelta(seconds=15),
        silent_after=timedelta(minutes=10),
        wakes=True,
    ),
    Job(
        id="propose_nightly",
        run=propose_nightly,
        every=timedelta(minutes=15),
        silent_after=timedelta(hours=2),
    ),
    Job(
        id="fit_acceptance",
        run=fit_acceptance,
        every=timedelta(minutes=15),
        silent_after=timedelta(hours=2),
    ),
    Job(
        id="ring_for_all",
        run=ring_for_all,
        every=timedelta(seconds=15),
        silent_after=timedelta(minutes=5),
    ),
    Job(
        id="reconcile",
        run=reconcile,
        every=timedelta(seconds=20),
        silent_after=timedelta(minutes=5),
    ),
    Job(
        id="ask_for_receipts",
        run=ask_for_receipts,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=10),
    ),
    Job(
        id="sweep_inbound",
        run=sweep_inbound,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=5),
    ),
    Job(
        id="sweep_calls_in",
        run=sweep_calls_in,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=5),
    ),
    Job(
        id="watch_calls",
        run=watch_calls,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=10),
    ),
    Job(
        id="watch_channels",
        run=watch_channels,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=10),
    ),
    Job(
        id="watch_costs",
        run=watch_costs,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=10),
    ),
    Job(
        id="follow_consents",
        run=follow_consents,
        every=timedelta(minutes=15),
        silent_after=timedelta(hours=1),
    ),
    Job(
        id="follow_clocks",
        run=follow_clocks,
        every=timedelta(minutes=15),
        silent_after=timedelta(hours=2),
    ),
    Job(
        id="rescreen",
        run=rescreen,
        every=timedelta(minutes=5),
        silent_after=timedelta(hours=2),
    ),
    Job(
        id="mend_imports",
        run=mend_imports,
        every=timedelta(minutes=5),
        silent_after=timedelta(hours=1),
    ),
    Job(
        id="take_in_directories",
        run=take_in_directories,
        every=timedelta(seconds=20),
        silent_after=timedelta(minutes=30),
        wakes=True,
    ),
    Job(
        id="erase_words",
        run=erase_words,
        every=timedelta(minutes=15),
        silent_after=timedelta(hours=4),
    ),
    Job(
        id="erase_old_papers",
        run=erase_old_papers,
        every=timedelta(hours=1),
        silent_after=timedelta(hours=4),
    ),
    Job(
        id="erase_old_reports",
        run=erase_old_reports,
        every=timedelta(hours=1),
        silent_after=timedelta(hours=4),
    ),
    Job(
        id="tidy_secrets",
        run=tidy_secrets,
        every=timedelta(minutes=1),
        silent_after=timedelta(minutes=10),
    ),
    Job(
        id="tidy_drafts",
        run=tidy_drafts,
        every=timedelta(hours=1),
        silent_after=timedelta(hours=4),
    ),
)
