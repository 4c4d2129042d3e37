"""The benchmarks' models in SimPy: python peers.py hold|mm1|tandem SIZE OPERATIONS prints CPU nanoseconds per operation."""
import random
import sys
import time

import simpy


def hold(pending, operations):
    """Each process waits an exponential time, again and again: SimPy's form of pop, draw, push."""
    env = simpy.Environment()
    draw = random.Random(1).expovariate

    def process():
        while True:
            yield env.timeout(draw(1.0))

    for _ in range(pending):
        env.process(process())
    for _ in range(2 * pending):  # every process has begun and waited once
        env.step()
    return env, operations


def mm1(_, customers):
    env = simpy.Environment()
    draw = random.Random(1).expovariate
    server = simpy.Resource(env)

    def customer():
        with server.request() as turn:
            yield turn
            yield env.timeout(draw(1.0))

    def source():
        while True:
            yield env.timeout(draw(0.9))
            env.process(customer())

    env.process(source())
    return env, customers


def tandem(_, orders):
    """Pick, pack, ship: 9, 5 and 2 servers at 90 % load."""
    env = simpy.Environment()
    draw = random.Random(1).expovariate
    stations = [(simpy.Resource(env, servers), servers) for servers in (9, 5, 2)]

    def order():
        for station, servers in stations:
            with station.request() as turn:
                yield turn
                yield env.timeout(draw(1.0 / servers))

    def source():
        while True:
            yield env.timeout(draw(0.9))
            env.process(order())

    env.process(source())
    return env, orders


def main():
    model, size, operations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    env, operations = {"hold": hold, "mm1": mm1, "tandem": tandem}[model](size, operations)
    start = time.process_time_ns()
    if model == "hold":
        for _ in range(operations):
            env.step()
    else:
        env.run(until=operations / 0.9)
    print((time.process_time_ns() - start) / operations)


main()
