"""Every page a role can reach fits a small phone, a thumb and a screen reader."""

from __future__ import annotations

from zlib import crc32

import pytest
from flask import url_for

from hopecare.web.listing import LISTINGS
from tests.browser.conftest import watched
from tests.browser.living_town import (
    DESK_SIZE,
    PHONE,
    context_of,
    kind_of,
    reachable,
    read_in,
    sign_in_staff,
    sign_in_volunteer,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]  # many pages each
STARTS = {
    "public": (
        "/",
        "/report?about=neighbour",
        "/follow",
        "/sign-in",
        "/sign-in/phone",
        "/handset/",
    ),
    "volunteer": ("/my/", "/my/away", "/account"),
    "coordinator": ("/today",),
    "socialworker": ("/residents", "/cases"),
    "admin": ("/home", "/accounts", "/settings"),
}
CUT = """() => [...document.querySelectorAll(".table-box")]
  .filter((each) => each.scrollWidth > each.clientWidth)
  .map((each) => `${each.scrollWidth} in ${each.clientWidth}`)"""
FEWEST = {"public": 5, "volunteer": 6, "coordinator": 40, "socialworker": 30, "admin": 40}


LANGUAGES = ("ko", "en")


def in_turn(paths, role, language):
    """The pages that this role reads in this language in the everyday run.

    A page of two roles that follow each other is read in both languages.
    """
    place = list(STARTS).index(role) + LANGUAGES.index(language)
    return [path for path in paths if (crc32(kind_of(path).encode()) + place) % 2 == 0]


def enter(page, town, role):
    if role == "volunteer":
        sign_in_volunteer(page, town)
    elif role != "public":
        sign_in_staff(page, role)


def complaints(screen, path):
    """What is wrong with one page, each line with its address."""
    screen.page.goto(path)
    found = [f"small: {each}" for each in screen.small_targets()]
    found += ["wider than the screen"] if screen.is_wider_than_the_screen else []
    found += [f"cut: {each}" for each in screen.page.evaluate(CUT)]
    return [f"{path} {each}" for each in found]


@pytest.mark.parametrize("role", STARTS)
def test_every_page_of_a_role_fits_a_phone_and_a_thumb(browser, town, role, everyday):
    context = context_of(browser, town, "ko", **PHONE)
    screen = watched(context, town.address)
    enter(screen.page, town, role)
    paths = reachable(screen.page, STARTS[role])
    found = []
    for language in LANGUAGES:
        screen.page.goto(paths[0])
        read_in(screen.page, language)
        for path in in_turn(paths, role, language) if everyday else paths:
            found += complaints(screen, path)
    context.close()
    assert len(paths) >= FEWEST[role]
    assert found + screen.problems == []


@pytest.mark.parametrize("width", [360, 1024, 1280])
def test_no_list_is_cut(browser, town, width, everyday):
    context = context_of(browser, town, "en", viewport={"width": width, "height": 900})
    page = context.new_page()
    enter(page, town, "admin")
    with town.app.test_request_context():
        paths = [url_for(each.endpoint) for each in LISTINGS.values()]
    cut = []
    for language in LANGUAGES:
        read_in(page, language)
        for path in in_turn(paths, "admin", language) if everyday else paths:
            page.goto(path)
            cut += [f"{path} {each}" for each in page.evaluate(CUT)]
    context.close()
    assert cut == []


BROKEN_DAYS = """() => [...document.querySelectorAll("td.day")].filter(day => {
    const words = document.createRange();
    words.selectNodeContents(day.querySelector(".pill") || day);
    return words.getClientRects().length > 1;
}).map(day => day.innerText)"""


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_day_of_a_referral_stays_on_one_line(browser, town, language):
    context = context_of(browser, town, language, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    enter(page, town, "admin")
    read_in(page, language)
    with town.app.test_request_context():
        path = url_for("casework.referrals", which="all")
    page.goto(path)
    assert page.locator("td.day").count() > 10
    assert page.evaluate(BROKEN_DAYS) == []
    context.close()


@pytest.mark.parametrize(
    ("role", "language"),
    [("public", "ko"), ("volunteer", "en"), ("coordinator", "ko"), ("admin", "en")],
)
def test_no_page_of_a_role_has_a_barrier(browser, town, role, language):
    context = context_of(browser, town, language, **(PHONE if role == "volunteer" else DESK_SIZE))
    screen = watched(context, town.address)
    enter(screen.page, town, role)
    paths = reachable(screen.page, STARTS[role])
    screen.page.goto(paths[0])
    read_in(screen.page, language)
    found = []
    for path in paths:
        screen.page.goto(path)
        found += [f"{path} {each}" for each in screen.barriers()]
    context.close()
    assert found + screen.problems == []
