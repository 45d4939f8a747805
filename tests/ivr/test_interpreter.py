"""One caller's way, step by step."""

import datetime as dt
from typing import Any

import pytest

from ivr.actions import Action, Ask, Failed, Keys, Leave, Prompt, Result, Route, Said
from ivr.interpreter import MOST_TAKEN, Interpreter
from ivr.position import Call
from tests.ivr.trees import HOURS, NOON, call_through, demo, silent, tree_of

MENU: dict[str, Any] = {"menu": "main-menu", "keys": {1: "sales", "*": "bye"}}
SALES = {"route": "sales", "needs": {"sales": 3}, "topic": "buying"}
BYE = {"leave": "hang-up"}


def demo_call(dialled: str = "100") -> Interpreter:
    tree, hours = demo()
    return Interpreter(tree, hours, Call(dialled, "4711", "Ann"))


def small(first: dict[str, Any], **words: Any) -> Interpreter:
    tree = tree_of({"first": first, "sales": SALES, "bye": BYE}, **words)
    return Interpreter(tree, HOURS, Call("100", "4711"))


def after(interpreter: Interpreter, *results: Result) -> Action:
    action = interpreter.begin(NOON)
    for result in results:
        action = interpreter.heard(result, NOON)
    return action


def test_the_demo_leads_a_russian_vip_to_billing_first_in_line() -> None:
    said: list[Result] = [Said(), Keys("2"), Keys("2"), Keys("91234567"), Said(), Said()]
    end = after(demo_call(), *said)
    assert end == Route(
        queue="billing",
        needs={"ru": 1, "billing": 1},
        priority=10,
        topic="invoices",
        language="ru",
        data={"account": "91234567", "tier": "vip", "manager": "irina"},
        path=(
            "welcome",
            "choose-language",
            "in-russian",
            "main",
            "account",
            "thank-for-account",
            "vip-or-not",
            "vip",
            "billing",
        ),
    )


def test_the_demo_gives_other_accounts_no_priority() -> None:
    end = after(demo_call("101"), Keys("2"), Keys("123456"), Said(), Said())
    assert isinstance(end, Route)
    assert (end.queue, end.priority, end.data) == ("billing", 0, {"account": "123456"})


@pytest.mark.parametrize("dialled", ["100", "101", "102", "999"])
def test_the_demo_leads_whoever_presses_nothing_to_support(dialled: str) -> None:
    end = call_through(demo_call(dialled), silent)
    assert isinstance(end, Route) and end.queue == "support"


def test_key_zero_is_a_person_in_every_menu_of_the_demo() -> None:
    tree, _ = demo()
    menus = [step for step in tree.steps.values() if hasattr(step, "keys")]
    assert len(menus) == 2 and all(menu.keys["0"] == "person" for menu in menus)


def test_the_demo_sends_the_night_line_away_with_a_word() -> None:
    assert [p.name for p in getattr(after(demo_call("103")), "prompts", ())] == ["closed"]
    assert after(demo_call("103"), Said()) == Leave(None, ("night-line", "closed"))


def test_a_menu_is_heard_in_the_language_of_the_call() -> None:
    question = after(demo_call(), Said(), Keys("2"))
    assert isinstance(question, Ask) and question.prompts == (Prompt("ru", "main-menu"),)


def test_a_menu_asks_again_with_the_reason_and_gives_up_after_its_tries() -> None:
    menu = MENU | {"tries": 3, "wrong": "wrong-key", "silence": "nothing-heard"}
    interpreter = small(menu)
    first = after(interpreter)
    second = interpreter.heard(Keys("9"), NOON)
    third = interpreter.heard(Keys(""), NOON)
    end = interpreter.heard(Keys("9"), NOON)
    said = [[p.name for p in getattr(action, "prompts", ())] for action in (first, second, third)]
    assert said == [["main-menu"], ["wrong-key", "main-menu"], ["nothing-heard", "main-menu"]]
    assert isinstance(end, Route) and end.queue == "support"


def test_the_trees_waits_hold_where_a_step_says_nothing() -> None:
    question = after(small(MENU, wait="7s"))
    assert isinstance(question, Ask) and question.first_wait_s == 7
    question = after(small(MENU | {"wait": "2s"}, wait="7s"))
    assert isinstance(question, Ask) and question.first_wait_s == 2


def collecting(**words: Any) -> Interpreter:
    step = {"collect": "account", "ask": "enter-account", "digits": "6..8", "next": "sales", "wrong": "account-wrong"}
    return small(step | words)


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("12345", {}),
        ("123456789", {"finish": "#"}),
        ("12345*", {}),
        ("٣٣٣٣٣٣", {}),
        ("123456", {"range": "200000..300000"}),
        ("123456", {"checksum": "luhn"}),
    ],
)
def test_digits_that_are_not_what_was_asked_for_are_asked_again(digits: str, words: dict[str, Any]) -> None:
    question = after(collecting(**words), Keys(digits))
    assert isinstance(question, Ask) and question.prompts[0].name == "account-wrong"


