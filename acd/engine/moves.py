"""The moves of routing: each changes calls and agents together and leaves every rule true behind it.

Callers have checked that the move is legal. Two searches keep "nobody idle while a caller waits whom they may
serve": a call that joins a line looks for an agent, an agent who becomes ready looks for a call.
"""

from acd.engine import attendance, offers, persons, relaxing, waking, ways_out
from acd.engine.calls import Call, CallEvent, CallState
from acd.engine.centre import Centre
from acd.engine.facts import Miss
from acd.engine.lines import Line
from acd.engine.orders import Note, SendAway, Wait
from acd.engine.presence import set_agent
from acd.engine.routing_rules import Exit
from acd.engine.rules import QueueRules
from agents.pauses import after_misses
from agents.roster import Agent
from agents.states import AgentEvent


def move_agent(centre: Centre, agent: Agent, event: AgentEvent, at: float, *, keep_turn: bool = False) -> None:
    """Apply ``event``; who becomes ready looks for a call."""
    was_signed_in = agent.signed_in
    became_ready = set_agent(centre, agent, event, at, keep_turn=keep_turn)
    if agent.signed_in is not was_signed_in:
        presence_changed(centre, agent, at)
    if became_ready:
        look_for_call(centre, agent, at)
    if agent.name in centre.floor.personal:
        for call in list(centre.floor.personal[agent.name].waiting):
            keep_hoping(centre, call, at)


def presence_changed(centre: Centre, agent: Agent, at: float) -> None:
    """``agent`` came or went home: calls that nobody signed in can serve any more get their way out."""
    centre.floor.note_presence(agent)
    group = centre.floor.group_of(agent)
    first_or_last = len(group.signed_in) == int(agent.signed_in)
    if centre.settled and first_or_last:
        watch_lines(centre, attendance.lines_ever_of(centre.floor, group), at)


def watch_lines(centre: Centre, lines: list[Line], at: float) -> None:
    """See whether anybody who is signed in may ever serve the calls of ``lines``, where that has changed."""
    for line in lines:
        # All calls of a line are alone or none is: the first tells whether anything has changed for them.
        if attendance.somebody_ever_in(centre.floor, line.ladder) is not (line.waiting[0].alone_since is None):
            for call in list(line.waiting):
                if call.state is CallState.WAITING:
                    watch_for_nobody(centre, call, at)


# -- whom a call would rather have ---------------------------------------------------------------------------


def hope(centre: Centre, call: Call, at: float) -> None:
    """Let a call that stands in no line wait for the next of its hopes, or for anybody."""
    wanted = persons.next_hope(centre, call)
    call.wanted, call.wanted_since = "" if wanted is None else wanted.agent, at
    if wanted is None:
        return
    call.patience = wanted.patience
    seconds = persons.patience_s(centre.roster[wanted.agent], wanted.patience)
    centre.note(call.call_id, Note.WAITS_FOR, agent=wanted.agent, why=wanted.why, seconds=f"{seconds:g}")
    centre.alarms.set(at + seconds, "person", call.call_id, at)


def keep_hoping(centre: Centre, call: Call, at: float) -> None:
    """The agent whom a waiting call wants does something else, or time has passed: wait on, or for others."""
    until = call.wanted_since + persons.patience_s(centre.roster[call.wanted], call.patience)
    if at < until:
        centre.alarms.set(until, "person", call.call_id, call.wanted_since)
    else:
        stop_wanting(centre, call, at)


def stop_wanting(centre: Centre, call: Call, at: float) -> None:
    """A waiting call waits for one certain agent no longer: for the next of its hopes, or for anybody."""
    centre.floor.leave(call)
    centre.note(call.call_id, Note.ALONE_AGAIN, agent=call.wanted)
    hope(centre, call, at)
    stand_in_line(centre, call, at)


# -- the two searches ----------------------------------------------------------------------------------------


def look_for_call(centre: Centre, agent: Agent, at: float) -> None:
    """Offer ``agent``, who is ready, the call whose turn it is."""
    if not centre.settled:
        return
    call = centre.floor.best_call(agent, at)
    if call is not None:
        centre.decided("agent", call, agent)
        offers.make_offer(centre, call, agent, at)


def look_for_agent(centre: Centre, call: Call, at: float) -> None:
    """Offer ``call``, which waits, to the best of the free agents; without any it may be time for it to go."""
    if not centre.settled:
        return
    go_on(centre, call, centre.floor.best_agent(call, at), at)


