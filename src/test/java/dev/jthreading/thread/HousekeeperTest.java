package dev.jthreading.thread;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HousekeeperTest {

    private final Housekeeper.Rest rest = new Housekeeper.Rest();

    @Test
    void looksAtManyThreadsUseAFiftiethOfAProcessor() {
        rest.after(1_000, 10);
        assertThat(rest.after(10_000_000, 100_000)).isEqualTo(500_000_000);
    }

    @Test
    void aLookThatWasPreemptedDoesNotLengthenThePause() {
        long undisturbed = rest.after(1_000, 100);
        assertThat(rest.after(200_000_000, 100)).isEqualTo(undisturbed);
    }

    @Test
    void aPauseAfterALookThatWasPreemptedIsCorrectedByTheNext() {
        rest.after(200_000_000, 100);
        assertThat(rest.after(1_000, 100)).isEqualTo(50_000);
    }
}
