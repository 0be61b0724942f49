"""A channel profile is a file: whole, or refused with the line of each mistake."""

from __future__ import annotations

from importlib import resources

import pytest

from hopecare.channel_profiles import shipped_profiles
from hopecare.channel_profiles.read import read_profile
from hopecare.domain.channel_profiles import NEEDS, Answerable, Price
from hopecare.domain.channels import ReplyWay
from hopecare.errors import ProfileRefusedError

FOLDER = resources.files("hopecare").joinpath("policies", "channel_profiles")
SHIPPED = FOLDER.joinpath("kr-twilio.toml").read_text("utf-8")
KOREA = "\n".join(
    line
    for line in SHIPPED.replace('alert = ["keypress", "page"]', 'alert = ["page"]').splitlines()
    if not line.startswith("look_in")
)
"""With one way for an alert, so that each change below is one mistake."""
PRICED = """
[price.text]
micros = 12000000
currency = "KRW"
source = "the contract of 2026"
as_of = 2026-03-01
"""


def mistakes_in(text: str) -> list[str]:
    with pytest.raises(ProfileRefusedError) as refused:
        read_profile(text, "kr-twilio.toml")
    return [str(problem) for problem in refused.value.problems]


def line_in(text: str, entry: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(entry))


def test_three_networks_ship_and_carry_their_files_names():
    assert set(shipped_profiles()) == {"kr-twilio", "one-way-links", "two-way"}
    assert all(name == profile.name for name, profile in shipped_profiles().items())


def test_korea_is_what_its_file_says():
    profile = shipped_profiles()["kr-twilio"]
    assert profile.charset == "euc_kr"
    assert profile.prefix == "[희망케어] "
    assert profile.network_prefix_length == len("[Web발신]\n")
    assert (profile.quiet_from.hour, profile.quiet_until.hour) == (21, 8)


@pytest.mark.parametrize("name", ["kr-twilio", "two-way"])
def test_everything_answerable_has_a_way_in_every_network(name):
    profile = shipped_profiles()[name]
    assert all(profile.answers[each] for each in Answerable)
    assert set(NEEDS) == set(ReplyWay)


def test_where_no_text_comes_back_nothing_is_answered_by_text():
    ways = shipped_profiles()["kr-twilio"].answers.values()
    assert not any(ReplyWay.SMS in each for each in ways)


def test_where_a_file_does_not_say_how_a_look_in_is_answered_it_is_as_a_check_in():
    answers = read_profile(KOREA, "kr-twilio.toml").answers
    assert answers[Answerable.LOOK_IN] == answers[Answerable.CHECK_IN]


def test_a_price_carries_its_source_and_day():
    price = read_profile(KOREA + PRICED, "kr-twilio.toml").text_price
    assert isinstance(price, Price)
    assert (price.micros, price.currency) == (12_000_000, "KRW")
    assert price.source == "the contract of 2026"
    assert price.as_of.isoformat() == "2026-03-01"


def test_no_price_is_shipped_without_a_source():
    for profile in shipped_profiles().values():
        for price in (profile.text_price, profile.call_price):
            assert price is None or price.source


@pytest.mark.parametrize(
    ("old", "new", "entry", "code"),
    [
        pytest.param(
            'charset = "euc_kr"', 'charset = "ascii"', "charset", "word_unknown", id="charset"
        ),
        pytest.param(
            "links_allowed = false",
            'links_allowed = "no"',
            "links_allowed",
            "bool_expected",
            id="a word for a yes or no",
        ),
        pytest.param(
            "calls_per_second = 1",
            "calls_per_second = 0",
            "calls_per_second",
            "too_small",
            id="a sender that never sends",
        ),
        pytest.param(
            'alert = ["page"]', 'alert = ["pigeon"]', "alert", "word_unknown", id="unknown way"
        ),
        pytest.param('alert = ["page"]', "alert = []", "alert", "empty", id="no way at all"),
        pytest.param(
            'alert = ["page"]', "alert = [{}]", "alert", "word_unknown", id="a table for a way"
        ),
        pytest.param(
            'alert = ["page"]', 'alert = ["page", "page"]', "alert", "word_twice", id="way twice"
        ),
        pytest.param(
            'channels = ["sms", "voice"]',
            'channels = ["sms"]',
            "check_in",
            "channel_missing",
            id="a key needs a call",
        ),
        pytest.param("from = 21:00:00", "from = 21", "from", "time_expected", id="no hour"),
        pytest.param(
            'prefix = "[희망케어] "',
            'prefix = "[희망케어] "\ncolour = "red"',
            "colour",
            "entry_unknown",
            id="unknown entry",
        ),
    ],
)
def test_a_mistake_is_named_by_its_line(old, new, entry, code):
    text = KOREA.replace(old, new)
    assert text != KOREA
    [mistake] = mistakes_in(text)
    assert mistake.startswith(f"kr-twilio.toml:{line_in(text, entry)}: {code} ")


def test_an_entry_that_is_missing_is_named_at_its_table():
    text = KOREA.replace("calls_per_second = 1", "# calls_per_second = 1")
    [mistake] = mistakes_in(text)
    assert mistake == (
        f"kr-twilio.toml:{line_in(text, '[rate]')}: entry_missing rate.calls_per_second"
    )


def test_all_mistakes_are_named_at_once_in_the_files_order():
    text = KOREA.replace('"euc_kr"', '"ascii"').replace('["page"]', "[]")
    assert [mistake.split()[1] for mistake in mistakes_in(text)] == ["word_unknown", "empty"]


def test_a_file_that_is_no_toml_is_named_by_the_line_it_stops_at():
    text = KOREA.replace("[quiet]", "[quiet")
    [mistake] = mistakes_in(text)
    assert mistake.startswith(f"kr-twilio.toml:{line_in(text, '[quiet')}: not_toml")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param('"KRW"', '"won"', "not_a_currency", id="currency"),
        pytest.param('"the contract of 2026"', '""', "source_missing", id="no source"),
        pytest.param("12000000", "0", "too_small", id="free"),
        pytest.param("2026-03-01", '"March"', "date_expected", id="no day"),
    ],
)
def test_a_price_without_source_or_day_is_refused(old, new, code):
    [mistake] = mistakes_in(KOREA + PRICED.replace(old, new))
    assert mistake.split()[1] == code
