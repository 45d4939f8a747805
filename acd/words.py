"""What the command line says, in English and in Russian. Both have the same keys and the same blanks."""

import os
from typing import Literal

Language = Literal["en", "ru"]

EN = {
    "api_at": "API: {where}  (token in the configuration)",
    "file_good": "{file}: good. {queues}, {agents}, {steps}.",
    "queues_one": "{count} queue",
    "queues_many": "{count} queues",
    "agents_one": "{count} agent",
    "agents_many": "{count} agents",
    "steps_one": "{count} menu step",
    "steps_many": "{count} menu steps",
    "file_bad": "{file}: refused, {count} to mend.",
    "no_journal": "no journal in {directory}; has the service ever run with this configuration?",
    "journal_damaged": "a journal cannot be replayed: {why}",
    "no_such_call": "call {call} is in none of the journals in {directory}{close}; `acd status` shows live calls",
    "no_such_agent": "nobody called {agent} was on the roster when call {call} was here{close}",
    "did_you_mean": "; did you mean {names}?",
    "no_decision": "call {call} never asked for an agent, so there was nothing to decide",
    "not_running": "nothing answers at {where}; is the service running? ({why})",
    "token_refused": "the service at {where} does not accept the token of {file}",
    "login_refused": "AMI: {why}",
    "cannot_listen": "cannot listen: {why}; is another one running, or the port in use?",
    "no_config": "no configuration file {file}; start from configs/demo.yaml",
    "journal_unusable": "the journal cannot be written: {why}; does it belong to another user, such as root?",
    "database_unusable": "the database {where} cannot be used: {why}",
    "database_newer": "the database {where} is of a newer release (tables {found}, this one knows {known}); "
    "start that release, or give this one another database in `store: url`",
    "database_url": "{where} is no URL of a database; `store: url` takes sqlite:///PATH or postgresql://...",
    "database_driver": "the database {where} needs the Python package {driver}; install it beside acd",
    "log_unusable": "the log cannot be written: {why}; does the folder belong to another user, such as root?",
    "pbx_away": "no PBX answers at {ami}; trying again, the log says why",
    "pbx_back": "the PBX at {ami} answers again",
    "pbx_emulated": "PBX: emulated, in this process (AMI at {ami}, FastAGI at {agi})",
    "pbx_asterisk": "PBX: Asterisk {version} (AMI at {ami}, FastAGI at {agi}), SIPp as callers and phones",
    "needs_root": "PBX=asterisk needs root: it installs an Asterisk into var/ with apt and debootstrap. {why}",
    "lab_failed": "the real Asterisk did not come up: {why}",
    "change_refused": "the centre's file is refused, {count} to mend; what held before still holds; the first: {first}",
    "other_file": "the service at {where} runs with {running}, not with {file}",
    "change_differs": "{file} holds now: {what}",
    "change_put_back": "what held before holds again: {what}; {file} is as it was, and holds after a restart",
    "change_nothing": "{file} holds what held already",
    "changed_sections": "changed {names}",
    "api_refuses": "the service at {where} refuses: {why}",
    "stop_with": "stop with Ctrl+C",
    "ask_why": "why a call went where it went: .venv/bin/acd explain CALL --journal {journal}",
    "help_acd": "Distributes the calls of an Asterisk among agents by their skills.",
    "help_check": "Say what is wrong with a centre's file, with line and sentence.",
    "help_doctor": "Look at the centre's Asterisk and say what is missing or wrong, with the line that mends it. "
    "Ends with 0 (good), 1 (could be better) or 2 (calls would be lost).",
    "help_json": "One JSON object on one line instead of the report.",
    "help_run": "Serve a centre on its Asterisk until stopped.",
    "help_explain": "Say why a call went where it went: candidates, order, and who was passed over.",
    "help_status": "Show queues, agents and calls of the running service.",
    "help_reload": "Let the running service take over its changed file; no call is lost, a bad file changes nothing.",
    "help_put_back": "Let the running service go back to what held before the last change; the file stays as it is.",
    "help_schema": "Print the JSON Schema of a centre's file, for editors.",
    "help_of_scenario": "That of a scenario of the simulator.",
    "help_file": "The centre's YAML file.",
    "help_lang": "Language; otherwise that of the environment.",
    "help_duration": "End by itself after so many seconds.",
    "help_screen": "Live screen, or one line an event; otherwise the screen where there is a terminal.",
    "help_log_level": "debug, info, warning or error.",
    "help_call": "The call's id, as every line about it shows.",
    "help_not": "An agent's name: say for each decision why it was not this one, and what would have to be different.",
    "help_journal": "Journals elsewhere, such as the demo's: var/demo/journal.",
}

