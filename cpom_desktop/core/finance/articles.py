"""Which wording of an article the program was written from: a rule is worth what was read of it, and when."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"R\. (314-\d+(?:-\d+)?)")
_OF_2017 = frozenset({"314-39", "314-40"})
_RECENT = frozenset({"314-43-1", "314-43-2", "314-115", "314-213", "314-217", "314-222", "314-223", "314-234"})


def reading(article: str) -> str | None:
    """In French, the wording that was read of an article cited as « R. 314-40, 1° »; None for another text."""
    found = _ARTICLE.match(article)
    if found is None:
        return None
    if found[1] in _OF_2017:
        return "Lu dans sa rédaction en vigueur depuis le 01/01/2017"
    if found[1] in _RECENT:
        return "Lu dans une rédaction récente, à vérifier sur Légifrance"
    return "Lu dans sa rédaction de 2015 environ, à vérifier sur Légifrance"
