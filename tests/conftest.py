"""What every test shares: async tests run on virtual time, unless they are marked for a real Asterisk."""

import asyncio
import inspect
import os

import hypothesis
import pytest

from simulator.virtual_time import run_virtual

# The same examples every time; ACD_HUNT=1 looks for new ones, and what it finds is kept as an @example.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("hunt", derandomize=False, deadline=None, database=None)
hypothesis.settings.load_profile("hunt" if os.environ.get("ACD_HUNT") else "same")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run ``async def test_...`` to its end: in virtual time, or in real time on a real Asterisk."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in wanted}
    run = asyncio.run if pyfuncitem.get_closest_marker("asterisk") else run_virtual
    run(pyfuncitem.obj(**arguments))
    return True
