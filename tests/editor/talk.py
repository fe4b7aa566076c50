"""Asks yaml-language-server, which is behind YAML in VS Code and other editors; `make test` installs it."""

import json
import sys
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Timer
from typing import Any, Self

SERVER = Path(__file__).parent.parent / "node_modules/yaml-language-server/bin/yaml-language-server"
NODE = Path(sys.executable).with_name("node")
PATIENCE = 60  # seconds, after which a server that says nothing is stopped
# Nothing is fetched from the network, and no hover names a folder of this machine.
SETTINGS = {"schemaStore": {"enable": False}, "hoverSchemaSource": False}
ABLE = {"completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}}}


class Editor:
    """What an author is shown for texts that count as files beside `path`; lines and columns count from 1."""

    def __init__(self, path: Path) -> None:
        self._path, self._opened = path.resolve(), 0

    def __enter__(self) -> Self:
        self._server: Any = Popen([NODE, SERVER, "--stdio"], stdin=PIPE, stdout=PIPE)
        self._tell(id="start", method="initialize", params={"capabilities": {"textDocument": ABLE}})
        self._hear(id="start")
        self._tell(method="initialized", params={})
        self._hear(method="workspace/configuration")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.communicate()

    def problems(self, text: str) -> list[str]:
        """What is marked as wrong in the text, as `line:column: message`."""
        return self.problems_of([text])[0]

    def problems_of(self, texts: list[str]) -> list[list[str]]:
        """The problems of several texts, in little more than the time of one."""
        uris = [self._open(text) for text in texts]
        found: dict[str, list[str]] = {}
        while not found.keys() >= set(uris):
            told = self._hear(method="textDocument/publishDiagnostics")["params"]
            places = [(d["range"]["start"], d["message"]) for d in told["diagnostics"]]
            found[told["uri"]] = [f"{at['line'] + 1}:{at['character'] + 1}: {message}" for at, message in places]
        return [found[uri] for uri in uris]

    def completions(self, text: str, line: int, column: int) -> dict[str, str]:
        """What is offered to an author at that place, each with the text shown beside it."""
        offered = self._ask("completion", text, line, column)["items"]
        beside = [(item["label"], item.get("documentation") or "") for item in offered]
        return {label: about["value"] if isinstance(about, dict) else about for label, about in beside}

    def hover(self, text: str, line: int, column: int) -> str:
        """What is shown, in Markdown, when the mouse rests there."""
        shown = self._ask("hover", text, line, column)
        return shown["contents"]["value"] if shown else ""

    def _open(self, text: str) -> str:
        self._opened += 1  # each text has a name of its own, so that no late news of another is taken for this one's
        uri = self._path.with_name(f"{self._opened}-{self._path.name}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell(method="textDocument/didOpen", params={"textDocument": document})
        return uri

    def _ask(self, what: str, text: str, line: int, column: int) -> Any:
        at = {"textDocument": {"uri": self._open(text)}, "position": {"line": line - 1, "character": column - 1}}
        self._tell(id=what, method=f"textDocument/{what}", params=at)
        return self._hear(id=what)["result"]

    def _tell(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._server.stdin.flush()

    def _hear(self, **wanted: str) -> dict[str, Any]:
        stop = Timer(PATIENCE, self._server.kill)
        stop.start()
        try:
            while header := self._server.stdout.readline():  # `Content-Length: 123`, then an empty line
                message: dict[str, Any] = json.loads(self._server.stdout.read(int(header.split()[1]) + 2))
                if message.get("method") == "workspace/configuration":
                    self._tell(id=message["id"], result=[SETTINGS, *[None] * (len(message["params"]["items"]) - 1)])
                if wanted.items() <= message.items():
                    return message
        finally:
            stop.cancel()
        raise RuntimeError(f"yaml-language-server stopped before {wanted}")
