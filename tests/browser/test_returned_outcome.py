"""A case goes to an office and its outcome comes back, in a real browser from both sides.

The office has telephones and no account. Every state it answers with is looked for where the
social worker looks: on the referral's page, the board, the desk, the case and its calls.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.qr_codes import read_qr
from tests.browser.two_sides import CENTRE_PHONE, NAME, SERVICE, TwoSides, press

# In one language a test everyday; in both by `make whole`.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.sweep(one_in=2)]
OTHER_SERVICE = "Emergency support of Gyeonggi"
ADDRESS = "가을길 5"
QUESTION = "통장 사본이 있나요?"
TOLD = "사본은 내일 팩스로 보냅니다."
WORDS = {
    "ko": {
        "taken": "맡아 주신 것을 적었어요",
        "asked": "전화드릴게요",
        "known": "이미 답이 와 있어요. 바뀐 것은 없어요.",
        "back": "보낸 곳에서 철회한 연계예요",
        "replaced": "닫힌 링크예요",
        "nowhere": "열 수 없는 링크예요",
        "outcome": "결과를 적었어요",
    },
    "en": {
        "taken": "We know that you have taken it on",
        "asked": "Somebody will call you about it",
        "known": "This was answered before. Nothing was changed.",
        "back": "This referral was taken back",
        "replaced": "This link was closed",
        "nowhere": "This link opens nothing",
        "outcome": "The outcome is written down",
    },
}
STORY = (
    "Referred to an agency",
    "The agency got a link",
    "The agency has read the referral",
    "The agency took it on",
    "The agency asked a question",
    "The agency's outcome is in",
)


@pytest.fixture(params=["ko", "en"])
def sides(browser, town, request):
    both = TwoSides(browser, town, request.param)
    yield both
    both.close()


@pytest.fixture
def words(sides):
    return WORDS[sides.language]


def test_a_case_is_escalated_and_its_outcome_comes_back(sides, words):
    sides.opens_case()
    before = sides.waiting()
    sides.refers(without="Address")
    assert sides.column() == "Sent"
    assert sides.waiting() == before + 1
    path = sides.makes_link()
    a_robot_looks(sides, path)
    assert sides.stands() == "Sent"
    phone = sides.telephone()
    sides.opens(phone, path)
    expect(phone.locator("main")).not_to_contain_text(ADDRESS)
    assert sides.stands() == "Read by the agency"
    press(phone, "accepted")
    expect(phone.locator("main")).to_contain_text(words["taken"])
    assert sides.column() == "Taken on by the agency"
    the_office_asks(sides, phone, words)
    somebody_rings_it(sides)
    sides.opens(phone, path)
    press(phone, "granted")
    expect(phone.locator("main")).to_contain_text(words["outcome"])
    expect(phone.locator("main")).not_to_contain_text(NAME)
    the_loop_is_closed(sides, before)


def a_robot_looks(sides, path):
    """A preview asks for the page and for its head alone, and follows no button."""
    robot = sides.telephone().request
    assert NAME not in robot.get(path).text()
    assert robot.head(path).status == 200


def the_office_asks(sides, phone, words):
    phone.locator("#words").fill(QUESTION)
    press(phone, "asked")
    expect(phone.locator("main")).to_contain_text(words["asked"])
    expect(phone.locator("#words")).to_have_value("")
    screen = sides.screens[-1]
    assert not screen.is_wider_than_the_screen
    assert screen.small_targets() == []
    assert screen.barriers() == []
    assert screen.problems == []


def somebody_rings_it(sides):
    """The question stands with the referral and among the calls; what was said comes back to it."""
    page = sides.desk
    page.goto("/call-tasks")
    expect(page.locator("main")).to_contain_text("An office asks about a referral")
    page.goto(sides.referral)
    expect(page.locator("main")).to_contain_text(QUESTION)
    page.get_by_role("link", name="Ring the office about it").click()
    expect(page.locator("main")).to_contain_text("031-000-0204")
    expect(page.locator("main")).to_contain_text(QUESTION)
    page.get_by_text("Spoke with them", exact=True).click()
    page.locator("#note").fill(TOLD)
    page.locator("form", has=page.locator("#note")).get_by_role(
        "button", name="Write it down"
    ).click()
    page.goto(sides.referral)
    expect(page.locator("main")).to_contain_text(TOLD)
    expect(page.get_by_role("link", name="Ring the office about it")).to_have_count(0)


def the_loop_is_closed(sides, before):
    assert sides.stands() == "Outcome is in"
    expect(sides.desk.locator("main")).to_contain_text("Granted")
    expect(sides.desk.locator("main")).to_contain_text("By the link")
    expect(sides.desk.locator("main")).not_to_contain_text("What the office wrote or said")
    assert sides.column() == "Outcome is in, this month"
    assert sides.waiting() == before
    told = sides.story()
    assert [each for each in STORY if each not in told] == []


def test_a_second_telephone_learns_that_it_was_answered(sides, words):
    sides.opens_case()
    sides.refers()
    path = sides.makes_link()
    first, second = sides.telephone(), sides.telephone()
    sides.opens(first, path)
    sides.opens(second, path)
    press(first, "accepted")
    expect(first.locator("main")).to_contain_text(words["taken"])
    press(second, "no_capacity")
    expect(second.locator("main")).to_contain_text(words["known"])
    assert sides.stands() == "Taken on by the agency"


def test_an_answer_after_a_withdrawal_changes_nothing_and_shows_nobody(sides, words):
    sides.opens_case()
    sides.refers()
    path = sides.makes_link()
    phone = sides.telephone()
    sides.opens(phone, path)
    page = sides.desk
    page.goto(sides.referral)
    page.get_by_text("Withdraw", exact=True).click()
    page.get_by_role("button", name="Withdraw the referral").click()
    page.wait_for_load_state()
    press(phone, "accepted")
    says_whom_to_call(phone, words["back"])
    assert sides.stands() == "Withdrawn"
    page.goto("/call-tasks")
    expect(page.locator("main")).to_contain_text("A referral was taken back: tell the office")


def test_a_replaced_a_closed_and_a_wrong_link_say_whom_to_call(sides, words):
    sides.opens_case()
    sides.refers()
    old, new = sides.makes_link(), sides.makes_link("Make a new link")
    phone = sides.telephone()
    sides.looks(phone, old)
    says_whom_to_call(phone, words["replaced"])
    sides.opens(phone, new)
    sides.desk.goto(sides.referral)
    sides.desk.get_by_role("button", name="Close this link").first.click()  # the newest is first
    sides.desk.wait_for_load_state()
    press(phone, "accepted")
    says_whom_to_call(phone, words["replaced"])
    assert sides.stands() == "Read by the agency"
    phone.goto(new[:-2])
    expect(phone.locator("main")).to_contain_text(words["nowhere"])
    expect(phone.locator("main a[href^='tel:']").first).to_be_visible()


def says_whom_to_call(phone, words):
    expect(phone.locator("main")).to_contain_text(words)
    expect(phone.locator("main")).to_contain_text(CENTRE_PHONE)
    expect(phone.locator("main")).not_to_contain_text(NAME)
    expect(phone.locator("article.sheet")).to_have_count(0)


def test_one_link_lists_every_open_referral_and_each_is_answered_alone(sides, words):
    sides.opens_case()
    sides.refers(OTHER_SERVICE)
    other = sides.referral
    others_code = sides.code()
    sides.refers(SERVICE)
    codes = (sides.code(), others_code)
    path = sides.makes_link("One link for all open referrals")
    phone = sides.telephone()
    sides.looks(phone, path)
    mine, other_row = (phone.locator("main li .card-title a", has_text=each) for each in codes)
    expect(other_row).to_have_count(1)
    href = mine.get_attribute("href")
    sides.opens(phone, href)
    press(phone, "accepted")
    expect(phone.locator("main")).to_contain_text(words["taken"])
    assert sides.stands() == "Taken on by the agency"
    sides.referral = other
    assert sides.stands() == "Sent"


def test_the_sheet_carries_the_link_as_a_picture_and_the_page_what_to_say(sides):
    sides.opens_case()
    sides.refers()
    page = sides.desk
    page.goto(sides.referral + "/sheet")
    expect(page.locator("article.sheet .qr")).to_have_count(0)  # nothing opens yet
    path = sides.makes_link()
    page.goto(f"{sides.referral}/sheet?language={sides.language}")
    expect(page.locator("article.sheet")).to_contain_text(NAME)
    shown = read_qr(page.locator("article.sheet .qr svg").screenshot())
    assert shown.endswith(path)
    code = page.locator(".sheet-code strong").inner_text()
    page.goto(sides.referral)
    page.get_by_text("What to say on the telephone").click()
    expect(page.locator("main")).to_contain_text(f"Say the code: {code}")
    phone = sides.telephone()
    sides.opens(phone, re.sub(r"^https?://[^/]+", "", shown))


@pytest.mark.sweep(one_in=1)  # each door
@pytest.mark.parametrize("door", ["By telephone", "By letter"])
def test_what_a_clerk_says_is_written_down_with_its_day_and_door(browser, town, door):
    sides = TwoSides(browser, town, "ko")
    sides.opens_case()
    sides.refers()
    page = sides.desk
    page.goto(sides.referral)
    page.get_by_role("link", name="Write down the answer").click()
    page.get_by_text("They take it on", exact=True).click()
    page.get_by_text(door, exact=True).click()
    page.locator("[name=answered_on]").fill("2026-11-24")
    page.get_by_role("button", name="Keep the office's answer").click()
    page.wait_for_url(sides.referral)
    expect(page.locator("main")).to_contain_text(f"Tue 24 Nov · {door}")
    assert sides.stands() == "Taken on by the agency"
    sides.close()
