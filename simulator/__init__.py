"""The engine under virtual clocks: SimPy, an emulated PBX, and the demo; and a lab with a real Asterisk."""

import acd  # noqa: F401 - it says where the compiled modules are
