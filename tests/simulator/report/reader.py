"""Reads a page as a browser's parser would, and keeps what tests ask about."""

import base64
import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"meta", "source", "img", "br"}


class Element(dict[str, str]):
    """The attributes of an element; ``tag`` is its name, ``text`` what stands in it and in no element within."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        super().__init__(attributes)
        self.tag = tag
        self.text = ""


class Reader(HTMLParser):
    """All elements of a page in their order; a tag that is not closed, or closed twice, is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.declared = ""
        self.feed(page)
        self.close()
        assert not self.open, self.open[-1].tag

    def handle_decl(self, decl: str) -> None:
        self.declared = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def all(self, tag: str) -> list[Element]:
        return [each for each in self.elements if each.tag == tag]

    def text(self) -> str:
        """Everything that is read by people, alternatives of images too."""
        read = [each.text for each in self.elements if each.tag not in ("style", "title")]
        return " ".join(read + [each["alt"] for each in self.all("img")])

    def images(self) -> Iterator[str]:
        """The SVG of every image, in all its forms."""
        for each in self.elements:
            for name in ("src", "srcset"):
                if name in each:
                    kind, _, data = each[name].partition(",")
                    assert kind == "data:image/svg+xml;base64"
                    yield base64.b64decode(data, validate=True).decode()


def odd_numbers(text: str) -> list[str]:
    """What should be a number and is none, or what should have been filled in."""
    return re.findall(r"\b(?:nan|inf|infinity|none|undefined)\b|[{}]", text, re.IGNORECASE)
