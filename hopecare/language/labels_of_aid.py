"""Labels of aid, of others' regular help, and of what a helper's note is. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.aid import AidKind, AidMistake, DoubleEnd, NoteMark, ToldBy
from hopecare.domain.evidence import PackSection, PackTold
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (AidKind.GOODS, N_("Things")),
    (AidKind.MONEY, N_("Money")),
    (AidKind.GROUP, N_("A volunteer group's help")),
    (AidMistake.NOT_GIVEN, N_("It was not given")),
    (AidMistake.OTHER_HOME, N_("It went to another home")),
    (AidMistake.WRITTEN_TWICE, N_("It was written down twice")),
    (AidMistake.WRITTEN_WRONG, N_("The day, the worth or the source was wrong")),
    (ToldBy.RESIDENT, N_("The resident told us")),
    (ToldBy.FAMILY, N_("Their family told us")),
    (ToldBy.THE_BODY, N_("Those who help told us")),
    (ToldBy.VOLUNTEER, N_("A volunteer told us")),
    (ToldBy.SEEN, N_("We saw it ourselves")),
    (DoubleEnd.WANTED, N_("Both are wanted")),
    (DoubleEnd.NOT_THE_SAME, N_("It is not the same help")),
    (DoubleEnd.WILL_CHANGE, N_("One of them changes the day, as agreed")),
    (PackSection.RESIDENT, N_("The resident and the case")),
    (PackSection.NEEDS, N_("What is needed")),
    (PackSection.TIMELINE, N_("What happened")),
    (PackSection.ATTEMPTS, N_("How we tried to reach them")),
    (PackSection.CONSENTS, N_("What they agreed to")),
    (
        PackSection.GAPS,
        N_("What they may be able to receive, and what they miss by how much"),
    ),
    (PackSection.OBSERVATIONS, N_("What helpers noted")),
    (PackSection.REFERRALS, N_("Referrals, answers and outcomes")),
    (PackSection.AID, N_("What was given, and who else helps")),
    (PackTold.NAME, N_("The full name")),
    (PackTold.ADDRESS, N_("The address")),
    (PackTold.PHONE, N_("Telephone numbers")),
    (PackTold.BIRTH_DATE, N_("The birth date")),
    (PackTold.OTHER_BENEFITS, N_("Benefits that the recipient does not decide")),
    (NoteMark.FACT, N_("Seen or heard")),
    (NoteMark.IMPRESSION, N_("An impression")),
]
