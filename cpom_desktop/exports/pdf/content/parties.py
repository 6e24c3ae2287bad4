"""Who makes the contract: title page, « entre … et … », and the signature blocks."""

from __future__ import annotations

from ....core.contract import Authority, Contract, Manager, Signatory
from ....core.model import Model
from ....core.periods import format_day
from ..dto import Cover, Signer
from .words import choice, in_order

TITLE = "Contrat pluriannuel d’objectifs et de moyens"


def cover(model: Model) -> Cover:
    """The title page."""
    contract = model.first(Contract) or Contract(id="")
    manager = model.first(Manager)
    parties = [authority_name(authority) for authority in authorities(model)]
    if manager is not None and manager.name:
        parties.append(manager.name)
    return Cover(
        TITLE if contract.name else "",
        contract.name or TITLE,
        choice(contract, "type"),
        period(contract),
        tuple(parties),
    )


def period(contract: Contract) -> str:
    """« du 1er janvier 2027 au 31 décembre 2031 », or what is known of it."""
    start, end = format_day(contract.start, long=True), format_day(contract.end, long=True)
    if start and end:
        return f"du {start} au {end}"
    return f"à compter du {start}" if start else f"jusqu’au {end}" if end else "dates non renseignées"


def authorities(model: Model) -> list[Authority]:
    """The authorities in the order in which they sign; those that do not sign come last."""
    rank = {row.authority: index for index, row in reversed(list(enumerate(in_order(model.all(Signatory)))))}
    return sorted(model.all(Authority), key=lambda row: (rank.get(row.id, len(rank)), row.name, row.id))


def authority_name(authority: Authority) -> str:
    """« Préfet de région (DREETS) »: the name, and the service that acts for it."""
    name = authority.name or choice(authority, "authority_kind")
    return f"{name} ({authority.service})" if authority.service and authority.service != name else name


def between(model: Model) -> str:
    """The opening of the contract: « Entre … d’une part, et … d’autre part »."""
    manager = model.first(Manager)
    funders = [_presented(model, authority) for authority in authorities(model)] or ["[autorité non renseignée]"]
    sides = [
        "Entre",
        *(f"{funder}," for funder in funders),
        "d’une part,",
        "et",
        f"{_manager(model, manager)},",
        "d’autre part,",
    ]
    return "\n".join((*sides, "il est convenu ce qui suit."))


def _presented(model: Model, authority: Authority) -> str:
    signatory = next(iter(in_order(model.where(Signatory, "authority", authority.id))), None)
    name = authority_name(authority)
    if signatory is None:
        return name
    return name + _represented(signatory)


def _manager(model: Model, manager: Manager | None) -> str:
    if manager is None or not manager.name:
        return "[organisme gestionnaire non renseigné]"
    facts = [f"SIREN {manager.siren}" if manager.siren else "", f"FINESS {manager.finess}" if manager.finess else ""]
    known = ", ".join(filter(None, facts))
    name = f"{manager.name}, {choice(manager, 'legal_form').lower()}{f' ({known})' if known else ''}"
    seat = f", dont le siège est {manager.address}" if manager.address else ""
    signatory = next(iter(in_order(model.where(Signatory, "authority", None))), None)
    return name + seat + (_represented(signatory) if signatory else "")


def _represented(signatory: Signatory) -> str:
    """Who acts for a party: the delegate if there is one, else the person with a quality."""
    if signatory.represented_by:
        return f", représenté(e) par {signatory.represented_by}"
    who = ", ".join(filter(None, (signatory.person, signatory.quality)))
    return f", représenté(e) par {who}" if who else ""


def signers(model: Model) -> tuple[Signer, ...]:
    """The signature blocks in their order; without any, one per party, so that the page can be signed."""
    manager = model.first(Manager)
    found = tuple(_signer(model, signatory, manager) for signatory in in_order(model.all(Signatory)))
    if found:
        return found
    parties = [authority_name(authority) for authority in authorities(model)]
    if manager is not None and manager.name:
        parties.append(manager.name)
    return tuple(Signer(organisation=name, quality="") for name in parties)


def _signer(model: Model, signatory: Signatory, manager: Manager | None) -> Signer:
    authority = model.find(Authority, signatory.authority) if signatory.authority else None
    organisation = authority_name(authority) if authority else manager.name if manager else ""
    act = ", ".join(
        filter(None, (signatory.act, f"du {format_day(signatory.act_date, long=True)}" if signatory.act_date else ""))
    )
    return Signer(organisation, signatory.quality, signatory.person, signatory.represented_by, act)
