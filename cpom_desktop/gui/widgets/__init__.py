"""Small parts shared by every tab: text, chips, buttons, panels, empty states, problems, drawers."""
