"""A small scripted SIP phone on UDP, without sound: it registers, is called, calls, presses keys and hangs up.

It trusts the loopback to lose nothing, so it repeats nothing.
"""

import asyncio
import secrets
from collections.abc import Callable
from typing import Literal, cast

from tests import sip_message
from tests.scenarios.pbx import Habit, Ring
from tests.sip_message import SipMessage, build, quoted, sdp, target, who

Stage = Literal["calling", "ringing", "talking", "ended"]
REGISTER_LIMIT_S = 5.0


class Leg:
    """One call of a phone: the SIP dialog and how far it is."""

    def __init__(self, call_id: str, *, outgoing: bool) -> None:
        self.call_id = call_id
        self.outgoing = outgoing
        self.stage: Stage = "calling"
        self.local = ""
        self.remote = ""
        self.remote_uri = ""
        self.cseq = 1
        self.branch = _token()
        self.invite: SipMessage | None = None
        self.last_answer = b""
        self.hang_up_wanted = False
        self.answered = False
        self.final_status = 0
        self.over = asyncio.Event()

    def end(self) -> None:
        self.stage = "ended"
        self.over.set()


class SipPhone(asyncio.DatagramProtocol):
    """A phone at ``host`` (a port of its own) whose server is ``server``; ``open`` it first, ``close`` it last."""

    def __init__(self, extension: str, server: tuple[str, int], *, name: str = "") -> None:
        self.extension = extension
        self.name = name
        self.habit = Habit()
        self.rings: list[Ring] = []
        self.legs: dict[str, Leg] = {}
        self._server = server
        self._registration_id = _token()
        self._register_cseq = 0
        self._registered: asyncio.Future[int] | None = None
        self._timers: set[asyncio.TimerHandle] = set()

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, local_addr=(self._server[0], 0))

    def close(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._transport.close()

    # ---- what a person does with it ----

    @property
    def in_call(self) -> bool:
        return any(leg.stage == "talking" for leg in self.legs.values())

    async def register(self) -> None:
        await self._send_register(f"<{self._contact}>", expires=3600)

    async def unregister(self) -> None:
        await self._send_register("*", expires=0)

    async def dial(self, number: str) -> Leg:
        """Call ``number``; returns as soon as the INVITE is sent."""
        leg = Leg(_token(), outgoing=True)
        self.legs[leg.call_id] = leg
        leg.local = f"{quoted(self.name)}<sip:{self.extension}@{self._server[0]}>;tag={_token()}"
        leg.remote = f"<sip:{number}@{self._server[0]}>"
        leg.remote_uri = f"sip:{number}@{self._server[0]}:{self._server[1]}"
        self._request("INVITE", leg, sdp(self._host), "application/sdp")
        return leg

    async def press(self, leg: Leg, keys: str, gap_s: float = 0.1) -> None:
        for key in keys:
            if leg.stage == "talking":
                body = f"Signal={key}\r\nDuration=100\r\n"
                self._request("INFO", leg, body, "application/dtmf-relay")
            await asyncio.sleep(gap_s)

    async def hang_up(self) -> None:
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

    # ---- what comes in ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        self._host, self._port = transport.get_extra_info("sockname")[:2]
        self._contact = f"sip:{self.extension}@{self._host}:{self._port}"

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not data.strip():
            return  # a keep-alive
        message = sip_message.parse(data)
        if message.status:
            self._response_came(message)
        else:
            self._request_came(message)

    def _request_came(self, request: SipMessage) -> None:
        leg = self.legs.get(request.call_id)
        if request.method == "INVITE":
            self._invite_came(request, leg)
        elif request.method == "CANCEL" and leg and leg.stage == "ringing":
            self._answer(request, "200 OK")
            self._refuse(leg, "487 Request Terminated")
        elif request.method != "ACK":
            self._answer(request, "200 OK")
            if request.method == "BYE" and leg:
                leg.end()

    def _invite_came(self, request: SipMessage, leg: Leg | None) -> None:
        if leg is None:
            leg = self._new_ring(request)
        elif leg.invite and leg.invite.get("cseq") == request.get("cseq"):
            self._transport.sendto(leg.last_answer, self._server)  # asked again
        else:
            self._answer(request, "200 OK", leg, sdp(self._host))  # a change within the conversation

    def _new_ring(self, request: SipMessage) -> Leg:
        leg = Leg(request.call_id, outgoing=False)
        self.legs[leg.call_id] = leg
        leg.stage, leg.invite = "ringing", request
        leg.local = f"{request.get('to')};tag={_token()}"
        leg.remote, leg.remote_uri = request.get("from"), target(request.get("contact"))
        self.rings.append(Ring(*who(request.get("from")), answered=False))
        place = len(self.rings) - 1
        self._answer(request, "180 Ringing", leg)
        habit = self.habit
        if habit.behaviour == "answers":
            self._later(habit.after_s, lambda: self._pick_up(leg, place, habit.talk_s))
        elif habit.behaviour != "silent":
            words = {"rejects": "603 Decline", "busy": "486 Busy Here"}[habit.behaviour]
            self._later(habit.after_s, lambda: self._refuse(leg, words))
        return leg

    def _pick_up(self, leg: Leg, place: int, talk_s: float | None) -> None:
        if leg.stage != "ringing" or leg.invite is None:
            return
        leg.stage, leg.answered = "talking", True
        self.rings[place] = self.rings[place]._replace(answered=True)
        self._answer(leg.invite, "200 OK", leg, sdp(self._host))
        if talk_s is not None:
            self._later(talk_s, lambda: self.end(leg))

    def _refuse(self, leg: Leg, words: str) -> None:
        if leg.stage == "ringing" and leg.invite is not None:
            self._answer(leg.invite, words, leg)
            leg.end()

    def _response_came(self, response: SipMessage) -> None:
        if response.method == "REGISTER":
            if self._registered and not self._registered.done():
                self._registered.set_result(response.status)
            return
        leg = self.legs.get(response.call_id)
        if leg and response.method == "INVITE":
            self._invite_answered(leg, response)

    def _invite_answered(self, leg: Leg, response: SipMessage) -> None:
        if response.status < 200:
            if leg.stage == "calling":
                leg.stage = "ringing"
                if leg.hang_up_wanted:
                    self.end(leg)
            return
        leg.remote, leg.final_status = response.get("to"), response.status
        if response.status >= 300:
            self._request("ACK", leg)
            leg.end()
            return
        leg.remote_uri = target(response.get("contact"))
        leg.branch = _token()
        self._request("ACK", leg)
        if leg.stage in ("calling", "ringing"):
            leg.stage, leg.answered = "talking", True
            if leg.hang_up_wanted:
                self.end(leg)

    # ---- what goes out ----

    def _request(self, method: str, leg: Leg, body: str = "", kind: str = "") -> None:
        if method not in ("INVITE", "ACK", "CANCEL"):
            leg.cseq += 1
            leg.branch = _token()
        number = 1 if method in ("ACK", "CANCEL") else leg.cseq
        headers = [
            ("Via", f"SIP/2.0/UDP {self._host}:{self._port};rport;branch=z9hG4bK{leg.branch}"),
            ("Max-Forwards", "70"),
            ("From", leg.local),
            ("To", leg.remote),
            ("Call-ID", leg.call_id),
            ("CSeq", f"{number} {method}"),
            ("Contact", f"<{self._contact}>"),
        ]
        if kind:
            headers.append(("Content-Type", kind))
        self._transport.sendto(build(f"{method} {leg.remote_uri} SIP/2.0", headers, body), self._server)

    def _answer(self, request: SipMessage, words: str, leg: Leg | None = None, body: str = "") -> None:
        headers = [("Via", via) for via in request.all("via")]
        headers += [("Record-Route", route) for route in request.all("record-route")]
        headers += [
            ("From", request.get("from")),
            ("To", leg.local if leg and not leg.outgoing and request is leg.invite else request.get("to")),
            ("Call-ID", request.call_id),
            ("CSeq", request.get("cseq")),
            ("Contact", f"<{self._contact}>"),
        ]
        if body:
            headers.append(("Content-Type", "application/sdp"))
        datagram = build(f"SIP/2.0 {words}", headers, body)
        if leg:
            leg.last_answer = datagram
        self._transport.sendto(datagram, self._server)

    async def _send_register(self, contact: str, expires: int) -> None:
        self._register_cseq += 1
        me = f"<sip:{self.extension}@{self._server[0]}>"
        headers = [
            ("Via", f"SIP/2.0/UDP {self._host}:{self._port};rport;branch=z9hG4bK{_token()}"),
            ("Max-Forwards", "70"),
            ("From", f"{me};tag={_token()}"),
            ("To", me),
            ("Call-ID", self._registration_id),
            ("CSeq", f"{self._register_cseq} REGISTER"),
            ("Contact", contact),
            ("Expires", str(expires)),
        ]
        self._registered = asyncio.get_running_loop().create_future()
        server = f"sip:{self._server[0]}:{self._server[1]}"
        self._transport.sendto(build(f"REGISTER {server} SIP/2.0", headers), self._server)
        async with asyncio.timeout(REGISTER_LIMIT_S):
            status = await self._registered
        assert status == 200, f"phone {self.extension}: REGISTER was answered {status}"

    def _later(self, delay_s: float, action: Callable[[], None]) -> None:
        self._timers.add(asyncio.get_running_loop().call_later(delay_s, action))


def _token() -> str:
    return secrets.token_hex(6)
