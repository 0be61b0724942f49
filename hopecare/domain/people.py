"""Words about people and how they belong together."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Sex(StrEnum):
    """As the person states it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class GenderWish(StrEnum):
    """Whom a resident would rather have as helper, or will have only."""

    NONE = "none"
    FEMALE_PREFERRED = "female_preferred"
    FEMALE_REQUIRED = "female_required"
    MALE_PREFERRED = "male_preferred"
    MALE_REQUIRED = "male_required"


class HelperWish(StrEnum):
    """What a resident wishes about those who may help them; each is asked once, and changeable."""

    NOBODY_OF_BUILDING = "nobody_of_building"
    NOBODY_OF_WORKPLACE = "nobody_of_workplace"
    ONLY_STRANGERS = "only_strangers"
    MAY_BE_NAMED = "may_be_named"
    """Whoever is asked may read, before they say yes, what the resident is called by."""


class StartsFrom(StrEnum):
    """From where a volunteer's way is measured, as they chose."""

    HOME = "home"
    SQUARE = "square"
    """The middle of a square of 500 m in which the home lies."""
    DISTRICT = "district"
    """The middle of their district."""


class RelationKind(StrEnum):
    """What the other person is to this one."""

    CHILD = "child"
    PARENT = "parent"
    SPOUSE = "spouse"
    EX_SPOUSE = "ex_spouse"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    NEIGHBOUR = "neighbour"
    OTHER = "other"


class HouseholdMemberRole(StrEnum):
    """What a member is in the household, seen from its head."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    GRANDCHILD = "grandchild"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER = "other"


class ContactKind(StrEnum):
    """How a contact point works."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    KIOSK_MESSAGE = "kiosk_message"
    """A message left with somebody who passes it on: neutral words only."""
    EMAIL = "email"


TELEPHONES: Final = (ContactKind.MOBILE, ContactKind.LANDLINE)
"""What a person picks up themself."""


class OtherContactKind(StrEnum):
    """Why we keep somebody beside a resident."""

    KEYHOLDER = "keyholder"
    """Agreed to look in."""
    FAMILY = "family"
    CARER = "carer"
    PROXY = "proxy"
    """May decide for the resident, with a paper."""
    NEIGHBOUR = "neighbour"
    PROFESSIONAL = "professional"
    OTHER = "other"


class AgeBand(StrEnum):
    """Age in clear, coarse enough for lists and counts."""

    CHILD = "child"
    YOUNG_ADULT = "young_adult"
    ADULT = "adult"
    MIDDLE_AGED = "middle_aged"
    OLDER = "older"
    OLDEST = "oldest"


class PartOfWeek(StrEnum):
    """Whether a volunteer has time on working days and at weekends, and at which hours."""

    WEEKDAY_MORNING = "weekday_morning"
    WEEKDAY_AFTERNOON = "weekday_afternoon"
    WEEKDAY_EVENING = "weekday_evening"
    WEEKEND_MORNING = "weekend_morning"
    WEEKEND_AFTERNOON = "weekend_afternoon"
    WEEKEND_EVENING = "weekend_evening"
