"""Eight people at once as the server sees them: time from a question to its first text, as JSON.

    python benchmarks/server_load.py LIBRARY [VISITORS] [ROUNDS]

The clients speak the page's own protocol, so that no browser takes the server's processors, for visitors
have machines of their own. ``page_load.py`` has the browsers on the server's machine.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import time
from typing import Any

import httpx
from page_load import questions, report

API = "/gradio_api"
STATES = ('"writing"', '"done"')
"""Those in which the page has text of the answer."""


async def measure(address: str, visitors: int, rounds: int) -> list[tuple[float, float]]:
    """First text and last, of each question that each visitor asks; all ask at the same moment."""
    asked = questions()
    limits = httpx.Limits(max_connections=4 * visitors)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
        event = await submitting(client)
        await ask(client, event, asked[-1])  # loads the encoder, once in the life of the server
        measured: list[tuple[float, float]] = []
        for number in range(rounds):
            chosen = [asked[(number * visitors + place) % len(asked)] for place in range(visitors)]
            measured += await asyncio.gather(*(ask(client, event, question) for question in chosen))
    return measured


async def submitting(client: httpx.AsyncClient) -> int:
    """The number by which the page calls what answers."""
    events = (await client.get("/config")).json()["dependencies"]
    return next(one["id"] for one in events if any(name == "submit" for _, name in one["targets"]))


async def ask(client: httpx.AsyncClient, event: int, question: str) -> tuple[float, float]:
    """A new visitor's question: seconds to the first text, and to the whole answer."""
    session, started = secrets.token_hex(8), time.perf_counter()
    sent = {"run": 1, "number": 0, "question": question, "language": "en", "where": {}}
    body: dict[str, Any] = {"data": [None], "fn_index": event, "session_hash": session}
    (await client.post(f"{API}/queue/join", json={**body, "event_data": {"sent": sent}})).raise_for_status()
    first = 0.0
    async with client.stream("GET", f"{API}/queue/data", params={"session_hash": session}) as stream:
        async for line in stream.aiter_lines():
            if not first and any(state in line for state in STATES):
                first = time.perf_counter() - started
            if '"process_completed"' in line:
                break
    if not first:
        raise RuntimeError(f"no text came for: {question}")
    return first, time.perf_counter() - started


def main(library: str, visitors: str = "8", rounds: str = "5") -> None:
    """With a client for each visitor."""
    report(library, measure, visitors, rounds)


if __name__ == "__main__":
    main(*sys.argv[1:])
