"""Ways through the menu: what is kept of them, of what, and for how long."""

from acd.asterisk.paths import MASK, MOST_STEPS, Paths, Way
from acd.core import Core
from acd.engine.facts import CallArrived, CallHandedOver, CallQueued
from ivr.actions import Failed, Keys
from tests.core_kit import NOON, a_core, answer, call, hang_up, sign_in
from tests.ivr.trees import tree_of

CALL = "17.1"
TREE = tree_of(
    {"pin": {"collect": "pin", "ask": "enter-account", "digits": "4..4", "next": "person"}},
)


def a_way(core: Core, paths: Paths, *, goes_on: bool = False, by_agent: str = "") -> Way:
    core.tell(CallArrived(CALL, "+7", "", "100", by_agent=by_agent))
    return paths.way(CALL, TREE, goes_on=goes_on)


def shown(paths: Paths) -> list[tuple[str, str]]:
    return [(step.step, step.pressed) for step in paths.of(CALL)]


async def test_a_question_asked_again_is_one_step_with_the_last_keys() -> None:
    core = a_core()
    paths = Paths(core)
    way = a_way(core, paths)
    way.comes_to(("main",))
    way.hears(("main",), Keys("7"))
    way.comes_to(("main",))
    way.hears(("main",), Keys("2"))
    way.hears(("main",), Keys(""))
    way.hears(("main",), Failed("no sound"))
    assert shown(paths) == [("main", "2")]
    assert paths.of(CALL)[0].at == NOON


async def test_collected_digits_are_masked_one_by_one() -> None:
    core = a_core()
    paths = Paths(core)
    way = a_way(core, paths)
    way.comes_to(("pin",))
    way.hears(("pin",), Keys("4711"))
    assert shown(paths) == [("pin", 4 * MASK)]


async def test_of_a_long_way_the_last_steps_are_kept() -> None:
    core = a_core()
    paths = Paths(core)
    way = a_way(core, paths)
    path = tuple(f"step-{number}" for number in range(3 * MOST_STEPS))
    way.comes_to(path)
    assert [step for step, _ in shown(paths)] == list(path[-MOST_STEPS:])


async def test_a_session_that_takes_over_adds_only_where_the_call_is_and_nothing_twice() -> None:
    core = a_core()
    paths = Paths(core)
    way = a_way(core, paths, goes_on=True)
    way.comes_to(("language", "main", "pin"))
    assert shown(paths) == [("pin", "")]
    again = paths.way(CALL, TREE, goes_on=True)
    again.comes_to(("language", "main", "pin"))
    again.comes_to(("language", "main", "pin", "billing"))
    assert shown(paths) == [("pin", ""), ("billing", "")]


async def test_nothing_is_kept_of_a_call_that_is_over() -> None:
    core = a_core()
    paths = Paths(core)
    way = a_way(core, paths)
    way.comes_to(("main",))
    hang_up(core, CALL)
    core.catch_up()
    assert paths.of(CALL) == ()
    way.comes_to(("main", "pin"))  # a session that learns of the end a moment later
    way.hears(("main", "pin"), Keys("1"))
    assert paths.of(CALL) == ()


async def test_nothing_is_kept_of_a_consultation_that_came_to_its_end_by_a_transfer() -> None:
    core = a_core()
    paths = Paths(core)
    sign_in(core, "anna", "boris")
    call(core, "17.2")
    answer(core, "17.2")
    way = a_way(core, paths, by_agent="anna")
    way.comes_to(("main",))
    core.tell(CallQueued(call=CALL, queue="billing"))
    answer(core, CALL)
    core.tell(CallHandedOver(call="17.2", by="anna", to="boris", consult=CALL))
    core.catch_up()
    assert CALL not in core.centre.calls
    assert paths.of(CALL) == ()
