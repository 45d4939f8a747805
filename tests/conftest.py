"""What every test shares: async tests run on virtual time, unless they are marked for a real Asterisk."""

import asyncio
import inspect

import pytest

from simulator.virtual_time import run_virtual


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
