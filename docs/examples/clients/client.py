"""A small client for Python 3.9 and later, without packages. Lists what a school may use, and records a use of the first
title: FREISCHALTER_URL=http://127.0.0.1:4000/graphql FREISCHALTER_TOKEN=… python3 client.py NW:900102"""
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone

URL = os.environ["FREISCHALTER_URL"]
TOKEN = os.environ["FREISCHALTER_TOKEN"]
ATTEMPTS = 5
RETRIED = {"RATE_LIMITED", "SUBGRAPH_UNAVAILABLE"}


def ask(query, variables):
    """Asks until it is answered, waiting as long as it is told to. Only for what may be sent twice: see docs/clients.md."""
    for attempt in range(1, ATTEMPTS + 1):
        answer = send(query, variables)
        errors = answer.get("errors") or []
        if not errors:
            return answer["data"]
        again = [error["extensions"] for error in errors if error.get("extensions", {}).get("code") in RETRIED]
        if not again or attempt == ATTEMPTS:
            raise RuntimeError("\n".join(told(error) for error in errors))
        time.sleep(again[0].get("retryAfter", 2 ** (attempt - 1)))


def send(query, variables):
    """What cannot be read as an answer, and no answer at all, is worth another attempt too."""
    request = urllib.request.Request(
        URL,
        data=json.dumps({"query": query, "variables": variables}).encode(),
        headers={
            "accept": "application/graphql-response+json",
            "authorization": f"Bearer {TOKEN}",
            "content-type": "application/json",
            "graphql-client-name": "example-python",
        },
    )
    try:
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return json.load(response)
        except urllib.error.HTTPError as refused:  # Its body has the errors.
            return json.load(refused)
    except (OSError, ValueError) as error:
        return {"errors": [{"message": f"{URL}: {error}", "extensions": {"code": "SUBGRAPH_UNAVAILABLE"}}]}


def told(error):
    extensions = error.get("extensions", {})
    place = " at " + ".".join(str(part) for part in error["path"]) if error.get("path") else ""
    return f"{extensions.get('code')}{place}: {error['message']} (request {extensions.get('requestId')})"


def licensed_titles(number):
    """Page by page: the cursor of one page leads to the next."""
    query = """query LicensedTitles($number: String!, $after: String) {
      school(number: $number) {
        licensedTitles(first: 200, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }
      }
    }"""
    page = {"hasNextPage": True, "endCursor": None}
    while page["hasNextPage"]:
        titles = ask(query, {"number": number, "after": page["endCursor"]})["school"]["licensedTitles"]
        yield from (edge["node"] for edge in titles["edges"])
        page = titles["pageInfo"]


def record_usage(events):
    """The id of an event is made once, and kept until the event was answered: so it counts once, however often it is sent."""
    mutation = """mutation RecordUsage($events: [UsageEventInput!]!) {
      recordUsage(events: $events) { recorded alreadyKnown refused results { index code message } }
    }"""
    return ask(mutation, {"events": events})["recordUsage"]


school = sys.argv[1]
titles = list(licensed_titles(school.split(":")[1]))
print("\n".join(title["name"] for title in titles))
event = {
    "id": str(uuid.uuid4()),
    "school": school,
    "title": titles[0]["id"],
    "action": "STREAM",
    "usedAt": datetime.now(timezone.utc).isoformat(timespec="seconds"),
}
for result in [record_usage([event]), record_usage([event])]:
    print(f"recorded {result['recorded']}, already known {result['alreadyKnown']}")
