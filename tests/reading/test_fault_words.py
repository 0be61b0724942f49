"""Every reason a file can be refused for has a sentence, and the sentence has its facts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hopecare.errors import FileNotAcceptedError
from hopecare.reading import faults
from hopecare.reading.fault_words import FAULTS, FILE_PROBLEMS, fault_sentence, file_sentence
from hopecare.reading.faults import Fault, FaultCode

READING = Path(faults.__file__).parent
PLACES = (*READING.glob("*.py"), READING.parent / "services" / "import_areas.py")


@pytest.mark.parametrize("code", list(FaultCode))
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_fault_has_words_in_both_languages(code, language):
    fault = Fault(line=2, column="이름", code=code, about="7")
    said = fault_sentence(fault, language=language)
    assert said.startswith("이름: ")
    assert (said == f"이름: {FAULTS[code] % {'about': '7'}}") == (language == "en")


def test_every_problem_of_a_file_that_is_raised_has_words():
    raised = {
        problem
        for place in PLACES
        for problem in re.findall(r'problem="(\w+)"', place.read_text(encoding="utf-8"))
    }
    assert raised == set(FILE_PROBLEMS)


@pytest.mark.parametrize("problem", sorted(FILE_PROBLEMS))
def test_every_problem_is_said_in_korean_with_its_facts(problem):
    names = re.findall(r"%\((\w+)\)s", FILE_PROBLEMS[problem])
    facts = {name: f"<{name}>" for name in names}
    said = file_sentence(FileNotAcceptedError(problem=problem, **facts), language="ko")
    assert all(value in said for value in facts.values())
    assert said != FILE_PROBLEMS[problem] % facts
