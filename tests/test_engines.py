"""Whichever engine turns Markdown into HTML, the site is the same.

It is the same byte for byte, so that all that other tests say of the pages, axe among them, holds for every engine.
"""

import difflib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from macros.__main__ import main
from macros.building import ENGINES
from tests.conftest import ROOT, MakeLibrary, run
from tests.test_clinics import BRAND

NO_PICTURES = {**os.environ, "SOCIAL_PICTURES": "false"}
ODDITIES = """\
---
description: "What <others> & we: write"
render_macros: true
---
---
not: a field
---

# Odd & *ends*: `a < b` &copy; { #odd }

{{ exercise_card("bridge") }}

Setext { .lead }
----------------

Call {{ region.emergency_number }}, {{ clinic.name }}; {% raw %}{{ as it is }}{% endraw %} &amp; &lt;b&gt; 1 < 2.
{{ config.site_url }}
"Quotes" -- and ... (c) :smile: ==marked== ~~gone~~ H~2~O ++keys++ https://example.org <info@clinic.md>

| left | middle | right |
|------|--------|-------|
| `a | b` | **c** | [d](about.md) |

1. One

    ```yaml
    name: [no link](about.md)
    ```

    - deeper: [safety](safety.md#ask-first "Ask first")

2. Two

```yaml hl_lines="1"
name: <Bird> # [no link](about.md)
```

~~~
```
~~~

    indented & <code>

!!! warning "Mind & heed"
    - [x] A list

    ```
    fenced
    ```

!!! note
    Text.

<div class="sb-note" markdown="1"><a href="../about/">Raw</a> <A HREF='../about/?a=b#c'>raw</A> *stars*</div>

<pre>
[no link](about.md) index.md
</pre>

<details><summary>More</summary><img src="../api/v1/copy.json" alt="" srcset="../assets/a.svg 2x"></details>
<!-- [no link](about.md) -->

Reference: [one][two], [mail](mailto:info@clinic.md), [call](tel:111), [here](#odd),
[query](?a=b), <span title="a.md">t</span>
Footnote[^1], *[HTML]: abbreviation, term
: definition { .x data-a="b.md" }

[two]: routines/evening-unwind.md
"""


