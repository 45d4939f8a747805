"""The engine, simulated: what rules change, and what they must not."""
