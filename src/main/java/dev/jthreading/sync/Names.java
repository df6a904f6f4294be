package dev.jthreading.sync;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names of synchronizers, which thread dumps and events show. Most have none, so the names are kept beside them, for as
 * long as they live.
 */
public final class Names {

    private static final Map<Key, String> NAMES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();

    private Names() { }

    /** Gives {@code synchronizer} a name, or takes it away if null. */
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

    /** The name of {@code synchronizer}, null if it has none. */
    public static @Nullable String get(Object synchronizer) {
        return NAMES.isEmpty() ? null : NAMES.get(new Key(synchronizer, null));
    }

    /** What tools show: {@code <threading.Lock 'name' details>}, with an address in place of the name if there is none. */
    static String describe(String type, Object synchronizer, String details) {
        String name = get(synchronizer);
        String shown = name == null ? "0x" + Integer.toHexString(System.identityHashCode(synchronizer)) : quoted(name, '\'');
        return "<threading." + type + " " + shown + (details.isEmpty() ? "" : " " + details) + ">";
    }

    /**
     * {@code text} with escapes in place of what would end a line, move a terminal's cursor or turn the direction of writing: a program
     * chooses the names of its threads, and is not to write lines of its own into a dump.
     */
    public static String printable(String text) {
        return text.codePoints().allMatch(Names::isPrintable) ? text
                : text.codePoints().mapToObj(c -> isPrintable(c) ? Character.toString(c) : escape(c)).collect(Collectors.joining());
    }

    /** {@link #printable} between two {@code quote}s, of which there is none in between that is not escaped. */
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

    /** Equal if it is the same object's. */
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
