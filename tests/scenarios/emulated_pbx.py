"""The words of a scenario on the emulated PBX."""

import asyncio

from simulator.pbx import EmulatedCaller, EmulatedPbx, EmulatedPhone
from simulator.pbx import Habit as PhoneHabit
from simulator.pbx.callers import KEY_EVERY_S, PATIENCE_S
from simulator.pbx.chan_spy import voices_at
from simulator.pbx.channels import UP, Channel
from tests.scenarios.pbx import Behaviour, Caller, Habit, Phone, Ring


class CallerInScenario:
    """A caller of the emulated PBX, with the protocol's words."""

    def __init__(self, caller: EmulatedCaller) -> None:
        self.emulated = caller

    @property
    def call_id(self) -> str:
        return self.emulated.call_id

    @property
    def ended(self) -> bool:
        return self.emulated.ended

    @property
    def heard(self) -> list[str]:
        return [each.sound for each in self.emulated.heard if each.sound != "voice"]

    async def press(self, keys: str) -> None:
        await self.emulated.press(keys)

    async def hang_up(self) -> None:
        self.emulated.hang_up()

    async def wait_ended(self, within_s: float) -> bool:
        return await self.emulated.wait_ended(within_s)


class PhoneInScenario:
    """A phone of the emulated PBX, with the protocol's words."""

    def __init__(self, phone: EmulatedPhone) -> None:
        self.emulated = phone

    @property
    def habit(self) -> Habit:
        behaviour: Behaviour
        habit = self.emulated.habit
        if habit.behaviour == "unavailable":
            raise ValueError("no scenario has phones that send 480")
        behaviour = habit.behaviour
        return Habit(behaviour, habit.after_s, habit.talk_s, habit.keys)

    @habit.setter
    def habit(self, habit: Habit) -> None:
        self.emulated.habit = PhoneHabit(*habit)

    @property
    def rings(self) -> list[Ring]:
        return [Ring(ring.calling_name, ring.calling_number, ring.answered) for ring in self.emulated.rings]

    @property
    def in_call(self) -> bool:
        return self.emulated.in_call

    @property
    def heard(self) -> list[str]:
        return self.emulated.heard

    async def hang_up(self) -> None:
        self.emulated.hang_up()

    async def register(self) -> None:
        self.emulated.register()

    async def unregister(self) -> None:
        self.emulated.unregister()

    async def dial(self, number: str) -> None:
        self.emulated.dial(number)

    async def press(self, keys: str) -> None:
        for _ in range(round(PATIENCE_S / KEY_EVERY_S)):
            if self.emulated.in_call:
                break
            await asyncio.sleep(KEY_EVERY_S)
        for key in keys:
            self.emulated.press(key)
            await asyncio.sleep(KEY_EVERY_S)

    async def hold(self) -> None:
        self.emulated.hold()

    async def unhold(self) -> None:
        self.emulated.unhold()

    async def transfer(self, target: str) -> bool:
        return self.emulated.transfer(target)

    async def consult(self, number: str) -> None:
        self.emulated.consult(number)

    async def complete(self) -> bool:
        return self.emulated.complete()

    async def back(self) -> None:
        self.emulated.back()


class PbxInScenario:
    """The emulated PBX, with the protocol's words; ``emulated`` has its faults and everything else."""

    def __init__(self, pbx: EmulatedPbx) -> None:
        self.emulated = pbx

    async def call(self, dialled: str, *, number: str = "+74951234567", name: str = "") -> CallerInScenario:
        return CallerInScenario(self.emulated.call(dialled, number, name))

    def phone(self, extension: str) -> PhoneInScenario:
        return PhoneInScenario(self.emulated.phone(extension))

    async def outside(self, number: str) -> PhoneInScenario:
        return PhoneInScenario(self.emulated.outside(number))

    async def redirect(self, caller: Caller, extension: str, context: str = "acd-colleagues") -> None:
        assert isinstance(caller, CallerInScenario), "a caller of another PBX"
        self.emulated.redirect(caller.emulated, extension, context)

    async def variable(self, call_id: str, name: str) -> str:
        found = [channel for channel in self.emulated.channels if channel.uniqueid == call_id]
        return found[0].variables.get(name, "") if found else ""

    async def give_voices(self, *extensions: str) -> None:
        """Nothing to do: here everybody speaks."""

    def heard_by(self, who: Caller | Phone) -> set[str]:
        assert isinstance(who, CallerInScenario | PhoneInScenario), "one of another PBX"
        lines = [each for each in self.emulated.channels if each.party is who.emulated and each.state == UP]
        return {name_of(voice) for line in lines for voice in voices_at(line)}

    async def channels(self) -> list[str]:
        return [channel.name for channel in self.emulated.channels]


def name_of(channel: Channel) -> str:
    """Whose voice comes out of a channel."""
    party = channel.party
    return party.number if isinstance(party, EmulatedCaller) else getattr(party, "extension", "")
