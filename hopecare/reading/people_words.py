"""The words lists use for sexes, languages, skills, checks and consent, and the codes they mean."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from babel import Locale

from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.people import Sex
from hopecare.reading.tables import heading_key

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


def _meanings(said: Mapping[T, str]) -> Mapping[str, T]:
    """Each word, folded like a heading, with what it means."""
    return MappingProxyType(
        {heading_key(word): code for code, words in said.items() for word in words.split(" | ")}
    )


SEXES: Final = _meanings(
    {
        Sex.FEMALE: "여 | 여자 | 여성 | f | female | woman",
        Sex.MALE: "남 | 남자 | 남성 | m | male | man",
        Sex.OTHER: "기타 | other",
    }
)
CHECK_LEVELS: Final = _meanings(
    {
        CheckLevel.NONE: "없음 | 안 함 | 미확인 | none | no | 0",
        CheckLevel.BASIC: "기본 | 기본 확인 | 일반 | basic | 1",
        CheckLevel.ENHANCED: "강화 | 심화 | 강화 확인 | 아동·장애인 | enhanced | 2",
    }
)
CONSENT_FORMS: Final = _meanings(
    {
        ConsentForm.PAPER: "서면 | 종이 | 동의서 | 서명 | paper | written | signed",
        ConsentForm.VOICE: "구두 | 말로 | 전화 | 음성 | voice | spoken | verbal | by phone",
        ConsentForm.INTERPRETER: "통역 | 통역으로 | interpreter | through an interpreter",
    }
)
"""A proxy's consent needs their paper beside it, which a list cannot carry."""

CONSENT_PURPOSES: Final = _meanings(
    {
        ConsentPurpose.KEEP_RECORD: "기록 | 기록 보관 | keep record | keep_record | record",
        ConsentPurpose.PEER_HELP: "이웃 도움 | 이웃 돌봄 | 봉사 | peer help | peer_help | help",
        ConsentPurpose.CHECK_INS: "안부 | 안부 묻기 | 문자 | check-ins | check_ins | texts",
        ConsentPurpose.SHARE_WITH_AGENCY: (
            "기관 연계 | 연계 | 기관 공유 | share with agency | share_with_agency | sharing"
        ),
    }
)
SKILL_WORDS: Final = _meanings(
    {
        NeedKind.SIDE_DISHES: "반찬 | 반찬 나눔 | 반찬 배달 | 도시락 | side dishes",
        NeedKind.COMPANION_VISIT: "말벗 | 말벗 방문 | 방문 말벗 | companion visit | visits",
        NeedKind.PHONE_COMPANION: "전화 | 전화 말벗 | 말벗 전화 | phone companion | phone calls",
        NeedKind.ESCORT: "동행 | 병원 동행 | 외출 동행 | escort | going along",
        NeedKind.PAPERS: "서류 | 서류 도움 | 서류 돕기 | papers | paperwork",
        NeedKind.CHILD_AFTER_SCHOOL: "방과 후 | 방과후 돌봄 | 아이 돌봄 | child after school",
        NeedKind.TUTORING: "학습 | 학습 지도 | 공부 | 공부 돕기 | 과외 | tutoring",
        NeedKind.PERSONAL_CARE: "신체 돌봄 | 몸 돌봄 | 목욕 | personal care",
        NeedKind.LIFT: "차량 | 차량 이동 | 차량 지원 | 태워 주기 | 운전 | lift | driving | ride",
        NeedKind.INTERPRETING: "통역 | interpreting | interpreter | translation",
        NeedKind.GOODS: "물품 | 물품 나눔 | 생필품 | goods",
        NeedKind.HOUSE_REPAIR: "집수리 | 집 고치기 | 수리 | house repair | repair | repairs",
        NeedKind.MEAL_TOGETHER: "함께 식사 | 밥 같이 먹기 | 식사 | meal together | meals",
        NeedKind.RESPITE: "쉼 | 잠깐 대신 돌보기 | 대신 돌봄 | respite",
        NeedKind.KNOCK: "노크 | 문 두드리기 | 안부 | 안부 확인 | knock",
    }
)
SKILLS: Final[Mapping[str, NeedKind]] = MappingProxyType(
    {**SKILL_WORDS, **{heading_key(kind): kind for kind in NeedKind}}
)


@cache
def languages() -> Mapping[str, str]:
    """Language codes by their names in Korean and English, and by the code itself."""
    found: dict[str, str] = {}
    for reader in ("ko", "en"):
        for code, name in Locale(reader).languages.items():
            if code.isalpha():
                found.setdefault(heading_key(code), code)
                found.setdefault(heading_key(name), code)
    return MappingProxyType(found)
