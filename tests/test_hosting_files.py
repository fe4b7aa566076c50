"""The files for web servers, as far as they can be judged without one; `make test-hosting` starts the servers."""

import re
from pathlib import PurePosixPath

import pytest
import yaml

from macros.policy import SECURITY_POLICY
from tests.conftest import ROOT

HOSTING = ROOT / "hosting"
CONTAINER = (HOSTING / "Containerfile").read_text(encoding="utf-8")
OWN_CONTAINER = (HOSTING / "Containerfile.own").read_text(encoding="utf-8")
COPIED = re.findall(r"^COPY (?!--)(\S+) (\S+)$", CONTAINER, re.MULTILINE)


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["hosting/nginx.conf", "hosting/Caddyfile"])
def test_servers_send_the_policy_of_the_pages_and_forbid_frames(path: str) -> None:
    assert re.findall(r'Content-Security-Policy "([^"]*)"', text(path)) == [
        f"{SECURITY_POLICY}; frame-ancestors 'none'"
    ]


def test_the_page_for_clinics_tells_other_servers_to_send_the_same_headers() -> None:
    headers = dict(
        re.findall(r'^    add_header ([\w-]+) "?([^"]*)"? always;$', text("hosting/nginx.conf"), re.MULTILINE)
    )
    del headers["Cache-Control"]
    page = text("docs/clinics/hosting.md")
    assert "\n".join(f"{name}: {value}" for name, value in headers.items()) in page
    assert [name for name in headers if f"- `{name}`: " not in page] == []


def test_no_location_of_nginx_drops_the_headers_and_all_are_sent_with_errors_too() -> None:
    headers = re.findall(r"^( *)add_header [\w-]+ .*?( always)?;$", text("hosting/nginx.conf"), re.MULTILINE)
    assert headers == [("    ", " always")] * 6
    assert text("hosting/nginx.conf").count("add_header ") == 6


def test_everything_that_the_container_copies_is_there() -> None:
    # A folder made from an archive has no history, and everything else.
    assert len(COPIED) > 8
    assert [source for source, _ in COPIED if source != ".git" and not (ROOT / source).exists()] == []


def test_the_container_copies_no_more_than_a_build_needs() -> None:
    assert "." not in {source for source, _ in COPIED}
    assert len(re.findall("^COPY ", CONTAINER, re.MULTILINE)) == len(COPIED) + 2


def test_the_container_serves_by_the_same_file_on_a_port_that_needs_no_rights() -> None:
    (old, new), *others = re.findall(r"^RUN sed --in-place 's/(.*)/(.*)/' nginx.conf$", CONTAINER, re.MULTILINE)
    ours = text("hosting/nginx.conf").splitlines()
    served = [re.sub(old, new, line) for line in ours]
    assert others == []
    assert [(a, b) for a, b in zip(ours, served, strict=True) if a != b] == [
        ("    listen 80;", "    listen 8080;"),
        ("    listen [::]:80;", "    listen [::]:8080;"),
    ]
    assert ("hosting/nginx.conf", "./") in COPIED
    assert "COPY --from=build /copy/nginx.conf /etc/nginx/conf.d/default.conf\n" in CONTAINER


def test_the_container_puts_the_site_where_nginx_looks_for_it() -> None:
    (root,) = re.findall(r"^ *root (\S+);", text("hosting/nginx.conf"), re.MULTILINE)
    assert f"COPY --from=build /copy/site {root}\n" in CONTAINER
    assert PurePosixPath(root).is_absolute()


def test_what_serves_in_the_container_has_no_rights() -> None:
    *_, last = re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE)
    assert last.startswith("docker.io/nginxinc/nginx-unprivileged:")
    assert "USER" not in CONTAINER


def test_the_container_installs_only_what_is_locked() -> None:
    assert [line for line in CONTAINER.splitlines() if "install" in line] == [
        "RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt"
    ]


def test_the_container_of_an_own_repository_serves_as_that_of_a_clone_does() -> None:
    serving = [text.partition("FROM docker.io/nginxinc")[2] for text in (CONTAINER, OWN_CONTAINER)]
    assert serving[0] == serving[1] != ""
    for line in ("sed --in-place", "FROM docker.io/library"):
        assert re.findall(f".*{line}.*", CONTAINER) == re.findall(f".*{line}.*", OWN_CONTAINER) != []


def test_the_container_of_an_own_repository_copies_only_what_a_clinic_has_there() -> None:
    assert re.findall(r"^COPY (?!--)(\S+)", OWN_CONTAINER, re.MULTILINE) == ["requirements.txt", "clinics"]


def test_the_run_for_github_may_read_and_only_its_last_job_may_publish() -> None:
    workflow = yaml.safe_load(text("hosting/github-pages.yml"))
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
