"""A call-distribution engine for Asterisk: the engine, its adapters, its configuration and its command line."""

from acd import compiled

compiled.use()
