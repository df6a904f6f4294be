package dev.jthreading.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the soak test takes for growth. */
class FlatnessTest {

    private static final int SAMPLES = 90;

    @Test
    void whatIsHighAtTheBeginningOrForAMomentIsNoGrowth() {
        assertThat(Flatness.growth(samples(null, time -> 100))).isEmpty();
        for (Sample.Figure figure : Sample.Figure.values()) {
            assertThat(Flatness.growth(samples(figure, time -> time < 0.3 ? 10 + 300 * time : 100))).isEmpty();
            assertThat(Flatness.growth(samples(figure, time -> (int) (time * SAMPLES) % 3 == 0 ? 5000 : 100))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFigureThatGrowsAllTheTimeIsFound(Sample.Figure figure) {
        assertThat(Flatness.growth(samples(figure, time -> 100 * Math.exp(6 * time)))).singleElement().asString().startsWith(figure.title);
    }

    @Test
    void aLineOfAFileGivesTheSampleBack() {
        Sample sample = new Sample(1.5, 2, 3, 4, 5, 6.25, List.of(1L, 2L));
        assertThat(Sample.parse(sample.line())).isEqualTo(sample);
    }

    @Test
    void latenciesAreThoseSinceTheLastTime() {
        Latencies latencies = new Latencies();
        IntStream.rangeClosed(1, 100).forEach(millis -> latencies.add(millis * 1_000_000L));
        assertThat(latencies.take(0.5, 0.99)).containsExactly(51, 100);
        latencies.add(7_000_000L);
        assertThat(latencies.take(0.5, 0.99)).containsExactly(7, 7);
        assertThat(latencies.take(0.5)).containsExactly(0);
    }

    /** Figures of 100 all the time, but for one that follows a function of the time from 0 to 1. */
    private static List<Sample> samples(Sample.@Nullable Figure changing, DoubleUnaryOperator function) {
        return IntStream.range(0, SAMPLES).mapToObj(index -> {
            ToDoubleFunction<Sample.Figure> value =
                    figure -> figure == changing ? function.applyAsDouble((double) index / SAMPLES) : 100;
            return new Sample(index, value.applyAsDouble(Sample.Figure.HEAP), value.applyAsDouble(Sample.Figure.THREADS),
                    value.applyAsDouble(Sample.Figure.FILES), value.applyAsDouble(Sample.Figure.MEDIAN),
                    value.applyAsDouble(Sample.Figure.HIGH), List.of());
        }).toList();
    }
}
