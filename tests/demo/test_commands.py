"""`flask demo`, and what happens at the start of the whole program."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from hopecare.clock import SetClock
from hopecare.commands.demo import TenthsTold, demo, load_demo_if_empty
from hopecare.commands.edge import Edge
from hopecare.demo.load import moment_on
from tests.demo_towns import LOADED_ON

pytestmark = pytest.mark.timeout(600)  # the first test waits for the load
NOW = moment_on(LOADED_ON)


def test_a_second_load_is_refused_kindly(cast_loaded):
    edge = Edge(database=cast_loaded, clock=SetClock(NOW))

    result = CliRunner().invoke(demo, ["load", "--scale", "0"], obj=edge)

    assert result.exit_code == 1
    assert "loaded already; it is kept as it is" in result.output


def test_a_second_start_loads_nothing_and_names_the_sign_ins_again(cast_loaded, capsys):
    load_demo_if_empty(cast_loaded, now=NOW)

    said = capsys.readouterr().out
    assert "Loading" not in said
    assert "coordinator" in said


def test_an_unknown_day_is_refused(cast_loaded):
    edge = Edge(database=cast_loaded, clock=SetClock(NOW))

    result = CliRunner().invoke(demo, ["load", "--on", "yesterday"], obj=edge)

    assert result.exit_code == 2


def test_the_load_tells_how_far_it_is_from_the_first_moment_to_the_last(progress, capsys):
    assert progress[0] == 0
    assert sorted(progress) == progress
    assert max(progress) <= 1
    tell = TenthsTold()
    for share in (*progress, 1):
        tell(share)
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[-1]) == ("Ninety days: 0 %", "Ninety days: 100 %")
    assert len(said) >= 10
