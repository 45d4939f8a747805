"""What a number means to which a call is passed on, and what it must never mean."""

import pytest

from acd.asterisk.gate import Hostile, check_number
from acd.asterisk.targets import Target, Targets, last_agent, number_of
from acd.config.model import TargetPart
from acd.engine.calls import Call, Talk
from ivr.model import RouteStep, Tree
from tests.core_kit import a_core

TREE = Tree(entries={"100": "person"}, person=RouteStep(route="billing"), steps={})


def targets() -> Targets:
    numbers = {
        "800": TargetPart(queue="sales"),
        "801": TargetPart(needs={"ru": 3}),
        "802": TargetPart(needs="ru >= 5 or sales"),
        "803": TargetPart(queue="sales", tier="2"),
    }
    return Targets(a_core(), TREE, numbers)


@pytest.mark.parametrize(
    ("dialled", "meaning"),
    [
        ("800", Target(queue="sales")),
        ("801", Target(needs={"ru": 3})),
        ("802", Target(need="ru >= 5 or sales")),
        ("803", Target(queue="sales", tier="2")),
        ("1002", Target(agent="boris")),
        ("100", Target(entry=True)),
        ("+79991234567", Target(number="+79991234567")),
    ],
)
async def test_a_number_means_what_is_configured_a_colleague_the_menu_or_somebody_outside(
    dialled: str, meaning: Target
) -> None:
    assert targets().meaning(dialled) == meaning


@pytest.mark.parametrize(
    "dialled",
    [
        "",
        "1&PJSIP/00900@trunk&Local/1",
        "1,45,U(acd-answered)",
        "99abc",
        "1@from-internal",
        "1/2",
        "*40",
        "+",
        "1" * 31,
    ],
)
async def test_what_is_no_number_means_nothing(dialled: str) -> None:
    assert targets().meaning(dialled) == Target()
    with pytest.raises(Hostile, match="30 digits"):
        check_number(dialled)


async def test_only_the_language_goes_along_to_another_queue() -> None:
    call = Call("1.0", 0.0)
    call.queue, call.asked, call.language = "billing", {"ru": 5, "sales": 2}, "ru"
    to_sales = targets().transfer(call, Target(queue="sales"), "anna", fetched=True)
    assert (to_sales.queue, to_sales.needs) == ("sales", {"ru": 5})
    assert targets().transfer(call, Target(agent="boris"), "anna", fetched=True).needs == call.asked


async def test_what_the_menu_asked_in_words_stays_within_the_queue_and_gives_way_to_what_is_asked_instead() -> None:
    call = Call("1.0", 0.0)
    call.queue, call.asked, call.asked_need, call.language = "sales", {"ru": 5, "sales": 2}, "sales >= {level}", "ru"

    def asked(target: Target) -> tuple[dict[str, int], str, str]:
        fact = targets().transfer(call, target, "anna", fetched=False)
        return fact.needs, fact.need, fact.tier

    assert asked(Target(agent="boris")) == (call.asked, "sales >= {level}", "")
    assert asked(Target(queue="billing")) == ({"ru": 5}, "", "")
    assert asked(Target(needs={"sales": 8})) == ({"sales": 8}, "", "")
    assert asked(Target(need="sales and not ru")) == ({}, "sales and not ru", "")
    assert asked(Target(tier="2")) == ({"ru": 5}, "", "2")
    assert targets().back(call).need == "sales >= {level}"


async def test_a_note_goes_along() -> None:
    call = Call("1.0", 0.0)
    assert targets().transfer(call, Target(queue="sales"), "anna", fetched=False, note="angry").note == "angry"


async def test_a_call_that_could_not_be_put_through_waits_where_it_was_or_with_the_menus_person() -> None:
    call = Call("1.0", 0.0)
    assert targets().back(call).queue == "billing"
    call.queue = "sales"
    back = targets().back(call)
    assert (back.queue, back.by, back.fetched, back.say) == ("sales", "", True, "not-reached")


def test_whoever_talked_last_has_passed_the_call_on() -> None:
    call = Call("1.0", 0.0)
    assert last_agent(call, ("written",)) == "written"
    assert last_agent(call, ("one", "other")) == ""
    call.talks = [Talk("anna", "sales", 0.0, 5.0), Talk("boris", "sales", 6.0, 9.0)]
    assert last_agent(call, ("written",)) == "boris"


def test_a_phone_has_its_number_wherever_it_is() -> None:
    assert (number_of("PJSIP/1001"), number_of("Local/+7999@acd-outside")) == ("1001", "+7999")
