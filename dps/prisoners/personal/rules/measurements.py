"""Height, weight and shoe size: limits, conversions, words (prisoners.md 7). Halves are rounded up."""

from fractions import Fraction

SHORTEST_CM, TALLEST_CM = 50, 280
FEWEST_FEET, MOST_FEET, MOST_INCHES = 1, 9, 11
LIGHTEST_KG, HEAVIEST_KG = 12, 640
FEWEST_STONE, MOST_STONE, MOST_ODD_POUNDS = 2, 100, 13
FEWEST_POUNDS, MOST_POUNDS = 28, 1400
INCHES, POUNDS = 12, 14
"""To a foot, and to a stone."""
CM, KG = Fraction("2.54"), Fraction("6.35")
"""To an inch, and to a stone."""
SMALLEST_UK, LARGEST_UK, SMALLEST_EU, LARGEST_EU = 1, 25, 16, 62
LONGEST_NUMBER = 6
"""Digits nobody needs more of."""


class NotSensible(Exception):
    """What was typed is no such measure. `box` is which of the boxes, its text the words for whoever typed it."""

    def __init__(self, box: str, words: str) -> None:
        self.box = box
        super().__init__(words)


def _rounded(exact: Fraction) -> int:
    return (exact + Fraction(1, 2)).__floor__()


def cm_of(feet: int, inches: int) -> int:
    """Whole centimetres."""
    return _rounded((feet * INCHES + inches) * CM)


def feet_of(cm: int) -> tuple[int, int]:
    """Feet and whole inches; twelve inches carry to a foot."""
    return divmod(_rounded(cm / CM), INCHES)


def kg_of(stone: int, pounds: int) -> int:
    """Whole kilograms."""
    return _rounded((stone + Fraction(pounds, POUNDS)) * KG)


def pounds_of(kg: int) -> int:
    """Whole pounds."""
    return _rounded(kg / KG * POUNDS)


def stone_of(kg: int) -> tuple[int, int]:
    """Stone and whole pounds; fourteen pounds carry to a stone."""
    return divmod(pounds_of(kg), POUNDS)


def _whole(typed: str, box: str, words: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER):
        raise NotSensible(box, words)
    return int(typed)


def _between(number: int | None, box: str, low: int, high: int, words: str) -> None:
    if number is not None and not low <= number <= high:
        raise NotSensible(box, words)


def height_in_cm(typed: str) -> int | None:
    """50 to 280, or None when nothing was typed. Raises NotSensible."""
    words = f"Height must be a whole number of centimetres from {SHORTEST_CM} to {TALLEST_CM}"
    cm = _whole(typed, "cm", words)
    _between(cm, "cm", SHORTEST_CM, TALLEST_CM, words)
    return cm


def height_in_feet(feet: str, inches: str, kept: int | None) -> int | None:
    """Centimetres of 1 foot to 9 feet 0 inches. Feet may stand alone, inches may not. Raises NotSensible.

    `kept` is the height before: it stays to the centimetre when feet and inches still say the same.
    """
    words = f"Feet must be a whole number from {FEWEST_FEET} to {MOST_FEET}"
    whole = _whole(feet, "feet", words)
    odd = _whole(inches, "inches", f"Inches must be a whole number from 0 to {MOST_INCHES}")
    if whole is None:
        if odd is not None:
            raise NotSensible("feet", "Enter the feet as well as the inches")
        return None
    typed = (whole, odd or 0)
    if kept is not None and feet_of(kept) == typed:
        return kept
    _between(whole, "feet", FEWEST_FEET, MOST_FEET, words)
    _between(odd, "inches", 0, MOST_INCHES, f"Inches must be a whole number from 0 to {MOST_INCHES}")
    if whole == MOST_FEET and odd:
        raise NotSensible("inches", f"Height must be {MOST_FEET} feet 0 inches or less")
    return cm_of(*typed)


