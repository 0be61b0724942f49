"""`flask eligibility check` says what is wrong with a pack, and where."""

from __future__ import annotations

from click.testing import CliRunner

from hopecare.commands.eligibility import eligibility


def test_a_good_pack_passes():
    done = CliRunner().invoke(eligibility, ["check", "tests/packs/elbonia"])
    assert (done.exit_code, done.output) == (0, "tests/packs/elbonia: no mistakes found.\n")


def test_a_mistake_is_printed_with_file_and_line_and_fails(tmp_path):
    (tmp_path / "pack.yaml").write_text("pack: x\npack: y\n")
    done = CliRunner().invoke(eligibility, ["check", str(tmp_path)])
    assert done.exit_code == 1
    assert done.output == f"{tmp_path / 'pack.yaml'}:2: duplicate_key pack\n"
