"""Dialogs are rare: to lose something, to leave, to choose a file, to say who one is, to tell an error."""
