"""What the command line says, in English and in Russian. Both have the same keys and the same blanks."""

import os
from typing import Literal

Language = Literal["en", "ru"]

EN = {
    "api_at": "API: {where}  (token in the configuration)",
    "file_good": "{file}: good. {queues} queues, {agents} agents, {steps} menu steps.",
    "file_bad": "{file}: refused, {count} to mend.",
    "no_journal": "no journal in {directory}; has the service ever run with this configuration?",
    "no_such_call": "call {call} is in none of the journals in {directory}; `acd status` shows live calls",
    "no_decision": "call {call} never asked for an agent, so there was nothing to decide",
    "not_running": "nothing answers at {where}; is the service running? ({why})",
    "token_refused": "the service at {where} does not accept the token of {file}",
    "login_refused": "AMI: {why}",
    "cannot_listen": "cannot listen: {why}; is another one running, or the port in use?",
    "no_config": "no configuration file {file}; start from configs/demo.yaml",
    "journal_unusable": "the journal cannot be written: {why}",
    "pbx_emulated": "PBX: emulated, in this process (AMI at {ami}, FastAGI at {agi})",
    "pbx_asterisk": "PBX: Asterisk {version} (AMI at {ami}, FastAGI at {agi}), SIPp as callers and phones",
    "needs_root": "PBX=asterisk needs root: it installs an Asterisk into var/ with apt and debootstrap. {why}",
    "lab_failed": "the real Asterisk did not come up: {why}",
    "stop_with": "stop with Ctrl+C",
}

RU = {
    "api_at": "API: {where}  (токен — в конфигурации)",
    "file_good": "{file}: всё в порядке. Очередей {queues}, агентов {agents}, шагов меню {steps}.",
    "file_bad": "{file}: не принят, исправить: {count}.",
    "no_journal": "в {directory} нет журнала; служба когда-нибудь работала с этой конфигурацией?",
    "no_such_call": "звонка {call} нет ни в одном журнале в {directory}; живые звонки покажет `acd status`",
    "no_decision": "звонок {call} не дошёл до выбора агента, решать было нечего",
    "not_running": "по адресу {where} никто не отвечает; служба запущена? ({why})",
    "token_refused": "служба по адресу {where} не принимает токен из {file}",
    "login_refused": "AMI: {why}",
    "cannot_listen": "не удаётся принимать соединения: {why}; не запущена ли вторая служба, не занят ли порт?",
    "no_config": "нет файла конфигурации {file}; начните с configs/demo.yaml",
    "journal_unusable": "журнал не пишется: {why}",
    "pbx_emulated": "АТС: эмулятор в этом процессе (AMI на {ami}, FastAGI на {agi})",
    "pbx_asterisk": "АТС: Asterisk {version} (AMI на {ami}, FastAGI на {agi}), звонят и отвечают SIPp",
    "needs_root": "PBX=asterisk требует root: ставит Asterisk в var/ через apt и debootstrap. {why}",
    "lab_failed": "настоящий Asterisk не поднялся: {why}",
    "stop_with": "остановить: Ctrl+C",
}


def say(key: str, language: Language, **values: object) -> str:
    """Say ``key`` in ``language`` with its blanks filled."""
    return (RU if language == "ru" else EN)[key].format_map({name: str(value) for name, value in values.items()})


def language_of_environment() -> Language:
    """Return the language a person's terminal is set to: ``ACD_LANG``, else the locale; English if it is neither."""
    for name in ("ACD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "ru" if value.lower().startswith("ru") else "en"
    return "en"
