"""The wallboard: what hangs on the wall, for whom, and what it says of itself."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Comes
from tests.browser.running import Running

pytestmark = pytest.mark.browser

SCREENS = [(1920, 1080), (1280, 720), (3840, 2160), (1080, 1920), (390, 844)]
NOTHING_CUT = """() => [...document.querySelectorAll('.cell dd, .cell dt, .cell h2, .notice > *')].filter(each => {
  const cell = each.closest('.inside').getBoundingClientRect(), box = each.getBoundingClientRect()
  return box.right > cell.right + 1 || box.bottom > cell.bottom + 1 || box.top < cell.top - 1
}).map(each => each.textContent)"""
NO_SCROLLING = """() => document.documentElement.scrollHeight <= innerHeight
  && document.documentElement.scrollWidth <= innerWidth"""


def figures(page: Page, queue: str) -> dict[str, str]:
    """What the cell of a queue says, by its words."""
    cell = page.get_by_role("region", name=queue, exact=True)
    return dict(zip(cell.locator("dt").all_inner_texts(), cell.locator("dd").all_inner_texts(), strict=True))


def test_a_team_sees_its_queues_its_agents_and_its_alerts(centre: Running, comes: Comes) -> None:
    centre.signs_in("anna", "clara")
    page = comes("paul").opens("/wall?team=stern").page
    expect(page.get_by_role("heading", level=2)).to_have_text(["Support", "Billing"])
    expect(page.locator('[data-state="ready"] dd')).to_have_text("1")
    centre.outside.answers("1003")
    for name in ("Ann", "Ben"):
        centre.outside.calls("103", name=name)
    expect(page.get_by_role("region", name="Billing").locator("dd").first).to_have_text("1")
    expect(page.locator('[data-state="talking"] dd')).to_have_text("1")
    said = figures(page, "Billing")
    assert said["waiting"] == "1"
    assert re.fullmatch(r"0:\d\d", said["longest"])
    assert said["ready of 1"] == "0"
    assert re.fullmatch(r"\d+%", said["in 20 s, now"])
    expect(page.locator(".band")).to_contain_text("critical")
    expect(page.locator(".band")).to_contain_text("Billing")
    expect(page.locator(".cell.critical")).to_contain_text("critical")


def test_another_teams_wall_is_calm_meanwhile(centre: Running, comes: Comes) -> None:
    page = comes("paul").opens("/wall?team=bow").page
    centre.outside.calls("103", name="Cyd")
    centre.outside.calls("101", name="Dag")
    expect(page.get_by_role("region", name="Sales").locator("dd").first).to_have_text("1")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Sales", "Support"])
    expect(page.get_by_text("No alerts")).to_be_visible()


def test_queues_stay_where_the_address_puts_them(centre: Running, comes: Comes) -> None:
    page = comes("paul").opens("/wall?queues=billing,sales").page
    centre.outside.calls("101", name="Eli")
    expect(page.get_by_role("region", name="Sales").locator("dd").first).to_have_text("1")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Billing", "Sales"])


def test_what_is_alerted_of_many_calls_is_said_once_with_their_number(centre: Running, comes: Comes) -> None:
    page = comes("paul").opens("/wall?queues=billing").page
    for name in ("Ann", "Ben", "Cyd"):
        centre.outside.calls("103", name=name)
    expect(page.locator(".band li.information")).to_contain_text("×3")
    expect(page.locator(".band li")).to_have_count(2)


def test_a_closed_queue_says_so(centre: Running, comes: Comes) -> None:
    page = comes("paul").opens("/wall?queues=sales").page
    centre.service.tell("/queues/sales/door", {"door": "draining", "why": "the day ends"}, verb="PUT")
    expect(page.get_by_role("region", name="Sales")).to_contain_text("draining")


def test_a_team_or_a_queue_that_is_not_there_is_named(comes: Comes) -> None:
    page = comes("paul").opens("/wall?team=keel").page
    expect(page.get_by_text("not there: keel")).to_be_visible()
    page.goto("/wall?queues=sales,oars")
    expect(page.get_by_text("not there: oars")).to_be_visible()
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()


def test_it_says_at_any_time_how_old_its_data_is(comes: Comes) -> None:
    page = comes("paul").opens("/wall?queues=sales").page
    expect(page.locator(".freshness")).to_have_text(re.compile(r"live · data \ds old"))
    expect(page.locator("time.clock")).to_have_text(re.compile(r"\d\d:\d\d"))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_is_cut_off_and_nothing_scrolls_on_any_screen(centre: Running, comes: Comes, language: str) -> None:
    page = comes("paul").opens(f"/wall?queues=*&lang={language}").page
    for _ in range(12):
        centre.outside.calls("103", name="One of many")
    for _ in range(3):
        centre.outside.calls("102", name="One of few")
    expect(page.locator(".cell.critical dd").first).to_have_text("12")
    expect(page.locator(".cell.warning dd").first).to_have_text("3")
    centre.service.tell("/queues/support/door", {"door": "draining", "why": "a long word"}, verb="PUT")
    expect(page.locator(".cell.warning .door")).to_be_visible()
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("document.querySelectorAll('.cell').length === 3")
        assert page.evaluate(NO_SCROLLING), (width, height)
        assert page.evaluate(NOTHING_CUT) == [], (width, height)


def test_nothing_on_it_can_be_done(comes: Comes) -> None:
    page = comes("sonya").opens("/wall?queues=*").page
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(1)
    expect(page.get_by_role("button", name="Full screen")).to_have_count(1)
