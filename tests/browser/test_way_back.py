"""An office presses, then goes back or loads the page anew: nothing is sent twice, or expires."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.two_sides import NAME, TwoSides, press

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(params=[True, False], ids=["scripts", "without"])
def sides(browser, town, request):
    both = TwoSides(browser, town, "en")
    both.runs_scripts = request.param
    yield both
    both.close()


def test_the_way_back_leads_to_what_is_written_down(sides):
    sides.opens_case()
    sides.refers()
    path = sides.makes_link()
    phone = sides.telephone()
    sides.opens(phone, path)
    press(phone, "accepted")
    expect(phone.locator("main")).to_contain_text("We know that you have taken it on")
    for goes in (phone.go_back, phone.go_forward, phone.reload, phone.go_back):
        goes()
        main = phone.locator("main")
        expect(main).to_contain_text("What you told us")
        expect(main).to_contain_text("We take it on")
        expect(main).to_contain_text("What became of it?")
    phone.go_back()
    expect(phone.locator("main")).to_contain_text("Open the referral")
    expect(phone.locator("main")).to_contain_text("What you told us")
    expect(phone.locator("main")).not_to_contain_text(NAME)
    assert sides.stands() == "Taken on by the agency"
    assert sides.screens[-1].problems == []
