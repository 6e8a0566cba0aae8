"""What a picture may be, and how a photograph of a face is cut (prisoners.md 7, facial image)."""

LARGEST_FILE = 10_000_000
"""Bytes. The specification allows to cap below its 200 MB."""
MOST_PIXELS = {"JPEG": 50_000_000, "GIF": 12_000_000}
"""Wide times high: a small file can unfold to gigabytes. A JPEG can be opened smaller than it is, a GIF cannot."""
TOO_LARGE = "The picture is too large"
SHORTEST_SIDE = 100
"""Pixels: below that nobody is recognised."""
LONGEST_SIDE = 1600
"""Pixels. Larger pictures are made smaller before they are kept."""
FACE = (500, 700)
FACE_SMALL = (110, 154)
SMALL_SIDE = 200
RATIO = (5, 7)
CROPS = {
    "top": "From the top of the picture",
    "centre": "From the middle of the picture",
    "closer": "Closer: head and shoulders near the top",
}
Box = tuple[int, int, int, int]
_CLOSER = 0.65


def crop_box(width: int, height: int, crop: str) -> Box:
    """The part (left, top, right, bottom) five wide and seven high that a choice in `CROPS` keeps."""
    wide, high = RATIO
    across = min(width, height * wide // high)
    if crop == "closer":
        across = max(1, int(across * _CLOSER))
    down = max(1, min(height, across * high // wide))
    left = (width - across) // 2
    spare = height - down
    top = {"top": 0, "centre": spare // 2, "closer": min(spare, height // 12)}[crop]
    return left, top, left + across, top + down


def size_problem(width: int, height: int, kind: str) -> str:
    """Why a picture of this size and kind (JPEG, GIF) cannot be used; '' when it can."""
    most = MOST_PIXELS[kind]
    if width * height > most:
        return f"{TOO_LARGE}: {width:,} by {height:,} dots. The most is {most // 1_000_000} million dots"
    if min(width, height) < SHORTEST_SIDE:
        return f"The picture is too small: it must be at least {SHORTEST_SIDE} dots wide and high"
    return ""


def fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    """The size at which neither side is longer than `longest`; never larger than it was."""
    scale = min(1.0, longest / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
