"""What the API says to people, in English and in Russian; programs read the ``code`` beside it."""

from collections.abc import Mapping

from api.access import words as access
from ivr.words import Language

EN = {
    **access.EN,
    "body_too_large": "the body is larger than {limit} bytes",
    "body_too_slow": "the body did not arrive within {limit} s",
    "not_found": "there is nothing at this address; GET /api/openapi.json lists what there is",
    "pages_not_built": "the pages are not built; run: python -m api.pages.build, then start the service anew",
    "not_allowed": "this address does not take {method}",
    "not_allowed_to": "this needs the right {right}, which you do not have",
    "too_many_streams": "too many live streams are open already; close some, or come back later",
    "unknown_agent": "no agent is called {name}{meant}",
    "meant": "; did you mean {name}?",
    "unknown_call": "no call {call} is known",
    "not_now": "{why}",
    "unknown_queue": "no queue is called {queue}",
    "unknown_alert": "no alert {alert} is known",
    "unknown_skill": "no skill is called {skill}",
    "agent_away": "{agent} is not signed in",
    "not_talking": "call {call} talks to nobody now; only a call in conversation is passed on",
    "not_passed_on": "the call is not passed on: {why}",
    "pbx_away": "the PBX does not answer now; the conversation goes on",
    "one_place": "must name one place: an agent, a number, or a queue and at most one of needs, need and tier",
    "unknown_tier": "the queue {queue} has no tier {tier}; it has: {known}",
    "note_for_nobody": "a number outside gets no note; leave it out, or pass the call on to an agent or a queue",
    "bad_number": "must be digits, perhaps after a plus",
    "recording_never": "calls of the queue {queue} are never recorded",
    "recording_always": "calls of the queue {queue} are always recorded; pause the recording instead",
    "recording_off": "call {call} is not recorded now",
    "recording_nobody_talks": "call {call} talks to nobody now; a recording begins in a conversation",
    "recording_not_begun": "the PBX did not begin to record; the log says what to look at",
    "centre_refused": "the file is refused, {count} to mend; what held before still holds",
    "nothing_older": "there is no centre to put back: none was changed since the start",
    "act_refused": "{why}",
    "meanwhile": "{name} is no longer as it was shown: {field} is {now} now; look again",
    "meanwhile_by": "{who} was quicker: {field} of {name} is {now} now ({why}); look again",
    "you_are_no_agent": "your account is no agent's, so no call can be given to you; assign it to an agent",
    "you_are_not_ready": "you ({agent}) are not ready; come back from a pause or end what you do first",
    "reason_for_nothing": "is only for a pause",
    "bad_phone": "must be a phone of the PBX, like PJSIP/1009",
    "bad_prompt": "must be the name of a prompt, like delay or ru/delay",
    "too_many": "has more than {limit} entries",
    "unknown_prompt": "no prompt is called {prompt}",
    "not_your_phone": "{phone} is not your phone; ask who keeps the accounts to write it into yours",
    "no_phone_of_yours": "your account has no phone on which you could listen; ask who keeps the accounts for one",
    "listen_nobody_talks": "call {call} talks to nobody now, so there is nothing to hear",
    "listen_no_phone": "the phone {phone} cannot be called now",
    "listen_busy": "the phone {phone} is busy",
    "listen_unknown_mode": "there is listen, whisper and barge",
    "listen_too_many": "as many listen already as may",
    "listen_not_listening": "you do not listen to call {call}",
    "listen_not_begun": "nothing is heard on {phone}: it was not picked up, or the conversation was over first",
    "bad_key": "{header} must be 1 to 64 printable characters",
    "key_used": "{header}: this key came with another request before; take a new one for each act",
    "book_away": "the record cannot be read now; try again in a moment",
    "bad_input": "the request cannot be understood: {fields}",
    "fault": "something is wrong here; the log says what",
    "missing": "is missing",
    "too_short": "is empty",
    "too_long": "has more than {limit} characters",
    "not_text": "must be text",
    "not_object": 'must be a JSON object like {{"reason": "lunch"}}',
    "not_json": "must be JSON",
    "not_printable": "must have printable characters only",
    "unknown_word": "is not known here",
    "out_of_range": "must be a whole number within the limits that /api/openapi.json gives",
    "not_understood": "cannot be understood",
}

