"""The moves of routing: each changes calls and agents together and leaves every rule true behind it.

Callers have checked that the move is legal. Two searches keep "nobody idle while a caller waits whom they may
serve": a call that joins a line looks for an agent, an agent who becomes ready looks for a call.
"""

from acd.engine.calls import Call, CallEvent, CallState
from acd.engine.centre import Centre
from acd.engine.orders import Offer, SendAway, Wait, Withdraw
from acd.engine.rules import Exit, QueueRules
from agents.roster import Agent
from agents.skills import merged, need_of
from agents.states import AgentEvent, AgentState, Device

MOST_MOVES = 5
"""How many queues a call may be moved through by ways out, so that two queues cannot pass it on for ever."""

LEG_GRACE_S = 10.0
"""How long an agent's leg may outlive the caller's channel before the engine holds it for gone."""

LABEL_LENGTH = 80
"""Characters of a calling name; phones show about half of it."""


def move_agent(centre: Centre, agent: Agent, event: AgentEvent, at: float, *, keep_turn: bool = False) -> None:
    """Apply ``event``; who becomes ready goes to the end of the idle order, unless the turn is kept."""
    was_ready = agent.state is AgentState.READY
    if was_ready:
        centre.floor.occupy(agent)
    agent.apply(event, at)
    centre.floor.note_presence(agent)
    if agent.state is not AgentState.READY:
        return
    if not (was_ready or keep_turn):
        agent.idle_since = at
    centre.floor.free(agent)
    if not was_ready:
        look_for_call(centre, agent, at)


def look_for_call(centre: Centre, agent: Agent, at: float) -> None:
    """Offer ``agent``, who is ready, the call whose turn it is."""
    if not centre.settled:
        return
    call = centre.floor.best_call(agent)
    if call is not None:
        centre.decided("agent", call, agent)
        make_offer(centre, call, agent, at)


def look_for_agent(centre: Centre, call: Call, at: float) -> None:
    """Offer ``call``, which waits, to the longest idle agent; if nobody ever could take it, show it out."""
    if not centre.settled:
        return
    agent = centre.floor.best_agent(call)
    centre.decided("call", call, agent)
    if agent is not None:
        make_offer(centre, call, agent, at)
    else:
        watch_for_nobody(centre, call, at)


def make_offer(centre: Centre, call: Call, agent: Agent, at: float) -> None:
    """Lease ``agent`` to ``call`` until the phone has rung for long enough."""
    queue = centre.queues[call.queue]
    centre.offers += 1
    centre.floor.leave(call, for_good=False)
    call.apply(CallEvent.OFFER, at)
    call.agent, call.offer = agent.name, centre.offers
    agent.call, agent.offer = call.call_id, centre.offers
    move_agent(centre, agent, AgentEvent.OFFER, at)
    until = at + queue.ring_s + centre.rules.lease_slack_s
    centre.alarms.set(until, "lease", call.call_id, centre.offers)
    centre.orders.append(Offer(centre.offers, call.call_id, agent.name, queue.ring_s, until, label(queue, call)))


def label(queue: QueueRules, call: Call) -> str:
    """What the agent's phone shows: queue, topic and caller."""
    parts = (queue.title or queue.name, call.topic, call.name or call.number)
    return " · ".join(part for part in parts if part)[:LABEL_LENGTH]


def drop_offer(centre: Centre, call: Call) -> Agent:
    """Part call and agent on paper; the caller of this moves each on."""
    assert call.agent is not None
    agent = centre.roster[call.agent]
    call.agent = call.offer = None
    agent.call = agent.offer = None
    # The phone rang for us, so its busyness was ours; a stale report must not make the agent "busy elsewhere".
    if agent.device is Device.BUSY:
        agent.device = Device.FREE
    return agent


def miss_offer(centre: Centre, call: Call, at: float, why: str) -> None:
    """The agent did not take the call: the call keeps its place, the agent does not get it again."""
    agent = drop_offer(centre, call)
    call.refused.add(agent.name)
    agent.misses += 1
    centre.counts[call.queue].missed_offers += 1
    if agent.misses >= centre.rules.misses_to_pause:
        agent.pause_reason = f"missed {agent.misses} offers, the last: {why}"
        agent.misses = 0
        centre.note(agent.name, f"paused: {agent.pause_reason}")
    call.apply(CallEvent.OFFER_OVER, at)
    stand_in_line(centre, call, at)
    move_agent(centre, agent, AgentEvent.MISS, at)


