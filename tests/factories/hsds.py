"""Directories as an invented town would publish them; nothing here is taken from anybody's own."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from hopecare.reading.hsds_files import read_directory_file
from hopecare.services.plan_directory import plan_directory
from hopecare.services.stage_directory import SentDirectory, stage_directory
from models import DirectoryUpload
from tests.factories.cases import BY
from tests.factories.towns import NOW, TODAY, town_id_of

_SPACE = UUID("5f0c9c1e-0000-4000-8000-000000000000")
Document = dict[str, Any]


def id_of(name: str) -> str:
    """The same id for the same name, whenever it is asked for."""
    return str(uuid5(_SPACE, name))


def a_kitchen(**said: object) -> Document:
    """A service that brings meals on weekdays, at one place, in two languages."""
    document: Document = {
        "id": id_of("kitchen"),
        "name": "별빛 반찬 나눔",
        "status": "active",
        "description": "혼자 사는 어르신께 반찬을 가져다드립니다.",
        "email": "kitchen@example.org",
        "url": "https://kitchen.example.org/meals",
        "eligibility_description": "65세가 넘고 혼자 사는 분",
        "minimum_age": 65,
        "fees_description": "받지 않습니다",
        "interpretation_services": "통역은 미리 말씀해 주세요",
        "assured_date": "2026-10-01",
        "schedules": [
            {
                "id": id_of("kitchen hours"),
                "freq": "WEEKLY",
                "byday": "MO,WE,FR",
                "opens_at": "09:30",
                "closes_at": "17:00",
                "valid_from": "2026-01-01",
            }
        ],
        "languages": [
            {"id": id_of("korean"), "code": "ko", "name": "Korean"},
            {"id": id_of("vietnamese"), "name": "베트남어"},
        ],
        "service_areas": [
            {"id": id_of("area jinjeop"), "name": "진접읍"},
            {"id": id_of("area guri"), "name": "구리시 갈매동 일부"},
        ],
        "required_documents": [{"id": id_of("paper"), "document": "신분증"}],
        "service_at_locations": [
            {"id": id_of("kitchen at hall"), "location": a_hall()},
        ],
        "phones": [{"id": id_of("kitchen phone"), "number": "031-555-0102", "extension": 7}],
        "contacts": [
            {
                "id": id_of("cook"),
                "name": "나주방",
                "title": "주방장",
                "phones": [{"id": id_of("cook phone"), "number": "031-555-0103"}],
            }
        ],
        "attributes": [
            {
                "id": id_of("kitchen is meals"),
                "taxonomy_term": {
                    "id": id_of("term meals"),
                    "code": "M-10",
                    "name": "Meals",
                    "description": "Meals brought home",
                },
            }
        ],
    }
    return document | said


def a_hall(**said: object) -> Document:
    """A place with an address and a lift."""
    document: Document = {
        "id": id_of("hall"),
        "location_type": "physical",
        "name": "별빛회관",
        "latitude": 37.7212,
        "longitude": 127.1934,
        "addresses": [
            {
                "id": id_of("hall address"),
                "address_1": "별빛로 12",
                "city": "남양주시",
                "state_province": "경기도",
                "postal_code": "12345",
                "country": "KR",
                "address_type": "physical",
            }
        ],
        "accessibility": [{"id": id_of("lift"), "description": "승강기가 있습니다."}],
    }
    return document | said


def an_office(*services: Document, name: str = "별빛재단", **said: object) -> Document:
    """An organisation with its services inside it."""
    document: Document = {
        "id": id_of(name),
        "name": name,
        "description": "이웃을 돕는 재단",
        "website": "https://star.example.org",
        "phones": [{"id": id_of(f"{name} phone"), "number": "031-555-0100"}],
        "services": [deepcopy(each) for each in services],
    }
    return document | said


def a_plain_service(name: str, **said: object) -> Document:
    """A service of which nothing but its name is known."""
    return {"id": id_of(name), "name": name, "status": "active"} | said


def written(document: object) -> bytes:
    """A document as it lies in a file."""
    return json.dumps(document, ensure_ascii=False).encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A package of files, zipped."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, each in files.items():
            package.writestr(name, each)
    return content.getvalue()


def a_sent_directory(session: Session) -> DirectoryUpload:
    """A directory that was sent by page and waits for somebody to say yes."""
    content = written(an_office(a_kitchen()))
    directory = read_directory_file("county.json", content)
    plan = plan_directory(
        session, town_id=town_id_of(session), source="county", directory=directory, today=TODAY
    )
    sent = SentDirectory(
        source="county",
        is_part=False,
        file_name="county.json",
        content=content,
        directory=directory,
    )
    return stage_directory(session, sent, plan=plan, by=BY, now=NOW)
