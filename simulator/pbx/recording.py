"""What ``MixMonitor`` writes: no sound, but which file, from when to when, and what of it is silence."""

from dataclasses import dataclass, field

FOLDER = "/var/spool/asterisk/monitor/"


@dataclass(slots=True)
class Recording:
    """One file; times are seconds of the loop's clock, and ``None`` for what still goes on."""

    name: str
    call_id: str
    began_s: float
    ended_s: float | None = None
    muted: list[tuple[float, float | None]] = field(default_factory=list)
    """The spans in which the recording has silence."""

    def mute(self, now: float) -> None:
        """Write silence from ``now`` on."""
        if not self.muted or self.muted[-1][1] is not None:
            self.muted.append((now, None))

    def unmute(self, now: float) -> None:
        """Write what is said again."""
        if self.muted and self.muted[-1][1] is None:
            self.muted[-1] = (self.muted[-1][0], now)

    def end(self, now: float) -> None:
        """Close the file."""
        self.unmute(now)
        self.ended_s = now
