"""Put Debian's own Chromium on this machine, once: ``python -m tests.browser.install``. Needs root and apt."""

import os
import shutil
import subprocess
import sys

CHROMIUM = "/usr/bin/chromium"
PACKAGES = ("chromium", "fonts-dejavu-core")
"""The browser, and letters for both languages."""


def main() -> int:
    """Install, and say in one line what there is; 0, or 1 if it cannot be had."""
    if shutil.which(CHROMIUM) is None:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *PACKAGES]):
            ended = subprocess.run(["apt-get", *words], env=environment, capture_output=True, text=True, check=False)
            if ended.returncode != 0:
                sys.stderr.write(f"apt-get {' '.join(words)} failed: {ended.stderr[-600:]}\n")
                return 1
    found = subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    sys.stdout.write(f"{found}\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
