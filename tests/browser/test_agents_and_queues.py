"""What a supervisor does to agents and queues, what they are alerted of, and how they find things."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.running import Running
from tests.browser.supervisor import SupervisorsPage

pytestmark = pytest.mark.browser


def test_an_agent_is_made_to_pause_and_brought_back(centre: Running, comes: Comes) -> None:
    centre.signs_in("anna")
    page = SupervisorsPage(comes("sonya"))
    expect(page.agent("anna")).to_contain_text("ready")
    page.acts(page.agent("anna"), "agent_state", state="paused", reason="fire drill", why="everybody out")
    expect(page.agent("anna")).to_contain_text("paused")
    expect(page.agent("anna")).to_contain_text("fire drill")
    page.acts(page.agent("anna"), "agent_state", state="ready", why="it was a drill")
    expect(page.agent("anna")).to_contain_text("ready")


def test_skills_that_are_changed_hold_at_once(centre: Running, comes: Comes) -> None:
    centre.signs_in("anna", answering=True)
    page = SupervisorsPage(comes("sonya"))
    centre.outside.calls("103", name="Gerd Moll")
    page.sees_call("Gerd Moll", "waiting")
    page.acts(page.agent("anna"), "agent_skills", skills="sales 8\nbilling 3", why="Clara is ill")
    page.sees_call("Gerd Moll", "talking", "Anna Berg")
    expect(page.agent("anna")).to_contain_text("billing")
    page.acts(page.agent("anna"), "agent_skills", skills="sales 8", why="Clara is back")


def test_a_queue_is_closed_and_opened_by_keyboard_or_mouse_with_its_reason(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya"))
    asking = page.begins(page.queue("support"), "door")
    expect(asking).to_contain_text("who waits leaves by the way out")
    page.fills(asking, door="draining", why="no power")
    page.confirms()
    expect(page.cell(page.queue("support"), "door")).to_have_text("draining")
    page.acts(page.queue("support"), "door", door="hours", why="power is back")
    expect(page.cell(page.queue("support"), "door")).to_have_text("open")
    page.page.get_by_role("button", name="Account: sonya").click()
    page.page.locator('[role="menu"] [data-act="acts"]').click()
    expect(page.panel).to_contain_text("no power")
    expect(page.panel).to_contain_text("power is back")


def test_an_alert_is_raised_acknowledged_and_kept_in_the_history(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya"))
    caller = centre.outside.calls("103", name="Alma Thor")
    alert = page.page.locator(".alert.critical")
    expect(alert).to_contain_text("Billing")
    expect(alert.get_by_role("img", name="critical")).to_be_visible()
    alert.get_by_role("button", name="Acknowledge").click()
    expect(alert).to_contain_text("seen by sonya")
    caller.hangs_up()
    expect(alert).to_have_count(0)
    page.page.get_by_role("button", name="History").click()
    expect(page.panel).to_contain_text("Billing")
    expect(page.panel).to_contain_text("seen by sonya")


def test_the_search_finds_calls_agents_and_queues(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya"))
    centre.outside.calls("102", name="Vera Quist", number="+4670112233")
    page.sees_call("Vera Quist", "waiting")
    expect(page.searches("0112233")).to_contain_text("Vera Quist")
    expect(page.searches("bill")).to_contain_text(["Billing"])
    expect(page.searches("voss")).to_contain_text("Clara Voss")
    page.page.keyboard.press("Enter")
    expect(page.panel.get_by_role("heading", name="Clara Voss")).to_be_visible()


def test_the_day_is_drawn_and_told_as_a_table(comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya")).page
    day = page.locator("#section-day")
    expect(day.locator("canvas").first).to_be_visible()
    expect(day.get_by_role("img").first).to_have_attribute("aria-label", re.compile("Load"))
