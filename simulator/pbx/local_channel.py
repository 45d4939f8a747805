"""A ``Local/extension@context`` channel: two halves, the second of which runs the dialplan by itself."""

from collections.abc import Callable

from simulator.pbx.channels import RING, UP, Channel, Place
from simulator.pbx.switchboard import Switchboard, other_side

PREFIX = "Local/"


def is_local(endpoint: str) -> bool:
    """Whether ``endpoint`` names a Local channel."""
    return endpoint.startswith(PREFIX) and "@" in endpoint


class LocalChannel:
    """Both halves' party: when the second half is answered so is the first, and neither outlives the other.

    ``drive`` starts the second half on its way through the dialplan.
    """

    def __init__(self, endpoint: str, board: Switchboard, drive: Callable[[Channel], None]) -> None:
        extension, _, context = endpoint.removeprefix(PREFIX).partition("@")
        self._endpoint = endpoint
        self._place = Place(context.partition("/")[0], extension)
        self._board = board
        self._drive = drive
        self._halves: list[Channel] = []

    def ring(self, leg: Channel) -> None:
        """Begin with ``leg`` as the first half."""
        second = self._board.new_channel(self._endpoint, self, self._place, half=";2")
        second.linkedid, second.state, second.dialled = leg.linkedid, RING, self._place.extension
        second.caller_number, second.caller_name = leg.connected_number, leg.connected_name
        self._halves = [leg, second]
        self._board.announce(second)
        self._board.devices.refresh(second.device)
        self._drive(second)

    def other_half(self, channel: Channel) -> Channel | None:
        """Return the half that ``channel`` is not; None before there are two."""
        return next((half for half in self._halves if half is not channel), None)

    def channel_answered(self, channel: Channel) -> None:
        """Answer the first half with the second."""
        if self._halves and channel is self._halves[1]:
            self._board.set_state(self._halves[0], UP)

    def channel_hears(self, channel: Channel, sound: str) -> None:
        """Pass on to whoever is in a conversation with the second half what the first half hears."""
        listener = other_side(self._halves[1]) if channel is self._halves[0] else None
        if listener is not None:
            listener.party.channel_hears(listener, sound)

    def channel_gets_key(self, channel: Channel, digit: str) -> None:
        """Let a key pressed to the second half arrive at the first."""
        if channel is self._halves[1]:
            self._board.press(self._halves[0], digit)

    def channel_moved(self, old: Channel, new: Channel) -> None:
        """Stay the other half of whatever the half has become."""
        self._halves = [new if half is old else half for half in self._halves]

    def channel_ended(self, channel: Channel, cause: int) -> None:
        """End the other half too."""
        for half in self._halves:
            self._board.request_hangup(half, cause)
