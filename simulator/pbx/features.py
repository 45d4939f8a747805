"""Keys that the PBX itself hears in a conversation: those of ``configs/asterisk/features_acd.conf``."""

from simulator.pbx.channels import Channel
from simulator.pbx.recorder import Recorder
from simulator.pbx.switchboard import Switchboard

FEATURE = "acd-record"
KEYS = "*3"


class Features:
    """Takes the keys of legs that have the feature in ``DYNAMIC_FEATURES``, and runs it on the other side."""

    def __init__(self, board: Switchboard, recorder: Recorder) -> None:
        self._board = board
        self._recorder = recorder

    def hear(self, channel: Channel, other: Channel, digit: str) -> str:
        """Take a key pressed on ``channel``; return the keys that the other side is to hear now."""
        if channel.variables.get("DYNAMIC_FEATURES") != FEATURE:
            return digit
        pressed, channel.feature_keys = channel.feature_keys + digit, ""
        if pressed == KEYS:
            self._acd_record(other)
            return ""
        if KEYS.startswith(pressed):
            channel.feature_keys = pressed
            return ""
        return pressed

    def _acd_record(self, caller: Channel) -> None:
        """The context of that name: start or stop the recording of the caller."""
        if caller.variables.get("ACD_RECORD_AS", "") == "":
            return
        if caller.variables.get("ACD_RECORDING") in ("on", "paused"):
            self._recorder.stop(caller)
            self._board.set_variable(caller, "ACD_RECORDING", "off")
        else:
            self._recorder.start(caller, caller.variables["ACD_RECORD_AS"])
            self._board.set_variable(caller, "ACD_RECORDING", "on")
