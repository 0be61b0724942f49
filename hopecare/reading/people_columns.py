"""The columns of residents' and volunteers' lists, with the headings offices give them.

The first word of a column is the one named to a person when the column is missing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hopecare.reading.tables import Column


def _column(name: str, words: str, *, longest: int = 200) -> Column:
    """A column with its headings, written one after another between bars."""
    return Column(name=name, words=tuple(words.split(" | ")), longest=longest)


NAME: Final = _column(
    "name",
    "이름 | 성명 | 성함 | 주민명 | 대상자명 | 봉사자명 | 성명(이름) | name | full name | fullname",
    longest=100,
)
CALLED: Final = _column(
    "called",
    "호칭 | 부르는 이름 | called | preferred name | known as",
    longest=100,
)
PHONE: Final = _column(
    "phone",
    "연락처 | 휴대폰 | 휴대전화 | 핸드폰 | 전화 | 전화번호 | 휴대폰번호 | "
    "휴대전화번호 | 핸드폰번호 | 연락처1 | 연락처(휴대폰) | phone | "
    "mobile | mobile phone | cell | cell phone | telephone | tel | "
    "phone number | phone no | contact",
)
LANDLINE: Final = _column(
    "landline",
    "집전화 | 유선전화 | 자택전화 | 일반전화 | 연락처2 | home phone | landline | phone 2 | phone2",
)
BIRTH_ON: Final = _column(
    "birth_on",
    "생년월일 | 생일 | 출생일 | 출생년월일 | birth date | birthdate | "
    "date of birth | dob | birthday | born",
)
SEX: Final = _column(
    "sex",
    "성별 | sex | gender",
)
ADDRESS: Final = _column(
    "address",
    "주소 | 거주지 | 도로명주소 | 주소지 | 실거주지 | 집주소 | "
    "address | home address | street address",
    longest=500,
)
AREA: Final = _column(
    "area",
    "읍면동 | 행정동 | 읍면동명 | 동 | 지역 | 거주지역 | 활동지역 | "
    "area | district | neighbourhood | neighborhood",
)
LATITUDE: Final = _column(
    "latitude",
    "위도 | latitude | lat",
)
LONGITUDE: Final = _column(
    "longitude",
    "경도 | longitude | lon | lng",
)
LANGUAGE: Final = _column(
    "language",
    "언어 | 사용 언어 | 쓰는 말 | language | preferred language",
)
HOUSEHOLD: Final = _column(
    "household",
    "가구 | 가구번호 | 가구 번호 | household | household number | household no",
)
NOTE: Final = _column(
    "note",
    "비고 | 메모 | 특이사항 | 참고 | note | notes | memo | remark | remarks | comment",
    longest=4000,
)
CONSENT_ON: Final = _column(
    "consent_on",
    "동의일 | 동의 날짜 | 동의일자 | 동의한 날 | consent date | consent on | date of consent",
)
CONSENT_FORM: Final = _column(
    "consent_form",
    "동의 방법 | 동의 방식 | 동의 형식 | consent form | form of consent",
)
CONSENT_FOR: Final = _column(
    "consent_for",
    "동의 범위 | 동의 내용 | consent for | consent purposes",
)
SKILLS: Final = _column(
    "skills",
    "활동 가능 | 가능한 활동 | 활동분야 | 활동 분야 | 봉사분야 | "
    "할 수 있는 일 | skills | can do | help offered",
    longest=500,
)
LANGUAGES: Final = _column(
    "languages",
    "언어 | 가능 언어 | 외국어 | 사용 언어 | languages | language | speaks",
)
RADIUS: Final = _column(
    "radius",
    "반경 | 활동 반경 | 활동반경(km) | 거리 | radius | radius km | distance",
)
CHECK_LEVEL: Final = _column(
    "check_level",
    "확인 등급 | 확인등급 | 신원 확인 | 범죄경력 확인 | check level | check | background check",
)
CHECKED_UNTIL: Final = _column(
    "checked_until",
    "확인 유효일 | 확인 만료일 | 확인 기한 | checked until | check expires | check valid until",
)

RESIDENT_COLUMNS: Final = (
    replace(NAME, needed=True),
    PHONE,
    LANDLINE,
    BIRTH_ON,
    SEX,
    ADDRESS,
    AREA,
    LATITUDE,
    LONGITUDE,
    CALLED,
    LANGUAGE,
    HOUSEHOLD,
    CONSENT_ON,
    CONSENT_FORM,
    CONSENT_FOR,
    NOTE,
)
VOLUNTEER_COLUMNS: Final = (
    replace(NAME, needed=True),
    replace(PHONE, needed=True),
    LANDLINE,
    BIRTH_ON,
    SEX,
    ADDRESS,
    AREA,
    LATITUDE,
    LONGITUDE,
    CALLED,
    replace(SKILLS, needed=True),
    LANGUAGES,
    RADIUS,
    CHECK_LEVEL,
    CHECKED_UNTIL,
    NOTE,
)
