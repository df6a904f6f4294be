package dev.jthreading.sync;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of synchronizers, which thread dumps and events show. Most synchronizers have none, so a weak map keeps the
 * names instead of a field.
 */
public final class Names {

    private static final Map<Key, String> NAMES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();

    private Names() { }

    /** Gives {@code synchronizer} a name; null takes it away. */
    public static void set(Object synchronizer, @Nullable String name) {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            NAMES.remove(gone);
        }
        Key key = new Key(synchronizer, GONE);
        if (name == null) {
            NAMES.remove(key);
        } else {
            NAMES.put(key, name);
        }
    }

    /** The name of {@code synchronizer}; null if it has none. */
    public static @Nullable String get(Object synchronizer) {
        return NAMES.isEmpty() ? null : NAMES.get(new Key(synchronizer, null));
    }

    /** What tools show: {@code <threading.Lock 'name' details>}. Without a name, its place shows an address. */
    static String describe(String type, Object synchronizer, String details) {
        String name = get(synchronizer);
        String shown = name == null ? "0x" + Integer.toHexString(System.identityHashCode(synchronizer)) : quoted(name, '\'');
        return "<" + type + " " + shown + (details.isEmpty() ? "" : " " + details) + ">";
    }

    /**
     * Replaces in {@code text} what would end a line, move a terminal's cursor or change the direction of writing, by
     * escapes. A program chooses the names of its threads, and must not write lines of its own into a dump.
     */
    public static String printable(String text) {
        return text.codePoints().allMatch(Names::isPrintable) ? text
                : text.codePoints().mapToObj(c -> isPrintable(c) ? Character.toString(c) : escape(c)).collect(Collectors.joining());
    }

    /** Puts {@code text} between two {@code quote}s and escapes as {@link #printable} does; quotes within are escaped too. */
    public static String quoted(String text, char quote) {
        String within = text.replace("\\", "\\\\").replace(String.valueOf(quote), "\\" + quote);
        return quote + printable(within) + quote;
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String escape(int c) {
        return c == '\n' ? "\\n" : c <= 0xFF ? "\\x%02x".formatted(c) : c <= 0xFFFF ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c);
    }

    /** A weak reference that equals every other one to the same object. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object synchronizer, @Nullable ReferenceQueue<Object> queue) {
            super(synchronizer, queue);
            hash = System.identityHashCode(synchronizer);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object referent = get();
            return referent != null && other instanceof Key key && key.refersTo(referent);
        }
    }
}
