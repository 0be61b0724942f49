"""Labels of people and what they are to each other. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.duplicates import Likeness, Verdict
from hopecare.domain.needs import CheckLevel
from hopecare.domain.people import (
    AgeBand,
    ContactKind,
    GenderWish,
    HelperWish,
    HouseholdMemberRole,
    OtherContactKind,
    RelationKind,
    Sex,
    StartsFrom,
)
from hopecare.domain.roles import Role
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

# Members of two enums may be equal as words, so each enum has a place of its own.
LABELS: Final[list[tuple[Enum, str]]] = [
    (Role.RESIDENT, N_("Resident")),
    (Role.VOLUNTEER, N_("Volunteer")),
    (Role.SOCIAL_WORKER, N_("Social worker")),
    (Role.COORDINATOR, N_("Coordinator")),
    (Role.ADMINISTRATOR, N_("Administrator")),
    (CheckLevel.NONE, N_("Not checked")),
    (CheckLevel.BASIC, N_("Basic check")),
    (CheckLevel.ENHANCED, N_("Full check")),
    (Sex.FEMALE, N_("Female")),
    (Sex.MALE, N_("Male")),
    (Sex.OTHER, N_("Another")),
    (HelperWish.NOBODY_OF_BUILDING, N_("Nobody of the building")),
    (HelperWish.NOBODY_OF_WORKPLACE, N_("No colleagues")),
    (HelperWish.ONLY_STRANGERS, N_("Only strangers")),
    (HelperWish.MAY_BE_NAMED, N_("May be named before a yes")),
    (StartsFrom.HOME, N_("From the home")),
    (StartsFrom.SQUARE, N_("From a square of 500 m around the home")),
    (StartsFrom.DISTRICT, N_("From the middle of the district")),
    (GenderWish.NONE, N_("No wish")),
    (GenderWish.FEMALE_PREFERRED, N_("Rather a woman")),
    (GenderWish.FEMALE_REQUIRED, N_("Only a woman")),
    (GenderWish.MALE_PREFERRED, N_("Rather a man")),
    (GenderWish.MALE_REQUIRED, N_("Only a man")),
    (RelationKind.CHILD, N_("Child")),
    (RelationKind.PARENT, N_("Parent")),
    (RelationKind.SPOUSE, N_("Spouse")),
    (RelationKind.EX_SPOUSE, N_("Former spouse")),
    (RelationKind.SIBLING, N_("Brother or sister")),
    (RelationKind.GRANDPARENT, N_("Grandparent")),
    (RelationKind.GRANDCHILD, N_("Grandchild")),
    (RelationKind.NEIGHBOUR, N_("Neighbour")),
    (RelationKind.OTHER, N_("Another")),
    (HouseholdMemberRole.HEAD, N_("Head of the household")),
    (HouseholdMemberRole.SPOUSE, N_("Spouse")),
    (HouseholdMemberRole.CHILD, N_("Child")),
    (HouseholdMemberRole.PARENT, N_("Parent")),
    (HouseholdMemberRole.GRANDCHILD, N_("Grandchild")),
    (HouseholdMemberRole.GRANDPARENT, N_("Grandparent")),
    (HouseholdMemberRole.SIBLING, N_("Brother or sister")),
    (HouseholdMemberRole.OTHER, N_("Another")),
    (ContactKind.MOBILE, N_("Mobile phone")),
    (ContactKind.LANDLINE, N_("Landline")),
    (ContactKind.KIOSK_MESSAGE, N_("Message by a shop")),
    (ContactKind.EMAIL, N_("E-mail")),
    (OtherContactKind.KEYHOLDER, N_("Keyholder")),
    (OtherContactKind.FAMILY, N_("Relative")),
    (OtherContactKind.CARER, N_("Carer")),
    (OtherContactKind.PROXY, N_("Proxy")),
    (OtherContactKind.NEIGHBOUR, N_("Neighbour")),
    (OtherContactKind.PROFESSIONAL, N_("Professional")),
    (OtherContactKind.OTHER, N_("Another")),
    (AgeBand.CHILD, N_("Child (under 18)")),
    (AgeBand.YOUNG_ADULT, N_("Young adult (18 to 34)")),
    (AgeBand.ADULT, N_("Adult (35 to 49)")),
    (AgeBand.MIDDLE_AGED, N_("Middle-aged (50 to 64)")),
    (AgeBand.OLDER, N_("Older (65 to 79)")),
    (AgeBand.OLDEST, N_("Oldest (80 and over)")),
    (Likeness.SAME_PHONE, N_("Same telephone")),
    (Likeness.SAME_NAME, N_("Same name")),
    (Likeness.SAME_NAME_IN_LETTERS, N_("Same name in other letters")),
    (Likeness.NAME_BEGINS_ALIKE, N_("The name begins alike")),
    (Likeness.SAME_BIRTH_DATE, N_("Same birth date")),
    (Likeness.SAME_ADDRESS, N_("Same address")),
    (Likeness.SAME_BUILDING, N_("Same building")),
    (Likeness.SAME_AREA, N_("Same district")),
    (Likeness.OTHER_BIRTH_DATE, N_("Another birth date")),
    (Likeness.OTHER_NAME, N_("Another name")),
    (Verdict.SAME, N_("The same person")),
    (Verdict.POSSIBLE, N_("Perhaps the same person")),
    (Verdict.DIFFERENT, N_("Somebody else")),
]
