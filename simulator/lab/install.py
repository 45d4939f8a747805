"""Put a real Asterisk of Debian sid into ``var/asterisk-root``, once: ``python -m simulator.lab.install``.

Needs root, apt and about 510 MB. The host's own system gets two packages, debootstrap and sip-tester;
everything else stays in the folder.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ASTERISK_ROOT = Path(__file__).resolve().parents[2] / "var" / "asterisk-root"
VERSION_FILE = ASTERISK_ROOT / "VERSION-FOUND"
WANTED_VERSION = "22."

TOOLS = {"debootstrap": "debootstrap", "sipp": "sip-tester", "unshare": "util-linux"}
"""Commands the lab runs, and the Debian packages they come from."""

PACKAGES = ("asterisk", "asterisk-core-sounds-en-gsm", "asterisk-moh-opsound-gsm", "ca-certificates")

NO_ROOT = 3
"""Exit code when root is missing, so that a caller can tell it from a failure."""


class InstallError(RuntimeError):
    """The Asterisk for the lab cannot be had; the text is one sentence for a person."""


def require_root() -> None:
    """Raise PermissionError with a sentence for a person unless this process is root."""
    if os.geteuid() != 0:
        raise PermissionError(
            "the real Asterisk runs in a folder of its own, and only root can set that up: run as root"
        )


def install() -> str:
    """Make sure that the lab's Asterisk is there and return its version, such as ``Asterisk 22.10.1``.

    Takes a minute or two the first time and nothing after that. Raises PermissionError without root,
    InstallError if something cannot be installed or is not the wanted version.
    """
    require_root()
    _install_tools()
    if not VERSION_FILE.exists():
        _bootstrap()
    return _checked(VERSION_FILE.read_text(encoding="utf-8").strip())


def _install_tools() -> None:
    missing = [package for command, package in TOOLS.items() if shutil.which(command) is None]
    if not missing:
        return
    if shutil.which("apt-get") is None:
        raise InstallError(f"{', '.join(missing)} must be installed, and this machine has no apt-get to do it.")
    _run(["apt-get", "update", "-q"], "apt-get could not fetch the lists of packages")
    _run(["apt-get", "install", "-q", "-y", *missing], f"apt-get could not install {', '.join(missing)}")


def _bootstrap() -> None:
    """Fetch into a folder beside the final one, so that an interrupted fetch is never taken for an Asterisk."""
    unfinished = ASTERISK_ROOT.with_name("asterisk-root.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.rmtree(ASTERISK_ROOT, ignore_errors=True)
    unfinished.mkdir(parents=True)
    included = ",".join(PACKAGES)
    sys.stderr.write("fetching Asterisk into var/asterisk-root, once: a minute or two, 510 MB\n")
    # in a mount namespace of its own: if it is interrupted, no /proc stays mounted where rmtree comes next time
    private = ["unshare", "--mount", "--propagation", "private", "--fork", "--kill-child"]
    _run(
        [*private, "debootstrap", "--variant=minbase", f"--include={included}", "sid", str(unfinished)],
        f"debootstrap could not fetch {included} from Debian sid, perhaps because a package has left it",
    )
    found = subprocess.run(  # noqa: S603 - every word is our own
        ["chroot", str(unfinished), "asterisk", "-V"],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    _checked(found.strip())
    shutil.rmtree(unfinished / "var" / "cache" / "apt", ignore_errors=True)
    (unfinished / VERSION_FILE.name).write_text(found, encoding="utf-8")
    unfinished.rename(ASTERISK_ROOT)


def _checked(found: str) -> str:
    if not found.startswith(f"Asterisk {WANTED_VERSION}"):
        raise InstallError(
            f"Debian sid holds {found or 'no Asterisk'} now, and this project was tried on Asterisk "
            f"{WANTED_VERSION}x: try it on the new one, then change WANTED_VERSION in {Path(__file__).name}."
        )
    return found


def _run(command: list[str], complaint: str) -> None:
    """Run ``command`` with its many words in a log; if it fails, the last of them are in the InstallError."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = ASTERISK_ROOT.with_name("asterisk-install.log")
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as words:
        ended = subprocess.run(command, env=environment, stdout=words, stderr=words, check=False)  # noqa: S603
    if ended.returncode != 0:
        last = " / ".join(log.read_text(errors="replace").splitlines()[-3:])
        raise InstallError(f"{complaint} (exit code {ended.returncode}): {last or 'it said nothing'}")


def main() -> int:
    """Install, and say in one line what there is; the exit code is 0, 1 or NO_ROOT."""
    try:
        sys.stdout.write(f"{install()} in {ASTERISK_ROOT.name}\n")
    except PermissionError as error:
        sys.stderr.write(f"{error}\n")
        return NO_ROOT
    except InstallError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
