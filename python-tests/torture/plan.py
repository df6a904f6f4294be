"""What a seed decides: threads, what each of them does, and what disturbs them. It is plain data: parts can be left out."""

import random

FEWEST_THREADS, MOST_THREADS = 30, 100
MOST_OPERATIONS = 14
MOST_VICTIMS = 6
INTERVALS = (1e-6, 1e-5, 1e-4, 0.001, 0.005, 0.05, 1.0)
HOW = ("block", "block", "poll", 0.0, 0.0002, 0.003)
TIMES = (None, None, 0.0, 0.0005, 0.004)

# What may be done with each shared object: the operation, and what its arguments are drawn from.
LEAVES = {
    "lock0": {"hold": [HOW], "hand_over": []},
    "lock1": {"hold": [HOW]},
    "rlock0": {"hold": [HOW, (1, 2, 3)]},
    "rlock1": {"hold": [HOW, (1, 2)]},
    "semaphore0": {"hold": [HOW], "hold_several": [(2, 3)]},
    "semaphore1": {"hold": [HOW]},
    "bounded0": {"hold": [HOW], "hold_several": [(2,)]},
    "condition0": {"wait": [(None,)], "notify": [(1, 1, 2, 99)]},
    "condition1": {"wait": [(None,)], "notify": [(1, 2)]},
    "timed0": {"wait": [TIMES], "notify": [(1, 2, 99)]},
    "tokens0": {"take": [], "put": [(1, 2)]},
    "tokens1": {"take": [], "put": [(1,)]},
    "event0": {"wait": [TIMES], "set": [], "clear": []},
    "event1": {"wait": [(None,)], "set_and_clear": []},
    "barrier0": {"wait": [(None, None, 0.002)]},
    "barrier1": {"wait": [(None,)]},
    "queue0": {"put": [(None, 0.001)], "get": [TIMES]},
    "queue1": {"put": [(None, 0.001)], "get": [TIMES]},
    "lifo0": {"put": [(None,)], "get": [TIMES]},
    "priority0": {"put": [(None,)], "get": [TIMES]},
    "simple0": {"put": [(None,)], "get": [TIMES]},
    "local0": {"use": []},
    "thread0": {"sleep": [(0.0, 0.0003, 0.002)], "look": []},
}
# Operations that start threads, so that these do none of them.
BRANCHES = {
    "thread0": {"run": ["leaves", (None, 0.0, 30.0)], "timer": [(0.0, 0.001, 0.003), (True, False)]},
    "pool0": {"submit": [(1, 2, 5)], "own": [(1, 3)]},
}
# What exceptions from outside interrupt: single operations, so that the program has nothing to lose between two of them.
DISTURBED = ("lock0", "lock1", "rlock0", "rlock1", "semaphore0", "semaphore1", "bounded0", "timed0", "tokens0", "tokens1",
             "event0", "event1", "barrier0", "barrier1", "thread0")
DISTURBANCES = ("alarm", "interrupt_main", "call", "interrupt", "interrupt", "interrupt", "interval")


def new(seed):
    """The plan of a seed; it is the same in every interpreter."""
    draw = random.Random(seed)
    threads = draw.randint(FEWEST_THREADS, MOST_THREADS)
    victims = draw.randint(0, MOST_VICTIMS)
    objects = _some_objects(draw)
    return {
        "seed": seed,
        "interval": draw.choice(INTERVALS),
        "computing": draw.randint(0, 2),
        "threads": [_operations(draw, objects, MOST_OPERATIONS) for _ in range(threads)],
        "victims": [_disturbed(draw, threads) for _ in range(1 + victims)],
        "disturbances": [_disturbance(draw, victims) for _ in range(draw.randint(0, 40))],
    }


def _some_objects(draw):
    """Most seeds try some of the objects only, which meet there more often."""
    objects = sorted({*LEAVES, *BRANCHES})
    return objects if draw.random() < 0.3 else draw.sample(objects, draw.randint(2, 8))


def _operations(draw, objects, most, branches=True):
    kinds = [name for name in objects if name in LEAVES or branches] or ["lock0"]
    return [_operation(draw, draw.choice(kinds), branches) for _ in range(draw.randint(1, most))]


def _operation(draw, name, branches):
    offered = {**LEAVES.get(name, {}), **(BRANCHES.get(name, {}) if branches else {})}
    operation = draw.choice(sorted(offered))
    arguments = [_operations(draw, sorted(LEAVES), 3, False) if values == "leaves" else draw.choice(values)
                 for values in offered[operation]]
    return [name, operation, *arguments]


def _disturbed(draw, threads):
    return [[draw.choice(DISTURBED), "disturbed", draw.randrange(threads)] for _ in range(draw.randint(5, 40))]


def _disturbance(draw, victims):
    return [draw.choice(DISTURBANCES), draw.choice((0.0, 0.0002, 0.002, 0.01, 0.03)), draw.randint(0, victims), draw.choice(INTERVALS)]


def text(plan):
    """A plan for people, and for `--plan`, which reads its last line."""
    import json
    lines = [f"seed {plan['seed']}, switch interval {plan['interval']} s, {plan['computing']} computing threads"]
    for kind in ("threads", "victims"):
        for number, operations in enumerate(plan[kind]):
            if operations:
                lines.append(f"  {kind[:-1]} {number}: " + "; ".join(_call(operation) for operation in operations))
    lines += [f"  after {delay} s: {kind} {target}" for kind, delay, target, _ in plan["disturbances"]]
    return "\n".join([*lines, json.dumps(plan)])


def _call(operation):
    name, what, *arguments = operation
    return f"{name}.{what}({', '.join(map(str, arguments))})"


def size(plan):
    """How long a plan is, in operations."""
    return sum(map(len, plan["threads"] + plan["victims"])) + len(plan["disturbances"]) + plan["computing"]
