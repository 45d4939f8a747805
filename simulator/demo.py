"""``make run``: the demo centre at work on an emulated PBX, or on a real Asterisk with ``--pbx asterisk``.

The service is the production service with the production adapter: it speaks AMI and FastAGI on sockets and does
not know which of the two PBXes is behind them. Only the people are made up.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import typer

from acd.cli import log_to, run_loop
from acd.cli_parts import Lang, fail, help_of, read_centre, tongue
from acd.clock import Clock
from acd.config.fields import Address
from acd.config.load import Centre, load_centre
from acd.engine.facts import AgentPaused, AgentSignedIn, AgentUnpaused
from acd.runner import RunOptions, run_service
from acd.service import Service, open_service
from acd.words import Language, say
from simulator.crowd import Crowd
from simulator.lab.asterisk_lab import LabError
from simulator.lab.demo import DemoSurroundings
from simulator.lab.install import InstallError
from simulator.lab.lab_config import SUPERVISOR_EXTENSION
from simulator.pbx import EmulatedPbx, PbxSettings

CENTRE = Path("configs/demo.yaml")
JOURNAL = Path("var/demo/journal")
LOG = Path("var/demo/acd.log")
STORE = Path("var/demo/acd.db")
"""Made anew for each demo, so that each begins by telling a password."""
SEED = 20_260_101

SIGN_IN_EVERY_S = 0.04
PAUSE_EVERY_S = 20.0
PAUSE_S = (10.0, 25.0)
REASONS = ("coffee", "lunch", "training")


class PbxKind(StrEnum):
    """Which PBX the demo runs on."""

    EMULATED = "emulated"
    ASTERISK = "asterisk"


async def agents_come(service: Service) -> None:
    """The agents come to work, one after another."""
    for agent in service.core.centre.roster:
        service.core.tell(AgentSignedIn(agent.name))
        await asyncio.sleep(SIGN_IN_EVERY_S)


async def agents_pause(service: Service, seed: int) -> None:
    """Now and then somebody pauses and comes back."""
    draws = np.random.default_rng(seed)
    names = [agent.name for agent in service.core.centre.roster]
    while True:
        await asyncio.sleep(draws.exponential(PAUSE_EVERY_S))
        name = str(draws.choice(names))
        service.core.tell(AgentPaused(name, str(draws.choice(REASONS))))
        await asyncio.sleep(draws.uniform(*PAUSE_S))
        service.core.tell(AgentUnpaused(name))
        for agent in service.core.centre.roster:
            # Whom missed offers paused comes back too: a demo must not run out of agents.
            if agent.pause_reason is not None and agent.name != name:
                service.core.tell(AgentUnpaused(agent.name))


def moved(centre: Centre, ami: Address, agi: Address, ami_secret: str) -> Centre:
    """Return ``centre`` with its PBX elsewhere, so that a demo takes no port that is in use."""
    pbx = centre.part.pbx
    parts = {
        "ami": pbx.ami.model_copy(update={"address": ami, "secret": ami_secret}),
        "agi": pbx.agi.model_copy(update={"listen": agi}),
    }
    part = centre.part.model_copy(update={"pbx": pbx.model_copy(update=parts)})
    return msgspec.structs.replace(centre, part=part)


async def reread(here: Centre) -> Centre:
    """Read the file of ``here`` anew, for a demo that goes on where ``here`` is."""
    centre = await asyncio.to_thread(load_centre, here.file)
    pbx, listen = here.part.pbx, here.part.api.listen
    api = centre.part.api.model_copy(update={"listen": listen})
    there = msgspec.structs.replace(centre, part=centre.part.model_copy(update={"api": api}))
    return moved(there, pbx.ami.address, pbx.agi.listen, pbx.ami.secret)


def with_free_api(centre: Centre) -> Centre:
    """Return ``centre`` with its API on any free port if its own is taken: two demos may run side by side."""
    listen = centre.part.api.listen
    try:
        socket.create_server(listen).close()
    except OSError:
        api = centre.part.api.model_copy(update={"listen": listen._replace(port=0)})
        return msgspec.structs.replace(centre, part=centre.part.model_copy(update={"api": api}))
    return centre


def extensions_of(centre: Centre) -> tuple[str, ...]:
    """Return the extensions of the agents' phones."""
    return tuple(agent.phone.partition("/")[2] for agent in centre.part.agents.values() if agent.phone)


