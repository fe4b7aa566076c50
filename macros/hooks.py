"""The engine's events: adds the pages and files that are made from content. No other module imports MkDocs."""

import base64
import html
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as EnginePage

from macros import Loaded, addresses, edit_address, exports, sharing
from macros.assets import FOLDER, hashed_folder, published
from macros.clinics import Clinic
from macros.healing import Gone, pages_left_out, without_links, without_places
from macros.history import edition_date
from macros.pages import clinic_pages, pages, redirects
from macros.policy import SECURITY_POLICY
from macros.qr import qr_code
from macros.rendering import TEMPLATES
from macros.reporting import report
from macros.search_index import Written, search_index
from macros.social import SocialPictures, social_pictures
from macros.spelling import respell, respell_markdown
from macros.style_sheets import styles
from macros.version import VERSION
from macros.views import VIEWS

_OUR_ICON = f"{FOLDER}icon.svg"


def _loaded(config: MkDocsConfig) -> Loaded:
    """What `define_env` has put on the macros plugin for this build."""
    loaded: Loaded = config.plugins["macros"].steady_back  # type: ignore[attr-defined]
    return loaded


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Stops the build at problems; a preview goes on with what is valid, if anything. Watches the content folders."""
    loaded = _loaded(config)
    report(loaded.advice)
    if loaded.problems:
        report(loaded.problems)
        is_there = loaded.clinic is None or loaded.clinic.folder.is_dir()
        if not (config.extra["preview"] and is_there):
            raise PluginError(f"Nothing was built: the content has {len(loaded.problems)} problem(s), listed above.")
    if not config.repo_url:
        raise PluginError("Readers must be able to report mistakes. Set REPO_URL, or `repo_url` in mkdocs.yml.")
    content = Path(str(config.extra["content"]))
    config.watch.append(str(TEMPLATES))
    config.watch += [str(content / f) for f in ("exercises", "routines", "vocabulary") if (content / f).is_dir()]
    config.nav = _offered(config.nav, _gone(config))
    if loaded.clinic:
        _wear(config, loaded, loaded.clinic)
    return config


def _wear(config: MkDocsConfig, loaded: Loaded, clinic: Clinic) -> None:
    """Gives the site a clinic's name, address and own part of the menu. A preview keeps the address it is served at."""
    site, brand = loaded.renderer.site, clinic.brand
    config.site_name, config.site_description = site.name, brand.tagline
    if not config.extra["preview"]:
        config.site_url = site.url
    config.watch.append(str(clinic.folder))
    ours, gone = Path(config.docs_dir), _gone(config)
    # The menu has those already that take the place of one of ours.
    own = [page for page in clinic.pages if page.endswith(".md") and (gone(page) or not (ours / page).exists())]
    made = clinic_pages(brand, loaded.library.vocabulary.labels)
    first = [page.source_file for page in made if page.address == addresses.CONTACT]
    last = [page.source_file for page in made if page.address != addresses.CONTACT]
    if menu := [*first, *own, *last]:
        title = html.escape(brand.short_name or brand.name)  # Titles of pages are HTML; the engine takes this as it is.
        config.nav = [*(config.nav or []), {title: menu}]


def _gone(config: MkDocsConfig) -> Gone:
    """Which pages this site is without: those that it leaves out, and the indexes that its library does not have."""
    loaded = _loaded(config)
    written = (path.relative_to(config.docs_dir).as_posix() for path in Path(config.docs_dir).rglob("*.md"))
    gone = pages_left_out(written, loaded.renderer.site.has_page)
    indexes = {f"{folder}/index.md" for folder in ("routines", *(view.folder for view in VIEWS))}
    missing = indexes - loaded.pages.keys()
    return lambda file: file in missing or gone(file)


