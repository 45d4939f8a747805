"""The pages: a small TypeScript client of the API, built by ``python -m api.pages.build``; served by ``page_files``."""

from pathlib import Path
from typing import Final

PAGES: Final = Path(__file__).resolve().parent
BUILT: Final = PAGES / "built"
"""Where the built pages are, and the digest of what they were made of."""
