package dev.jthreading.language;

import com.oracle.truffle.api.TruffleSafepoint;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether ordinary foreign calls of a thread release the GIL. A program can have them keep it, by
 * {@code polyglot.gil_locked_during_interop}. What waits releases it nevertheless, as GraalPy's own waits do.
 */
final class ForeignCalls {

    private final JThreadingLanguage language;
    private volatile @Nullable Object setter;

    ForeignCalls(JThreadingLanguage language) {
        this.language = language;
    }

    /** {@code function} of Python says for the calling thread whether they keep the GIL. */
    void setBy(Object function) {
        setter = function;
    }

    /** Says whether those of the calling thread keep it from now on; returns whether they did before. */
    boolean keepGil(boolean keep) {
        boolean before = language.keepsGil();
        if (before != keep) {
            language.setKeepsGil(keep);
            set(keep);
        }
        return before;
    }

    /** Makes {@code call}, an ordinary foreign call, which releases the GIL in any case. */
    <T> T releasing(Supplier<T> call) {
        if (!language.keepsGil()) {
            return call.get();
        }
        set(false);
        try {
            return call.get();
        } finally {
            // A handler amid the wait may have changed it.
            set(language.keepsGil());
        }
    }

    /** In one step: what would come amid it may wait, and set it again. */
    private void set(boolean keep) {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean allowed = safepoint.setAllowSideEffects(false);
        try {
            Values.call(Objects.requireNonNull(setter), keep);
        } finally {
            safepoint.setAllowSideEffects(allowed);
        }
    }
}
