"""Limits of guessing: after some wrong passwords who tries must wait, longer each time."""

from collections import OrderedDict
from typing import NamedTuple

from api.refusals import Refusal

MOST_KNOWN = 10_000
"""Names, and addresses, whose wrong tries are remembered; the ones longest quiet are forgotten first."""

FORGOTTEN_AFTER_S = 3600.0
"""After so long without a try somebody begins anew."""


class Limit(NamedTuple):
    """``free`` tries cost nothing; then each next one waits twice as long, from a second to ``longest_s``."""

    free: int
    longest_s: float

    def wait_s(self, tries: int) -> float:
        """How long the next try must wait after so many."""
        late = tries - self.free
        return 0.0 if late < 0 else min(2.0 ** min(late, 30), self.longest_s)


OF_NAME = Limit(free=5, longest_s=60.0)
"""Short at most: a stranger who guesses must not keep the owner of the name out for long. 1,440 tries a day."""

OF_ADDRESS = Limit(free=20, longest_s=900.0)
"""Many people may sit behind one address, and forget passwords each morning."""


class _Tried(NamedTuple):
    tries: int
    at: float


class Attempts:
    """Who has tried how often in vain. A try counts when it begins, so that many at once are not one."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._tried: OrderedDict[str, _Tried] = OrderedDict()

    def wait_s(self, who: str, now: float) -> float:
        """How long ``who`` must wait until the next try, 0 if not."""
        tried = self._tried.get(who)
        if tried is None or now - tried.at >= FORGOTTEN_AFTER_S:
            return 0.0
        return max(0.0, tried.at + self._limit.wait_s(tried.tries) - now)

    def begin(self, who: str, now: float) -> None:
        """Count a try."""
        tried = self._tried.pop(who, None)
        tries = 0 if tried is None or now - tried.at >= FORGOTTEN_AFTER_S else tried.tries
        self._tried[who] = _Tried(tries + 1, now)
        if len(self._tried) > MOST_KNOWN:
            self._tried.popitem(last=False)

    def forgive(self, who: str, tries: int | None = None) -> None:
        """Forget ``tries`` of ``who``, or all of them."""
        tried = self._tried.get(who)
        if tried is None:
            return
        if tries is None or tried.tries <= tries:
            del self._tried[who]
        else:
            self._tried[who] = tried._replace(tries=tried.tries - tries)


class Guard:
    """The limits by name and by address together."""

    def __init__(self) -> None:
        self._names, self._addresses = Attempts(OF_NAME), Attempts(OF_ADDRESS)

    def begin(self, name: str, address: str, now: float) -> None:
        """Let a try begin.

        Raises:
            Refusal: it is too early (429); says after how many seconds it is not.
        """
        wait_s = max(self._names.wait_s(name, now), self._addresses.wait_s(address, now))
        if wait_s > 0:
            raise Refusal(429, "too_many_tries", wait_s=max(1, round(wait_s + 0.5)))
        self._names.begin(name, now)
        self._addresses.begin(address, now)

    def undo(self, name: str, address: str) -> None:
        """The try that was begun has not been one: the password was not looked at."""
        self._names.forgive(name, 1)
        self._addresses.forgive(address, 1)

    def right(self, name: str, address: str) -> None:
        """The password was right. The address keeps what it did to others."""
        self._names.forgive(name)
        self._addresses.forgive(address, 1)
