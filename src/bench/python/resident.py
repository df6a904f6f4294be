"""The memory of this process: its resident set (Linux only), and what lives on the JVM's heap."""

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


def live_bytes():
    """What lives on the JVM's heap."""
    import java
    runtime = java.type("java.lang.Runtime").getRuntime()
    for _ in range(3):
        collect()
        runtime.gc()
    return runtime.totalMemory() - runtime.freeMemory()
