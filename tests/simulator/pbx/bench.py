"""A bench for the emulated PBX: a bare FastAGI server behind it, and a bare AMI client in front."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from simulator.pbx import AmiUser, EmulatedPbx, PbxSettings
from tests.lab.wires import BareAmi, BareSession, serve_agi

Script = Callable[[BareSession], Awaitable[None]]

RESULT = "${DIALSTATUS}|${HANGUPCAUSE}|${ACD_STATE}"
ENOUGH_S = 100.0
ADMIN = AmiUser("lab", "lab-secret")
SETTINGS = PbxSettings(extensions=("1001", "1002"), more_ami_users=(ADMIN,), sounds_root=None)


@asynccontextmanager
async def pbx_with(script: Script, **settings: Any) -> AsyncIterator[EmulatedPbx]:
    """A PBX whose calls are all held by ``script``."""
    server = await serve_agi("127.0.0.1", 0, script)
    try:
        async with EmulatedPbx(replace(SETTINGS, **settings)) as pbx:
            pbx.engine_address = server.sockets[0].getsockname()
            yield pbx
    finally:
        server.close()


@asynccontextmanager
async def admin(pbx: EmulatedPbx) -> AsyncIterator[BareAmi]:
    """A login that may do and sees everything."""
    ami = await BareAmi.login(*pbx.ami_address, ADMIN.name, ADMIN.secret)
    try:
        yield ami
    finally:
        await ami.close()


@asynccontextmanager
async def service(pbx: EmulatedPbx) -> AsyncIterator[BareAmi]:
    """A login as the service's own user."""
    ami = await BareAmi.login(*pbx.ami_address, "acd", "emulated")
    try:
        yield ami
    finally:
        await ami.close()


def offer(agent: str = "1001", *, seconds: int = 5, label: str = "Label") -> str:
    return f'EXEC Dial "PJSIP/{agent},{seconds},gmf({label} <+74951234567>)U(acd-answered)"'


def saying(*commands: str) -> Script:
    """A script that sends ``commands`` and then idles until the PBX ends the session."""

    async def script(session: BareSession) -> None:
        for command in commands:
            await session.do(command)
        await session.ended()

    return script


def doing(*commands: str) -> Script:
    """A script that sends ``commands`` and ends the session."""

    async def script(session: BareSession) -> None:
        for command in commands:
            await session.do(command)

    return script


async def wait_here(session: BareSession) -> None:
    """Hold a caller with music."""
    await saying("SET VARIABLE ACD_STATE waiting", "ANSWER", "SET MUSIC ON")(session)


async def answers(*commands: str, **settings: Any) -> list[str]:
    """What the PBX answers to ``commands`` on one call that nobody disturbs."""
    heard: list[str] = []

    async def script(session: BareSession) -> None:
        heard.extend([await session.do(command) for command in commands])
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script, **settings) as pbx:
        assert await pbx.call("100").wait_ended(ENOUGH_S)
    return heard
