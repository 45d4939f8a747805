"""The moves of routing: each changes calls and agents together and leaves every rule true behind it.

Callers have checked that the move is legal. Two searches keep "nobody idle while a caller waits whom they may
serve": a call that joins a line looks for an agent, an agent who becomes ready looks for a call.
"""

from acd.engine.calls import MOST_TALKS, Call, CallEvent, CallState, Talk
from acd.engine.centre import Centre
from acd.engine.facts import Miss
from acd.engine.orders import Note, Offer, SendAway, Wait, Withdraw
from acd.engine.rules import Exit, QueueRules
from agents.pauses import after_misses
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
    was_ready, was_signed_in = agent.state is AgentState.READY, agent.signed_in
    if was_ready:
        centre.floor.occupy(agent)
    agent.apply(event, at)
    if agent.signed_in is not was_signed_in:
        presence_changed(centre, agent, at)
    if agent.state is not AgentState.READY:
        return
    if not (was_ready or keep_turn):
        agent.idle_since = at
    centre.floor.free(agent)
    if not was_ready:
        look_for_call(centre, agent, at)


def presence_changed(centre: Centre, agent: Agent, at: float) -> None:
    """``agent`` came or went home: calls that nobody signed in can serve any more get their way out."""
    centre.floor.note_presence(agent)
    if not agent.signed_in and agent.name in centre.floor.personal:
        for call in list(centre.floor.personal[agent.name].waiting):
            stop_wanting(centre, call, at)
    group = centre.floor.groups[agent.profile]
    first_or_last = len(group.signed_in) == int(agent.signed_in)
    if not (centre.settled and first_or_last):
        return
    for line in list(group.lines):
        for call in list(line.waiting):
            watch_for_nobody(centre, call, at)


def stop_wanting(centre: Centre, call: Call, at: float) -> None:
    """A waiting call waits for one certain agent no longer, but for anybody with the skills, at its old place."""
    centre.floor.leave(call, for_good=False)
    centre.note(call.call_id, Note.ALONE_AGAIN, agent=call.wanted)
    call.wanted = ""
    stand_in_line(centre, call, at)


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
    """Lease ``agent`` to ``call`` until the phone has rung, and they have listened, for long enough."""
    queue = centre.queues[call.queue]
    centre.offers += 1
    centre.floor.leave(call, for_good=False)
    call.apply(CallEvent.OFFER, at)
    call.agent, call.offer, call.alone_since = agent.name, centre.offers, None
    agent.call, agent.offer = call.call_id, centre.offers
    move_agent(centre, agent, AgentEvent.OFFER, at)
    listen_s = centre.rules.listening_s(queue, agent.rules)
    until = at + queue.ring_s + listen_s + centre.rules.lease_slack_s
    centre.alarms.set(until, "lease", call.call_id, centre.offers)
    shown = label(queue, call)
    centre.orders.append(Offer(centre.offers, call.call_id, agent.name, queue.ring_s, until, shown, listen_s))


def label(queue: QueueRules, call: Call) -> str:
    """What the agent's phone shows: queue, topic and caller."""
    parts = (queue.title or queue.name, call.topic, call.name or call.number)
    return " · ".join(part for part in parts if part)[:LABEL_LENGTH]


def drop_offer(centre: Centre, call: Call, *, busy_elsewhere: bool = False) -> Agent:
    """Part call and agent on paper; the caller of this moves each on."""
    assert call.agent is not None
    agent = centre.roster[call.agent]
    call.agent = call.offer = None
    agent.call = agent.offer = None
    # The phone rang for us, so its busyness was ours; a stale report must not make the agent "busy elsewhere".
    # Only a phone that answered "busy" is believed: it will say when it is free.
    if agent.device is Device.BUSY and not busy_elsewhere:
        agent.device = Device.FREE
    return agent


def miss_offer(centre: Centre, call: Call, at: float, why: Miss) -> None:
    """The agent did not take the call: the call keeps its place, the agent does not get it again."""
    agent = drop_offer(centre, call, busy_elsewhere=why is Miss.BUSY)
    call.refused.add(agent.name)
    if call.wanted == agent.name:
        call.wanted = ""
        centre.note(call.call_id, Note.ALONE_AGAIN, agent=agent.name)
    agent.misses += 1
    agent.counts.missed += 1
    centre.counts[call.queue].missed_offers += 1
    if agent.misses >= centre.rules.misses_to_pause and not agent.leaving:
        agent.pause_reason = after_misses(agent.misses, why)
        agent.misses = 0
        centre.note(agent.name, Note.PAUSED, reason=agent.pause_reason)
    call.apply(CallEvent.OFFER_OVER, at)
    stand_in_line(centre, call, at)
    move_agent(centre, agent, AgentEvent.MISS, at)


def stand_in_line(centre: Centre, call: Call, at: float) -> None:
    """Let a waiting call take its place, old or new, and look for an agent, unless it has waited too long."""
    centre.floor.join(call)
    queue = centre.queues[call.queue]
    if waited_too_long(centre, call, at):
        send_away(centre, call, queue.longest_wait_exit, "longest_wait", at)
    else:
        look_for_agent(centre, call, at)


