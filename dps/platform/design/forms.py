"""Forms that print GOV.UK components, collect every error at once and keep what was typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.template import engines
from django.utils.safestring import SafeString

from dps.platform.web.refusals import Invalid

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary and the field it leads to."""

    anchor: str
    words: str


def cleaned_text(value: object) -> str:
    """What was typed without control characters, line ends as one kind, and no spaces round it."""
    return _CONTROL.sub("", str(value or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


class DpsForm(forms.Form):
    """Base of every form."""

    template_name = "design/components/form.html.jinja"
    use_required_attribute = False

    def error_summary(self) -> list[Problem]:
        """Every error in field order, each with the id of the box to mend."""
        problems = [Problem("main-content", str(words)) for words in self.non_field_errors()]
        for name, field in self.fields.items():
            anchor = getattr(field, "anchor", lambda errors, n: f"id_{n}")(self.errors.get(name), name)
            problems += [Problem(anchor, str(words)) for words in self.errors.get(name, [])]
        return problems

    def as_field(self, name: str) -> SafeString:
        """The named field as its GOV.UK component."""
        field = self.fields[name]
        bound = self[name]
        context = {
            "field": field,
            "name": self.add_prefix(name),
            "id": f"id_{name}",
            "value": bound.value() if bound.value() is not None else "",
            "errors": [str(words) for words in self.errors.get(name, [])] if self.is_bound else [],
        }
        template = engines["jinja"].get_template("design/components/fields.html.jinja")
        macro = getattr(template.template.module, field.component)
        return SafeString(macro(context))

    def add_problems(self, refused: Invalid) -> None:
        """Put what a command refused beside the boxes it is about; what is about no box of this form goes on top."""
        for name, words in refused.problems.items():
            self.add_error(name if name in self.fields else None, words)

    @property
    def errors(self) -> ErrorDict:
        return super().errors


class _Described:
    component = ""
    hint = ""
    attrs: dict[str, str]


class TextField(forms.CharField, _Described):
    """One line of text."""

    component = "text"

    def __init__(
        self,
        *,
        label: str,
        max_length: int,
        missing: str = "",
        hint: str = "",
        classes: str = "govuk-!-width-two-thirds",
        attrs: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label=label, required=bool(missing), strip=True, **kwargs)
        self.longest, self.hint, self.classes, self.attrs = max_length, hint, classes, attrs or {}
        self.error_messages["required"] = missing or self.error_messages["required"]

    def to_python(self, value: object) -> str:
        return cleaned_text(value)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise forms.ValidationError(f"{self.label} must be {self.longest:,} characters or fewer")


class TextAreaField(TextField):
    """Several lines, with a count of what is left."""

    component = "text_area"


class PasswordField(TextField):
    """A password: never shown again, never trimmed."""

    component = "password"

    def to_python(self, value: object) -> str:
        return str(value or "")


class UploadField(forms.FileField, _Described):
    """One file. `accept` is what the browser offers to choose from, such as ".jpg,.gif"; `largest` in bytes."""

    component = "upload"

    def __init__(
        self, *, label: str, largest: int, accept: str = "", missing: str = "", hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label=label, required=bool(missing), **kwargs)
        self.largest, self.hint = largest, hint
        self.attrs = {"accept": accept} if accept else {}
        self.error_messages["required"] = missing or self.error_messages["required"]

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        if data.size > self.largest:
            raise forms.ValidationError(f"The file must be {self.largest // 1_000_000} MB or smaller")
        if not data.size:
            raise forms.ValidationError("The file is empty")
        return data


class _ChoiceMessages:
    def _wrong(self, label: str) -> forms.ValidationError:
        return forms.ValidationError(f"{label}: choose one from the list")


class SelectField(forms.ChoiceField, _ChoiceMessages):
    """A drop-down list."""

    component = "select"

    def __init__(
        self, *, label: str, choices: Iterable[tuple[str, str]] = (), missing: str = "", hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label=label, choices=list(choices), required=bool(missing), **kwargs)
        self.hint = hint
        self.attrs: dict[str, str] = {}
        self.error_messages["required"] = missing or self.error_messages["required"]

    def validate(self, value: str) -> None:
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            raise self._wrong(str(self.label))


class RadiosField(SelectField):
    """One of a few."""

    component = "radios"

    def anchor(self, errors: object, name: str) -> str:
        return f"id_{name}_0"


class CheckboxesField(forms.MultipleChoiceField, _ChoiceMessages):
    """Any of a few."""

    component = "checkboxes"

    def __init__(self, *, label: str, choices: Iterable[tuple[str, str]] = (), hint: str = "", **kwargs: Any) -> None:
        super().__init__(label=label, choices=list(choices), required=False, **kwargs)
        self.hint = hint
        self.attrs: dict[str, str] = {}

    def anchor(self, errors: object, name: str) -> str:
        return f"id_{name}_0"

    def validate(self, value: list[str]) -> None:
        if any(not self.valid_value(one) for one in value):
            raise self._wrong(str(self.label))


class _ThreeBoxes(forms.Widget):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str, str]:
        return tuple(cleaned_text(data.get(f"{name}-{part}"))[:10] for part in _PARTS)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in _PARTS)


_HIGHEST = {"day": 31, "month": 12, "year": 9999}
_PARTS = tuple(_HIGHEST)


class DateField(forms.Field, _Described):
    """A day, in three boxes. Cleans to a date, or None when all three are empty and it is not required.

    `wrong_parts` are the boxes to mark when there is an error: those that are wrong, or all when it is the whole day.
    """

    component = "date"
    widget = _ThreeBoxes

    def __init__(
        self,
        *,
        label: str,
        missing: str = "",
        hint: str = "For example, 27 3 1985",
        earliest: date = date(1900, 1, 1),
        **kwargs: Any,
    ) -> None:
        super().__init__(label=label, required=bool(missing), **kwargs)
        self.hint, self.earliest = hint, earliest
        self.attrs = {}
        self.wrong_parts = _PARTS
        self.error_messages["required"] = missing or self.error_messages["required"]

    def anchor(self, errors: object, name: str) -> str:
        return f"id_{name}-{self.wrong_parts[0]}"

    def prepare_value(self, value: Any) -> Any:
        """What the three boxes show: what was typed, or the parts of a day given as the first value."""
        return (str(value.day), str(value.month), str(value.year)) if isinstance(value, date) else value

    def _wrong(self, parts: Iterable[str], words: str) -> forms.ValidationError:
        self.wrong_parts = tuple(parts)
        return forms.ValidationError(f"{self.label} {words}")

    def clean(self, value: tuple[str, str, str] | None) -> date | None:
        self.wrong_parts = _PARTS
        parts = dict(zip(_PARTS, value or ("", "", ""), strict=True))
        if not any(parts.values()):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return None
        if missing := [part for part, typed in parts.items() if not typed]:
            raise self._wrong(missing, f"must include a {' and a '.join(missing)}")
        numbers = {part: int(typed) if typed.isascii() and typed.isdigit() else 0 for part, typed in parts.items()}
        if impossible := [part for part, highest in _HIGHEST.items() if not 1 <= numbers[part] <= highest]:
            raise self._wrong(impossible, "must be a real date")
        try:
            day = date(**numbers)
        except ValueError:
            raise self._wrong(["day"], "must be a real date") from None
        if day < self.earliest:
            raise self._wrong(["year"], f"must be after {self.earliest.year}")
        return day
