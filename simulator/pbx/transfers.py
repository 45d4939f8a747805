"""What an agent's phone does with the other side of a conversation: hold, blind and attended transfer."""

from collections.abc import Callable

from simulator.pbx import events
from simulator.pbx.channels import UP, Bridge, Channel, Place
from simulator.pbx.events import Headers
from simulator.pbx.media import Media
from simulator.pbx.switchboard import Switchboard, other_side

# Where the targets of a phone's transfers are looked up unless its channel names another context.
PHONES_CONTEXT = "acd-agents"


class Transfers:
    """Carries transfers out; ``exists`` says whether the dialplan has a place."""

    def __init__(self, board: Switchboard, media: Media, exists: Callable[[Place], bool]) -> None:
        self._board = board
        self._media = media
        self._exists = exists

    def hold(self, line: Channel) -> None:
        """Let the other side hear music."""
        if (other := other_side(line)) is not None:
            self._board.emit("Hold", [*events.channel_headers(line), ("MusicClass", "default")])
            self._media.set_music(other, True)

    def unhold(self, line: Channel) -> None:
        """Let the other side hear the phone again; every transfer begins with it, held or not."""
        self._board.emit("Unhold", events.channel_headers(line))
        if (other := other_side(line)) is not None:
            self._media.set_music(other, False)

    def blind(self, line: Channel, target: str) -> bool:
        """Send who called this line to ``target``; False, and nothing happens, if that does not exist.

        Only who has a place in the dialplan can be sent to another: the one whose ``Dial`` reached this phone.
        """
        place = Place(line.variables.get("TRANSFER_CONTEXT") or PHONES_CONTEXT, target)
        other = other_side(line)
        if other is None or other.conversation is None or line.bridge is None or not self._exists(place):
            return False
        self.unhold(line)
        self._board.emit(
            "BlindTransfer",
            [
                ("Result", "Success"),
                *events.channel_headers(line, "Transferer"),
                *events.channel_headers(other, "Transferee"),
                *events.bridge_headers(line.bridge),
                ("IsExternal", "Yes"),
                ("Context", place.context),
                ("Extension", place.extension),
            ],
        )
        self._board.set_variable(other, "BLINDTRANSFER", line.name)
        self._board.send_elsewhere(other, place)
        return True

    def attended(self, line: Channel, second: Channel) -> bool:
        """Put who called ``line`` in the place of ``second``, a call of the same phone; False if that cannot be.

        ``second`` must have been answered: by whom it reached, or by the dialplan that it is in.
        """
        other = other_side(line)
        if other is None or other.conversation is None or second.state != UP:
            return False
        if second.bridge is None:
            self._take_place(line, second, other)
            return True
        if second.conversation is None:
            return False
        self._join_bridges(line, second, other, second.bridge)
        return True

    def _join_bridges(self, line: Channel, second: Channel, caller: Channel, bridge: Bridge) -> None:
        """Let the caller talk to whom the second call has reached; the caller's ``Dial`` goes on with that leg."""
        talk, given = caller.conversation, second.conversation
        assert talk is not None and given is not None and given.leg is not None, "only of two answered calls"
        leg, told = given.leg, [*events.channel_headers(second, "SecondTransferer"), *prefixed("Second", bridge)]
        about = self._about(line, caller, told)
        self.unhold(line)
        self.unhold(second)
        self._board.leave_bridge(caller)
        self._board.leave_bridge(second)
        self._board.enter_bridge(caller, bridge)
        self._board.leave_bridge(line)
        target = [*events.channel_headers(leg, "TransferTarget"), ("IsExternal", "No")]
        dest = [("DestType", "Bridge"), ("DestBridgeUniqueid", bridge.uniqueid)]
        self._board.emit("AttendedTransfer", [*about, *target, *dest])
        talk.leg, given.leg = leg, None
        leg.dialled_by, leg.linkedid = caller, caller.linkedid
        leg.connected_number, leg.connected_name = caller.caller_number, caller.caller_name
        for each in (caller, leg):
            each.party.channel_hears(each, "voice")
        self._board.request_hangup(second)
        self._board.end(line)

    def _take_place(self, line: Channel, second: Channel, caller: Channel) -> None:
        """Let the caller go on in the dialplan where the second call is, in the middle of what runs there."""
        about = self._about(line, caller, events.channel_headers(second, "SecondTransferer"))
        self.unhold(line)
        dest = [("IsExternal", "No"), ("DestType", "App"), ("DestApp", second.application)]
        self._board.emit("AttendedTransfer", [*about, *dest])
        self._board.leave_bridge(caller)
        self._board.leave_bridge(line)
        music = second.music
        self._media.set_music(second, False)
        self._board.take_place(caller, second)
        self._board.set_variable(second, "ATTENDEDTRANSFER", line.name)
        self._media.set_music(second, music)
        # What was the caller's channel has become the phone's second call, and ends with the conversation.
        self._board.request_hangup(caller)

    def _about(self, line: Channel, caller: Channel, second: Headers) -> Headers:
        assert line.bridge is not None, "a transfer is of a conversation"
        return [
            ("Result", "Success"),
            *events.channel_headers(line, "OrigTransferer"),
            *prefixed("Orig", line.bridge),
            *second,
            *events.channel_headers(caller, "Transferee"),
        ]


def prefixed(prefix: str, bridge: Bridge) -> Headers:
    """Return a bridge's headers as one of two in an event."""
    return [(prefix + name, value) for name, value in events.bridge_headers(bridge)]
