"""One running lab Asterisk.

It runs in mount and process namespaces of its own: when it ends, however it ends, its mounts are gone with it,
and nothing is left to unmount. Its folder under ``var/lab`` stays, so its logs can be read afterwards.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import IO

from simulator.lab.install import ASTERISK_ROOT, require_root
from simulator.lab.lab_config import OBSERVER, PROJECT, LabSettings, write_config

START_LIMIT_S = 30.0
"""It is up in about a second; a machine thirty times slower is called broken."""

LOCK_LIMIT_S = 60.0
"""How long a run waits for another run of the same lab; the tests of one lab take half a minute."""

LEFTOVER_LIMIT_S = 2.0
"""A killed Asterisk and its ports are gone in milliseconds; what holds a port longer is somebody else."""

_RUN = """
mount --bind "$1" "$2/lab" &&
mount --bind "$3" "$2/usr/share/asterisk/sounds/acd" &&
mount -t proc proc "$2/proc" &&
exec chroot "$2" asterisk -f -C /lab/etc/asterisk.conf
"""


class LabError(RuntimeError):
    """The lab Asterisk did not come up, or did not do what it was told; says where to look."""


class AsteriskLab:
    """A real Asterisk on a loopback address, with its own configuration, logs and phones.

    ``name`` is its folder under ``var/lab``; two labs that run at the same time differ in name and in
    ``settings.host``. ``sounds`` holds the project's prompts, played as ``acd/<language>/<name>``.
    """

    def __init__(
        self,
        name: str,
        settings: LabSettings | None = None,
        *,
        sounds: Path = PROJECT / "ivr" / "sounds",
    ) -> None:
        self.name = name
        self.settings = settings or LabSettings()
        self.folder = PROJECT / "var" / "lab" / name
        self.log = self.folder / "log" / "full"
        self._sounds = sounds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def start(self) -> None:
        """Start it afresh and return when it takes calls, in about a second.

        Raises LabError with the last lines of its log if it is not up within START_LIMIT_S.
        """
        require_root()
        self._take_lock()
        try:
            self._kill_leftover()
            self._prepare_folder()
            self._spawn()
        except BaseException:
            self._release_lock()
            raise

    def restart(self) -> None:
        """Start it again after :meth:`kill` or :meth:`stop` with what it knew (registrations) still there."""
        self._spawn()

    def stop(self) -> None:
        """End it in an orderly way (calls are hung up, AMI clients are told); harmless when it is not running."""
        if self._process is not None:
            with contextlib.suppress(OSError, LabError):
                self.cli("core stop now")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5.0)  # it takes 0.1 s; what hangs longer is killed
        self.kill()
        self._release_lock()

    def kill(self) -> None:
        """End it as a power failure would; harmless when it is not running."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
            self._pid_file.unlink(missing_ok=True)

    @property
    def running(self) -> bool:
        """Whether its process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the Asterisk process itself, the one child of what holds its namespaces."""
        if self._process is None:
            raise LabError(f"the lab Asterisk {self.name!r} does not run")
        holder = self._process.pid
        return int(Path(f"/proc/{holder}/task/{holder}/children").read_text().split()[0])

    def cli(self, command: str) -> str:
        """Run a command of Asterisk's console and return what it printed."""
        answer = self._ami(f"Action: Command\r\nCommand: {command}\r\n\r\n")
        lines = [line.removeprefix("Output: ") for line in answer.splitlines() if line.startswith("Output:")]
        return "\n".join(lines)

    def log_tail(self, lines: int = 30) -> str:
        """Give the last lines of its log, for a message to a person."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return f"(no log at {self.log})"

    @property
    def _pid_file(self) -> Path:
        return self.folder / "lab.pid"

    def _prepare_folder(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("etc", "run", "log", "spool", "db"):
            (self.folder / name).mkdir(parents=True)
        modules = next((ASTERISK_ROOT / "usr" / "lib").glob("*/asterisk/modules"))
        (self.folder / "modules").symlink_to(Path("/") / modules.relative_to(ASTERISK_ROOT))
        for mount_point in ("lab", "usr/share/asterisk/sounds/acd"):
            (ASTERISK_ROOT / mount_point).mkdir(parents=True, exist_ok=True)
        # Asterisk asks for its own host's name on every call; a DNS server that is slow to say no would hold calls
        names = f"127.0.0.1 localhost {socket.gethostname()}\n"
        (ASTERISK_ROOT / "etc" / "hosts").write_text(names)
        (ASTERISK_ROOT / "etc" / "resolv.conf").write_text("# a lab asks nobody\n")
        self._sounds.mkdir(parents=True, exist_ok=True)
        write_config(self.folder / "etc", self.settings)

    def _spawn(self) -> None:
        self._require_free_port()
        (self.folder / "run" / "asterisk.ctl").unlink(missing_ok=True)
        command = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
        command += ["sh", "-c", _RUN, "lab", str(self.folder), str(ASTERISK_ROOT), str(self._sounds)]
        with (self.folder / "log" / "console").open("ab") as console:
            self._process = subprocess.Popen(  # noqa: S603 - every word is our own
                command, stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True
            )
        self._pid_file.write_text(str(self._process.pid))
        self._wait_until_up()

    def _wait_until_up(self) -> None:
        give_up = time.monotonic() + START_LIMIT_S
        while self.running and time.monotonic() < give_up:
            with contextlib.suppress(OSError, LabError):
                if "fully booted" in self.cli("core waitfullybooted"):
                    return
            time.sleep(0.05)
        console = (self.folder / "log" / "console").read_text(errors="replace")[-2000:]
        self.kill()
        raise LabError(f"the lab Asterisk {self.name!r} did not start; its console said:\n{console}")

    def _take_lock(self) -> None:
        """Wait while another run uses this lab; the kernel frees the lock of a run that has died."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._lock = self._lock or self.folder.with_suffix(".lock").open("w")
        give_up = time.monotonic() + LOCK_LIMIT_S
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError as error:
                if time.monotonic() > give_up:
                    self._release_lock()
                    raise LabError(f"another run has used the lab {self.name!r} for too long") from error
            time.sleep(0.1)

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _kill_leftover(self) -> None:
        """Kill what an earlier run of this lab left behind, and wait until it is gone."""
        self.kill()
        give_up = time.monotonic() + LEFTOVER_LIMIT_S
        while (pid := self._leftover()) and time.monotonic() < give_up:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            time.sleep(0.02)
        self._pid_file.unlink(missing_ok=True)

    def _leftover(self) -> int | None:
        """The noted process if it still is this lab's: its number may be somebody else's by now."""
        with contextlib.suppress(OSError, ValueError):
            pid = int(self._pid_file.read_text())
            if str(self.folder).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                return pid
        return None

    def _require_free_port(self) -> None:
        """Raise LabError if another Asterisk has the address: commands meant for this one would reach that."""
        address = (self.settings.host, self.settings.ami_port)
        give_up = time.monotonic() + LEFTOVER_LIMIT_S
        while not _can_bind(address):
            if time.monotonic() > give_up:
                raise LabError(f"{address[0]}:{address[1]} is taken: give the lab {self.name!r} another host")
            time.sleep(0.02)

    def _ami(self, action: str) -> str:
        """Log in, send one action, and return everything up to the answer to the log-off."""
        login = f"Action: Login\r\nUsername: {OBSERVER}\r\nSecret: {self.settings.secret}\r\nEvents: off\r\n\r\n"
        with socket.create_connection((self.settings.host, self.settings.ami_port), timeout=5.0) as ami:
            ami.sendall((login + action + "Action: Logoff\r\n\r\n").encode())
            answer = b"".join(iter(lambda: ami.recv(65536), b"")).decode(errors="replace")
        if "Authentication accepted" not in answer:
            raise LabError(f"the AMI of lab {self.name!r} answered: {answer[:200]!r}")
        return answer


def _can_bind(address: tuple[str, int]) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
    return True
