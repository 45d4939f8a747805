"""The routing engine: a deterministic state machine without IO and without a clock. Start at ``engine.py``."""
