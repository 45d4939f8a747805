"""A screen that hangs on the wall: it is signed in once, shows what it is for, and lets nobody do anything."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.running import PASSWORD, Running
from tests.browser.supervisor import SupervisorsPage

pytestmark = pytest.mark.browser

BOX = re.compile("^(A screen on the wall|Экран на стене)")


def test_who_is_on_the_way_to_the_wall_signs_in_a_screen_that_can_do_nothing(centre: Running, comes: Comes) -> None:
    centre.signs_in("anna", "clara")
    someone = comes().opens("/wall?queues=sales,billing")
    page = someone.page
    expect(page.get_by_label(BOX)).to_be_checked()
    page.get_by_label("Name").fill("sonya")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Billing")).to_be_visible()
    me = someone.context.request.get("/api/me").json()
    assert (me["screen"], me["rights"]) == (True, ["look"])

    whole = SupervisorsPage(someone)
    centre.outside.calls("103", name="Eve Holm")
    whole.sees_call("Eve Holm", "Billing")
    expect(whole.agent("anna")).to_be_visible()
    expect(page.locator("[data-menu]")).to_have_count(0)
    panel = whole.opens(whole.call("Eve Holm"))
    expect(panel.locator("[data-act]")).to_have_count(0)
    whole.closes_panel()
    page.get_by_role("button", name="Account: sonya").click()
    expect(page.get_by_role("menuitem")).to_have_text(["Wallboard", "Sign out"])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_who_signs_in_elsewhere_is_no_screen_unless_they_say_so(comes: Comes, language: str) -> None:
    someone = comes(locale=language).opens("/sign-in")
    expect(someone.page.get_by_label(BOX)).not_to_be_checked()
    someone.page.get_by_label(BOX).check()
    someone.page.locator("#name").fill("sergey")
    someone.page.locator("#password").fill(PASSWORD)
    someone.page.keyboard.press("Enter")
    expect(someone.page.locator("main table#queues")).to_be_visible()
    assert someone.context.request.get("/api/me").json()["screen"]
    someone.page.get_by_label(re.compile("^(Language|Язык)")).select_option("en")  # the account keeps its own
    expect(someone.page.get_by_label("Language")).to_be_visible()
    assert someone.context.request.get("/api/me").json()["language"] == "ru"
