"""The PBX of the scenarios on a real Asterisk: a lab, with scripted SIP phones as callers and on desks."""

import asyncio

from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.lab_config import AGENT_EXTENSIONS, OBSERVER
from tests.lab.wires import BareAmi, Event
from tests.scenarios.pbx import Caller, Phone
from tests.scenarios.real_phone import RealPhone
from tests.sip_leg import Leg
from tests.sip_phone import SipPhone
from tests.sip_voice import Voice, tone_of

__all__ = ["RealCaller", "RealPbx", "RealPhone"]

PICK_UP_LIMIT_S = 5.0
"""How long a caller waits to be connected before pressing keys into the void, or to be found on the PBX."""

KEY_GAP_S = 0.1


class RealCaller:
    """A caller: a phone of its own with one call."""

    def __init__(self, phone: SipPhone, leg: Leg) -> None:
        self._phone, self._leg = phone, leg
        self.call_id = ""
        self.heard: list[str] = []
        self.known = asyncio.Event()

    @property
    def device(self) -> SipPhone:
        return self._phone

    @property
    def sip_call_id(self) -> str:
        return self._leg.call_id

    async def press(self, keys: str) -> None:
        async with asyncio.timeout(PICK_UP_LIMIT_S):
            await self._leg.talking.wait()
        for key in keys:
            self._phone.press(self._leg, key)
            await asyncio.sleep(KEY_GAP_S)

    async def hang_up(self) -> None:
        self._phone.end(self._leg)

    async def wait_ended(self, within_s: float) -> bool:
        try:
            async with asyncio.timeout(within_s):
                await self._leg.over.wait()
        except TimeoutError:
            return False
        return True

    @property
    def ended(self) -> bool:
        return self._leg.over.is_set()


