"""The centre of the bad days, with addresses filled in."""

from pathlib import Path

CENTRE = Path(__file__).with_name("centre.yaml")


def write_centre(file: Path, *, ami: str, ami_secret: str, agi: str, api: str, journal: str, wrap_up: str) -> None:
    """Write the centre's file for one test; ``ami``, ``agi`` and ``api`` are host:port."""
    words = {"AMI-SECRET": ami_secret, "JOURNAL": journal, "WRAP-UP": wrap_up}
    words |= {'"AMI"': f'"{ami}"', '"AGI"': f'"{agi}"', '"API"': f'"{api}"'}
    text = CENTRE.read_text(encoding="utf-8")
    for word, value in words.items():
        assert word in text, word
        text = text.replace(word, value)
    file.write_text(text, encoding="utf-8")
