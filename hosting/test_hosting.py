"""The web servers that we recommend, as real ones: started with the files of this folder on a site that is built here.

Of those files only the site's address and folder are changed. There is no TLS on this machine's own addresses.
"""

import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from pathlib import Path

import pytest

from find_programs import program
from macros.policy import SECURITY_POLICY

ROOT = Path(__file__).parent.parent
HOSTING = ROOT / "hosting"
SECRET = "secret-of-the-machine"
HEADERS = {
    "Content-Security-Policy": f"{SECURITY_POLICY}; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
TYPES = {
    ".css": {"text/css"},
    ".gz": {"application/gzip", "application/octet-stream"},
    ".html": {"text/html"},
    ".js": {"text/javascript", "application/javascript"},
    ".json": {"application/json"},
    ".png": {"image/png"},
    ".svg": {"image/svg+xml"},
    ".txt": {"text/plain"},
    ".woff2": {"font/woff2"},
    ".xml": {"text/xml", "application/xml"},
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage  # Small and capital letters are the same in it.
    body: bytes


@dataclass(frozen=True)
class Served:
    """A running server: its port, and the folder with the site."""

    port: int
    site: Path

    def ask(self, target: str | bytes, method: str = "GET", **headers: str) -> Answer:
        """What it answers to exactly these bytes: a client for browsers would tidy them up."""
        path = target.encode() if isinstance(target, str) else target
        fields = {"Host": "exercises.example.org", "Connection": "close", **headers}
        lines = [f"{name.replace('_', '-')}: {value}".encode() for name, value in fields.items()]
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(b"\r\n".join([b" ".join([method.encode(), path, b"HTTP/1.1"]), *lines, b"", b""]))
            answer = HTTPResponse(connection, method=method)
            answer.begin()
            return Answer(answer.status, answer.headers, answer.read())


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for everything that is made here."""
    return tmp_path_factory.mktemp("hosting")


@pytest.fixture(scope="session")
def site(home: Path) -> Path:
    """The site of this repository, built as the Containerfile says, from nothing but what it copies.

    Beside the site and inside it are files that no visitor may ever see.
    """
    text = (HOSTING / "Containerfile").read_text(encoding="utf-8")
    copy = home / "copy"
    copy.mkdir()
    for source, target in re.findall(r"^COPY ([^-\s]\S*) (\S+)$", text, re.MULTILINE):
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, copy / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, copy / target)
    python = Path(sys.executable)
    (command,) = re.findall(r"^RUN (python .*)$", text, re.MULTILINE)
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=copy,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    built = copy / "site"
    (copy / "secret.txt").write_text(SECRET)
    for name in (".env", ".git/config", "assets/.hidden.css"):
        (built / name).parent.mkdir(exist_ok=True)
        (built / name).write_text(SECRET)
    return built


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def substituted(file: str, *changes: tuple[str, str]) -> str:
    text = (HOSTING / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} in {file}"
        text = text.replace(old, new)
    return text


def nginx(home: Path, site: Path, port: int) -> list[str]:
    """The command that starts nginx: its main file stands for the one of the system."""
    built_in = subprocess.run([program("nginx"), "-V"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"--conf-path=(\S+)", built_in)
    assert found
    types = Path(found[1]).with_name("mime.types")
    block = substituted(
        "nginx.conf",
        ("    listen 80;\n", f"    listen 127.0.0.1:{port};\n"),
        ("    listen [::]:80;\n", ""),
        ("root /var/www/exercises;", f"root {site};"),
    )
    (home / "exercises.conf").write_text(block)
    places = "".join(f"{kind}_temp_path {home}/tmp;" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = (
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {home}/pid; events {{}}"
        f" http {{ include {types}; default_type application/octet-stream; {places} include {home}/exercises.conf; }}"
    )
    (home / "main.conf").write_text(main)
    return [program("nginx"), "-p", str(home), "-e", f"{home}/nginx.log", "-c", f"{home}/main.conf"]


def caddy(home: Path, site: Path, port: int) -> list[str]:
    """The command that starts Caddy, without its door for administrators."""
    file = substituted(
        "Caddyfile",
        ("exercises.example.org {", f"http://:{port} {{\n\tbind 127.0.0.1"),
        ("root * /var/www/exercises", f"root * {site}"),
    )
    (home / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{file}")
    return [program("caddy"), "run", "--config", f"{home}/Caddyfile", "--adapter", "caddyfile"]


COMMANDS = {"nginx": nginx, "caddy": caddy}


@pytest.fixture(scope="session", params=("nginx", "caddy"))
def served(request: pytest.FixtureRequest, home: Path, site: Path) -> Iterator[Served]:
    port = free_port()
    command = COMMANDS[request.param](home, site, port)
    private = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    with (home / f"{request.param}.out").open("wb") as out:
        process = subprocess.Popen(command, env=private, stdout=out, stderr=out)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (home / f"{request.param}.out").read_text()
            time.sleep(0.1)
        yield Served(port, site)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def published(site: Path) -> dict[str, Path]:
    """Every file of a site, by the address at which readers find it."""
    files = [path for path in site.rglob("*") if path.is_file() and "/." not in path.as_posix().removeprefix(f"{site}")]
    return {f"/{path.relative_to(site).as_posix()}".removesuffix("index.html"): path for path in files}


def styles(site: Path) -> str:
    (file,) = site.glob("assets/*/frame.css")
    return f"/{file.relative_to(site).as_posix()}"


# What readers get


def test_every_page_and_file_is_served_as_it_was_built(served: Served) -> None:
    files = published(served.site)
    assert len(files) > 300
    for address, file in files.items():
        answer = served.ask(address)
        assert (answer.status, address) == (200, address)
        assert answer.body == file.read_bytes(), address
        assert answer.headers["Content-Type"].partition(";")[0] in TYPES[file.suffix], address


def test_texts_say_how_they_are_written(served: Served) -> None:
    for address in ("/", styles(served.site)):
        assert "charset=utf-8" in served.ask(address).headers["Content-Type"].lower()


def test_compressed_copies_are_handed_out_to_those_who_understand_them(served: Served) -> None:
    copies = {address: file for address, file in published(served.site).items() if Path(f"{file}.gz").exists()}
    assert len(copies) > 150
    for address, file in copies.items():
        answer = served.ask(address, Accept_Encoding="br;q=0.5, gzip", Via="1.1 platform")
        assert (answer.headers.get("Content-Encoding"), address) == ("gzip", address)
        assert answer.headers["Vary"].lower() == "accept-encoding", address
        assert answer.body == Path(f"{file}.gz").read_bytes(), address
        assert gzip.decompress(answer.body) == file.read_bytes(), address
        assert answer.headers["Content-Type"] == served.ask(address).headers["Content-Type"], address


def test_what_keeps_answers_for_many_is_told_that_there_are_two_forms(served: Served) -> None:
    answer = served.ask("/")
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"].lower() == "accept-encoding"


def test_files_under_a_hash_are_kept_and_everything_else_is_asked_for_anew(served: Served) -> None:
    hashed = styles(served.site).rpartition("/")[0]
    assert re.fullmatch(r"/assets/[0-9a-f]{10}", hashed)
    for address in published(served.site):
        expected = FOR_EVER if address.startswith(f"{hashed}/") else "no-cache"
        assert (served.ask(address, "HEAD").headers["Cache-Control"], address) == (expected, address)


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("address", ["/", "/exercises/bridge/", "/search.json", "styles"])
def test_a_file_that_a_browser_has_is_not_sent_again(address: str, coding: str, served: Served) -> None:
    target = styles(served.site) if address == "styles" else address
    first = served.ask(target, Accept_Encoding=coding)
    for question in (
        {"If_None_Match": first.headers["etag"]},
        {"If_Modified_Since": first.headers["Last-Modified"]},
    ):
        again = served.ask(target, Accept_Encoding=coding, **question)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_an_older_copy_is_replaced(served: Served) -> None:
    assert served.ask("/", If_None_Match='"another"').status == 200


@pytest.mark.parametrize("target", ["/exercises", "/exercises/bridge", "/contributing/rules"])
def test_an_address_without_the_last_slash_leads_to_the_page(target: str, served: Served) -> None:
    answer = served.ask(target)
    assert answer.status in (301, 308)
    assert answer.headers["Location"] == f"{target}/"


# What every answer says


@pytest.mark.parametrize(
    ("target", "status"),
    [("/", 200), ("/exercises/bridge/", 200), ("styles", 200), ("/api/v1/exercises.json", 200), ("/nowhere/", 404)],
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_every_answer_has_the_headers(target: str, status: int, coding: str, served: Served) -> None:
    address = styles(served.site) if target == "styles" else target
    answer = served.ask(address, Accept_Encoding=coding)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers.get("Server") in (None, "nginx")
    assert "X-Powered-By" not in answer.headers


def test_redirects_and_unchanged_files_have_the_headers_too(served: Served) -> None:
    tag = served.ask("/").headers["etag"]
    for answer in (served.ask("/exercises"), served.ask("/", If_None_Match=tag)):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("target", ["/nowhere", "/exercises/nowhere/", "/nowhere.css", "/assets/0123456789/a.css"])
def test_a_wrong_address_gets_our_own_page_and_nobody_keeps_it(target: str, served: Served) -> None:
    answer = served.ask(target)
    assert answer.status == 404
    assert answer.body == (served.site / "404.html").read_bytes()
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "no-cache"


# What nobody gets


@pytest.mark.parametrize("target", ["/assets/", "/api/", "/api/v1/", "/assets/social/"])
def test_no_folder_lists_its_files(target: str, served: Served) -> None:
    answer = served.ask(target)
    assert (answer.status, answer.body) == (404, (served.site / "404.html").read_bytes())


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/./../secret.txt",
        "/exercises/../../../../../../etc/passwd",
        "/%2e%2e/secret.txt",
        "/%2E%2E/%2E%2E/secret.txt",
        "/.%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%2Fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/..;/secret.txt",
        "/..%c0%afsecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "//etc/passwd",
        "///etc/passwd",
        "/%2fetc/passwd",
        "/etc/passwd",
        "/file:///etc/passwd",
        "../secret.txt",
        "secret.txt",
        "/index.html%00.txt",
        "/..%00/secret.txt",
        "/%00",
        "/.env",
        "/%2eenv",
        "/%2Eenv",
        "//.env",
        "/exercises/..//.env",
        "/exercises/../.env",
        "/.git/config",
        "/.git",
        "/.git/",
        "/%2egit/config",
        "/assets/.hidden.css",
        "/assets/%2ehidden.css",
        b"/\xff\xfe",
        b"/\x01",
        "/" + "a" * 5000,
        "/" + "../" * 500 + "etc/passwd",
    ],
)
def test_nobody_gets_out_of_the_site_or_sees_its_dotfiles(target: str | bytes, served: Served) -> None:
    answer = served.ask(target)
    assert answer.status in (301, 308, 400, 404, 414)
    assert SECRET.encode() not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    "target",
    [
        "//exercises",
        "//evil.example/%2e%2e/exercises",
        "/%2fevil.example/..%2fexercises",
        "/\\evil.example/../exercises",
    ],
)
def test_no_redirect_leads_to_another_site(target: str, served: Served) -> None:
    place = served.ask(target).headers.get("Location", "/")
    assert re.match(r"/(?![/\\])", place)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "MADE-UP"])
@pytest.mark.parametrize("target", ["/", "/exercises/bridge/", "/api/v1/exercises.json"])
def test_one_can_only_read(method: str, target: str, served: Served) -> None:
    answer = served.ask(target, method, Content_Length="0")
    assert answer.status in (400, 405, 501)
    assert (served.site / "index.html").read_bytes() not in answer.body


def test_head_is_answered_without_the_page(served: Served) -> None:
    answer = served.ask("/", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) == (served.site / "index.html").stat().st_size


# Many readers


def test_many_readers_at_once_get_what_they_ask_for(served: Served) -> None:
    files = list(published(served.site).items())

    def read(reader: int) -> int:
        connection = HTTPConnection("127.0.0.1", served.port, timeout=10)
        for number in range(250):
            address, file = files[(reader * 250 + number) % len(files)]
            connection.request("GET", address, headers={"Host": "exercises.example.org"})
            answer = connection.getresponse()
            assert (answer.read() == file.read_bytes(), answer.status) == (True, 200), address
        connection.close()
        return 250

    with ThreadPoolExecutor(8) as readers:
        assert sum(readers.map(read, range(8))) == 2000
