"""The rehearsal page's parts: the wordings by who reads them, each with what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.language import N_
from hopecare.language.check_in_questions import ASKED_AS
from hopecare.language.wording_rehearsals import rehearse_wording
from hopecare.language.wording_titles import TITLES
from hopecare.language.wording_versions import stamp_of, version_of
from hopecare.language.wordings import NEUTRAL, Text
from notifications.wording_fates import Fate, Overheard, fate_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.domain.channel_profiles import ChannelProfile
    from hopecare.language.reader import Reader
    from hopecare.language.wording_rehearsals import Said, Sample
    from hopecare.queries.seen_wordings import Look

GROUPS: Final[Sequence[tuple[str, str, tuple[Text, ...]]]] = (
    (
        "residents",
        N_("To residents"),
        (
            *(text for asking in ASKED_AS.values() for text in asking),
            Text.ANSWER_WELL, Text.ANSWER_HELP, Text.ANSWER_HELP_LATER, Text.ANSWER_HELP_NOBODY,
            Text.ANSWER_NOT_UNDERSTOOD, Text.TEXTS_COME_ALREADY, Text.HELPER_FOUND,
            Text.WEEK_TAKEN, Text.WEEK_NOBODY, Text.OUTCOME_CAME, Text.OUTCOME_WAITS,
            Text.ANSWER_HELP_STANDS, Text.KEY_AGAIN, Text.GOODBYE,
        ),
    ),
    (
        "neutral",
        N_("Where others may read or hear it"),
        (
            Text.NEUTRAL, Text.NEUTRAL_CHECK_IN, Text.NEUTRAL_CHECK_IN_CARER,
            Text.NEUTRAL_ALL_CLEAR,
        ),
    ),
    (
        "volunteers",
        N_("To volunteers and whoever looks in"),
        (
            Text.OFFER, Text.OFFER_DAY, Text.OFFER_BACKUP, Text.ANSWER_YES, Text.ANSWER_NO,
            Text.ASKED_ANEW, Text.SAID_YES_LATE, Text.SAID_YES_LATE_WEEKLY, Text.STAND_DOWN,
            Text.REQUEST_ENDED, Text.TIME_OVER, Text.TASK_DETAILS, Text.TASK_CHANGED,
            Text.TASK_MOVED, Text.TASK_ENDED, Text.KNOCK,
            Text.LOOK_IN, Text.LOOK_IN_AFTER, Text.LOOK_IN_GOING, Text.LOOK_IN_CANNOT,
            Text.LOOK_IN_NOTED, Text.LOOK_IN_OVER,
            Text.ALL_CLEAR_PEOPLE, Text.ALARM_OVER_PEOPLE, Text.WAITS_FOR_SECOND,
            Text.NO_SECOND, Text.CLASHES,
            Text.HOLDS_ENOUGH, Text.OFFER_OVER, Text.OFFER_ANEW, Text.NEED_CHANGED,
            Text.YES_TO_CHANGED, Text.NO_TO_HELD, Text.HOLDS_IT, Text.HELD_BEFORE,
            Text.WHICH_OFFER, Text.NO_SUCH_OFFER, Text.GOES_INSTEAD, Text.STAFF_LOOK_AFTER,
        ),
    ),
    (
        "staff",
        N_("To staff"),
        (
            Text.ALERT_SILENT, Text.ALERT_SILENT_WROTE, Text.ALERT_HELP,
            Text.ALERT_HELP_WROTE, Text.ALERT_HELP_SOMEBODY, Text.ALERT_CANNOT,
            Text.ALERT_WORRY, Text.ALERT_CRISIS, Text.ALERT_OPTED_OUT,
            Text.TEXTS_AGAIN, Text.ALERT_UNFILLED, Text.ALERT_CALLS_OVERDUE,
            Text.ALERT_CALLS_OVERDUE_SOMEBODY, Text.ALERT_TEXTS_FAIL, Text.ALERT_CALLS_FAIL,
            Text.ALERT_COST_NEAR, Text.ALERT_COST_REACHED, Text.ALERTS_TOGETHER, Text.ALERT_HOW,
            Text.ALERT_WHICH, Text.ALERT_UNCLEAR, Text.ALERT_STILL_WAITS, Text.ALERT_YOURS,
            Text.ALERT_TAKEN, Text.ALERT_TAKEN_BY_SOMEBODY, Text.ALERT_ENDED, Text.ALERT_PASSED_ON,
            Text.ALERT_NOBODY_LEFT, Text.ALERTS_TAKEN, Text.ALL_CLEAR_STAFF, Text.ALARM_OVER_STAFF,
            Text.ALL_CLEAR_TEXTS, Text.ALL_CLEAR_CALLS, Text.DIGEST, Text.DIGEST_NOTHING, Text.WEEK,
            Text.WEEK_NOTHING,
        ),
    ),
    (
        "anybody",
        N_("To anybody"),
        (
            Text.SIGN_IN_CODE, Text.UNKNOWN_SENDER, Text.HELP_KEYWORD, Text.HELP_KEYWORD_LATER,
            Text.HELP_KEYWORD_NOBODY, Text.CALL_IN, Text.CALL_IN_WITHHELD, Text.CALL_BACK_PROMISED,
            Text.CALL_BACK_LATER, Text.CALL_BACK_NOBODY, Text.OTHER_TELEPHONE,
        ),
    ),
)  # fmt: skip
"""Every wording once, by who reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One wording on the page."""

    text: Text
    title: str
    stamp: str
    said: Sequence[Said]
    fates: Sequence[str]
    look: Look | None

    @property
    def version(self) -> str:
        """Name the version that is shown."""
        return version_of(self.text)

    @property
    def is_seen(self) -> bool:
        """Say whether somebody has looked at this very version."""
        return self.look is not None and self.look.version == self.version

    @property
    def is_sound(self) -> bool:
        """Say whether it can be said in every language, over every channel."""
        return all(each.is_sound for each in self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The wordings of one kind of reader."""

    name: str
    title: str
    wordings: Sequence[Rehearsed]

    @property
    def waiting(self) -> list[Rehearsed]:
        """Those that wait for somebody to look, and may be said."""
        return [each for each in self.wordings if each.is_sound and not each.is_seen]


