"""« Lisez-moi »: what the colours mean, what each sheet holds, the rules with their articles, what is no formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....core.contract import Manager
from ....core.finance.figure import Figure, Term
from ....core.periods import format_day
from ...pdf.content.life import PRORATION, RULES
from ..formulas import INCOMPLETE, calculation
from ..grid import Column, GridCell, Look, Sheet
from ..source import Source

NAME = "Lisez-moi"
NOT_FORMULAS = (
    "Les jours fériés, dont dépendent les dates de versement, sont fournis par le programme.",
    "La modalité et l’état de chaque année, les rangs, les régimes et les repères sont des données.",
    "Le nombre d’échéances d’un emprunt, le choix des journées d’un prix de journée et la liste des lignes "
    "sont ceux du contrat au jour de l’export\u00a0: changer une durée ne crée pas d’échéance.",
    "Les forfaits d’EHPAD qui suivraient une équation ne sont pas calculés\u00a0: le montant notifié est à saisir.",
)


def readme(source: Source, sheets: Sequence[Sheet], fingerprint: str, absent: Iterable[str]) -> Sheet:
    """The first sheet of a workbook that holds these sheets; `absent` are those that were asked for in vain."""
    columns = (Column("Lisez-moi", 34), Column("", 104))
    sheet = source.sheet(NAME, f"{source.contract.name or 'CPOM'} — annexe financière", columns,
                         f"Empreinte du contrat\u00a0: {fingerprint}. Montants à venir prévisionnels.", 0)
    _identity(sheet, source)
    _colours(sheet)
    sheet.band("Feuilles")
    for one in sheets:
        _said(sheet, one.name, one.title if one.name != one.title else one.note)
    for name in absent:
        _said(sheet, name, "Rien n’est saisi au contrat pour cette feuille.")
    sheet.band("Règles de calcul")
    text = RULES.get(source.contract.rules_version, f"Règles de calcul, version {source.contract.rules_version}.")
    for paragraph in text.format(proration=PRORATION[source.contract.proration]).split("\n"):
        _said(sheet, "", paragraph)
    for one in sheets:
        for article in sorted({article for _, article in one.rules if article}):
            words = "\u202f; ".join(rule for rule, of in one.rules if of == article)
            _said(sheet, one.name, f"{article}\u00a0: {words}")
    sheet.band("Ce qui n’est pas une formule")
    for sentence in NOT_FORMULAS:
        _said(sheet, "", sentence)
    return sheet


def _identity(sheet: Sheet, source: Source) -> None:
    manager = source.model.first(Manager)
    _said(sheet, "Organisme gestionnaire", manager.name if manager is not None else "")
    start, end = (format_day(day) for day in (source.contract.start, source.contract.end))
    _said(sheet, "Durée du contrat", f"du {start} au {end}" if start and end else "")


def _said(sheet: Sheet, head: str, text: str) -> None:
    line = sheet.line()
    line.text(head, Look.WRAPPED)
    line.text(text, Look.WRAPPED)


def _colours(sheet: Sheet) -> None:
    sheet.band("Couleurs")
    line = sheet.line()
    line.cell(GridCell(Look.TYPED, 1_000.0, "euro"), ("example",))
    line.text("Valeur saisie au contrat. La changer ici recalcule ce classeur, et lui seul.", Look.WRAPPED)
    line = sheet.line()
    example = Figure(100_000, source=(Term("Exemple", 100_000),))
    line.figure(("example", "computed"), example, calculation("{0}", ("example",)))
    line.text("Valeur calculée\u00a0: chaque cellule est une formule sur celles dont elle dépend.", Look.WRAPPED)
    line = sheet.line()
    line.text(INCOMPLETE)
    line.text("Il manque une donnée, que dit la note de la cellule. Une somme dont un terme manque est incomplète.",
              Look.WRAPPED)
    line = sheet.line()
    line.text("–")
    line.text("Ligne sans effet cette année-là.", Look.WRAPPED)
