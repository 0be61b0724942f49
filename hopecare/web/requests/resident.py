"""What is written about a resident: who they are, how to reach them, what they agreed to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.merging import MergeField
from hopecare.domain.people import (
    AgeBand,
    OtherContactKind,
    RelationKind,
    Sex,
)
from hopecare.services.change_contact_point import NewPoint
from hopecare.services.change_resident import ResidentWords
from hopecare.services.move_household import Home
from hopecare.services.open_resident import ResidentFacts
from hopecare.services.record_consent import ConsentSaid
from hopecare.web.fields import (
    BirthDate,
    Code,
    Codes,
    Day,
    Id,
    Note,
    Phone,
    Request,
    Ticked,
    TimeOfDay,
    Version,
    Words,
)
from hopecare.web.map_points import MapPoint, point_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


class Standing(StrEnum):
    """Which residents a list shows."""

    LIVING = "living"
    DIED = "died"


class ResidentsFilter(Request):
    """Filters of the residents' list."""

    q = Words(longest=60)
    area_id = Id()
    age_band = Code(AgeBand)
    standing = Code(Standing, load_default=Standing.LIVING)


class _WhoRequest(Request):
    """Who somebody is."""

    full_name = Words(required=True, longest=80, emoji=False)
    called = Words(longest=80, emoji=False)
    romanised = Words(longest=80, emoji=False)
    birth_on = BirthDate()
    sex = Code(Sex)
    language = Words(longest=8, load_default="ko")
    note = Note(longest=2000)


class ChangeResidentRequest(_WhoRequest):
    """Who a resident is, from the version that was read."""

    version = Version()


class OpenResidentRequest(_WhoRequest):
    """A new resident, and how they agreed to be one."""

    phone = Phone()
    phone_is_shared = Ticked()
    area_id = Id(required=True)
    address = Words(longest=200)
    door_notes = Words(longest=200)
    point = MapPoint()
    purposes = Codes(ConsentPurpose)
    form = Code(ConsentForm, required=True)
    consent_words = Words(longest=200)
    proxy_name = Words(longest=80)
    expires_on = Day(future=True)
    report_id = Id()


class RecordConsentRequest(Request):
    """One yes or no, for one purpose or several, in one form."""

    purposes = Codes(ConsentPurpose, required=True)
    agrees = Ticked()
    form = Code(ConsentForm, required=True)
    consent_words = Words(longest=200)
    proxy_id = Id()
    expires_on = Day(future=True)
    ask_again_on = Day(future=True)


class WithdrawConsentRequest(Request):
    """Which consent is withdrawn, and how it was said."""

    purpose = Code(ConsentPurpose, required=True)
    form = Code(ConsentForm, load_default=ConsentForm.VOICE)


class ContactPointRequest(Request):
    """A telephone to be noted."""

    phone = Phone(required=True)
    is_shared = Ticked()
    replaces_id = Id()
    newest_id = Id()
    """The newest number on the page this was written on."""


class ContactSafetyRequest(Request):
    """What must be minded when somebody is contacted."""

    channel = Code(Channel)
    forbidden = Ticked()
    safe_from = TimeOfDay()
    safe_until = TimeOfDay()
    neutral_only = Ticked()
    until_on = Day(future=True)
    note = Words(longest=200)


class HomeRequest(Request):
    """Where somebody lives from today."""

    area_id = Id(required=True)
    address = Words(longest=200)
    door_notes = Words(longest=200)
    point = MapPoint()
    everybody = Ticked()
    lives_id = Id()
    """Where they lived on the page this was written on."""


class OtherContactRequest(Request):
    """Somebody who may look in or be told."""

    kind = Code(OtherContactKind, required=True)
    name = Words(required=True, longest=80)
    contact_phone = Phone()
    contact_phone_is_shared = Ticked()


class RelationRequest(Request):
    """How somebody who is known already belongs to a resident."""

    other_id = Id(required=True)
    relation = Code(RelationKind, required=True)


class DeathRequest(Request):
    """The day somebody died."""

    died_on = Day(required=True, past=True)
    sure = Ticked(must=True)


class MergeRequest(Request):
    """Which words of the other record stand, which plan, and how both records were read."""

    from_other = Codes(MergeField)
    plan_id = Id()
    version = Version()
    other_version = Version()
    seen = Words(required=True)
    """The hash of everything that was shown: homes, numbers, plans and consents too."""


def facts_from(data: Mapping[str, Any]) -> ResidentFacts:
    """Turn what was read into a new resident."""
    phone = data["phone"]
    said = {
        "form": data["form"],
        "words": data["consent_words"],
        "expires_on": data["expires_on"],
    }
    return ResidentFacts(
        full_name=data["full_name"],
        consents=tuple(ConsentSaid(purpose=each, **said) for each in data["purposes"]),
        called=data["called"],
        language=data["language"],
        romanised=data["romanised"],
        birth_on=data["birth_on"],
        sex=data["sex"],
        home=home_from(data),
        phones=(NewPoint(number=phone, is_shared=data["phone_is_shared"]),) if phone else (),
        proxy_name=data["proxy_name"],
        note=data["note"],
    )


def words_from(data: Mapping[str, Any]) -> ResidentWords:
    """Turn what was read into who a resident is."""
    return ResidentWords(**{name: data[name] for name in ResidentWords.__slots__})


def home_from(data: Mapping[str, Any]) -> Home:
    """Turn what was read into a home."""
    area_id: UUID = data["area_id"]
    return Home(
        area_id=area_id,
        address=data["address"],
        door_notes=data["door_notes"],
        point=point_of(data["point"]),
    )
