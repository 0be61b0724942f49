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
