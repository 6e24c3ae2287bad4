"""What one can do in the diagnosis: retain, waive, validate, add a theme, an item, a constat."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ....core.changes import Edit, Side
from ....core.diagnosis import Finding, Item, Theme, ThemeRating
from ....core.diagnosis_figures import Progress
from ....core.model import Model
from ....core.negotiation import Meeting, Position
from ....core.ordering import ordered, place
from ....core.positions import standing
from ....core.records import Cell, Value
from ....session import negotiation
from ...dialogs.question import ask, ask_name
from ...workspace import Workspace

LEAVE = "Laisser ouvert"
OWN = "La valeur de votre partie ne devient retenue que si l’autre partie l’accepte."


def what_blocks(whole: Progress) -> str:
    """« 1 désaccord, 2 réserves et 2 éléments non renseignés avant de valider le diagnostic. »"""
    counts = whole.by_status
    reserves = counts.get("reserve-og", 0) + counts.get("reserve-at", 0)
    words = []
    for count, one, many in (
        (counts.get("desaccord", 0), "désaccord", "désaccords"),
        (reserves, "réserve", "réserves"),
        (counts.get("vide", 0), "élément non renseigné", "éléments non renseignés"),
    ):
        if count:
            words.append(f"{count} {many if count > 1 else one}")
    if not words:
        return "Tout est réglé." if whole.total else "Aucun élément n’est encore posé."
    listed = words[0] if len(words) == 1 else ", ".join(words[:-1]) + " et " + words[-1]
    return f"{listed} avant de valider le diagnostic."


def may_validate(workspace: Workspace) -> bool:
    """Whether the contract is still before the negotiation."""
    return workspace.document.contract.stage in ("preparation", "diagnostic")


def validate(workspace: Workspace) -> None:
    """The diagnosis is shared: the contract enters its negotiation."""
    contract = workspace.document.contract
    workspace.apply(Edit("Diagnostic validé", values={contract.at("stage"): "negociation"}))


def said(workspace: Workspace, item: Item, side: Side) -> Position | None:
    """What a side says of an item, with a value."""
    position = standing(workspace.model, item.at("value"), side, workspace.today)
    return position if position is not None and position.value is not None else None


def retain(workspace: Workspace, item: Item, side: Side) -> None:
    """Retain what one side says: directly in rédaction commune, else by accepting the other side’s position."""
    position = said(workspace, item, side)
    author = workspace.known_author()
    if position is None or author is None:
        return
    contract = workspace.document.contract
    if contract.stage == "preparation" or contract.writing == "commune":
        values: dict[Cell, Value] = {item.at("value"): position.value, item.at("waived"): 0}
        if meeting := meeting_today(workspace):
            values[item.at("settled_in")] = meeting.id
        workspace.apply(Edit(f"Retenu\u00a0: {item.label}", values=values))
    elif position.party == author.side.value:
        workspace.say(OWN)
    else:
        workspace.attempt(lambda: negotiation.accept(workspace.document, [position]))


def meeting_today(workspace: Workspace) -> Meeting | None:
    """The meeting held today, which settles what is settled now."""
    return next(iter(workspace.model.where(Meeting, "day", workspace.today.isoformat())), None)


def waive(workspace: Workspace, item: Item, window: QWidget) -> None:
    """Both sides give up settling an item; asked, because it closes a disagreement without an answer."""
    if item.waived:
        workspace.apply(Edit(f"Reprise\u00a0: {item.label}", values={item.at("waived"): 0}))
        return
    fact = f"«\u00a0{item.label}\u00a0» restera sans valeur retenue."
    sentence = f"{fact} Ce que dit chaque partie est gardé et sera imprimé."
    if ask("Renoncer à trancher cet élément", sentence, (LEAVE, "Renoncer"), window) == "Renoncer":
        workspace.apply(Edit(f"Renoncement\u00a0: {item.label}", values={item.at("waived"): 1}))


def rating(model: Model, theme: Theme, side: Side) -> int:
    """How a side rates a theme; 0 when it has not said."""
    found = next((one for one in model.where(ThemeRating, "theme", theme.id) if one.side == side.value), None)
    return (found.rating or 0) if found else 0


def new_theme(workspace: Workspace, window: QWidget) -> Theme | None:
    """A theme at the end of the list, to be named."""
    name = ask_name("Nouveau thème", "Intitulé du thème", "Ajouter", window)
    if not name:
        return None
    rows = ordered(workspace.model.all(Theme))
    key, moved = place(rows, len(rows))
    made = Theme(id=workspace.document.new_id(), name=name, position=key)
    return made if workspace.apply(Edit(f"Nouveau thème\u00a0: {made.name}", new=(made,), values=moved)) else None


def new_item(workspace: Workspace, theme: Theme, beside: Item | None) -> Item | None:
    """An item after the current one, with its ESMS and measure, to be named in the table."""
    rows = ordered(workspace.model.where(Item, "theme", theme.id))
    at = next((index + 1 for index, one in enumerate(rows) if beside and one.id == beside.id), len(rows))
    key, moved = place(rows, at)
    made = Item(
        id=workspace.document.new_id(),
        theme=theme.id,
        esms=beside.esms if beside else None,
        label="Nouvel élément",
        measure=beside.measure if beside else "texte",
        unit=beside.unit if beside else "",
        position=key,
    )
    return made if workspace.apply(Edit(f"Nouvel élément de {theme.name}", new=(made,), values=moved)) else None


def new_finding(workspace: Workspace, theme: Theme, item: Item | None, window: QWidget) -> Finding | None:
    """A constat on the current item, or on the theme; its statement is asked, the texts are written in the cards."""
    about = item.label if item else theme.name
    statement = ask_name("Nouveau constat", f"Constat sur\u00a0: {about}", "Ajouter", window)
    if not statement:
        return None
    rows = ordered(workspace.model.where(Finding, "theme", theme.id))
    key, moved = place(rows, len(rows))
    made = Finding(
        id=workspace.document.new_id(),
        theme=theme.id,
        item=item.id if item else None,
        statement=statement,
        position=key,
    )
    return made if workspace.apply(Edit(f"Nouveau constat\u00a0: {about}", new=(made,), values=moved)) else None
