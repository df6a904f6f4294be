package dev.jthreading.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A lock between the processes of a build. Who has it has the file. */
final class FileOfOne implements AutoCloseable {

    private final FileChannel channel;

    private FileOfOne(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock unless another process has it. */
    static Optional<FileOfOne> take(Path file) throws IOException {
        FileChannel channel = open(file);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            // An earlier class has failed.
        }
        if (!taken) {
            channel.close();
        }
        return taken ? Optional.of(new FileOfOne(channel)) : Optional.empty();
    }

    /** Waits until no other process has the lock. */
    static FileOfOne await(Path file) throws IOException {
        FileChannel channel = open(file);
        channel.lock();
        return new FileOfOne(channel);
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
