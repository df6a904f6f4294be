"""The torture finds a fault that is planted, and shortens the plan that shows it."""

import os
import sys
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "torture"))

import objects  # noqa: E402
import plan as plans  # noqa: E402
import torture  # noqa: E402
import world  # noqa: E402


class Generous(threading.Semaphore):
    """Gives a permit too many where it gives several."""

    def release(self, n=1):
        super().release(n + (n > 1))


def with_generous():
    return {**objects.all_objects(), "semaphore0": objects.Permits("semaphore0", Generous, 3)}


class PlantedFaultTest(unittest.TestCase):

    def test_it_is_found_and_its_plan_gets_short(self):
        world.all_objects = with_generous
        self.addCleanup(setattr, world, "all_objects", objects.all_objects)
        harmless = [["lock0", "hold", "block"]] * 3
        plan = {**plans.new(1), "threads": [harmless] * 9 + [[["semaphore0", "hold_several", 2]]], "victims": [],
                "disturbances": [], "computing": 0}
        self.assertIn("semaphore0: ", torture.run(plan))
        shorter = torture.shortest(plan, None, 30)
        self.assertEqual(sum(shorter["threads"], []), [["semaphore0", "hold_several", 2]])


if __name__ == "__main__":
    unittest.main()
