"""Problems by the names that callers of the API know."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pydantic.alias_generators import to_camel

from dps.platform.web.refusals import Invalid

_OF_A_LIST = re.compile(r"(\w+)-([0-9]+)\Z")


@contextmanager
def in_api_words(names: Mapping[str, str] | None = None) -> Iterator[None]:
    """Raise the Invalid of a command again with the fields of the API: `names` for those called otherwise there.

    `value-2` of a list is `1.value`, as the API counts from 0.
    """
    try:
        yield
    except Invalid as refused:
        raise Invalid({_named(name, names or {}): words for name, words in refused.problems.items()}) from refused


def _named(name: str, names: Mapping[str, str]) -> str:
    of_a_list = _OF_A_LIST.match(name)
    if of_a_list:
        return f"{int(of_a_list[2]) - 1}.{_named(of_a_list[1], names)}"
    return names.get(name) or to_camel(name)
