"""Carries out what the menu's interpreter asks, as commands on one FastAGI session."""

import asyncio
from contextlib import suppress

from acd.asterisk.agi_session import AgiSession, SessionEnded
from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.script import Scripts
from ivr.actions import Ask, Failed, Keys, Prompt, Result, RunScript, Said, Say

ANY_KEY = "0123456789*#"

SLACK_S = 10.0
"""What a command may take beyond its own waiting before the session is held for dead."""

LONGEST_PROMPT_S = 300.0

GOODBYE_S = 0.5
"""How long the end of the session may take after a command that failed because the caller left; it takes 1 ms."""


class Telephone:
    """Plays prompts, takes keys, runs scripts. ``sounds`` is the folder of prompts as the PBX sees it."""

    def __init__(self, session: AgiSession, sounds: str, scripts: Scripts | None = None) -> None:
        self._session = session
        self._sounds = sounds
        self._scripts = scripts

    async def perform(self, action: Say | Ask | RunScript) -> Result:
        """Do what was asked and say what came of it.

        Raises:
            SessionEnded: the session is over.
        """
        if isinstance(action, RunScript):
            if self._scripts is None:
                return Failed("no scripts run here")
            return await self._scripts.run(action, self._session)
        return await self._ask(action) if isinstance(action, Ask) else await self._say(action)

    async def play(self, prompt: Prompt, keys: str) -> str | None:
        """Play one prompt; return the key that cut it short, "" for none, None if it cannot be played."""
        reply = await self._listen("STREAM", "FILE", f"{self._sounds}/{prompt.file}", keys, deadline_s=LONGEST_PROMPT_S)
        if reply.code != 200 or reply.result.startswith("-"):
            return None
        if reply.result == "0" and reply.end_position == 0:
            return None  # Asterisk says so when there is no such file
        return key_of(reply.result)

    async def announce(self, prompt: Prompt) -> None:
        """Play one prompt that AMI ``ControlPlayback`` can cut short; one that cannot be played is passed over."""
        await self._session.command(
            "CONTROL", "STREAM", "FILE", f"{self._sounds}/{prompt.file}", "", deadline_s=LONGEST_PROMPT_S
        )

    async def _say(self, action: Say) -> Result:
        for prompt in action.prompts:
            if await self.play(prompt, "") is None:
                return Failed(f"prompt {prompt.file} could not be played")
        return Said()

    async def _ask(self, action: Ask) -> Result:
        pressed = ""
        for prompt in action.prompts:
            key = await self.play(prompt, ANY_KEY)
            if key is None:
                return Failed(f"prompt {prompt.file} could not be played")
            if key:
                pressed = key
                break
        return Keys(await self._digits(action, pressed))

    async def _digits(self, action: Ask, pressed: str) -> str:
        """Take keys after the first ``pressed``, until there are enough, the finishing one, or silence."""
        digits = ""
        key = pressed or await self.wait_for_key(action.first_wait_s)
        while key and key != action.finish:
            digits += key
            if len(digits) >= action.max_digits:
                break
            key = await self.wait_for_key(action.next_wait_s)
        return digits

    async def wait_for_key(self, wait_s: float) -> str:
        """Wait for one key; return it, or "" when there was none."""
        reply = await self._listen("WAIT", "FOR", "DIGIT", str(int(wait_s * 1000)), deadline_s=wait_s + SLACK_S)
        return key_of(reply.result) if reply.code == 200 else ""

    async def _listen(self, *words: str, deadline_s: float) -> AgiReply:
        """Send a command that ends with a key, with time, or with -1 when the caller has left or it failed.

        Raises:
            SessionEnded: the caller has left, or was sent elsewhere.
        """
        reply = await self._session.command(*words, deadline_s=deadline_s)
        if reply.result == "-1":
            with suppress(TimeoutError):
                await asyncio.wait_for(self._session.ended.wait(), GOODBYE_S)
                raise SessionEnded(self._session.end_reason)
        return reply


def key_of(result: str) -> str:
    """Turn the code of a key (``49``) into the key (``1``); 0 and failures are no key."""
    return chr(int(result)) if result.isdigit() and 0 < int(result) < 128 else ""
