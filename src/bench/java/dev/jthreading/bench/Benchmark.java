package dev.jthreading.bench;

/**
 * One thing that is measured.
 *
 * @param name what it is called in files and on the command line
 * @param group which table and chart it is in
 * @param title what it is called in a table
 * @param unit of its samples: {@code ns}, {@code us}, {@code ms}, {@code s}, {@code bytes}, {@code KiB}, {@code MB} or {@code times}
 * @param memory whether it measures memory, for which it gets a process of its own
 * @param longer how many times as long as usual its samples are; 0 if there is only one, without a warm-up
 */
public record Benchmark(String name, String group, String title, String unit, boolean memory, double longer) {

    /** One that measures time, for as long as usual. */
    Benchmark(String name, String group, String title, String unit) {
        this(name, group, title, unit, false, 1);
    }
}
