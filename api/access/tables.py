"""The tables of accounts, sessions and tokens.

Secrets are in them only as digests. ``change`` numbers every change of accounts and tokens, over both: who has seen
all up to a number asks for what is newer. What is removed stays, marked, until its name is wanted again; so
a removal is a change like any other, and records of acts can be understood later.
"""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, String, Table, false

from acd.store.database import metadata

LONGEST_NAME = 64

changes = Table(
    "access_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("change", Integer, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(3 * LONGEST_NAME), nullable=False, unique=True),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("title", String(200), nullable=False),
    Column("role", String(16), nullable=False),
    Column("queues", JSON(none_as_null=True)),
    Column("teams", JSON(none_as_null=True)),
    Column("agent", String(64), nullable=False),
    Column("phone", String(128), nullable=False),
    Column("language", String(2), nullable=False),
    Column("password", String(256), nullable=False),
    Column("password_no", Integer, nullable=False),
    Column("made_at", Float, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("change", Integer, nullable=False, index=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("password_no", Integer, nullable=False),
    Column("made_at", Float, nullable=False),
    Column("used_at", Float, nullable=False),
    Column("screen", Boolean, nullable=False, server_default=false()),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(3 * LONGEST_NAME), nullable=False, unique=True),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("rights", JSON, nullable=False),
    Column("queues", JSON(none_as_null=True)),
    Column("teams", JSON(none_as_null=True)),
    Column("made_by", String(LONGEST_NAME), nullable=False),
    Column("made_at", Float, nullable=False),
    Column("ends_at", Float),
    Column("used_at", Float),
    Column("removed", Boolean, nullable=False),
    Column("change", Integer, nullable=False, index=True),
)
