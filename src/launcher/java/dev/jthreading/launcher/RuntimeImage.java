package dev.jthreading.launcher;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleHashesAttribute;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a Java runtime that has GraalVM's optimising compiler among its own modules: the JDK that this program runs on, with that
 * one module replaced. On a stock JDK the compiler needs {@code --upgrade-module-path}, and with that the JVM uses no AOT cache.
 *
 * <p>Usage: {@code java -cp launcher.jar dev.jthreading.launcher.RuntimeImage MODULES RUNTIME}. {@code MODULES} is the directory of
 * the compiler's jar and those of the modules that it needs: {@code word}, {@code collections}, {@code truffle-compiler}.
 * {@code RUNTIME} is the directory to make; what is there is replaced, unless it was made of the same JDK and jars.
 */
public final class RuntimeImage {

    /*
     * Implementation note: why this is more than one call of jlink.
     *
     * A JDK has an empty module of the compiler's name. A JDK without jmod files links modules out of its own image, and prefers
     * that empty module to the one on the module path. So this program copies the JDK's modules out of its image, without that
     * one, and links all of them from the module path.
     *
     * java.base names the hashes of the modules that belong to it, the empty one's too. jlink refuses another module then, so
     * the copies name no hashes.
     *
     * The copies have classes only. The native libraries and the configuration come out of the JDK's directories. One plugin of
     * jlink is off: it wants to run what it has just linked.
     */

    private static final Set<String> REPLACED = Set.of("jdk.graal.compiler", "jdk.graal.compiler.management");
    /** Says what a runtime was made of. */
    private static final String ORIGIN = "made-of";

    private RuntimeImage() { }

    /** Makes the runtime: see the class. */
    public static void main(String... args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: java " + RuntimeImage.class.getName() + " MODULES RUNTIME");
            System.exit(2);
        }
        make(Path.of(args[0]), Path.of(args[1]).toAbsolutePath());
    }

    /** Makes a runtime in the directory {@code runtime} with the modules in the directory {@code modules}, unless it is there. */
    static void make(Path modules, Path runtime) throws IOException {
        Path jdk = Path.of(System.getProperty("java.home"));
        String origin = Files.readString(jdk.resolve("release")) + describe(modules);
        Path originFile = runtime.resolve(ORIGIN);
        if (Files.exists(originFile) && Files.readString(originFile).equals(origin)) {
            return;
        }
        requireOwn(runtime);
        Files.createDirectories(runtime.getParent());
        Path work = Files.createTempDirectory(runtime.getParent(), "runtime");
        try {
            if (Files.exists(runtime)) {
                // Deleted in its place, an interruption could leave a part of it, without what says who made it.
                Files.move(runtime, work.resolve("old"));
            }
            Path copies = work.resolve("modules");
            copyModules(copies);
            Path image = work.resolve("image");
            link(modules, copies, image);
            copyDirectories(jdk, image);
            Files.writeString(image.resolve(ORIGIN), origin);
            Files.move(image, runtime);
        } finally {
            delete(work);
        }
    }

    /** What is deleted was made by this program. */
    private static void requireOwn(Path runtime) throws IOException {
        if (Files.exists(runtime) && !Files.exists(runtime.resolve(ORIGIN))) {
            try (Stream<Path> files = Files.list(runtime)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalStateException(runtime + " is there, and this program has not made it");
                }
            }
        }
    }

    private static String describe(Path modules) throws IOException {
        try (Stream<Path> jars = Files.list(modules)) {
            var lines = new StringBuilder();
            for (Path jar : jars.sorted().toList()) {
                lines.append(jar.getFileName()).append(' ').append(Files.size(jar)).append('\n');
            }
            return lines.toString();
        }
    }

    /** Makes a jar of each module: jlink reads the many files of a directory far more slowly. */
    private static void copyModules(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> modules = Files.list(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules"))) {
            for (Path module : (Iterable<Path>) modules::iterator) {
                if (!REPLACED.contains(module.getFileName().toString())) {
                    copyModule(module, target.resolve(module.getFileName() + ".jar"));
                }
            }
        }
    }

    private static void copyModule(Path module, Path target) throws IOException {
        try (var jar = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(target)));
                Stream<Path> files = Files.walk(module)) {
            jar.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                byte[] bytes = Files.readAllBytes(file);
                jar.putNextEntry(new ZipEntry(module.relativize(file).toString()));
                jar.write(file.endsWith("module-info.class") ? withoutHashes(bytes) : bytes);
                jar.closeEntry();
            }
        }
    }

    private static byte[] withoutHashes(byte[] moduleInfo) {
        ClassFile classFile = ClassFile.of();
        return classFile.transformClass(classFile.parse(moduleInfo), ClassTransform.dropping(ModuleHashesAttribute.class::isInstance));
    }

    private static void link(Path modules, Path copies, Path image) {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IllegalStateException("a JDK is needed that has jlink: " + System.getProperty("java.home")));
        // It warns of incubating modules, which the JDK has as well.
        var output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int status = jlink.run(writer, writer, "--disable-plugin", "generate-jli-classes",
                "--module-path", modules + File.pathSeparator + copies, "--add-modules", "ALL-MODULE-PATH", "--output", image.toString());
        if (status != 0) {
            throw new IllegalStateException("jlink ends with status " + status + ": " + output);
        }
    }

    /** Copies what jlink has not made out of the modules' classes. */
    private static void copyDirectories(Path jdk, Path image) throws IOException {
        // The JDK's archives of classes are of its own modules.
        Set<String> unwanted = Set.of("lib/src.zip", "lib/ct.sym", "lib/server/classes.jsa", "lib/server/classes_nocoops.jsa");
        for (Path directory : Stream.of("bin", "conf", "legal", "lib").map(jdk::resolve).filter(Files::isDirectory).toList()) {
            // Some systems keep a part of them elsewhere, with a link.
            try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String path = jdk.relativize(file).toString();
                    Path copy = image.resolve(path);
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else if (Files.exists(file) && !unwanted.contains(path) && !Files.exists(copy)) {
                        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
