"""The contract itself: who signs, for which services, funded by whom.

Law: CASF L.313-11 and following; `domain.md` §1 is compiled from it. What a text fixes is data with its reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from .changes import SIDES
from .records import About, Choice, Day, Flag, Name, Number, Record, Reference, Text, Whole, register

CONTRACT_TYPES = (
    ("general", "CPOM facultatif (L. 313-11)"),
    ("chrs", "CPOM hébergement-insertion, CHRS (L. 313-11-2)"),
    ("ehpad", "CPOM EHPAD (L. 313-12 IV ter)"),
    ("ph", "CPOM personnes handicapées et SSIAD (L. 313-12-2)"),
)
STAGES = (
    ("preparation", "Préparation"), ("diagnostic", "Diagnostic partagé"), ("negociation", "En négociation"),
    ("redaction", "Rédaction"), ("signature", "Signature"), ("execution", "Exécution"),
)
WRITING_MODES = (("commune", "Rédaction commune"), ("parties", "Chaque partie pour soi"))
WRITING_MEANS = {
    "commune": "ce qui est saisi est retenu",
    "parties": "ce qui est saisi est une demande ou une offre",
}
"""What typing a negotiable value does in each mode, past the stage préparation."""
PRORATIONS = (("mois", "Par mois"), ("jours", "Par jours"))
TERRITORIES = (
    ("metropole", "Métropole"), ("alsace-moselle", "Alsace-Moselle"), ("guadeloupe", "Guadeloupe"),
    ("guyane", "Guyane"), ("martinique", "Martinique"), ("mayotte", "Mayotte"), ("reunion", "La Réunion"),
    ("saint-martin", "Saint-Martin"), ("saint-barthelemy", "Saint-Barthélemy"),
    ("saint-pierre-et-miquelon", "Saint-Pierre-et-Miquelon"),
    ("nouvelle-caledonie", "Nouvelle-Calédonie"), ("polynesie", "Polynésie française"),
    ("wallis-et-futuna", "Wallis-et-Futuna"),
)
LEGAL_FORMS = (
    ("association", "Association"), ("fondation", "Fondation"), ("mutuelle", "Mutuelle"),
    ("public", "Établissement public autonome"), ("ccas", "CCAS ou CIAS"), ("groupement", "Groupement (GCSMS)"),
    ("autre", "Autre"),
)
AUTHORITY_KINDS = (
    ("prefet-region", "Préfet de région"), ("prefet-departement", "Préfet de département"),
    ("ars", "Agence régionale de santé"),
    ("conseil-departemental", "Conseil départemental"), ("autre", "Autre autorité"),
)
ESMS_FORMS = (("etablissement", "Établissement"), ("service", "Service"))
"""L.312-1 says « établissement ou service »: it decides which projet is renewed, d’établissement or de service."""
REGIMES = (("autorise", "Autorisé"), ("subventionne", "Subventionné"), ("autre", "Autre"))
SECTION_KINDS = (
    ("soins", "Soins"), ("dependance", "Dépendance"), ("hebergement", "Hébergement"),
    ("etat", "État (hébergement-insertion)"),
    ("accompagnement", "Accompagnement social"), ("subvention", "Subventionné"), ("autre", "Autre"),
)
ENVELOPES = (
    ("drl-ars", "Assurance maladie (DRL de l’ARS)"), ("drl-etat", "DRL de l’État"),
    ("departement", "Département (objectif L. 313-8)"), ("subvention", "Subvention"), ("autre", "Autre"),
)
MODALITIES = (
    ("taux", "1° Taux de la dotation limitative"), ("formule", "2° Formule fixe"),
    ("avenant", "3° Avenant annuel"), ("equation", "4° Équation ou tarif plafond"),
)
"""R.314-40, wording in force since 1 January 2017."""
TARIFF_FORMS = (("dgf", "Dotation globale"), ("pj", "Prix de journée"), ("pj-globalise", "Prix de journée globalisé"),
                ("forfait", "Forfait"), ("subvention", "Subvention"))
ADVANCES = (("texte", "Dotation entière de l’année précédente (R. 314-108)"), ("reconductible", "Hors CNR"))
BUDGET_FRAMES = (("bp", "BP et CA"), ("eprd", "EPRD et ERRD"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Record):
    """Contrat pluriannuel d’objectifs et de moyens (CASF L.313-11). One row in a file."""

    kind = "contract"
    title = "Contrat"
    name: Annotated[Name, About("Intitulé")] = ""
    type: Annotated[Choice, About("Type de contrat", choices=CONTRACT_TYPES)] = "general"
    start: Annotated[Day | None, About("Début")] = None
    end: Annotated[Day | None, About("Terme")] = None
    base_year: Annotated[Whole | None, About("Année de base", low=2000, high=2100)] = None
    stage: Annotated[Choice, About("Étape", choices=STAGES)] = "preparation"
    writing: Annotated[Choice, About("Mode d’écriture", choices=WRITING_MODES)] = "commune"
    budget_frame: Annotated[Choice, About("Cadre budgétaire", choices=BUDGET_FRAMES)] = "bp"
    proration: Annotated[Choice, About("Prorata d’une année incomplète", choices=PRORATIONS)] = "mois"
    territory: Annotated[Choice, About("Jours fériés", choices=TERRITORIES)] = "metropole"
    department: Annotated[Name, About("Département")] = ""
    region: Annotated[Name, About("Région")] = ""
    tariff_court: Annotated[Name, About("Juridiction du tarif (saisie)")] = ""
    contract_court: Annotated[Name, About("Juridiction du contrat (saisie)")] = ""
    long_stay_months: Annotated[Whole | None, About("Durée anormalement longue", "mois", 1, 240)] = None
    all_chrs_confirmed: Annotated[Flag, About("Tous les CHRS du département figurent au périmètre")] = 0
    template: Annotated[Name, About("Modèle")] = ""
    rules_version: Annotated[Whole, About("Version des règles de calcul", low=1, high=1000)] = 1


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Manager(Record):
    """Organisme gestionnaire: the legal person that manages the services. One row in a file."""

    kind = "manager"
    title = "Organisme gestionnaire"
    name: Annotated[Name, About("Raison sociale")] = ""
    legal_form: Annotated[Choice, About("Forme juridique", choices=LEGAL_FORMS)] = "association"
    siren: Annotated[Name, About("SIREN")] = ""
    finess: Annotated[Name, About("FINESS EJ")] = ""
    address: Annotated[Name, About("Siège")] = ""
    deciding_body: Annotated[Name, About("Organe délibérant")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Record):
    """Autorité de tarification, or another authority that signs. Names are free text: services change names."""

    kind = "authority"
    title = "Autorité"
    name: Annotated[Name, About("Nom")] = ""
    service: Annotated[Name, About("Service")] = ""
    authority_kind: Annotated[Choice, About("Nature", choices=AUTHORITY_KINDS)] = "autre"
    side: Annotated[Choice, About("Partie", choices=SIDES)] = "autorite"


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory(Record):
    """One signature block of the contract: the manager’s (no authority) or an authority’s."""

    kind = "signatory"
    title = "Signataire"
    authority: Annotated[Reference | None, About("Autorité", of="authority")] = None
    quality: Annotated[Name, About("Qualité")] = ""
    person: Annotated[Name, About("Nom du signataire")] = ""
    represented_by: Annotated[Name, About("Représenté par")] = ""
    act: Annotated[Name, About("Délibération ou délégation")] = ""
    act_required: Annotated[Flag, About("Un acte autorise la signature")] = 0
    act_date: Annotated[Day | None, About("Date de l’acte")] = None
    order: Annotated[Whole, About("Ordre", low=0, high=100)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Directory of the negotiation: who takes part, for whom, in which role."""

    kind = "person"
    title = "Personne"
    name: Annotated[Name, About("Civilité et nom")] = ""
    organisation: Annotated[Name, About("Organisme")] = ""
    quality: Annotated[Name, About("Qualité")] = ""
    email: Annotated[Name, About("Courriel")] = ""
    role: Annotated[Choice, About("Rôle", choices=(
        ("signataire", "Signataire"), ("negociateur", "Négociateur"), ("appui", "Appui"),
        ("observateur", "Observateur")))] = "negociateur"
    side: Annotated[Choice, About("Partie", choices=(*SIDES, ("aucune", "Aucune")))] = "aucune"
    topic_quality: Annotated[Name, About("Qualité sur un sujet")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Esms(Record):
    """Établissement ou service social ou médico-social (CASF L.312-1), or a subsidised device in the perimeter."""

    kind = "esms"
    title = "ESMS"
    code: Annotated[Name, About("Code")] = ""
    name: Annotated[Name, About("Nom")] = ""
    category: Annotated[Name, About("Catégorie")] = ""
    form: Annotated[Choice | None, About("Établissement ou service", choices=ESMS_FORMS)] = None
    finess: Annotated[Name, About("FINESS")] = ""
    holder: Annotated[Name, About("Titulaire de l’autorisation (vide\u00a0: le gestionnaire)")] = ""
    regime: Annotated[Choice, About("Régime", choices=REGIMES)] = "autorise"
    town: Annotated[Name, About("Commune")] = ""
    place_unit: Annotated[Name, About("Unité de capacité")] = "places"
    capacity: Annotated[Whole | None, About("Capacité initiale", "places", 0, 5000)] = None
    public: Annotated[Text, About("Public accueilli")] = ""
    authorised_until: Annotated[Day | None, About("Fin d’autorisation")] = None
    next_project: Annotated[Day | None, About("Prochain projet d’établissement ou de service")] = None
    next_evaluation: Annotated[Day | None, About("Prochaine évaluation")] = None
    order: Annotated[Whole, About("Ordre", low=0, high=10_000)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Record):
    """Dotation globalisée commune (R.314-43-1): sections of one legal person, one authority, one funding."""

    kind = "dgc"
    title = "DGC"
    name: Annotated[Name, About("Nom")] = ""
    payer: Annotated[Name, About("Payeur")] = ""
    advances: Annotated[Choice, About("Base des acomptes", choices=ADVANCES)] = "texte"
    order: Annotated[Whole, About("Ordre", low=0, high=100)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Record):
    """Section tarifaire: the part of an ESMS under one authority and one funding; the unit of all money."""

    kind = "section"
    title = "Section tarifaire"
    code: Annotated[Name, About("Code")] = ""
    esms: Annotated[Reference, About("ESMS", of="esms", owner=True)] = ""
    section_kind: Annotated[Choice, About("Nature", choices=SECTION_KINDS)] = "autre"
    authority: Annotated[Reference | None, About("Autorité", of="authority")] = None
    other_authority: Annotated[Name, About("Autorité hors du contrat")] = ""
    envelope: Annotated[Choice, About("Financement", choices=ENVELOPES)] = "autre"
    programme: Annotated[Name, About("BOP")] = ""
    payer: Annotated[Name, About("Payeur")] = ""
    dgc: Annotated[Reference | None, About("DGC", of="dgc")] = None
    order: Annotated[Whole, About("Ordre", low=0, high=10_000)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule(Record):
    """How a section is priced over a range of years (R.314-40); ranges neither overlap nor leave a hole."""

    kind = "section_rule"
    title = "Modalité d’une section"
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    first_year: Annotated[Whole, About("De", low=2000, high=2100)] = 2000
    last_year: Annotated[Whole, About("À", low=2000, high=2100)] = 2100
    modality: Annotated[Choice, About("Modalité", choices=MODALITIES, negotiable=True)] = "taux"
    tariff_form: Annotated[Choice, About("Forme du tarif", choices=TARIFF_FORMS)] = "dgf"


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Transformation(Record):
    """Transformation de l’offre: capacity of a year = initial + transformations in force, never typed twice."""

    kind = "transformation"
    title = "Transformation"
    code: Annotated[Name, About("Code")] = ""
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    nature: Annotated[Choice, About("Type", choices=(
        ("creation", "Création"), ("extension", "Extension"), ("transformation", "Transformation"),
        ("transfert", "Transfert"), ("fermeture", "Fermeture")))] = "extension"
    places: Annotated[Whole | None, About("Places", "places", -5000, 5000, negotiable=True)] = None
    effective: Annotated[Day | None, About("Date d’effet")] = None
    act: Annotated[Name, About("Acte d’autorisation")] = ""
    act_date: Annotated[Day | None, About("Date de l’acte")] = None
    description: Annotated[Text, About("De quoi à quoi")] = ""
    posts: Annotated[Number | None, About("ETP", "ETP", -1000, 1000, negotiable=True)] = None
    operation: Annotated[Reference | None, About("Opération d’investissement", of="operation")] = None
    public: Annotated[Text, About("Public à reloger")] = ""
