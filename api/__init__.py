"""The API: HTTP in front of the engine, and no decisions. Start at ``app.py``."""
