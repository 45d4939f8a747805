"""The way in and the way out."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.running import PASSWORD

pytestmark = pytest.mark.browser

NOBODY_YET = "401.*/api/me|/api/me.*401|status of 401"


def test_a_supervisor_signs_in_and_sees_the_centre(comes: Comes) -> None:
    sonya = comes()
    page = sonya.page
    with sonya.who_may_see(NOBODY_YET):
        sonya.opens("/")
        page.wait_for_url("**/sign-in?next=%2F")
    page.get_by_label("Name").fill("sonya")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Harbour Lights")).to_be_visible()
    expect(page.get_by_role("row", name="Sales")).to_be_visible()
