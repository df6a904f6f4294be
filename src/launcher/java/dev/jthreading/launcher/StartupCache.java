package dev.jthreading.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Gives a distribution its own Java runtime, and that an AOT cache of the classes that Python programs load. The JVM then starts in a
 * fraction of the time. A Python program trains the cache. The same program has GraalPy unpack its library in the distribution, which then
 * runs where no home can be written to.
 *
 * <p>Usage: {@code java -cp launcher.jar dev.jthreading.launcher.StartupCache make|check DISTRIBUTION PROGRAM}. {@code make} leaves what is
 * there and fits. {@code check} makes nothing, and deletes a cache that does not fit.
 */
public final class StartupCache {

    /*
     * Implementation note: when a cache fits.
     *
     * The JVM takes a cache if the jars have the times and sizes that they had when it was made. That is too little for a
     * build which gives all files the same time, and too much for one which writes the same jar anew. So a list beside the
     * cache has the digest and the time of each file. If all digests are the same, the files get their times back.
     */

    private static final String PROFILES_ARE_NOT_WORTH_IT = "-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining";

    /** So long the program may run that trains the cache. It takes some seconds. */
    private static final long MOST_MINUTES = 10;

    private final Path home;
    private final Path cache;
    private final Path origin;
    private final Path resources;

    private StartupCache(Path home) {
        this.home = home;
        this.cache = home.resolve("runtime/lib/jthreading.aot");
        this.origin = home.resolve("runtime/lib/jthreading.aot.made-of");
        this.resources = home.resolve("resources");
    }

    /** Makes or checks the runtime and the cache: see the class. */
    public static void main(String... args) throws IOException, InterruptedException {
        if (args.length != 3 || !List.of("make", "check").contains(args[0])) {
            System.err.println("usage: java " + StartupCache.class.getName() + " make|check DISTRIBUTION PROGRAM");
            System.exit(2);
        }
        Path home = Path.of(args[1]).toRealPath();
        Path program = Path.of(args[2]).toRealPath();
        StartupCache startupCache = new StartupCache(home);
        Map<Path, String> digests = startupCache.digests(program);
        boolean fits = startupCache.restoreTimes(digests);
        if (!fits) {
            Files.deleteIfExists(startupCache.cache);
        }
        if (args[0].equals("make")) {
            RuntimeImage.make(home.resolve("lib/compiler"), home.resolve("runtime"));
            if (!Files.exists(startupCache.cache)) {
                startupCache.make(program, digests);
            }
        }
    }

    private void make(Path program, Map<Path, String> digests) throws IOException, InterruptedException {
        train(program);
        openToReaders(resources);
        var lines = new ArrayList<String>();
        for (Map.Entry<Path, String> file : digests.entrySet()) {
            lines.add(file.getValue() + " " + Files.getLastModifiedTime(file.getKey()).toMillis() + " " + nameOf(file.getKey()));
        }
        Files.write(origin, lines);
    }

    private String nameOf(Path file) {
        return file.startsWith(home) ? home.relativize(file).toString() : "the program";
    }

    private Map<Path, String> digests(Path program) throws IOException {
        var files = new ArrayList<Path>();
        for (String directory : List.of("lib", "bin", "polyglot-config")) {
            try (Stream<Path> members = Files.list(home.resolve(directory))) {
                members.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        files.add(program);
        var digests = new LinkedHashMap<Path, String>();
        for (Path file : files) {
            digests.put(file, digest(file));
        }
        return digests;
    }

    private static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }

    /** Returns whether the cache was made of files with these digests, which then have the times that they had. */
    private boolean restoreTimes(Map<Path, String> digests) throws IOException {
        if (!Files.exists(origin)) {
            return false;
        }
        var before = new HashMap<String, String[]>();
        for (String line : Files.readAllLines(origin)) {
            String[] words = line.split(" ", 3);
            before.put(words[2], words);
        }
        for (Map.Entry<Path, String> file : digests.entrySet()) {
            String[] words = before.remove(nameOf(file.getKey()));
            if (words == null || !words[0].equals(file.getValue())) {
                return false;
            }
            if (file.getKey().startsWith(home)) {
                Files.setLastModifiedTime(file.getKey(), FileTime.fromMillis(Long.parseLong(words[1])));
            }
        }
        return before.isEmpty();
    }

    private void train(Path program) throws IOException, InterruptedException {
        boolean isWindows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Path launcher = home.resolve(isWindows ? "bin/jthreading.cmd" : "bin/jthreading");
        // The launcher has GraalPy unpack there.
        Files.createDirectories(resources);
        Path output = Files.createTempFile("jthreading", ".log");
        try {
            ProcessBuilder training = new ProcessBuilder(launcher.toString(), program.toString())
                    .redirectErrorStream(true).redirectOutput(output.toFile());
            training.environment().put("JAVA_TOOL_OPTIONS", "-XX:AOTCacheOutput=" + quoted(cache) + " " + PROFILES_ARE_NOT_WORTH_IT);
            training.environment().remove("JTHREADING_OPTIONS");
            training.environment().remove("GRAAL_PYTHON_ARGS");
            Process process = training.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
            String status = ended ? "status " + process.exitValue() : "the program has not ended in " + MOST_MINUTES + " minutes";
            process.destroyForcibly();
            if (!ended || process.exitValue() != 0 || !Files.exists(cache)) {
                throw new IllegalStateException("no cache was made, " + status + ":\n"
                        + new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
            }
        } finally {
            Files.delete(output);
        }
    }

    /** GraalPy unpacks for one user alone: a directory is the builder's only. */
    private static void openToReaders(Path directory) throws IOException {
        if (Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
            try (Stream<Path> members = Files.walk(directory)) {
                for (Path member : (Iterable<Path>) members.filter(Files::isDirectory)::iterator) {
                    Files.setPosixFilePermissions(member, permissions);
                }
            }
        }
    }

    /** For the JVM, which splits the variable's value where there are spaces. */
    private static String quoted(Path path) {
        return "\"" + path + "\"";
    }
}
