package dev.jthreading.conformance;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The child processes of a running test. A test that waits for a child is not stuck as long as the child starts up. That
 * takes long on a busy machine, and for several children in a row.
 */
final class ChildActivity {

    /** What an idle virtual machine does not use within a second or so, but one that starts up does. */
    private static final Duration NOTICEABLE = Duration.ofMillis(100);
    /** A child that has used more than this loops. */
    private static final Duration ENOUGH = Duration.ofSeconds(40);

    private final ProcessHandle parent;
    private final Set<ProcessHandle> before;
    private Map<ProcessHandle, Duration> seen;

    /** Starts to watch the descendants of {@code parent} that do not exist yet. */
    ChildActivity(ProcessHandle parent) {
        this.parent = parent;
        before = parent.descendants().collect(Collectors.toSet());
        seen = Map.of();
    }

    /** Whether a child has started, ended or worked since the last call. */
    boolean hasAdvanced() {
        Map<ProcessHandle, Duration> now = children().collect(Collectors.toMap(child -> child, ChildActivity::processorTime));
        boolean advanced = !now.keySet().equals(seen.keySet()) || now.entrySet().stream().anyMatch(this::works);
        seen = now;
        return advanced;
    }

    /** Ends children that a hung test has left behind. */
    void kill() {
        children().forEach(ProcessHandle::destroyForcibly);
    }

    private boolean works(Map.Entry<ProcessHandle, Duration> child) {
        Duration used = child.getValue().minus(seen.getOrDefault(child.getKey(), Duration.ZERO));
        return used.compareTo(NOTICEABLE) > 0 && child.getValue().compareTo(ENOUGH) < 0;
    }

    private Stream<ProcessHandle> children() {
        return parent.descendants().filter(child -> !before.contains(child));
    }

    private static Duration processorTime(ProcessHandle child) {
        return child.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
