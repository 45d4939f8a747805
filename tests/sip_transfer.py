"""One transfer that a scripted phone asked for: what the server said to the REFER, and how it went on."""

import asyncio

TRANSFER_LIMIT_S = 5.0


class Transfer:
    """``answered`` and ``told`` are called with the statuses of the REFER's answer and of its NOTIFYs."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self._settled: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def answered(self, status: int) -> None:
        """Note the answer to the REFER."""
        if status >= 200:
            self.statuses.append(status)
        if status >= 300:
            self._settle(False)

    def told(self, status: int) -> None:
        """Note what a NOTIFY says; 100 and 180 mean that it goes on."""
        self.statuses.append(status)
        if status >= 200:
            self._settle(status < 300)

    async def succeeded(self) -> bool:
        """Wait until it is decided; whether the other side went where it was sent."""
        async with asyncio.timeout(TRANSFER_LIMIT_S):
            return await self._settled

    def _settle(self, well: bool) -> None:
        if not self._settled.done():
            self._settled.set_result(well)
