"""An owner's script runs as a process of its own, and whatever it does, the caller goes on."""

import asyncio
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from acd.asterisk import script
from acd.asterisk.agi_session import SessionEnded
from acd.asterisk.script import MOST_REFUSED, OVERHANG_S
from ivr.actions import Failed, Ran, RunScript
from tests.asterisk.script_kit import Pbx, Workshop, is_alive

SOON_S = 0.3
"""A limit for scripts that hang: short, because a process takes real time."""

READ_ALL = 'while read -r line && [ -n "$line" ]; do echo "$line" >> env; done'


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


async def test_a_script_of_the_shell_asks_and_sets_and_is_understood(workshop: Workshop) -> None:
    text = f"""
        {READ_ALL}
        echo 'GET VARIABLE CALLERID(num)'; read -r answer; echo "$answer" > noted
        echo 'SET VARIABLE tier "gold \\"x\\""'; read -r answer
        echo 'EXEC Set customer=Ann'; read -r answer
    """
    pbx = Pbx(lambda command: "200 result=1 (4711)")
    ran = await workshop.run(text, "gold", pbx=pbx)
    assert ran == Ran({"tier": "gold x", "customer": "Ann"})
    assert pbx.heard == ["GET VARIABLE CALLERID(num)", 'SET VARIABLE tier "gold \\"x\\""', "EXEC Set customer=Ann"]
    assert workshop.noted() == "200 result=1 (4711)\n"
    assert "agi_arg_1: gold\n" in workshop.noted("env")
    assert workshop.scripts.running == 0


async def test_a_script_of_pyst2_is_understood(workshop: Workshop) -> None:
    text = f"""#!{sys.executable}
from asterisk.agi import AGI, AGIInvalidCommand, AGIUsageError
agi = AGI()
number = agi.env["agi_callerid"]
agi.set_variable("customer", number + " " + agi.get_variable("account"))
for command in ("HANGUP", "NOOP x"):
    try:
        agi.execute(command)
    except AGIInvalidCommand:
        agi.set_variable("_refused", "yes")
    except AGIUsageError:
        agi.set_variable("wrong", "use")
"""
    usage = "520-Invalid command syntax.  Proper usage follows:\nUsage: NOOP\n520 End of proper usage."
    pbx = Pbx(lambda command: usage if command == "NOOP x" else "200 result=1")
    with capture_logs() as logs:
        ran = await workshop.run(text, pbx=pbx)
    assert ran == Ran({"customer": "4711 123456", "_refused": "yes", "wrong": "use"})
    assert "HANGUP" not in pbx.heard
    assert [(entry["event"], entry["command"]) for entry in logs] == [("script_command_refused", "HANGUP")]


async def test_it_may_ask_for_the_calls_data_and_for_what_it_has_set_itself(workshop: Workshop) -> None:
    text = f"""
        {READ_ALL}
        echo 'GET VARIABLE account'; read -r answer; echo "$answer" >> noted
        echo 'SET VARIABLE account 9'; read -r answer
        echo 'GET VARIABLE ACCOUNT'; read -r answer; echo "$answer" >> noted
    """
    pbx = Pbx()
    assert await workshop.run(text, pbx=pbx) == Ran({"account": "9"})
    assert workshop.noted() == "200 result=1 (123456)\n200 result=1 (9)\n"
    assert pbx.heard == ["SET VARIABLE account 9"]


async def test_a_script_that_does_not_wait_for_answers_is_heard_to_its_end(workshop: Workshop) -> None:
    assert await workshop.run("echo 'SET VARIABLE a 1'; echo 'SET VARIABLE b 2'") == Ran({"a": "1", "b": "2"})


async def test_a_variable_that_the_pbx_did_not_take_is_not_kept(workshop: Workshop) -> None:
    assert await workshop.run("echo 'SET VARIABLE a 1'", pbx=Pbx(lambda _: "511 dead")) == Ran({})


async def test_a_script_that_hangs_is_ended_with_all_that_it_started(workshop: Workshop) -> None:
    text = "sleep 1000 & echo $! > child; echo $$ > noted; trap '' TERM HUP; wait; wait; sleep 1000"
    with capture_logs() as logs:
        assert await workshop.run(text, limit_s=SOON_S) == Failed("it took longer than 0.3 s")
    assert not is_alive(int(workshop.noted()))
    await until_dead(int(workshop.noted("child")))
    assert [(entry["event"], entry["step"]) for entry in logs] == [("script_failed", ("lookup",))]