def _offered(nav: Any, gone: Gone) -> Any:
    """The navigation without the pages that this site is without."""
    if isinstance(nav, list):
        return [kept for entry in nav if (kept := _offered(entry, gone))]
    if isinstance(nav, dict):
        return {title: kept for title, inner in nav.items() if (kept := _offered(inner, gone))}
    return None if gone(nav) else nav


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds a virtual page for everything in the library, the old addresses, and the machine-readable files.

    Hand-written pages that the site leaves out go. The theme's own scripts and styles stay behind: no page of ours
    uses them.
    """
    loaded = _loaded(config)
    ours = (config.docs_dir, config.theme.custom_dir)
    gone, has_page = _gone(config), loaded.renderer.site.has_page
    for file in [
        file
        for file in files
        if file.src_dir not in ours
        or not has_page(file.src_uri)
        or (file.is_documentation_page() and gone(file.src_uri))
    ]:
        files.remove(file)
    if loaded.clinic:
        _dress(files, config, loaded.clinic)
    for page in loaded.pages.values():
        _add(files, config, page.source_file, page.body, in_nav=page.source_file.endswith("index.md"))
    for old, target in redirects(loaded.library).items():
        _add(files, config, f"{old}index.html", loaded.renderer.redirect(target, old))
    for path, text in exports.files(loaded.library, loaded.gallery, loaded.renderer.site.name).items():
        _add(files, config, path, text)
    if feed := sharing.feed(loaded.renderer):
        _add(files, config, addresses.FEED, feed)
    for path, picture in _social_pictures(files, config):
        _add(files, config, path, picture)
    loaded.renderer.assets_folder = _move_assets(files)
    return files


def _move_assets(files: Files) -> str:
    """Publishes the frame's files, all that are there by now, in a folder named by what they hold; returns that folder.

    The pictures of shared pages keep their addresses, which others have written down.
    """
    moved = [
        file
        for file in files
        if file.src_uri.startswith(FOLDER)
        and not file.src_uri.startswith(addresses.SOCIAL_PICTURES)
        and not file.is_documentation_page()
        and file.inclusion is not InclusionLevel.EXCLUDED
    ]
    folder = hashed_folder({file.src_uri: file.content_bytes for file in moved})
    for file in moved:
        file.dest_uri = published(file.src_uri, folder)
    return folder


def _social_pictures(files: Files, config: MkDocsConfig) -> Iterator[tuple[str, Path | bytes]]:
    """The pictures of shared pages, in the colours and with the mark of this site."""
    sheets = [file.content_string for path in config.extra_css if (file := files.get_file_from_path(str(path)))]
    logo = _data_url(files.get_file_from_path(str(config.theme.get("logo"))))
    look = sharing.Look(styles(sheets, ".sb-drawn"), logo, on_white=bool(_loaded(config).clinic))
    kept = SocialPictures(social_pictures(Path(str(config.extra["content"]))))
    for path, svg in sharing.pictures(_loaded(config).renderer, look):
        yield path, kept.png(svg)


def _data_url(file: File | None) -> str:
    """A file as an address that holds it; "" for none."""
    kind = mimetypes.guess_type(file.src_uri)[0] if file else None
    return f"data:{kind};base64,{base64.b64encode(file.content_bytes).decode()}" if file and kind else ""


def _dress(files: Files, config: MkDocsConfig, clinic: Clinic) -> None:
    """Puts a clinic's pages, colours, pictures and type into the place of ours."""
    look = clinic.look
    for file in [file for file in files if file.src_uri == _OUR_ICON or (look.has_own_font and _is_font(file))]:
        files.remove(file)
    for path, page in clinic.pages.items():
        _replace(files, config, path, page)
    for path, content in look.files.items():
        _replace(files, config, path, content)
    for path, rules in look.added.items():
        if sheet := files.get_file_from_path(path):
            _replace(files, config, path, f"{sheet.content_string}\n{rules}")
    config.theme["logo"], config.theme["favicon"] = look.logo, look.icon


def _is_font(file: File) -> bool:
    return file.src_uri.startswith(f"{FOLDER}fonts/")


def _replace(files: Files, config: MkDocsConfig, path: str, content: str | bytes | Path) -> None:
    """Puts a file of a clinic's into the place of one of ours, if there is one."""
    if existing := files.get_file_from_path(path):
        files.remove(existing)
    _add(files, config, path, content, in_nav=True)


