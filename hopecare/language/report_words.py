"""The sentences of reports: what may be ticked, what a code tells, why two are alike. Data."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ReportStatus
from hopecare.domain.consent import ConsentReason
from hopecare.domain.duplicates import Likeness
from hopecare.domain.urgency import TriageCode
from hopecare.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNS: Final[Mapping[TriageCode, str]] = MappingProxyType(
    {
        TriageCode.DANGER_TO_LIFE: N_("Their life may be in danger"),
        TriageCode.VIOLENCE: N_("Somebody hurts or threatens them"),
        TriageCode.ALONE_UNABLE: N_("A child, or somebody who cannot care for themself, is alone"),
        TriageCode.NO_FOOD_HEAT_MEDICINE: N_("No food, no heating, or no medicine they need"),
        TriageCode.EARNER_LOST: N_("Whoever earned the money has died, left, or cannot work"),
        TriageCode.HOME_LOSS: N_("They lost their home, or are about to"),
        TriageCode.UTILITIES_CUT: N_("Water, gas or electricity is cut off, or will be"),
        TriageCode.ALONE_AND_ILL: N_("They are ill and alone"),
    }
)
"""What whoever reports may tick."""

LIKENESSES: Final[Mapping[Likeness, str]] = MappingProxyType(
    {
        Likeness.SAME_PHONE: N_("The same telephone"),
        Likeness.SAME_NAME: N_("The same name"),
        Likeness.SAME_NAME_IN_LETTERS: N_("The same name in another spelling"),
        Likeness.NAME_BEGINS_ALIKE: N_("The name begins alike"),
        Likeness.SAME_BIRTH_DATE: N_("The same birth date"),
        Likeness.SAME_ADDRESS: N_("The same address"),
        Likeness.SAME_BUILDING: N_("The same building"),
        Likeness.SAME_AREA: N_("The same district"),
        Likeness.OTHER_BIRTH_DATE: N_("Another birth date"),
        Likeness.OTHER_NAME: N_("Another name"),
    }
)
"""In which way two records agree, or do not."""

_LOOKED_AFTER: Final = N_(
    "Your report has been looked after. To protect the person, we cannot say more here."
)
TOLD_TO_REPORTER: Final[Mapping[ReportStatus, str]] = MappingProxyType(
    {
        ReportStatus.RECEIVED: N_("We have your report. Somebody will look at it."),
        ReportStatus.LOOKING: N_("Somebody of our centre is looking after it now."),
        ReportStatus.JOINED: N_("We are in touch with the person. Thank you for telling us."),
        ReportStatus.OPENED: N_("We are in touch with the person. Thank you for telling us."),
        ReportStatus.CONSENT_REFUSED: _LOOKED_AFTER,
        ReportStatus.NOT_FOUND: _LOOKED_AFTER,
        ReportStatus.NO_CAPACITY: _LOOKED_AFTER,
        ReportStatus.MOVED: N_("Somebody of our centre is looking after it now."),
        ReportStatus.DIED: _LOOKED_AFTER,
        ReportStatus.CLOSED: _LOOKED_AFTER,
    }
)
"""What whoever has the code reads: true, and never a person's own business."""

CONSENT_REASONS: Final[Mapping[ConsentReason, str]] = MappingProxyType(
    {
        ConsentReason.GIVEN: N_("Agreed"),
        ConsentReason.NEVER_ASKED: N_("Not asked yet"),
        ConsentReason.REFUSED: N_("Said no"),
        ConsentReason.WITHDRAWN: N_("Consent withdrawn"),
        ConsentReason.EXPIRED: N_("Has run out"),
        ConsentReason.PROXY_WITHOUT_PAPER: N_("Proxy without a paper"),
    }
)
"""Where one purpose of consent stands."""
