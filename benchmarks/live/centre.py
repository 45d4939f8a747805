"""The centre of the benchmark: ten queues, a thousand agents in eight teams, two skills each; a prompt and a queue."""

import json
from pathlib import Path
from typing import Any, Final

AGENTS: Final = 1_000
QUEUES: Final = 10
TEAMS: Final = 8
TOKEN: Final = "benchmark-token-of-nobody"  # noqa: S105 - a loopback-only throwaway
SECRET: Final = "benchmark-secret"  # noqa: S105
WRAP_UP_S: Final = 4


def extension(number: int) -> str:
    """Return the extension of an agent's phone."""
    return str(10_000 + number)


def dialled(queue: int) -> str:
    """Return the number that leads to a queue."""
    return str(200 + queue)


def centre(folder: Path, ami_port: int, api_port: int) -> dict[str, Any]:
    """Return the centre as its file has it."""
    queues = [f"queue-{number}" for number in range(QUEUES)]
    return {
        "centre": "Benchmark",
        "languages": ["en"],
        "pbx": {
            "ami": {"address": f"127.0.0.1:{ami_port}", "user": "acd", "secret": SECRET},
            "agi": {"listen": "127.0.0.1:0", "secret": SECRET, "allow": ["127.0.0.1"]},
        },
        "api": {"listen": f"127.0.0.1:{api_port}", "token": TOKEN},
        "journal": {"directory": str(folder / "journal"), "keep": 1},
        "skills": {name: name.title() for name in queues},
        "teams": {f"team-{number}": f"Team {number}" for number in range(TEAMS)},
        "wrap_up": f"{WRAP_UP_S}s",
        "queues": {name: {"title": name.title(), "needs": {name: 3}, "ring": "20s"} for name in queues},
        "agents": {
            f"agent-{number}": {
                "title": f"Agent {number}",
                "phone": f"PJSIP/{extension(number)}",
                "team": f"team-{number % TEAMS}",
                "skills": {queues[number % QUEUES]: 3 + number % 7, queues[(number * 7 + 3) % QUEUES]: 5},
            }
            for number in range(AGENTS)
        },
        "menus": {
            "entries": {**{dialled(number): name for number, name in enumerate(queues)}, "default": queues[0]},
            "person": {"route": queues[0]},
            "steps": {
                **{name: {"say": "connecting", "next": f"to-{name}"} for name in queues},
                **{f"to-{name}": {"route": name} for name in queues},
            },
        },
    }


def write_centre(folder: Path, ami_port: int, api_port: int) -> Path:
    """Write the centre into ``folder`` and return its file (JSON is YAML)."""
    path = folder / "centre.yaml"
    path.write_text(json.dumps(centre(folder, ami_port, api_port)), encoding="utf-8")
    return path
