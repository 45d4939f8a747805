"""What alerts say to people, in English and in Russian, with values as people read them."""

from acd.alerts.measures import MEASURES, Measure, Unit
from acd.alerts.rules import AlertRule, Reading
from acd.story_words import words
from ivr.words import Language

EN = {
    "waiting": "{title}: calls waiting {value}",
    "longest_wait": "{title}: the longest wait is {value}",
    "expected_wait": "{title}: the expected wait is {value}",
    "service_level": "{title}: the service level of the last 30 minutes is {value}",
    "abandoned_share": "{title}: abandoned in the last 30 minutes {value}",
    "ready": "{title}: agents ready {value}",
    "at_work": "{title}: agents at work {value}",
    "unserved": "{title}: calls waiting {value}, and nobody at work may serve them",
    "call_waits": "{title}: a call has waited {value}",
    "agent_in_state": "{title}: {state} for {value}",
    "misses": "{title}: offers missed in a row {value}",
    "pbx_away": "the PBX has not answered for {value}",
    "loop_late": "the service comes to its work {value} late",
    "above": "{said} (above {bound})",
    "below": "{said} (below {bound})",
    "hours": "{h} h {m:02} min",
    "minutes": "{m} min {s:02} s",
    "seconds": "{s:g} s",
    "share": "{percent:g} %",
}

RU = {
    "waiting": "{title}: ждут звонков {value}",
    "longest_wait": "{title}: дольше всех ждут {value}",
    "expected_wait": "{title}: ожидаемое ожидание {value}",
    "service_level": "{title}: уровень сервиса за последние 30 минут {value}",
    "abandoned_share": "{title}: потеряно за последние 30 минут {value}",
    "ready": "{title}: готовых агентов {value}",
    "at_work": "{title}: агентов в работе {value}",
    "unserved": "{title}: ждут звонков {value}, а обслужить их некому",
    "call_waits": "{title}: звонок ждёт {value}",
    "agent_in_state": "{title}: «{state}» уже {value}",
    "misses": "{title}: пропущено подряд {value}",
    "pbx_away": "АТС не отвечает уже {value}",
    "loop_late": "служба берётся за работу с опозданием {value}",
    "above": "{said} (порог: выше {bound})",
    "below": "{said} (порог: ниже {bound})",
    "hours": "{h} ч {m:02} мин",
    "minutes": "{m} мин {s:02} с",
    "seconds": "{s:g} с",
    "share": "{percent:g} %",
}

TABLES: dict[Language, dict[str, str]] = {"en": EN, "ru": RU}
LANGUAGES: tuple[Language, ...] = ("en", "ru")


def sentences(rule: AlertRule, reading: Reading) -> dict[str, str]:
    """Say in each language what has crossed which bound."""
    return {language: sentence(rule, reading, language) for language in LANGUAGES}


def sentence(rule: AlertRule, reading: Reading, language: Language) -> str:
    """Say what has crossed which bound."""
    unit = MEASURES[rule.measure].unit
    said = TABLES[language][rule.measure].format(
        title=reading.title or reading.name,
        value=shown(reading.value or 0.0, unit, language),
        state=words(rule.state, language) if rule.measure is Measure.AGENT_IN_STATE else "",
    )
    side = "above" if rule.is_above else "below"
    return TABLES[language][side].format(said=said, bound=shown(rule.bound, unit, language))


def shown(value: float, unit: Unit, language: Language) -> str:
    """Write a value as people read it: 12, 78 %, 2 min 05 s."""
    if unit == "share":
        return filled("share", language, percent=round(100 * value, 1))
    if unit != "seconds":
        return f"{value:g}"
    whole = round(value)
    if whole < 60:
        seconds = round(value, 1) if value < 10 else whole
        return filled("seconds", language, s=seconds)
    minutes, s = divmod(whole, 60)
    h, m = divmod(minutes, 60)
    return filled("hours", language, h=h, m=m) if h else filled("minutes", language, m=m, s=s)


def filled(key: str, language: Language, **values: float) -> str:
    """Fill the blanks of a phrase; a decimal comma where the language has one."""
    text = TABLES[language][key].format(**values)
    return text.replace(".", ",") if language == "ru" else text
