package dev.jthreading.sync;

/**
 * A gateway that interrupts this thread at the n-th chance: before a park, or when a wait has ended and the gateway takes back
 * what it gave up. The checker decides what others do before.
 */
final class CheckedBlocking implements Blocking {

    private int parksLeft;

    /** Lets {@code parks} chances pass, and interrupts the thread once, at the next. */
    CheckedBlocking(int parks) {
        parksLeft = parks;
    }

    @Override
    public boolean await(Wait wait) throws InterruptedException {
        boolean result = wait.await();
        throwIfInterrupted();
        return result;
    }

    @Override
    public void throwIfInterrupted() throws InterruptedException {
        if (parksLeft-- == 0) {
            throw new InterruptedException();
        }
    }

    @Override
    public boolean isDeferrable(Throwable interruption) {
        return interruption instanceof InterruptedException;
    }
}
