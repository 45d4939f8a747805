"""A supervisor and one call: it comes, it is looked at, moved, answered, listened to."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.running import Running
from tests.browser.supervisor import SupervisorsPage

pytestmark = pytest.mark.browser


def test_a_call_comes_and_is_moved_and_answered(centre: Running, comes: Comes) -> None:
    centre.signs_in("anna", answering=True)
    page = SupervisorsPage(comes("sonya"))
    centre.outside.calls("103", name="Eve Holm", number="+4930111")
    page.sees_call("Eve Holm", "waiting", "Billing", "+4930111")
    expect(page.cell(page.queue("billing"), "waiting")).to_have_text("1")

    story = page.opens(page.call("Eve Holm"))
    expect(story).to_contain_text("invoices")
    expect(page.is_told_the_story()).to_contain_text("asked for an agent of queue billing")
    page.closes_panel()

    page.acts(page.call("Eve Holm"), "move", queue="sales", why="nobody is at billing")
    page.sees_call("Eve Holm", "talking", "Sales", "Anna Berg")
    expect(page.agent("anna")).to_contain_text("talking")
    expect(page.told).to_contain_text("Eve Holm")
    page.opens(page.call("Eve Holm"))
    story = page.is_told_the_story()
    expect(story).to_contain_text("nobody is at billing")
    expect(story).to_contain_text("sonya")


def test_the_way_through_the_menu_is_shown(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya"))
    caller = centre.outside.calls("100", name="Mina Dahl")
    page.sees_call("Mina Dahl", "in the menu")
    caller.presses("3")
    page.sees_call("Mina Dahl", "waiting", "Billing")
    expect(page.opens(page.call("Mina Dahl"))).to_contain_text("pressed 3")
    caller.hangs_up()
    expect(page.panel).to_contain_text("This is over")
    page.closes_panel()
    page.sees_no_call("Mina Dahl")
    expect(page.cell(page.queue("billing"), "lost")).not_to_have_text("0")


def test_a_supervisor_listens_and_is_seen_listening(centre: Running, comes: Comes) -> None:
    centre.signs_in("anna", answering=True)
    centre.outside.answers("1009")
    page = SupervisorsPage(comes("sonya"))
    centre.outside.calls("101", name="Otto Lind")
    page.sees_call("Otto Lind", "talking")
    page.acts(page.call("Otto Lind"), "listen", why="Anna is new")
    page.sees_call("Otto Lind", "sonya", "listens")
    assert centre.outside.phone("1009").in_call
    page.acts(page.call("Otto Lind"), "whisper", why="a hint")
    page.sees_call("Otto Lind", "sonya", "whispers")
    page.call("Otto Lind").locator("[data-menu]").click()
    page.page.locator('[role="menu"] [data-act="stop_listening"]').click()
    expect(page.call("Otto Lind")).not_to_contain_text("whispers")
    centre.service.until(lambda: not centre.outside.phone("1009").in_call)


def test_one_reads_why_this_agent_and_why_not_that_one(centre: Running, comes: Comes) -> None:
    centre.signs_in("anna", "boris")
    centre.outside.answers("1001")
    page = SupervisorsPage(comes("sonya"))
    centre.outside.calls("101", name="Lena Brandt")
    page.sees_call("Lena Brandt", "talking", "Anna Berg")
    panel = page.opens(page.call("Lena Brandt"))
    expect(page.is_told_the_story()).to_contain_text("anna: chosen")
    panel.get_by_label("Why not …").select_option("clara")
    expect(panel.locator(".story")).to_contain_text("clara would at least have had to")


def test_a_recording_is_started_paused_and_ended(centre: Running, comes: Comes) -> None:
    centre.signs_in("clara", answering=True)
    page = SupervisorsPage(comes("sonya"))
    centre.outside.calls("103", name="Rolf Ek")
    page.sees_call("Rolf Ek", "talking")
    for act, seen in (
        ("record_start", "recording"),
        ("record_pause", "recording paused"),
        ("record_resume", "recording"),
    ):
        page.call("Rolf Ek").locator("[data-menu]").click()
        page.page.locator(f'[role="menu"] [data-act="{act}"]').click()
        expect(page.cell(page.call("Rolf Ek"), "state").locator(".recording")).to_have_text(seen)


def test_a_call_is_hung_up_only_when_one_says_why(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya"))
    caller = centre.outside.calls("102", name="Ugo Falk")
    page.sees_call("Ugo Falk", "waiting")
    asking = page.begins(page.call("Ugo Falk"), "hang_up")
    expect(asking).to_contain_text("cut off at once")
    page.confirms()
    expect(asking).to_contain_text("Say why")
    assert not caller.ended
    page.fills(asking, why="a wrong number, he says")
    page.confirms()
    page.sees_no_call("Ugo Falk")
    assert caller.is_gone()
