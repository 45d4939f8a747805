"""Everything can be done without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Comes
from tests.browser.running import PASSWORD, Running
from tests.browser.supervisor import SupervisorsPage, focused

pytestmark = pytest.mark.browser

HAS_RING = (
    "each => { const s = getComputedStyle(each); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 }"
)


def presses(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_one_signs_in_and_moves_a_call_by_keys_alone(centre: Running, comes: Comes) -> None:
    page = comes().opens("/sign-in").page
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("sonya")
    presses(page, "Tab")
    page.keyboard.type(PASSWORD)
    presses(page, "Enter")
    centre.outside.calls("103", name="Tor Hagen")
    calls = page.locator("table#calls tbody tr")
    expect(calls.filter(has_text="Tor Hagen")).to_be_visible()

    presses(page, "c")
    expect(focused(page)).to_have_text("Tor Hagen")
    assert focused(page).evaluate(HAS_RING)
    presses(page, "m")
    expect(page.get_by_role("menuitem", name="Move to a queue")).to_be_focused()
    presses(page, "Enter")
    expect(page.locator("dialog.box select")).to_be_focused()
    page.keyboard.type("Sup")
    presses(page, "Tab")
    page.keyboard.type("by keys alone")
    presses(page, "Enter")
    expect(calls.filter(has_text="Tor Hagen")).to_contain_text("Support")
    expect(focused(page)).to_have_text("Tor Hagen")


def test_keys_lead_to_each_part_and_help_tells_them(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya")).page
    presses(page, "q")
    expect(focused(page)).to_have_text("Billing")
    presses(page, "ArrowDown", "ArrowDown")
    expect(focused(page)).to_have_text("Support")
    presses(page, "Home", "Enter")
    expect(page.locator("dialog.drawer")).to_contain_text("Billing")
    presses(page, "Escape")
    expect(focused(page)).to_have_text("Billing")
    presses(page, "a")
    expect(page.locator("table#agents").locator(":focus")).to_have_count(1)
    presses(page, "/")
    expect(page.locator("#search")).to_be_focused()
    presses(page, "Escape", "?")
    for key in ("search", "acts for what is chosen"):
        expect(page.locator("dialog.drawer")).to_contain_text(key)


def test_a_dialog_holds_the_focus_and_gives_it_back(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya"))
    page.page.keyboard.press("q")
    asking = page.begins(page.queue("sales"), "door")
    inside = "document.querySelector('dialog.box').matches(':focus-within') || document.activeElement === document.body"
    for _ in range(12):
        page.page.keyboard.press("Tab")
        assert page.page.evaluate(inside)
    page.page.keyboard.press("Escape")
    expect(asking).to_have_count(0)
    assert page.queue("sales").locator(":focus").count() == 1


def test_a_wall_is_chosen_by_keys_alone(comes: Comes) -> None:
    page = comes("paul").opens("/wall").page
    expect(page.get_by_role("heading", name="What should the wall show?")).to_be_visible()
    presses(page, "Tab")
    expect(focused(page)).to_contain_text("2 queues")
    presses(page, "Tab", "Tab", "Space")
    expect(page.get_by_label("Sales")).to_be_checked()
    presses(page, "Tab", "Tab", "Space", "Enter")
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()
    expect(page.get_by_role("heading", name="Billing")).to_be_visible()
    expect(page.get_by_role("heading", name="Support")).to_have_count(0)
