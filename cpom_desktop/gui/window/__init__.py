"""The parts of the main window: document bar, tabs, status bar, palette, help, welcome page."""
