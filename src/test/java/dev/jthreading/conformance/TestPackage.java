package dev.jthreading.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What {@code import test} finds in the GraalPy contexts and their children: a directory with nothing but a {@code test}
 * package, because the rest of CPython's standard library must not hide GraalPy's.
 *
 * <p>The package of a later version is 3.12's, with that version's files in the place of 3.12's. {@code test.support} stays: that of
 * the later versions needs modules that are not in Python 3.12. What it adds to 3.12's comes from {@code
 * python-tests/test_package.py}, which is the {@code __init__} of all, and from those of its modules that the build unpacks.
 */
final class TestPackage {

    private static final Path SUPPORT = Path.of("support");
    private static final Path ADDITIONS = Path.of("python-tests", "test_package.py").toAbsolutePath();

    private TestPackage() {
    }

    /** Makes the package of links to files and returns the directory that it is in. */
    static Path expose(Path directory, String version, CPythonHome cpython) throws IOException {
        Path pythonPath = directory.resolve("pythonpath-" + version);
        Path testPackage = pythonPath.resolve("test");
        Map<Path, Path> links = new TreeMap<>();
        addFiles(cpython.testPackage(CPythonHome.WHOLE), links);
        if (!version.equals(CPythonHome.WHOLE)) {
            addFiles(cpython.testPackage(version), links);
        }
        links.put(Path.of("__init__.py"), ADDITIONS);
        for (Map.Entry<Path, Path> link : links.entrySet()) {
            replaceLink(testPackage.resolve(link.getKey()), link.getValue());
        }
        return pythonPath;
    }

    private static void addFiles(Path testPackage, Map<Path, Path> links) throws IOException {
        addFiles(testPackage, Path.of(""), links);
        Path support = testPackage.resolve(SUPPORT);
        if (Files.isDirectory(support)) {
            addFiles(support, SUPPORT, links);
        }
    }

    private static void addFiles(Path source, Path target, Map<Path, Path> links) throws IOException {
        try (Stream<Path> files = Files.list(source)) {
            files.filter(file -> !file.endsWith("__pycache__") && !file.endsWith(SUPPORT))
                    .forEach(file -> links.put(target.resolve(file.getFileName()), file));
        }
    }

    private static void replaceLink(Path link, Path target) throws IOException {
        Files.createDirectories(link.getParent());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }
}
