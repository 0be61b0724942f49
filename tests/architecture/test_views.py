"""Every view carries a permission, and the menu leads to pages that exist."""

from __future__ import annotations

import ast

import pytest
from flask import Flask

from hopecare.app import create_app
from hopecare.domain.permissions import PERMISSIONS
from hopecare.settings import Settings
from hopecare.web.navigation import FIND, OFFICE_MENU, STAFF_MENU, VOLUNTEER_MENU
from hopecare.web.permits import permission_of
from tests.architecture.sources import functions, under

LIBRARIES = {
    "static": "Flask's own, switched off",
    "api-docs.openapi_json": "the description of the API, which holds no data",
}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("views"))
    settings = {
        "HOPECARE_ENVIRONMENT": "development",
        "HOPECARE_DATA_DIR": folder,
        "HOPECARE_HANDSET": "yes",
    }
    return create_app(Settings.from_env(settings))


def unmarked(app: Flask) -> list[str]:
    return sorted(
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in LIBRARIES and permission_of(view) not in PERMISSIONS
    )


def test_every_view_carries_a_permission(app):
    assert unmarked(app) == []


def test_a_view_without_a_permission_is_noticed():
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/", "naked", lambda: "")
    assert unmarked(bare) == ["naked"]


def test_nothing_writes_on_a_get(app):
    """A link that a scanner or a preview opens must not change anything."""
    shared = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.methods and WRITES & rule.methods and "GET" in rule.methods
    ]
    assert shared == []


def test_every_entry_of_the_menu_leads_to_a_page(app):
    wanted = {FIND, *(entry.endpoint for entry in (*STAFF_MENU, *OFFICE_MENU, *VOLUNTEER_MENU))}
    assert sorted(wanted - set(app.view_functions)) == []


def test_every_writing_view_acts_once():
    """Who opens a writing transaction in a door by hand forgets the operation's key."""
    found = [
        f"{source.path}: {function.name}"
        for source in under("blueprints/")
        for function in functions(source.tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "writing"
    ]
    assert [each for each in found if each.partition(":")[0] not in WRITING_BY_HAND] == []


WRITING_BY_HAND = {
    "blueprints/accounts/routes_sign_in.py": "signing in has no operation: each try counts",
    "blueprints/api/rate.py": "how often a token asks is counted: nobody's act",
    "blueprints/api/tokens.py": "when a token was last used is written down: nobody's act",
    "blueprints/answering/routes.py": "a link is used once; an outcome would keep its address",
    "blueprints/receiving/routes.py": "the referral is held; an outcome would keep its address",
    "blueprints/webhooks/routes.py": "a provider's own id is the key",
    "blueprints/webhooks/routes_calls.py": "the same",
    "blueprints/webhooks/routes_calls_in.py": "the same",
}
