"""Contrat: who signs, for which services, under which rules, and the text of the articles."""