class RealPbx:
    """``lab`` with every phone registered; a lab that does not run yet is started, and stopped at the end."""

    def __init__(self, lab: AsteriskLab) -> None:
        self.lab = lab
        self._server = (lab.settings.host, lab.settings.sip_port)
        self._owns_lab = not lab.running
        self._devices = [SipPhone(number, self._server) for number in AGENT_EXTENSIONS]
        self._phones = {device.extension: RealPhone(device) for device in self._devices}
        self._callers: dict[str, RealCaller] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self._heard: dict[str, list[str]] = {}
        self._voices: dict[str, Voice] | None = None

    async def start(self) -> None:
        if self._owns_lab:
            await asyncio.to_thread(self.lab.start)
        await self.observe()
        for device in self._devices:
            await device.open()
            await device.register()

    async def observe(self) -> None:
        """Log in to the AMI; needed again after the lab was restarted by other means than :meth:`restart`."""
        settings = self.lab.settings
        self._ami = await BareAmi.login(settings.host, settings.ami_port, OBSERVER, settings.secret)
        self._ami.on_event = self._saw

    async def restart(self) -> None:
        """Let the PBX lose its power and come back: every call is gone, and the phones register again."""
        await self._ami.close()
        await asyncio.to_thread(self.lab.kill)
        for device in self._devices:
            device.forget_calls()
        await asyncio.to_thread(self.lab.restart)
        await self.observe()
        for extension in AGENT_EXTENSIONS:
            await self._phones[extension].register()

    async def stop(self) -> None:
        """Hang up whatever is left, so that the next scenario finds an empty PBX."""
        for task in self._asking:
            task.cancel()
        if self.lab.running:
            await self._ami.act("Command", Command="channel request hangup all")
            await self._until_empty()
        await self._ami.close()
        for device in self._devices:
            device.close()
        if self._owns_lab:
            await asyncio.to_thread(self.lab.stop)

    async def call(self, dialled: str, *, number: str = "+74951234567", name: str = "") -> Caller:
        phone = SipPhone(number, self._server, name=name)
        self._devices.append(phone)
        await self._open(phone)
        caller = RealCaller(phone, phone.dial(dialled))
        self._callers[caller.sip_call_id] = caller
        return caller

    def phone(self, extension: str) -> RealPhone:
        return self._phones[extension]

    async def outside(self, number: str) -> RealPhone:
        if number not in self._phones:
            device = SipPhone(number, self._server)
            self._devices.append(device)
            await self._open(device)
            # The lab's dialplan reads where each number outside is to be found.
            await self._ami.act("Setvar", Variable=f"LAB_{number.removeprefix('+')}", Value=device.address)
            self._phones[number] = RealPhone(device)
        return self._phones[number]

    async def redirect(self, caller: Caller, extension: str, context: str = "acd-colleagues") -> None:
        await self.wait_known(caller)
        place = {"Context": context, "Exten": extension, "Priority": "1"}
        answer = await self._ami.act("Redirect", Channel=caller.call_id, **place)
        # A caller who is just leaving cannot be sent anywhere.
        assert answer["Response"] == "Success" or await caller.wait_ended(1.0), answer

    async def wait_known(self, caller: Caller) -> None:
        """Wait until the caller's call_id is there."""
        assert isinstance(caller, RealCaller)
        async with asyncio.timeout(PICK_UP_LIMIT_S):
            await caller.known.wait()

    async def variable(self, call_id: str, name: str) -> str:
        """A variable of a live channel as the PBX has it, "" when unset or the channel is gone."""
        return (await self._ami.act("Getvar", Channel=call_id, Variable=name)).get("Value", "")

    async def give_voices(self, *extensions: str) -> None:
        """Let these phones speak, each its own tone, and whoever is opened from now on."""
        self._voices = self._voices or {}
        for extension in extensions:
            await self._give_voice(self._phones[extension].device, self._voices)

    def heard_by(self, who: Caller | Phone) -> set[str]:
        """Whose tones arrive."""
        assert isinstance(who, RealCaller | RealPhone)
        ear = who.device.voice
        assert ear is not None, "it was given neither voice nor ear"
        return {name for name, voice in (self._voices or {}).items() if ear.hears(voice.hz)}

    async def _open(self, phone: SipPhone) -> None:
        await phone.open()
        if self._voices is not None:
            await self._give_voice(phone, self._voices)

    async def _give_voice(self, phone: SipPhone, voices: dict[str, Voice]) -> None:
        phone.voice = voices[phone.extension] = Voice(tone_of(len(voices)))
        await phone.voice.open(self._server[0])

    async def channels(self) -> list[str]:
        """The names of all live channels."""
        listed = (await self._ami.act("Command", Command="core show channels concise"))["Output"]
        names = (line.partition("!")[0] for line in listed.splitlines() if "!" in line)
        return list(dict.fromkeys(names))  # a channel that just joins a bridge was seen to be listed twice

    def _saw(self, event: Event) -> None:
        if (sound := sound_of(event)) is not None:
            self._heard.setdefault(event["Uniqueid"], []).append(sound)
            if phone := self._phones.get(number_of(event["Channel"])):
                phone.hears(sound)
        elif event.get("State") == "PLAYBACK" and (phone := self._phones.get(number_of(event["Channel"]))):
            phone.hears(event.get("Message", ""))  # an announcement of Dial, which no session plays
        if event["Event"] == "Newchannel" and event["Channel"].startswith("PJSIP/lab-caller-"):
            task = asyncio.create_task(self._identify(event["Channel"], event["Uniqueid"]))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _identify(self, channel: str, unique_id: str) -> None:
        """Ask which SIP call a new channel belongs to: callers may share number and name."""
        answer = await self._ami.act("Getvar", Channel=channel, Variable="CHANNEL(pjsip,call-id)")
        if caller := self._callers.get(answer.get("Value", "")):
            caller.call_id = unique_id
            caller.heard = self._heard.setdefault(unique_id, caller.heard)
            caller.known.set()

    async def _until_empty(self) -> None:
        for _ in range(500):  # five seconds
            if "\n0 active channels" in (await self._ami.act("Command", Command="core show channels"))["Output"]:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("calls stayed on the PBX after everyone was hung up")


def sound_of(event: Event) -> str | None:
    """What a channel begins to hear by an event: a prompt's name, music, "" for silence; None for no change."""
    if event["Event"] in ("MusicOnHoldStart", "MusicOnHoldStop"):
        return "music" if event["Event"] == "MusicOnHoldStart" else ""
    words = event.get("Command", "").replace('"', "").split()
    if event["Event"] in ("AGIExecStart", "AGIExecEnd") and "FILE" in words:
        return words[words.index("FILE") + 1] if event["Event"] == "AGIExecStart" else ""
    return None


def number_of(channel: str) -> str:
    """Whose phone a channel belongs to; of a number outside it is the half that the service talks to."""
    name = channel.partition("/")[2].rpartition("-")[0]
    return name.partition("@")[0] if channel.startswith("Local/") and channel.endswith(";1") else name
