"""The rules find what they are for: each is tried on a page that breaks it."""

import pytest
from playwright.sync_api import Browser

from tests.browser.rules import RAW_KEYS, contrasts, findings

pytestmark = pytest.mark.browser

GOOD = """<main><h1>A</h1><h2>B</h2><button>Go</button><label>Name <input></label>
<table aria-label="T"><thead><tr><th scope="col">H</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></main>"""

BAD = {
    '<button><svg aria-hidden="true"></svg></button>': "no name",
    "<input>": "no name",
    '<a href="/x"></a>': "no name",
    "<canvas></canvas>": "a picture without words",
    "<h4>C</h4>": "a heading of level 4 after one of 2",
    '<table aria-label="T"><tbody><tr><td>1</td></tr></tbody></table>': "a table without heads",
    '<table aria-label="T"><thead><tr><th>H</th></tr></thead></table>': "a head without its direction",
    '<p id="x">1</p><p id="x">2</p>': "two are called x",
    '<nav aria-labelledby="gone">x</nav>': "aria-labelledby names nothing",
    '<p tabindex="3">x</p>': "an order of its own",
    "<h1>Another</h1>": "2 of h1",
}

FAINT = {
    '<p style="color:#777; background:#fff">4.48 to 1</p>': True,
    '<p style="color:#767676; background:#fff">4.54 to 1</p>': False,
    '<p style="color:#949494; background:#fff; font-size:24px">3.03 to 1, large</p>': False,
    '<p style="color:#959595; background:#fff; font-size:24px">2.99 to 1, large</p>': True,
    '<div style="background:#000"><p style="color:rgb(255 255 255 / 40%)">through to the ground</p></div>': True,
}


def test_each_rule_finds_who_breaks_it_and_nobody_else(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(GOOD)
    assert findings(page) == []
    for wrong, said in BAD.items():
        page.set_content(GOOD.replace("</main>", f"{wrong}</main>"))
        found = findings(page)
        assert len(found) == 1, (wrong, found)
        assert said in found[0]
    page.close()


def test_contrast_is_that_of_the_formula(browser: Browser) -> None:
    page = browser.new_page()
    for words, faint in FAINT.items():
        page.set_content(f"<body style='background:#fff'>{words}")
        assert bool(contrasts(page)) is faint, words
    page.close()


def test_words_that_are_missing_are_seen() -> None:
    assert [bool(RAW_KEYS.search(text)) for text in ("wrap_up", "{n} calls", "undefined", "NaN s")] == [True] * 4
    assert not RAW_KEYS.search("wrap-up, 12 calls, anna@example.org")
