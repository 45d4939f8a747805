"""The service goes away under an open page, and comes back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.running import Running
from tests.browser.supervisor import SupervisorsPage

pytestmark = pytest.mark.browser

SERVICE_IS_AWAY = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "WebSocket connection")
LONG_MS = 20_000
"""Noticing takes six seconds at most, coming back five; this machine has other work to do."""


def test_both_pages_outlive_a_killed_service_without_a_reload(centre: Running, comes: Comes) -> None:
    sonya, wall = comes("sonya"), comes("paul").opens("/wall?team=stern")
    page = SupervisorsPage(sonya)
    centre.outside.calls("103", name="Juno Vik")
    page.sees_call("Juno Vik", "waiting")
    expect(wall.page.get_by_role("heading", name="Billing")).to_be_visible()
    for each in (page.page, wall.page):
        each.evaluate("window.neverReloaded = true")

    with sonya.who_may_see(*SERVICE_IS_AWAY), wall.who_may_see(*SERVICE_IS_AWAY):
        centre.service.kill()
        expect(page.page.locator(".stale")).to_contain_text("No connection", timeout=LONG_MS)
        expect(wall.page.get_by_role("alert")).to_contain_text(re.compile(r"Data is \d+\s?s old"), timeout=LONG_MS)
        page.sees_call("Juno Vik", "waiting")
        centre.service.start()
        expect(page.page.locator(".stale")).to_have_count(0, timeout=LONG_MS)
        expect(wall.page.get_by_role("alert")).to_have_count(0, timeout=LONG_MS)

    page.sees_call("Juno Vik", "waiting", "Billing")
    expect(wall.page.locator(".freshness")).to_contain_text("live")
    for each in (page.page, wall.page):
        assert each.evaluate("window.neverReloaded")
    page.acts(page.call("Juno Vik"), "move", queue="sales", why="still signed in, and still able")
    page.sees_call("Juno Vik", "waiting", "Sales")


def test_a_short_loss_of_the_line_costs_nothing_that_happened_meanwhile(centre: Running, comes: Comes) -> None:
    sonya = comes("sonya")
    page = SupervisorsPage(sonya)
    with sonya.who_may_see("ERR_INTERNET_DISCONNECTED", "WebSocket connection"):
        sonya.context.set_offline(True)
        page.page.evaluate("window.dispatchEvent(new Event('offline'))")
        centre.outside.calls("102", name="Karl Meer")
        sonya.context.set_offline(False)
    page.sees_call("Karl Meer", "waiting")


def test_a_wall_loads_a_new_build_of_itself(comes: Comes) -> None:
    wall = comes("paul").opens("/wall?queues=sales")
    page = wall.page
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()
    ours = page.locator("script[src]").get_attribute("src")
    assert ours is not None
    page.evaluate("script => document.querySelector('script[src]').setAttribute('src', script)", "/assets/wall-old.js")
    page.evaluate("window.neverReloaded = true")
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()
    assert not page.evaluate("window.neverReloaded")
