package dev.jthreading.bench;

import java.util.ArrayList;
import java.util.List;

/** Reasons that are too long for a cell, which refers to them by number. */
final class Notes {

    private final List<String> notes = new ArrayList<>();

    /** The number of a note, the same for the same text. */
    String reference(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
        return "[" + (notes.indexOf(note) + 1) + "]";
    }

    /** Each with its number. */
    List<String> lines() {
        return notes.stream().map(note -> reference(note) + " " + note).toList();
    }
}
