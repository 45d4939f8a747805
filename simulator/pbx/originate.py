"""AMI ``Originate``: the PBX calls a phone by itself and sends whoever answers into the dialplan."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from simulator.pbx import causes, events, variables
from simulator.pbx.applications import APPLICATIONS
from simulator.pbx.channels import UP, Channel, Place
from simulator.pbx.equipment import Equipment

# Asterisk's own default for how long the called side may ring, in seconds.
DEFAULT_TIMEOUT_S = 30.0

ANSWERED_REASON = "4"
REASONS = {causes.BUSY: "5", causes.REJECTED: "5", causes.NO_ANSWER: "3", 0: "3"}


class Origination(NamedTuple):
    """What an ``Originate`` asks for: whom to call, and the place or the application for who answers."""

    target: str
    place: Place
    application: str = ""
    data: str = ""
    caller_number: str = ""
    caller_name: str = ""
    variables: tuple[str, ...] = ()
    channel_id: str = ""
    action_id: str = ""
    timeout_s: float = DEFAULT_TIMEOUT_S


async def originate(tools: Equipment, drive: Callable[[Channel], Awaitable[None]], asked: Origination) -> None:
    """Call the target; answered, let its channel go on; say how it went in ``OriginateResponse``."""
    board = tools.board
    phone = tools.find_phone(asked.target)
    taken = asked.channel_id and board.find(asked.channel_id) is not None
    if phone is None or taken:
        respond(tools, asked, None, "0")
        return
    leg = board.new_channel(asked.target, phone, asked.place, uniqueid=asked.channel_id)
    leg.task = asyncio.current_task()
    leg.connected_number, leg.connected_name = asked.caller_number, asked.caller_name
    leg.caller_number, leg.caller_name = asked.caller_number, asked.caller_name
    for pair in asked.variables:
        name, _, value = pair.partition("=")
        variables.write(board, leg, name, value)
    board.announce(leg)
    board.emit("DialBegin", events.dial_headers(None, leg, ("DialString", asked.target.partition("/")[2])))
    phone.ring(leg)
    until = board.now() + asked.timeout_s
    while leg.state != UP and not leg.gone and board.now() < until:
        await leg.wait(until)
    if leg.gone or leg.state != UP:
        refuse(tools, asked, leg)
        return
    board.emit("DialEnd", events.dial_headers(None, leg, ("DialStatus", "ANSWER")))
    respond(tools, asked, leg, ANSWERED_REASON)
    await go_on(tools, drive, asked, leg)


async def go_on(
    tools: Equipment, drive: Callable[[Channel], Awaitable[None]], asked: Origination, leg: Channel
) -> None:
    """Run the application asked for, or the dialplan from the place asked for, to its end."""
    application = APPLICATIONS.get(asked.application.lower())
    if not asked.application:
        await drive(leg)
        return
    if application is not None:
        await application(tools, leg, asked.data)
    tools.board.end(leg)


def refuse(tools: Equipment, asked: Origination, leg: Channel) -> None:
    """End a leg that was not answered."""
    cause = leg.hangup_cause or 0
    status = causes.refusal(cause).dial_end
    tools.board.emit("DialEnd", events.dial_headers(None, leg, ("DialStatus", status)))
    tools.board.end(leg, cause)
    respond(tools, asked, leg, REASONS.get(cause, "0"))


def respond(tools: Equipment, asked: Origination, leg: Channel | None, reason: str) -> None:
    """Tell everybody how the call went."""
    action_id = [("ActionID", asked.action_id)] if asked.action_id else []
    place = [("Context", asked.place.context), ("Exten", asked.place.extension)]
    work = [("Application", asked.application), ("Data", asked.data)] if asked.application else []
    tools.board.emit(
        "OriginateResponse",
        [
            *action_id,
            ("Response", "Success" if reason == ANSWERED_REASON else "Failure"),
            ("Channel", leg.name if leg is not None else asked.target),
            *place,
            *work,
            ("Reason", reason),
            ("Uniqueid", leg.uniqueid if leg is not None else "<null>"),
            ("CallerIDNum", asked.caller_number or events.UNKNOWN),
            ("CallerIDName", asked.caller_name or events.UNKNOWN),
        ],
    )
