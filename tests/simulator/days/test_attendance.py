"""Agents come, pause and go as their duty says and their calls allow, and the engine is told just that."""

from math import inf

import pytest

from acd.engine.routing_rules import Exit
from agents.roster import AgentRules
from simulator.days.staff import Staff, Wish, turns_of
from simulator.days.world import Duty, World
from tests.simulator.days.by_hand import InTurn, became, calls, duty, of_agents, queue, takes, world

DRAWN = {"": (takes(30),)}
FREE = "anna is free"


def on_duty(*spells: tuple[float, float], breaks: tuple[tuple[float, float], ...] = ()) -> list[tuple[float, str]]:
    """What a duty means, in order."""
    staff = Staff(world(duties=[duty("anna", *spells, breaks=breaks)]))
    return [(turn.at, turn.wish.value) for turn in staff.turns]


def test_a_duty_is_told_as_turns() -> None:
    assert on_duty((10, 100), (200, inf), breaks=((20, 30), (50, 60))) == [
        (10, "work"), (20, "break"), (30, "work"), (50, "break"), (60, "work"), (100, "away"), (200, "work"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spells", "breaks", "turns"),
    [
        (((0, 50), (50, 90)), (), [(0, "work"), (90, "away")]),
        (((0, 60), (50, 90)), (), [(0, "work"), (90, "away")]),
        (((5, 5), (7, 9)), (), [(7, "work"), (9, "away")]),
        (((0, 90),), ((0, 10),), [(0, "break"), (10, "work"), (90, "away")]),
        (((5, 90),), ((0, 10),), [(5, "break"), (10, "work"), (90, "away")]),
        (((0, 90),), ((80, 90),), [(0, "work"), (80, "break"), (90, "away")]),
        (((0, 90),), ((80, 99),), [(0, "work"), (80, "break"), (90, "away")]),
        (((0, 90),), ((10, 20), (20, 30)), [(0, "work"), (10, "break"), (30, "work"), (90, "away")]),
        (((0, 90),), ((10, 25), (20, 30)), [(0, "work"), (10, "break"), (30, "work"), (90, "away")]),
        (((0, 90),), ((10, 10), (95, 99)), [(0, "work"), (90, "away")]),
        (((0, 40), (60, 90)), ((30, 70),),
         [(0, "work"), (30, "break"), (40, "away"), (60, "break"), (70, "work"), (90, "away")]),
    ],
    ids=[
        "spells that adjoin", "spells that overlap", "a spell of no time", "a break at the very beginning",
        "a break from before the spell", "a break until the very end", "a break beyond the end", "breaks that adjoin",
        "breaks that overlap", "breaks of no time and outside", "a break over the gap between spells",
    ],
)  # fmt: skip
def test_borders_of_spells_and_breaks_may_touch(
    spells: tuple[tuple[float, float], ...], breaks: tuple[tuple[float, float], ...], turns: list[tuple[float, str]]
) -> None:
    assert on_duty(*spells, breaks=breaks) == turns


def test_an_agent_without_spells_never_comes() -> None:
    nobody = Duty(agent="anna", group="all", spells=())
    assert turns_of(nobody, Staff(world()).workers[0]) == []
    assert became(world(calls([1], takes(5), patience=takes(3)), duties=[nobody])) == [("abandoned", 1, 4, 4)]


def test_when_shifts_change_who_comes_is_there_before_who_goes() -> None:
    turns = Staff(world(agents=("anna", "boris"), duties=[duty("anna", (0, 50)), duty("boris", (50, 90))])).turns
    assert [(turn.at, turn.worker.name, turn.wish) for turn in turns][1:3] == [
        (50, "boris", Wish.WORK),
        (50, "anna", Wish.AWAY),
    ]


def test_callers_are_not_sent_away_because_shifts_change() -> None:
    shifts = [duty("anna", (0, 50)), duty("boris", (50, inf))]
    strict = queue(nobody_s=0.0, nobody_exit=Exit(go="hangup"))
    some = world(calls([40, 45], takes(20)), agents=("anna", "boris"), duties=shifts, queues=[strict])
    assert became(some) == [("served", 40, 40, 60), ("served", 45, 50, 70)]


def test_a_break_begins_after_the_call_and_ends_when_it_was_to_end() -> None:
    some = world(calls([0, 5], takes(15)), duties=[duty("anna", breaks=((10, 40),))])
    assert of_agents(some) == [
        (0, "anna comes"),
        (0, "anna answers c-1"),
        (10, "anna pauses: break"),
        (40, FREE),
        (40, "anna answers c-2"),
    ]


def test_a_break_that_is_over_before_the_call_is_none() -> None:
    some = world(calls([0, 5], takes(15)), duties=[duty("anna", breaks=((10, 12),))])
    assert became(some) == [("served", 0, 0, 15), ("served", 5, 15, 30)]


def test_who_begins_with_a_break_comes_after_it_and_takes_no_call_before() -> None:
    some = world(calls([0], takes(15)), duties=[duty("anna", (5, inf), breaks=((5, 20),))])
    assert of_agents(some) == [(20, "anna comes"), (20, "anna answers c-1")]


def test_an_agent_goes_home_after_the_call() -> None:
    some = world(calls([0, 5], takes(15), patience=takes(60)), duties=[duty("anna", (0, 10))])
    assert became(some) == [("served", 0, 0, 15), ("abandoned", 5, 65, 65)]
    assert of_agents(some)[-1] == (10, "anna goes")


def test_who_is_back_before_the_call_is_over_has_not_gone() -> None:
    some = world(calls([0, 5], takes(15)), duties=[duty("anna", (0, 10), (12, inf))])
    assert became(some) == [("served", 0, 0, 15), ("served", 5, 15, 30)]
    assert of_agents(some)[2:4] == [(10, "anna goes"), (12, "anna comes")]


def in_wrap_up(drawn: bool, *spells: tuple[float, float], breaks: tuple[tuple[float, float], ...] = ()) -> World:
    """A call until 10, wrap-up until 40, given by the rules or drawn; another caller waits from 5 on."""
    asked = calls([0, 5], takes(10), wrap_up=DRAWN if drawn else {})
    return world(asked, wrap_up_s=30.0, duties=[duty("anna", *spells, breaks=breaks)])


@pytest.mark.parametrize("drawn", [False, True], ids=["by rules", "drawn"])
class TestInWrapUp:
    """What a duty says while an agent wraps up is done after it, and no call comes in between."""

    def test_wrap_up_comes_before_the_break(self, drawn: bool) -> None:
        some = in_wrap_up(drawn, breaks=((20, 60),))
        assert of_agents(some)[2:] == [
            (40, "anna pauses: break"),
            (60, FREE),
            (60, "anna answers c-2"),
            *([(100, FREE)] if drawn else []),
        ]

    def test_a_wish_for_a_break_during_the_talk_is_kept_through_wrap_up(self, drawn: bool) -> None:
        assert became(in_wrap_up(drawn, breaks=((8, 60),))) == [("served", 0, 0, 40), ("served", 5, 60, 100)]

    def test_a_break_within_wrap_up_is_none(self, drawn: bool) -> None:
        some = in_wrap_up(drawn, breaks=((20, 30),))
        assert became(some) == [("served", 0, 0, 40), ("served", 5, 40, 80)]
        assert not any("pauses" in said for _, said in of_agents(some))

    def test_a_break_that_began_during_the_talk_may_end_within_wrap_up(self, drawn: bool) -> None:
        seen = became(in_wrap_up(drawn, breaks=((8, 30),)))
        assert [(outcome, arrived, round(ended, 3)) for outcome, arrived, ended, _ in seen] == [
            ("served", 0, 0),
            ("served", 5, 40),
        ]

    def test_who_is_to_go_home_finishes_wrap_up_and_takes_no_other_call(self, drawn: bool) -> None:
        some = in_wrap_up(drawn, (0, 20))
        assert of_agents(some)[2:] == [(40, "anna goes")]
        assert [row[0] for row in became(some)] == ["served", "sent_away"]

    def test_who_was_to_go_during_the_talk_goes_after_wrap_up(self, drawn: bool) -> None:
        some = in_wrap_up(drawn, (0, 8))
        assert of_agents(some)[2:] == [(8, "anna goes"), *([(40, FREE)] if drawn else [])]
        assert [row[0] for row in became(some)] == ["served", "sent_away"]

    def test_who_comes_again_within_wrap_up_has_not_gone(self, drawn: bool) -> None:
        some = in_wrap_up(drawn, (0, 20), (30, inf))
        assert became(some) == [("served", 0, 0, 40), ("served", 5, 40, 80)]
        assert not any("goes" in said for _, said in of_agents(some))

    def test_spells_that_adjoin_within_wrap_up_are_one(self, drawn: bool) -> None:
        assert became(in_wrap_up(drawn, (0, 20), (20, inf))) == [("served", 0, 0, 40), ("served", 5, 40, 80)]

    def test_who_comes_again_within_wrap_up_only_to_have_a_break_has_it(self, drawn: bool) -> None:
        some = in_wrap_up(drawn, (0, 8), (30, inf), breaks=((30, 70),))
        assert [ended for _, _, ended, _ in became(some)] == [0, 70]


@pytest.mark.parametrize("wrap_up", [{}, {"": (takes(0.3, 0.1),)}], ids=["by rules", "drawn"])
def test_breaks_in_odd_fractions_lose_nobody(wrap_up: dict[str, tuple[InTurn, ...]]) -> None:
    """Whatever rounding does with moments, a day ends, and after the last break an agent serves again."""
    moments = [(at / 7, (at + 2) / 7) for at in range(1, 300, 3)]
    some = world(
        calls([each / 3 for each in range(120)], takes(0.1, 0.2, 0.3), wrap_up=wrap_up),
        wrap_up_s=0.3,
        duties=[duty("anna", breaks=tuple(moments))],
    )
    assert {row[0] for row in became(some)} == {"served"}


def test_who_was_paused_for_missing_calls_is_back_after_the_next_break() -> None:
    away = world(
        calls([0, 100], takes(5), patience=takes(30)),
        ring=takes(60, 1),
        rules={"misses_to_pause": 1},
        duties=[duty("anna", breaks=((50, 60),))],
    )
    assert [row[0] for row in became(away)] == ["abandoned", "served"]


@pytest.mark.parametrize(
    ("duties", "groups", "words"),
    [
        ([duty("clara")], ("all",), "'clara': the rules have no such agent"),
        ([duty("anna")], ("night",), "'all' is none of the world's groups"),
        ([duty("anna"), duty("anna")], ("all",), "more than one; put all spells into one"),
    ],
)
def test_a_duty_that_cannot_be_is_refused_with_a_sentence(
    duties: list[Duty], groups: tuple[str, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        became(world(duties=duties, groups=groups))


def test_an_agent_of_the_rules_without_a_duty_never_comes() -> None:
    people = (AgentRules(name="anna", endpoint=""), AgentRules(name="boris", endpoint=""))
    assert of_agents(world(agents=people, duties=[duty("boris")])) == [(0, "boris comes")]
