"""One thread, started and joined."""

from threading import Thread


def main():
    done = []
    thread = Thread(target=done.append, args=(1,))
    thread.start()
    thread.join()
    if done != [1]:
        raise AssertionError(done)


if __name__ == "__main__":
    main()
