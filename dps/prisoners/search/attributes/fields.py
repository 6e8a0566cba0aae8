"""The fields of a record that people can be looked for by, under the names other systems know (search.md 10)."""

from dataclasses import dataclass

from dps.prisoners.search.attributes.rules import Field, Kind

NAMES, RECORD, OWN = "names", "record", "own"
"""Who may look by a field: whoever searches; whoever may open the person; only those of the person's prison."""
AGENCY = "agency"
"""Stands as `coded` for a code of an agency that is looked for by its name."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One field: where it is (`sql` on r, d, p, or the alias of its list), who may look by it, its words on a page."""

    name: str
    kind: Kind
    words: str
    sql: str
    read_by: str = RECORD
    list: str = ""
    coded: str = ""
    """Of a code that is looked for by its label: the list of codes."""
    fuzzy: bool = False
    name_column: str = ""
    """`first` or `last`: near spellings are found among names in use."""

    @property
    def field(self) -> Field:
        return Field(self.name, self.kind, self.fuzzy)


LISTS = {
    "aliases": ("prisoners_personname l", "l.person_id = r.person_id AND NOT l.is_working"),
    "alerts": ("prisoners_alert l", "l.person_id = r.person_id AND l.deleted_at IS NULL"),
    "identifiers": ("prisoners_identifier l", "l.person_id = r.person_id"),
    "tattoos": ("prisoner_search_index_searchmark l", "l.person_id = r.person_id AND l.is_tattoo"),
    "scars": ("prisoner_search_index_searchmark l", "l.person_id = r.person_id AND l.is_scar"),
    "marks": ("prisoner_search_index_searchmark l", "l.person_id = r.person_id"),
    "languages": ("prisoners_language l", "l.booking_id = r.booking_id"),
    "personalCareNeeds": ("prisoners_careneed l", "l.booking_id = r.booking_id AND l.ended_on IS NULL"),
    "addresses": (
        "prisoners_address l",
        'l.person_id = r.person_id AND (NOT l.no_fixed_address OR l."primary")',
    ),
    "phoneNumbers": ("prisoners_phone l", "l.person_id = r.person_id"),
    "emailAddresses": ("prisoners_emailaddress l", "l.person_id = r.person_id"),
    "allConvictedOffences": ("prisoners_charge l", "l.booking_id = r.booking_id"),
}
"""Things of which a person has several: where each is, and whose it is."""
_S, _I, _D, _B, _T = Kind.STRING, Kind.INT, Kind.DATE, Kind.BOOLEAN, Kind.DATETIME


def _profile(type: str) -> str:
    return (
        "(SELECT code FROM prisoners_profiledetail WHERE booking_id = r.booking_id"
        f" AND type = '{type}' ORDER BY sequence LIMIT 1)"
    )


