"""Takes a port and says which."""

from __future__ import annotations

import json
import socket


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Prints one JSON line with its address, so that port 0 can be asked for."""
    opened = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    port = opened.getsockname()[1]
    name = f"[{host}]" if ":" in host else host
    print(json.dumps({"listening": f"http://{name}:{port}", "port": port}), flush=True)
    return opened
