"""Everything that imports PySide6: the window, its tabs, tables, charts and dialogs."""
