package dev.jthreading.sync;

/** A gateway that interrupts this thread when it is about to park, the n-th time; the checker decides what others do before. */
final class CheckedBlocking implements Blocking {

    private int parksLeft;

    /** Lets the thread park {@code parks} times, and interrupts it once, before the next. */
    CheckedBlocking(int parks) {
        parksLeft = parks;
    }

    @Override
    public boolean await(Wait wait) throws InterruptedException {
        return wait.await();
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
