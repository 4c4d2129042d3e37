#!/usr/bin/env python3
"""Derive the network of scenarios/olist-2017.yaml from the Olist training orders.

usage: tools/olist_network.py DATA_DIR > scenarios/packs/olist-network.yaml

Reads DATA_DIR/train/olist_orders.csv.zst (Brazilian E-Commerce Public Dataset by Olist, purchases until
2017-10-31) and writes, as a scenario pack, figures only: demand shares of the 27 states, the sellers' hand-over
times by state, and transit times by lane. Lanes with fewer than 30 deliveries take the figures of their
destination over all origins. A state's depot serves as many stops in a wave as were ever delivered there in a day.
"""
import csv
import io
import math
import subprocess
import sys
from collections import defaultdict
from datetime import datetime

# Hours by which the recorded transit is shortened: the modelled pick-up (every two hours), the wait for a wave of routes, the
# route and second attempts add them again.
LAST_MILE_HOURS = 23.0
Z90, Z95 = 1.2815515655446004, 1.6448536269514722


def moment(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")


def quantile(values, p):
    values = sorted(values)
    place = p * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def law(hours):
    """Minimum, median and 95th percentile in hours; the tail follows a shifted lognormal through p10, p50 and p90."""
    p02, p50, p90 = (max(1.0, quantile(hours, p)) for p in (0.02, 0.5, 0.9))
    least = min(p02, 0.9 * p50)
    sigma = math.log((p90 - least) / (p50 - least)) / Z90 if p90 > p50 else 0.1
    return least, p50, least + (p50 - least) * math.exp(Z95 * sigma)


def text(numbers):
    low, median, high = numbers
    return f"{{ min: {low:.1f} h, median: {median:.1f} h, p95: {high:.1f} h }}"


def main():
    path = sys.argv[1] + "/train/olist_orders.csv.zst"
    raw = subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout.decode()
    demand, handover = defaultdict(int), defaultdict(list)
    lanes, into, everywhere = defaultdict(list), defaultdict(list), []
    daily = defaultdict(lambda: defaultdict(int))
    for row in csv.DictReader(io.StringIO(raw)):
        demand[row["customer_state"]] += 1
        if row["status"] != "delivered" or not row["carrier_ts"] or not row["delivered_ts"]:
            continue
        bought, carrier, door = (moment(row[k]) for k in ("purchase_ts", "carrier_ts", "delivered_ts"))
        daily[row["customer_state"]][door.date()] += 1
        if row["seller_state"]:
            handover[row["seller_state"]].append(max(1.0, (carrier - bought).total_seconds() / 3600))
        hours = (door - carrier).total_seconds() / 3600 - LAST_MILE_HOURS
        if hours > 0 and row["seller_state"]:
            lanes[row["seller_state"], row["customer_state"]].append(hours)
            into[row["customer_state"]].append(hours)
            everywhere.append(hours)
    states = sorted(demand)
    sellers = sorted({s for s in handover})
    pooled = [h for values in handover.values() for h in values]
    print("# Written by tools/olist_network.py from the Olist orders until 2017-10-31; figures only, no records.")
    print("# Source: Brazilian E-Commerce Public Dataset by Olist (CC BY-NC-SA 4.0).")
    print("markets:\n  BR:\n    zones:")
    total = sum(demand.values())
    for state in states:
        stops = max(daily[state].values(), default=1)
        print(f"      {state}: {{ share: {demand[state] / total:.6f}, stops: {stops} }}")
    print("nodes:")
    for state in sellers:
        values = handover[state] if len(handover[state]) >= 30 else pooled
        print(f"  {state}:\n    country: BR\n    zone: {state}\n    holdsStock: false\n    process: handOver")
        print(f"    handOverTime: {text(law(values))}")
    print("services:")
    for origin in sellers:
        print(f"  from-{origin}:\n    provider: correios\n    from: [{origin}]\n    to: [BR]")
        times = ", ".join(f'"{hour:02d}:00"' for hour in range(0, 24, 2))
        print(f"    firstMile: 0 s\n    pickUp: {{ times: [{times}] }}")
        print(f"    transit: {text(law(everywhere))}\n    lanes:")
        for state in states:
            values = lanes[origin, state]
            source = values if len(values) >= 30 else into[state]
            print(f"      BR-{state}: {{ transit: {text(law(source))} }}")


if __name__ == "__main__":
    main()
