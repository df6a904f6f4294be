package dev.jthreading.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void foregroundProcessHasTheTerminalsWidth() {
        assertThat(Terminal.widthIn("Sl+\n24 132\n")).contains(132);
    }

    @Test
    void terminalThatDoesNotKnowItsWidthHasTheUsualOne() {
        assertThat(Terminal.widthIn("Sl+\n0 0\n")).contains(80);
    }

    @Test
    void backgroundProcessOrOneWithoutTerminalHasNone() {
        assertThat(Terminal.widthIn("SNl\n24 132\n")).isEmpty();
        assertThat(Terminal.widthIn("Sl+\n")).isEmpty();
        assertThat(Terminal.widthIn("")).isEmpty();
    }
}
