"""The truth about a live call, kept in its channel's variables so that no crash of ours can lose it.

``ACD_STATE`` and ``ACD_RECORDING`` are written by the dialplan and here; ``ACD_CALL`` holds all that is known of the
call, also whose phone rings for it, and ``ACD_MENU`` the place in the menu, as percent-encoded ``key=value&key=value``.
"""

import msgspec

from acd.asterisk.gate import decode_fields, encode_fields, plain_text
from acd.engine.calls import Call, CallState, RecordingState, Talk
from acd.engine.facts import CallRestored

STATE, CALL, MENU = "ACD_STATE", "ACD_CALL", "ACD_MENU"
RECORDING = "ACD_RECORDING"
ALL = (STATE, CALL, MENU, RECORDING)

LONGEST = 1_500
"""Characters of one variable: a FastAGI command holds 2,000 bytes. What does not fit is left out."""

MOST_TOPIC, MOST_REFUSED = 64, 300
"""Characters of these two, so that what nobody may lose always fits: who waits where, since when, for what."""

DATA = "data."
OURS = frozenset({"acd", "acd-desk"})
"""The dialplan contexts in which a call is ours to route; elsewhere its variables are only history."""

TRANSFERRED, OUTSIDE = "transferred", "outside"
"""States of a call that an agent has passed on by phone, and of one for which a number outside is rung."""

NOT_WAITING = ("menu", TRANSFERRED, OUTSIDE)

OFFERED, CONFIRMING = "offered", "confirming"
"""States of a call for which a phone rings; confirming, its agent must press a key before it is connected."""

NOT_CONNECTED = ("menu", "waiting", OFFERED, CONFIRMING)
"""States in which an agent named with the call was offered it, and is not connected with the caller."""

RECORDINGS = {str(state): state for state in RecordingState}

ROUTED = (CallState.MENU, CallState.WAITING, CallState.OFFERED)
"""States in which a call is the engine's to route."""


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """A call as its variables tell it; times are in seconds since 1970, 0 when not known."""

    state: str = ""
    number: str = ""
    name: str = ""
    dialled: str = ""
    arrived_at: float = 0.0
    queue: str = ""
    place: float = 0.0
    waits_since: float = 0.0
    talks: tuple[Talk, ...] = ()
    entered_at: float = 0.0
    needs: dict[str, int] = {}
    need: str = ""
    opened: int = 0
    stays: bool = False
    front: bool = False
    priority: int = 0
    credit_s: float = 0.0
    note: str = ""
    topic: str = ""
    language: str = ""
    refused: tuple[str, ...] = ()
    data: dict[str, str] = {}
    menu: dict[str, str] = {}
    agents: tuple[str, ...] = ()
    by_agent: str = ""
    recording: RecordingState | None = None


def write_call(call: Call) -> str:
    """Write what the engine knows of ``call`` as the value of ``ACD_CALL``; what matters least comes last."""
    fields = {"arrived_at": repr(call.arrived_at)}
    if call.queue:
        fields |= {
            "agent": " ".join(each for each in (call.agent, *call.also) if each),
            "by_agent": call.by_agent,
            "queue": call.queue,
            "place": repr(call.place),
            "waits_since": repr(call.waits_since) if call.waits_since != call.place else "",
            "entered_at": repr(call.queued_at),
            "needs": " ".join(f"{skill}:{level}" for skill, level in sorted(call.asked.items())),
            "priority": str(call.priority),
            "credit_s": repr(call.credit_s) if call.credit_s else "",
            "opened": str(call.opened) if call.opened else "",
            "stays": "1" if call.stays else "",
            "front": "1" if call.at_front else "",
            "need": call.asked_need,
            "topic": call.topic[:MOST_TOPIC],
            "language": call.language,
            "refused": last_that_fit(sorted(call.refused)),
            "talks": last_that_fit([write_talk(talk) for talk in call.talks]),
            "note": call.note,
        }
    fields |= {name: plain_text(getattr(call, name), 40) for name in ("number", "name", "dialled")}
    fields |= {DATA + name: value for name, value in call.data.items()}
    written = {name: value for name, value in fields.items() if value}
    text = encode_fields(written)
    return text if len(text) <= LONGEST else as_much_as_fits(written)


