"""A list of edits written by hand or by a script (JSON), read as one edit that goes through the same door as typing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from ..core.changes import Author, Edit
from ..core.identifiers import natural_record
from ..core.kinds import KINDS
from ..core.model import Model
from ..core.money import parse_field
from ..core.overlay import View
from ..core.problems import Problem, Reason, Refused
from ..core.records import Cell, FieldInfo, Form, Record, Value, changed, checked, field_of, fields_of
from .document import Document
from .negotiation import typed
from .retained import negotiable_of

FORMAT = """Le fichier de modifications est un objet JSON ; tout ce qu’il contient est écrit d’un bloc, ou rien.

  {
    "label": "Saisie du périmètre",
    "view": "accord",
    "new": [
      {"kind": "esms", "id": "@fam", "values": {"name": "FAM", "capacity": 30}},
      {"kind": "section", "id": "@soins", "values": {"esms": "@fam", "section_kind": "soins"}},
      {"kind": "section_base", "values": {"section": "@soins", "cents": 120000000}}
    ],
    "values": {"esms/IDENTIFIANT/capacity": 65, "measure/IDENTIFIANT/cents": {"typed": "12 000,50"}},
    "deleted": ["measure/IDENTIFIANT"]
  }

label    la ligne de l’historique (facultatif).
view     accord (par défaut), gestionnaire, autorite ou autorite2 : où l’on tape. Comme dans la fenêtre, une valeur
         négociable tapée en négociation devient une position de la partie, sans changer la valeur retenue.
new      lignes à créer ; leurs valeurs négociables suivent la même règle. « @nom » est un nom provisoire, remplacé
         partout par l’identifiant créé ; une ligne à clé naturelle (montant d’une section, d’un compte et d’une
         année…) n’a pas d’« id » : il découle de sa clé.
