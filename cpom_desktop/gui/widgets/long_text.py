"""A text of several lines that gives back every sign it was given."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

_PARAGRAPH, _LINE = "\u2029", "\u2028"


class LongText(QPlainTextEdit):
    """`toPlainText` turns each U+00A0 into a space: a text that nobody touched would count as changed."""

    def text(self) -> str:
        """The text as it stands, its lines ended by « \\n »."""
        return self.document().toRawText().replace(_PARAGRAPH, "\n").replace(_LINE, "\n")

    def set_text(self, text: str) -> None:
        """Show another text; the cursor and the undo of the field begin again."""
        if self.text() != text:
            self.setPlainText(text)
