"""Confirmation on an agent's leg: the key connects, and nothing else does."""

from collections.abc import Callable
from contextlib import suppress

from acd.asterisk.agi_session import SessionEnded
from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.caller import House
from acd.asterisk.confirm import CALLER_GONE, TALKING, Confirmation
from acd.asterisk.switchboard import Leg, Switchboard
from acd.engine.calls import CallState
from acd.engine.rules import QueueRules
from agents.roster import AgentRules
from tests.asterisk.desk_phone import DeskPhone
from tests.core_kit import a_core, call, hang_up, miss, sign_in
from tests.ivr.trees import tree_of

LEG, CALL, OFFER = "17.2", "17.1", "1"
QUEUES = (
    QueueRules(name="billing"),
    QueueRules(name="sales", announce="queue-sales", record="on-demand"),
)
ELSA = AgentRules(name="elsa", endpoint="Local/801@acd-outside", skills={"ru": 5}, confirm=True, language="ru")


class OutsidePhone(DeskPhone):
    """The phone of an agent elsewhere, on whose leg the session runs; ``caller_left`` as the PBX would say it.

    ``when`` a prompt begins, something may happen elsewhere.
    """

    caller_left = False

    def __init__(self, *dialled: str, leaves_at: str = "") -> None:
        super().__init__(*dialled, leaves_at=leaves_at)
        self.when: dict[str, Callable[[], None]] = {}

    async def _stream(self, sound: str, keys: str) -> None:
        self.when.get(sound.rpartition("/")[2], lambda: None)()
        await super()._stream(sound, keys)

    async def _carry_out(self, words: list[str]) -> None:
        if words[0] == "GET":
            assert CALLER_GONE in self.sent[-1]
            self.session.take_answer(AgiReply(200, "1", "PJSIP/7-01" if self.caller_left else "", None))
        else:
            await super()._carry_out(words)


class Elsewhere:
    """A centre with one agent elsewhere, who is offered a call of ``queue``."""

    def __init__(self, queue: str = "billing") -> None:
        self.core = a_core(queues=QUEUES, agents=(ELSA,))
        self.switchboard = Switchboard()
        self.switchboard.legs[LEG] = Leg(CALL, "elsa")
        sign_in(self.core, "elsa")
        call(self.core, CALL, queue=queue)

    def phone(self, keys: str = "", *, call_id: str = CALL, offer: str = OFFER, leaves_at: str = "") -> OutsidePhone:
        phone = OutsidePhone("Local/801@acd-outside-00000000;1", "s", keys, leaves_at=leaves_at)
        phone.session.env.update(agi_uniqueid=LEG, agi_arg_2=call_id, agi_arg_3=offer)
        return phone

    async def picks_up(self, phone: OutsidePhone, agent: str | None = "elsa") -> OutsidePhone:
        house = House(tree_of({}), {}, "acd", "default", "acd-exits")
        with suppress(SessionEnded):
            await Confirmation(phone.session, self.core, self.switchboard, house, lambda _: agent).run()
        return phone

    @property
    def state(self) -> CallState:
        return self.core.centre.calls[CALL].state


def is_connected(phone: OutsidePhone) -> bool:
    """Whether the dialplan was told to connect the two."""
    return any(TALKING in command for command in phone.sent)


async def test_the_key_connects_and_the_agent_has_answered() -> None:
    centre = Elsewhere()
    phone = await centre.picks_up(centre.phone("1"))
    assert is_connected(phone)
    assert centre.state is CallState.TALKING
    assert centre.switchboard.legs[LEG].answered


async def test_the_agent_hears_what_is_asked_in_their_own_language() -> None:
    centre = Elsewhere()
    phone = await centre.picks_up(centre.phone("  1"))
    assert phone.heard == ["acd/ru/queue-call", "acd/ru/confirm-call"]
    assert is_connected(phone)


async def test_the_agent_hears_the_queues_own_announcement() -> None:
    centre = Elsewhere("sales")
    phone = await centre.picks_up(centre.phone(" 1"))
    assert phone.said == ["queue-sales", "confirm-call"]


async def test_an_agent_of_a_queue_recorded_on_demand_may_start_a_recording_and_others_may_not() -> None:
    sales, billing = Elsewhere("sales"), Elsewhere("billing")
    assert "DYNAMIC_FEATURES=acd-record" in (await sales.picks_up(sales.phone("1"))).sent[-1]
    assert "DYNAMIC_FEATURES" not in (await billing.picks_up(billing.phone("1"))).sent[-1]


async def test_a_voicemail_says_nothing_and_gets_nothing() -> None:
    centre = Elsewhere()
    began = centre.core.clock.now()
    phone = await centre.picks_up(centre.phone())
    assert not is_connected(phone)
    assert centre.core.clock.now() - began == centre.core.centre.rules.listen_s
    assert phone.said[:4] == ["queue-call", "confirm-call"] * 2
    assert centre.state is CallState.OFFERED  # the dialplan hangs up the leg, and the session of the call says so
    assert not centre.switchboard.legs[LEG].answered


async def test_another_key_does_not_connect_and_everything_is_said_again() -> None:
    centre = Elsewhere()
    phone = await centre.picks_up(centre.phone("  5  1"))
    assert phone.said == ["queue-call", "confirm-call"] * 2
    assert is_connected(phone)


async def test_prompts_that_are_not_recorded_leave_the_key() -> None:
    centre = Elsewhere()
    phone = centre.phone("1")
    phone._missing = {"queue-call", "confirm-call"}
    assert is_connected(await centre.picks_up(phone))


async def test_an_agent_who_hangs_up_is_not_connected() -> None:
    centre = Elsewhere()
    phone = await centre.picks_up(centre.phone(leaves_at="confirm-call"))
    assert not is_connected(phone)
    assert centre.state is CallState.OFFERED


async def test_when_the_caller_has_left_nothing_more_is_asked() -> None:
    centre = Elsewhere()
    phone = centre.phone(" 1")
    phone.when["queue-call"] = lambda: setattr(phone, "caller_left", True)
    assert not is_connected(await centre.picks_up(phone))
    assert phone.said == ["queue-call"]


async def test_an_offer_that_was_withdrawn_cannot_be_taken_any_more() -> None:
    centre = Elsewhere()
    phone = centre.phone("1")
    phone.when["queue-call"] = lambda: hang_up(centre.core, CALL)  # the very moment of the key
    assert not is_connected(await centre.picks_up(phone))


async def test_nobody_can_take_what_is_not_offered_to_them() -> None:
    centre = Elsewhere()
    for phone, agent in (
        (centre.phone("1", call_id="99.9"), "elsa"),
        (centre.phone("1", offer="7"), "elsa"),
        (centre.phone("1", offer="None"), "elsa"),
        (centre.phone("1"), None),
        (centre.phone("1"), "nobody"),
    ):
        assert (await centre.picks_up(phone, agent)).sent == []
    miss(centre.core, CALL)
    centre.core.centre.calls[CALL].agent = "elsa"  # as in a conversation: theirs, and no longer offered
    assert (await centre.picks_up(centre.phone("1", offer="None"))).sent == []


async def test_a_key_that_the_pbx_no_longer_hears_answers_nothing() -> None:
    centre = Elsewhere()
    phone = centre.phone("1")
    carry_out = phone._carry_out

    async def until_the_key(words: list[str]) -> None:
        if words[0] == "EXEC":
            phone.session.end("hangup")
        else:
            await carry_out(words)

    phone._carry_out = until_the_key  # type: ignore[method-assign]
    await centre.picks_up(phone)
    assert centre.state is CallState.OFFERED
