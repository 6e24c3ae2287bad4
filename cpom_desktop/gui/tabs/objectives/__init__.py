"""Objectifs: axes, objectives and fiches action; indicators typed in a table, drawn while typing."""
