package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CoursesTest {

    private static double[] samples(double... samples) {
        return samples;
    }

    @Test
    void processesThatGoTwoWaysHaveTwoMedians() {
        assertThat(Courses.of(samples(15.9, 7, 7.2, 15.7, 7.1))).containsExactly(7.1, 15.8);
        assertThat(Courses.of(samples(8, 29, 55))).containsExactly(18.5, 55.0);
    }

    @Test
    void aGapOfHalfTheMedianIsNotEnough() {
        assertThat(Courses.of(samples(10, 10, 10, 15, 15))).isEmpty();
        assertThat(Courses.of(samples(10, 10, 10, 15.1, 15.1))).containsExactly(10.0, 15.1);
    }

    @Test
    void samplesThatWentAstrayAreNoCourse() {
        assertThat(Courses.of(samples(7, 7, 7, 7, 7, 7, 7, 7, 7, 700))).isEmpty();
        assertThat(Courses.of(samples(0.01, 7, 7, 7, 7, 7, 7, 7, 7, 7))).isEmpty();
    }

    @Test
    void aWideSpreadIsNoCourse() {
        assertThat(Courses.of(DoubleStream.iterate(1, sample -> sample * 1.3).limit(20).toArray())).isEmpty();
    }

    @Test
    void oneSampleHasOneCourse() {
        assertThat(Courses.of(samples(7))).isEmpty();
    }

    @Test
    void differencesMayBeNegative() {
        assertThat(Courses.of(samples(-10, -10.5, -9.5))).isEmpty();
        assertThat(Courses.of(samples(-40, -40, -10, -10))).containsExactly(-40.0, -10.0);
    }
}
