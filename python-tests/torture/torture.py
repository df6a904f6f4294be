"""Runs plans, also for a Java application, which may interrupt threads, and interrupt or close the context."""

import collections
import os
import sys
import threading
import time

import plan as plans
import shrink
from world import World

SHRINK_SECONDS = 120
SHRINK_PATIENCE_SECONDS = 5
SHRINK_TRIES = 3


# How many disturbances have reached a program.
felt = collections.Counter()


def run(plan, interrupt=None):
    """Runs a plan; returns what is wrong, a text, empty if nothing is."""
    world = World(plan, interrupt)
    faults = world.run()
    # The first victim is the main thread.
    felt["signals"] += sum(victim.stopped for victim in world.victims[:1])
    felt["interrupts"] += sum(victim.stopped for victim in world.victims[1:])
    felt["calls"] += world.called
    return "\n".join(faults)


def begin(seed, interrupt):
    """Starts the plan of a seed in a thread of its own, for an application that ends its context meanwhile; returns both."""
    world = World(plans.new(seed), interrupt)
    thread = threading.Thread(target=world.run, name="torture", daemon=True)
    thread.start()
    return world, thread


def after_interrupt(world):
    """What is wrong after the context was interrupted: with what is left, and with a short plan that runs then."""
    plan = {**world.plan, "threads": world.plan["threads"][:10], "computing": 0}
    return "\n".join([*world.faults_after_interrupt(), *World(plan, world.interrupt).run()])


def fails(plan, interrupt):
    """Whether a plan fails in one of some tries: it may depend on the moment."""
    return any(World(plan, interrupt, SHRINK_PATIENCE_SECONDS).run() for _ in range(SHRINK_TRIES))


def shortest(plan, interrupt=None, seconds=SHRINK_SECONDS):
    """A shorter plan that still fails, as far as one is found in that time."""
    shrinker = shrink.Shrinker(plan)
    end = time.monotonic() + seconds
    stderr, sys.stderr = sys.stderr, open(os.devnull, "w")
    try:
        while time.monotonic() < end:
            candidate = shrinker.next()
            if candidate is None:
                break
            if fails(candidate, interrupt):
                shrinker.failed(candidate)
    finally:
        sys.stderr = stderr
    return shrinker.shortest


def torture(seed, interrupt=None, seconds=SHRINK_SECONDS):
    """Runs the plan of a seed; returns the story of its failure, empty if nothing is wrong."""
    plan = plans.new(seed)
    faults = run(plan, interrupt)
    if not faults:
        return ""
    print(f"seed {seed} fails:\n{faults}\nLooking for a shorter plan that fails, for {seconds} s.", file=sys.stderr, flush=True)
    size = plans.size(plan)
    shorter = shortest(plan, interrupt, seconds)
    return f"seed {seed} fails:\n{faults}\nThe shortest plan that fails, {plans.size(shorter)} of {size} operations:\n{plans.text(shorter)}"
