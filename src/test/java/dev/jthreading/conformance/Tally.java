package dev.jthreading.conformance;

/** Counts the verdicts on one suite, for the line that the build prints about it. */
final class Tally {

    private final String title;
    private int passed;
    private int cannotRun;
    private int failed;

    Tally(String title) {
        this.title = title;
    }

    void passed() {
        passed++;
    }

    void cannotRun() {
        cannotRun++;
    }

    void failed() {
        failed++;
    }

    @Override
    public String toString() {
        return "%s: %d passed, %d cannot run".formatted(title, passed, cannotRun)
                + (failed == 0 ? "" : ", " + failed + " failed");
    }
}
