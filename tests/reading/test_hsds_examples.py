"""`make hsds` finds the public examples where a reader points, or says what it looks for."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from tests.hsds.__main__ import main, places_in


@pytest.fixture(params=["compiled", ""])
def laid(tmp_path, request):
    """A folder of examples, with its schemas beside it."""
    schema = tmp_path / "schema" / request.param
    for path in (tmp_path / "examples" / "organization_full.json", schema / "service.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    return tmp_path, schema


@pytest.mark.parametrize("pointed", ["", "examples"])
def test_the_folder_of_both_or_of_the_examples_is_found(laid, pointed):
    folder, schema = laid
    assert places_in(folder / pointed) == (folder / "examples", schema)


@pytest.mark.parametrize("names_a_folder", [False, True])
def test_without_examples_it_says_where_they_are_looked_for(tmp_path, names_a_folder):
    said = CliRunner().invoke(main, [str(tmp_path)] if names_a_folder else [])
    assert said.exit_code == 2
    assert "make hsds EXAMPLES=DIR" in said.output
    assert not isinstance(said.exception, StopIteration | IndexError)
