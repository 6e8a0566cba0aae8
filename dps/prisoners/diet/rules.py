"""Diets and food allergies (reference-data.md 3, prisoners.md 7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

MEDICAL = {
    "COELIAC": "Coeliac (cannot eat gluten)",
    "DIABETIC_TYPE_1": "Diabetic type 1",
    "DIABETIC_TYPE_2": "Diabetic type 2",
    "DYSPHAGIA": "Dysphagia (has problems swallowing food)",
    "EATING_DISORDER": "Eating disorder",
    "LACTOSE_INTOLERANT": "Lactose intolerant",
    "LOW_CHOLESTEROL": "Low cholesterol",
    "LOW_PHOSPHOROUS": "Low phosphorous",
    "NUTRIENT_DEFICIENCY": "Nutrient deficiency",
    "OTHER": "Another medical diet",
}
ALLERGIES = {
    "CELERY": "Celery",
    "GLUTEN": "Cereals containing gluten",
    "CRUSTACEANS": "Crustaceans",
    "EGG": "Egg",
    "FISH": "Fish",
    "LUPIN": "Lupin",
    "MILK": "Milk",
    "MOLLUSCS": "Molluscs",
    "MUSTARD": "Mustard",
    "PEANUTS": "Peanuts",
    "SESAME": "Sesame",
    "SOYA": "Soya",
    "SULPHUR_DIOXIDE": "Sulphur dioxide",
    "TREE_NUTS": "Tree nuts",
    "OTHER": "Another food allergy",
}
PERSONALISED = {"HALAL": "Halal", "KOSHER": "Kosher", "VEGAN": "Vegan", "OTHER": "Another personalised diet"}
GROUPS: Mapping[str, Mapping[str, str]] = {
    "medical": MEDICAL,
    "allergies": ALLERGIES,
    "personalised": PERSONALISED,
}
LONGEST_DETAILS, LONGEST_INSTRUCTIONS = 100, 1000


@dataclass(frozen=True, slots=True)
class Detail:
    """A text that belongs to one box. `needed`: the box alone says too little."""

    group: str
    code: str
    label: str
    needed: bool
    missing: str = ""


DETAILS = {
    "eating_disorder": Detail("medical", "EATING_DISORDER", "Which eating disorder", needed=False),
    "nutrient_deficiency": Detail("medical", "NUTRIENT_DEFICIENCY", "Which nutrients they lack", needed=False),
    "medical_other": Detail("medical", "OTHER", "Which other medical diet", True, "Enter the other medical diet"),
    "allergies_other": Detail("allergies", "OTHER", "Which other food allergy", True, "Enter the other food allergy"),
    "personalised_other": Detail(
        "personalised", "OTHER", "Which other personalised diet", True, "Enter the other personalised diet"
    ),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """All there is to know about what somebody eats. `details` holds texts by the names of DETAILS."""

    medical: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    personalised: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    catering_instructions: str = ""


def in_order(group: str, codes: Collection[str]) -> tuple[str, ...]:
    """The codes of a group that are ticked, in the order of the page."""
    return tuple(code for code in GROUPS[group] if code in codes)


def tidied(
    ticked: Mapping[str, Collection[str]], details: Mapping[str, str], instructions: str
) -> tuple[Needs, dict[str, str]]:
    """(what is kept, what is wrong by box). A text is kept only with its box; "Another ..." needs one."""
    kept: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, detail in DETAILS.items():
        words = details.get(name, "")
        if detail.code not in ticked.get(detail.group, ()):
            continue
        if words:
            kept[name] = words
        elif detail.needed:
            problems[name] = detail.missing
        if len(words) > LONGEST_DETAILS:
            problems[name] = f"{detail.label} must be {LONGEST_DETAILS} characters or fewer"
    groups = {group: in_order(group, ticked.get(group, ())) for group in GROUPS}
    return Needs(**groups, details=kept, catering_instructions=instructions), problems


def group_words(group: str, codes: Collection[str], details: Mapping[str, str]) -> list[str]:
    """Each box that is ticked in words, with its text: `Another food allergy: kiwi fruit`."""
    texts = {detail.code: details.get(name, "") for name, detail in DETAILS.items() if detail.group == group}
    return [
        f"{GROUPS[group][code]}: {texts[code]}" if texts.get(code) else GROUPS[group][code]
        for code in in_order(group, codes)
    ]
