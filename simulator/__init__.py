"""The engine under virtual clocks: SimPy, an emulated PBX, and the demo; and a lab with a real Asterisk."""
