"""What a test may know of a centre: its calls, agents and counts, as plain data that also travels between processes."""

import msgspec

from acd.service import Service


class CallSeen(msgspec.Struct, frozen=True):
    state: str
    agent: str | None
    queue: str
    place: float
    priority: int
    needs: dict[str, int]
    data: dict[str, str]
    refused: list[str]


class AgentSeen(msgspec.Struct, frozen=True):
    state: str
    call: str | None
    pause_reason: str | None
    misses: int


class State(msgspec.Struct, frozen=True):
    """``waiting`` holds the calls that wait, whose turn is earlier first."""

    settled: bool
    connected: bool
    calls: dict[str, CallSeen]
    agents: dict[str, AgentSeen]
    waiting: list[str]
    refused_facts: int
    agi: dict[str, int]
    ami: dict[str, int]

    def state_of(self, call: str) -> str:
        """The state of a call, "" when it is not known."""
        return self.calls[call].state if call in self.calls else ""

    def talks(self) -> set[tuple[str, str | None]]:
        """Who talks to whom: calls and agents."""
        return {(call, seen.agent) for call, seen in self.calls.items() if seen.state == "talking"}

    def in_state(self, state: str) -> set[str]:
        """The names of the agents in ``state``."""
        return {name for name, agent in self.agents.items() if agent.state == state}


def state_of(service: Service) -> State:
    centre = service.core.centre
    return State(
        settled=centre.settled,
        connected=service.link.ami.is_connected,
        calls={
            each.call_id: CallSeen(
                each.state,
                each.agent,
                each.queue,
                each.place,
                each.priority,
                each.asked,
                each.data,
                sorted(each.refused),
            )
            for each in centre.calls.values()
        },
        agents={each.name: AgentSeen(each.state, each.call, each.pause_reason, each.misses) for each in centre.roster},
        waiting=[call.call_id for call in centre.floor.everybody_waiting()],
        refused_facts=service.core.refused,
        agi=dict(service.link.agi.counts),
        ami=dict(service.link.ami.counts),
    )
