"""What MkDocs asks of this project: it turns hand-written Markdown into HTML. No other module imports it."""

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from macros import Loaded
from macros.making import NotBuiltError, begin, finish
from macros.publication import Publication
from macros.templating import TEMPLATES


def _loaded(config: MkDocsConfig) -> Loaded:
    """What `define_env` has put on the macros plugin for this build."""
    loaded: Loaded = config.plugins["macros"].steady_back  # type: ignore[attr-defined]
    return loaded


def _publication(config: MkDocsConfig) -> Publication:
    """The site that this build makes, which `on_config` has put beside that."""
    publication: Publication = config.plugins["macros"].publication  # type: ignore[attr-defined]
    return publication


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Stops the build at problems. Watches the content folders."""
    loaded = _loaded(config)
    try:
        config.plugins["macros"].publication = begin(loaded, config)  # type: ignore[attr-defined]
    except NotBuiltError as error:
        raise PluginError(str(error)) from error
    content = Path(str(config.extra["content"]))
    config.watch.append(str(TEMPLATES))
    config.watch += [str(content / f) for f in ("exercises", "routines", "vocabulary") if (content / f).is_dir()]
    if loaded.clinic:
        config.watch.append(str(loaded.clinic.folder))
    # The menu is ours, and so is every page that is not hand-written.
    config.nav = None
    config.theme.static_templates.clear()
    return config


def on_files(_files: Files, /, config: MkDocsConfig) -> Files:
    """Leaves nothing but the hand-written pages. The others are begun now that the site's folder has been emptied."""
    _publication(config).begin(Path(config.site_dir))
    return Files(
        File.generated(config, path, abs_src_path=str(file.resolve()))
        for path, file in _publication(config).hand_written.items()
    )


@event_priority(100)
def on_page_markdown(markdown: str, /, page: Page, config: MkDocsConfig, **_others: Any) -> str:
    """Makes the text of a page fit this copy, before macros fill in what is not written there."""
    return _publication(config).markdown(page.file.src_uri, markdown)


@event_priority(-100)
def on_page_content(content: str, /, page: Page, config: MkDocsConfig, **_others: Any) -> str:
    """Takes a page."""
    description = str(page.meta.get("description") or "")
    _publication(config).add(page.file.src_uri, str(page.title), content, description)
    return content


def on_post_page(_output: str, /, **_others: Any) -> str:
    """Keeps the engine from writing a page without its frame."""
    return ""


def on_post_build(config: MkDocsConfig) -> None:
    """Writes the site."""
    try:
        finish(_publication(config), Path(config.site_dir), preview=bool(config.extra["preview"]))
    except NotBuiltError as error:
        raise PluginError(str(error)) from error
