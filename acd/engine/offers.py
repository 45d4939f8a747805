"""Offers: one call, one agent or several at once, and leases that end by themselves."""

from typing import Final

from acd.engine.calls import Call, CallEvent
from acd.engine.centre import Centre
from acd.engine.orders import Offer, Withdraw
from acd.engine.presence import set_agent
from acd.engine.queues import Queue
from acd.engine.rules import asks_key
from agents.roster import Agent
from agents.states import AgentEvent, Device

OFFER: Final = CallEvent.OFFER
OFFERED: Final = AgentEvent.OFFER

LABEL_LENGTH: Final = 80
"""Characters of a calling name; phones show about half of it."""


def make_offer(centre: Centre, call: Call, agent: Agent, at: float) -> None:
    """Lease ``agent``, and others where several ring at once, to ``call`` until they have had their time."""
    queue = call.ladder.queue
    centre.offers += 1
    centre.floor.leave(call)
    call.apply(OFFER, at)
    call.agent, call.offer, call.alone_since = agent.name, centre.offers, None
    lease(centre, call, agent, at)
    call.also = ring_others(centre, call, agent, queue, at)
    listen_s = listening_s(centre, call, queue, agent)
    until = at + queue.ring_s + listen_s + centre.rules.lease_slack_s
    centre.alarms.set(until, "lease", call.call_id, centre.offers)
    shown = label(queue, call)
    centre.orders.append(
        Offer(centre.offers, call.call_id, agent.name, queue.ring_s, until, shown, listen_s, call.also)
    )


def listening_s(centre: Centre, call: Call, queue: Queue, agent: Agent) -> float:
    """How long who rings may listen before the caller is connected: the longest of them."""
    if not call.also:
        if not (queue.announce or queue.confirm or agent.rules.confirm):
            return 0.0
        return centre.rules.listening_s(queue.rules, agent.rules)
    return max(centre.rules.listening_s(queue.rules, centre.roster[name].rules) for name in call.ringing)


def lease(centre: Centre, call: Call, agent: Agent, at: float) -> None:
    """``agent`` is this call's until the offer is over."""
    agent.call, agent.offer, agent.offered_at = call.call_id, call.offer, at
    set_agent(centre, agent, OFFERED, at)


def ring_others(centre: Centre, call: Call, agent: Agent, queue: Queue, at: float) -> tuple[str, ...]:
    """Lease those who ring beside ``agent``. Who must confirm by key rings alone: the first answer ends the others."""
    if queue.ring_at_once == 1:
        return ()
    others: list[str] = []
    alone = call.wanted or asks_key(queue.rules, agent.rules)
    while not alone and len(others) < queue.ring_at_once - 1:
        another = centre.floor.best_agent(call, at)
        if another is None or asks_key(queue.rules, another.rules):
            break
        lease(centre, call, another, at)
        others.append(another.name)
    return tuple(others)


def label(queue: Queue, call: Call) -> str:
    """What the agent's phone shows: queue, topic and caller."""
    if not (call.topic or call.name or call.number):
        return (queue.title or queue.name)[:LABEL_LENGTH]
    parts = (queue.title or queue.name, call.topic, call.name or call.number)
    return " · ".join(part for part in parts if part)[:LABEL_LENGTH]


def part(call: Call, agent: Agent, *, busy_elsewhere: bool = False) -> None:
    """Part call and agent on paper; the caller of this moves each on."""
    left = [name for name in call.ringing if name != agent.name]
    call.agent, call.also = (left[0], tuple(left[1:])) if left else (None, ())
    if not left:
        call.offer = None
    agent.call = agent.offer = None
    # The phone rang for us, so its busyness was ours; a stale report must not make the agent "busy elsewhere".
    # Only a phone that answered "busy" is believed: it will say when it is free.
    if agent.device is Device.BUSY and not busy_elsewhere:
        agent.device = Device.FREE


def withdraw(centre: Centre, call: Call, agent: Agent) -> None:
    """Stop ringing ``agent``, who is parted from the call; the caller of this moves the agent on."""
    assert call.offer is not None
    centre.orders.append(Withdraw(call.offer, call.call_id, agent.name))
    part(call, agent)
