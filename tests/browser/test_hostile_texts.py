"""Names and notes that mean harm are shown as what they are: text."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Comes
from tests.browser.person import PHONE
from tests.browser.running import Running
from tests.browser.supervisor import SupervisorsPage

pytestmark = pytest.mark.browser

TAG = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 2
TURNED = "\u202eabc\u202c d\u200f e"
SMILES = "\U0001f469\u200d\U0001f467 Zoe"

NOTHING_FOREIGN = (
    """() => document.querySelectorAll('img, script:not([src]), iframe, object, a[href^="javascript:"]').length"""
)


def is_clean(page: Page) -> None:
    assert page.evaluate(NOTHING_FOREIGN) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "something pushes the page wider"


AS_THE_GATE_LEAVES_THEM = {
    TAG: "img src=x onerror=alert 1",
    SCRIPT: "/script script alert 2 /script",
    LONG: LONG[:40],
    SMILES: "\U0001f469 \U0001f467 Zoe",
}


@pytest.mark.parametrize("name", AS_THE_GATE_LEAVES_THEM, ids=["tag", "script", "long", "smiles"])
def test_a_callers_name_is_text(centre: Running, comes: Comes, name: str) -> None:
    page, seen = SupervisorsPage(comes("sonya")), AS_THE_GATE_LEAVES_THEM[name]
    centre.outside.calls("103", name=name, number="+4670999")
    page.sees_call("+4670999", "waiting", seen)
    panel = page.opens(page.call("+4670999"))
    expect(panel.get_by_role("heading", level=2)).to_contain_text(seen)
    is_clean(page.page)
    page.page.set_viewport_size({"width": 360, "height": 740})
    is_clean(page.page)


def test_a_note_for_the_next_agent_is_text(centre: Running, comes: Comes) -> None:
    centre.signs_in("anna", "boris", answering=True)
    page = SupervisorsPage(comes("sonya"))
    caller = centre.outside.calls("101", name="Nora Wik")
    page.sees_call("Nora Wik", "talking")
    note = {"to": {"queue": "billing"}, "note": f"{TAG} {SCRIPT}"}
    assert centre.service.tell(f"/calls/{caller.call_id}/transfer", note) == 200
    page.sees_call("Nora Wik", "waiting", "Billing")
    expect(page.opens(page.call("Nora Wik"))).to_contain_text(f"{TAG} {SCRIPT}")
    is_clean(page.page)


def test_an_agents_title_is_text_in_tables_menus_dialogs_and_the_story(centre: Running, comes: Comes) -> None:
    centre.signs_in("mallory")
    page = SupervisorsPage(comes("sonya"))
    expect(page.agent("mallory")).to_contain_text(TAG)
    expect(page.begins(page.agent("mallory"), "agent_state").get_by_role("heading")).to_contain_text(TAG)
    page.page.keyboard.press("Escape")
    centre.outside.calls("102", name="Ida Stern")
    page.sees_call("Ida Stern", "ringing", TAG)
    page.opens(page.call("Ida Stern"))
    expect(page.is_told_the_story()).to_contain_text("mallory")
    is_clean(page.page)


def test_a_reason_is_text_wherever_it_is_read(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya"))
    centre.outside.calls("103", name="Ole Brun")
    page.sees_call("Ole Brun", "waiting")
    page.acts(page.call("Ole Brun"), "move", queue="support", why=f"{TAG} & {SCRIPT}")
    page.opens(page.call("Ole Brun"))
    expect(page.is_told_the_story()).to_contain_text(TAG)
    page.closes_panel()
    page.page.get_by_role("button", name="Account: sonya").click()
    page.page.locator('[role="menu"] [data-act="acts"]').click()
    expect(page.panel).to_contain_text(f"{TAG} & {SCRIPT}")
    is_clean(page.page)


def test_letters_that_turn_the_text_round_turn_nothing_else(centre: Running, comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya"))
    centre.outside.calls("103", name=TURNED, number="+4670888")
    page.sees_call("+4670888", "waiting", "Billing")
    order = page.call("+4670888").evaluate("row => getComputedStyle(row).direction")
    assert order == "ltr"
    is_clean(page.page)


def test_a_search_for_markup_finds_text(comes: Comes) -> None:
    page = SupervisorsPage(comes("sonya", viewport=PHONE))
    page.page.locator("#search").fill("<b>nobody</b>")
    expect(page.page.locator("#found")).to_contain_text("Nothing here is called <b>nobody</b>.")
    page.page.locator("#search").fill("<img")
    expect(page.page.locator("#found")).to_contain_text(TAG)
    is_clean(page.page)


def test_a_wall_named_by_a_hostile_address_shows_it_as_text(comes: Comes) -> None:
    page = comes("paul").opens(f"/wall?queues={TAG}&lang=xx&theme=javascript:alert(1)").page
    expect(page.get_by_text("not there")).to_contain_text(TAG)
    is_clean(page)
