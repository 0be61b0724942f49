"""Every sentence stands in one place: a copy elsewhere would silently win over the other."""

from __future__ import annotations

import ast
import inspect
from collections import Counter

from hopecare.language import (
    wordings,
    wordings_of_questions,
    wordings_to_look_in,
    wordings_to_staff,
    wordings_to_volunteers,
)
from hopecare.language.wordings import Text


def keys_written_in(module):
    """Every key of a dictionary, as it stands in the source."""
    tree = ast.parse(inspect.getsource(module))
    dicts = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    return [ast.unparse(key) for each in dicts for key in each.keys if key is not None]


def test_no_wording_is_written_twice():
    places = (
        wordings,
        wordings_of_questions,
        wordings_to_look_in,
        wordings_to_staff,
        wordings_to_volunteers,
    )
    written = [key for place in places for key in keys_written_in(place)]
    assert Counter(written) == Counter(f"Text.{each.name}" for each in Text)
