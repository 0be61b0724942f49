"""The deployment files name only what is there, and start nothing without its secrets."""

from __future__ import annotations

import base64
import os
import re
import shlex
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml

from hopecare.environment import PREFIX
from hopecare.errors import SettingsError
from hopecare.settings import NAMES, Settings

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
INSTALLED = "/opt/hopecare"
DOORS = {"web", "worker", "schema"}
SECRETS = {
    "HOPECARE_SECRET_KEY": "an invented secret of more than 32 signs",
    "HOPECARE_DATA_KEY": base64.b64encode(bytes([1]) * 32).decode(),
    "HOPECARE_BLIND_KEY": base64.b64encode(bytes([2]) * 32).decode(),
    "HOPECARE_PUBLIC_BASE_URL": "https://care.example.org",
    "HOPECARE_TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000000",
    "HOPECARE_TWILIO_AUTH_TOKEN": "an invented token",
    "HOPECARE_TWILIO_FROM_NUMBER": "+15005550006",
}
GIVEN = {**SECRETS, "DATABASE_PASSWORD": "invented", "POSTGRES_PASSWORD": "invented"}
VARIABLE = re.compile(r"\$\{(\w+)(?:(:[-?])([^}]*))?\}")


class RefusedError(Exception):
    """Compose stops: a value must be given."""


def filled(value: str, given: dict[str, str]) -> str:
    """A value of the compose file as compose fills it: `:?` refuses, `:-` has a default."""

    def one(found: re.Match[str]) -> str:
        name, mark, word = found.groups()
        if not given.get(name) and mark == ":?":
            raise RefusedError(name)
        return given.get(name) or (word if mark == ":-" else "")

    return VARIABLE.sub(one, value)


def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def image_environment() -> dict[str, str]:
    """What the Dockerfile sets for every container."""
    lines = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    words = [word for line in lines if line.startswith("ENV ") for word in shlex.split(line[4:])]
    return dict(word.split("=", 1) for word in words)


def settings_in(service: str, given: dict[str, str]) -> Settings:
    """The settings of one container."""
    own = compose()["services"][service]["environment"]
    return Settings.from_env(
        image_environment() | {name: filled(value, given) for name, value in own.items()}
    )


@pytest.mark.parametrize("service", sorted(DOORS))
def test_compose_gives_every_container_settings_that_hopecare_takes(service):
    settings = settings_in(service, GIVEN)
    assert settings.is_production
    assert settings.host == "0.0.0.0"  # noqa: S104  inside the container
    assert settings.trusted_proxies == 1
    assert not settings.worker_embedded
    assert settings.database_url == "postgresql://hopecare:invented@database/hopecare"


@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_compose_refuses_to_start_without_a_secret(missing):
    given = {name: value for name, value in GIVEN.items() if name != missing}
    service = "database" if missing == "POSTGRES_PASSWORD" else "web"
    values = compose()["services"][service]["environment"].values()
    with pytest.raises(RefusedError, match=missing):
        [filled(value, given) for value in values]


