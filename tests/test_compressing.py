"""The compressed copies of a built site."""

import gzip
import shutil
from pathlib import Path

from macros.compressing import compress
from tests.conftest import MakeLibrary, build

TEXTS = {".html", ".css", ".js", ".json", ".svg", ".xml"}


def test_a_compressed_site_has_a_copy_beside_every_text_and_is_else_the_same(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    content = str(make_library())
    build(tmp_path / "plain", "--content", content)
    build(tmp_path / "packed", "--content", content, "--compressed")
    shutil.copytree(tmp_path / "plain", tmp_path / "again")
    compress(tmp_path / "again")
    plain, packed, again = (
        {path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("plain", "packed", "again")
    )
    assert packed == again
    copies = {name: data for name, data in packed.items() if name.endswith(".gz")}
    assert plain == {name: data for name, data in packed.items() if name not in copies}
    assert {name: gzip.decompress(data) for name, data in copies.items()} == {
        f"{name}.gz": data for name, data in plain.items() if Path(name).suffix in TEXTS
    }
    assert all(len(data) < len(plain[name.removesuffix(".gz")]) for name, data in copies.items())
    assert {"index.html.gz", "404.html.gz", "search.json.gz", "sitemap.xml.gz"} <= set(copies)


def test_a_text_that_would_not_get_smaller_has_no_copy(tmp_path: Path) -> None:
    (tmp_path / "tiny.css").write_text("a{}")
    (tmp_path / "large.css").write_text("a { color: red }\n" * 100)
    (tmp_path / "letters.woff2").write_bytes(b"a" * 1000)
    compress(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"tiny.css", "large.css", "large.css.gz", "letters.woff2"}


def test_a_copy_has_the_time_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "large.css").write_text("a { color: red }\n" * 100)
    compress(tmp_path)
    assert len({path.stat().st_mtime_ns for path in tmp_path.iterdir()}) == 1
