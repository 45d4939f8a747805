"""Agents: who they are, what they can do, and what state each is in. Nothing here knows of Asterisk."""

import acd  # noqa: F401 - it says where the compiled modules are
