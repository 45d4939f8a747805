"""The FastAGI commands: a table of words and function, with the replies in Asterisk's form.

Each function takes the equipment, the channel and the arguments and returns the reply's lines without the
last line break. Too few arguments raise :class:`WrongUsage`.
"""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from simulator.pbx import causes, variables
from simulator.pbx.applications import APPLICATIONS
from simulator.pbx.channels import UP, Channel, Place
from simulator.pbx.equipment import Equipment


class WrongUsage(Exception):
    """The arguments do not fit the command."""


async def answer(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``ANSWER``."""
    tools.board.set_state(channel, UP)
    return "200 result=0"


async def nothing(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``NOOP`` and ``VERBOSE``."""
    return "200 result=0"


async def verbose(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``VERBOSE message level``: Asterisk answers 1 to it."""
    return "200 result=1"


async def get_variable(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``GET VARIABLE NAME``."""
    return variable_reply(variables.read(tools.board, channel, words[0]))


async def get_full_variable(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``GET FULL VARIABLE expression [channel]``."""
    about = tools.board.find(words[1]) if len(words) > 1 else channel
    if about is None:
        return "200 result=0"
    return variable_reply(variables.substitute(tools.board, about, words[0]))


def variable_reply(value: str | None) -> str:
    """Return the reply to a question for a value."""
    return "200 result=0" if value is None else f"200 result=1 ({value})"


async def set_variable(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``SET VARIABLE NAME value``."""
    variables.write(tools.board, channel, words[0], words[1])
    return "200 result=1"


async def execute(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``EXEC application arguments``."""
    application = APPLICATIONS.get(words[0].lower())
    if application is None:
        return "200 result=-2"
    return f"200 result={await application(tools, channel, words[1] if len(words) > 1 else '')}"


async def stream_file(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``STREAM FILE name escape_digits``."""
    played = await tools.media.play(channel, words[0], words[1])
    if channel.interrupted or not played.found:
        return f"200 result=-1 endpos={played.position}"
    return f"200 result={ord(played.key) if played.key else 0} endpos={played.position}"


async def control_stream_file(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``CONTROL STREAM FILE name escape_digits``; AMI ``ControlPlayback`` stops it."""
    played = await tools.media.play(channel, words[0], words[1])
    if not played.found:
        return "200 result=-1 endpos=-1"
    if channel.interrupted:
        return f"200 result=-1 endpos={played.position}"
    return f"200 result={ord(played.key) if played.key else 0} endpos={played.position}"


async def get_data(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``GET DATA name [timeout_ms] [most]``."""
    timeout_ms = number(words[1]) if len(words) > 1 else 0
    most = number(words[2]) if len(words) > 2 else 1024
    timeout_s = None if timeout_ms < 0 else (timeout_ms or 6000) / 1000
    keys, timed_out = await tools.media.read_keys(channel, words[0], timeout_s, most)
    if channel.interrupted:
        return "200 result=-1"
    return f"200 result={keys}{' (timeout)' if timed_out else ''}"


async def wait_for_digit(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``WAIT FOR DIGIT timeout_ms`` (-1 for ever)."""
    timeout_ms = number(words[0])
    key = await tools.media.read_key(channel, None if timeout_ms < 0 else timeout_ms / 1000)
    if channel.interrupted:
        return "200 result=-1"
    return f"200 result={ord(key) if key else 0}"


async def set_music(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``SET MUSIC ON|OFF``: returns at once; anything but ON is OFF."""
    tools.media.set_music(channel, words[0].lower() == "on")
    return "200 result=0"


async def set_context(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``SET CONTEXT name``: where the dialplan goes on after the session."""
    place = channel.jump or channel.place
    channel.jump = Place(words[0], place.extension, place.priority)
    return "200 result=0"


async def set_extension(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``SET EXTENSION name``."""
    place = channel.jump or channel.place
    channel.jump = Place(place.context, words[0], place.priority)
    return "200 result=0"


async def set_priority(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``SET PRIORITY number``."""
    place = channel.jump or channel.place
    channel.jump = Place(place.context, place.extension, number(words[0]))
    return "200 result=0"


async def hang_up(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``HANGUP [channel]``."""
    about = tools.board.find(words[0]) if words else channel
    if about is None:
        return "200 result=-1"
    tools.board.request_hangup(about, causes.NORMAL)
    return "200 result=1"


async def channel_status(tools: Equipment, channel: Channel, words: list[str]) -> str:
    """``CHANNEL STATUS [channel]``."""
    about = tools.board.find(words[0]) if words else channel
    return f"200 result={-1 if about is None else about.state}"


def number(word: str) -> int:
    """Read a whole number.

    Raises:
        WrongUsage: it is none.
    """
    try:
        return int(word)
    except ValueError:
        raise WrongUsage from None


class Command(NamedTuple):
    """One command: what it does, how it is used, how many words it takes, and if it works after a hang-up."""

    run: Callable[[Equipment, Channel, list[str]], Awaitable[str]]
    usage: str
    least: int = 0
    most: int = 9
    when_dead: bool = False


COMMANDS: dict[str, Command] = {
    "answer": Command(answer, "ANSWER", most=0),
    "noop": Command(nothing, "NoOp", when_dead=True),
    "verbose": Command(verbose, "VERBOSE <message> <level>", least=1, when_dead=True),
    "get variable": Command(get_variable, "GET VARIABLE <variablename>", 1, 1, when_dead=True),
    "get full variable": Command(
        get_full_variable, "GET FULL VARIABLE <expression> [<channel name>]", 1, 2, when_dead=True
    ),
    "set variable": Command(set_variable, "SET VARIABLE <variablename> <value>", 2, 2, when_dead=True),
    "exec": Command(execute, "EXEC <application> <options>", least=1, when_dead=True),
    "stream file": Command(stream_file, "STREAM FILE <filename> <escape digits> [sample offset]", 2, 3),
    "control stream file": Command(
        control_stream_file,
        "CONTROL STREAM FILE <filename> <escape digits> [skipms] [ffchar] [rewchr] [pausechr] [offsetms]",
        least=2,
    ),
    "get data": Command(get_data, "GET DATA <file to be streamed> [timeout] [max digits]", 1, 3),
    "wait for digit": Command(wait_for_digit, "WAIT FOR DIGIT <timeout>", 1, 1),
    "set music": Command(set_music, "SET MUSIC ON|OFF <class>", 1, 2),
    "set context": Command(set_context, "SET CONTEXT <desired context>", 1, 1),
    "set extension": Command(set_extension, "SET EXTENSION <new extension>", 1, 1),
    "set priority": Command(set_priority, "SET PRIORITY <priority>", 1, 1),
    "hangup": Command(hang_up, "HANGUP [<channelname>]", most=1),
    "channel status": Command(channel_status, "CHANNEL STATUS [<channelname>]", most=1),
}
