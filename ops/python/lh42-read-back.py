#!/usr/bin/env python3
"""Reads back what the connector stored in LH42, with LH42's own SDK (pip install lakehouse42-sdk).

    lh42-read-back.py BASE_URL [--key KEY | $LH42_API_KEY] [--connector ID] [--round-trip]

Prints one JSON object: the number of documents of the connector, how many external ids are there twice, and for each
external id title, status and whether a search by its metadata finds it. Ends with 1 when one is there twice.
With --round-trip a document of its own is created, changed, found and deleted again.
"""

import argparse
import json
import os
import sys
import time

from lakehouse42 import LakehouseClientSync


def documents(client):
    """Every document, a hundred a request."""
    cursor = None
    while True:
        page = client.documents.list(limit=100, cursor=cursor)
        yield from page.documents
        if not page.has_more:
            return
        cursor = page.next_cursor


def metadata_of(document):
    """A plain dictionary, whichever of its two types the SDK chose."""
    metadata = document.metadata
    return metadata if isinstance(metadata, dict) else metadata.model_dump()


def finds(client, title, external_id):
    """The ids of the documents that a search by external id finds."""
    found = client.search.query(
        title or external_id,
        top_k=10,
        filters=[{"field": "metadata.external_id", "operator": "eq", "value": external_id}],
    )
    return {result.document_id for result in found.results}


def read_back(client, connector, search_limit):
    held = {}
    for document in documents(client):
        metadata = metadata_of(document)
        if metadata.get("connector_id") != connector:
            continue
        held.setdefault(metadata.get("external_id"), []).append((document, metadata))
    entries = {}
    twice = 0
    for number, (external_id, copies) in enumerate(sorted(held.items())):
        document, metadata = copies[0]
        if len(copies) != (metadata.get("parts") or 1):
            twice += 1
        entry = {"id": document.id, "title": document.title, "status": getattr(document.status, "value", document.status),
                 "metadata": metadata}
        if number < search_limit:
            entry["found"] = document.id in finds(client, document.title, external_id)
        entries[external_id] = entry
    return {"documents": sum(map(len, held.values())), "twice": twice, "entries": entries}


def round_trip(client):
    """Create, list, change, find and delete through the SDK."""
    external_id = f"read-back:{os.getpid()}:{time.time_ns()}"
    metadata = {"external_id": external_id, "labels": ["a", "b"], "version": 1}
    made = client.documents.create("# Read back\n", "Read back", content_type="text/markdown", metadata=metadata)
    try:
        end = time.monotonic() + 120
        while (status := client.documents.get(made.id).status) not in ("ready", "failed"):
            if time.monotonic() > end:
                raise SystemExit(f"{made.id} is still {status} after two minutes")
            time.sleep(0.2)
        changed = client.documents.update(made.id, title="Changed", metadata={**metadata, "version": 2})
        assert changed.title == "Changed", changed
        assert metadata_of(client.documents.get(made.id))["version"] == 2
        assert finds(client, "Changed", external_id) == {made.id}
    finally:
        client.documents.delete(made.id)
    return status


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base_url", help="with its prefix: https://api.lakehouse42.com/v1")
    parser.add_argument("--key", default=os.environ.get("LH42_API_KEY", ""))
    parser.add_argument("--connector", default="confluence")
    parser.add_argument("--search", type=int, default=20, help="how many external ids to search for")
    parser.add_argument("--round-trip", action="store_true")
    arguments = parser.parse_args()
    client = LakehouseClientSync(arguments.key, base_url=arguments.base_url)
    try:
        report = read_back(client, arguments.connector, arguments.search)
        if arguments.round_trip:
            report["round_trip"] = round_trip(client)
    finally:
        client.close()
    json.dump(report, sys.stdout, indent=1, default=str)
    print()
    return 1 if report["twice"] else 0


if __name__ == "__main__":
    sys.exit(main())
