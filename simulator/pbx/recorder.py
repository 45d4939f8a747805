"""``MixMonitor`` and what belongs to it: recordings of channels, and AMI's words about them."""

from simulator.pbx import events
from simulator.pbx.channels import Channel
from simulator.pbx.recording import FOLDER, Recording
from simulator.pbx.switchboard import Switchboard

# Older files are forgotten: a demo may run for days.
MAX_FILES = 1000


class Recorder:
    """Starts, silences and stops recordings; ``files`` has all of them, oldest first."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self.files: list[Recording] = []

    def start(self, channel: Channel, name: str) -> None:
        """Record ``channel`` into the file ``name`` until it ends or is stopped."""
        recording = Recording(name, channel.uniqueid, self._board.now())
        self.files = [*self.files[1 - MAX_FILES :], recording]
        channel.recordings.append(recording)
        self._board.set_variable(channel, "MIXMONITOR_FILENAME", FOLDER + name)
        self._tell("MixMonitorStart", channel)

    def stop(self, channel: Channel) -> bool:
        """Stop the recording that was started first; False if there is none."""
        if not channel.recordings:
            return False
        channel.recordings.pop(0).end(self._board.now())
        self._tell("MixMonitorStop", channel)
        return True

    def mute(self, channel: Channel, direction: str, on: bool) -> bool:
        """Put silence into the recordings of ``channel``, or end it; False if there never was one."""
        if not any(file.call_id == channel.uniqueid for file in self.files):
            return False
        for recording in channel.recordings:
            (recording.mute if on else recording.unmute)(self._board.now())
        self._tell("MixMonitorMute", channel, ("Direction", direction), ("State", "1" if on else "0"))
        return True

    def _tell(self, name: str, channel: Channel, *extra: tuple[str, str]) -> None:
        self._board.emit(name, [*events.channel_headers(channel), *extra])
