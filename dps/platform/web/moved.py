"""Something that an address names by a name it no longer has."""


class Moved(Exception):
    """What `was` in an address is `now` known by another name, to somebody who may know of it."""

    def __init__(self, was: str, now: str) -> None:
        self.was, self.now = was, now
        super().__init__(f"{was} is {now}")

    def address(self, asked: str) -> str:
        """The address to go to, with all else that was asked."""
        path, mark, query = asked.partition("?")
        parts = path.split("/")
        place = next((place for place, part in enumerate(parts) if part.upper() == self.was.upper()), None)
        if place is not None:
            parts[place] = self.now
        return "/".join(parts) + mark + query
