"""The resident set of this process (Linux only)."""

from gc import collect


def resident_bytes():
    """Its size, without garbage."""
    for _ in range(3):
        collect()
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    raise RuntimeError("/proc/self/status has no VmRSS")
