"""Speaks the texts of ``sounds/texts.yaml`` into recordings, once: ``python -m ivr.make_prompts [NAME ...]``.

Needs the programs ``espeak-ng`` and ``sox``; the centre itself does not. A recording is 8 kHz, mono, 16 bit,
without silence at its ends, as loud as the others and never clipped.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from ivr.prompts import SHIPPED

WORDS_PER_MINUTE = 150  # slower than espeak-ng's own 175: a telephone takes away what makes speech clear
PEAK_DB = -3  # the peak; the rest is room for what gateways add
LONGEST_S = 60  # for one program to finish one prompt; they take a tenth of a second


def program(name: str) -> str:
    """Find a program's path.

    Raises:
        SystemExit: it is not installed.
    """
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is missing; on Debian: apt-get install espeak-ng sox")
    return found


def speak(text: str, voice: str, into: Path) -> None:
    """Speak ``text`` into a recording at ``into``."""
    raw = into.with_suffix(".raw.wav")
    told = [program("espeak-ng"), "-v", voice, "-s", str(WORDS_PER_MINUTE), "-w", str(raw), text]
    subprocess.run(told, check=True, timeout=LONGEST_S)  # noqa: S603 - our own program and texts
    trim = ["silence", "1", "0.01", "0.1%", "reverse", "silence", "1", "0.01", "0.1%", "reverse"]
    form = ["-R", str(raw), "-r", "8000", "-c", "1", "-b", "16", str(into)]
    # Turned down so that nothing clips on the way, band-limited to what a telephone carries, trimmed, made
    # equally loud, and given a short breath.
    shape = ["gain", "-9", "highpass", "200", *trim, "norm", str(PEAK_DB), "pad", "0.05", "0.15"]
    subprocess.run([program("sox"), *form, *shape], check=True, timeout=LONGEST_S)  # noqa: S603
    raw.unlink()


def make(names: list[str], folder: Path = SHIPPED) -> int:
    """Speak the named texts, all of them for no names, into ``folder``; return how many recordings were made."""
    told: dict[str, Any] = yaml.safe_load((SHIPPED / "texts.yaml").read_text(encoding="utf-8"))
    made = 0
    for name in names or list(told["texts"]):
        for language, text in told["texts"][name].items():
            (folder / language).mkdir(parents=True, exist_ok=True)
            speak(text, told["voices"][language], folder / language / f"{name}.wav")
            made += 1
    return made


if __name__ == "__main__":
    sys.stdout.write(f"{make(sys.argv[1:])} recordings made\n")
