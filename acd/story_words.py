"""What people read about calls and agents while the centre works, in English and in Russian."""

from collections.abc import Mapping

from acd.printable import printable
from agents.pauses import read_missed
from ivr.words import Language

EN = {
    # The states of calls and agents.
    "menu": "menu",
    "waiting": "waiting",
    "leaving": "leaving",
    "done": "gone",
    "signed_out": "signed out",
    "ready": "ready",
    "offered": "ringing",
    "talking": "talking",
    "wrap_up": "wrap-up",
    "paused": "paused",
    "busy_elsewhere": "busy elsewhere",
    "unreachable": "unreachable",
    # Why an offer came to nothing, and why a call is sent away.
    "no_answer": "no answer",
    "busy": "busy",
    "rejected": "rejected",
    "longest_wait": "waited too long",
    "full": "the queue is full",
    "nobody": "nobody signed in",
    # The story, line by line.
    "call_is": "call {call}  ",
    "agent_is": "agent {agent}  ",
    "started": "{centre}: {agents} agents, {queues} queues",
    "settled": "the PBX is taken over as it was found, {calls} calls; offers begin",
    "arrived": "arrived from {number}{name}, dialled {dialled}",
    "came_back": "came back into the menu, dialled {dialled}",
    "nameless": "an unknown number",
    "no_number": "nothing",
    "restored": "taken over: {state}",
    "waits": "waits in {queue}, {waiting} in line",
    "moved": "moved from {before} to {queue}: {why}",
    "offered_to": "offered to {agent} (rings {ring} s)",
    "answered": "answered by {agent} after {wait} s",
    "missed": "not taken by {agent}: {why}",
    "lease_over": "not taken by {agent}: the PBX did not say what became of the offer",
    "talk_over": "talk with {agent} over after {talk} s",
    "hung_up": "hung up after talking to {agent} for {talk} s",
    "abandoned": "abandoned after {wait} s",
    "left_menu": "left in the menu",
    "left": "left",
    "transferred": "passed on by {agent} to {to}",
    "came_back_to": "could not be put through, waits for {to}",
    "handed_over": "handed over by {agent} to {to}",
    "outside": "somebody outside",
    "alone_again": "waits for {agent} no longer, anybody with the skills may help",
    "released": "goes elsewhere on the PBX",
    "sent_out": "sent out: {why}",
    "sent_to": "sent to extension {target}: {why}",
    "need_dropped": "need {need} means nothing here and was dropped",
    "signed_in": "signed in: {state}",
    "signs_out_after": "signs out after this call",
    "went": "signed out",
    "paused_for": "paused: {reason}",
    "pauses_after": "pauses after this call: {reason}",
    "unpaused": "no longer paused: {state}",
    "now": "now {state}",
    "misses": "missed {count} offers, the last: {why}",
    "leg_lost": "the end of the agent's leg was never reported; taken as ended",
    # The last line.
    "totals": " sent_away {sent_away} left_in_menu {left_in_menu} waiting {waiting} talking {talking}",
    "waits_were": "; waits: mean {mean} s, p90 {p90} s, longest {longest} s",
    "no_waits": "; waits: nobody was answered",
    # The screen.
    "up": "up {time}",
    "settling": "not offering yet",
    "queue": "Queue",
    "longest": "longest",
    "col_answered": "answered",
    "col_abandoned": "abandoned",
    "level": "in time",
    "level_is": "{percent} % in {within} s",
    "mean": "mean wait",
    "agents": "Agents",
    "col_call": "Call",
    "caller": "caller",
    "state": "state",
    "needs": "needs",
    "col_agent": "agent",
    "age": "age",
    "events": "Events",
    "more": "… and {count} more",
    "then_out": "then out",
    "then_pause": "then pause",
    "minutes": "m",
    "hours": "h",
}

