"""A call-distribution engine for Asterisk: the engine, its adapters, its configuration and its command line."""

import os

from acd import compiled

# The arrays here are small: threads of linear algebra would only spin, and take their time from calls.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

compiled.use()