def waited_too_long(centre: Centre, call: Call, at: float) -> bool:
    """Whether the longest wait is over: the very sum the deadline was set by, or rounding could lose the call."""
    return at >= call.queued_at + centre.queues[call.queue].longest_wait_s


def enter_queue(centre: Centre, call: Call, queue: QueueRules, at: float, *, say: str = "") -> None:
    """Put a call that is waiting by its state into ``queue``, or show it out at once if the queue is full."""
    put_in_queue(centre, call, queue, at)
    if centre.counts[queue.name].waiting > queue.most_waiting and not can_be_served_now(centre, call):
        send_away(centre, call, queue.full_exit, "full", at)
    else:
        begin_to_wait(centre, call, at, say)


def can_be_served_now(centre: Centre, call: Call) -> bool:
    """Whether an idle agent would take ``call`` at once."""
    return centre.settled and centre.floor.best_agent(call) is not None


def put_in_queue(centre: Centre, call: Call, queue: QueueRules, since: float) -> None:
    """Write down that ``call`` is in ``queue`` since then, and what is asked of its agent there."""
    call.queue, call.queued_at, call.alone_since = queue.name, since, None
    call.need = need_of(merged(queue.needs, call.asked))
    call.priority = queue.priority + call.asked_priority
    counts = centre.counts[queue.name]
    counts.offered += 1
    counts.waiting += 1


def begin_to_wait(centre: Centre, call: Call, at: float, say: str = "") -> None:
    """Let a call that was put in a queue wait there, with its longest wait running."""
    centre.orders.append(Wait(call.call_id, call.queue, call.place, say))
    longest_wait_s = centre.queues[call.queue].longest_wait_s
    centre.alarms.set(call.queued_at + longest_wait_s, "longest_wait", call.call_id)
    stand_in_line(centre, call, at)


def watch_for_nobody(centre: Centre, call: Call, at: float) -> None:
    """If nobody signed in may serve ``call``, show it out now or after the queue's patience with that."""
    queue = centre.queues[call.queue]
    if centre.floor.somebody_for(call):
        call.alone_since = None
    elif queue.nobody_s <= 0:
        send_away(centre, call, queue.nobody_exit, "nobody", at)
    elif call.alone_since is None:
        call.alone_since = at
        centre.alarms.set(at + queue.nobody_s, "nobody", call.call_id)


def send_away(centre: Centre, call: Call, way: Exit, why: str, at: float) -> None:
    """Take a waiting call out of its queue: to another queue with its place kept, or out of the centre."""
    centre.floor.leave(call, for_good=True)
    counts = centre.counts[call.queue]
    counts.waiting -= 1
    counts.sent_away += 1
    if way.go == "queue" and call.moves < MOST_MOVES:
        call.moves += 1
        centre.note(call.call_id, Note.MOVED, before=call.queue, queue=way.target, why=why)
        enter_queue(centre, call, centre.queues[way.target], at, say=way.say)
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
        counts.abandon(at - call.waits_since, queue.answer_within_s)
    else:
        counts.sent_away += 1
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
    call.wanted = ""
    add_part(call, Talk(agent.name, call.queue, at))
    agent.call, agent.offer = call.call_id, None
    agent.misses = 0
    agent.counts.answered += 1
    move_agent(centre, agent, event, at)


def expect_leg_end(centre: Centre, call: Call, at: float) -> None:
    """The caller went away from the agent: the agent's leg ends by itself, or is held for ended after a grace.

    It ends within milliseconds and says so; the grace is for the word that gets lost.
    """
    if call.state is CallState.TALKING and call.agent is not None:
        agent = centre.roster[call.agent]
        centre.alarms.set(at + LEG_GRACE_S, "leg", agent.name, agent.since)


def add_part(call: Call, talk: Talk) -> None:
    """Remember an agent's part of the call; of one that is passed round for ever, the last."""
    call.talks = [*call.talks[1 - MOST_TALKS :], talk]


def end_part(call: Call, at: float) -> None:
    """Write down that the last agent's part of the call is over."""
    if call.talks and call.talks[-1].until is None:
        call.talks[-1].until = at


def end_talk(centre: Centre, agent: Agent, at: float) -> None:
    """The agent's leg is gone: wrap-up begins, and belongs to the agent whatever queue the call came from."""
    call = centre.calls.get(agent.call or "")
    agent.resume(at)
    agent.call = None
    if agent.device is Device.BUSY:
        agent.device = Device.FREE  # the busyness was our own leg; anything else is reported again
    if call is not None and call.agent == agent.name and call.state is CallState.TALKING:
        call.agent = None
        end_part(call, at)
        call.apply(CallEvent.TALK_OVER, at)
    wrap_up_s = agent.rules.wrap_up_s
    agent.wrap_up_until = at + wrap_up_s
    move_agent(centre, agent, AgentEvent.LEG_END, at)
    if wrap_up_s > 0:
        centre.alarms.set(agent.wrap_up_until, "wrap_up", agent.name, agent.wrap_up_until)
    else:
        move_agent(centre, agent, AgentEvent.WRAP_UP_OVER, at)
