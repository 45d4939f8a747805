"""The voice and the ear of a scripted phone: it says one steady tone, and knows whose tones it hears just now."""

import asyncio
import math
import re
from collections import deque
from typing import cast

import numpy as np
from numpy.typing import NDArray

RATE = 8000
PACKET = 160
"""Samples of one RTP packet: 20 ms."""

LISTENS_FOR = 10
"""Packets that are judged together: 0.2 s, in which tones 100 Hz apart are as different as can be."""

STALE_S = 0.2
"""Where nothing has come for so long nothing is heard."""

LOUDNESS = 4000.0
HEARD_FROM = 800.0
"""How loud a tone is said, and how loud it must arrive: mixing and A-law leave nearly all of it, an echo nothing."""

LOWEST_HZ, STEP_HZ = 500, 100


def tone_of(number: int) -> int:
    """The pitch of the phone of this number among all, in Hz; each is a multiple of what 0.2 s tell apart."""
    return LOWEST_HZ + STEP_HZ * number


def to_alaw(sample: int) -> int:
    """Write one sample of 16 bits in G.711 A-law."""
    sign, sample = (0x80, sample) if sample >= 0 else (0, -sample - 1)
    sample = min(sample, 32767) >> 3
    exponent = max(0, sample.bit_length() - 5)
    mantissa = (sample >> max(1, exponent)) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


def from_alaw(code: int) -> int:
    """Read one."""
    code ^= 0x55
    exponent, mantissa = code >> 4 & 7, code & 0x0F
    sample = (mantissa << 4) + 8 if exponent == 0 else ((mantissa << 4) + 0x108) << (exponent - 1)
    return sample if code & 0x80 else -sample


SAMPLES = np.array([from_alaw(code) for code in range(256)], dtype=np.float64)


class Voice(asyncio.DatagramProtocol):
    """One phone's sound: RTP in A-law from a port of its own, to where the SDP of its last call wants it."""

    def __init__(self, hz: int) -> None:
        self.hz = hz
        self._there: tuple[str, int] | None = None
        self._came: deque[bytes] = deque(maxlen=LISTENS_FOR)
        self._came_at = 0.0
        self._sent = 0
        self._talking: asyncio.Task[None] | None = None
        period = RATE // math.gcd(RATE, hz)
        wave = [round(LOUDNESS * math.sin(2 * math.pi * hz * n / RATE)) for n in range(period)]
        self._wave = bytes(to_alaw(sample) for sample in wave) * (1 + PACKET * 2 // period)
        self._period = period

    async def open(self, host: str) -> None:
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(host, 0))

    def close(self) -> None:
        self.be_silent()
        self._transport.close()

    @property
    def port(self) -> int:
        return int(self._transport.get_extra_info("sockname")[1])

    def talk_to(self, sdp: str) -> None:
        """Say the tone to where ``sdp`` wants it, from now on."""
        if found := re.search(r"c=IN IP4 (\S+)[\s\S]*m=audio (\d+)", sdp):
            self._there = found.group(1), int(found.group(2))
            if self._talking is None:
                self._talking = asyncio.create_task(self._talk())

    def be_silent(self) -> None:
        """The call is over."""
        if self._talking is not None:
            self._talking.cancel()
            self._talking = None
        self._came.clear()

    def hears(self, hz: int) -> bool:
        """Whether this tone arrives, as loud as it is said."""
        return self.level(hz) >= HEARD_FROM

    def level(self, hz: int) -> float:
        """How loud a tone was in the last 0.2 s, by Goertzel's sum; 0 while less than that has come."""
        stale = asyncio.get_running_loop().time() - self._came_at > STALE_S
        if len(self._came) < LISTENS_FOR or stale:
            return 0.0
        sound: NDArray[np.float64] = SAMPLES[np.frombuffer(b"".join(self._came), dtype=np.uint8)]
        turns = np.exp(-2j * math.pi * hz / RATE * np.arange(len(sound)))
        return float(2 * abs(np.dot(sound, turns)) / len(sound))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if data[1] & 0x7F == 8 and len(data) == 12 + PACKET:
            self._came.append(data[12:])
            self._came_at = asyncio.get_running_loop().time()

    async def _talk(self) -> None:
        loop = asyncio.get_running_loop()
        began, first = loop.time(), self._sent
        while True:
            begin = self._sent * PACKET % self._period
            sound = self._wave[begin : begin + PACKET]
            head = b"\x80\x08" + (self._sent & 0xFFFF).to_bytes(2, "big") + (self._sent * PACKET).to_bytes(4, "big")
            if self._there is not None:
                self._transport.sendto(head + self.hz.to_bytes(4, "big") + sound, self._there)
            self._sent += 1
            await asyncio.sleep(max(0.0, began + (self._sent - first) * PACKET / RATE - loop.time()))
