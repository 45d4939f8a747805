"""A small scripted SIP phone on UDP: it registers, is called, calls, presses keys and hangs up.

It makes no sound beyond one packet of silence unless it has a voice, and trusts the loopback to lose nothing, so it
repeats nothing.
"""

import asyncio
from collections.abc import Callable
from typing import cast

from tests import sip_message
from tests.scenarios.pbx import Habit, Ring
from tests.sip_leg import Leg, answer, first_sound, token
from tests.sip_message import SipMessage, build, quoted, sdp, who
from tests.sip_transfer import Transfer
from tests.sip_voice import Voice

REGISTER_LIMIT_S = 5.0


class SipPhone(asyncio.DatagramProtocol):
    """A phone whose server is ``server``, on a port of its own; ``open`` it first, ``close`` it last."""

    def __init__(self, extension: str, server: tuple[str, int], *, name: str = "") -> None:
        self.extension = extension
        self.name = name
        self.habit = Habit()
        self.rings: list[Ring] = []
        self.legs: dict[str, Leg] = {}
        self.transfers: dict[str, Transfer] = {}
        self.voice: Voice | None = None
        self._server = server
        self._registration_id = token()
        self._register_cseq = 0
        self._registered: asyncio.Future[int] | None = None
        self._timers: set[asyncio.TimerHandle] = set()

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, local_addr=(self._server[0], 0))

    def close(self) -> None:
        for timer in self._timers:
            timer.cancel()
        if self.voice is not None:
            self.voice.close()
        self._transport.close()

    # ---- what a person does with it ----

    @property
    def address(self) -> str:
        """Where it listens, as host:port."""
        return self._contact.partition("@")[2]

    @property
    def in_call(self) -> bool:
        return any(leg.stage == "talking" for leg in self.legs.values())

    async def register(self) -> None:
        await self._send_register(f"<{self._contact}>", expires=3600)

    async def unregister(self) -> None:
        await self._send_register("*", expires=0)

    def dial(self, number: str) -> Leg:
        """Call ``number``; returns as soon as the INVITE is sent."""
        leg = Leg(token(), outgoing=True)
        self.legs[leg.call_id] = leg
        leg.local = f"{quoted(self.name)}<sip:{self.extension}@{self._server[0]}>;tag={token()}"
        leg.remote = f"<sip:{number}@{self._server[0]}>"
        leg.remote_uri = f"sip:{number}@{self._server[0]}:{self._server[1]}"
        self._request("INVITE", leg, self._sdp(), "application/sdp")
        return leg

    def press(self, leg: Leg, key: str) -> None:
        """Send one key as SIP INFO; lost when nobody is talking, as on a real phone."""
        if leg.stage == "talking":
            self._request("INFO", leg, f"Signal={key}\r\nDuration=100\r\n", "application/dtmf-relay")

    def hold(self, leg: Leg, *, on: bool = True) -> None:
        """Put the other side on hold, or take it back."""
        if leg.stage == "talking":
            offer = self._sdp("sendonly" if on else "sendrecv", leg.cseq + 1)
            self._request("INVITE", leg, offer, "application/sdp")

    def transfer(self, leg: Leg, number: str, *, instead_of: Leg | None = None) -> Transfer:
        """Send the other side of ``leg`` to ``number``; with ``instead_of`` into that call, in this phone's place."""
        transfer = self.transfers[leg.call_id] = Transfer()
        extra = f"?Replaces={instead_of.replaces}" if instead_of is not None else ""
        headers = [("Refer-To", f"<sip:{number}@{self._server[0]}{extra}>"), ("Referred-By", f"<{self._contact}>")]
        self._send(leg.request("REFER", self._contact, more=headers))
        return transfer

    def hang_up(self) -> None:
        for leg in list(self.legs.values()):
            self.end(leg)

    def end(self, leg: Leg) -> None:
        """BYE, CANCEL or a refusal, whichever the call is ripe for."""
        if leg.stage == "talking":
            self._request("BYE", leg)
            leg.end()
        elif leg.outgoing and leg.stage == "ringing":
            self._request("CANCEL", leg)
        elif leg.outgoing and leg.stage == "calling":
            leg.hang_up_wanted = True  # a CANCEL may not go out before the server has said anything
        elif leg.stage == "ringing":
            self._refuse(leg, "603 Decline")

    def forget_calls(self) -> None:
        """The server has lost its power: no call of this phone goes on."""
        for leg in self.legs.values():
            leg.end()

    # ---- what comes in ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        self._host, port = transport.get_extra_info("sockname")[:2]
        self._contact = f"sip:{self.extension}@{self._host}:{port}"

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not data.strip():
            return  # a keep-alive
        message = sip_message.parse(data)
        if not message.status:
            self._request_came(message)
        elif message.method == "REGISTER":
            if self._registered and not self._registered.done():
                self._registered.set_result(message.status)
        elif message.method == "INVITE" and message.call_id in self.legs:
            self._invite_answered(self.legs[message.call_id], message)
        elif message.method == "REFER" and message.call_id in self.transfers:
            self.transfers[message.call_id].answered(message.status)

    def _request_came(self, request: SipMessage) -> None:
        leg = self.legs.get(request.call_id)
        if request.method == "INVITE":
            self._invite_came(request, leg)
        elif request.method == "CANCEL" and leg and leg.stage == "ringing":
            self._send(answer(request, "200 OK", self._contact))
            self._refuse(leg, "487 Request Terminated")
        elif request.method != "ACK":
            self._send(answer(request, "200 OK", self._contact))
            if request.method == "BYE" and leg:
                leg.end()
            if request.method == "NOTIFY" and request.call_id in self.transfers:
                self.transfers[request.call_id].told(sip_message.fragment_status(request.body))

    def _invite_came(self, request: SipMessage, leg: Leg | None) -> None:
        if leg is None:
            self._new_ring(request)
        elif leg.invite and leg.invite.get("cseq") == request.get("cseq"):
            self._send(leg.last_answer)  # asked again
        else:
            self._send(leg.answer(request, "200 OK", self._contact, self._sdp()))  # a change while talking

    def _new_ring(self, request: SipMessage) -> None:
        leg = Leg(request.call_id, outgoing=False)
        self.legs[leg.call_id] = leg
        leg.stage, leg.invite = "ringing", request
        leg.local = f"{request.get('to')};tag={token()}"
        leg.remote, leg.remote_uri = request.get("from"), sip_message.target(request.get("contact"))
        self.rings.append(Ring(*who(request.get("from")), answered=False))
        place, habit = len(self.rings) - 1, self.habit
        self._send(leg.answer(request, "180 Ringing", self._contact))
        if habit.behaviour == "answers":
            self._later(habit.after_s, lambda: self._pick_up(leg, request, place, habit.talk_s))
        elif habit.behaviour != "silent":
            words = {"rejects": "603 Decline", "busy": "486 Busy Here"}[habit.behaviour]
            self._later(habit.after_s, lambda: self._refuse(leg, words))

    def _pick_up(self, leg: Leg, invite: SipMessage, place: int, talk_s: float | None) -> None:
        if leg.stage != "ringing":
            return
        leg.talk()
        self.rings[place] = self.rings[place]._replace(answered=True)
        self._send(leg.answer(invite, "200 OK", self._contact, self._sdp()))
        if self.voice is not None:
            self.voice.talk_to(invite.body)
        if talk_s is not None:
            self._later(talk_s, lambda: self.end(leg))

    def _refuse(self, leg: Leg, words: str) -> None:
        if leg.stage == "ringing" and leg.invite is not None:
            self._send(leg.answer(leg.invite, words, self._contact))
            leg.end()

    def _invite_answered(self, leg: Leg, response: SipMessage) -> None:
        if response.status >= 200:
            self._invite_settled(leg, response)
        elif leg.stage == "calling":
            leg.stage = "ringing"
            if sip_message.tag(response.get("to")):
                leg.remote = response.get("to")  # a call that still rings can be named too
            if leg.hang_up_wanted:
                self.end(leg)

    def _invite_settled(self, leg: Leg, response: SipMessage) -> None:
        first = leg.stage != "talking"
        leg.remote, leg.final_status = response.get("to"), response.status
        if response.status >= 300:
            self._request("ACK", leg)
            if first:
                leg.end()
            return
        leg.accepted(response)
        self._request("ACK", leg)
        if self.voice is not None:
            self.voice.talk_to(response.body)
        elif packet := first_sound(response.body):
            self._transport.sendto(*packet)
        if leg.stage in ("calling", "ringing"):
            leg.talk()
            if leg.hang_up_wanted:
                self.end(leg)

    # ---- what goes out ----

    def _sdp(self, direction: str = "sendrecv", version: int = 1) -> str:
        return sdp(self._host, direction, version, self.voice.port if self.voice is not None else 9)

    def _send(self, datagram: bytes) -> None:
        self._transport.sendto(datagram, self._server)

    def _request(self, method: str, leg: Leg, body: str = "", kind: str = "") -> None:
        self._send(leg.request(method, self._contact, body, kind))

    async def _send_register(self, contact: str, expires: int) -> None:
        self._register_cseq += 1
        me = f"<sip:{self.extension}@{self._server[0]}>"
        headers = [
            ("Via", f"SIP/2.0/UDP {self._contact.partition('@')[2]};rport;branch=z9hG4bK{token()}"),
            ("Max-Forwards", "70"),
            ("From", f"{me};tag={token()}"),
            ("To", me),
            ("Call-ID", self._registration_id),
            ("CSeq", f"{self._register_cseq} REGISTER"),
            ("Contact", contact),
            ("Expires", str(expires)),
        ]
        self._registered = asyncio.get_running_loop().create_future()
        self._send(build(f"REGISTER sip:{self._server[0]}:{self._server[1]} SIP/2.0", headers))
        async with asyncio.timeout(REGISTER_LIMIT_S):
            status = await self._registered
        assert status == 200, f"phone {self.extension}: REGISTER was answered {status}"

    def _later(self, delay_s: float, action: Callable[[], None]) -> None:
        self._timers.add(asyncio.get_running_loop().call_later(delay_s, action))
