"""``ChanSpy``: a channel is put beside another one, hears what that hears and says, and may be heard there itself."""

from simulator.pbx import events
from simulator.pbx.channels import Channel
from simulator.pbx.equipment import Equipment
from simulator.pbx.local_channel import LocalChannel
from simulator.pbx.switchboard import Switchboard

# How long a real one was seen to take before it begins, in seconds.
BEGINS_AFTER_S = 0.1


async def chan_spy(tools: Equipment, channel: Channel, data: str) -> int:
    """``ChanSpy(uniqueid,uqES...)``: until either of the two ends, or ``channel`` is sent elsewhere.

    ``w`` and ``B`` are whispering and barging. Of the other options those of the project's dialplan are taken for
    granted. Beside a channel that is not there it hangs up, as a real one does.
    """
    spied, _, options = data.partition(",")
    until = tools.board.now() + BEGINS_AFTER_S
    while not channel.interrupted and tools.board.now() < until:
        await channel.wait(until)
    leg = tools.board.find(spied)
    if leg is None or channel.interrupted:
        return -1
    channel.spies_on, channel.spies_as = leg, options
    leg.spies.append(channel)
    tell(tools.board, "ChanSpyStart", channel, leg)
    while not channel.interrupted and not leg.ended:
        await channel.wait(None)
    leg.spies.remove(channel)
    channel.spies_on = None
    tell(tools.board, "ChanSpyStop", channel, leg)
    return -1 if channel.interrupted else 0


def tell(board: Switchboard, name: str, spy: Channel, leg: Channel) -> None:
    """Tell AMI of a beginning or an end."""
    board.emit(name, [*events.channel_headers(spy, "Spyer"), *events.channel_headers(leg, "Spyee")])


def voices_at(channel: Channel) -> list[Channel]:
    """Whose voices arrive at the phone of ``channel``: of its conversation, and of who whispers or barges in there."""
    others = [each for each in (channel.bridge.members if channel.bridge is not None else []) if each is not channel]
    heard = [voice for each in others for voice in voices_of(each)]
    heard += [spy for spy in channel.spies if {"w", "B"} & set(spy.spies_as)]
    heard += [spy for each in others for spy in each.spies if "B" in spy.spies_as]
    if (leg := channel.spies_on) is not None:
        heard += [*voices_of(leg), *(voice for voice in voices_at(leg) if voice is not channel)]
    return heard


def voices_of(channel: Channel) -> list[Channel]:
    """Whose voices come out of ``channel``: its phone's, or of a Local channel what arrives at its other half."""
    if isinstance(channel.party, LocalChannel):
        half = channel.party.other_half(channel)
        return voices_at(half) if half is not None else []
    return [channel]
