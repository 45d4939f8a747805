"""The dialplan's applications that a session may ``EXEC``: a table of name and function.

Each takes the equipment, the channel and its arguments as one text, and returns 0, or -1 when the channel
must leave what it is doing.
"""

from collections.abc import Awaitable, Callable

from simulator.pbx import variables
from simulator.pbx.chan_spy import chan_spy
from simulator.pbx.channels import UP, Channel, Place
from simulator.pbx.dial import Dial, DialOptions, parse_dial, parse_options, parse_shown, sleep_interruptibly
from simulator.pbx.equipment import Equipment

Application = Callable[[Equipment, Channel, str], Awaitable[int]]


async def answer(tools: Equipment, channel: Channel, data: str) -> int:
    """``Answer()``."""
    tools.board.set_state(channel, UP)
    return 0


async def no_op(tools: Equipment, channel: Channel, data: str) -> int:
    """``NoOp(text)``."""
    return 0


async def set_many(tools: Equipment, channel: Channel, data: str) -> int:
    """``MSet(A=1,B=2)``."""
    for pair in variables.split_outside_quotes(data):
        name, equals, value = pair.partition("=")
        if equals:
            variables.write(tools.board, channel, name.strip(), value)
    return 0


async def set_one(tools: Equipment, channel: Channel, data: str) -> int:
    """``Set(NAME=value)``: the value is everything after the first equals sign."""
    name, _, value = data.partition("=")
    variables.write(tools.board, channel, name.strip(), value)
    return 0


async def wait(tools: Equipment, channel: Channel, data: str) -> int:
    """``Wait(seconds)``."""
    try:
        seconds = max(0.0, float(data or 0))
    except ValueError:
        seconds = 0.0
    return 0 if await sleep_interruptibly(tools.board, channel, seconds) else -1


async def playback(tools: Equipment, channel: Channel, data: str) -> int:
    """``Playback(a&b)``: one sound after another; no key cuts them."""
    tools.board.set_state(channel, UP)
    for sound in data.partition(",")[0].split("&"):
        await tools.media.play(channel, sound)
        if channel.interrupted:
            return -1
    return 0


async def goto(tools: Equipment, channel: Channel, data: str) -> int:
    """``Goto(context,extension,priority)``: where the dialplan goes on after the session."""
    words = [word.strip() for word in data.split(",")]
    if not words[-1].isdigit():
        return -1
    context, extension = [channel.place.context, channel.place.extension, *words[:-1]][-2:]
    channel.jump = Place(context, extension, int(words[-1]))
    return 0


async def dial(tools: Equipment, channel: Channel, data: str) -> int:
    """``Dial(PJSIP/1001&PJSIP/1002,seconds,options)``; options: ``A()``, ``B()``, ``f()``, ``g``, ``m``, ``U()``."""
    targets, timeout_s, text = parse_dial(data)
    letters, arguments = parse_options(text)
    place, _, first = arguments.get("B", "").removesuffix(")").partition("(")
    if (before := tools.subroutines.get(place.partition("^")[0])) is not None:
        await before(channel, first.split("^"))
    name, *given = arguments.get("U", "").split("^")
    subroutine = tools.subroutines.get(name)
    options = DialOptions(
        go_on="g" in letters,
        music="m" in letters,
        shown=parse_shown(arguments["f"]) if "f" in arguments else None,
        announcement=arguments.get("A", ""),
        # One that does not exist stops nobody.
        subroutine=(lambda leg: subroutine(leg, given)) if subroutine is not None else None,
    )
    return await dial_with(tools, channel, targets, timeout_s, options)


async def dial_with(
    tools: Equipment, channel: Channel, targets: str, timeout_s: float | None, options: DialOptions
) -> int:
    """Dial with options already read; there is no music afterwards."""
    before, channel.application, channel.data = (channel.application, channel.data), "Dial", targets
    result = await Dial(tools.board, channel, tools.find_phone, options, tools.media).run(targets, timeout_s)
    channel.application, channel.data = before
    tools.media.set_music(channel, False)
    return result


async def start_music(tools: Equipment, channel: Channel, data: str) -> int:
    """``StartMusicOnHold()``."""
    tools.media.set_music(channel, True)
    return 0


async def stop_music(tools: Equipment, channel: Channel, data: str) -> int:
    """``StopMusicOnHold()``."""
    tools.media.set_music(channel, False)
    return 0


async def mix_monitor(tools: Equipment, channel: Channel, data: str) -> int:
    """``MixMonitor(file,options)``."""
    tools.recorder.start(channel, data.partition(",")[0])
    return 0


async def stop_mix_monitor(tools: Equipment, channel: Channel, data: str) -> int:
    """``StopMixMonitor()``."""
    tools.recorder.stop(channel)
    return 0


async def hang_up(tools: Equipment, channel: Channel, data: str) -> int:
    """``Hangup(cause)``."""
    return -1


APPLICATIONS: dict[str, Application] = {
    "answer": answer,
    "chanspy": chan_spy,
    "dial": dial,
    "goto": goto,
    "hangup": hang_up,
    "mixmonitor": mix_monitor,
    "mset": set_many,
    "noop": no_op,
    "playback": playback,
    "set": set_one,
    "startmusiconhold": start_music,
    "stopmixmonitor": stop_mix_monitor,
    "stopmusiconhold": stop_music,
    "verbose": no_op,
    "wait": wait,
}
