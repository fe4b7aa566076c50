"""What pages say of the site that is neither content nor code."""

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal
from unicodedata import bidirectional
from urllib.parse import quote

from macros.brand import Brand
from macros.home import in_repository
from macros.vocabulary import Locale


@dataclass(frozen=True)
class Site:
    """One site, the library's own or a clinic's."""

    emergency_number: str = ""
    """This one and the next two say whom to call and where to go; one that is empty is the region's (`in_region`)."""
    emergency_place: str = ""
    urgent_number: str = ""
    name: str = ""
    brand: Brand | None = None
    """The clinic whose copy this is; None for the library's own site."""
    repository: str = ""
    """Where the library's content and code are published."""
    library_name: str = ""
    """What the library is called. A clinic's copy says it only where it names the source of its content."""
    description: str = ""
    """What it is, in a sentence."""
    url: str = ""
    """The address under which the site is published; "" where that is unknown."""
    social_pictures: bool = False
    """Whether there are pictures to show where a page is shared; they need the `url`, by which others fetch them."""
    branch: str = ""
    """The branch of the repository that the host's web editor changes, with a slash behind it."""
    new_exercise_url: str = ""
    """Where the host's web editor opens a new exercise; "" where the files are not in the repository."""
    left_out: frozenset[str] = frozenset()
    """Addresses of pages that the site leaves out, each with all below it: `guides/why-stretch/`, `equipment/`."""

    def has_page(self, address: str) -> bool:
        """Whether the site has a page, as far as that is its own choice; the address may end in `#anchor`."""
        return not address.startswith(tuple(self.left_out))

    def in_region(self, locale: Locale) -> "Site":
        """The site with the numbers of a region where it has none of its own."""
        return replace(
            self,
            emergency_number=self.emergency_number or locale.emergency_number,
            emergency_place=self.emergency_place or locale.emergency_place,
            urgent_number=self.urgent_number or locale.urgent_number,
        )

    def report_address(self, page: str) -> str:
        """Where readers report a mistake on the page at this address, which may be ""."""
        if not self.brand:
            about = f"&page={quote(page)}" if page else ""
            return f"{self.repository}/issues/new?template=mistake.yml{about}"
        if "@" in self.brand.report and "/" not in self.brand.report:
            return f"mailto:{self.brand.report}{f'?subject={quote(page)}' if page else ''}"
        return str(self.brand.report)

    def host_address(self, action: Literal["new", "edit"], path: PurePath) -> str:
        """Where the host's web editor opens a file of the project; "" for one that is not in the repository."""
        inside = in_repository(path)
        return f"{self.repository}/{action}/{self.branch}{inside.as_posix()}" if inside and self.repository else ""

    def edit_address(self, path: PurePath) -> str:
        """Where readers change a file; "" on a clinic's site, whose readers write to the clinic."""
        return "" if self.brand else self.host_address("edit", path)

    @property
    def name_in_text(self) -> str:
        """The name for the middle of a sentence, where one from right to left must not reorder its neighbours."""
        runs_left = any(bidirectional(character) in ("R", "AL") for character in self.name)
        return f"\u2068{self.name}\u2069" if runs_left else self.name

    @property
    def short_name(self) -> str:
        """The name for the head of each page."""
        return str((self.brand and self.brand.short_name) or self.name)

    @property
    def shows_pictures(self) -> bool:
        """Whether a page that is shared shows a picture."""
        return bool(self.social_pictures and self.url)