def stand_in_line(centre: Centre, call: Call, at: float) -> None:
    """Let a waiting call take its place, old or new, and look for an agent, unless it has waited too long."""
    centre.floor.join(call)
    queue = centre.queues[call.queue]
    if at - call.queued_at >= queue.longest_wait_s:
        send_away(centre, call, queue.longest_wait_exit, "longest_wait", at)
    else:
        look_for_agent(centre, call, at)


def enter_queue(centre: Centre, call: Call, queue: QueueRules, at: float) -> None:
    """Put a call that is waiting by its state into ``queue``, or show it out at once if the queue is full."""
    counts = centre.counts[queue.name]
    call.queue, call.queued_at = queue.name, at
    call.need = need_of(merged(queue.needs, call.asked))
    full = counts.waiting >= queue.most_waiting
    counts.offered += 1
    counts.waiting += 1
    if full:
        send_away(centre, call, queue.full_exit, "full", at)
        return
    centre.orders.append(Wait(call.call_id, queue.name, call.place))
    centre.alarms.set(at + queue.longest_wait_s, "longest_wait", call.call_id, call.round, call.moves)
    stand_in_line(centre, call, at)


def watch_for_nobody(centre: Centre, call: Call, at: float) -> None:
    """If nobody signed in may serve ``call``, show it out now or after the queue's patience with that."""
    queue = centre.queues[call.queue]
    if centre.floor.somebody_for(call):
        return
    if queue.nobody_s <= 0:
        send_away(centre, call, queue.nobody_exit, "nobody", at)
    else:
        centre.alarms.set(at + queue.nobody_s, "nobody", call.call_id, call.round, call.moves)


def send_away(centre: Centre, call: Call, way: Exit, why: str, at: float) -> None:
    """Take a waiting call out of its queue: to another queue with its place kept, or out of the centre."""
    centre.floor.leave(call, for_good=True)
    counts = centre.counts[call.queue]
    counts.waiting -= 1
    counts.sent_away += 1
    if way.go == "queue" and call.moves < MOST_MOVES:
        call.moves += 1
        centre.note(call.call_id, f"moved from {call.queue} to {way.target}: {why}")
        enter_queue(centre, call, centre.queues[way.target], at)
        return
    if way.go == "queue":
        way = Exit(go="hangup", say=way.say)
    call.apply(CallEvent.SEND_AWAY, at)
    centre.orders.append(SendAway(call.call_id, way, why))


def leave_queue(centre: Centre, call: Call, at: float, *, abandoned: bool) -> None:
    """A call that waits or is offered goes away by itself: free everything it held."""
    queue = centre.queues[call.queue]
    counts = centre.counts[queue.name]
    counts.waiting -= 1
    if abandoned:
        counts.abandon(at - call.queued_at, queue.answer_within_s)
    centre.floor.leave(call, for_good=True)
    if call.state is CallState.OFFERED:
        offer = call.offer
        agent = drop_offer(centre, call)
        assert offer is not None
        centre.orders.append(Withdraw(offer, call.call_id, agent.name))
        move_agent(centre, agent, AgentEvent.WITHDRAW, at, keep_turn=True)


def start_talk(centre: Centre, call: Call, agent: Agent, at: float, event: AgentEvent) -> None:
    """Agent and caller are connected."""
    call.agent, call.offer = agent.name, None
    call.answered_at = at
    agent.call, agent.offer = call.call_id, None
    agent.misses = 0
    move_agent(centre, agent, event, at)


def end_talk(centre: Centre, agent: Agent, at: float) -> None:
    """The agent's leg is gone: wrap-up begins, and belongs to the agent whatever queue the call came from."""
    call = centre.calls.get(agent.call or "")
    agent.call = None
    if agent.device is Device.BUSY:
        agent.device = Device.FREE  # the busyness was our own leg; anything else is reported again
    if call is not None and call.agent == agent.name and call.state is CallState.TALKING:
        call.agent = None
        call.apply(CallEvent.TALK_OVER, at)
    wrap_up_s = agent.rules.wrap_up_s
    agent.wrap_up_until = at + wrap_up_s
    move_agent(centre, agent, AgentEvent.LEG_END, at)
    if wrap_up_s > 0:
        centre.alarms.set(agent.wrap_up_until, "wrap_up", agent.name, agent.wrap_up_until)
    else:
        move_agent(centre, agent, AgentEvent.WRAP_UP_OVER, at)
