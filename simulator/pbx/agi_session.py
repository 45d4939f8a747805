"""One FastAGI session, seen from the PBX: it connects to the engine, says who calls, and obeys commands."""

import asyncio
from typing import NamedTuple

from simulator.pbx.agi_commands import COMMANDS, Command, WrongUsage
from simulator.pbx.agi_link import AgiLink
from simulator.pbx.channels import Channel
from simulator.pbx.equipment import Equipment

# Asterisk's own limit for reaching an AGI server, in seconds.
CONNECT_S = 2.0
VERSION = "22.10.1"


class Script(NamedTuple):
    """Which script of which server a session runs: ``AGI(agi://host:port/name,arguments)``."""

    host: str
    port: int
    name: str
    arguments: tuple[str, ...] = ()


class AgiSession:
    """Runs one session for ``channel``; :meth:`run` returns what goes into ``AGISTATUS``."""

    def __init__(self, tools: Equipment, channel: Channel, script: Script) -> None:
        self._tools = tools
        self._channel = channel
        self._script = script
        self._dead = False

    async def run(self) -> str:
        """Connect and obey until somebody ends it; SUCCESS, FAILURE (nobody there) or HANGUP."""
        loop = asyncio.get_running_loop()
        reach = loop.create_connection(lambda: AgiLink(self._look), self._script.host, self._script.port)
        try:
            _, link = await asyncio.wait_for(reach, CONNECT_S)
        except (OSError, TimeoutError):
            return "FAILURE"
        self._tools.sessions[self._channel] = link
        self._channel.deserted = False
        link.set_reading(not self._tools.frozen)
        try:
            link.send(self._environment())
            return await self._obey(link)
        finally:
            del self._tools.sessions[self._channel]
            link.close()

    def _look(self) -> None:
        """Something came, or the other side has closed; until the session is known it can be neither."""
        link = self._tools.sessions.get(self._channel)
        self._channel.deserted = link is not None and link.closed
        self._channel.nudge()

    async def _obey(self, link: AgiLink) -> str:
        """Take one command after another; a hang-up ends the session if AGIEXITONHANGUP says so."""
        channel = self._channel
        while True:
            if channel.interrupted and not self._dead:
                link.send("HANGUP\nHANGUP\n")  # it was seen to be written twice
                if channel.variables.get("AGIEXITONHANGUP") == "yes" or channel.redirect is not None:
                    return "HANGUP"
                self._dead = True
            elif link.lines:
                link.send(await self._reply(link.lines.popleft()) + "\n")
            elif link.closed:
                return "HANGUP" if self._dead else "SUCCESS"
            else:
                await channel.wait(None)

    async def _reply(self, line: str) -> str:
        command, words = find_command(line)
        if command is None:
            return "510 Invalid or unknown command"
        if self._dead and not command.when_dead:
            return "511 Command Not Permitted on a dead channel or intercept routine"
        try:
            if not command.least <= len(words) <= command.most:
                raise WrongUsage
            return await command.run(self._tools, self._channel, words)
        except WrongUsage:
            return (
                f"520-Invalid command syntax.  Proper usage follows:\nUsage: {command.usage}\n520 End of proper usage."
            )

    def _environment(self) -> str:
        channel, script = self._channel, self._script
        values = {
            "network": "yes",
            "network_script": script.name,
            "request": f"agi://{script.host}:{script.port}/{script.name}",
            "channel": channel.name,
            "language": channel.language,
            "type": channel.name.partition("/")[0],
            "uniqueid": channel.uniqueid,
            "version": VERSION,
            "callerid": channel.caller_number or "unknown",
            "calleridname": channel.caller_name or "unknown",
            "callingpres": "0",
            "callingani2": "0",
            "callington": "0",
            "callingtns": "0",
            "dnid": channel.dialled or "unknown",
            "rdnis": "unknown",
            "context": channel.place.context,
            "extension": channel.place.extension,
            "priority": str(channel.place.priority),
            "enhanced": "0.0",
            "accountcode": "",
            "threadid": str(id(channel)),
        }
        values.update((f"arg_{index}", each) for index, each in enumerate(script.arguments, start=1))
        return "".join(f"agi_{name}: {value}\n" for name, value in values.items()) + "\n"


def find_command(line: str) -> tuple[Command | None, list[str]]:
    """Split a line into words and find the command that its first words name; the longest name wins.

    A name of several words in quotes is one word, and no command: Asterisk answers 510 to it.
    """
    words = split_words(line)
    for length in (3, 2, 1):
        command = COMMANDS.get(" ".join(words[:length]).lower())
        if command is not None and len(words) >= length and not any(" " in word for word in words[:length]):
            return command, words[length:]
    return None, []


def split_words(line: str) -> list[str]:
    """Split at spaces outside quotes; ``""`` is a word too, and quotes and backslashes resolve."""
    words: list[str] = []
    current, begun, quoted, escaped = "", False, False, False
    for char in line:
        if escaped:
            current, escaped = current + char, False
        elif char == "\\":
            escaped = begun = True
        elif char == '"':
            quoted, begun = not quoted, True
        elif char in " \t" and not quoted:
            words += [current] if begun else []
            current, begun = "", False
        else:
            current, begun = current + char, True
    return [*words, current] if begun else words
