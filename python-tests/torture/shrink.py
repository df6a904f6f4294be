"""Finds a shorter plan that still fails: leaves out ever smaller parts of it, as long as what is left fails."""

import plan as plans


class Shrinker:
    """Gives plans to try, one after the other, and hears of each whether it failed."""

    def __init__(self, plan):
        self.shortest = plan
        self._candidates = self._parts()
        self._failed = False

    def next(self):
        """The next plan to try, None if there is no more."""
        return next(self._candidates, None)

    def failed(self, plan):
        """Hears that the plan that was tried last failed."""
        self.shortest = plan
        self._failed = True

    def _try(self, plan):
        """Whether a shorter plan fails."""
        if plans.size(plan) >= plans.size(self.shortest):
            return
        self._failed = False
        yield plan

    def _parts(self):
        size = None
        while size != plans.size(self.shortest):
            size = plans.size(self.shortest)
            yield from self._try({**self.shortest, "disturbances": [], "victims": []})
            yield from self._try({**self.shortest, "computing": 0})
            yield from self._without_objects()
            for what in ("threads", "disturbances", "victims"):
                yield from self._without(what)
            yield from self._without_operations()

    def _without_objects(self):
        """Leaves out all that is done with one object, first with many."""
        names = sorted({operation[0] for operations in self.shortest["threads"] + self.shortest["victims"] for operation in operations})
        for chunk in _chunks(len(names)):
            for start in range(0, len(names), chunk):
                gone = names[start:start + chunk]
                yield from self._try({**self.shortest, **{
                    kind: [[operation for operation in operations if operation[0] not in gone] for operations in self.shortest[kind]]
                    for kind in ("threads", "victims")}})

    def _without(self, what):
        """Leaves out elements of a list."""
        for chunk in _chunks(len(self.shortest[what])):
            start = 0
            while start < len(self.shortest[what]):
                shorter = self.shortest[what][:start] + self.shortest[what][start + chunk:]
                yield from self._try({**self.shortest, what: shorter})
                if not self._failed:
                    start += chunk

    def _without_operations(self):
        """Leaves out operations of all threads, wherever they are."""
        for kind in ("threads", "victims"):
            places = [(t, o) for t, operations in enumerate(self.shortest[kind]) for o in range(len(operations))]
            for chunk in _chunks(len(places)):
                start = 0
                while start < len(places):
                    kept = places[:start] + places[start + chunk:]
                    operations = self.shortest[kind]
                    shorter = [[operations[t][o] for thread, o in kept if thread == t] for t in range(len(operations))]
                    yield from self._try({**self.shortest, kind: shorter})
                    if self._failed:
                        places = [(t, o) for t, left in enumerate(shorter) for o in range(len(left))]
                    else:
                        start += chunk


def _chunks(count):
    """Half of so many, a quarter, and so on, at last one."""
    chunk = count
    while chunk > 1:
        chunk = (chunk + 1) // 2
        yield chunk
    if count == 1:
        yield 1
