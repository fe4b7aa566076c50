"""Where pages and files stand in the site. Addresses are relative to the site's root; those of pages end in a slash."""

import posixpath

FEED = "feed.xml"
"""The file that tells what is new."""
CONTACT = "contact/"
"""Where patients find a clinic."""
IMPRINT = "imprint/"
PRIVACY = "privacy/"
OF_CLINICS = (CONTACT, IMPRINT, PRIVACY)
"""Pages that are made from what a clinic says of itself."""
SITEMAP = "sitemap.xml"
NOT_FOUND = "404.html"
"""What a server shows where there is no page, at any address."""
ICON = "assets/icon.svg"
EXERCISES = "exercises/"
"""The list of all exercises; the pages of exercises are below it."""
SEARCH_INDEX = "search.json"
"""What the search on the pages looks through."""
SOCIAL_PICTURES = "assets/social/"
"""The folder of what is shown of shared pages. Others keep these addresses, so that they never change."""
SITE_PICTURE = f"{SOCIAL_PICTURES}whole_site.png"
"""What is shown of a shared page that has no picture of its own; no exercise has an id with such a line."""


def of_file(path: str) -> str:
    """The page of a Markdown file."""
    folder, name = posixpath.split(path.removesuffix(".md"))
    return "".join(f"{part}/" for part in (folder, name) if part and part != "index")


def exercise(id: str) -> str:
    """The page of an exercise."""
    return f"exercises/{id}/"


def routine(id: str) -> str:
    """The page of a routine."""
    return f"routines/{id}/"


def word(folder: str, id: str) -> str:
    """The page of a word of the vocabulary, such as a muscle."""
    return f"{folder}/{id}/"


def movement(id: str) -> str:
    """The file from which the movement of an exercise is played."""
    return f"api/v1/movements/{id}.json"


def social_picture(id: str) -> str:
    """The picture that is shown of an exercise where its page is shared."""
    return f"{SOCIAL_PICTURES}{id}.png"


def absolute(address: str, site_url: str) -> str:
    """An address with that of the site before it."""
    return f"{site_url.rstrip('/')}/{address}"


def folder_of(address: str) -> str:
    """The folder that a page or file stands in: "" or one that ends in a slash."""
    folder, slash, _ = address.removesuffix("/").rpartition("/")
    return folder + slash


def relative(target: str, here: str) -> str:
    """The link from the page at `here` to `target`, which may end in `#anchor`."""
    place, there = here.split("/")[:-1], target.split("/")
    shared = 0
    for ours, theirs in zip(place, there[:-1], strict=False):
        if ours != theirs:
            break
        shared += 1
    return "../" * (len(place) - shared) + "/".join(there[shared:]) or "./"