def as_much_as_fits(fields: dict[str, str]) -> str:
    """Write the fields that fit into one variable, the first before the last."""
    text = ""
    for name, value in fields.items():
        longer = f"{text}&{encode_fields({name: value})}"
        text = longer if len(longer) <= LONGEST + 1 else text
    return text.removeprefix("&")


def write_talk(talk: Talk) -> str:
    """Write one agent's part as ``agent:queue:since:until``, to the tenth of a second."""
    until = "" if talk.until is None else f"{talk.until:.1f}"
    return f"{talk.agent}:{talk.queue}:{talk.since:.1f}:{until}"


def read_talks(text: str) -> tuple[Talk, ...]:
    """Read what :func:`write_talk` wrote; what is rubbish is left out."""
    found = (word.split(":") for word in text.split())
    whole = (words for words in found if len(words) == 4)
    return tuple(Talk(agent, queue, number(since), number(until) or None) for agent, queue, since, until in whole)


def last_that_fit(names: list[str]) -> str:
    """Join names with spaces, leaving out the first where they are too many for a variable."""
    while len(text := " ".join(names)) > MOST_REFUSED:
        names = names[1:]
    return text


def read_truth(variables: dict[str, str]) -> Truth:
    """Read the variables of a channel; what is missing or rubbish is left at its default, nothing raises."""
    fields = decode_fields(variables.get(CALL, ""))
    return Truth(
        state=variables.get(STATE, ""),
        number=fields.get("number", ""),
        name=fields.get("name", ""),
        dialled=fields.get("dialled", ""),
        arrived_at=number(fields.get("arrived_at", "")),
        queue=fields.get("queue", ""),
        place=number(fields.get("place", "")),
        waits_since=number(fields.get("waits_since", "")),
        talks=read_talks(fields.get("talks", "")),
        entered_at=number(fields.get("entered_at", "")),
        needs=levels(fields.get("needs", "")),
        need=fields.get("need", ""),
        opened=int(number(fields.get("opened", ""))),
        stays=fields.get("stays") == "1",
        front=fields.get("front") == "1",
        priority=int(number(fields.get("priority", ""))),
        credit_s=number(fields.get("credit_s", "")),
        note=fields.get("note", ""),
        topic=fields.get("topic", ""),
        language=fields.get("language", ""),
        refused=tuple(fields.get("refused", "").split()),
        data={name.removeprefix(DATA): value for name, value in fields.items() if name.startswith(DATA)},
        menu=decode_fields(variables.get(MENU, "")),
        agents=tuple(fields.get("agent", "").split()),
        by_agent=fields.get("by_agent", ""),
        recording=RECORDINGS.get(variables.get(RECORDING, "")),
    )


def number(text: str) -> float:
    """Read a number that makes sense as a time or a priority; anything else is 0."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e12 else 0.0


def levels(text: str) -> dict[str, int]:
    """Read ``billing:3 en:1``."""
    pairs = (word.partition(":") for word in text.split())
    return {skill: int(level) for skill, _, level in pairs if skill and level.isascii() and level.isdigit()}


def restored(call_id: str, truth: Truth, now: float, *, talking_to: str = "") -> CallRestored:
    """Make the fact that gives a found call back to the engine: talking, waiting, or in the menu.

    A call that waits again and still names agents was offered to them, and nobody was there to see it missed.
    """
    offered = truth.state in NOT_CONNECTED and bool(truth.agents)
    waiting = bool(truth.queue) and (offered or truth.state not in NOT_WAITING)
    missed = truth.agents if offered and not talking_to else ()
    return CallRestored(
        call=call_id,
        state="talking" if talking_to else "waiting" if waiting else "menu",
        arrived_at=truth.arrived_at or now,
        number=truth.number,
        name=truth.name,
        dialled=truth.dialled,
        queue=truth.queue,
        queued_at=truth.place or now,
        entered_at=truth.entered_at or None,
        waits_since=truth.waits_since or None,
        talks=truth.talks,
        needs=truth.needs,
        need=truth.need,
        opened=truth.opened,
        stays=truth.stays,
        front=truth.front,
        priority=truth.priority,
        credit_s=truth.credit_s,
        note=truth.note,
        topic=truth.topic,
        language=truth.language,
        data=truth.data,
        refused=truth.refused + missed,
        agent=talking_to,
        by_agent=truth.by_agent,
        recording=truth.recording or RecordingState.OFF,
    )