values   valeurs à changer, par adresse type/identifiant/champ.
deleted  lignes à supprimer, avec tout ce qui leur appartient.
Une valeur est un entier (centimes, millionièmes, 0 ou 1), un texte (dates AAAA-MM-JJ, nombres décimaux « 35.4 »),
null (inconnu), ou {"typed": "…"} : le texte tel qu’on le taperait dans la fenêtre."""

_KEYS = {"label", "view", "new", "values", "deleted"}
_ROW_KEYS = {"kind", "id", "values"}
_MOST = 100_000


def read_edits(text: bytes, document: Document, author: Author) -> Edit:
    """The edit that a list comes to; raises `Refused` on anything in it that is not understood, naming the place."""
    written = _object(text)
    reader = _Reader(document.contract_id, document.model, document.new_id)
    rows = [reader.row(row, f"new[{rank}]") for rank, row in enumerate(_list(written, "new"))]
    # What is negotiable in a new row is typed in it, so that it becomes a position wherever typing makes one.
    given = {row.at(name): value for row in rows for name, value in negotiable_of(row).items()}
    new = [changed(row, {name: fields_of(row.kind)[name].default for name in negotiable_of(row)}) for row in rows]
    values = {reader.cell(address): value for address, value in _mapping(written, "values").items()}
    settled = {cell: reader.value(field_of(cell), value, str(cell)) for cell, value in values.items()}
    deleted = tuple(reader.key(one) for one in _list(written, "deleted"))
    after = document.model.replacing(new)
    label = str(written.get("label") or "")
    edit = typed(after, {**given, **settled}, author, _view(written), label)
    return Edit(edit.label if settled else label, (*new, *edit.new), edit.values, deleted)


class _Reader:
    """Reads one list: provisional names stand for ids made now, and may be used before they are given."""

    def __init__(self, contract_id: str, model: Model, new_id: Callable[[], str]) -> None:
        self._contract, self._model, self._new_id = contract_id, model, new_id
        self._named: dict[str, str] = {}

    def row(self, written: Any, where: str) -> Record:
        kind = written.get("kind") if isinstance(written, dict) else None
        if not isinstance(kind, str) or kind not in KINDS or not set(written) <= _ROW_KEYS:
            _refuse(f"{where}\u00a0: une ligne a un « kind » connu, un « id » et des « values »")
        cls, given = KINDS[kind], written.get("values") or {}
        infos = fields_of(cls)
        if not isinstance(given, dict) or (unknown := next((name for name in given if name not in infos), None)):
            _refuse(f"{where}\u00a0: champ inconnu « {unknown if isinstance(given, dict) else given} »")
        values = {name: self.value(infos[name], value, f"{where}.{name}") for name, value in given.items()}
        if cls.natural_key:
            return self._keyed(cls, values, written, where)
        return checked(cls(id=self._id(written.get("id")), **values))

    def _keyed(self, cls: type[Record], values: dict[str, Value], written: Mapping[str, Any], where: str) -> Record:
        if "id" in written or any(name not in values for name in cls.natural_key):
            keys = ", ".join(cls.natural_key)
            _refuse(f"{where}\u00a0: cette ligne n’a pas d’« id », et doit donner {keys}")
        return checked(natural_record(cls, self._contract, **values))

    def value(self, info: FieldInfo, written: Any, where: str) -> Value:
        if isinstance(written, dict):
            if set(written) != {"typed"} or not isinstance(written["typed"], str):
                _refuse(f"{where}\u00a0: une valeur est un entier, un texte, null ou {{\"typed\"\u00a0: …}}")
            found = parse_field(info, written["typed"])
            if isinstance(found, Problem):
                raise Refused(Reason.BAD_VALUE, info.label, detail=f"{where}, {found.sentence.rstrip('.')}")
            return found
        if isinstance(written, str) and info.form is Form.REFERENCE:
            return info.check(self._id(written))
        if isinstance(written, str) and info.form is Form.ADDRESS:
            return info.check(str(self.cell(written)))
        return info.check(written)

    def cell(self, address: str) -> Cell:
        cell = Cell.parse(address)
        return Cell(cell.kind, self._id(cell.row), cell.field)

    def key(self, written: Any) -> tuple[str, str]:
        kind, slash, row = written.partition("/") if isinstance(written, str) else ("", "", "")
        if not slash or kind not in KINDS:
            _refuse(f"deleted\u00a0: « {written} » n’est pas de la forme type/identifiant")
        return kind, self._id(row)

    def _id(self, given: object) -> str:
        if given is None:
            return self._new_id()
        if not isinstance(given, str) or not given:
            _refuse(f"« {given} » n’est pas un identifiant")
        if not given.startswith("@"):
            return given
        return self._named.setdefault(given, self._new_id())


def read_json(text: bytes) -> Any:
    """What a JSON text says; raises `Refused` where it is none, or where one key is written twice."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        _refuse(f"ce n’est pas du JSON (ligne {error.lineno}, colonne {error.colno})")
    except UnicodeDecodeError:
        _refuse("ce n’est pas du texte en UTF-8")
    except (ValueError, RecursionError):
        _refuse("ce JSON est trop profond, ou l’un de ses nombres trop long")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse(f"«\u00a0{name[:80]}\u00a0» y est écrit deux fois")
        found[name] = value
    return found


def _object(text: bytes) -> dict[str, Any]:
    written = read_json(text)
    if not isinstance(written, dict) or not set(written) <= _KEYS:
        _refuse("c’est un objet dont les clés sont " + ", ".join(sorted(_KEYS)))
    return written


def _list(written: Mapping[str, Any], name: str) -> list[Any]:
    found = written.get(name, [])
    if not isinstance(found, list) or len(found) > _MOST:
        _refuse(f"« {name} » est une liste")
    return found


def _mapping(written: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = written.get(name, {})
    if not isinstance(found, dict) or len(found) > _MOST:
        _refuse(f"« {name} » est un objet")
    return found


def _view(written: Mapping[str, Any]) -> View:
    try:
        return View(written.get("view", View.ACCORD.value))
    except ValueError:
        _refuse("« view » est accord, gestionnaire, autorite ou autorite2")


def _refuse(detail: str) -> NoReturn:
    raise Refused(Reason.BAD_EDITS, detail=detail)
