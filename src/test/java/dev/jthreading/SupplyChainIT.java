package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shipped can be checked: its bill of materials and its list of licences are complete, and a second build gives the same bytes. */
class SupplyChainIT {

    private static final Path BUILD = Installation.build();
    private static final String PROFILES = Objects.requireNonNullElse(System.getProperty("jthreading.build.profiles"), "");
    private static final List<String> SOURCES = List.of("pom.xml", "src", "polyglot-config");

    @Test
    void theBillOfMaterialsHasEveryJarOfTheDistributionWithItsHash() throws IOException {
        Path bill = Installation.distribution().resolve("bom.json");
        assumeThat(Files.exists(bill) || !Maven.isOffline()).as("the plugin makes no bill without a network").isTrue();
        Map<String, String> listed = new TreeMap<>();
        for (JsonElement component : JsonParser.parseString(Files.readString(bill)).getAsJsonObject().getAsJsonArray("components")) {
            if (text(component, "purl").endsWith("?type=jar")) {
                listed.put(text(component, "name") + "-" + text(component, "version") + ".jar", sha256(component));
            }
        }
        assertThat(listed).as("hashes of %s", bill).isEqualTo(othersJars()).isNotEmpty();
    }

    @Test
    void everyJarOfTheDistributionHasALicence() throws IOException {
        List<String> licences = Files.readAllLines(Installation.distribution().resolve("THIRD-PARTY.txt"));
        assertThat(othersJars().keySet()).allSatisfy(jar -> {
            int version = jar.lastIndexOf('-');
            String coordinates = ":" + jar.substring(0, version) + ":" + jar.substring(version + 1, jar.length() - ".jar".length()) + " ";
            assertThat(licences).filteredOn(line -> line.contains(coordinates)).singleElement().asString().matches(" +\\(\\w.*");
        });
    }

    /**
     * In another folder and time zone, with Maven on the same JDK, which manifests name. With {@code -Prelease} this is also about the
     * jars of the sources and of the Javadoc.
     */
    @Test
    void anotherBuildGivesTheSameBytes(@TempDir Path folder) throws IOException, InterruptedException {
        for (String name : SOURCES) {
            copy(Path.of(name), folder);
        }
        Path pom = folder.resolve("pom.xml");
        List<String> words = Stream.of("mvn", PROFILES, "-DskipTests", "-Dstartup=check", "-f", pom.toString(), "package")
                .filter(word -> !word.isEmpty()).toList();
        Command.Result result = Maven.command(words)
                .environment("JAVA_HOME", System.getProperty("jthreading.maven.java"))
                .environment("TZ", "Pacific/Auckland").environment("LC_ALL", "C").run();
        assertThat(result.status()).as(result.stdout()).isZero();

        Path again = folder.resolve(Path.of("").toAbsolutePath().relativize(BUILD));
        assertThat(shipped(again)).isEqualTo(shipped(BUILD));
    }

    /**
     * The jars of the build and all of the distribution, each with its hash, but for what is for one machine: the runtime, which is of the
     * JDK, and what GraalPy unpacks of its jars when it starts.
     */
    private static Map<String, String> shipped(Path build) throws IOException {
        String version = System.getProperty("jthreading.version");
        Map<String, String> all = new TreeMap<>();
        for (String kind : PROFILES.equals("-Prelease") ? List.of("", "-launcher", "-sources", "-javadoc") : List.of("", "-launcher")) {
            String jar = "jthreading-" + version + kind + ".jar";
            all.put(jar, sha256(build.resolve(jar)));
        }
        all.putAll(files(build.resolve("jthreading")));
        all.keySet().removeIf(name -> name.startsWith("runtime/") || name.startsWith("resources/"));
        return all;
    }

    /** The jars that are no part of this project, by name. */
    private static Map<String, String> othersJars() throws IOException {
        Map<String, String> jars = new TreeMap<>();
        files(Installation.distribution().resolve("lib")).forEach((path, hash) -> {
            String name = Path.of(path).getFileName().toString();
            if (!name.matches("(jthreading|launcher)-\\d.*")) {
                jars.put(name, hash);
            }
        });
        return jars;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> hashes.put(folder.relativize(file).toString(), sha256(file)));
        }
        return hashes;
    }

    private static void copy(Path source, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !isBuilt(file)).toList()) {
                Path copy = folder.resolve(file.toString());
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(file, copy);
            }
        }
    }

    private static boolean isBuilt(Path file) {
        return StreamSupport.stream(file.spliterator(), false).anyMatch(Path.of("target")::equals);
    }

    private static String sha256(JsonElement component) {
        return StreamSupport.stream(component.getAsJsonObject().getAsJsonArray("hashes").spliterator(), false)
                .filter(hash -> text(hash, "alg").equals("SHA-256")).map(hash -> text(hash, "content")).findFirst().orElseThrow();
    }

    private static String text(JsonElement object, String name) {
        JsonObject fields = object.getAsJsonObject();
        return fields.get(name).getAsString();
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
