"""`python -m tests.benchmarks.first_paint CONTRACT`: start the program as it starts, and say when it was seen.

One line: time of the first paint, time when the contract can be worked on, the processor's time at both, memory in MB.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

from cpom_desktop import app
from cpom_desktop.gui.main_window import MainWindow

from .clock import peak


class Watch(QObject):
    """Notes the first paint of the window, then leaves as soon as the contract is shown and painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = self.processor = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.painted:
            self.painted, self.processor = time.time(), time.process_time()
        return False


def main(path: Path) -> int:
    """Run the program until the contract is usable."""
    running, watch = app.application(), Watch()
    make_window = app.make_window

    def watched_window() -> MainWindow:
        window = make_window()
        window.installEventFilter(watch)
        leave.timeout.connect(lambda: _leave_when_shown(window, watch))
        leave.start()
        return window

    leave = QTimer(running, interval=0)
    app.make_window = watched_window
    return app.run(path)


def _leave_when_shown(window: MainWindow, watch: Watch) -> None:
    if window.workspace is None or not watch.painted:
        return
    app.application().processEvents()
    times = (watch.painted, time.time(), watch.processor, time.process_time())
    sys.stdout.write(" ".join(str(figure) for figure in (*times, peak().value)) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
