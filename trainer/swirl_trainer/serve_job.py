"""`swirl_trainer serve-job`: serves one model as a job of a cluster, for as long as somebody wants it.

A server that nobody stops would hold its machine for ever. Whoever started this one asks for its lease again and
again, from before the model is loaded; once nobody has for a while, the job ends, and with it the server, however
either side went away.
"""

from __future__ import annotations

import argparse
import json
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .failure import Failure
from .server_process import ServerProcess, base_url_of, start_server

POLL_SECONDS = 0.5
# What a large model may take to load.
START_SECONDS = 3600.0
# What it may take until whoever started the job has read in its output where to ask for the lease.
FIRST_SECONDS = 600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", required=True, help="a folder that holds a model; for vLLM a Hugging Face name, too")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at")
    parser.add_argument("--towards", help="listen at the address from which this host name is reached, instead")
    parser.add_argument("--server", choices=["auto", "vllm", "swirl_trainer"], default="auto")
    parser.add_argument("--gpus", type=float, default=0.0, help="how many the job was given; vLLM uses them all")
    parser.add_argument("--lease-seconds", type=float, default=60.0)
    parser.add_argument(
        "--first-seconds", type=float, default=FIRST_SECONDS, help="the same until the lease is asked for first"
    )
    parser.add_argument("--key-variable", help="environment variable with the key that requests must carry")


class Lease:
    """Runs out unless it is renewed. Begins at once, with `first` seconds: where it is must become known before."""

    def __init__(self, seconds: float, *, first: float):
        self.seconds = seconds
        self._end_in(max(first, seconds))

    def renew(self) -> None:
        self._end_in(self.seconds)

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self._until

    def say_over(self) -> None:
        print(f"Nobody has wanted this server for {self._span:g} seconds.", flush=True)

    def _end_in(self, span: float) -> None:
        self._span = span
        self._until = time.monotonic() + span


def lease_server(host: str, lease: Lease) -> ThreadingHTTPServer:
    """Answers POST /lease on a port of its own, in threads."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            is_known = self.path == "/lease"
            if is_known:
                lease.renew()
            self.send_response(204 if is_known else 404)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

    server = Server((host, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def address_towards(host: str) -> str:
    """This machine's address as the other host sees it. Sends nothing."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, 9, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind) as probe:
            probe.connect(address)
            return probe.getsockname()[0]
    except OSError as error:
        raise Failure("other", f"The cluster's machine does not reach {host}: {error}") from error


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return 200 <= response.status < 300
    except (OSError, urllib.error.URLError):
        return False


def wait_until_ready(
    server: ServerProcess, lease: Lease, stopped: threading.Event, seconds: float = START_SECONDS
) -> bool:
    """False where nobody wants it any more. Raises Failure where the server ends or takes too long."""
    limit = time.monotonic() + seconds
    while not answers(f"{server.origin}/health"):
        if server.exit_code is not None:
            raise Failure("model", f"The model's server ended with {server.exit_code} before it answered.")
        if time.monotonic() > limit:
            raise Failure("model", f"The model's server did not answer within {seconds:.0f} seconds.")
        if lease.is_over:
            lease.say_over()
            return False
        if stopped.wait(POLL_SECONDS):
            return False
    return True


def serve_until_unwanted(server: ServerProcess, lease: Lease, stopped: threading.Event) -> int:
    while not stopped.wait(POLL_SECONDS):
        if server.exit_code is not None:
            print(f"The model's server ended with {server.exit_code}.", flush=True)
            return 1
        if lease.is_over:
            lease.say_over()
            return 0
    return 0


def say(said: dict[str, object]) -> None:
    """A line that the studio reads."""
    print(json.dumps(said, separators=(",", ":")), flush=True)


def run(options: argparse.Namespace) -> int:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    host = address_towards(options.towards) if options.towards else options.host
    lease = Lease(options.lease_seconds, first=options.first_seconds)
    lease_url = f"{base_url_of(host, lease_server(host, lease).server_address[1])}/lease"
    say({"lease": {"lease_url": lease_url, "lease_seconds": options.lease_seconds}})
    with start_server(
        options.model, host=host, kind=options.server, key_variable=options.key_variable, gpus=options.gpus
    ) as server:
        if not wait_until_ready(server, lease, stopped):
            return 0
        said = {
            "base_url": f"{server.origin}/v1",
            "lease_url": lease_url,
            "lease_seconds": options.lease_seconds,
            "served_name": server.served_name,
            "server": server.kind,
        }
        lease.renew()
        say({"serving": said})
        return serve_until_unwanted(server, lease, stopped)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="swirl_trainer serve-job", description=__doc__)
    add_arguments(parser)
    try:
        return run(parser.parse_args(arguments))
    except Failure as failure:
        print(failure, file=sys.stderr, flush=True)
        return 1
