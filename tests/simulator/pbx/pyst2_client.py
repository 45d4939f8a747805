"""A process that drives a PBX through pyst2 and prints what it saw as JSON: ``HOST PORT USER SECRET CHANNEL``.

A process of its own, because pyst2 leaves threads and warnings behind.
"""

import json
import os
import sys
import threading
from typing import Any

import asterisk.manager

# Everything here takes milliseconds on the loopback.
EVENT_LIMIT_S = 5.0


def drive(host: str, port: str, user: str, secret: str, channel: str) -> dict[str, Any]:
    """Log in, read the status, hang a channel up."""
    manager = asterisk.manager.Manager()
    manager.connect(host, port)
    try:
        manager.login(user, secret)
    except asterisk.manager.ManagerAuthException as refused:
        return {"refused": str(refused)}
    ended = threading.Event()
    manager.register_event("Hangup", lambda event, manager: ended.set())
    # pyst2 takes the whole list for one message.
    rows = [line for line in manager.status().data.splitlines() if line.startswith("Channel: ")]
    message = manager.hangup(channel).get_header("Message")
    assert ended.wait(EVENT_LIMIT_S)
    return {"title": manager.title, "rows": rows, "message": message, "ping": manager.ping().get_header("Ping")}


if __name__ == "__main__":
    print(json.dumps(drive(*sys.argv[1:])), flush=True)
    os._exit(0)
