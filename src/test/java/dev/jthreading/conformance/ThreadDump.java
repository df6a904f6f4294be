package dev.jthreading.conformance;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Java side of a hang: every thread's frames, and what it waits for. */
final class ThreadDump {

    private ThreadDump() {
    }

    static String ofAllThreads() {
        // Unlike ThreadInfo's own text, the stack traces are whole.
        Map<Long, ThreadInfo> waits = Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true))
                .collect(Collectors.toMap(ThreadInfo::getThreadId, info -> info));
        return Thread.getAllStackTraces().entrySet().stream()
                .map(entry -> describe(entry.getKey(), entry.getValue(), waits.get(entry.getKey().threadId())))
                .collect(Collectors.joining("\n"));
    }

    private static String describe(Thread thread, StackTraceElement[] frames, @Nullable ThreadInfo info) {
        String head = "\"%s\" #%d %s%s\n".formatted(thread.getName(), thread.threadId(), thread.getState(), waitsFor(info));
        return Arrays.stream(frames).map(frame -> "    at " + frame + "\n").collect(Collectors.joining("", head, ""));
    }

    private static String waitsFor(@Nullable ThreadInfo info) {
        @Nullable LockInfo lock = info == null ? null : info.getLockInfo();
        if (info == null || lock == null) {
            return "";
        }
        @Nullable String owner = info.getLockOwnerName();
        return " waits for " + lock + (owner == null ? "" : " held by \"" + owner + "\"");
    }
}
