"""What a channel hears and which keys are read from it: sounds with their lengths, music, digits."""

import wave
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from simulator.pbx import events
from simulator.pbx.channels import Channel
from simulator.pbx.switchboard import Switchboard

DEFAULT_SOUND_S = 2.0
OWN_SOUNDS = "acd/"
SAMPLES_PER_S = 8000  # Asterisk counts positions of narrow-band sound, whatever the file holds


class Sounds:
    """How long each sound lasts, in seconds: from the table, else from its file, else two seconds.

    ``root`` is the folder that the PBX knows as ``acd/``: ``acd/ru/welcome`` is ``<root>/ru/welcome.wav``, and
    does not exist without it. ``missing`` names other sounds that do not exist.
    """

    def __init__(
        self,
        root: Path | None = None,
        lengths: Mapping[str, float] | None = None,
        missing: Iterable[str] = (),
    ) -> None:
        self._root = root
        self._lengths = dict(lengths or {})
        self._missing = frozenset(missing)
        self._measured: dict[str, float | None] = {}

    def length(self, name: str) -> float | None:
        """Return the length of ``name`` in seconds, or None if there is no such sound."""
        if name in self._missing:
            return None
        if name in self._lengths:
            return self._lengths[name]
        if self._root is None or not name.startswith(OWN_SOUNDS):
            return DEFAULT_SOUND_S
        if name not in self._measured:
            path = self._root / f"{name.removeprefix(OWN_SOUNDS)}.wav"
            self._measured[name] = wav_length(path) if path.is_file() else None
        return self._measured[name]


def wav_length(path: Path) -> float:
    """Return the length of a wav file in seconds; a file that cannot be read counts as the default."""
    try:
        with wave.open(str(path)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return DEFAULT_SOUND_S


class Played(NamedTuple):
    """How a sound ended: the key that cut it ("" if none), where (in samples), and whether it existed."""

    key: str
    position: int
    found: bool = True


class Media:
    """Plays sounds and music to channels and reads keys from them."""

    def __init__(self, board: Switchboard, sounds: Sounds) -> None:
        self._board = board
        self._sounds = sounds

    def set_music(self, channel: Channel, on: bool) -> None:
        """Start or stop music on hold; it plays on by itself."""
        if channel.music == on or channel.ended:
            return
        channel.music = on
        name = "MusicOnHoldStart" if on else "MusicOnHoldStop"
        extra = [("Class", "default")] if on else []
        self._board.emit(name, [*events.channel_headers(channel), *extra])
        channel.party.channel_hears(channel, "music" if on else "")

    async def play(self, channel: Channel, sound: str, cutting: str = "") -> Played:
        """Play a sound to its end, or until a key of ``cutting``, an interruption or a stop from AMI.

        It silences the music for good, as a file does on a real channel.
        """
        length_s = self._sounds.length(sound)
        if length_s is None:
            return Played("", 0, found=False)
        self.set_music(channel, False)
        channel.party.channel_hears(channel, sound)
        began_s, key = self._board.now(), ""
        channel.stop_playback, channel.reads_keys = False, True
        while not (key or channel.interrupted or channel.stop_playback):
            if self._board.now() >= began_s + length_s:
                break
            await channel.wait(began_s + length_s)
            key = take_key(channel, cutting)
        channel.reads_keys = False
        channel.keys.clear()  # keys that nobody asked for are lost with the sound
        channel.party.channel_hears(channel, "")
        return Played(key, round((self._board.now() - began_s) * SAMPLES_PER_S))

    async def read_key(self, channel: Channel, timeout_s: float | None) -> str:
        """Wait for one key for up to ``timeout_s`` seconds; "" if none came."""
        until = None if timeout_s is None else self._board.now() + timeout_s
        channel.reads_keys = True
        while not (channel.keys or channel.interrupted or channel.deserted):
            if until is not None and self._board.now() >= until:
                break
            await channel.wait(until)
        channel.reads_keys = False
        return channel.keys.pop(0) if channel.keys else ""

    async def read_keys(self, channel: Channel, sound: str, timeout_s: float | None, most: int) -> tuple[str, bool]:
        """Play a prompt and read up to ``most`` keys; ``#`` ends them.

        ``timeout_s`` is the longest silence before the first key and between keys. Returns the keys and
        whether the silence ended them.
        """
        played = await self.play(channel, sound, "0123456789*#ABCD")
        keys = played.key
        while not channel.interrupted and len(keys) < most and not keys.endswith("#"):
            key = await self.read_key(channel, timeout_s)
            if not key:
                return keys, not channel.interrupted
            keys += key
        return keys.removesuffix("#"), False


def take_key(channel: Channel, wanted: str) -> str:
    """Take the first pressed key that is among ``wanted``; the others before it are dropped."""
    while channel.keys:
        key = channel.keys.pop(0)
        if key in wanted:
            return key
    return ""
