#!/usr/bin/env python3
"""An example of a placement program for doorstep: each zone's demand waits at the node that serves it cheapest.

A scenario names it with `placement: { exec: [python3, place.py] }`. It reads one JSON object on standard input and prints
one on standard output; see docs/guide/placement-and-fulfilment.md for both. Units that it leaves out stay at the origins.
"""
import json
import sys

request = json.load(sys.stdin)
allocation = {node["name"]: {} for node in request["nodes"]}
forward = {node["name"] for node in request["nodes"] if node["forward"]}

for sku in request["skus"]:
    weight = dict.fromkeys(allocation, 0.0)
    for zone in sku["zones"]:
        # The landed cost of one unit from each node that may hold stock; null where there is no way.
        ways = {node: sku["landed_cost"][node][zone["name"]] for node in sorted(forward)}
        ways = {node: cost for node, cost in ways.items() if cost is not None}
        if ways:
            weight[min(ways, key=ways.get)] += zone["mean"]
    total = sum(weight.values())
    for node, share in weight.items():
        if total > 0 and share > 0:
            allocation[node][sku["name"]] = int(sku["units"] * share / total)

json.dump({"allocation": allocation}, sys.stdout)