def go_on(centre: Centre, call: Call, agent: Agent | None, at: float) -> None:
    """Offer ``call`` to the agent who was found for it; without one it waits, or it is time for it to go."""
    centre.decided("call", call, agent)
    if agent is not None:
        offers.make_offer(centre, call, agent, at)
    elif (way := ways_out.by_time(centre, call, at)) is not None:
        send_away(centre, call, *way, at)
    else:
        watch_for_nobody(centre, call, at)


def miss_offer(centre: Centre, call: Call, agent: Agent, at: float, why: Miss) -> None:
    """One agent did not take the call, and does not get it again; when nobody rings any more it keeps its place."""
    offers.part(call, agent, busy_elsewhere=why is Miss.BUSY)
    call.refused |= {agent.name}
    if why is Miss.REJECTED:
        call.rejected |= {agent.name}
    agent.misses += 1
    agent.counts.missed += 1
    centre.counts[call.queue].missed_offers += 1
    leave_alone(centre, agent, at, why)
    if call.offer is None:
        if call.wanted == agent.name:
            centre.note(call.call_id, Note.ALONE_AGAIN, agent=agent.name)
            hope(centre, call, at)
        call.apply(CallEvent.OFFER_OVER, at)
        centre.alarms.set(at + waking.AGAIN_S, "again", call.call_id, call.queued_at)
        stand_in_line(centre, call, at)
    move_agent(centre, agent, AgentEvent.MISS, at)


def leave_alone(centre: Centre, agent: Agent, at: float, why: Miss) -> None:
    """After a missed offer: a pause after so many in a row, or nothing is offered for a while."""
    if agent.misses >= centre.rules.misses_to_pause and not agent.leaving:
        agent.pause_reason = after_misses(agent.misses, why)
        agent.misses = 0
        centre.note(agent.name, Note.PAUSED, reason=agent.pause_reason)
    elif (seconds := centre.rules.misses.delay_s(why)) > 0:
        agent.left_alone, agent.left_alone_until = True, at + seconds
        centre.note(agent.name, Note.LEFT_ALONE, why=why, seconds=f"{seconds:g}")
        centre.alarms.set(agent.left_alone_until, "after_miss", agent.name, agent.left_alone_until)


# -- in and out of queues ------------------------------------------------------------------------------------


def enter_queue(
    centre: Centre, call: Call, queue: QueueRules, at: float, *, say: str = "", again: bool = False
) -> None:
    """Put a call that is waiting by its state into ``queue``, or show it out at once.

    A call that is here ``again``, because it waits on, keeps its open steps and waits for no certain agent twice.
    """
    opened, hoped_for = (min(call.opened, len(queue.steps)), call.hoped_for) if again else (0, ())
    put_in_queue(centre, call, queue, at)
    call.opened, call.hoped_for = opened, hoped_for
    if (way := ways_out.on_entry(centre, call, at)) is not None:
        send_away(centre, call, *way, at)
        return
    call.hopes = persons.hopes_of(centre, call, at)
    if call.hopes:
        hope(centre, call, at)
    begin_to_wait(centre, call, at, say)


def put_in_queue(centre: Centre, call: Call, queue: QueueRules, since: float) -> None:
    """Write down that ``call`` is in ``queue`` since then, and what is asked of its agent there."""
    call.queue, call.queued_at, call.alone_since, call.opened = queue.name, since, None, 0
    if not call.sequence:
        centre.sequence += 1
        call.sequence = centre.sequence
    call.ladder = centre.floor.ladder(call)
    call.priority = call.ladder.queue.priority + call.asked_priority
    for value in call.ladder.absent:
        centre.note(call.call_id, Note.VALUE_ABSENT, value=value, queue=call.queue)
    centre.floor.note_arrival(call, since)
    counts = centre.counts[call.queue]
    counts.offered += 1
    counts.waiting += 1


def begin_to_wait(centre: Centre, call: Call, at: float, say: str = "") -> None:
    """Let a call that was put in a queue wait there, with everything set that time leads to."""
    if not say and centre.steered:
        say = centre.message_of(call.queue)
    centre.orders.append(Wait(call.call_id, call.queue, call.place, say))
    waking.set_alarms(centre, call, at)
    stand_in_line(centre, call, at)