def test_right_digits_are_kept_under_their_name() -> None:
    end = after(collecting(range="200000..300000"), Keys("250000"))
    assert isinstance(end, Route) and end.data == {"account": "250000"}


def test_one_digit_too_many_is_noticed_when_a_key_finishes_the_input() -> None:
    with_finish, without = after(collecting(finish="#")), after(collecting())
    assert isinstance(with_finish, Ask) and isinstance(without, Ask)
    assert (with_finish.max_digits, with_finish.finish) == (9, "#")
    assert (without.max_digits, without.finish) == (8, "")


def test_digits_are_read_back_and_taken_after_a_yes() -> None:
    interpreter = collecting(confirm=["you-entered", "digits of account"])
    question = after(interpreter, Keys("250000"))
    assert isinstance(question, Ask) and question.max_digits == 1
    assert [p.file for p in question.prompts] == ["en/you-entered", *(f"en/digit-{d}" for d in "250000")]
    end = interpreter.heard(Keys("1"), NOON)
    assert isinstance(end, Route) and end.data == {"account": "250000"}


def test_digits_that_are_not_confirmed_are_forgotten() -> None:
    interpreter = collecting(confirm=["digits of account"], tries=2)
    after(interpreter, Keys("250000"), Keys("2"), Keys("250001"))
    end = interpreter.heard(Keys(""), NOON)
    assert isinstance(end, Route) and end.queue == "support" and end.data == {}


@pytest.mark.parametrize(
    ("case", "dialled", "expected"),
    [
        ({"equals": 100}, "100", "sales"),
        ({"equals": 100}, "1000", "support"),
        ({"one_of": [99, 100]}, "100", "sales"),
        ({"prefix": 10}, "100", "sales"),
        ({"prefix": 11}, "100", "support"),
        ({"range": "100..200"}, "200", "sales"),
        ({"range": "100..200"}, "201", "support"),
        ({"range": "100..200"}, "1x0", "support"),
    ],
)
def test_a_branch_takes_the_first_case_that_fits(case: dict[str, Any], dialled: str, expected: str) -> None:
    tree = tree_of({"first": {"branch": "dialled", "cases": [case | {"next": "sales"}]}, "sales": SALES})
    end = Interpreter(tree, HOURS, Call(dialled)).begin(NOON)
    assert isinstance(end, Route) and end.queue == expected


def test_what_is_not_known_fits_no_case() -> None:
    branch = {"branch": "account", "cases": [{"prefix": 1, "next": "sales"}]}
    end = after(small(branch))
    assert isinstance(end, Route) and end.queue == "support"


@pytest.mark.parametrize(("hours", "expected"), [("always", "sales"), ("never", "support"), ("unheard-of", "support")])
def test_opening_hours_part_the_ways(hours: str, expected: str) -> None:
    end = after(small({"hours": hours, "open": "sales", "closed": "person"}))
    assert isinstance(end, Route) and end.queue == expected


def test_needs_add_up_and_level_zero_takes_one_away() -> None:
    changes = {"needs": {"en": 2, "tech": 4}, "priority": 7, "topic": "x", "queue": "billing"}
    tree = tree_of(
        {
            "first": {"set": changes, "next": "second"},
            "second": {"set": {"needs": {"tech": 0}}, "next": "third"},
            "third": {"route": "chosen", "needs": {"billing": 1}},
        }
    )
    end = Interpreter(tree, HOURS, Call("100")).begin(NOON)
    assert isinstance(end, Route)
    assert (end.queue, end.needs, end.priority, end.topic) == ("billing", {"en": 2, "billing": 1}, 7, "x")


@pytest.mark.parametrize("answer", [Failed("gone"), Said()])
def test_a_question_that_fails_leads_to_a_person(answer: Result) -> None:
    end = after(small(MENU), answer)
    assert isinstance(end, Route) and end.queue == "support"


def test_an_end_whose_prompts_cannot_be_played_is_still_that_end() -> None:
    assert after(small({"say": "goodbye", "leave": "200"}), Failed("gone")) == Leave("200", ("first",))
    end = after(small({"say": "connecting", "route": "sales"}), Failed("gone"))
    assert isinstance(end, Route) and end.queue == "sales"


def test_a_caller_who_goes_round_for_ever_gets_a_person() -> None:
    tree = tree_of({"first": {"menu": "main-menu", "keys": {1: "first"}}})
    interpreter = Interpreter(tree, HOURS, Call("100"))
    end = call_through(interpreter, lambda question: Keys("1"))
    assert isinstance(end, Route) and len(end.path) == MOST_TAKEN + 1


def test_a_target_that_was_never_checked_leads_to_a_person() -> None:
    end = after(small({"say": "welcome", "next": "nowhere"}), Said())
    assert isinstance(end, Route) and end.queue == "support"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        small(MENU).begin(dt.datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