def groups_of(
    sample: Sample, profile: ChannelProfile, looks: Mapping[str, Look], reader: Reader
) -> list[Group]:
    """Rehearse every wording of the town's network."""

    def rehearsed(text: Text) -> Rehearsed:
        return Rehearsed(
            text=text,
            title=reader.say(TITLES[text]),
            stamp=stamp_of(text),
            said=rehearse_wording(text, sample=sample, profile=profile),
            fates=fate_words(text, fate_of(text, profile), reader),
            look=looks.get(text.value),
        )

    return [
        Group(name=name, title=reader.say(title), wordings=[rehearsed(each) for each in texts])
        for name, title, texts in GROUPS
    ]


def fate_words(text: Text, fate: Fate | None, reader: Reader) -> list[str]:
    """Say what becomes of a wording where a door is closed."""
    if fate is None:
        stands_in = N_("Stands in for other words, and leaves as they would.")
        ends = N_("Said within an automated call.")
        return [reader.say(stands_in if text in NEUTRAL else ends)]
    return [
        _opted_out(fate, reader),
        _at_night(fate, reader),
        _overheard(fate, reader),
        reader.say(N_("Landline only: a call says the spoken words."))
        if fate.is_spoken
        else reader.say(N_("Landline only: not sent.")),
    ]


def _opted_out(fate: Fate, reader: Reader) -> str:
    if fate.opted_out is None:
        return reader.say(N_("Whoever wants no texts: sent all the same, they just asked for it."))
    return reader.say(N_("Whoever wants no texts: no text is sent. A call may still be made."))


def _at_night(fate: Fate, reader: Reader) -> str:
    if fate.waits_until is None:
        return reader.say(N_("In quiet hours: leaves at once."))
    return reader.say(N_("In quiet hours: waits until %(hour)s."), hour=f"{fate.waits_until:%H:%M}")


_OVERHEARD: Final = {
    Overheard.AS_IT_STANDS: N_("Where others may read it: as it stands, it says nothing of care."),
    Overheard.NEUTRAL: N_('Where others may read it: "%(neutral)s" instead.'),
    Overheard.WITHOUT_SENDER: N_("Where others may read it: the same without the sender."),
    Overheard.HELD: N_("Where a note on safety asks for neutral words: not sent."),
}
_ONLY_BY_RULE: Final = N_('Where a note on safety asks for neutral words: "%(neutral)s" instead.')


def _overheard(fate: Fate, reader: Reader) -> str:
    words = _OVERHEARD[fate.overheard]
    if fate.overheard is Overheard.NEUTRAL and fate.only_by_rule:
        words = _ONLY_BY_RULE
    neutral = reader.say(TITLES[fate.neutral]) if fate.neutral else ""
    return reader.say(words, neutral=neutral)
