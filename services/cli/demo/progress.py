"""A progress bar, one line redrawn on a terminal; where there is none, a line for each quarter."""

import sys
import time


class Progress:
    """Counts towards a total and shows how far, how fast."""

    def __init__(self, label: str, total: int) -> None:
        self.label = label
        self.total = total
        self.done = 0
        self.begun = time.monotonic()
        self._shown = 0.0
        self._quarter = 0
        self._live = sys.stderr.isatty()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        now, last = time.monotonic(), self.done == self.total
        quarter = self.done * 4 // self.total
        if last or (now - self._shown > 0.1 if self._live else quarter > self._quarter):
            self._shown, self._quarter = now, quarter
            self._show(last)

    def _show(self, last: bool) -> None:
        share = self.done / self.total
        bar = "█" * round(share * 24) + "░" * (24 - round(share * 24))
        seconds = time.monotonic() - self.begun
        line = f"{self.label:<28} {bar} {self.done}/{self.total}  {seconds:.0f} giây"
        sys.stderr.write(f"\r{line}\x1b[K" + ("\n" if last else "") if self._live else line + "\n")
        sys.stderr.flush()