@asynccontextmanager
async def emulated_pbx(centre: Centre, clock: Clock) -> AsyncIterator[tuple[EmulatedPbx, Centre]]:
    """An emulated PBX with a phone for each agent of ``centre`` and one for a supervisor; the centre pointed at it."""
    part = centre.part.pbx
    settings = PbxSettings(
        extensions=(*extensions_of(centre), SUPERVISOR_EXTENSION),
        ami_user=part.ami.user,
        ami_secret=part.ami.secret,
        agi_secret=part.agi.secret,
        epoch_s=clock.now() - clock.loop.time(),
        seed=SEED,
    )
    async with EmulatedPbx(settings) as pbx:
        yield pbx, moved(centre, Address(*pbx.ami_address), Address("127.0.0.1", 0), part.ami.secret)


async def people_of(pbx: EmulatedPbx, service: Service, port: int) -> None:
    """Everybody on the emulated PBX: agents who come and pause, callers who dial in; until cancelled."""
    pbx.engine_address = ("127.0.0.1", port)
    crowd = Crowd(pbx, SEED)
    crowd.settle_in(iter(extensions_of(service.centre)))
    await agents_come(service)
    await asyncio.gather(agents_pause(service, SEED), crowd.run())


async def on_emulated(centre: Centre, language: Language, options: RunOptions) -> None:
    """Run the demo on the emulated PBX."""
    async with emulated_pbx(centre, Clock(asyncio.get_running_loop())) as (pbx, here):
        service = open_service(here, JOURNAL, remember=False)
        where = say("pbx_emulated", language, ami=here.part.pbx.ami.address, agi="127.0.0.1")
        await run_service(service, with_header(options, where, here), partial(people_of, pbx))


async def on_asterisk(centre: Centre, language: Language, options: RunOptions) -> None:
    """Run the demo on a real Asterisk in a folder of its own, with SIPp as callers and phones."""
    part = centre.part.pbx
    agi = Address("127.0.0.1", part.agi.listen.port)
    surroundings = DemoSurroundings(str(agi), secret=part.agi.secret)
    async with AsyncExitStack() as stack:
        stack.callback(surroundings.stop)
        version = await asyncio.to_thread(surroundings.start)
        lab = surroundings.lab.settings
        ami = Address(lab.host, lab.ami_port)
        here = moved(centre, ami, agi, lab.secret)  # the lab has one secret for both its doors
        service = open_service(here, JOURNAL, remember=False)

        async def people(service: Service, port: int) -> None:
            await agents_come(service)
            surroundings.let_callers_in()
            await asyncio.gather(agents_pause(service, SEED), watch(surroundings.check))

        where = say("pbx_asterisk", language, version=version.removeprefix("Asterisk "), ami=ami, agi=agi)
        await run_service(service, with_header(options, where, here), people)


def with_header(options: RunOptions, where: str, here: Centre) -> RunOptions:
    """Say first on which PBX the demo runs, how to ask about a call, and how to end; its file can be read anew."""
    how = say("ask_why", options.language, journal=JOURNAL)
    header = (where, how, say("stop_with", options.language))
    return options._replace(header=header, read=partial(reread, here))


async def watch(check: Callable[[], None]) -> None:
    """Notice when a part of the surroundings has died."""
    while True:
        check()
        await asyncio.sleep(1)


DEMOS: dict[PbxKind, Callable[[Centre, Language, RunOptions], Awaitable[None]]] = {
    PbxKind.EMULATED: on_emulated,
    PbxKind.ASTERISK: on_asterisk,
}


def main(
    pbx: Annotated[PbxKind, typer.Option(help="Which PBX to run on.")] = PbxKind.EMULATED,
    duration: Annotated[float | None, typer.Option(help=help_of("duration"), min=0)] = None,
    screen: Annotated[bool | None, typer.Option(help=help_of("screen"))] = None,
    lang: Lang = None,
) -> None:
    """Show the demo centre at work."""
    language = tongue(lang)
    if pbx is PbxKind.ASTERISK and os.geteuid() != 0:
        fail(say("needs_root", language, why="sudo make run PBX=asterisk"), 3)
    centre = read_centre(CENTRE, language)
    log_to(LOG, "info", language)
    for file in STORE.parent.glob(f"{STORE.name}*"):
        file.unlink()
    phone = f"PJSIP/{SUPERVISOR_EXTENSION}"
    options = RunOptions(language, JOURNAL, duration, screen, ends_with_reader=True, admin_phone=phone)

    async def show() -> None:
        try:
            await DEMOS[pbx](with_free_api(centre), language, options)
        except (InstallError, LabError) as fault:
            fail(say("lab_failed", language, why=fault))

    run_loop(show(), language)


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(main)
    app()
