"""Two supervisors look at one centre: at the same moment, and with different scopes."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.running import Running
from tests.browser.supervisor import SupervisorsPage

pytestmark = pytest.mark.browser

TOO_LATE = "status of 409|answer 409: POST .*/move"


def test_of_two_who_move_the_same_call_one_does_and_the_other_is_told(centre: Running, comes: Comes) -> None:
    sonya, sergey = SupervisorsPage(comes("sonya")), SupervisorsPage(comes("ada"))
    centre.outside.calls("103", name="Nils Mohn")
    for page in (sonya, sergey):
        page.sees_call("Nils Mohn", "waiting")
    sonya.fills(sonya.begins(sonya.call("Nils Mohn"), "move"), queue="sales", why="they know him")
    sergey.fills(sergey.begins(sergey.call("Nils Mohn"), "move"), queue="support", why="it is about a fault")

    sonya.confirms()
    expect(sonya.asking).to_have_count(0)
    with sergey.person.who_may_see(TOO_LATE):
        sergey.confirms()
        expect(sergey.asking.get_by_role("alert")).to_contain_text("sales")
    sergey.page.keyboard.press("Escape")
    for page in (sonya, sergey):
        page.sees_call("Nils Mohn", "waiting", "Sales")


def test_pressing_twice_moves_once(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya"))
    centre.outside.calls("103", name="Pia Rask")
    page.sees_call("Pia Rask", "waiting")
    page.fills(page.begins(page.call("Pia Rask"), "move"), queue="support", why="quick fingers")
    page.asking.locator('button[type="submit"]').dblclick()
    page.sees_call("Pia Rask", "waiting", "Support")
    done = [act for act in centre.service.ask("/acts")["acts"] if act["why"] == "quick fingers"]
    assert [act["act"] for act in done] == ["move"]


def test_what_one_does_the_other_sees_at_once(centre: Running, comes: Comes) -> None:
    sonya, ada = SupervisorsPage(comes("sonya")), SupervisorsPage(comes("ada"))
    sonya.acts(sonya.queue("sales"), "door", door="closed", why="the office burns")
    expect(ada.cell(ada.queue("sales"), "door")).to_have_text("closed")
    ada.acts(ada.queue("sales"), "door", door="open", why="it does not")
    expect(sonya.cell(sonya.queue("sales"), "door")).to_have_text("open")


def test_a_supervisor_of_one_team_sees_neither_the_calls_nor_the_agents_of_the_other(
    centre: Running, comes: Comes
) -> None:
    stella = SupervisorsPage(comes("stella"))
    centre.outside.calls("101", name="Not For Stella")
    centre.outside.calls("103", name="For Stella")
    stella.sees_call("For Stella", "waiting", "Billing")
    stella.sees_no_call("Not For")
    assert stella.page.locator("table#queues tbody tr").count() == 1
    expect(stella.agent("clara")).to_be_visible()
    expect(stella.agent("anna")).to_have_count(0)
    expect(stella.searches("Not For")).to_have_count(0)
    asking = stella.begins(stella.call("For Stella"), "priority")
    stella.fills(asking, priority="7", why="an old friend")
    stella.confirms()
    expect(stella.cell(stella.call("For Stella"), "priority")).to_have_text("7")


def test_a_planner_looks_and_can_do_nothing(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("paul"))
    centre.outside.calls("103", name="Ines Korn")
    page.sees_call("Ines Korn", "waiting")
    expect(page.page.locator("[data-menu]")).to_have_count(0)
    expect(page.opens(page.call("Ines Korn")).locator("[data-act]")).to_have_count(0)
