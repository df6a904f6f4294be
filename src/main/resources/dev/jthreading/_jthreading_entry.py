# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Where a thread comes into an interpreter that is not the main one."""


def _enter(function, operation, data):
    """Calls the function. Who looks at the thread's stack in this interpreter stops here: the rest is another one's."""
    return function(operation, data)
