"""The emulated PBX as a whole: phones, callers, the dialplan, AMI, and the faults it can be told to have."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from simulator.pbx import causes
from simulator.pbx.ami_actions import AmiActions
from simulator.pbx.ami_server import AmiServer
from simulator.pbx.ami_users import AmiUser, service_user
from simulator.pbx.callers import EmulatedCaller
from simulator.pbx.channels import RING, Channel, Place
from simulator.pbx.dial import Ringable
from simulator.pbx.dialplan import TRUNK, Context, Dialplan, printable
from simulator.pbx.equipment import Equipment
from simulator.pbx.features import Features
from simulator.pbx.local_channel import LocalChannel, is_local
from simulator.pbx.media import Media, Sounds
from simulator.pbx.originate import Origination, originate
from simulator.pbx.phones import EmulatedPhone
from simulator.pbx.recorder import Recorder
from simulator.pbx.switchboard import Switchboard
from simulator.pbx.transfers import Transfers

CALLER_ENDPOINT = "PJSIP/lab-caller"
PROMPTS = Path(__file__).parents[2] / "ivr" / "sounds"


@dataclass(frozen=True)
class PbxSettings:
    """How the PBX is set up.

    ``extensions`` are the phones on desks. ``ami_user`` has the rights and the event filters of
    ``configs/asterisk/manager_acd.conf``; ``more_ami_users`` may have others. ``agi_secret`` is ``ACD_SECRET``
    of the dialplan and ``patience_s`` its ``ACD_PATIENCE``. ``epoch_s`` is the Unix time at which the loop's
    clock shows 0.
    ``sound_lengths_s`` overrides the lengths of sounds by name. ``seed`` fixes every draw.
    """

    extensions: tuple[str, ...] = ()
    ami_user: str = "acd"
    ami_secret: str = "emulated"  # noqa: S105 - opens an emulator on the loopback, nothing else
    more_ami_users: tuple[AmiUser, ...] = ()
    agi_secret: str = "emulated"  # noqa: S105
    patience_s: int = 60
    language: str = "en"
    epoch_s: float = 1_767_225_600.0
    seed: int = 1
    timestamps: bool = True
    varset_events: bool = False
    sounds_root: Path | None = PROMPTS
    sound_lengths_s: Mapping[str, float] = field(default_factory=dict)
    missing_sounds: tuple[str, ...] = ()
    contexts: Mapping[str, Context] = field(default_factory=dict)


class EmulatedPbx:
    """A small PBX in this process that speaks AMI and FastAGI on TCP sockets.

    ``engine_address`` (host, port) is where the dialplan connects its FastAGI sessions; it may be set at any
    time. Use it as ``async with EmulatedPbx(settings) as pbx`` or with :meth:`start` and :meth:`stop`.
    """

    def __init__(self, settings: PbxSettings | None = None) -> None:
        self.settings = settings if settings is not None else PbxSettings()
        self.engine_address: tuple[str, int] = ("127.0.0.1", 4573)
        self._running = False
        self._phones = {each: EmulatedPhone(each, self._phone_dials) for each in self.settings.extensions}
        self._outside: dict[str, EmulatedPhone] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._build(self.settings.epoch_s)

    def _build(self, epoch_s: float) -> None:
        settings, draws = self.settings, Random(self.settings.seed)  # noqa: S311 - not for secrets
        users = [service_user(settings.ami_user, settings.ami_secret), *settings.more_ami_users]
        self._ami = AmiServer(users, draws, settings.timestamps)
        self._board = Switchboard(self._ami.emit, epoch_s, draws, settings.varset_events)
        sounds = Sounds(settings.sounds_root, settings.sound_lengths_s, settings.missing_sounds)
        media, self.recorder = Media(self._board, sounds), Recorder(self._board)
        tools = self._tools = Equipment(self._board, media, self._find_phone, self.recorder)
        self._dialplan = Dialplan(
            tools, lambda: self.engine_address, settings.agi_secret, settings.patience_s, settings.contexts
        )
        start_originating = partial(self._start_originating, tools)
        self._ami.board, self._ami.actions = self._board, AmiActions(tools, start_originating)
        self._transfers = Transfers(self._board, media, self._dialplan.exists)
        self._board.heard_in_talk = Features(self._board, self.recorder).hear
        for phone in (*self._phones.values(), *self._outside.values()):
            phone.plug_in(self._board, self._transfers)
        self._board.devices.add(phone.device for phone in self._phones.values())

    async def __aenter__(self) -> "EmulatedPbx":
        await self.start()
        return self

    async def __aexit__(self, *details: object) -> None:
        await self.stop()

    async def start(self, host: str = "127.0.0.1", ami_port: int = 0) -> None:
        """Listen for AMI clients; port 0 picks a free one (see :attr:`ami_address`)."""
        self._board.began_s = self._board.unix_time()
        await self._ami.listen(host, ami_port)
        self._running = True

    async def stop(self) -> None:
        """End every call and close every connection."""
        self._ami.emit("Shutdown", [("Shutdown", "Cleanly"), ("Restart", "False")])
        await self._end_everything()

    @property
    def ami_address(self) -> tuple[str, int]:
        """Where AMI listens."""
        return self._ami.address

    @property
    def channels(self) -> list[Channel]:
        """The live channels, oldest first."""
        return list(self._board.channels.values())

    def call(
        self,
        dialled: str,
        number: str = "+74951234567",
        name: str = "",
        on_end: Callable[[EmulatedCaller, int], None] | None = None,
    ) -> EmulatedCaller:
        """Let a new caller dial ``dialled``; the call is on its way when this returns.

        ``on_end(caller, cause)`` is called once when the call is over; while the PBX is down that is at once.
        """
        caller = EmulatedCaller(self._board, printable(number), on_end)
        if not self._running:
            caller.is_over(causes.OUT_OF_ORDER)
            return caller
        channel = self._board.new_channel(CALLER_ENDPOINT, caller, Place("acd", printable(dialled)))
        caller.channel = channel
        channel.state, channel.language = RING, self.settings.language
        channel.caller_number, channel.caller_name = caller.number, printable(name)
        channel.dialled = printable(dialled)
        self._board.announce(channel)
        self._drive(channel)
        return caller

    def phone(self, extension: str) -> EmulatedPhone:
        """Return the phone on a desk.

        Raises:
            KeyError: the PBX was set up without this extension.
        """
        return self._phones[extension]

    def outside(self, number: str) -> EmulatedPhone:
        """Return the phone outside that dialling ``number`` (``+7999`` and seven digits) reaches."""
        phone = self._outside.get(number)
        if phone is None:
            phone = self._outside[number] = EmulatedPhone(number, self._phone_dials, TRUNK)
            phone.plug_in(self._board, self._transfers)
        return phone

    def redirect(self, caller: EmulatedCaller, extension: str, context: str = "acd-colleagues") -> None:
        """Send a caller elsewhere, past the service, as an administrator would."""
        if caller.channel is not None and not caller.ended:
            self._board.send_elsewhere(caller.channel, Place(context, extension))

    def drop_ami(self) -> None:
        """Cut every AMI connection; new ones are welcome."""
        self._ami.drop_all()

    async def refuse_ami(self) -> None:
        """Refuse new AMI connections until :meth:`accept_ami`; the present ones stay."""
        await self._ami.stop_listening()

    async def accept_ami(self) -> None:
        """Listen again at the same address."""
        await self._ami.listen(*self._ami.address)

    def send_raw_ami(self, data: bytes) -> None:
        """Write any bytes to every AMI client that has logged in: malformed, oversized, not UTF-8."""
        self._ami.send_raw(data)

    def freeze(self) -> None:
        """Stop answering: no AMI answers, no events, no AGI commands, with all connections open."""
        self._ami.freeze(True)
        self._tools.freeze(True)

    def thaw(self) -> None:
        """Go on with everything that piled up since :meth:`freeze`."""
        self._ami.freeze(False)
        self._tools.freeze(False)

    async def restart(self, down_s: float = 1.0) -> None:
        """Restart as after a crash: all calls and connections are gone at once, and AMI is back later.

        Phones keep their habits and come back registered; Uniqueids begin anew.
        """
        host, port = self._ami.address
        self._ami.freeze(True)  # a crash says no goodbye
        await self._end_everything()
        await asyncio.sleep(down_s)
        self._build(self.settings.epoch_s)
        await self.start(host, port)

    async def _end_everything(self) -> None:
        self._running = False
        await self._ami.stop_listening()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for channel in self.channels:
            self._board.end(channel, causes.NORMAL)
        self._board.devices.close()
        self._ami.drop_all()
        # Aborted transports tell their protocols in the loop's next rounds.
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    def _find_phone(self, device: str) -> Ringable | None:
        if is_local(device):
            return LocalChannel(device, self._board, self._drive)
        if device.startswith(TRUNK):
            return self._outside.get(device.removeprefix(f"{TRUNK}/"))
        if not self._board.devices.is_registered(device):
            return None
        return self._phones.get(device.partition("/")[2])

    def _phone_dials(self, phone: EmulatedPhone, number: str) -> Channel:
        channel = self._board.new_channel(phone.device, phone, Place("acd-agents", printable(number)))
        channel.state, channel.caller_number, channel.dialled = RING, phone.extension, printable(number)
        self._board.announce(channel)
        self._drive(channel)
        return channel

    def _start_originating(self, tools: Equipment, asked: Origination) -> None:
        self._run(originate(tools, self._dialplan.drive, asked))

    def _drive(self, channel: Channel) -> None:
        channel.task = self._run(self._dialplan.drive(channel))

    def _run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
