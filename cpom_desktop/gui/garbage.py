"""Cyclic garbage is collected in the thread of the window, and when it disturbs nobody.

Python collects it in whatever thread happens to allocate: beside a job that is being started, widgets would be
destroyed outside the thread of the window, and Qt crashes. It also collects in the middle of a keystroke: 0.4 s once
the 800 000 objects of the largest contract are gone through.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

EVERY = 250
"""Milliseconds between two looks."""
QUIET = 0.02
"""Seconds of the processor since the last look: more is somebody at work, who would wait for the collection."""
PATIENCE = 40
"""Looks after which it is done beside somebody who never pauses."""
MANY = 100_000
"""New objects at once that only the opening of a contract brings: they stay, and are not gone through."""
_ACTIVE = Qt.ApplicationState.ApplicationActive


class Garbage(QObject):
    """Takes the place of Python’s own collector for as long as the application lives."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        gc.disable()
        self._spent, self._looks = time.process_time(), 0
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(EVERY)
        application.applicationStateChanged.connect(self._on_state)

    def _look(self) -> None:
        """In a pause between two keystrokes, not during them."""
        before, self._spent = self._spent, time.process_time()
        self._looks += 1
        if self._spent - before < QUIET or self._looks >= PATIENCE:
            self._looks = 0
            collect_young()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        """Somebody who looks at another program waits for nothing here."""
        if state != _ACTIVE:
            collect_all()


def collect_young() -> None:
    """Collect what is new, by generations and thresholds as Python does, without what an opened contract brought."""
    if gc.get_count()[0] > MANY:
        gc.freeze()
        return
    for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
        if count <= threshold:
            return
        gc.collect(generation)


def collect_all() -> None:
    """Collect everything; what remains is what lasts."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
