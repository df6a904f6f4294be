package dev.jthreading.conformance.report;

/**
 * Where the results of a suite on an implementation come from.
 *
 * @param version of the implementation, for example {@code CPython 3.12.1}
 * @param runtime what it ran on, with which durations are to be read
 * @param date of the run, as in {@code 2026-01-31}
 * @param recorded whether an earlier run measured them, which may have been on another machine
 */
public record Source(String version, String runtime, String date, boolean recorded) {

    Source asRecorded() {
        return new Source(version, runtime, date, true);
    }
}
