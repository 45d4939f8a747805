"""An owner of the AMI client as the engine is one, which remembers what it was told."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from acd.asterisk.ami_client import AmiClient
from acd.asterisk.ami_connection import AmiLimits
from acd.asterisk.ami_wire import Message
from tests.asterisk.scripted_pbx import SECRET, ScriptedPbx


class Owner:
    """What the engine does with the client, and what it was told."""

    def __init__(self, pbx: ScriptedPbx, secret: str = SECRET, limits: AmiLimits | None = None) -> None:
        self.told: list[str] = []
        self.asks_when_connected: list[str] = []
        self.reconciles_for_s = 0.0
        self.client = AmiClient(
            ("127.0.0.1", pbx.port),
            "acd",
            secret,
            self.on_event,
            self.on_connected,
            self.on_lost,
            ("Hangup", "Newchannel", "OriginateResponse", "DeviceStateChange"),
            limits,
            random.Random(1),
        )

    def on_event(self, event: Message) -> None:
        if event.get("Uniqueid") == "bad":
            raise KeyError("a bug")
        if event.get("Uniqueid") == "stop":
            self.running_task.cancel()
        self.told.append(f"{event.event} {event.get('Uniqueid')}".strip())

    async def on_connected(self, greeting: str) -> None:
        self.told.append("connected")
        for name in self.asks_when_connected:
            await self.client.ask_list(name)
        await asyncio.sleep(self.reconciles_for_s)

    def on_lost(self, reason: str) -> None:
        self.told.append(f"lost: {reason}")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[AmiClient]:
        task = self.running_task = asyncio.ensure_future(self.client.run())
        await asyncio.sleep(0.1)
        try:
            yield self.client
        finally:
            task.cancel()
            await asyncio.wait((task,))
            await asyncio.sleep(0.01)


def hangup(number: int | str) -> tuple[tuple[str, str], ...]:
    return ("Event", "Hangup"), ("Uniqueid", str(number))


class ScriptedList:
    """Answers a list action with two device states and ``ending``, an event between them."""

    def __init__(self, ending: str) -> None:
        self.ending = ending

    def __call__(self, pbx: ScriptedPbx, action: Message) -> None:
        mark = ("ActionID", action.action_id)
        pbx.respond(action, "Success", ("EventList", "start"))
        pbx.say(("Event", "DeviceStateChange"), mark, ("Device", "PJSIP/1"))
        pbx.say(*hangup(5))
        pbx.say(("Event", "DeviceStateChange"), mark, ("Device", "PJSIP/2"))
        if self.ending:
            pbx.say(("Event", "DeviceStateListComplete"), mark, ("EventList", self.ending), ("ListItems", "2"))
