"""A serving job as the cluster starts it: a process of its own, looked at from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from swirl_trainer.serve_job import address_towards
from swirl_trainer.test_serve import write_model

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
PATIENCE = 120


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "final"
    write_model(folder)
    return folder


@contextmanager
def job(model: Path | str, *more: str, **environment: str):
    command = [sys.executable, "-m", "swirl_trainer", "serve-job", "--model", str(model), *more]
    env = {**os.environ, **environment}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env, cwd=Path(__file__).parents[1]
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def announced(process: subprocess.Popen) -> dict:
    for line in process.stdout:
        if line.startswith('{"serving":'):
            return json.loads(line)["serving"]
    raise AssertionError(f"ended with {process.wait()} before it answered")


def post(url: str, body: dict | None = None, key: str | None = None) -> tuple[int, bytes]:
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {key}"} if key else {})
    data = b"" if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def ask(said: dict, key: str | None = None) -> tuple[int, bytes]:
    body = {"model": said["served_name"], "messages": [{"role": "user", "content": "1 + 1?"}], "max_tokens": 4}
    return post(f"{said['base_url']}/chat/completions", body, key)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def gone(pids: list[int]) -> bool:
    limit = time.monotonic() + PATIENCE
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True


def test_it_answers_while_it_is_wanted_and_then_ends(model: Path) -> None:
    with job(model, "--lease-seconds", "4") as process:
        said = announced(process)
        assert (said["served_name"], said["server"], said["lease_seconds"]) == ("final", "swirl_trainer", 4)
        servers = children_of(process.pid)
        assert len(servers) == 1
        # Longer than the lease, which is asked for meanwhile.
        for _ in range(6):
            assert post(said["lease_url"])[0] == 204
            time.sleep(1)
        status, reply = ask(said)
        assert status == 200
        assert json.loads(reply)["choices"][0]["message"]["role"] == "assistant"
        assert post(said["lease_url"].replace("/lease", "/other"))[0] == 404
        assert process.wait(PATIENCE) == 0
        assert gone(servers)
        assert "Nobody has wanted this server for 4 seconds." in process.stdout.read()


# Says what it was started with, and answers once there is a file ANSWER beside it.
FAKE_VLLM = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if os.path.exists(os.path.join(os.environ["PYTHONPATH"], "ANSWER")) else 503)
        self.end_headers()
    def log_message(self, *_):
        pass

print("started with " + json.dumps(sys.argv[1:]), flush=True)
HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Handler).serve_forever()
"""


@pytest.fixture
def fake_vllm(tmp_path: Path) -> Path:
    package = tmp_path / "vllm" / "entrypoints" / "openai"
    package.mkdir(parents=True)
    (package / "api_server.py").write_text(FAKE_VLLM)
    return tmp_path


def line_with(process: subprocess.Popen, start: str) -> str:
    return next(line.removeprefix(start) for line in process.stdout if line.startswith(start))


def test_vllm_decodes_as_it_is_asked_and_uses_the_gpus_of_the_job(model: Path, fake_vllm: Path) -> None:
    (fake_vllm / "ANSWER").touch()
    with job(model, "--server", "vllm", "--gpus", "2", PYTHONPATH=str(fake_vllm)) as process:
        assert line_with(process, "Native tool calls of final cannot be served: its chat template writes calls")
        given = json.loads(line_with(process, "started with "))
        assert given[:6] == ["--model", str(model), "--served-model-name", "final", "--generation-config", "vllm"]
        assert given[6:8] == ["--tensor-parallel-size", "2"]
        assert "--tool-call-parser" not in given
        assert announced(process)["server"] == "vllm"


def test_a_server_that_loads_ends_where_nobody_wants_it(model: Path, fake_vllm: Path) -> None:
    more = ["--server", "vllm", "--lease-seconds", "3", "--first-seconds", "60"]
    with job(model, *more, PYTHONPATH=str(fake_vllm)) as process:
        lease = json.loads('{"lease":' + line_with(process, '{"lease":'))["lease"]
        line_with(process, "started with ")
        for _ in range(5):
            assert post(lease["lease_url"])[0] == 204
            time.sleep(1)
        servers = children_of(process.pid)
        assert process.poll() is None and len(servers) == 1
        assert process.wait(PATIENCE) == 0
        assert gone(servers)
        assert "Nobody has wanted this server for 3 seconds." in process.stdout.read()


def test_a_server_that_nobody_ever_asked_for_ends_while_it_loads(model: Path, fake_vllm: Path) -> None:
    more = ["--server", "vllm", "--lease-seconds", "1", "--first-seconds", "4"]
    with job(model, *more, PYTHONPATH=str(fake_vllm)) as process:
        assert process.wait(PATIENCE) == 0
        assert "Nobody has wanted this server for 4 seconds." in process.stdout.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_server_outlives_its_job(model: Path, number: signal.Signals) -> None:
    with job(model) as process:
        announced(process)
        servers = children_of(process.pid)
        process.send_signal(number)
        process.wait(PATIENCE)
        assert servers and gone(servers)


def test_the_job_ends_with_its_server(model: Path) -> None:
    with job(model) as process:
        announced(process)
        os.kill(children_of(process.pid)[0], signal.SIGKILL)
        assert process.wait(PATIENCE) == 1


def test_only_who_has_the_key_is_answered(model: Path) -> None:
    with job(model, "--key-variable", "SERVER_KEY", SERVER_KEY="open sesame".replace(" ", "-")) as process:
        said = announced(process)
        assert ask(said)[0] == 401
        assert ask(said, "open")[0] == 401
        assert ask(said, "open-sesame")[0] == 200


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["/no/such/folder"], "There is no folder /no/such/folder on the cluster's machine."),
        (["MODEL", "--key-variable", "NO_SUCH_VARIABLE"], "set the environment variable NO_SUCH_VARIABLE"),
    ],
)
def test_what_cannot_be_served_is_said(model: Path, more: list[str], said: str) -> None:
    first, *rest = more
    with job(model if first == "MODEL" else first, *rest) as process:
        assert process.wait(PATIENCE) == 1
        assert said in process.stdout.read()


def test_the_address_that_another_machine_sees() -> None:
    assert address_towards("127.0.0.1") == "127.0.0.1"
