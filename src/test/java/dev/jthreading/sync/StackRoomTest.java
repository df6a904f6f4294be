package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@link StackRoom} finds no room, there is still some. */
class StackRoomTest {

    /** A level of {@link #descend} takes some fifty bytes at least, so these take fifty kilobytes: less than require asks for. */
    private static final int LEVELS = 1000;

    /** The first runs are interpreted, the later ones compiled. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3000})
    void requireFailsWhileThereIsRoom(int warmUps) throws Exception {
        for (int i = 0; i < warmUps; i++) {
            StackRoom.require();
            assertThat(descend(10)).isEqualTo(10);
        }
        FutureTask<Integer> task = new FutureTask<>(StackRoomTest::levelsAtTheEnd);
        Thread thread = new Thread(null, task, "small stack", 1 << 20);
        thread.start();

        assertThat(task.get()).isEqualTo(LEVELS);
    }

    private static int levelsAtTheEnd() {
        return isThereRoom() ? levelsAtTheEnd() : descend(LEVELS);
    }

    private static boolean isThereRoom() {
        try {
            StackRoom.require();
            return true;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static int descend(int levels) {
        return levels == 0 ? 0 : descend(levels - 1) + 1;
    }
}
