"""Listening to a call, whispering to its agent, joining in; the audio is the PBX's, on a phone of who asks."""

from typing import Annotated

from fastapi import APIRouter, Request

from acd.asterisk.ami_actions import AmiActionError
from acd.asterisk.listening import SpyRefused
from acd.engine.calls import Call
from api.access.asking import needs
from api.access.rights import Person, Right
from api.acts.deed import Acts, Deed
from api.acts.models import ActView, ListenWish
from api.acts.once import ONCE, once_only
from api.acts.overheard import LettingIn, Overheard, Spies
from api.refusals import Refusal

Listening = Annotated[Person, needs(Right.LISTEN)]


def listening_routes(acts: Acts, spies: Spies, access: LettingIn | None = None) -> APIRouter:
    """Make the routes; with ``access`` a listening ends with the right to it."""
    overheard = Overheard(acts.core, spies, access)
    routes = APIRouter(tags=["acts"], route_class=once_only(acts.answers), dependencies=[ONCE])

    @routes.post("/calls/{call}/listen")
    async def listen_to_call(call: str, wish: ListenWish, request: Request, person: Listening) -> ActView:
        """The person's phone rings, and they hear the call; who hears it already does so in another mode."""
        with acts.deed(request, person, wish.mode, call, wish.why) as deed:
            live = deed.call()
            deed.watch(lambda: {"listening": mode_of(spies, live.call_id, person.name)})
            phone = phone_of(acts, person, wish.phone)
            try:
                await spies.listen(live.call_id, person.name, phone, wish.mode)
                overheard.begun(live.call_id, person, getattr(request.state, "visitor", None))
            except SpyRefused as refused:
                raise Refusal(409, f"listen_{refused.code}", call=live.call_id, phone=phone) from None
            except AmiActionError:
                raise Refusal(503, "pbx_away") from None
            deed.led_to = (("hears", {"who": person.name, "phone": phone, "mode": wish.mode}),)
        return deed.view()

    @routes.delete("/calls/{call}/listen")
    async def stop_listening(call: str, request: Request, person: Listening) -> ActView:
        """The person hears the call no more; the phone is hung up."""
        with acts.deed(request, person, "stop_listening", call, "") as deed:
            live = deed.call()
            deed.watch(lambda: {"listening": mode_of(spies, live.call_id, person.name)})
            await stop(spies, deed, live, person.name)
            deed.led_to = (("hears_no_more", {"who": person.name}),)
        return deed.view()

    return routes


async def stop(spies: Spies, deed: Deed, call: Call, who: str) -> None:
    """End the listening of ``who`` to ``call``.

    Raises:
        Refusal: they do not listen to it (409), or the PBX does not answer (503).
    """
    if not deed.before["listening"]:
        raise Refusal(409, "listen_not_listening", call=call.call_id)
    try:
        await spies.stop(who)
    except AmiActionError:
        raise Refusal(503, "pbx_away") from None


def mode_of(spies: Spies, call_id: str, who: str) -> str:
    """Say how somebody listens to a call, "" if they do not."""
    return next((each.mode for each in spies.of(call_id) if each.who == who), "")


def phone_of(acts: Acts, person: Person, wished: str | None) -> str:
    """Return the phone on which a person listens: their account's, else the one of the agent whom they are.

    Another one may be named by who may also write it into the account.

    Raises:
        Refusal: they have none (409), or may not name another (403).
    """
    agent = acts.core.centre.roster.get(person.agent) if person.agent else None
    own = [each for each in (person.phone, agent.rules.endpoint if agent is not None else "") if each]
    if wished is not None and wished not in own and not person.may(Right.ACCOUNTS):
        raise Refusal(403, "not_your_phone", phone=wished).at("phone")
    if wished is None and not own:
        raise Refusal(409, "no_phone_of_yours")
    return wished or own[0]
