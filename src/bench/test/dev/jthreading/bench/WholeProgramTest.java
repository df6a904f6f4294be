package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeProgramTest {

    @Test
    void aProgramIsNamedAfterItsFileAndEntitledByItsDocstring() {
        assertThat(WholeProgram.name(Path.of("programs", "log_pipeline.py"))).isEqualTo("program-log-pipeline");
        assertThat(WholeProgram.title("\"\"\"A log pipeline.\"\"\"\n\nimport re\n")).isEqualTo("A log pipeline");
        assertThatIllegalArgumentException().isThrownBy(() -> WholeProgram.title("import re\n"));
    }

    @Test
    void thereAreTenProgramsAndTheStart() throws IOException {
        List<Path> programs = WholeProgram.files(Path.of("src", "bench", "python"));

        assertThat(programs).hasSize(11).map(WholeProgram::name).contains("program-start");
        for (Path program : programs) {
            assertThat(WholeProgram.title(Files.readString(program))).isNotEmpty();
        }
    }
}
