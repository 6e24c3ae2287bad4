"""Calendrier: the steps of the contract on a live Gantt, as a list, and what falls due."""
