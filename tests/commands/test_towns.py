"""A real town is set up from nothing by commands alone."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.commands.accounts import accounts
from hopecare.commands.areas import areas
from hopecare.commands.centres import centres
from hopecare.commands.edge import Edge
from hopecare.commands.schema import schema
from hopecare.commands.tokens import tokens
from hopecare.commands.towns import towns
from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.language.wordings import Text
from hopecare.queries.seen_wordings import unseen_wordings
from hopecare.services.see_every_wording import see_every_wording
from models import Account, ApiToken, CentreCoverage, Town
from tests.commands.conftest import NOW

TOWN = {
    "--name": "새봄시", "--name-en": "Saebom", "--country": "KR", "--language": "ko",
    "--zone": "Asia/Seoul", "--currency": "KRW", "--profile": "kr-twilio",
    "--phone": "031-010-0000",
}  # fmt: skip
SQUARE = [[[127.1, 37.6], [127.2, 37.6], [127.2, 37.7], [127.1, 37.6]]]


@pytest.fixture
def run(database):
    """Run a command in an installation without any town."""
    edge = Edge(database=database, clock=SetClock(NOW))

    def run(group, *words, code=0):
        result = CliRunner().invoke(group, [str(word) for word in words], obj=edge)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return run


def options(**changed):
    wished = TOWN | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return [word for pair in wished.items() for word in pair]


@pytest.fixture
def districts(tmp_path):
    shape = {"type": "Polygon", "coordinates": SQUARE}
    names = {"code": "1", "name_ko": "봄동", "name_en": "Bom-dong", "kind": "dong"}
    feature = {"type": "Feature", "properties": names, "geometry": shape}
    path = tmp_path / "districts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def test_a_town_its_districts_a_centre_and_its_first_account(run, database, districts):
    run(schema, "upgrade")
    run(towns, "add", "saebom", *options())
    run(areas, "import", districts)
    north = ["--name", "북부", "--name-en", "North", "--phone", "+82310000001", "--area", "1"]
    run(centres, "add", "north", *north)
    staff = ["--person", "한하나", "--role", "coordinator", "--centre", "north"]
    run(accounts, "add", "hana", *staff)
    with database.reading(AllTowns()) as session:
        assert session.scalars(select(Town)).one().is_demonstration is False
        assert len(session.scalars(select(CentreCoverage)).all()) == 1
        assert session.scalars(select(Account)).one().centre_id is not None
    assert "saebom" in run(towns, "list").output
    assert "north" in run(centres, "list").output


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        pytest.param("zone", "Asia/Nowhere", "zone", id="zone"),
        pytest.param("country", "Korea", "country", id="country"),
        pytest.param("currency", "won", "currency", id="currency"),
        pytest.param("phone", "no number", "office_phone", id="phone"),
    ],
)
def test_what_cannot_be_is_named(run, name, value, field):
    assert field in run(towns, "add", "saebom", *options(**{name: value}), code=1).output


def test_a_town_is_founded_once(run):
    run(towns, "add", "saebom", *options())
    assert "already" in run(towns, "add", "saebom", *options(), code=1).output


def test_a_district_never_has_two_centres(run, districts):
    run(towns, "add", "saebom", *options())
    run(areas, "import", districts)
    said = ["--name", "가", "--name-en", "A", "--phone", "+82310000001", "--area", "1"]
    run(centres, "add", "one", *said)
    assert "already" in run(centres, "add", "two", *said, code=1).output
    assert "No such district" in run(centres, "add", "three", *said[:-1], "9", code=1).output


def test_a_token_is_made_listed_and_revoked(run, database):
    run(towns, "add", "saebom", *options())
    run(accounts, "add", "hana", "--person", "한하나", "--role", "administrator")
    wish = ["--label", "the city", "--scope", "api.cases.read"]
    token_id, token = run(tokens, "add", "hana", *wish).output.strip().split("\t")
    assert token_id in run(tokens, "list").output
    assert token not in run(tokens, "list").output
    run(tokens, "revoke", token_id)
    assert run(tokens, "list").output == ""
    with database.reading(AllTowns()) as session:
        assert session.scalars(select(ApiToken)).one().revoked_at == NOW


def unseen_in(database):
    with database.reading(AllTowns()) as session:
        town = session.scalars(select(Town).where(Town.slug == "saebom")).one()
        return set(unseen_wordings(session, town.id))


def look_at_everything(database, at):
    with database.writing(AllTowns()) as session:
        town = session.scalars(select(Town).where(Town.slug == "saebom")).one()
        see_every_wording(session, town=town, by=SystemActor(name="test"), now=at)


def test_on_another_network_what_it_says_otherwise_is_looked_at_anew(run, database):
    run(schema, "upgrade")
    run(towns, "add", "saebom", *options(profile="two-way"))
    look_at_everything(database, NOW - timedelta(days=1))
    assert unseen_in(database) == set()

    run(towns, "network", "saebom", "one-way-links")
    anew = unseen_in(database)
    assert Text.CHECK_IN in anew, "it is answered in another way"
    assert Text.GOODBYE not in anew, "it is said alike"
    look_at_everything(database, NOW + timedelta(days=1))
    assert unseen_in(database) == set()


def test_the_same_network_once_more_asks_nobody_to_look(run, database):
    run(schema, "upgrade")
    run(towns, "add", "saebom", *options())
    look_at_everything(database, NOW - timedelta(days=1))
    run(towns, "network", "saebom", "kr-twilio")
    assert unseen_in(database) == set()


def test_a_town_changes_its_network_and_nothing_else_of_it(run, database):
    run(schema, "upgrade")
    run(towns, "add", "saebom", *options())
    run(towns, "add", "garam", *options(name="가람시", name_en="Garam"))
    said = run(towns, "network", "saebom", "one-way-links")
    assert said.output == "saebom\tone-way-links\n"
    with database.reading(AllTowns()) as session:
        found = dict(session.execute(select(Town.slug, Town.channel_profile)).all())
    assert found == {"saebom": "one-way-links", "garam": "kr-twilio"}
    assert "no town called nowhere" in run(towns, "network", "nowhere", "two-way", code=1).output
    assert "'pigeon' is not one of" in run(towns, "network", "saebom", "pigeon", code=2).output