RU = {
    "menu": "в меню",
    "waiting": "ждёт",
    "leaving": "уходит",
    "done": "ушёл",
    "signed_out": "не здесь",
    "ready": "свободен",
    "offered": "вызов",
    "talking": "говорит",
    "wrap_up": "обработка",
    "paused": "пауза",
    "busy_elsewhere": "занят",
    "unreachable": "нет связи",
    "no_answer": "не ответил",
    "busy": "занято",
    "rejected": "отклонил",
    "longest_wait": "ждал слишком долго",
    "full": "очередь полна",
    "nobody": "никого нет на месте",
    "call_is": "звонок {call}  ",
    "agent_is": "агент {agent}  ",
    "started": "{centre}: агентов {agents}, очередей {queues}",
    "settled": "АТС принята как есть, звонков {calls}; предложения начинаются",
    "arrived": "звонит {number}{name}, набран {dialled}",
    "came_back": "снова в меню, набран {dialled}",
    "nameless": "неизвестный номер",
    "no_number": "никакой номер",
    "restored": "принят: {state}",
    "waits": "ждёт в «{queue}», в очереди {waiting}",
    "moved": "переведён из «{before}» в «{queue}»: {why}",
    "offered_to": "предложен: {agent} (звонит {ring} с)",
    "answered": "отвечает {agent}, ожидание {wait} с",
    "missed": "не взят, {agent}: {why}",
    "lease_over": "не взят, {agent}: АТС не сказала, чем кончилось предложение",
    "talk_over": "разговор окончен, {agent}, {talk} с",
    "hung_up": "абонент положил трубку, {agent}, {talk} с",
    "abandoned": "не дождался за {wait} с",
    "left_menu": "ушёл из меню",
    "left": "ушёл",
    "transferred": "передан: {agent} → {to}",
    "came_back_to": "соединить не удалось, ждёт: {to}",
    "handed_over": "переключён: {agent} → {to}",
    "outside": "внешний номер",
    "alone_again": "больше не ждёт ({agent}), поможет любой с нужными навыками",
    "released": "ушёл на АТС в другое место",
    "sent_out": "выведен: {why}",
    "sent_to": "переведён на номер {target}: {why}",
    "need_dropped": "требование {need} здесь ничего не значит и отброшено",
    "signed_in": "на месте: {state}",
    "signs_out_after": "уйдёт после этого звонка",
    "went": "ушёл с места",
    "paused_for": "пауза: {reason}",
    "pauses_after": "пауза после этого звонка: {reason}",
    "unpaused": "пауза снята: {state}",
    "now": "теперь {state}",
    "misses": "пропущено предложений {count}, последнее: {why}",
    "leg_lost": "о конце разговора АТС не сообщила; считается оконченным",
    "totals": ", выведено {sent_away}, ушли из меню {left_in_menu}, ждут {waiting}, говорят {talking}",
    "waits_were": "; ожидание: среднее {mean} с, p90 {p90} с, наибольшее {longest} с",
    "no_waits": "; ожидание: никому не ответили",
    "up": "работает {time}",
    "settling": "пока не предлагает",
    "queue": "Очередь",
    "longest": "дольше всех",
    "col_answered": "отвечено",
    "col_abandoned": "ушли",
    "level": "вовремя",
    "level_is": "{percent} % за {within} с",
    "mean": "в среднем",
    "agents": "Агенты",
    "col_call": "Звонок",
    "caller": "кто",
    "state": "где",
    "needs": "требует",
    "col_agent": "агент",
    "age": "время",
    "events": "События",
    "more": "… и ещё {count}",
    "then_out": "потом уйдёт",
    "then_pause": "потом пауза",
    "minutes": "м",
    "hours": "ч",
}

TABLES: Mapping[Language, Mapping[str, str]] = {"en": EN, "ru": RU}


def words(key: str, language: Language, **values: object) -> str:
    """Return the sentence for ``key``; texts among ``values`` are made safe for a terminal."""
    safe = {name: printable(value) if isinstance(value, str) else value for name, value in values.items()}
    return TABLES[language][key].format_map(safe)


def seconds(value_s: float, language: Language, digits: int = 1) -> str:
    """Write seconds with the decimal sign of the language."""
    text = f"{value_s:.{digits}f}"
    return text.replace(".", ",") if language == "ru" else text


def reason(text: str, language: Language) -> str:
    """Say why an agent is paused: a person's own words as they are, the engine's in the language."""
    missed = read_missed(text)
    if missed is None or missed.why not in EN:
        return printable(text)
    return words("misses", language, count=missed.offers, why=words(missed.why, language))
