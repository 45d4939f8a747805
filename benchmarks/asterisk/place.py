"""The Asterisk of the benchmark: one lab that both sides use, with fixed phones and an observer that sees little."""

import json
from pathlib import Path
from typing import Any

from benchmarks.asterisk.plan import Route, SideName
from simulator.lab.lab_config import PROJECT, LabSettings
from simulator.lab.sipp import PHONES_PORT

HOST = "127.0.0.41"
SECRET = "lab-secret"  # noqa: S105 - a loopback-only throwaway
OBSERVER = "benchmark"
FASTAGI_PORT, API_PORT = 4573, 8090
FOLDER = PROJECT / "var" / "benchmark"

PROMPT = "connecting"
"""The prompt that a caller hears on the way through the menu, 1.3 s: the same file on both sides."""

NUMBERS = {
    (SideName.ACD, Route.IVR): "200",
    (SideName.ACD, Route.DIRECT): "201",
    (SideName.ACD, Route.LINE): "202",
    (SideName.QUEUE, Route.IVR): "300",
    (SideName.QUEUE, Route.DIRECT): "301",
    (SideName.QUEUE, Route.LINE): "302",
}
"""What callers dial."""


def phones(count: int) -> tuple[str, ...]:
    """Return the extensions of the first ``count`` phones."""
    return tuple(str(1001 + n) for n in range(count))


def lab_settings(host: str, agents: int, line_agents: int) -> LabSettings:
    """Return the lab's settings for ``agents`` phones; ``line_agents`` of them serve the long lines.

    Every phone has a fixed contact, and the log says nothing of single calls: both cost Asterisk work that is
    nobody's in this comparison.
    """
    return LabSettings(
        host=host,
        engine=f"{host}:{FASTAGI_PORT}",
        secret=SECRET,
        agents=phones(agents),
        contacts=dict.fromkeys(phones(agents), f"{host}:{PHONES_PORT}"),
        logs_calls=False,
        extra={
            "queues.conf": queues_conf(agents, line_agents),
            "extensions.conf": _EXTENSIONS,
            "manager.conf": _MANAGER,
        },
    )


def queues_conf(agents: int, line_agents: int) -> str:
    """Return ``queues.conf``: one queue with all agents and one with few, both as quick as app_queue can be."""
    members = {"all": phones(agents), "few": phones(line_agents)}
    queues = (
        f"[{name}](benchmark)\n" + "".join(f"member => PJSIP/{n}\n" for n in who) for name, who in members.items()
    )
    return _QUEUES + "\n".join(queues)


def write_centre(folder: Path, host: str, agents: int) -> Path:
    """Write the centre of our side with ``agents`` agents into ``folder`` and return its file (JSON is YAML)."""
    path = folder / "centre.yaml"
    path.write_text(json.dumps(centre(folder, host, agents), indent=1), encoding="utf-8")
    return path


def centre(folder: Path, host: str, agents: int) -> dict[str, Any]:
    """Return our side's centre: one queue, one skill, and the three routes as its entries."""
    route = {"route": "help"}
    return {
        "centre": "Benchmark",
        "languages": ["en"],
        "pbx": {
            "ami": {"address": f"{host}:5038", "user": "acd", "secret": SECRET},
            "agi": {"listen": f"{host}:{FASTAGI_PORT}", "secret": SECRET, "allow": ["127.0.0.0/8"]},
        },
        "api": {"listen": f"{host}:{API_PORT}", "token": SECRET},
        "journal": {"directory": str(folder / "journal"), "keep": 1},
        "skills": {"help": "Help"},
        "queues": {"help": {"needs": {"help": 1}, "ring": "20s"}},
        "agents": {f"agent-{n}": {"phone": f"PJSIP/{n}", "skills": {"help": 5}} for n in phones(agents)},
        "menus": {
            "entries": {"200": "ivr", "201": "direct", "202": "direct", "default": "direct"},
            "person": route,
            "steps": {"ivr": {"say": PROMPT, "next": "direct"}, "direct": route},
        },
    }


_QUEUES = """[general]
autofill = yes

[benchmark](!)
strategy = leastrecent
autofill = yes
retry = 1
wrapuptime = 0
ringinuse = no
timeout = 20

"""

# [acd] is where the lab's callers arrive; a number written out wins over its pattern.
_EXTENSIONS = f"""[acd](+)
exten => 300,1,Answer()
 same => n,Playback(acd/en/{PROMPT})
 same => n,Queue(all)
 same => n,Hangup()
exten => 301,1,Queue(all)
 same => n,Hangup()
exten => 302,1,Answer()
 same => n,Queue(few)
 same => n,Hangup()
"""

# Asterisk's own filters: what is not measured is not sent, so the observer costs both sides the same little.
_MANAGER = f"""[{OBSERVER}]
secret = {SECRET}
read = call,agent,agi,dialplan
eventfilter(action(include),name(Hangup)) =
eventfilter(action(include),name(DialBegin)) =
eventfilter(action(include),name(DialEnd),header(DialStatus),method(exact)) = ANSWER
eventfilter(action(include),name(AGIExecEnd),header(Command),method(starts_with)) = STREAM FILE
eventfilter(action(include),name(Newexten),header(Application),method(exact)) = AGI
eventfilter(action(include),name(Newexten),header(Application),method(exact)) = Queue
writetimeout = 5000
"""
