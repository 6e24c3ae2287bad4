"""The tab Finances: its sub-views as tables computed from the workspace, and the volet of the active cell."""