def test_compose_keeps_the_program_read_only_and_its_ports_on_this_machine():
    for name in DOORS:
        service = compose()["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    published = [port for each in compose()["services"].values() for port in each.get("ports", [])]
    assert published == ["127.0.0.1:8000:8000"]


def test_compose_mounts_files_that_are_there_and_volumes_that_are_declared():
    for service in compose()["services"].values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            known = (
                (ROOT / source).is_file() if source[0] == "." else source in compose()["volumes"]
            )
            assert known, mount


def test_the_image_copies_what_is_there_and_runs_as_nobody_special():
    text = (ROOT / "Dockerfile").read_text()
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    sources = [source for copied in copies for source in copied.split()]
    assert {"wsgi.py", "hopecare", "blueprints", "models", "notifications", "deploy"} < set(sources)
    assert [source for source in sources if not (ROOT / source).exists()] == []
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert [source for source in sources if f"!{source}" not in ignored] == []
    assert re.findall(r"^USER (\S+)$", text, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes --no-deps -r /tmp/requirements.txt" in text
    assert "tests/" not in text


def commands() -> list[list[str]]:
    """Every command line of the image, of compose and of the units, by what is installed here."""
    image = re.findall(r"CMD (\[.+\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    units = [unit(path)["Service"]["ExecStart"] for path in UNITS]
    return [
        *(yaml.safe_load(each) for each in image),
        *(each["command"] for each in compose()["services"].values() if "command" in each),
        *(shlex.split(each) for each in units),
    ]


class Unit(RawConfigParser):
    """A unit of systemd, which minds the case of its options."""

    def optionxform(self, optionstr):
        return optionstr


def unit(path):
    parser = Unit(strict=False)
    parser.read(path)
    return parser


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_names_programs_and_files_that_are_there(command):
    program, *words = [word.replace(f"{INSTALLED}/", "") for word in command]
    here = ROOT / program if "/" in program else ROOT / ".venv/bin" / program
    assert os.access(here, os.X_OK), program
    named = [word for word in words if word.startswith("deploy/")]
    assert [word for word in named if not (ROOT / word).is_file()] == []
    if "-m" in words:
        module = words[words.index("-m") + 1].replace(".", "/")
        assert (ROOT / module / "__main__.py").is_file()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_every_unit_runs_as_its_own_user_on_the_one_environment_file(path):
    service = unit(path)["Service"]
    assert service["User"] == "hopecare"
    assert service["WorkingDirectory"] == INSTALLED
    assert service["EnvironmentFile"] == "/etc/hopecare/hopecare.env"
    assert service["ProtectSystem"] == "strict"
    needed = unit(path)["Unit"].get("Requires", "").split()
    assert [name for name in needed if not (path.parent / name).is_file()] == []


def test_the_environment_file_has_no_secrets_and_starts_nothing_as_it_is():
    text = (ROOT / "deploy/hopecare.env.example").read_text()
    lines = [line.split("=", 1) for line in text.splitlines() if line and line[0] != "#"]
    assert [name for name, _ in lines if name.removeprefix(PREFIX) not in NAMES] == []
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(dict(lines))
    missed = {mistake.split()[0] for mistake in caught.value.mistakes}
    empty = {name for name, value in lines if not value}
    assert missed >= {"HOPECARE_SECRET_KEY", "HOPECARE_DATA_KEY", "HOPECARE_BLIND_KEY"}
    assert empty == {*SECRETS, "HOPECARE_DATABASE_URL"}
    url = {"HOPECARE_DATABASE_URL": "sqlite:////var/lib/hopecare/hopecare.db"}
    assert Settings.from_env(dict(lines) | SECRETS | url).is_production


def test_the_proxy_lets_in_more_than_hopecare_takes_and_says_who_came():
    text = (ROOT / "deploy/nginx.conf").read_text()
    assert "client_max_body_size 40m;" in text, "LARGEST_REQUEST is 36 MiB"
    for header in ("For $remote_addr", "Proto $scheme", "Host $host", "Port $server_port"):
        assert text.count(f"proxy_set_header X-Forwarded-{header};") == 2, header


def test_the_proxy_writes_down_no_address():
    """A link opens by itself, and a search holds a name or a number."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    (format_of_lines,) = re.findall(r"log_format hopecare '([^']*)';", text)
    kept = {"$time_iso8601", "$request_method", "$status", "$body_bytes_sent", "$request_time"}
    assert set(format_of_lines.split()) == kept
    (open_to_all,) = re.findall(r"listen 443.*?\n    location", text, re.DOTALL)
    assert re.search(r"\n    error_log \S+ crit;", open_to_all)
    assert text.count("access_log") == 2
    assert set(re.findall(r"error_log \S+ (\w+);", text)) == {"crit"}
    assert "limit_req_log_level info;" in text
    assert "accesslog = None" in (ROOT / "deploy/gunicorn_conf.py").read_text()
