"""Where a scenario can take place: in front of the emulated PBX, or of a real Asterisk that many share."""

from pathlib import Path
from typing import Protocol

from acd.config.fields import Address
from simulator.lab.asterisk_lab import AsteriskLab
from simulator.pbx import EmulatedPbx, PbxSettings
from tests.scenarios.emulated_pbx import PbxInScenario
from tests.scenarios.pbx import Pbx
from tests.scenarios.real_pbx import RealPbx

SECRET = "lab-secret"
EXTENSIONS = ("1001", "1002", "1003", "1004", "1009")


class Place(Protocol):
    """A PBX that can be opened for one scenario. ``epoch_s`` is what the loop's time 0 means, None for today."""

    name: str
    epoch_s: float | None
    ami: Address
    agi: Address
    pbx: Pbx

    async def open(self) -> None:
        """Make the PBX ready, with nobody calling; ``ami`` and ``agi`` are known then."""

    def engine_listens(self, port: int) -> None:
        """Tell the PBX where the service takes its sessions."""

    async def close(self) -> None:
        """End whatever is left."""


class EmulatedPlace:
    """An emulated PBX of its own, on virtual time."""

    name = "emulated"

    def __init__(self, sounds: Path) -> None:
        settings = PbxSettings(
            extensions=EXTENSIONS, ami_secret=SECRET, agi_secret=SECRET, sounds_root=sounds, patience_s=1
        )
        self.epoch_s: float | None = settings.epoch_s
        self._emulated = EmulatedPbx(settings)
        self.pbx: Pbx = PbxInScenario(self._emulated)
        self.agi = Address("127.0.0.1", 0)

    async def open(self) -> None:
        await self._emulated.start()
        self.ami = Address(*self._emulated.ami_address)

    def engine_listens(self, port: int) -> None:
        self._emulated.engine_address = (self.agi.host, port)

    async def close(self) -> None:
        await self._emulated.stop()


class AsteriskPlace:
    """The running ``lab``, with phones and callers of this scenario."""

    name = "asterisk"
    epoch_s: float | None = None

    def __init__(self, lab: AsteriskLab) -> None:
        settings = lab.settings
        host, _, port = settings.engine.partition(":")
        self.ami = Address(settings.host, settings.ami_port)
        self.agi = Address(host, int(port))
        self._real = RealPbx(lab)
        self.pbx: Pbx = self._real

    async def open(self) -> None:
        await self._real.start()

    def engine_listens(self, port: int) -> None:
        assert port == self.agi.port

    async def close(self) -> None:
        await self._real.stop()
