package dev.jthreading.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where and when figures were taken.
 *
 * @param load how many processes wanted a processor when the run began, without which figures may only be compared within it
 */
public record Machine(String date, String processor, int cores, String memory, String system, String load,
        String jvm, String jthreading, String graalpy, String cpython) {

    private static final double GIBIBYTE = 1L << 30;

    static Machine here(String jthreading, String graalpy, String cpython) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                format("%.0f GiB", system.getTotalMemorySize() / GIBIBYTE),
                property("os.name") + " " + property("os.version"),
                format("%.1f", system.getSystemLoadAverage()),
                property("java.vm.name") + " " + Runtime.version(),
                jthreading,
                graalpy,
                cpython);
    }

    private static String processorModel() throws IOException {
        Path description = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(description)) {
            return property("os.arch");
        }
        try (Stream<String> lines = Files.lines(description)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(property("os.arch"));
        }
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    /** All of it, as a table's caption. */
    public String inWords() {
        return "%s, %d cores, %s, %s, load %s; %s; jthreading %s, GraalPy %s, CPython %s; %s"
                .formatted(processor, cores, memory, system, load, jvm, jthreading, graalpy, cpython, date);
    }
}
