"""Finding what a request names, as far as who asks may know of it: what is out of their scope is not there."""

from acd.core import Core
from acd.engine.calls import Call
from acd.engine.rules import QueueRules
from agents.roster import Agent
from api.access.asking import sees_agent, sees_call
from api.access.rights import Person
from api.asking import agent_called, live_call, shown
from api.refusals import Refusal
from ivr.words import Language


def call_in_scope(core: Core, person: Person, call_id: str) -> Call:
    """Return the live call of this id.

    Raises:
        Refusal: there is none that the person sees (404).
    """
    call = live_call(core, call_id)
    if not sees_call(person, core, call):
        raise Refusal(404, "unknown_call", call=shown(call_id))
    return call


def agent_in_scope(core: Core, person: Person, name: str, language: Language) -> Agent:
    """Return the agent called ``name``.

    Raises:
        Refusal: nobody whom the person sees is called that (404); who sees all is told who may have been meant.
    """
    agent = core.centre.roster.get(name)
    if agent is not None and sees_agent(person, agent):
        return agent
    if agent is None and person.scope.teams is None:
        return agent_called(core, name, language)
    raise Refusal(404, "unknown_agent", name=shown(name), meant="")


def queue_in_scope(core: Core, person: Person, name: str) -> QueueRules:
    """Return the rules of the queue called ``name``.

    Raises:
        Refusal: no queue that the person sees is called that (404).
    """
    rules = core.centre.queues.get(name)
    if rules is None or not person.scope.has_queue(name):
        raise Refusal(404, "unknown_queue", queue=shown(name))
    return rules
