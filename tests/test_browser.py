"""What a real browser sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request

from tests.conftest import EXERCISE, build_small, serve, write_library

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</script><script>alert(1)</script>",
    "{{ config.site_name }}",
    "{% raw %}",
    "{# comment #}",
    "[link](javascript:alert(1))",
    "![x](x){ onerror=alert(1) }",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "*bold* `code` # heading",
)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in which every text tries to be more than text."""
    attack = " ".join(a.replace("'", "''") for a in ATTACKS)
    text = EXERCISE.replace("Lift your hips a little.", f"'{attack}'").replace("Lie on your back.", f"'{attack}'")
    text = text.replace("Small lift", "'<b onclick=alert(1)>{{ 7*7 }}</b> </title><script>alert(1)</script> { #x }'")
    text = text.replace("It is enough.", f"'{attack}'").replace("Lift less.", f"'{attack}'")
    text += f"aliases: ['{ATTACKS[0]}', '{ATTACKS[5]}']\nfeel: '{attack}'\nnote: '{attack}'\nmistakes: ['{attack}']\n"
    text += f"benefits: [{{text: '{attack}', sources: [own]}}]\nsuits: [{{text: '{attack}', sources: [own]}}]\n"
    text += (
        f"sources: [{{id: own, title: '{attack}', publisher: '{ATTACKS[1]}', note: '{attack}', read: 2026-11-20}}]\n"
    )
    folder = tmp_path_factory.mktemp("attacked")
    content = write_library(folder / "content", {"exercises/small-lift.yml": text})
    source = (
        f"{{title: '{ATTACKS[0]}', publisher: '*x*{{ onclick=alert(1) }} [y](javascript:alert(1))', read: 2026-11-20}}"
    )
    (content / "vocabulary" / "sources.yml").write_text(f"nhs-inform-warm-up: {source}\n")
    (content / "vocabulary" / "levels.yml").write_text(
        f"beginner: {{label: '{ATTACKS[1]}', description: '{attack}'}}\n"
    )
    server = serve(build_small(content, folder / "site"))
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


ATTACKED_PAGES = (
    "",
    "guides/order-of-a-session/",
    "exercises/",
    "exercises/small-lift/",
    "levels/beginner/",
    "conditions/knee-pain/",
    "sources/",
)


@pytest.mark.parametrize("address", ATTACKED_PAGES)
def test_text_from_files_stays_text(address: str, attacked: str, browser: Browser) -> None:
    page = browser.new_page(bypass_csp=True)  # The policy would stop what the escaping must stop.
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"{attacked}/{address}")
    page.wait_for_load_state("networkidle")
    assert dialogs == []
    handlers = (
        "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length"
    )
    assert page.evaluate(handlers) == 0
    own_script = "[src^='../assets/'][src$='/filters.js']"
    intruders = f"article script:not({own_script}), article img, article svg:not(.sb-figure, .sb-qr), article b"
    assert page.locator(intruders).count() == 0
    assert page.locator("a[href^='javascript:']").count() == 0
    page.close()


def test_hostile_text_is_shown_as_it_was_written(attacked: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{attacked}/exercises/small-lift/")
    assert page.title() == "<b onclick=alert(1)>{{ 7*7 }}</b> </title><script>alert(1)</script> { #x } - Steady Back"
    assert page.inner_text("h1") == "<b onclick=alert(1)>{{ 7*7 }}</b> </title><script>alert(1)</script> { #x }"
    assert page.inner_text(".sb-steps li") == " ".join(ATTACKS)
    page.close()


@pytest.mark.parametrize(
    "address",
    ["", "exercises/bridge/", "muscles/", "conditions/sciatica/", "routines/office-break/", "safety/", "404.html"],
)
def test_pages_ask_nobody_else_and_set_no_cookie(address: str, site: Path, browser: Browser) -> None:
    server = serve(site)
    home = f"http://127.0.0.1:{server.server_port}"
    context = browser.new_context()
    page = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            foreign.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{home}/{address}")
    page.wait_for_load_state("networkidle")
    assert (foreign, errors, context.cookies()) == ([], [], [])
    context.close()
    server.shutdown()


def test_searching_filtering_and_choosing_colours_ask_nobody_else_either(site: Path, browser: Browser) -> None:
    server = serve(site)
    home = f"http://127.0.0.1:{server.server_port}"
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{home}/exercises/")
    page.get_by_label("No need to get down to the floor").check()
    page.get_by_role("button", name="Dark colours").click()
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("bridge")
    page.locator("#search a", has_text="Bridge").first.click()
    page.get_by_role("button", name="Show the movement").click()
    page.get_by_role("button", name="Pause").wait_for()
    assert page.url == f"{home}/exercises/bridge/"
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(home)] == []
    assert (errors, context.cookies()) == ([], [])
    context.close()
    server.shutdown()


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize(
    "address",
    ["", "exercises/bridge/", "muscles/", "conditions/", "routines/gentle-first-week/", "sources/", "contributing/"],
)
def test_no_page_is_wider_than_the_screen(address: str, width: int, site: Path, browser: Browser) -> None:
    server = serve(site)
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(f"http://127.0.0.1:{server.server_port}/{address}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
    server.shutdown()


def test_the_page_works_without_scripts(site: Path, browser: Browser) -> None:
    server = serve(site)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/exercises/bridge/")
    page.click("text=Buttocks (gluteus maximus)")
    assert page.inner_text("h1") == "Buttocks (gluteus maximus)"
    context.close()
    server.shutdown()
