"""What is said about a centre's file, in English and in Russian; phrases about menus are in ``ivr.words``."""

from typing import Literal

from ivr.problems import Problem
from ivr.words import EN as IVR_EN
from ivr.words import RU as IVR_RU
from ivr.words import filled

Language = Literal["en", "ru"]

EN = IVR_EN | {
    "no_file": "this file cannot be read: {why}",
    "file_too_large": "this file is larger than {limit} bytes; a centre is never that large",
    "no_yaml": "this is no YAML that can be read: {why}",
    "too_many_parts": "more than {limit} parts; do aliases refer to one another without end?",
    "twice": "`{word}` is given twice here; delete one",
    "bad_duration": "`{got}` is not a duration; write it like 20s, 10m or 1h",
    "too_long": "`{got}` is longer than a day",
    "bad_phone": "`{got}` is not a phone of the PBX; write it like PJSIP/1001",
    "bad_number": '`{got}` is not a number to dial; write digits, perhaps after a plus, in quotes: "800"',
    "bad_code": '`{got}` is not a keypad code; write it like "*40"',
    "bad_pin": "this is no PIN of 4 to 12 digits in quotes; set it, or `env:NAME`, `file:PATH`",
    "phone_or_number": "{agent} needs either a `phone` of the PBX or a `number` elsewhere, not both and not neither",
    "target_nowhere": "calls passed on to `{number}` would go nowhere; give a `queue`, `needs` or both",
    "codes_overlap": "`{code}` begins with the code `{other}`; a phone could not tell them apart, so change one",
    "pause_key": "the key `{key}` cannot be dialled behind `{code}`; give this reason a digit",
    "pause_reason": "`{reason}` reads like a pause after missed calls; name this reason in other words",
    "keypad_silent": "agents who hear `{language}` hear nothing for their codes: {count} prompts such as `{prompt}` "
    "are not recorded",
    "confirm_silent": "{agent} must confirm calls and would not hear how: record {language}/{prompt}.wav",
    "bad_way": "`{got}` leads nowhere; write `hang-up`, `queue NAME` or `extension NUMBER`",
    "bad_folder": "`{got}` is not the path of a folder",
    "bad_address": "`{got}` is not an address; write it like 127.0.0.1:5038",
    "bad_secret": "`{got}` gives no secret of at least {limit} visible letters; set it, or `env:NAME`, `file:PATH`",
    "secret_nowhere": "`{got}` cannot be read; check the path and who may read it",
    "phone_twice": "`{phone}` is that of {agent} already; one phone, one agent",
    "nobody_can": "nobody on the roster has {needs} at once; this queue would never be served",
    "queue_to_itself": "the queue `{queue}` leads to itself here; choose another way out",
    "exit_prompt": "the prompt `{prompt}` is not recorded in `{language}`; record {language}/{prompt}.wav",
    "nobody_route": "nobody on the roster has {needs} at once; callers who come this way are never served",
    "api_open": "`{got}` lets other hosts at the API, whose token travels unencrypted: put a proxy with TLS before it",
    "agi_open": "`{got}` takes calls from other hosts: keep `allow` short and the network closed",
}

RU = IVR_RU | {
    "no_file": "файл не читается: {why}",
    "file_too_large": "файл больше {limit} байт; центр таким большим не бывает",
    "no_yaml": "это не YAML: {why}",
    "too_many_parts": "больше {limit} частей; не ссылаются ли псевдонимы друг на друга без конца?",
    "twice": "`{word}` встречается здесь дважды; удалите лишнее",
    "bad_duration": "`{got}` не длительность; пишите 20s, 10m или 1h",
    "too_long": "`{got}` дольше суток",
    "bad_phone": "`{got}` не телефон АТС; пишите, например, PJSIP/1001",
    "bad_number": '`{got}` не номер; пишите цифры, можно после плюса, в кавычках: "800"',
    "bad_code": '`{got}` не код для клавиатуры телефона; пишите, например, "*40"',
    "bad_pin": "это не PIN из 4–12 цифр в кавычках; задайте его или `env:ИМЯ`, `file:ПУТЬ`",
    "phone_or_number": "агенту {agent} нужен либо `phone` АТС, либо `number` снаружи: не оба и не ни одного",
    "target_nowhere": "звонки, переданные на `{number}`, никуда не попадут; задайте `queue`, `needs` или оба",
    "codes_overlap": "`{code}` начинается с кода `{other}`; телефон их не различит, поменяйте один из них",
    "pause_key": "клавишу `{key}` нельзя набрать после `{code}`; дайте этой причине цифру",
    "pause_reason": "`{reason}` читается как пауза за пропущенные звонки; назовите причину иначе",
    "keypad_silent": "агенты, которые слышат `{language}`, в ответ на коды не услышат ничего: не записано подсказок "
    "{count}, например `{prompt}`",
    "confirm_silent": "{agent} подтверждает звонки и не услышит, как: запишите {language}/{prompt}.wav",
    "bad_way": "`{got}` никуда не ведёт; пишите `hang-up`, `queue ИМЯ` или `extension НОМЕР`",
    "bad_folder": "`{got}` не путь к папке",
    "bad_address": "`{got}` не адрес; пишите, например, 127.0.0.1:5038",
    "bad_secret": "`{got}` не даёт секрета хотя бы из {limit} видимых знаков; задайте его или `env:ИМЯ`, `file:ПУТЬ`",
    "secret_nowhere": "`{got}` не читается; проверьте путь и права",
    "phone_twice": "`{phone}` уже есть у агента {agent}; один телефон — один агент",
    "nobody_can": "ни у кого в списке нет сразу {needs}; эту очередь никто не обслужит",
    "queue_to_itself": "очередь `{queue}` здесь ведёт сама в себя; выберите другой выход",
    "exit_prompt": "подсказки `{prompt}` на языке `{language}` нет; запишите {language}/{prompt}.wav",
    "nobody_route": "ни у кого в списке нет сразу {needs}; тех, кто придёт этим путём, никто не обслужит",
    "api_open": "`{got}` открывает API другим машинам, а токен идёт незашифрованным: поставьте перед ним прокси с TLS",
    "agi_open": "`{got}` принимает звонки с других машин: держите `allow` коротким, а сеть закрытой",
}


def say(problem: Problem, language: Language = "en") -> str:
    """Say ``problem`` in ``language``."""
    return filled(RU if language == "ru" else EN, problem)
