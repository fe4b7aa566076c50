"""Writes the file of a new exercise: valid at once where the answers are, with comments that say what to improve."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from macros.formatting import as_scalar
from macros.model import Exercise
from macros.questions import OUR_DOSE
from macros.rules.wording import DRAFT_SIGN, TO_BE_WRITTEN
from macros.vocabulary import LISTS, Vocabulary

_TEMPLATES = Path(__file__).parent / "templates"


def draft(given: Mapping[str, Any], vocabulary: Vocabulary) -> str:
    """The text of a file for a new exercise, from the fields that are `given` as they would stand in it.

    What is missing gets a value that is valid, and a comment with the model's own words for the field.
    """
    words = {list: tuple(getattr(vocabulary, list)) for list in LISTS}
    fields = {**dict.fromkeys(Exercise.model_fields), **given}
    about = {name: field.description for name, field in Exercise.model_fields.items()}
    return fill(
        "new.yml",
        given=fields,
        words=words,
        about=about,
        dose=OUR_DOSE,
        draft_sign=DRAFT_SIGN,
        to_be_written=TO_BE_WRITTEN,
    )


def fill(template: str, **values: Any) -> str:
    """The text of a YAML template; every value goes through its filter `yaml`."""
    environment = Environment(  # noqa: S701 - not HTML
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["yaml"] = _flow
    return environment.get_template(template).render(**values)


def editor_address(folder_url: str, id: str, text: str) -> str:
    """Where the host's web editor opens a new file `<id>.yml` with `text`, in the folder that `folder_url` is for."""
    return f"{folder_url}?{urlencode({'filename': f'{id}.yml', 'value': text})}"


def _flow(value: Any) -> str:
    """A value on one line of a file."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return as_scalar(value) if isinstance(value, str) else str(value)