def _add(files: Files, config: MkDocsConfig, path: str, content: str | bytes | Path, *, in_nav: bool = False) -> None:
    existing = files.get_file_from_path(path)
    if existing and existing.inclusion is not InclusionLevel.EXCLUDED:
        raise PluginError(f"docs/{path} has the name of a page that is made from content. Rename it.")
    if existing:
        files.remove(existing)
    inclusion = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
    if isinstance(content, Path):
        files.append(File.generated(config, path, abs_src_path=str(content.resolve()), inclusion=inclusion))
    else:
        files.append(File.generated(config, path, content=content, inclusion=inclusion))


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Puts every page under its index, for the path at its head and the place in the menu."""
    for section in (item for item in nav.items if item.children):
        if any(item.children for item in section.children):
            raise PluginError(f"The menu has two levels. In mkdocs.yml, put the pages of {section.title} side by side.")
    for page in _loaded(config).pages.values():
        child, parent = files.get_file_from_path(page.source_file), files.get_file_from_path(f"{page.parent}index.md")
        if page.parent and child and child.page and parent and parent.page:
            child.page.parent = parent.page.parent
    return nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Gives every template what is the same on all pages: fixed words, addresses, the day of the build, the policy.

    By now all pages have been rendered and nothing has been written, so that the search index is made here.
    A preview has no security policy: the engine adds a script of its own to each page.
    """
    loaded = _loaded(config)
    _add(files, config, addresses.SEARCH_INDEX, search_index(loaded.library, _written(files, loaded)))
    env.globals |= {
        "site": loaded.renderer.site,
        "release": VERSION,
        "labels": loaded.library.vocabulary.labels,
        "problems": loaded.problems,
        "add_address": loaded.renderer.add_address(),
        "asset": loaded.renderer.asset,
        "look": loaded.clinic.look if loaded.clinic else None,
        "fonts": sorted(file.url for file in files if file.src_uri.endswith(".woff2")),
        "search_index": addresses.SEARCH_INDEX,
        "feed": addresses.FEED if files.get_file_from_path(addresses.FEED) else "",
        "edition": loaded.renderer.edition(edition_date()),
        "qr_code": qr_code,
        "security_policy": "" if config.extra["preview"] else SECURITY_POLICY,
    }
    return env


def _written(files: Files, loaded: Loaded) -> list[Written]:
    """The hand-written pages: all that are not made from the library, such as what a clinic says of itself."""
    made = {page.source_file for page in pages(loaded.library, loaded.content)}
    written = (f.page for f in files.documentation_pages() if f.page and f.src_uri not in made)
    return [Written(page.url, html.unescape(str(page.title or "")), page.content or "") for page in written]


@event_priority(100)
def _written_for_here(markdown: str, /, page: EnginePage, config: MkDocsConfig, **_others: Any) -> str:
    """Makes a hand-written page of ours fit this copy, before macros fill in what is not ours.

    Links to pages that are left out go, and the words become those of the region.
    """
    if page.file.src_dir != config.docs_dir:
        return markdown
    markdown = without_links(markdown, _gone(config), page.file.src_uri)
    if clinic := _loaded(config).clinic:
        markdown = without_places(markdown, clinic.lacks_place, page.file.src_uri)
    words = _loaded(config).library.vocabulary.locale.words
    if "description" in page.meta:
        page.meta["description"] = respell(str(page.meta["description"]), words)
    return respell_markdown(markdown, words)


def _described(markdown: str, /, page: EnginePage, config: MkDocsConfig, **_others: Any) -> str:
    """Gives a page that is made from content its description."""
    made = _loaded(config).pages.get(page.file.src_uri)
    if made:
        page.meta["description"] = made.description
        page.edit_url = edit_address(made.edit, config)
    if clinic := _loaded(config).clinic:
        page.edit_url = None  # Its readers write to the clinic, and change nothing themselves.
        if page.is_homepage:
            page.meta["description"] = clinic.brand.tagline
    changed = _loaded(config).library.changed.get(page.url)
    if changed:
        page.meta["changed"] = changed.isoformat()
    return markdown


on_page_markdown = CombinedEvent(_written_for_here, _described)


def on_page_context(context: dict[str, Any], page: EnginePage, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Gives the page's template its structured data, the index above it, and what is shown where it is shared."""
    loaded = _loaded(config)
    title = html.unescape(str(page.title or config.site_name))
    description = str(page.meta.get("description") or config.site_description or "")
    made = loaded.pages.get(page.file.src_uri)
    context["index_above"] = next((p for p in nav.pages if made and made.parent and p.url == made.parent), None)
    context["structured_data"] = exports.structured_data(loaded.library, page.url, title, config.site_url or "")
    shown = config.site_name if page.is_homepage else title
    context["social"] = sharing.shared(loaded.renderer, page.url, shown, description)
    return context
