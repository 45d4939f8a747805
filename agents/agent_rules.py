"""What the configuration says of an agent."""

import msgspec


class AgentRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the configuration says of an agent.

    ``name`` is the identity everywhere, ``title`` is what people read, ``endpoint`` is the phone as the PBX
    names it (``PJSIP/1001``), ``skills`` maps skill to level 1 to 10, ``wrap_up_s`` is in seconds. Who must
    ``confirm`` presses a key before the caller is connected; without ``announce`` they hear no queue's name.
    ``language`` is what the agent hears, "" for the centre's. ``deputy`` is the agent who stands in when calls want
    this one and cannot have them, "" for nobody. ``team`` is whose supervisors see them, "" for none.
    """

    name: str
    endpoint: str
    title: str = ""
    skills: dict[str, int] = {}
    wrap_up_s: float = 0.0
    confirm: bool = False
    announce: bool = True
    language: str = ""
    deputy: str = ""
    team: str = ""
