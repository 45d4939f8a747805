"""Everything a story needs: the service at work, its PBX, its accounts; and quiet again after each."""

import time
from collections.abc import Callable
from pathlib import Path

from argon2 import PasswordHasher

from acd.config.load import load_centre
from acd.store.database import Database, default_url
from api.access import accounts
from api.access.accounts import Profile
from api.access.passwords import Passwords
from api.access.rights import Role
from tests.browser.people_outside import Outside
from tests.browser.service import Change, LiveCentre, free_port

CENTRE = Path(__file__).with_name("centre.yaml")
PASSWORD = "the lamp is lit at dusk"
DESK_OF = {"sonya": "1009", "sergey": "1010"}
"""On which phone of the house each supervisor listens."""

ACCOUNTS = {
    "ada": Profile(role=Role.ADMIN, phone="PJSIP/1008"),
    "sonya": Profile(role=Role.SUPERVISOR, queues=None, teams=None, phone="PJSIP/1009"),
    "sergey": Profile(role=Role.SUPERVISOR, queues=None, teams=None, phone="PJSIP/1010", language="ru"),
    "stella": Profile(role=Role.SUPERVISOR, queues=("billing",), teams=("stern",)),
    "anna": Profile(role=Role.AGENT, agent="anna"),
    "paul": Profile(role=Role.PLANNER, queues=None, teams=None),
}


class Running:
    """A centre at work in ``folder``; ``file`` is its configuration, which ``change`` may change first.

    ``before`` may write more into the store, told the journal's folder and the agents.
    """

    def __init__(
        self,
        folder: Path,
        file: Path = CENTRE,
        change: Change = lambda _: None,
        before: Callable[[Path, list[str]], None] = lambda *_: None,
    ) -> None:
        agents = load_centre(file).part.agents
        self.phones = {name: agent.phone.partition("/")[2] for name, agent in agents.items() if agent.phone}
        agi_port = free_port()
        self.outside = Outside((*self.phones.values(), *DESK_OF.values(), "1008"), agi_port)
        self.service = LiveCentre(file, folder, agi_port=agi_port, ami_port=self.outside.ami_port, change=change)
        make_accounts(self.service.journal)
        before(self.service.journal, list(agents))
        self.service.start()

    def signs_in(self, *agents: str, answering: bool = False) -> None:
        """Let agents come to work; their phones just ring, unless they are ``answering``."""
        for agent in agents:
            if answering:
                self.outside.answers(self.phones[agent])
            assert self.service.tell(f"/agents/{agent}/sign-in") == 200, agent

    def rest(self) -> None:
        """Let everything end that a story began."""
        self.outside.rest()
        for queue in self.service.ask("/queues"):
            if queue["door"] != "hours":
                wish = {"door": "hours", "why": "the story is over"}
                self.service.tell(f"/queues/{queue['name']}/door", wish, verb="PUT")
        for agent in self.service.ask("/agents")["agents"]:
            if agent["state"] != "signed_out":
                self.service.tell(f"/agents/{agent['name']}/sign-out")
        self.service.until(self._is_quiet)

    def close(self) -> None:
        self.service.close()
        self.outside.close()

    def _is_quiet(self) -> bool:
        away = set(self.service.ask("/status")["agents"]) <= {"signed_out"}
        return away and self.service.ask("/calls")["total"] == 0


def make_accounts(journal: Path) -> None:
    """Write the accounts into the store before the first start; the slow hashes are made at the first sign-ins."""
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    database, kept = Database(default_url(journal)), passwords.hash_now(PASSWORD)
    for name, profile in ACCOUNTS.items():
        database.run_now(lambda rows, name=name, profile=profile: accounts.add(rows, name, profile, kept, time.time()))  # type: ignore[misc]
    database.close_now()
    passwords.close()
