package dev.jthreading.bench;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How this project compares with a peer.
 *
 * @param value this project's figure divided by the peer's: less is better; absent if one of them has none
 * @param target what it should be at most, if anything
 * @param met whether it is, if there is a target; a figure that this project does not have misses it
 */
public record Ratio(@Nullable Double value, @Nullable Double target, @Nullable Boolean met) {

    static Ratio of(Figure own, Figure peer, OptionalDouble target) {
        @Nullable Double value = divide(own.summary(), peer.summary());
        if (target.isEmpty() || (value == null && own.summary() != null)) {
            return new Ratio(value, target.isEmpty() ? null : target.getAsDouble(), null);
        }
        return new Ratio(value, target.getAsDouble(), value != null && value <= target.getAsDouble());
    }

    /** Differences may be zero or less, which cannot be compared this way. */
    private static @Nullable Double divide(@Nullable Summary own, @Nullable Summary peer) {
        return own == null || peer == null || own.median() <= 0 || peer.median() <= 0 ? null : own.median() / peer.median();
    }
}
