"""A phone of the scenarios in front of a real Asterisk: a scripted SIP phone with the protocol's words."""

import asyncio

from tests.scenarios.pbx import Habit, Ring
from tests.sip_leg import Leg
from tests.sip_message import who
from tests.sip_phone import SipPhone

PICK_UP_LIMIT_S = 5.0
"""How long a call may take to be answered before keys are pressed into the void."""

KEY_GAP_S = 0.1
JOINED_S = 0.1
SERVER_ENDS_S = 1.0


class RealPhone:
    """A desk phone, or a phone outside."""

    def __init__(self, phone: SipPhone) -> None:
        self._phone = phone
        self._pressing: set[asyncio.Task[None]] = set()
        self.heard: list[str] = []

    @property
    def device(self) -> SipPhone:
        """The phone itself."""
        return self._phone

    @property
    def habit(self) -> Habit:
        return self._phone.habit

    @habit.setter
    def habit(self, habit: Habit) -> None:
        self._phone.habit = habit

    @property
    def rings(self) -> list[Ring]:
        return self._phone.rings

    @property
    def in_call(self) -> bool:
        return self._phone.in_call

    def hears(self, sound: str) -> None:
        """Be told what plays; the habit's keys are pressed at the first sound of a call that was picked up."""
        if sound and self.heard[-1:] == [sound]:
            return  # told by two events
        self.heard.append(sound)
        leg = next((leg for leg in self._legs() if not leg.outgoing and not leg.keys_pressed), None)
        if sound and leg is not None and self.habit.keys:
            leg.keys_pressed = True
            task = asyncio.create_task(self._press(leg, self.habit.keys))
            self._pressing.add(task)
            task.add_done_callback(self._pressing.discard)

    async def hang_up(self) -> None:
        self._phone.hang_up()

    async def register(self) -> None:
        await self._phone.register()

    async def unregister(self) -> None:
        await self._phone.unregister()

    async def dial(self, number: str) -> None:
        self._phone.dial(number)

    async def press(self, keys: str) -> None:
        await self._press(self._legs()[-1], keys)

    async def hold(self) -> None:
        self._phone.hold(self._conversation)

    async def unhold(self) -> None:
        self._phone.hold(self._conversation, on=False)

    async def transfer(self, target: str) -> bool:
        leg = self._conversation
        accepted = await self._phone.transfer(leg, target).succeeded()
        if not accepted:  # asked for within the millisecond in which the two are joined; nobody presses so fast
            await asyncio.sleep(JOINED_S)
            accepted = await self._phone.transfer(leg, target).succeeded()
        if accepted:
            self._phone.end(leg)  # the server leaves that to who transferred
        return accepted

    async def consult(self, number: str) -> None:
        self._phone.hold(self._conversation)
        self._phone.dial(number)

    async def complete(self) -> bool:
        leg, second = self._conversation, self._second
        accepted = await self._phone.transfer(leg, who(second.remote)[1], instead_of=second).succeeded()
        if accepted:
            self._phone.end(leg)
            await self._ended_by_the_server(second)
        return accepted

    async def back(self) -> None:
        self._phone.end(self._second)
        self._phone.hold(self._conversation, on=False)

    async def _press(self, leg: Leg, keys: str) -> None:
        async with asyncio.timeout(PICK_UP_LIMIT_S):
            await leg.talking.wait()
        for key in keys:
            self._phone.press(leg, key)
            await asyncio.sleep(KEY_GAP_S)

    async def _ended_by_the_server(self, second: Leg) -> None:
        """Leave the second call to the server: a BYE that comes before it has put the other in its place ends both."""
        try:
            async with asyncio.timeout(SERVER_ENDS_S):
                await second.over.wait()
        except TimeoutError:
            self._phone.end(second)

    def _legs(self) -> list[Leg]:
        """The calls that go on, oldest first."""
        return [leg for leg in self._phone.legs.values() if leg.stage != "ended"]

    @property
    def _conversation(self) -> Leg:
        leg = next((leg for leg in self._legs() if leg.stage == "talking"), None)
        assert leg is not None, f"phone {self._phone.extension} is in no conversation"
        return leg

    @property
    def _second(self) -> Leg:
        leg = self._legs()[-1]
        assert leg is not self._conversation, f"phone {self._phone.extension} has no second call"
        return leg