async def test_a_script_that_hangs_may_tidy_up_when_it_is_told(workshop: Workshop) -> None:
    text = "trap 'echo tidy > noted; exit' TERM; while :; do sleep 0.05; done"
    assert isinstance(await workshop.run(text, limit_s=SOON_S), Failed)
    assert workshop.noted() == "tidy\n"


async def test_what_a_script_leaves_running_ends_with_it(workshop: Workshop) -> None:
    assert await workshop.run("sleep 1000 & echo $! > child") == Ran({})
    await until_dead(int(workshop.noted("child")))


async def test_rubbish_is_refused_line_by_line_and_then_ended(workshop: Workshop) -> None:
    text = f"{READ_ALL}; while :; do echo 'Hello, world'; read -r answer; echo \"$answer\" >> noted; done"
    pbx = Pbx()
    assert await workshop.run(text, pbx=pbx) == Failed(f"{MOST_REFUSED} of its lines were refused")
    assert workshop.noted() == "510 Invalid or unknown command\n" * (MOST_REFUSED - 1)
    assert pbx.heard == []


async def test_bytes_that_are_no_text_harm_nobody(workshop: Workshop) -> None:
    text = "printf '\\377\\000\\033[31m\\n\\r\\n\\n'; printf 'SET VARIABLE a \"\\377\\033 x\"\\n'"
    assert await workshop.run(text) == Ran({"a": "x"})


@pytest.mark.parametrize("flood", ["yes", "yes ''", "head -c 100000 /dev/zero | tr '\\0' x", "printf '%3000s\\n' x"])
async def test_a_script_that_writes_without_end_is_ended(workshop: Workshop, flood: str) -> None:
    text = f"{flood}; sleep 1000"
    assert await workshop.run(text) == Failed("it writes without end or without waiting for answers")


async def test_a_flood_of_complaints_is_read_and_only_its_end_is_kept(workshop: Workshop) -> None:
    text = "seq 1 30000 >&2; printf 'at last, no line end' >&2; exit 3"
    with capture_logs() as logs:
        assert await workshop.run(text) == Failed("it ended with 3")
    [entry] = logs
    assert entry["stderr"][-2:] == ("30000", "at last, no line end")
    assert len(entry["stderr"]) == 21


@pytest.mark.parametrize(("death", "code"), [("exit 1", 1), ("kill -KILL $$", -9), ("nothing-of-this-name", 127)])
async def test_a_script_that_dies_has_failed_and_what_it_set_is_forgotten(
    workshop: Workshop, death: str, code: int
) -> None:
    text = f"{READ_ALL}; echo 'SET VARIABLE tier gold'; read -r answer; {death}"
    assert await workshop.run(text) == Failed(f"it ended with {code}")


async def test_a_script_that_cannot_be_started_has_failed(workshop: Workshop) -> None:
    action = RunScript(("./not-there",), 5.0)
    assert await workshop.scripts.run(action, Pbx().session) == Failed(
        "it cannot be started: No such file or directory"
    )
    (workshop.folder / "no-program").write_text("just text")
    action = RunScript(("./no-program",), 5.0)
    assert await workshop.scripts.run(action, Pbx().session) == Failed("it cannot be started: Permission denied")
    assert workshop.scripts.running == 0


async def test_too_many_scripts_at_a_time_fail_at_once(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "MOST_SCRIPTS", 1)
    pbx = Pbx(lambda _: None)
    first = asyncio.ensure_future(workshop.run("echo ANSWER; read -r env; exit 0", pbx=pbx))
    await pbx.spoken_to.wait()
    assert await workshop.run("exit 0") == Failed("1 scripts are running already")
    pbx.answer("200 result=0")
    assert await first == Ran({})
    assert await workshop.run("exit 0") == Ran({})


