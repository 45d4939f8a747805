"""Channel variables as the dialplan sees them: ``${NAME}`` and the few functions that matter here."""

from simulator.pbx.channels import Channel
from simulator.pbx.switchboard import Switchboard

# Asterisk's own buffer for one substituted text.
MAX_TEXT = 4096
# ``${${A}}`` is as deep as anybody goes; more is a loop.
MAX_DEPTH = 5


def read(board: Switchboard, channel: Channel, name: str) -> str | None:
    """Return a variable or a function's value, or None if there is none."""
    fixed = {
        "CHANNEL": channel.name,
        "UNIQUEID": channel.uniqueid,
        "EXTEN": channel.place.extension,
        "CONTEXT": channel.place.context,
        "PRIORITY": str(channel.place.priority),
        "EPOCH": str(int(board.unix_time())),
        "CALLERID(num)": channel.caller_number,
        "CALLERID(name)": channel.caller_name,
        "CALLERID(all)": f'"{channel.caller_name}" <{channel.caller_number}>',
        "CALLERID(dnid)": channel.dialled,
        "CONNECTEDLINE(num)": channel.connected_number,
        "CONNECTEDLINE(name)": channel.connected_name,
        "CHANNEL(name)": channel.name,
        "CHANNEL(uniqueid)": channel.uniqueid,
        "CHANNEL(linkedid)": channel.linkedid,
        "CHANNEL(language)": channel.language,
        "CHANNEL(context)": channel.place.context,
        "CHANNEL(channeltype)": channel.name.partition("/")[0],
    }
    if name in fixed:
        return fixed[name]
    if inner := master_name(name):
        return read(board, master_of(board, channel), inner)
    if name.startswith("LEN(") and name.endswith(")"):
        return str(len(substitute(board, channel, name[4:-1])))
    return channel.variables.get(name, "0" if name == "HANGUPCAUSE" else None)


def write(board: Switchboard, channel: Channel, name: str, value: str) -> None:
    """Set a variable, or what a function stands for."""
    if inner := master_name(name):
        write(board, master_of(board, channel), inner, value)
        return
    attribute = {
        "CALLERID(num)": "caller_number",
        "CALLERID(name)": "caller_name",
        "CONNECTEDLINE(num)": "connected_number",
        "CONNECTEDLINE(name)": "connected_name",
        "CHANNEL(language)": "language",
    }.get(name)
    if attribute is not None:
        setattr(channel, attribute, value)
    else:
        board.set_variable(channel, name, value)


def master_name(name: str) -> str:
    """Return ``NAME`` of ``MASTER_CHANNEL(NAME)``, "" of anything else."""
    inside = name.startswith("MASTER_CHANNEL(") and name.endswith(")")
    return name.removeprefix("MASTER_CHANNEL(")[:-1] if inside else ""


def master_of(board: Switchboard, channel: Channel) -> Channel:
    """Return the channel that began the call, which is ``channel`` itself when that one is gone."""
    return board.find(channel.linkedid) or channel


def substitute(board: Switchboard, channel: Channel, text: str, depth: int = 0) -> str:
    """Replace each ``${...}`` in ``text``, innermost first; what does not exist becomes nothing."""
    start = text.find("${")
    if start < 0 or depth > MAX_DEPTH:
        return text[:MAX_TEXT]
    end = closing_brace(text, start + 2)
    if end < 0:
        return text[:MAX_TEXT]
    name = substitute(board, channel, text[start + 2 : end], depth + 1)
    rest = substitute(board, channel, text[end + 1 :], depth)
    return (text[:start] + (read(board, channel, name) or "") + rest)[:MAX_TEXT]


def closing_brace(text: str, start: int) -> int:
    """Return where the brace that was opened before ``start`` closes, or -1."""
    depth = 1
    for index in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return -1


def split_outside_quotes(text: str, separator: str = ",") -> list[str]:
    """Split ``text`` at separators that are not inside quotes or parentheses; quotes go, escapes resolve."""
    parts, quoted, escaped, depth = [""], False, False, 0
    for char in text:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
            continue
        elif char == '"':
            quoted = not quoted
            continue
        elif char == separator and not quoted and depth == 0:
            parts.append("")
            continue
        elif not quoted:
            depth = max(0, depth + {"(": 1, ")": -1}.get(char, 0))
        parts[-1] += char
    return parts
