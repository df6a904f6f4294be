package dev.jthreading.bench;

/** The part of the page on performance that a run writes: what is between two marks. */
final class DocsPage {

    static final String BEGIN = "<!-- benchmarks: begin -->\n";
    static final String END = "<!-- benchmarks: end -->\n";

    private DocsPage() {
    }

    /** The text with {@code generated} between the marks, instead of what was there. */
    static String insert(String text, String generated) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, begin + 1);
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException("no place for the benchmarks on the page: it is between the lines "
                    + BEGIN.strip() + " and " + END.strip());
        }
        return text.substring(0, begin + BEGIN.length()) + "\n" + generated.strip() + "\n\n" + text.substring(end);
    }
}
