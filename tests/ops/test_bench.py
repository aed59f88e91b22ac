"""What the benchmark measures with, on loads small enough for a test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from ops.bench.__main__ import main
from ops.bench.load import run_load
from ops.bench.triage_http import BATCH, TEXTS, http_triage


class Gateway(BaseHTTPRequestHandler):
    """Answers triage and health, and remembers how many texts came at once."""

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["texts"]
        self.server.batches.append(len(texts))
        self._answer({"results": texts})

    def log_message(self, *_: object) -> None:
        return

    def _answer(self, body: dict[str, object]) -> None:
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def gateway() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.batches = []
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_http_triage_sends_every_text_once_and_watches_the_others(gateway: ThreadingHTTPServer) -> None:
    found = http_triage(f"http://127.0.0.1:{gateway.server_port}")

    assert sum(gateway.batches[1:]) == TEXTS  # the first warms up
    assert max(gateway.batches) == BATCH
    assert found.rate > 0
    assert found.meanwhile > 0


def test_every_caller_sends_the_whole_script() -> None:
    sent: list[tuple[int, str]] = []

    load = run_load(lambda caller, text: sent.append((caller, text)), ["停电", "查电费"], callers=3, rounds=2)

    assert sorted(sent) == sorted([(caller, text) for caller in range(3) for text in ["停电", "查电费"] * 2])
    assert load.messages == 12


def test_a_part_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed"]) == 2
    assert "no such part: speed" in capsys.readouterr().err
