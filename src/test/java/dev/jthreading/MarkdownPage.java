package dev.jthreading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** A page of the documentation: where it leads to, where links can lead to in it, and its prose. */
final class MarkdownPage {

    private static final Parser PARSER = Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
    private static final Pattern END_OF_SENTENCE = Pattern.compile("(?<=[.?!])[\\s)]+(?=[\\p{Lu}\\d`(*])");
    /** What stands for a piece of code, which is a word. */
    private static final String CODE = "`";

    private final Path path;
    private final List<String> destinations = new ArrayList<>();
    private final List<String> code = new ArrayList<>();
    private final Set<String> headings = new HashSet<>();
    private final Set<String> anchors = new HashSet<>();
    private final List<String> prose = new ArrayList<>();

    private MarkdownPage(Path path) {
        this.path = path;
    }

    static MarkdownPage read(Path path) throws IOException {
        MarkdownPage page = new MarkdownPage(path);
        PARSER.parse(Files.readString(path)).accept(page.new Reader());
        return page;
    }

    /** All pages of the site. */
    static List<MarkdownPage> readAll(Path folder) throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
                pages.add(read(file));
            }
        }
        return pages;
    }

    Path path() {
        return path;
    }

    /** Where links and images of the page lead to, as it says. */
    List<String> destinations() {
        return destinations;
    }

    /** The file that a destination without its fragment means. */
    Path resolve(String destination) {
        String file = destination.replaceFirst("#.*", "");
        return file.isEmpty() ? path : path.resolveSibling(file).normalize();
    }

    /** Whether a Git host has a heading of that name. */
    boolean hasHeading(String fragment) {
        return headings.contains(fragment);
    }

    /** Whether the site has an anchor of that name. */
    boolean hasAnchor(String fragment) {
        return anchors.contains(fragment);
    }

    /** Pieces of code amid prose. */
    List<String> code() {
        return code;
    }

    /** Sentences of paragraphs and of table cells, with one word for each piece of code. */
    List<String> sentences() {
        return prose.stream().flatMap(END_OF_SENTENCE::splitAsStream).filter(sentence -> !sentence.isBlank()).toList();
    }

    static int words(String sentence) {
        return sentence.strip().split("\\s+", -1).length;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private final class Reader extends AbstractVisitor {
        private final IdGenerator ids = IdGenerator.builder().build();

        @Override
        public void visit(Heading heading) {
            headings.add(ids.generateId(TextOf.node(heading)));
            visitChildren(heading);
        }

        @Override
        public void visit(Paragraph paragraph) {
            prose.add(TextOf.node(paragraph));
            visitChildren(paragraph);
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof TableCell) {
                prose.add(TextOf.node(node));
            }
            visitChildren(node);
        }

        @Override
        public void visit(HtmlInline html) {
            Matcher anchor = ANCHOR.matcher(html.getLiteral());
            if (anchor.find()) {
                anchors.add(anchor.group(1));
            }
        }

        @Override
        public void visit(Code span) {
            code.add(span.getLiteral());
        }

        @Override
        public void visit(Link link) {
            destinations.add(link.getDestination());
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            destinations.add(image.getDestination());
        }
    }

    /** The text that a node shows. */
    private static final class TextOf extends AbstractVisitor {
        private final List<String> parts = new ArrayList<>();

        static String node(Node node) {
            TextOf text = new TextOf();
            text.visitChildren(node);
            return text.parts.stream().collect(Collectors.joining());
        }

        @Override
        public void visit(Text text) {
            parts.add(text.getLiteral());
        }

        @Override
        public void visit(Code span) {
            parts.add(CODE);
        }

        @Override
        public void visit(SoftLineBreak lineBreak) {
            parts.add(" ");
        }
    }
}
