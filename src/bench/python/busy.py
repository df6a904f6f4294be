"""Keeps a processor busy until it is killed, or until the process that started it has ended. Prints a line when it begins."""

from os import getppid

_TURNS = 1_000_000


def main():
    parent = getppid()
    print("busy", flush=True)
    x = 1
    while getppid() == parent:
        for _ in range(_TURNS):
            x = (x * 1103515245 + 12345) & 0x7fffffff


if __name__ == "__main__":
    main()
