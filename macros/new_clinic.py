"""Writes the folder of a new clinic, ready to build."""

from pathlib import Path

from macros.authoring import NoFileNameError
from macros.clinics import FILE, FOLDER
from macros.drafting import fill
from macros.loading import Content
from macros.questions import id_for
from macros.rules.wording import DRAFT_SIGN
from macros.seen import now, write_seen

LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#1d4f6b"/>\
<path fill="none" stroke="#fff" stroke-width="2.500" stroke-linecap="round" d="M12 6v12M6 12h12"/></svg>
"""
"""Stands in for a logo until there is one."""


def write_clinic(name: str, content: Content) -> Path:
    """Writes the folder of a clinic of this name; returns it. Raises NoFileNameError rather than change one."""
    id = id_for(name)
    folder = FOLDER / id
    if not id:
        raise NoFileNameError("The name gives no name for a folder. Choose one with letters from a to z.")
    if folder.exists():
        raise NoFileNameError(f"{folder} is there already. Choose another name, or change its brand.yml.")
    folder.mkdir(parents=True)
    text = fill(
        "brand.yml",
        schema="../../docs/schema/brand.schema.json",
        draft_sign=DRAFT_SIGN,
        name=name,
        tagline="Exercises for your back.",
        address=f"https://{id}.example/",
        report=f"exercises@{id}.example",
    )
    (folder / FILE).write_text(text, encoding="utf-8")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    write_seen(folder, now(content))
    return folder
