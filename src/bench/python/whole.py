"""Runs a command, and prints what it took from the start of its process to the end, as a line of JSON.

{"wall": seconds, "cpu": seconds of all processors that the process and its children had, "status": its exit status}. The arguments
are the command's. What it writes to standard output goes nowhere.
"""

import json
import os
import subprocess
import sys
from time import perf_counter


def run(command):
    """The command's wall clock, its resources as os.wait4 tells them, and its exit status."""
    start = perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "status": process.returncode}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:])))
