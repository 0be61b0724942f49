"""Settings come from the environment, and every mistake is named at once."""

from __future__ import annotations

import base64
import json
import re
import stat
from pathlib import Path

import pytest

from hopecare import settings as module
from hopecare.errors import SettingsError
from hopecare.settings import Environment, Settings

EXAMPLE = Path(__file__).parents[1] / ".env.example"


def key(byte: int) -> str:
    return base64.b64encode(bytes([byte]) * 32).decode()


@pytest.fixture
def production(tmp_path):
    """An environment in which real people could be served."""
    return {
        "HOPECARE_ENVIRONMENT": "production",
        "HOPECARE_SECRET_KEY": "an invented secret of more than 32 signs",
        "HOPECARE_DATA_KEY": key(1),
        "HOPECARE_BLIND_KEY": key(2),
        "HOPECARE_DATABASE_URL": "postgresql://hopecare@db/hopecare",
        "HOPECARE_PUBLIC_BASE_URL": "https://care.example.org/",
        "HOPECARE_DATA_DIR": str(tmp_path),
        "HOPECARE_TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000000",
        "HOPECARE_TWILIO_AUTH_TOKEN": "an invented token",
        "HOPECARE_TWILIO_FROM_NUMBER": "+15005550006",
    }


def mistakes(env: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(env)
    return caught.value.mistakes


def test_a_development_machine_needs_no_settings(tmp_path):
    env = {"HOPECARE_DATA_DIR": str(tmp_path / "var")}
    first = Settings.from_env(env)
    assert first == Settings.from_env(env), "the keys are made once and kept"
    assert first.database_url == f"sqlite:///{tmp_path}/var/hopecare.db"
    assert first.handset
    assert first.worker_embedded
    assert not first.sends_with_twilio
    kept = tmp_path / "var" / "keys.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_keys_of_the_environment_are_not_written_anywhere(tmp_path, production):
    del production["HOPECARE_ENVIRONMENT"]
    Settings.from_env(production)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["not json", None], ids=["broken", "a folder"])
def test_keys_that_cannot_be_kept_are_a_mistake(tmp_path, content):
    if content is None:
        (tmp_path / "keys.json").mkdir()
    else:
        (tmp_path / "keys.json").write_text(content)
    found = mistakes({"HOPECARE_DATA_DIR": str(tmp_path)})
    assert any(line.startswith("HOPECARE_DATA_DIR does not let keys be kept") for line in found)


def test_production_starts_when_all_is_given(production):
    settings = Settings.from_env(production)
    assert settings.is_production
    assert settings.public_base_url == "https://care.example.org"
    assert not settings.handset


def test_old_keys_stay_behind_the_new_one(production):
    production["HOPECARE_DATA_KEY"] = f"{key(3)}, {key(1)}"
    assert Settings.from_env(production).data_keys == (bytes([3]) * 32, bytes([1]) * 32)


@pytest.mark.parametrize(
    ("name", "value", "mistake"),
    [
        ("ENVIRONMENT", "staging", "must be one of"),
        ("SECRET_KEY", "", "at least 32"),
        ("SECRET_KEY", "short", "at least 32"),
        ("SECRET_KEY", module._TEST_SECRET, "the one of the tests"),
        ("DATA_KEY", "", "base64 of 32 bytes"),
        ("DATA_KEY", "c2hvcnQ=", "base64 of 32 bytes"),
        ("DATA_KEY", module._TEST_KEY, "the one of the tests"),
        ("DATA_KEY", key(2), "must differ"),
        ("BLIND_KEY", "한글", "base64 of 32 bytes"),
        ("DATABASE_URL", "mysql://db", "must start with"),
        ("PUBLIC_BASE_URL", "http://care.example.org", "https://"),
        ("PUBLIC_BASE_URL", "care.example.org", "must be an address"),
        ("PORT", "80000", "from 1 to 65535"),
        ("PORT", "٣", "from 1 to 65535"),
        ("TRUSTED_PROXIES", "many", "whole number"),
        ("LOG_LEVEL", "LOUD", "must be one of"),
        ("SESSION_HOURS", "0", "from 1 to 720"),
        ("WORKER_EMBEDDED", "maybe", "yes or no"),
        ("HANDSET", "yes", "must be off"),
        ("TWILIO_AUTH_TOKEN", "", "all three or none"),
        ("TWILIO_TEXTS_PER_SECOND", "fast", "from 0 to 1000"),
        ("TWILIO_CALLS_PER_SECOND", "1001", "from 0 to 1000"),
        ("DATABSE_URL", "x", "is not a setting"),
    ],
)
def test_production_refuses(production, name, value, mistake):
    production[f"HOPECARE_{name}"] = value
    assert any(mistake in line for line in mistakes(production))


