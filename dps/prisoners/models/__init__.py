"""The person and their booking, as tables. Vocabulary: a *person* has one prison number for life and one or more
names; a *booking* is one period of custody; most facts hang off a booking, alerts and balances off the person.

Ids that NOMIS gives (booking, name, image, visit, charge ...) are used as they are, so that a bulk load needs no
look-ups; records made here take ids above ten digits."""

from dps.prisoners.models.alerts import Alert
from dps.prisoners.models.appearance import Mark, PhysicalAttributes
from dps.prisoners.models.assessments import Assessment, AssessmentAnswer, IncentiveReview
from dps.prisoners.models.beliefs import Belief
from dps.prisoners.models.bookings import Booking, CellAssignment, Movement
from dps.prisoners.models.conduct import Adjudication, AdjudicationHearing, NonAssociation, Punishment
from dps.prisoners.models.contacts import Contact, KeyWorker
from dps.prisoners.models.csip import CsipRecord, CsipReview
from dps.prisoners.models.days import ScheduledEvent, Visit, VisitBalance, Visitor
from dps.prisoners.models.money import AccountBalance, AccountTransaction, DamageObligation
from dps.prisoners.models.people import (
    CareNeed,
    Identifier,
    Image,
    Language,
    Neurodiversity,
    Person,
    PersonName,
    ProfileDetail,
    ReasonableAdjustment,
)
from dps.prisoners.models.property import PropertyContainer
from dps.prisoners.models.reaching import Address, AddressUsage, EmailAddress, Phone
from dps.prisoners.models.sentences import (
    Charge,
    CourtAppearance,
    CourtCase,
    ImprisonmentStatus,
    ReleaseDetail,
    Sentence,
    SentenceCalculation,
    SentencedCharge,
    SentenceTerm,
)
from dps.prisoners.search.models import NameInUse, SearchExtraWord, SearchName, SearchRecord

__all__ = [
    "AccountBalance",
    "AccountTransaction",
    "Address",
    "AddressUsage",
    "Adjudication",
    "AdjudicationHearing",
    "Alert",
    "Assessment",
    "AssessmentAnswer",
    "Belief",
    "Booking",
    "CareNeed",
    "CellAssignment",
    "Charge",
    "Contact",
    "CourtAppearance",
    "CourtCase",
    "CsipRecord",
    "CsipReview",
    "DamageObligation",
    "EmailAddress",
    "Identifier",
    "Image",
    "ImprisonmentStatus",
    "IncentiveReview",
    "KeyWorker",
    "Language",
    "Mark",
    "Movement",
    "NameInUse",
    "Neurodiversity",
    "NonAssociation",
    "Person",
    "PersonName",
    "Phone",
    "PhysicalAttributes",
    "ProfileDetail",
    "PropertyContainer",
    "Punishment",
    "ReasonableAdjustment",
    "ReleaseDetail",
    "ScheduledEvent",
    "SearchExtraWord",
    "SearchName",
    "SearchRecord",
    "Sentence",
    "SentenceCalculation",
    "SentenceTerm",
    "SentencedCharge",
    "Visit",
    "VisitBalance",
    "Visitor",
]
