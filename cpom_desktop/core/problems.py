"""What can go wrong, in words: a value beside its field, the surroundings, or a refused input.

Anything else that is raised is our own fault: it is logged with its traceback and the document stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Problem:
    """A typed text that is not a value; shown beside its field. `repair` is the text that would be accepted."""

    sentence: str
    repair: str = ""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The three sentences every error shows; `{name}` stands for a detail given when it is raised."""

    happened: str
    safe: str
    to_do: str

    def filled(self, details: dict[str, object]) -> Sentences:
        """The same sentences with their details. A detail that was not given shows as « … »."""
        known = _Details(details)
        return Sentences(*(text.format_map(known) for text in (self.happened, self.safe, self.to_do)))


class _Details(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


class Kind(Enum):
    """The state of the surroundings that stops an action."""

    MISSING = "missing"
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    TOO_NEW = "too-new"
    NOT_OURS = "not-ours"
    HELD = "held"
    HOT_JOURNAL = "hot-journal"
    DISK = "disk"
    EXISTS = "exists"


class Reason(Enum):
    """Why an input was refused; no byte of the file has changed."""

    BAD_VALUE = "bad-value"
    OUT_OF_BOUNDS = "out-of-bounds"
    UNKNOWN_CELL = "unknown-cell"
    BROKEN_LINK = "broken-link"
    STILL_USED = "still-used"
    NO_AUTHOR = "no-author"
    NOT_NEGOTIABLE = "not-negotiable"
    NOT_STANDING = "not-standing"
    PACKAGE = "package"
    NO_PACKAGE = "no-package"
    NOT_YOURS = "not-yours"
    NEGOTIATED = "negotiated"
    HOLDS_AGREED = "holds-agreed"
    NOTHING_TO_UNDO = "nothing-to-undo"
    UNDO_BLOCKED = "undo-blocked"
    MALFORMED = "malformed"
    FOREIGN = "foreign"
    NEWER_FORMAT = "newer-format"
    TOO_BIG = "too-big"
    BAD_SIGNATURE = "bad-signature"
    PASSPHRASE = "passphrase"
    BAD_EDITS = "bad-edits"
    BAD_DOCUMENT = "bad-document"
    BAD_WORKBOOK = "bad-workbook"


SURROUNDINGS: dict[Kind, Sentences] = {
    Kind.MISSING: Sentences("Le fichier « {name} » est introuvable.", "Rien n’a été créé ni changé.",
                            "Vérifiez l’emplacement, ou ouvrez un autre contrat."),
    Kind.BUSY: Sentences("Le fichier « {name} » est occupé par un autre programme.",
                         "Le contrat est entier ; la dernière action n’a pas été enregistrée.",
                         "Fermez l’autre programme (antivirus, synchronisation, copie), puis réessayez."),
    Kind.FULL: Sentences("Le disque qui contient « {name} » est plein.",
                         "Le contrat est entier, tel qu’il était avant cette action.",
                         "Libérez de la place, puis réessayez, ou enregistrez une copie ailleurs."),
    Kind.READ_ONLY: Sentences("Le fichier « {name} » ne peut pas être modifié : il est en lecture seule.",
                              "Rien n’a été changé.",
                              "Lisez-le ainsi, ou enregistrez une copie dans un dossier où vous pouvez écrire."),
    Kind.DAMAGED: Sentences("Le fichier « {name} » est abîmé : {detail}.", "Rien n’a été changé dans ce fichier.",
                            "Ouvrez la dernière sauvegarde, ou recevez de nouveau l’envoi de l’autre partie."),
    Kind.TOO_NEW: Sentences("Le fichier « {name} » vient d’une version plus récente du programme.",
                            "Votre contrat est intact ; rien n’a été changé.",
                            "Mettez le programme à jour, ou demandez un envoi à un format plus ancien."),
    Kind.NOT_OURS: Sentences("« {name} » n’est pas un contrat de CPOM Desktop : {detail}.",
                             "Rien n’a été lu ni changé.",
                             "Ouvrez un fichier .cpom, ou recevez un envoi .cpomsync."),
    Kind.HELD: Sentences("Ce contrat est ouvert sur un autre poste : {holder} l’a ouvert à {since} ({computer}).",
                         "Rien n’a été changé dans le fichier.",
                         "Lisez-le sans le modifier, ou travaillez sur une copie que vous réunirez ensuite."),
    Kind.HOT_JOURNAL: Sentences("« {name} » a été copié pendant un enregistrement : un fichier « -journal » le suit.",
                                "Rien n’a été lu ni changé.",
                                "Demandez une copie faite une fois le contrat fermé, ou un envoi .cpomsync."),
    Kind.DISK: Sentences("Le disque qui contient « {name} » refuse la lecture ou l’écriture.",
                         "La dernière action n’a pas été enregistrée ; ce qui l’était avant l’est toujours.",
                         "Vérifiez que le disque, la clé ou le réseau est bien relié, puis réessayez."),
    Kind.EXISTS: Sentences("Un fichier « {name} » existe déjà à cet endroit.", "Il n’a pas été touché.",
                           "Choisissez un autre nom ou un autre dossier."),
}

REFUSALS: dict[Reason, Sentences] = {
    Reason.BAD_VALUE: Sentences("Valeur refusée pour « {where} » : {detail}.", "La valeur précédente est gardée.",
                                "Corrigez la valeur, ou laissez le champ vide si elle est inconnue."),
    Reason.OUT_OF_BOUNDS: Sentences("Valeur refusée pour « {where} » : {detail}.", "La valeur précédente est gardée.",
                                    "Saisissez une valeur comprise entre les bornes indiquées."),
    Reason.UNKNOWN_CELL: Sentences("Le champ visé n’existe pas : {detail}.", "Rien n’a été changé.",
                                   "Vérifiez l’identifiant et le nom du champ."),
    Reason.BROKEN_LINK: Sentences("« {where} » renvoie à un élément absent : {detail}.", "Rien n’a été changé.",
                                  "Créez d’abord l’élément visé, ou choisissez-en un autre."),
    Reason.STILL_USED: Sentences("« {where} » sert encore : {detail}.", "Rien n’a été supprimé.",
                                 "Supprimez ou déplacez d’abord ce qui s’y rattache."),
    Reason.NO_AUTHOR: Sentences("L’auteur de la modification n’est pas connu.", "Rien n’a été changé.",
                                "Indiquez votre nom, votre organisme et votre partie."),
    Reason.NOT_NEGOTIABLE: Sentences("« {where} » ne se négocie pas : aucune position ne peut y être posée.",
                                     "Rien n’a été changé.", "Saisissez directement la valeur."),
    Reason.NOT_STANDING: Sentences("Cette position sur « {where} » ne tient plus : {detail}.", "Rien n’a été changé.",
                                   "Demandez à la partie concernée de poser une nouvelle position."),
    Reason.NEGOTIATED: Sentences("« {where} » se négocie : la valeur retenue ne change que par une décision ou par "
                                 "l’accord des parties concernées.", "Rien n’a été changé.",
                                 "Posez une position, ou passez en rédaction commune pour écrire ensemble."),
    Reason.HOLDS_AGREED: Sentences("« {where} » est une valeur retenue par les parties : la ligne qui la porte "
                                   "n’est pas supprimée par une seule.", "Rien n’a été supprimé.",
                                   "Faites d’abord décider que cette valeur n’est plus retenue, puis supprimez."),
    Reason.NOT_YOURS: Sentences("La position sur « {where} » est celle d’une autre partie.", "Rien n’a été changé.",
                                "Demandez à la partie concernée de se prononcer, ou posez votre propre position."),
    Reason.PACKAGE: Sentences("Le lot lié « {where} » ne peut pas être accepté : {detail}.", "Rien n’a été changé.",
                              "Retirez du lot l’une des deux positions, puis recommencez."),
    Reason.NO_PACKAGE: Sentences("Ces positions ne peuvent pas être réunies dans le lot « {where} » : {detail}.",
                                 "Rien n’a été changé.",
                                 "Choisissez des positions d’une même partie, encore ouvertes."),
    Reason.NOTHING_TO_UNDO: Sentences("Il n’y a rien à {verb}.", "Le contrat est inchangé.", "Continuez."),
    Reason.UNDO_BLOCKED: Sentences("Cette action ne peut plus être annulée : {detail}.", "Le contrat est inchangé.",
                                   "Modifiez directement la valeur, ou refusez la modification reçue."),
    Reason.MALFORMED: Sentences("Ce fichier ne peut pas être reçu : {detail}.",
                                "Votre contrat est intact ; rien n’a été lu ni changé.",
                                "Demandez un nouvel envoi à l’autre partie."),
    Reason.FOREIGN: Sentences("Cet envoi ne concerne pas ce contrat : il porte sur « {detail} ».",
                              "Rien n’a été lu ni changé.",
                              "Ouvrez le bon contrat, puis recevez l’envoi."),
    Reason.NEWER_FORMAT: Sentences("Cet envoi vient d’une version plus récente du programme.",
                                   "Votre contrat est intact.",
                                   "Mettez le programme à jour, ou demandez un envoi au format {detail}."),
    Reason.TOO_BIG: Sentences("Ce fichier dépasse la taille acceptée : {detail}.", "Rien n’a été lu ni changé.",
                              "Demandez un envoi plus court, ou sans pièces jointes."),
    Reason.BAD_SIGNATURE: Sentences("La signature de cet envoi ne tient pas : {detail}.",
                                    "Votre contrat est intact ; rien n’a été changé.",
                                    "Vérifiez l’expéditeur par téléphone, puis demandez un nouvel envoi."),
    Reason.PASSPHRASE: Sentences("Cet envoi est protégé et la phrase secrète ne convient pas.",
                                 "Rien n’a été lu ni changé.",
                                 "Demandez la phrase à l’expéditeur, de vive voix."),
    Reason.BAD_EDITS: Sentences("Le fichier de modifications ne peut pas être lu : {detail}.", "Rien n’a été changé.",
                                "Corrigez le fichier ; son format est décrit par « cpom-desktop edit --help »."),
    Reason.BAD_DOCUMENT: Sentences("Le document n’a pas pu être produit : {detail}.",
                                   "Le contrat est intact ; aucun fichier n’a été écrit.",
                                   "Corrigez le point signalé, puis recommencez."),
    Reason.BAD_WORKBOOK: Sentences("Le classeur « {where} » ne peut pas être lu : {detail}.",
                                   "Le contrat est intact ; rien n’a été importé.",
                                   "Enregistrez le classeur au format .xlsx, puis recommencez."),
}


class Expected(Exception):
    """An error with its three sentences: what happened, what is safe, what to do."""

    def __init__(self, sentences: Sentences, details: dict[str, object]) -> None:
        self.sentences = sentences.filled(details)
        self.details = details
        super().__init__(self.sentences.happened)


class Surroundings(Expected):
    """Disk, lock, rights, foreign or damaged file: nothing in the program is wrong."""

    def __init__(self, kind: Kind, /, **details: object) -> None:
        self.kind = kind
        super().__init__(SURROUNDINGS[kind], details)


class Refused(Expected):
    """An input that is not accepted; `where` names the field or file as the user knows it."""

    def __init__(self, reason: Reason, where: str = "", /, **details: object) -> None:
        self.reason, self.where = reason, where
        super().__init__(REFUSALS[reason], {"where": where, **details})