async def test_a_caller_who_hangs_up_ends_the_script_that_thinks(workshop: Workshop) -> None:
    text = f"""#!{sys.executable}
import os, signal, sys
noted = os.open("noted", os.O_WRONLY | os.O_CREAT)
signal.signal(signal.SIGHUP, lambda *_: os.write(noted, b"sighup "))
print("NOOP", flush=True)
for line in sys.stdin:
    os.write(noted, line.replace("\\n", " ").encode())
"""
    pbx = Pbx()
    running = asyncio.ensure_future(workshop.run(text, pbx=pbx))
    await pbx.spoken_to.wait()
    began = asyncio.get_running_loop().time()
    pbx.session.end("hangup")
    with pytest.raises(SessionEnded):
        await running
    assert asyncio.get_running_loop().time() - began < 1.5
    assert {"HANGUP", "sighup"} < set(workshop.noted().split())
    assert workshop.scripts.running == 0


async def test_a_caller_who_hangs_up_ends_the_script_that_plays_something(workshop: Workshop) -> None:
    text = f"{READ_ALL}; echo $$ > noted; echo 'STREAM FILE long \"\"'; read -r answer; sleep 1000"
    pbx = Pbx(lambda _: None)
    running = asyncio.ensure_future(workshop.run(text, pbx=pbx))
    await pbx.spoken_to.wait()
    pbx.session.end("hangup")
    with pytest.raises(SessionEnded):
        await running
    assert not is_alive(int(workshop.noted()))


async def test_the_end_of_the_service_ends_scripts(workshop: Workshop) -> None:
    running = asyncio.ensure_future(workshop.run("echo $$ > noted; echo ANSWER; sleep 1000", pbx=(pbx := Pbx())))
    await pbx.spoken_to.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not is_alive(int(workshop.noted()))
    assert workshop.scripts.running == 0


async def test_a_prompt_that_outlasts_its_script_plays_to_its_end(workshop: Workshop) -> None:
    pbx = Pbx(lambda _: None)
    running = asyncio.ensure_future(workshop.run("echo 'STREAM FILE long \"\"'; sleep 1000", limit_s=SOON_S, pbx=pbx))
    await pbx.spoken_to.wait()
    asyncio.get_running_loop().call_later(SOON_S + 0.5, pbx.answer, "200 result=0 endpos=8000")
    assert await running == Failed("it took longer than 0.3 s")
    assert not pbx.closed
    assert not pbx.session.is_busy


async def test_a_command_without_end_costs_the_session_and_not_the_caller(workshop: Workshop) -> None:
    pbx = Pbx(lambda _: None)
    began = asyncio.get_running_loop().time()
    await workshop.run("echo 'WAIT FOR DIGIT -1'; sleep 1000", limit_s=SOON_S, pbx=pbx)
    assert pbx.closed
    assert pbx.session.end_reason == "script_command_overdue"
    assert asyncio.get_running_loop().time() - began == pytest.approx(SOON_S + OVERHANG_S, abs=0.5)


async def test_a_script_knows_nothing_of_the_services_secrets(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACD_AMI_SECRET", "open sesame")
    assert await workshop.run(f"{READ_ALL}; env >> env; pwd > noted") == Ran({})
    assert "PATH=" in workshop.noted("env")
    assert "sesame" not in workshop.noted("env")
    assert "of our own session" not in workshop.noted("env")
    assert workshop.noted() == f"{workshop.folder}\n"


def test_it_runs_on_the_services_own_loop_too(workshop: Workshop) -> None:
    uvloop = pytest.importorskip("uvloop")

    async def story() -> None:
        assert await workshop.run("echo 'SET VARIABLE a 1'; exit 0") == Ran({"a": "1"})
        assert await workshop.run("exit 4") == Failed("it ended with 4")
        text = "trap '' TERM; sleep 1000 & echo $! > child; while :; do sleep 0.1; done"
        assert await workshop.run(text, limit_s=SOON_S) == Failed("it took longer than 0.3 s")
        await until_dead(int(workshop.noted("child")))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(story())


async def until_dead(pid: int) -> None:
    """An orphan is reaped by the system's first process, which takes a moment."""
    for _ in range(200):
        if not is_alive(pid) or is_zombie(pid):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"process {pid} lives on")


def is_zombie(pid: int) -> bool:
    """Whether it is dead, and only the system's first process has not taken note."""
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "\nState:\tZ" in status.read_text()