RU = {
    **access.RU,
    "body_too_large": "тело запроса больше {limit} байт",
    "body_too_slow": "тело запроса не пришло за {limit} с",
    "not_found": "по этому адресу ничего нет; что есть, говорит GET /api/openapi.json",
    "pages_not_built": "страницы не собраны; выполните python -m api.pages.build и запустите службу заново",
    "not_allowed": "этот адрес не принимает {method}",
    "not_allowed_to": "для этого нужно право {right}, которого у вас нет",
    "too_many_streams": "открыто уже слишком много живых потоков; закройте лишние или зайдите позже",
    "unknown_agent": "агента {name} нет{meant}",
    "meant": "; может быть, {name}?",
    "unknown_call": "звонок {call} неизвестен",
    "not_now": "агент {agent}: «{state}», сейчас это невозможно ({why})",
    "unknown_queue": "очереди {queue} нет",
    "unknown_alert": "оповещения {alert} нет",
    "unknown_skill": "навыка {skill} нет",
    "agent_away": "{agent} сейчас не на смене",
    "not_talking": "звонок {call} сейчас ни с кем не говорит; передать можно только разговор",
    "not_passed_on": "звонок не передан: {why}",
    "pbx_away": "АТС сейчас не отвечает; разговор продолжается",
    "one_place": "должно называть одно место: агента, номер или очередь, и не больше одного из needs, need и tier",
    "unknown_tier": "у очереди {queue} нет линии {tier}; есть: {known}",
    "note_for_nobody": "номеру снаружи пометка не видна; уберите её или передайте звонок агенту или в очередь",
    "bad_number": "должно быть из цифр, можно после плюса",
    "recording_never": "звонки очереди «{queue}» никогда не записываются",
    "recording_always": "звонки очереди «{queue}» записываются всегда; запись можно приостановить",
    "recording_off": "звонок {call} сейчас не записывается",
    "recording_nobody_talks": "звонок {call} сейчас ни с кем не говорит; запись начинается в разговоре",
    "recording_not_begun": "АТС не начала запись; что проверить, сказано в журнале",
    "centre_refused": "файл не принят, исправить: {count}; действует то, что было",
    "nothing_older": "возвращать нечего: с запуска ничего не менялось",
    "act_refused": "{why}",
    "meanwhile": "уже не так, как было показано: {name}, {field}: сейчас {now}; посмотрите ещё раз",
    "meanwhile_by": "{who} — раньше вас: {name}, {field}: сейчас {now} ({why}); посмотрите ещё раз",
    "you_are_no_agent": "ваша учётная запись не связана с агентом, звонок вам дать нельзя; назначьте его агенту",
    "you_are_not_ready": "вы ({agent}) сейчас не свободны; сначала вернитесь с паузы или закончите начатое",
    "reason_for_nothing": "нужно только для паузы",
    "bad_phone": "должно быть телефоном АТС, например PJSIP/1009",
    "bad_prompt": "должно быть именем записи, например delay или ru/delay",
    "too_many": "больше {limit} значений",
    "unknown_prompt": "записи {prompt} нет",
    "not_your_phone": "{phone} — не ваш телефон; попросите того, кто ведёт учётные записи, вписать его в вашу",
    "no_phone_of_yours": "в вашей учётной записи нет телефона для прослушивания; попросите его вписать",
    "listen_nobody_talks": "звонок {call} сейчас ни с кем не говорит, слушать нечего",
    "listen_no_phone": "на телефон {phone} сейчас нельзя позвонить",
    "listen_busy": "телефон {phone} занят",
    "listen_unknown_mode": "есть listen, whisper и barge",
    "listen_too_many": "слушателей уже столько, сколько можно",
    "listen_not_listening": "вы не слушаете звонок {call}",
    "listen_not_begun": "на {phone} ничего не слышно: трубку не сняли, или разговор закончился раньше",
    "bad_key": "{header}: нужно от 1 до 64 печатных знаков",
    "key_used": "{header}: этот ключ уже был с другим запросом; для каждого действия берите новый",
    "book_away": "записи сейчас недоступны; повторите чуть позже",
    "bad_input": "запрос непонятен: {fields}",
    "fault": "что-то не так; подробности в журнале",
    "missing": "не задано",
    "too_short": "пусто",
    "too_long": "длиннее {limit} знаков",
    "not_text": "должно быть текстом",
    "not_object": 'должно быть объектом JSON, например {{"reason": "обед"}}',
    "not_json": "должно быть JSON",
    "not_printable": "должно состоять из видимых знаков",
    "unknown_word": "здесь неизвестно",
    "out_of_range": "должно быть целым числом в пределах, которые даёт /api/openapi.json",
    "not_understood": "непонятно",
}

TABLES: Mapping[Language, Mapping[str, str]] = {"en": EN, "ru": RU}

LONGEST_HEADER = 200
"""Characters of Accept-Language that are read; browsers send about forty."""


def sentence(code: str, language: Language, **values: object) -> str:
    """Return the sentence for ``code``; blanks that it does not have are ignored."""
    return TABLES[language][code].format_map(values)


def language_of(header: str) -> Language:
    """Choose by an Accept-Language header: whichever of Russian and English it prefers, else English."""
    wishes: list[tuple[float, Language]] = []
    for part in header[:LONGEST_HEADER].split(","):
        tag, _, weight = part.strip().partition(";q=")
        name = tag.strip().split("-")[0].lower()
        if name in TABLES:
            wishes.append((weight_of(weight), "ru" if name == "ru" else "en"))
    best = max(wishes, key=lambda wish: wish[0], default=(0.0, "en"))
    return "ru" if best == (best[0], "ru") and best[0] > 0 else "en"


def weight_of(text: str) -> float:
    """Read a weight of Accept-Language; none is 1, rubbish is 0."""
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
