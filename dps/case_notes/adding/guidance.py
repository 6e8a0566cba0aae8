"""Advice beside the form for some types of note. Source: case-notes.md 2.2."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

PROMPTS = {
    "POS": (
        (
            "Praise soon after the event",
            "Tell them what they did well on the same day if you can. Praise that comes a week later is worth less, "
            "and they may no longer know what it was for.",
        ),
        (
            "Notice when somebody is getting better at something",
            "Look for steps in the right direction as well as good results. Say what has changed since last time, "
            "so that they know somebody saw it.",
        ),
        (
            "Think about where they started from",
            "What is easy for one person can be hard for another. Someone who has had little schooling, a hard "
            "childhood or poor health may have worked much harder for the same result.",
        ),
        (
            "Progress is different for everybody",
            "Compare people with themselves, not with those next door. A quiet week may be a real achievement for "
            "someone who finds the wing difficult.",
        ),
        (
            "Young adults respond well to praise",
            "People under 25 change more through encouragement than through punishment. Tell them what to go on "
            "doing, and let their key worker know.",
        ),
    ),
    "NEG": (
        (
            "Let things cool down first",
            "Write down what you saw, then talk when everybody is calm. What is said in anger is seldom the whole "
            "story, and rarely changes anything.",
        ),
        (
            "Ask them why",
            "There may be a reason you do not know: bad news from home, debt, pain, trouble with somebody on the "
            "wing. Record the reason they give as well as what they did.",
        ),
        (
            "Agree what happens next",
            "Say what needs to change and by when, and what help there is. Write the agreement here so that the next "
            "officer can follow it up.",
        ),
        (
            "Talk to their key worker",
            "The key worker may have seen this coming or may know what works. Tell them what happened, so that it is "
            "part of the next session.",
        ),
        (
            "Young adults do better when good behaviour is noticed",
            "People under 25 are still learning to stop and think. Keep warnings short and clear, and look out for "
            "the next thing they do well.",
        ),
    ),
}
"""Type to (a line, what it opens to): one of five, by chance."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice and the kind it is for; `sub_type` '' is for every sub-type of the type."""

    type: str
    sub_type: str = ""
    opens: str = ""
    """The line that opens it; '' for what is always in view."""
    words: Sequence[str] = ()
    is_warning: bool = False

    def is_for(self, type: str, sub_type: str) -> bool:
        """Whether it is shown for a choice; before the sub-type is chosen, what may apply is shown."""
        return type == self.type and (not self.sub_type or not sub_type or sub_type == self.sub_type)


OPEN_TO_ALL = Advice(
    "OMIC",
    "OPEN_COMM",
    words=(
        "Anybody who can open case notes can read an open case note.",
        "Do not put sensitive information in it.",
    ),
    is_warning=True,
)
KEY_WORK = Advice(
    "KA",
    words=(
        "Use Key Worker Session only for a full session that took place.",
        "Use Key Worker Entry for other key work, such as a short talk, or a session that did not go ahead.",
    ),
)


def advice(choose: Callable[[Sequence[tuple[str, str]]], tuple[str, str]]) -> list[Advice]:
    """Every piece of advice; `choose` picks one of the five prompts of a type."""
    prompts = [(type, choose(five)) for type, five in PROMPTS.items()]
    return [
        *(Advice(type, opens=line, words=(more,)) for type, (line, more) in prompts),
        OPEN_TO_ALL,
        KEY_WORK,
    ]
