"""The way in and the way out."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.running import PASSWORD, Running
from tests.browser.supervisor import SupervisorsPage

pytestmark = pytest.mark.browser

REFUSED = "status of 401|answer 401: POST .*/api/sign-in"


def signs_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def is_at_the_door(page: Page, then: str) -> None:
    expect(page).to_have_url(re.compile(rf"/sign-in\?next={then}$"))
    expect(page.get_by_label("Password")).to_be_visible()


def test_a_supervisor_signs_in_and_sees_the_centre(comes: Comes) -> None:
    page = comes().opens("/").page
    is_at_the_door(page, "(/|%2F)")
    signs_in(page, "sonya")
    expect(page.get_by_role("heading", name="Harbour Lights")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Sales"))).to_be_visible()


def test_a_wrong_password_is_told_and_nothing_is_shown(comes: Comes) -> None:
    someone = comes().opens("/sign-in")
    with someone.who_may_see(REFUSED):
        signs_in(someone.page, "sonya", "the lamp is out")
        expect(someone.page.get_by_role("alert")).to_contain_text("password")
        expect(someone.page.get_by_label("Password")).to_be_focused()
    assert not [each for each in someone.context.cookies() if "acd" in each["name"]]


def test_one_comes_back_to_the_wall_that_one_asked_for(comes: Comes) -> None:
    page = comes().opens("/wall?queues=sales,billing").page
    is_at_the_door(page, ".*")
    signs_in(page, "paul")
    expect(page.get_by_role("heading", name="Billing")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/wall\?queues=sales(,|%2C)billing$"))


def test_who_signs_out_elsewhere_is_shown_the_door(comes: Comes, centre: Running) -> None:
    here = comes("sonya", anew=True)
    page = SupervisorsPage(here).page
    elsewhere = here.context.new_page()
    elsewhere.goto("/")
    elsewhere.get_by_role("button", name="Account: sonya").click()
    with here.who_may_see("401", "HTTP Authentication failed"):
        elsewhere.get_by_role("menuitem", name="Sign out").click()
        is_at_the_door(page, "(/|%2F)")
    assert here.context.request.get("/api/live/snapshot").status == 401


def test_an_agent_is_told_that_the_page_is_not_for_them(comes: Comes) -> None:
    page = comes("anna").opens("/").page
    expect(page.get_by_text("You may not look at the centre")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)


def test_the_sign_in_speaks_the_language_of_the_browser_until_one_chooses(comes: Comes) -> None:
    someone: Person = comes(locale="ru-RU").opens("/sign-in")
    expect(someone.page.get_by_role("button", name="Войти")).to_be_visible()
    someone.page.get_by_label("Язык").select_option("en")
    expect(someone.page.get_by_role("button", name="Sign in")).to_be_visible()
    someone.opens("/sign-in")
    expect(someone.page.get_by_role("button", name="Sign in")).to_be_visible()
