"""An emulated Asterisk: a small PBX in this process that speaks real AMI and FastAGI on TCP sockets.

It is a table-like model of what a real Asterisk 22 was seen to do with the project's dialplan, not an
interpreter of dialplans. Sound does not exist; only its length does.
"""

from simulator.pbx.ami_users import AmiUser
from simulator.pbx.callers import EmulatedCaller, Heard
from simulator.pbx.pbx import EmulatedPbx, PbxSettings
from simulator.pbx.phones import EmulatedPhone, Habit, Ring

__all__ = ["AmiUser", "EmulatedCaller", "EmulatedPbx", "EmulatedPhone", "Habit", "Heard", "PbxSettings", "Ring"]
