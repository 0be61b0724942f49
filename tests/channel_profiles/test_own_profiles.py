"""A town's own profiles come from its data folder, each whole or refused by its lines."""

from __future__ import annotations

import pytest

from hopecare.channel_profiles import (
    all_profiles,
    look_in,
    own_mistakes,
    own_profiles,
    profile_for,
    profile_named,
    shipped_profiles,
)
from hopecare.errors import ProfileRefusedError, SettingsMissingError
from tests.channel_profiles.test_reading import SHIPPED


@pytest.fixture
def put(tmp_path):
    """Write files into a data folder of its own, and look there."""

    def written(**files):
        folder = tmp_path / "channel_profiles"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            content = text if isinstance(text, bytes) else text.encode()
            (folder / f"{name.replace('_', '-')}.toml").write_bytes(content)
        look_in(tmp_path)

    yield written
    look_in(tmp_path / "nowhere")


def test_without_a_folder_there_are_those_that_ship(tmp_path):
    look_in(tmp_path)
    assert dict(all_profiles()) == dict(shipped_profiles())
    assert own_mistakes() == ()


def test_a_file_in_the_folder_is_a_profile_like_any_other(put):
    put(our_town=SHIPPED.replace("[희망케어] ", "[우리동네] "))
    assert set(own_profiles()) == {"our-town"}
    assert profile_named("our-town").prefix == "[우리동네] "
    assert profile_named("kr-twilio").prefix == "[희망케어] "


def test_a_mistake_refuses_its_file_alone_and_names_the_line(put):
    broken = SHIPPED.replace('charset = "euc_kr"', 'charset = "latin_9"')
    line = next(n for n, each in enumerate(broken.splitlines(), 1) if "latin_9" in each)
    put(broken=broken, good=SHIPPED)

    assert set(own_profiles()) == {"good"}
    assert [str(each) for each in own_mistakes()] == [f"broken.toml:{line}: word_unknown charset"]
    with pytest.raises(ProfileRefusedError) as refused:
        profile_named("broken")
    assert [str(each) for each in refused.value.problems] == [str(e) for e in own_mistakes()]
    with pytest.raises(SettingsMissingError):
        profile_named("never-written")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("two_way", SHIPPED, "two-way.toml:1: name_taken two-way"),
        ("odd", b"\xff\xfe", "odd.toml:1: not_readable"),
        ("odd", "charset = [", "odd.toml:1: not_toml"),
    ],
)
def test_what_is_no_profile_is_said_so(put, name, text, said):
    put(**{name: text})
    assert [str(each) for each in own_mistakes()] == [said]
    assert set(all_profiles()) == set(shipped_profiles())


@pytest.mark.parametrize("country", ["KR", "PL"])
def test_instead_of_what_is_not_to_be_had_the_shipped_one_of_the_country_or_the_most_careful(
    put, country
):
    put(our_town=SHIPPED)
    instead = profile_for("never-written", country)
    assert instead.name == "kr-twilio"
    assert not instead.links_allowed
    assert profile_for("our-town", country).name == "our-town"
