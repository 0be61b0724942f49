"""People at their own telephones: by touch, at 360 px, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import watched
from tests.browser.living_town import (
    DESK_SIZE,
    PHONE,
    context_of,
    sign_in_staff,
    sign_in_volunteer,
)

pytestmark = pytest.mark.browser
SMALL = 100_000


def take_the_offer(page):
    page.goto("/my/offers")
    page.locator("form", has=page.locator("input[name=answer][value=yes]")).first.locator(
        "button"
    ).click()
    page.wait_for_url("**/my/tasks/**")


def test_a_volunteer_says_yes_sees_where_and_writes_a_visit_down_in_three_taps(browser, town):
    context = context_of(browser, town, "ko", **PHONE)
    screen = watched(context, town.address)
    page = screen.page
    sign_in_volunteer(page, town)
    page.goto("/my/offers")
    expect(page.locator("main")).not_to_contain_text("경기도")
    page.locator("main .btn-primary").first.tap()
    page.wait_for_url("**/my/tasks/**")
    expect(page.locator("main")).to_contain_text("경기도 남양주시")
    page.locator("main a[href$='/visit']").first.tap()
    page.locator("#result-1 + label").tap()
    page.locator("#when-1 + label").tap()
    page.locator("#minutes-1 + label").tap()
    page.locator("#words").fill("함께 차를 마셨어요.")
    assert not screen.is_wider_than_the_screen
    page.locator("main form .btn-primary").tap()
    page.wait_for_url(re.compile(r"/my/(tasks/[0-9a-f-]+)?$"))
    expect(page.locator(".notice-good").first).to_be_visible()
    context.close()
    assert screen.problems == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_neighbour_tells_us_and_gets_a_code_to_follow_it(browser, town, scripts):
    context = context_of(browser, town, "ko", **PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/")
    page.locator("a.door").first.tap()
    page.locator("textarea").first.fill("며칠째 불이 꺼져 있고 우편물이 쌓여 있어요.")
    page.locator("#address, #name").first.fill("가람로 3, 101호")
    page.locator("main form .btn-primary").tap()
    page.wait_for_url("**/thanks**")
    assert re.search(r"[0-9A-Z]{4}[ -]?[0-9A-Z]{4}", page.locator(".big-code").inner_text())
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_enter_sends_a_report_and_switches_no_language(browser, town, scripts):
    context = context_of(browser, town, "ko", **PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/report?about=neighbour")
    page.locator("#words").fill("며칠째 불이 꺼져 있어요.")
    page.locator("#phone").fill("010-0000-0998")
    page.locator("#phone").press("Enter")
    page.wait_for_url("**/thanks**")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_half_filled_report_is_carried_into_the_other_language(browser, town, scripts):
    context = context_of(browser, town, "ko", **PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/report")
    page.locator("#words").fill("며칠째 불이 꺼져 있어요.")
    page.locator("#signs-1 + label").tap()
    page.locator(".language-switch button").tap()
    page.wait_for_selector("html[lang=en]")
    expect(page.locator("#words")).to_have_value("며칠째 불이 꺼져 있어요.")
    expect(page.locator("#signs-1")).to_be_checked()
    assert page.url.endswith("/report")
    context.close()


def test_a_half_filled_report_is_there_again_after_the_back_button(browser, town):
    context = context_of(browser, town, "ko", **PHONE)
    page = context.new_page()
    page.goto("/report?about=neighbour")
    page.locator("#words").fill("며칠째 불이 꺼져 있어요.")
    page.locator("#name").fill("김다래")
    page.locator("#signs-1 + label").tap()
    page.locator(".brand").tap()
    page.wait_for_url("**/")
    page.go_back()
    expect(page.locator("#words")).to_have_value("며칠째 불이 꺼져 있어요.")
    expect(page.locator("#name")).to_have_value("김다래")
    expect(page.locator("#signs-1")).to_be_checked()
    page.locator("main form .btn-primary").tap()
    page.wait_for_url("**/thanks**")
    page.go_back()
    expect(page.locator("#name")).to_have_value("")
    context.close()


def test_a_volunteer_signs_in_and_says_yes_without_scripts(browser, town):
    context = context_of(browser, town, "ko", **PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in_volunteer(page, town)
    take_the_offer(page)
    expect(page.locator("main")).to_contain_text("경기도 남양주시")
    context.close()


def test_a_second_press_on_send_does_nothing(browser, town):
    context = context_of(browser, town, "ko", **DESK_SIZE)
    page = context.new_page()
    sign_in_staff(page, "coordinator")
    page.goto("/triage")
    before = page.locator(".rows tbody tr").count()
    page.goto("/reports/new")
    page.locator("textarea").first.fill("두 번 눌러도 한 번만 적힙니다.")
    page.locator("#address, #name").first.fill("두번")
    page.locator("main form .btn-primary").first.dblclick()
    page.wait_for_url(lambda url: "/reports/new" not in url)
    page.goto("/triage")
    assert page.locator(".rows tbody tr").count() == before + 1
    context.close()


def test_the_volunteers_page_is_light(browser, town):
    entering = context_of(browser, town, "ko", **PHONE)
    page = entering.new_page()
    sign_in_volunteer(page, town)
    fresh = context_of(browser, town, "ko", **PHONE, storage_state=entering.storage_state())
    page = fresh.new_page()
    sizes: list[int] = []
    session = fresh.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/my/")
    page.wait_for_load_state("networkidle")
    entering.close()
    fresh.close()
    assert 0 < sum(sizes) < SMALL
