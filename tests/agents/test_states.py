"""The table of an agent's states, read as rules."""

import itertools

import pytest

from agents.roster import Agent, AgentRules, Roster, resting_state
from agents.states import AT_WORK, REST, TRANSITIONS, WORKING, AgentEvent, AgentState, Device, Illegal


def an_agent(state: AgentState = AgentState.SIGNED_OUT) -> Agent:
    agent = Agent(AgentRules(name="anna", endpoint="PJSIP/anna"), 0, 0)
    agent.state, agent.leaving = state, False
    return agent


def test_every_state_can_be_reached_and_left() -> None:
    resting = {state for state in AgentState if state not in WORKING and state is not AgentState.WRAP_UP}
    reached = set(TRANSITIONS.values()) - {REST} | resting
    left = {state for (state, _), target in TRANSITIONS.items() if target is not state}
    assert reached == left == set(AgentState)


def test_the_phone_may_change_in_every_state() -> None:
    assert all((state, AgentEvent.DEVICE) in TRANSITIONS for state in AgentState)


def test_whoever_is_here_may_leave_and_pause() -> None:
    for state in set(AgentState) - {AgentState.SIGNED_OUT}:
        assert (state, AgentEvent.SIGN_OUT) in TRANSITIONS
        assert (state, AgentEvent.PAUSE) in TRANSITIONS


def test_only_who_is_ready_is_offered_a_call() -> None:
    assert [state for state in AgentState if (state, AgentEvent.OFFER) in TRANSITIONS] == [AgentState.READY]


def test_a_call_in_hand_is_never_cut_by_a_wish() -> None:
    wishes = (AgentEvent.SIGN_IN, AgentEvent.SIGN_OUT, AgentEvent.PAUSE, AgentEvent.UNPAUSE, AgentEvent.DEVICE)
    for state, event in itertools.product(WORKING, wishes):
        assert TRANSITIONS[state, event] is state


@pytest.mark.parametrize(
    ("leaving", "reason", "device", "left_alone", "rests"),
    [
        (True, "lunch", Device.GONE, True, AgentState.SIGNED_OUT),
        (False, "lunch", Device.GONE, True, AgentState.PAUSED),
        (False, "", Device.FREE, False, AgentState.PAUSED),
        (False, None, Device.GONE, True, AgentState.UNREACHABLE),
        (False, None, Device.BUSY, True, AgentState.BUSY_ELSEWHERE),
        (False, None, Device.FREE, True, AgentState.AFTER_MISS),
        (False, None, Device.FREE, False, AgentState.READY),
    ],
)
def test_where_an_agent_rests(
    leaving: bool, reason: str | None, device: Device, left_alone: bool, rests: AgentState
) -> None:
    agent = an_agent()
    agent.leaving, agent.pause_reason, agent.device, agent.left_alone = leaving, reason, device, left_alone
    assert resting_state(agent) is rests


def test_who_is_left_alone_rests_and_every_way_on_is_the_agents_own_the_phones_or_times() -> None:
    rows = {event: target for (state, event), target in TRANSITIONS.items() if state is AgentState.AFTER_MISS}
    assert rows == {
        AgentEvent.SIGN_OUT: AgentState.SIGNED_OUT,
        AgentEvent.PAUSE: AgentState.PAUSED,
        AgentEvent.UNPAUSE: REST,
        AgentEvent.DEVICE: REST,
        AgentEvent.DELAY_OVER: REST,
        AgentEvent.FOUND_TALKING: AgentState.TALKING,
    }
    assert [state for (state, event) in TRANSITIONS if event is AgentEvent.DELAY_OVER] == [AgentState.AFTER_MISS]


def test_who_is_left_alone_counts_among_those_at_work() -> None:
    assert {AgentState.AFTER_MISS, AgentState.READY, AgentState.TALKING, AgentState.WRAP_UP} <= AT_WORK
    assert not AT_WORK & {AgentState.PAUSED, AgentState.SIGNED_OUT, AgentState.UNREACHABLE}


def test_what_is_not_in_the_table_is_illegal_with_a_sentence() -> None:
    with pytest.raises(Illegal, match="agent anna is signed_out: answer is not possible"):
        an_agent().check(AgentEvent.ANSWER)


def test_the_time_of_a_state_moves_only_with_the_state() -> None:
    agent = an_agent(AgentState.READY)
    agent.apply(AgentEvent.DEVICE, 5.0)
    assert agent.since == 0.0
    agent.apply(AgentEvent.OFFER, 7.0)
    assert agent.since == 7.0


def test_the_roster_finds_agents_by_name_in_the_order_of_the_configuration() -> None:
    rules = [AgentRules(name=name, endpoint="", skills={"billing": 1}) for name in ("zoe", "anna")]
    roster = Roster({"billing": ""}, rules)
    assert ([agent.name for agent in roster], len(roster)) == (["zoe", "anna"], 2)
    assert (roster["anna"].number, roster.get("nobody")) == (1, None)
    assert roster["zoe"].profile == roster["anna"].profile
