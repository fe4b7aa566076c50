"""The kinds of pages of the site, each by one page: the gates of accessibility judge these."""

from pathlib import Path

from tests.conftest import EXERCISE

KINDS = {
    "home": "",
    "exercises": "exercises/",
    "exercise": "exercises/bridge/",
    "exercise to avoid": "exercises/prone-press-up/",
    "stretches": "stretch/",
    "strength exercises": "strength/",
    "muscles": "muscles/",
    "muscle": "muscles/gluteus-maximus/",
    "positions": "positions/",
    "position": "positions/supine/",
    "equipment": "equipment/",
    "piece of equipment": "equipment/towel/",
    "levels": "levels/",
    "level": "levels/beginner/",
    "conditions": "conditions/",
    "condition": "conditions/sciatica/",
    "routines": "routines/",
    "routine": "routines/gentle-first-week/",
    "guides": "guides/",
    "guide": "guides/order-of-a-session/",
    "safety": "safety/",
    "sources": "sources/",
    "about": "about/",
    "accessibility": "accessibility/",
    "clinics": "clinics/",
    "hosting": "clinics/nginx/",
    "contributing": "contributing/",
    "rules": "contributing/rules/",
    "fields": "contributing/fields/",
    "pictures": "contributing/pictures/",
    "joints": "contributing/joints/",
    "wanted": "contributing/wanted/",
    "moved": "levels/advanced/",
    "no such page": "404.html",
}
RETIRED = EXERCISE.replace("Small lift", "Wild lift") + "retired: {on: 2026-11-20, reason: It strained people.}\n"


def addresses(site: Path) -> list[str]:
    """Every page of a site, as a reader's browser names it."""
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [file.removesuffix("index.html") for file in files]
