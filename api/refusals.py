"""Refusals: every one has a status, a stable ``code`` for programs and a sentence for people."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.words import EN, language_of, sentence
from ivr.needs import PHRASES, PHRASES_AT_END
from ivr.problems import Problem
from ivr.words import Language
from ivr.words import sentence as need_sentence

LONGEST_SHOWN = 64
"""Characters of what was sent that come back in a refusal."""

MOST_FIELDS = 8
"""Fields named in one refusal; a body of rubbish may have thousands wrong."""

CODES = {
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "string_type": "not_text",
    "json_invalid": "not_json",
    "model_attributes_type": "not_object",
    "model_type": "not_object",
    "dict_type": "not_object",
    "extra_forbidden": "unknown_word",
    "enum": "unknown_word",
    "string_pattern_mismatch": "bad_number",
    "int_type": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "int_parsing": "out_of_range",
    "int_parsing_size": "out_of_range",
}
"""Our word for each kind of mistake that pydantic finds."""

NEED_CODES = frozenset({*PHRASES.values(), *PHRASES_AT_END.values()})
"""What can be wrong with a need that is written as a text; the sentences are those of the centre's file."""


class Refusal(Exception):
    """An answer other than success: ``code`` names a sentence in ``api.words``, ``values`` fill its blanks.

    ``more`` is said besides, for programs; ``field`` is what of the request is wrong. ``wait_s`` among the values says
    after how many seconds it may be tried again.
    """

    more: Mapping[str, Any] = {}
    field = ""

    def __init__(self, status: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.values = values

    def at(self, field: str) -> "Refusal":
        """Say which field of the request is wrong."""
        self.field = field
        return self


def answer(scope: Scope, refusal: Refusal, **more: Any) -> JSONResponse:
    """Say ``refusal`` in the language of the request."""
    detail = sentence(refusal.code, language_in(scope), **refusal.values)
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    if "wait_s" in refusal.values:
        headers["Retry-After"] = str(refusal.values["wait_s"])
    if refusal.field:
        more["fields"] = [{"field": refusal.field, "code": refusal.code, "detail": detail}]
    return JSONResponse({"code": refusal.code, "detail": detail, **more}, refusal.status, headers)


def language_in(scope: Scope) -> Language:
    """Return the language that the request asks for."""
    found = [value for name, value in scope["headers"] if name == b"accept-language"]
    return language_of(found[0].decode("latin-1") if found else "")


def answer_all(app: FastAPI) -> None:
    """Let every refusal of ``app``, whoever makes it, have the one form."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _not_routed)
    app.add_exception_handler(Exception, _fault)


async def _refused(request: Request, refusal: Exception) -> JSONResponse:
    assert isinstance(refusal, Refusal)
    return answer(request.scope, refusal, **refusal.more)


async def _not_routed(request: Request, fault: Exception) -> JSONResponse:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    if status == 400:  # a body nested so deeply that no reader follows it
        detail = sentence("not_understood", language_in(request.scope))
        fields = [{"field": "body", "code": "not_understood", "detail": detail}]
        return answer(request.scope, Refusal(400, "bad_input", fields=f"body {detail}"), fields=fields)
    code = {404: "not_found", 405: "not_allowed"}.get(status, "bad_input" if status < 500 else "fault")
    return answer(request.scope, Refusal(status, code, method=request.method[:LONGEST_SHOWN], fields="body"))


async def _fault(request: Request, _: Exception) -> JSONResponse:
    return answer(request.scope, Refusal(500, "fault"))  # the server logs the exception itself


async def _not_understood(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, RequestValidationError)
    language = language_in(request.scope)
    fields = [field_of(error, language) for error in fault.errors()[:MOST_FIELDS]]
    said = ", ".join(f"{field['field']} {field['detail']}" for field in fields)
    return answer(request.scope, Refusal(422, "bad_input", fields=said), fields=fields)


def field_of(error: dict[str, Any], language: Language) -> dict[str, str]:
    """Name the field of one mistake and say what is wrong with it; of what was sent, only a need's word comes back."""
    code = CODES.get(error["type"], error["type"])
    context = error.get("ctx", {})
    if code in NEED_CODES:
        values = {name: readable(str(value)) for name, value in context.items()}
        detail = need_sentence(Problem((), code, values), language)
    else:
        code = code if code in EN else "not_understood"
        detail = sentence(code, language, limit=context.get("max_length", ""))
    place = [str(part)[:LONGEST_SHOWN] for part in error["loc"][1:]] if code != "not_json" else []
    return {"field": readable(".".join(place) or "body"), "code": code, "detail": detail}


def readable(text: str) -> str:
    """Return what was sent, fit to be read."""
    return text if text.isprintable() else ascii(text)