def stand_in_line(centre: Centre, call: Call, at: float) -> None:
    """Let a waiting call take its place, old or new, and look for an agent, unless it has waited too long."""
    open_steps(centre, call, at)
    if waited_too_long(call, at):
        send_away(centre, call, centre.queues[call.queue].longest_wait_exit, "longest_wait", at)
        return
    agent = centre.floor.best_agent(call, at) if centre.settled else None
    if agent is None or centre.watch is not None:  # who watches is shown calls where they would stand
        centre.floor.join(call)
    else:
        centre.floor.take_turn(call)
    if centre.settled:
        go_on(centre, call, agent, at)


def open_steps(centre: Centre, call: Call, at: float) -> bool:
    """Relax the need of a waiting call, as far as it may be now; return whether anything changed.

    One that waits for a certain agent relaxes when it waits for anybody.
    """
    if call.wanted or not call.ladder.queue.steps:
        return False
    opened, why = relaxing.opened_by_now(centre, call, at)
    if opened == call.opened:
        return False
    centre.floor.leave(call)
    call.opened = opened
    need = call.ladder.queue.steps[opened - 1].need
    centre.note(call.call_id, Note.RELAXED, step=str(opened), need=need, why=why)
    return True


def relax(centre: Centre, call: Call, at: float) -> None:
    """Let agents whom a step adds serve a waiting call; one that waits for a certain agent relaxes later."""
    if open_steps(centre, call, at):
        centre.floor.join(call)
        look_for_agent(centre, call, at)


def waited_too_long(call: Call, at: float) -> bool:
    """Whether the longest wait is over: the very sum the deadline was set by, or rounding could lose the call."""
    return at >= call.queued_at + call.ladder.queue.longest_wait_s


def watch_for_nobody(centre: Centre, call: Call, at: float) -> None:
    """If nobody signed in may ever serve ``call``, show it out now or after the queue's patience with that."""
    queue = centre.queues[call.queue]
    if call.wanted or attendance.somebody_ever_in(centre.floor, call.ladder):
        call.alone_since = None
    elif queue.nobody_s <= 0 and not ways_out.is_tried(call, queue.nobody_exit):
        send_away(centre, call, queue.nobody_exit, "nobody", at)
    elif call.alone_since is None:
        call.alone_since = at
        centre.alarms.set(at + queue.nobody_s, "nobody", call.call_id)


def send_away(centre: Centre, call: Call, way: Exit, why: str, at: float) -> None:
    """Take a waiting call out of its queue: to another queue with its place kept, or out of the centre."""
    stop_waiting(centre, call)
    counts = centre.counts[call.queue]
    counts.waiting -= 1
    counts.sent_away += 1
    if way.go == "queue" and call.moves < ways_out.MOST_MOVES:
        call.moves += 1
        centre.note(call.call_id, Note.MOVED, before=call.queue, queue=way.target, why=why)
        enter_queue(centre, call, centre.queues[way.target], at, say=way.say)
        return
    if way.go == "queue":
        way = Exit(go="hangup", say=way.say)
    call.apply(CallEvent.SEND_AWAY, at)
    call.way_out = way.go
    centre.orders.append(SendAway(call.call_id, way, why))


def stop_waiting(centre: Centre, call: Call) -> None:
    """Take ``call`` out of its line, whoever it waits for."""
    centre.floor.leave(call)
    call.wanted, call.hopes = "", ()


def abandon(centre: Centre, call: Call, at: float) -> None:
    """Count a caller who has waited and hangs up, and remember the place, should they come back soon."""
    centre.counts[call.queue].abandon(at - call.waits_since, centre.queues[call.queue].answer_within_s)
    centre.callers.hung_up(call.number, call.asked_queue or call.queue, call.place, at)


def leave_queue(centre: Centre, call: Call, at: float, *, abandoned: bool) -> None:
    """A call that waits or is offered goes away by itself: free everything it held."""
    counts = centre.counts[call.queue]
    counts.waiting -= 1
    if abandoned:
        abandon(centre, call, at)
    else:
        counts.sent_away += 1
    stop_waiting(centre, call)
    for name in call.ringing:
        agent = centre.roster[name]
        offers.withdraw(centre, call, agent)
        move_agent(centre, agent, AgentEvent.WITHDRAW, at, keep_turn=True)