_ALL = [
    Attribute("prisonerNumber", _S, "Prison number", "r.person_id", NAMES),
    Attribute("bookingId", _I, "Booking id", "r.booking_id", NAMES),
    Attribute("bookNumber", _S, "Book number", "r.book_number", NAMES),
    Attribute("pncNumber", Kind.PNC, "PNC number", "r.pnc", NAMES),
    Attribute("croNumber", _S, "CRO number", "r.cro", NAMES),
    Attribute("title", _S, "Title", "p.title", NAMES, coded="TITLE"),
    Attribute("firstName", _S, "First name", "r.first_name", NAMES, fuzzy=True, name_column="first"),
    Attribute("middleNames", _S, "Middle names", "r.middle_names", NAMES, fuzzy=True),
    Attribute("lastName", _S, "Last name", "r.last_name", NAMES, fuzzy=True, name_column="last"),
    Attribute("dateOfBirth", _D, "Date of birth", "r.date_of_birth", NAMES),
    Attribute("gender", _S, "Gender", "r.sex", NAMES, coded="SEX"),
    Attribute("ethnicity", _S, "Ethnicity", "r.ethnicity", coded="ETHNICITY"),
    Attribute("raceCode", _S, "Ethnicity code", "r.ethnicity"),
    Attribute("nationality", _S, "Nationality", "r.nationality", OWN, coded="NAT"),
    Attribute("religion", _S, "Religion, faith or belief", "r.religion", OWN, coded="RELF"),
    Attribute("maritalStatus", _S, "Domestic status", _profile("MARITAL"), OWN, coded="MARITAL"),
    Attribute("smoker", _S, "Smoker (Y, N or V)", _profile("SMOKE"), OWN),
    Attribute("status", _S, "Status", "r.status", NAMES),
    Attribute("inOutStatus", _S, "In or out", "r.in_out", NAMES),
    Attribute("prisonId", _S, "Prison code", "r.agency", NAMES),
    Attribute("prisonName", _S, "Prison name", "r.agency", NAMES, coded=AGENCY, fuzzy=True),
    Attribute("lastPrisonId", _S, "Prison left last, code", "r.left_agency", NAMES),
    Attribute("cellLocation", _S, "Cell", "r.cell_path"),
    Attribute("lastMovementTypeCode", _S, "Last movement type", "r.last_movement_type"),
    Attribute("lastMovementReasonCode", _S, "Last movement reason", "r.last_movement_reason"),
    Attribute("lastMovementDateTime", _T, "Last movement time", "r.last_movement_at"),
    Attribute("receptionDate", _D, "Arrived on", "(r.arrived_at AT TIME ZONE 'Europe/London')::date"),
    Attribute("category", _S, "Category code", "r.category"),
    Attribute("csra", _S, "CSRA", "r.csra", coded="CSRA"),
    Attribute("currentIncentive.level.code", _S, "Incentive level code", "r.incentive"),
    Attribute("currentIncentive.level.description", _S, "Incentive level", "r.incentive", coded="IEP_LEVEL"),
    Attribute("legalStatus", _S, "Legal status", "r.legal_status"),
    Attribute("imprisonmentStatus", _S, "Imprisonment status code", "r.imprisonment_status"),
    Attribute("imprisonmentStatusDescription", _S, "Imprisonment status", "r.imprisonment_status", coded="IMP_STS"),
    Attribute("recall", _B, "Recalled", "(r.legal_status = 'RECALL')"),
    Attribute("indeterminateSentence", _B, "Indeterminate sentence", "coalesce(r.band = 1, false)"),
    Attribute("mostSeriousOffence", _S, "Most serious offence", "d.offence", fuzzy=True),
    Attribute("releaseDate", _D, "Release date", "r.release_on"),
    Attribute("confirmedReleaseDate", _D, "Confirmed release date", "d.confirmed_release_on"),
    Attribute("conditionalReleaseDate", _D, "Conditional release date", "d.conditional_release_on"),
    Attribute("postRecallReleaseDate", _D, "Post-recall release date", "d.post_recall_release_on"),
    Attribute("sentenceExpiryDate", _D, "Sentence expiry date", "d.sentence_ends_on"),
    Attribute("restrictedPatient", _B, "Restricted patient", "(r.supporting_prison <> '')"),
    Attribute("supportingPrisonId", _S, "Supporting prison, code", "r.supporting_prison"),
    Attribute("dischargedHospitalId", _S, "Hospital code", "r.hospital"),
    Attribute("dischargedHospitalDescription", _S, "Hospital", "r.hospital", coded=AGENCY, fuzzy=True),
    Attribute("heightCentimetres", _I, "Height, cm", "d.height_cm"),
    Attribute("weightKilograms", _I, "Weight, kg", "d.weight_kg"),
    Attribute("hairColour", _S, "Hair", "d.hair", coded="HAIR"),
    Attribute("leftEyeColour", _S, "Left eye", "d.left_eye", coded="R_EYE_C"),
    Attribute("rightEyeColour", _S, "Right eye", "d.right_eye", coded="R_EYE_C"),
    Attribute("facialHair", _S, "Facial hair", "d.facial_hair", coded="FACIAL_HAIR"),
    Attribute("shapeOfFace", _S, "Face", "d.face", coded="FACE"),
    Attribute("build", _S, "Build", "d.build", coded="BUILD"),
    Attribute("shoeSize", _I, "Shoe size", "d.shoe_size"),
    Attribute("aliases.firstName", _S, "Alias: first name", "l.first_name", NAMES, "aliases", fuzzy=True),
    Attribute("aliases.middleNames", _S, "Alias: middle names", "l.middle_names", NAMES, "aliases", fuzzy=True),
    Attribute("aliases.lastName", _S, "Alias: last name", "l.last_name", NAMES, "aliases", fuzzy=True),
    Attribute("aliases.dateOfBirth", _D, "Alias: date of birth", "l.date_of_birth", NAMES, "aliases"),
    Attribute("aliases.gender", _S, "Alias: gender", "l.sex", NAMES, "aliases", coded="SEX"),
    Attribute("aliases.ethnicity", _S, "Alias: ethnicity", "l.ethnicity", RECORD, "aliases", coded="ETHNICITY"),
    Attribute("alerts.alertType", _S, "Alert: type code", "l.type", RECORD, "alerts"),
    Attribute("alerts.alertCode", _S, "Alert: code", "l.code", RECORD, "alerts"),
    Attribute(
        "alerts.active", _B, "Alert: active", "(l.active_to IS NULL OR l.active_to > %(today)s)", RECORD, "alerts"
    ),
    Attribute("alerts.expired", _B, "Alert: ended", "coalesce(l.active_to <= %(today)s, false)", RECORD, "alerts"),
    Attribute("identifiers.type", _S, "Number: type", "l.type", NAMES, "identifiers"),
    Attribute("identifiers.value", _S, "Number: value", "l.value", NAMES, "identifiers"),
    Attribute("identifiers.issuedDate", _D, "Number: issued", "l.issued_on", RECORD, "identifiers"),
    *(
        Attribute(f"{list}.{part}", _S, f"{one}: {words}", f"l.{column}", RECORD, list, coded=coded, fuzzy=fuzzy)
        for list, one in (("tattoos", "Tattoo"), ("scars", "Scar"), ("marks", "Mark of any kind"))
        for part, words, column, coded, fuzzy in (
            ("bodyPart", "part of the body", "body_part", "BODY_PART", False),
            ("comment", "words about it", "words", "", True),
        )
    ),
    Attribute("languages.code", _S, "Language", "l.code", OWN, "languages", coded="LANG"),
    Attribute("languages.type", _S, "Language: kind", "l.type", OWN, "languages"),
    Attribute(
        "languages.interpreterRequested", _B, "Language: interpreter", "l.interpreter_required", OWN, "languages"
    ),
    Attribute("personalCareNeeds.problemType", _S, "Care need: type code", "l.type", RECORD, "personalCareNeeds"),
    Attribute("personalCareNeeds.problemCode", _S, "Care need: code", "l.code", RECORD, "personalCareNeeds"),
    Attribute("personalCareNeeds.problemStatus", _S, "Care need: status", "l.status", RECORD, "personalCareNeeds"),
    Attribute(
        "addresses.fullAddress",
        _S,
        "Address",
        "concat_ws(' ', nullif(l.flat, ''), nullif(l.premise, ''), nullif(l.street, ''), nullif(l.locality, ''))",
        RECORD,
        "addresses",
    ),
    Attribute("addresses.postalCode", _S, "Address: postcode", "l.postcode", RECORD, "addresses"),
    Attribute("addresses.startDate", _D, "Address: from", "l.started_on", RECORD, "addresses"),
    Attribute("addresses.primaryAddress", _B, "Address: primary", 'l."primary"', RECORD, "addresses"),
    Attribute("phoneNumbers.type", _S, "Phone: type", "l.type", RECORD, "phoneNumbers"),
    Attribute(
        "phoneNumbers.number", _S, "Phone: digits", r"regexp_replace(l.number, '\D', '', 'g')", RECORD, "phoneNumbers"
    ),
    Attribute("emailAddresses.email", _S, "Email address", "l.address", RECORD, "emailAddresses"),
    Attribute(
        "allConvictedOffences.offenceCode", _S, "Offence: code", "l.offence_code", RECORD, "allConvictedOffences"
    ),
    Attribute(
        "allConvictedOffences.offenceDescription", _S, "Offence", "l.description", RECORD, "allConvictedOffences"
    ),
    Attribute("allConvictedOffences.offenceDate", _D, "Offence: on", "l.committed_on", RECORD, "allConvictedOffences"),
]
ATTRIBUTES = {attribute.name: attribute for attribute in _ALL}
FIELDS = {name: attribute.field for name, attribute in ATTRIBUTES.items()}
SORTABLE = {
    "prisonerNumber": "r.person_id",
    "firstName": "r.first_name",
    "lastName": "r.last_name",
    "status": "r.status",
    "dateOfBirth": "r.date_of_birth",
    "prisonId": "r.agency",
    "cellLocation": "r.cell_sort",
    "releaseDate": "r.release_on",
    "receptionDate": "r.arrived_at",
    "category": "r.category",
    "bookingId": "r.booking_id",
}
