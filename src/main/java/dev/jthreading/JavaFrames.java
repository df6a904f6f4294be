package dev.jthreading;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Which frames of a Java stack an application's developer wants to see: neither the engine's nor this library's. */
final class JavaFrames {

    private static final List<String> ENGINE = List.of("com.oracle.truffle.", "com.oracle.graal.", "com.oracle.svm.", "org.graalvm.",
            "dev.jthreading.sync.", "dev.jthreading.thread.", "dev.jthreading.interpreter.", "dev.jthreading.language.",
            PythonThreads.class.getName(), PythonLocks.class.getName());
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private JavaFrames() { }

    /** Those of the application, and those of the JDK that it called; both lists begin with the most recent call. */
    static List<StackTraceElement> ofApplication(List<StackTraceElement> stack) {
        Deque<StackTraceElement> kept = new ArrayDeque<>();
        boolean application = false;
        for (StackTraceElement frame : stack.reversed()) {
            boolean jdk = isOf(JDK, frame);
            application = jdk ? application : !isOf(ENGINE, frame);
            if (application) {
                kept.addFirst(frame);
            }
        }
        return List.copyOf(kept);
    }

    private static boolean isOf(List<String> packages, StackTraceElement frame) {
        return packages.stream().anyMatch(frame.getClassName()::startsWith);
    }
}