def test_every_mistake_is_named_at_once(production):
    del production["HOPECARE_SECRET_KEY"]
    production["HOPECARE_PORT"] = "x"
    found = mistakes(production)
    assert len(found) == 2
    with pytest.raises(SettingsError, match=r"(?s)SECRET_KEY.*\n|PORT"):
        Settings.from_env(production)


def test_production_on_sqlite_is_warned_of(production, caplog):
    del production["HOPECARE_DATABASE_URL"]
    assert Settings.from_env(production).database_url.startswith("sqlite:///")
    assert "production runs on SQLite" in caplog.text


def test_a_senders_rate_is_a_number_or_left_open(production):
    assert Settings.from_env(production).twilio_texts_per_second is None
    production["HOPECARE_TWILIO_TEXTS_PER_SECOND"] = "0"
    production["HOPECARE_TWILIO_CALLS_PER_SECOND"] = "5"
    settings = Settings.from_env(production)
    assert (settings.twilio_texts_per_second, settings.twilio_calls_per_second) == (0, 5)


def test_words_leave_the_machine_only_with_all_of_twilio(production):
    for name in ("ACCOUNT_SID", "AUTH_TOKEN", "FROM_NUMBER"):
        production[f"HOPECARE_TWILIO_{name}"] = name
    settings = Settings.from_env(production)
    assert settings.sends_with_twilio
    assert settings.twilio_from_number == "FROM_NUMBER"


def test_a_messaging_service_needs_a_number_for_calls(production):
    production["HOPECARE_TWILIO_FROM_NUMBER"] = "MG" + "0" * 32
    (mistake,) = mistakes(production)
    assert "HOPECARE_TWILIO_VOICE_NUMBER is missing" in mistake
    production["HOPECARE_TWILIO_VOICE_NUMBER"] = "+15005550006"
    assert Settings.from_env(production).twilio_voice_number == "+15005550006"


@pytest.mark.parametrize("name", ["TWILIO_REGION", "TWILIO_EDGE"])
def test_what_would_lead_texts_elsewhere_is_named_before_the_first_leaves(production, name):
    production[name] = "ie1"
    (mistake,) = mistakes(production)
    assert f"{name} must not be set" in mistake
    assert "HOPECARE_TWILIO_API_BASE" in mistake


def test_a_test_run_has_constant_keys(tmp_path):
    settings = Settings.from_env(
        {"HOPECARE_ENVIRONMENT": "test", "HOPECARE_DATA_DIR": str(tmp_path / "none")}
    )
    assert settings.environment is Environment.TEST
    assert not settings.handset
    assert not (tmp_path / "none").exists()


def test_secrets_are_not_shown(production):
    shown = repr(Settings.from_env(production))
    assert "invented" not in shown
    assert "\\x01" not in shown


def test_the_example_documents_every_setting_and_no_other():
    text = EXAMPLE.read_text()
    named = re.findall(r"^HOPECARE_(\w+)=", text, re.MULTILINE)
    assert sorted(named) == sorted(module.NAMES)


def test_the_example_works_as_it_stands(tmp_path):
    lines = re.findall(r"^(HOPECARE_\w+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE)
    settings = Settings.from_env(dict(lines) | {"HOPECARE_DATA_DIR": str(tmp_path)})
    bare = Settings.from_env({"HOPECARE_DATA_DIR": str(tmp_path)})
    assert settings == bare
    assert json.loads((tmp_path / "keys.json").read_text())["secret_key"] == bare.secret_key


def test_production_refuses_to_send_texts_to_nowhere(production):
    for name in ("ACCOUNT_SID", "AUTH_TOKEN", "FROM_NUMBER"):
        del production[f"HOPECARE_TWILIO_{name}"]
    assert any("TWILIO_ACCOUNT_SID is missing" in mistake for mistake in mistakes(production))


def test_gunicorn_never_serves_a_development_machine_by_oversight(tmp_path):
    env = {"HOPECARE_DATA_DIR": str(tmp_path / "var"), "SERVER_SOFTWARE": "gunicorn/23.0.0"}
    assert any("ENVIRONMENT must be said" in mistake for mistake in mistakes(env))