def files(site: Path) -> dict[str, bytes]:
    """What all files of a site hold, by path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def differences(site: Path, other: Path) -> Iterator[str]:
    """In which files two sites differ, with the first lines that do."""
    ours, theirs = files(site), files(other)
    for path in sorted(ours.keys() | theirs.keys()):
        if (one := ours.get(path)) != (two := theirs.get(path)):
            lines = (raw.decode(errors="replace").splitlines() if raw is not None else ["none"] for raw in (one, two))
            yield "\n".join([path, *islice(difflib.unified_diff(*lines, n=0, lineterm=""), 2, 9)])


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_the_site_is_the_same_with_every_engine(engine: str, site: Path, tmp_path: Path) -> None:
    done = run("site", "--engine", engine, "--to", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(differences(site, tmp_path / "site"))


def test_a_clinics_copy_and_a_page_of_all_that_markdown_can_hold_are_the_same_with_zensical(tmp_path: Path) -> None:
    clinic = Path(shutil.copytree(ROOT / "clinics" / "still-water-yoga", tmp_path / "still-water-yoga"))
    (clinic / "pages" / "oddities.md").write_text(ODDITIES)
    (clinic / "pages" / "no title.md").write_bytes(b"Only text.\r\n\r\nTwo lines.\r\n")
    for engine in ("mkdocs", "zensical"):
        options = ("--clinic", str(clinic), "--engine", engine, "--to", str(tmp_path / engine))
        done = run("site", *options, env={**NO_PICTURES, "SITE_URL": "https://exercises.example.org"})
        assert done.returncode == 0, done.stdout + done.stderr
    assert not list(differences(tmp_path / "mkdocs", tmp_path / "zensical"))
    page = (tmp_path / "zensical" / "oddities" / "index.html").read_text()
    for part in (
        '<h1 id="odd">Odd &amp; <em>ends</em>: <code>a &lt; b</code> &copy;</h1>',
        '<div class="admonition warning">',
        '<td><a href="../about/">d</a></td>',
        '<pre><code class="language-yaml"',
        '<a href="../safety/#ask-first" title="Ask first">safety</a>',
        '<a href="../routines/evening-unwind/">one</a>',
        "[no link](about.md) index.md\n</pre>",
    ):
        assert part in page


BuildPage = Callable[[str, str], subprocess.CompletedProcess[str]]


@pytest.fixture
def build_page(make_library: MakeLibrary, tmp_path: Path) -> BuildPage:
    """Builds a small copy that has one page of its own, by an engine."""
    content, clinic = make_library(), tmp_path / "hillside"
    (clinic / "pages").mkdir(parents=True)
    (clinic / "brand.yml").write_text(BRAND)

    def build(text: str, engine: str) -> subprocess.CompletedProcess[str]:
        (clinic / "pages" / "classes.md").write_text(text)
        options = ("--content", str(content), "--clinic", str(clinic), "--engine", engine)
        return run("site", *options, "--to", str(tmp_path / "site"), env=NO_PICTURES)

    return build


@pytest.mark.parametrize(
    ("engine", "call", "told"),
    [
        ("mkdocs", "{{ figure('small-lif') }}", "There is no exercise `small-lif`."),
        ("mkdocs", "{{ figure('small-lift' }}", "unexpected '}', expected ')'"),
        ("zensical", "{{ figure('small-lif') }}", "There is no exercise `small-lif`."),
    ],
)
def test_a_wrong_macro_call_is_told_in_one_line_with_its_page(
    engine: str, call: str, told: str, build_page: BuildPage, tmp_path: Path
) -> None:
    done = build_page(f"---\nrender_macros: true\n---\n# Classes\n\n{call}\n", engine)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"classes.md: {told}")
    assert not (tmp_path / "site").exists()


def test_what_is_wrong_in_a_page_is_told_alike_with_every_engine(build_page: BuildPage) -> None:
    text = '# Classes\n\n<a href="no.md">a</a>\n[b](safety.md#no)\n\n| a |\n|--:|\n| b |\n'
    done = [build_page(text, engine) for engine in ("mkdocs", "zensical")]
    assert [each.returncode for each in done] == [1, 1]
    told = [[line for line in each.stdout.splitlines() if "classes" in line] for each in done]
    assert told[0] == told[1]
    for link in ("no.md", "../safety/#no"):
        assert f"The link leads to `{link}`" in done[1].stdout


@pytest.mark.parametrize(
    ("module", "told"),
    [
        ("import sys; sys.exit('Traceback\\n  line\\n\\x1b[31mOSError: no room\\x1b[0m')", "stopped: OSError: no room"),
        ("", "made no page of "),
    ],
    ids=["fails", "makes nothing"],
)
def test_an_engine_that_fails_is_told_in_one_line_and_leaves_the_last_good_site(
    module: str, told: str, make_library: MakeLibrary, tmp_path: Path
) -> None:
    (tmp_path / "zensical.py").write_text(module)
    good = tmp_path / "site" / "api" / "v1" / "exercises.json"
    good.parent.mkdir(parents=True)
    good.write_text("{}")
    options = ("--content", str(make_library()), "--engine", "zensical", "--to", str(tmp_path / "site"))
    done = run("site", *options, env={**NO_PICTURES, "PYTHONPATH": str(tmp_path)})
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"Zensical {told}")
    assert files(tmp_path / "site") == {"api/v1/exercises.json": b"{}"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("site", "--engine", "hugo"),
            "`hugo` cannot do this. Choose one of these engines: mkdocs, ",
        ),
        (("sites", "--engine", "zensical"), "The engine `zensical` is not installed."),
        (
            ("serve", "--engine", "zensical"),
            "`zensical` cannot do this. Choose one of these engines: mkdocs, ",
        ),
    ],
)
def test_an_engine_that_cannot_be_used_is_told_in_one_line(
    options: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "zensical", None)
    assert main(options) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(told)
