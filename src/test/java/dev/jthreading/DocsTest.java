package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** README and the pages of the site: their links lead somewhere, on a Git host as in the site, and they can be read. */
class DocsTest {

    private static final Path README = Path.of("README.md");
    private static final Path SITE = Path.of("src/site");
    private static final Path PAGES = SITE.resolve("markdown");
    private static final int MOST_LINES_OF_README = 160;
    private static final int MOST_WORDS = 30;
    private static final int LEAST_WORDS = 4;
    private static final double MOST_WORDS_ON_AVERAGE = 13;
    /** Of one course or of two. */
    private static final String FIGURE = "([\\d.,]+(?: / [\\d.,]+)?)";
    private static final Pattern FIGURES =
            Pattern.compile("(?m)^\\| (.+) \\| [nu]s \\| %1$s \\| %1$s \\| %1$s \\|$".formatted(FIGURE));
    private static final Pattern TESTS = Pattern.compile("(?m)^\\| test_.*\\|$");
    private static final Pattern LINK_IN_SITE = Pattern.compile("([\\w-]+\\.md)?(#.*)?|\\.\\./resources/images/[\\w.-]+");
    private static final Pattern JAVA_NAME = Pattern.compile("([A-Z]\\w+)(?:\\.(\\w+))?");

    private static MarkdownPage readme;
    private static Map<Path, MarkdownPage> pages;

    @BeforeAll
    static void readPages() throws IOException {
        readme = MarkdownPage.read(README);
        pages = MarkdownPage.readAll(PAGES).stream()
                .collect(Collectors.toMap(MarkdownPage::path, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    private static List<MarkdownPage> all() {
        return Stream.concat(Stream.of(readme), pages.values().stream()).toList();
    }

    private static MarkdownPage page(String name) {
        return Objects.requireNonNull(pages.get(PAGES.resolve(name)));
    }

    private static boolean isOutside(String destination) {
        return destination.startsWith("https://");
    }

    @Test
    void everyLinkLeadsToAFile() {
        List<String> dead = new ArrayList<>();
        for (MarkdownPage page : all()) {
            page.destinations().stream().filter(link -> !isOutside(link) && !Files.exists(page.resolve(link)))
                    .forEach(link -> dead.add(page + ": " + link));
        }
        assertThat(dead).isEmpty();
    }

    /** The site's generator names headings in another way than Git hosts do, so what is linked to has an anchor too. */
    @Test
    void everyFragmentIsAHeadingAndAnAnchor() {
        List<String> dead = new ArrayList<>();
        for (MarkdownPage page : all()) {
            page.destinations().stream().filter(link -> !isOutside(link) && link.contains("#")).filter(link -> {
                MarkdownPage target = pages.get(page.resolve(link));
                String fragment = link.substring(link.indexOf('#') + 1);
                return target == null || !target.hasHeading(fragment) || !target.hasAnchor(fragment);
            }).forEach(link -> dead.add(page + ": " + link));
        }
        assertThat(dead).isEmpty();
    }

    /** The site has nothing but its pages and pictures. */
    @Test
    void pagesLinkToPagesAndPicturesOnly() {
        List<String> dead = new ArrayList<>();
        for (MarkdownPage page : pages.values()) {
            page.destinations().stream().filter(link -> !isOutside(link) && !LINK_IN_SITE.matcher(link).matches())
                    .forEach(link -> dead.add(page + ": " + link));
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyPageIsInTheMenuAndOnTheFirstPage() throws IOException {
        String menu = Files.readString(SITE.resolve("site.xml"));
        List<String> names = pages.keySet().stream().map(page -> page.getFileName().toString().replace(".md", "")).toList();
        assertThat(names).allSatisfy(name -> assertThat(menu).contains("\"" + name + ".html\""));
        List<String> linked = page("index.md").destinations();
        assertThat(names).filteredOn(name -> !name.equals("index")).allSatisfy(name -> assertThat(linked).contains(name + ".md"));
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(MOST_LINES_OF_README);
    }

    @Test
    void sentencesAreShort() {
        List<String> tooLong = new ArrayList<>();
        for (MarkdownPage page : all()) {
            page.sentences().stream().filter(sentence -> MarkdownPage.words(sentence) > MOST_WORDS)
                    .forEach(sentence -> tooLong.add(page + ": " + sentence));
        }
        assertThat(tooLong).isEmpty();
        assertThat(all())
                .allSatisfy(page -> assertThat(wordsOnAverage(page)).as(page.toString()).isLessThanOrEqualTo(MOST_WORDS_ON_AVERAGE));
    }

    /** What has fewer words is a figure or a name in a table. */
    private static double wordsOnAverage(MarkdownPage page) {
        return page.sentences().stream().mapToInt(MarkdownPage::words).filter(words -> words >= LEAST_WORDS).average().orElse(0);
    }

    @Test
    void readmeHasTheFiguresOfThePages() throws IOException {
        String text = Files.readString(README);
        List<MatchResult> figures = FIGURES.matcher(text).results().toList();
        List<String> benchmarks = Files.readAllLines(PAGES.resolve("performance.md"));
        assertThat(figures).hasSize(5).allSatisfy(row -> assertThat(benchmarks).as(row.group()).anyMatch(line -> hasFigures(line, row)));
        List<String> suites = TESTS.matcher(text).results().map(MatchResult::group).toList();
        assertThat(suites).isNotEmpty();
        assertThat(Files.readAllLines(PAGES.resolve("conformance.md"))).containsAll(suites);
    }

    /** Name, key, unit, then jthreading's figure, that of GraalPy's own with the ratio, and CPython's. */
    private static boolean hasFigures(String line, MatchResult row) {
        String[] cells = line.split(" *\\| *", -1);
        return cells.length > 7 && cells[1].equals(row.group(1)) && isFigure(cells[4], row.group(2)) && isFigure(cells[5], row.group(3))
                && isFigure(cells[7], row.group(4));
    }

    private static boolean isFigure(String cell, String figure) {
        return cell.replaceFirst(" ±.*", "").equals(figure);
    }

    @Test
    void architectureNamesWhatThereIs() throws IOException {
        Map<String, String> sources = sources();
        List<String> unknown = page("architecture.md").code().stream().filter(name -> {
            var parts = JAVA_NAME.matcher(name);
            return parts.matches() && !isIn(sources, parts.group(1), parts.group(2));
        }).toList();
        assertThat(unknown).isEmpty();
    }

    private static boolean isIn(Map<String, String> sources, String type, String member) {
        String own = sources.get(type);
        if (own == null) {
            return sources.values().stream().anyMatch(text -> hasWord(text, type) && (member == null || hasWord(text, member)));
        }
        return member == null || hasWord(own, member);
    }

    private static boolean hasWord(String text, String word) {
        return Pattern.compile("\\b" + word + "\\b").matcher(text).find();
    }

    /** By the names of their files, without what follows the point. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String root : List.of("src/main", "src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(file -> file.toString().matches(".*\\.(java|py)")).toList()) {
                    sources.merge(file.getFileName().toString().replaceFirst("\\..*", ""), Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }
}
