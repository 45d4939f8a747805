#!/usr/bin/env python3
"""Looks the caller up in customers.csv beside it: a step of a menu tree, and a model for your own.

It speaks AGI on stdin and stdout: first it is told who calls, then each command has its answer.
"""

import csv
import sys
from pathlib import Path


def command(text: str) -> str:
    """Give one command and return its answer."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
    return sys.stdin.readline()


call = dict(line.rstrip("\n").split(": ", 1) for line in iter(sys.stdin.readline, "\n"))
with Path(__file__).with_name("customers.csv").open(encoding="utf-8") as customers:
    for customer in csv.DictReader(customers):
        if customer["number"] == call["agi_callerid"]:
            command(f'SET VARIABLE customer "{customer["name"]}"')
            command(f'SET VARIABLE tier "{customer["tier"]}"')
