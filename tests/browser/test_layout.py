"""The layout in a real browser: nothing too wide, nothing too small, nothing in anybody's way."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from hopecare.domain.roles import Role
from tests.browser.living_town import read_in
from tests.factories import towns
from tests.factories.assessments import an_assessment, said
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_service
from tests.web.sample import blueprint

pytestmark = pytest.mark.browser
PARTS = "/sample/seen/01980000-0000-7000-8000-00000000000a"
LARGE_PRINT = 17.9
"""Pixels of 13.5 points."""
LAST_LINE = ".side-nav .menu-more li:last-child a"
OUT_OF_SIGHT = """
(lines) => lines.filter((line) => {
  const [box, menu] = [line, line.closest(".side-nav")].map((each) => each.getBoundingClientRect());
  return box.top < menu.top - 1 || box.bottom > Math.min(menu.bottom, innerHeight) + 1;
}).map((line) => line.innerText)
"""
PAGES = (PARTS, "/sample/everything", "/sample/areas", "/nowhere")


@pytest.fixture
def app(make_app, sqlite):
    return make_app(sqlite, doors=(blueprint,))


@pytest.fixture
def account(app, sqlite, town_scope):
    with sqlite.writing(town_scope) as session:
        towns.a_town(session)
        for name, people in (("화도읍", 118000), ("진접읍", 92000), ("다산1동", 51000)):
            area = towns.an_area(session, name=name)
            area.population = people
        return a_staff_account(session, roles=(Role.COORDINATOR,))


@pytest.mark.sweep(one_in=2, each="path")
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_page_fits_is_easy_to_touch_and_has_no_barriers(request, account, sign_in_on, size, path):
    screen = sign_in_on(request.getfixturevalue(size), account)
    screen.open(path)
    assert not screen.is_wider_than_the_screen
    assert screen.small_targets() == []
    assert screen.barriers() == []
    assert [each for each in screen.problems if "404" not in each] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_residents_sheet_is_one_page_of_large_print(
    account, sqlite, town_scope, sign_in_on, desktop, language
):
    with sqlite.writing(town_scope) as session:
        resident = a_resident(session, birth_on=date(1961, 12, 3))
        answer = an_assessment(session, resident, facts=said(income_benefits=830_000))
        a_service(session, programme="medical")
    screen = sign_in_on(desktop, account)
    page = screen.open(f"/assessments/{answer.id}/sheet?language={language}")
    assert screen.barriers() == []
    with pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True)) as paper:
        assert len(paper) == 1
        words = paper[0].get_textpage().get_text_range()
    assert "031-000-0000" in words
    assert "Sheet for the resident" not in words
    page.emulate_media(media="print")
    size = "(each) => parseFloat(getComputedStyle(each).fontSize)"
    assert page.locator(".sheet li").first.evaluate(size) >= LARGE_PRINT


def test_a_form_with_mistakes_leads_the_eye_to_them(account, phone):
    page = phone.open("/sample/everything")
    page.get_by_label("Telephone").fill("12")
    page.get_by_role("button", name="Send").click()
    page.locator("#error-summary:focus").wait_for()
    assert "짧아요" in page.locator("#phone-error").inner_text()
    assert page.get_by_label("Telephone").input_value() == "12"
    assert phone.barriers() == []
    assert not phone.is_wider_than_the_screen


def test_a_first_visit_loads_less_than_a_hundred_kilobytes(account, phone):
    sizes: list[int] = []
    session = phone.page.context.new_cdp_session(phone.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    phone.open("/sample/everything")
    phone.page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 100_000


def test_somebody_may_use_the_keyboard_alone(account, sign_in_on, desktop):
    page = sign_in_on(desktop, account).open(PARTS)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.sweep(one_in=2, each="size")
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("size", [(1280, 800), (1366, 768)], ids=["1280x800", "1366x768"])
def test_the_whole_menu_is_in_sight_and_what_more_unfolds_too(
    account, sign_in_on, desktop, size, language
):
    page = sign_in_on(desktop, account).page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    desktop.open(PARTS)
    read_in(page, language)
    lines = page.locator(".side-nav a:visible, .side-nav summary")
    assert lines.evaluate_all(OUT_OF_SIGHT) == []
    page.locator(".side-nav summary").click()
    unfolded = page.locator(".side-nav .menu-more a")
    assert unfolded.count() > 3
    page.wait_for_function(
        f"() => !({OUT_OF_SIGHT})([document.querySelector('{LAST_LINE}')]).length"
    )
    assert unfolded.evaluate_all(OUT_OF_SIGHT) == []