RU = {
    "api_at": "API: {where}  (токен — в конфигурации)",
    "file_good": "{file}: всё в порядке. {queues}, {agents}, {steps}.",
    "queues_one": "Очередей: {count}",
    "queues_many": "Очередей: {count}",
    "agents_one": "агентов: {count}",
    "agents_many": "агентов: {count}",
    "steps_one": "шагов меню: {count}",
    "steps_many": "шагов меню: {count}",
    "file_bad": "{file}: не принят, исправить: {count}.",
    "no_journal": "в {directory} нет журнала; служба когда-нибудь работала с этой конфигурацией?",
    "journal_damaged": "журнал нельзя воспроизвести: {why}",
    "no_such_call": "звонка {call} нет ни в одном журнале в {directory}{close}; живые звонки покажет `acd status`",
    "no_such_agent": "пока звонок {call} был здесь, агента {agent} в списке не было{close}",
    "did_you_mean": "; может быть, {names}?",
    "no_decision": "звонок {call} не дошёл до выбора агента, решать было нечего",
    "not_running": "по адресу {where} никто не отвечает; служба запущена? ({why})",
    "token_refused": "служба по адресу {where} не принимает токен из {file}",
    "login_refused": "AMI не принимает пользователя и секрет; сверьте manager_acd.conf и pbx: ami ({why})",
    "cannot_listen": "не удаётся принимать соединения: {why}; не запущена ли вторая служба, не занят ли порт?",
    "no_config": "нет файла конфигурации {file}; начните с configs/demo.yaml",
    "journal_unusable": "журнал не пишется: {why}; не принадлежит ли он другому пользователю, например root?",
    "database_unusable": "база данных {where} непригодна: {why}",
    "database_newer": "база данных {where} от более нового выпуска (таблицы {found}, здесь известны {known}); "
    "запустите тот выпуск или дайте этому другую базу в `store: url`",
    "database_url": "{where} не URL базы данных; `store: url` принимает sqlite:///ПУТЬ или postgresql://...",
    "database_driver": "базе данных {where} нужен пакет Python {driver}; поставьте его рядом с acd",
    "log_unusable": "лог не пишется: {why}; не принадлежит ли папка другому пользователю, например root?",
    "pbx_away": "АТС на {ami} не отвечает; попытки продолжаются, причины в логе",
    "pbx_back": "АТС на {ami} снова отвечает",
    "pbx_emulated": "АТС: эмулятор в этом процессе (AMI на {ami}, FastAGI на {agi})",
    "pbx_asterisk": "АТС: Asterisk {version} (AMI на {ami}, FastAGI на {agi}), звонят и отвечают SIPp",
    "needs_root": "PBX=asterisk требует root: ставит Asterisk в var/ через apt и debootstrap. {why}",
    "lab_failed": "настоящий Asterisk не поднялся: {why}",
    "change_refused": "файл центра не принят, исправить: {count}; действует прежнее; первое: {first}",
    "other_file": "служба по адресу {where} работает с {running}, а не с {file}",
    "change_differs": "{file} теперь действует: {what}",
    "change_put_back": "снова действует прежнее: {what}; файл {file} не изменён, после перезапуска будет он",
    "change_nothing": "в {file} то же, что и действовало",
    "changed_sections": "изменено {names}",
    "api_refuses": "служба по адресу {where} отказывает: {why}",
    "stop_with": "остановить: Ctrl+C",
    "ask_why": "почему звонок попал туда, куда попал: .venv/bin/acd explain ЗВОНОК --journal {journal}",
    "help_acd": "Распределяет звонки Asterisk между агентами по их навыкам.",
    "help_check": "Сказать, что не так в файле центра: строка и фраза.",
    "help_doctor": "Осмотреть Asterisk центра и сказать, чего не хватает, что не так и какой строкой это исправить. "
    "Завершается с 0 (хорошо), 1 (можно лучше) или 2 (звонки терялись бы).",
    "help_json": "Один объект JSON одной строкой вместо отчёта.",
    "help_run": "Обслуживать центр на его Asterisk, пока не остановят.",
    "help_explain": "Сказать, почему звонок попал туда, куда попал: кандидаты, порядок, кого обошли.",
    "help_status": "Показать очереди, агентов и звонки работающей службы.",
    "help_reload": "Принять изменённый файл в работающей службе, не теряя звонков; плохой файл ничего не меняет.",
    "help_put_back": "Вернуть в работающей службе то, что действовало до последней смены; файл остаётся как есть.",
    "help_schema": "Вывести JSON Schema файла центра, для редакторов.",
    "help_of_scenario": "Вместо неё — схему сценария симулятора.",
    "help_file": "Файл YAML с описанием центра.",
    "help_lang": "Язык; иначе язык окружения.",
    "help_duration": "Закончить через столько секунд.",
    "help_screen": "Живой экран или строка на событие; иначе экран, если есть терминал.",
    "help_log_level": "debug, info, warning или error.",
    "help_call": "Номер звонка, как в каждой строке о нём.",
    "help_not": "Имя агента: сказать о каждом решении, почему не он и что должно было быть иначе.",
    "help_journal": "Журналы в другом месте, например демонстрации: var/demo/journal.",
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
