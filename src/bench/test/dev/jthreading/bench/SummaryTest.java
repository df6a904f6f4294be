package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void aProcessWithManySamplesCountsNoMoreThanAnother() {
        Summary summary = Summary.of(List.of(List.of(1.0), List.of(2.0), List.of(9.0, 9.0, 9.0, 9.0, 9.0)));

        assertThat(summary.median()).isEqualTo(2.0);
    }

    @Test
    void spreadIsHalfTheDistanceOfTheQuartilesOfAllSamples() {
        Summary summary = Summary.of(List.of(List.of(8.0, 9.0, 10.0, 11.0, 12.0)));

        assertThat(summary.low()).isBetween(8.0, 9.0);
        assertThat(summary.high()).isBetween(11.0, 12.0);
        assertThat(summary.spread()).isCloseTo((summary.high() - summary.low()) / 20, within(1e-9));
    }
}
