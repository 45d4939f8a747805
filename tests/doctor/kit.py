"""A centre to look at, and an Asterisk whose answers were recorded from a real one (22.10) that was well set up."""

import re
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from acd.config.load import Centre, load_centre
from acd.doctor.finding import Finding, Level
from acd.doctor.looking import Answer, Look, Silent

DEMO = Path(__file__).parents[2] / "configs" / "demo.yaml"
AMI_SECRET, AGI_SECRET = "only-for-ami", "only-for-agi"


def centre_with(change: Callable[[dict[str, Any]], object] = lambda raw: None) -> Centre:
    """The demo's centre after ``change`` of its raw file."""
    raw = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    raw["pbx"]["ami"]["secret"], raw["pbx"]["agi"]["secret"] = AMI_SECRET, AGI_SECRET
    change(raw)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "centre.yaml"
        path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
        return load_centre(path)


def not_good(findings: Iterable[Finding]) -> dict[str, Finding]:
    """What needs mending, by key."""
    return {finding.key: finding for finding in findings if finding.level is not Level.OK}


def lines(finding: Finding) -> tuple[str, ...]:
    """The lines that mend it."""
    assert finding.mend is not None
    return finding.mend.lines


ACTIONS = (
    *("Challenge", "ControlPlayback", "CoreSettings", "DeviceStateList", "Getvar", "Hangup", "ListCommands", "Login"),
    *("Originate", "Ping", "PlayDTMF", "Redirect", "Setvar", "ShowDialPlan", "Status"),
)

VALUES = {
    "ACD_ENGINE": "127.0.0.1:4573",
    "ACD_SECRET": AGI_SECRET,
    "ACD_PATIENCE": "60",
    "ASTDATADIR": "/usr/share/asterisk",
    r"IFMODULE\(.*\)": "1",
    r"DIALPLAN_EXISTS\(.*\)": "1",
    r"DEVICE_STATE\(.*\)": "NOT_INUSE",
    r"PJSIP_ENDPOINT\(.*,context\)": "acd-agents",
    r"PJSIP_ENDPOINT\(.*,direct_media\)": "false",
    r"PJSIP_ENDPOINT\(.*,allow_transfer\)": "true",
    r"PJSIP_ENDPOINT\(.*,allow\)": "(alaw|ulaw)",
    r"PJSIP_ENDPOINT\(.*,aors\)": "1001",
    r"PJSIP_AOR\(.*,qualify_frequency\)": "15",
}

DIALPLAN = (
    ("acd", "_[+0-9]!", "Set", "AGIEXITONHANGUP=yes"),
    ("acd", "_[+0-9]!", "AGI", "agi://${ACD_ENGINE}/call,${ACD_SECRET}"),
    ("acd-desk", "_[*+0-9]!", "Set", "AGIEXITONHANGUP=yes"),
    ("acd-desk", "_[*+0-9]!", "AGI", "agi://${ACD_ENGINE}/desk,${ACD_SECRET}"),
)


class RecordedPbx(Look):
    """Answers as recorded, but for what a test changes. ``questions`` are those that took a call."""

    def __init__(self, **values: str) -> None:
        self.table = dict(VALUES)
        self.actions = set(ACTIONS)
        self.version = "22.10.1"
        self.clock = ""
        self.dialplan: Sequence[tuple[str, str, str, str]] = DIALPLAN
        self.answers: dict[str, str | None] = {"ping": "SUCCESS done", "files": "missing", "music": "2"}
        self.questions: list[tuple[str, dict[str, str]]] = []
        self.silent: set[str] = set()
        self.gone = False
        self.may_call = True
        self.events = deque()
        self.table.update(values)

    @property
    def is_gone(self) -> bool:
        return self.gone

    def set(self, pattern: str, value: str) -> None:
        """Change one value; the latest pattern that fits wins."""
        self.table.pop(pattern, None)
        self.table[pattern] = value

    async def ask(self, action: str, **fields: str | Sequence[str]) -> Answer:
        if action in self.silent:
            raise Silent(action)
        if action == "ListCommands":
            return good({name.lower(): "(Priv: call,all)" for name in self.actions})
        if action not in self.actions:
            return Answer(False, "Permission denied", {})
        if action == "Getvar":
            return good({"value": self._value(str(fields["Variable"]))})
        return good({"asteriskversion": self.version} if action == "CoreSettings" else {"timestamp": self.clock})

    async def ask_list(self, action: str, **fields: str) -> Answer:
        if action not in self.actions:
            return Answer(False, "Permission denied", {})
        keys = ("context", "extension", "application", "appdata")
        rows = tuple(dict(zip(keys, row, strict=True)) for row in self.dialplan if row[0] == fields["Context"])
        return Answer(bool(rows), "" if rows else f"Did not find context {fields['Context']}", {}, rows)

    async def question(self, extension: str, **variables: str) -> str | None:
        self.questions.append((extension, variables))
        return self.answers[extension]

    def _value(self, expression: str) -> str:
        fitting = [value for pattern, value in self.table.items() if re.fullmatch(pattern, expression)]
        return fitting[-1] if fitting else ""


def good(headers: dict[str, str]) -> Answer:
    return Answer(True, "", {"response": "Success", **headers})
