package dev.jthreading.bench;

import dev.jthreading.conformance.CPythonHome;
import dev.jthreading.conformance.SystemProperties;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command lines that run Python on each implementation. */
final class Programs {

    /** A JVM that gives back at once what a collection frees, so that its resident set says how much is in use. */
    private static final String FRUGAL_HEAP = "-XX:+UseSerialGC -Xms16m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=5";

    /** The version of CPython that has interpreters, which has a home of its own. */
    private static final String NEWEST = "3.14";

    private static final List<String> INTERPRETER = List.of("-Dpolyglot.engine.WarnInterpreterOnly=false");

    private final Path distribution = Path.of(SystemProperties.required("jthreading.distribution")).toAbsolutePath();
    private final CPythonHome cpython = CPythonHome.fromSystemProperty();
    private final CPythonHome newest = new CPythonHome(Path.of(SystemProperties.required("jthreading.cpython-" + NEWEST)));
    private final Path javaHome = Path.of(System.getProperty("java.home"));

    /** The releases of CPython that figures are those of. */
    String cpython() {
        return cpython.release(CPythonHome.WHOLE) + " and " + newest.release(NEWEST);
    }

    List<String> command(Implementation implementation, List<String> arguments) {
        List<String> command = new ArrayList<>(switch (implementation) {
            case CPYTHON -> List.of(cpython.executable().toAbsolutePath().toString());
            case CPYTHON_3_14 -> List.of(newest.executable(NEWEST).toAbsolutePath().toString());
            case JTHREADING_INTERPRETER -> java(INTERPRETER, "--jthreading", "--jthreading.IdleWorkers=128");
            case BUILTIN_INTERPRETER -> java(INTERPRETER);
            case BUILTIN_PLAIN -> java(compiler());
            case JAVA -> throw new IllegalStateException("not Python");
            default -> implementation.isPeer() ? List.of(launcher(), "--builtin-threading") : List.of(launcher());
        });
        implementation.preset().ifPresent(preset -> command.addAll(List.of("-X", preset)));
        command.addAll(arguments);
        return command;
    }

    /** The same JVM for all; nothing is written into the source tree. */
    Map<String, String> environment(boolean memory) {
        Map<String, String> common = Map.of("JAVA_HOME", javaHome.toString(), "PYTHONDONTWRITEBYTECODE", "1");
        Map<String, String> variables = new HashMap<>(common);
        if (memory) {
            variables.put("JDK_JAVA_OPTIONS", FRUGAL_HEAP);
        }
        return variables;
    }

    private String launcher() {
        return distribution.resolve("bin").resolve("jthreading").toString();
    }

    /** What it takes to run Truffle's compiler on a JDK that does not have it. */
    private List<String> compiler() {
        return List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI",
                "--upgrade-module-path", distribution.resolve("lib").resolve("compiler").toString());
    }

    /** The JDK's own {@code java}, which nothing helps to start: no class data, no cache of compiled code. */
    private List<String> java(List<String> flags, String... options) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-Xss16m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dpolyglot.engine.WarnVirtualThreadSupport=false",
                "-Dorg.graalvm.launcher.executablename=" + launcher(),
                "-cp", distribution.resolve("lib") + File.separator + "*",
                "com.oracle.graal.python.shell.GraalPythonMain", "--jthreading-launcher"));
        command.addAll(List.of(options));
        return command;
    }
}
