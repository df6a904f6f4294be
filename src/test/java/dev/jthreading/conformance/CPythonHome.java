package dev.jthreading.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CPython as the build unpacked it: an executable, its standard library and its tests, and the tests of later versions. */
public record CPythonHome(Path path) {

    /** The version that is here as a whole. It is the one that GraalPy implements. */
    public static final String WHOLE = "3.12";

    private static final Pattern VERSION = Pattern.compile("#define\\s+PY_VERSION\\s+\"([^\"]*)\"");

    /** The home that the build names in the system property {@code jthreading.cpython}. */
    public static CPythonHome fromSystemProperty() {
        return new CPythonHome(Path.of(SystemProperties.required("jthreading.cpython")));
    }

    /** The interpreter of the version that is here as a whole. */
    public Path executable() {
        return executable(WHOLE);
    }

    /** An interpreter. Archives on Maven Central carry no file modes, so this gives it the right to be executed. */
    public Path executable(String version) {
        Path executable = path.resolve("bin").resolve("python" + version);
        if (!Files.isExecutable(executable) && !executable.toFile().setExecutable(true)) {
            throw new IllegalStateException("Cannot make " + executable + " executable");
        }
        return executable;
    }

    Path testPackage(String version) {
        return path.resolve("lib").resolve("python" + version).resolve("test").toAbsolutePath();
    }

    /** For example 3.12.1 for 3.12. */
    public String release(String version) {
        try {
            Path header = path.resolve("include").resolve("python" + version).resolve("patchlevel.h");
            Matcher matcher = VERSION.matcher(Files.readString(header));
            if (!matcher.find()) {
                throw new IllegalStateException("No PY_VERSION in " + header);
            }
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
