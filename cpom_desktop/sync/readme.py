"""The page inside a bundle for a person who finds it without the program: what it is, who sent it, how to open it."""

from __future__ import annotations

import datetime as dt

from ..core.money import format_number
from ..core.periods import format_day
from .manifest import Manifest

_TEXT = """Envoi de négociation — CPOM Desktop

Contrat : {title}
Expéditeur : {sender}
Fait le : {day} à {hour} (temps universel)
Contenu : {lots}, {blobs}
État du contrat chez l’expéditeur : {fingerprint}

À quoi sert ce fichier

Il porte les modifications d’un contrat pluriannuel d’objectifs et de moyens d’une partie à l’autre.
Ouvert avec CPOM Desktop, il montre ce qui a changé avant de changer quoi que ce soit.
Il ne contient ni notes privées, ni scénarios privés, ni positions en brouillon.

Comment l’ouvrir

Ouvrez votre contrat dans CPOM Desktop, puis recevez cet envoi par l’onglet Échanges, ou faites glisser ce fichier
sur la fenêtre. Si vous n’avez pas encore ce contrat, l’envoi le crée.

Comment le vérifier sans CPOM Desktop

SHA256SUMS donne l’empreinte de chaque élément ; SHA256SUMS.sig en est la signature. Une fois l’envoi déplié :

    ssh-keygen -Y check-novalidate -n cpomsync -s SHA256SUMS.sig < SHA256SUMS

Cette signature authentifie l’envoi. Elle ne vaut pas signature du contrat.
"""


def read_me(manifest: Manifest, created: dt.datetime) -> str:
    """The page in French, with the spaces that French wants before its double punctuation."""
    moment = created.astimezone(dt.UTC)
    people = ", ".join(text for text in (manifest.sender.name, manifest.sender.organisation) if text)
    page = _TEXT.replace(" :", "\u00a0:").replace(" ;", "\u202f;")
    return page.format(
        title=manifest.contract.title, sender=people, day=format_day(moment.date().isoformat(), long=True),
        hour=f"{moment:%H:%M}", lots=_counted(manifest.lots, "modification", "enregistrée"),
        blobs=_counted(manifest.blobs, "pièce", "jointe"), fingerprint=manifest.fingerprint,
    )


def _counted(number: int, *words: str) -> str:
    """A number and its words, in the plural from two."""
    ending = "s" if number >= 2 else ""
    return " ".join([format_number(str(number)), *(word + ending for word in words)])