def weight_in_kg(typed: str) -> int | None:
    """12 to 640, or None when nothing was typed. Raises NotSensible."""
    words = f"Weight must be a whole number of kilograms from {LIGHTEST_KG} to {HEAVIEST_KG}"
    kg = _whole(typed, "kg", words)
    _between(kg, "kg", LIGHTEST_KG, HEAVIEST_KG, words)
    return kg


def weight_in_stone(stone: str, pounds: str, kept: int | None) -> int | None:
    """Kilograms of 2 to 100 stone with 0 to 13 pounds. Stone may stand alone, pounds may not. Raises NotSensible.

    `kept` stays to the kilogram when stone and pounds still say the same.
    """
    words = f"Stone must be a whole number from {FEWEST_STONE} to {MOST_STONE}"
    whole = _whole(stone, "stone", words)
    odd = _whole(pounds, "pounds", f"Pounds must be a whole number from 0 to {MOST_ODD_POUNDS}")
    if whole is None:
        if odd is not None:
            raise NotSensible("stone", "Enter the stone as well as the pounds, or give the whole weight in pounds")
        return None
    typed = (whole, odd or 0)
    if kept is not None and stone_of(kept) == typed:
        return kept
    _between(whole, "stone", FEWEST_STONE, MOST_STONE, words)
    _between(odd, "pounds", 0, MOST_ODD_POUNDS, f"Pounds must be a whole number from 0 to {MOST_ODD_POUNDS}")
    return kg_of(*typed)


def weight_in_pounds(typed: str, kept: int | None) -> int | None:
    """Kilograms of 28 to 1,400 pounds. Raises NotSensible. `kept` stays when the pounds still say the same."""
    words = f"Weight must be a whole number of pounds from {FEWEST_POUNDS} to {MOST_POUNDS:,}"
    pounds = _whole(typed, "pounds", words)
    if pounds is None:
        return None
    if kept is not None and pounds_of(kept) == pounds:
        return kept
    _between(pounds, "pounds", FEWEST_POUNDS, MOST_POUNDS, words)
    return kg_of(0, pounds)


def height_words(cm: int | None) -> str:
    """`180 cm (5 ft 11 in)`; '' for none."""
    if cm is None:
        return ""
    feet, inches = feet_of(cm)
    return f"{cm} cm ({feet} ft {inches} in)"


def weight_words(kg: int | None) -> str:
    """`80 kg (12 st 8 lb)`; '' for none."""
    if kg is None:
        return ""
    stone, pounds = stone_of(kg)
    return f"{kg} kg ({stone} st {pounds} lb)"


def shoe_size(typed: str) -> str:
    """A size as it is kept: `9`, `9.5`, `EU 43`; '' for nothing. Raises NotSensible.

    Whole and half sizes, UK 1 to 25 or EU 16 to 62. A number above the largest UK size is an EU one.
    """
    wrong = NotSensible(
        "size", f"Shoe size must be a UK size from {SMALLEST_UK} to {LARGEST_UK} or an EU size, such as 9, 9.5 or EU 43"
    )
    words = " ".join(typed.upper().replace("½", ".5").replace(",", ".").split())
    if not words:
        return ""
    kinds = [kind for kind in ("UK", "EU") if words.startswith(kind) or words.endswith(kind)]
    number = words.removeprefix("UK").removeprefix("EU").removesuffix("UK").removesuffix("EU").strip()
    whole, dot, half = number.partition(".")
    if len(kinds) > 1 or not (whole.isascii() and whole.isdigit() and len(whole) <= LONGEST_NUMBER):
        raise wrong
    if dot and half not in ("5", "0", "50", "00"):
        raise wrong
    size = Fraction(int(whole)) + (Fraction(1, 2) if half.startswith("5") else 0)
    kind = kinds[0] if kinds else ("UK" if size <= LARGEST_UK else "EU")
    low, high = (SMALLEST_UK, LARGEST_UK) if kind == "UK" else (SMALLEST_EU, LARGEST_EU)
    if not low <= size <= high:
        raise wrong
    plain = f"{int(whole)}.5" if size.denominator == 2 else str(int(whole))
    return plain if kind == "UK" else f"EU {plain}"
