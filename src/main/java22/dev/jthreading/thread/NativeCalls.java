package dev.jthreading.thread;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Threads by native calls to the C library or to Windows. */
@SuppressWarnings("restricted")
abstract class NativeCalls implements NativeThreads {

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    /** Null where native access is denied, or would not be silent, or the system is an unknown one. */
    static @Nullable NativeThreads find() {
        if (!NativeCalls.class.getModule().isNativeAccessEnabled()) {
            return null;
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        try {
            if (system.contains("linux")) {
                return new Linux();
            } else if (system.contains("mac")) {
                return new MacOs();
            } else if (system.contains("windows")) {
                return new Windows();
            }
            return null;
        } catch (IllegalArgumentException | IllegalCallerException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** A function of the C library, or of {@code lookup}. */
    private static MethodHandle function(SymbolLookup lookup, String name, MemoryLayout result, MemoryLayout... arguments) {
        MemorySegment address = lookup.find(name).orElseThrow(() -> new UnsupportedOperationException(name));
        return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle libc(String name, MemoryLayout result, MemoryLayout... arguments) {
        return function(Linker.nativeLinker().defaultLookup(), name, result, arguments);
    }

    private static IllegalStateException unexpected(Throwable failure) {
        return new IllegalStateException("a native call failed", failure);
    }

    @Override
    public void setName(long id, String name) { }

    @Override
    public byte @Nullable [] currentName() {
        return null;
    }

    /** Where there is no {@code /proc}. */
    private static final class Linux extends NativeCalls {
        /** With the null that ends it. */
        private static final int NAME_BYTES = 16;

        /** The signal by which Java itself ends system calls of threads that read or write: its handler does nothing. */
        private static final int WAKE_UP_SIGNAL = 62;
        private static final Pattern HANDLED_SIGNALS = Pattern.compile("SigCgt:\\s*([0-9a-f]+)");

        private final MethodHandle gettid = libc("gettid", INT);
        private final MethodHandle tgkill = libc("tgkill", INT, INT, INT, INT);
        private final MethodHandle self = libc("pthread_self", POINTER);
        private final MethodHandle setname = libc("pthread_setname_np", INT, POINTER, POINTER);

        @Override
        public long currentId() {
            try {
                return (int) gettid.invokeExact();
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        @Override
        public void setCurrentName(String name) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment bytes = arena.allocateFrom(NativeThreads.untilNull(name), StandardCharsets.UTF_8);
                int length = (int) Math.min(bytes.byteSize(), NAME_BYTES);
                bytes.set(ValueLayout.JAVA_BYTE, length - 1, (byte) 0);
                int _ = (int) setname.invokeExact((MemorySegment) self.invokeExact(), bytes);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        @Override
        public void interruptSystemCall(long id) {
            if (isWakeUpHandled()) {
                try {
                    int _ = (int) tgkill.invokeExact((int) ProcessHandle.current().pid(), (int) id, WAKE_UP_SIGNAL);
                } catch (Throwable e) {
                    throw unexpected(e);
                }
            }
        }

        /** A signal without a handler would end the process. */
        private static boolean isWakeUpHandled() {
            try {
                Matcher handled = HANDLED_SIGNALS.matcher(Files.readString(Path.of("/proc/self/status")));
                return handled.find() && (Long.parseUnsignedLong(handled.group(1), 16) & (1L << (WAKE_UP_SIGNAL - 1))) != 0;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** macOS lets a thread name only itself. */
    private static final class MacOs extends NativeCalls {
        private final MethodHandle threadid = libc("pthread_threadid_np", INT, POINTER, POINTER);
        private final MethodHandle setname = libc("pthread_setname_np", INT, POINTER);

        @Override
        public long currentId() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment id = arena.allocate(LONG);
                int status = (int) threadid.invokeExact(MemorySegment.NULL, id);
                return status == 0 ? id.get(LONG, 0) : Thread.currentThread().threadId();
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        @Override
        public void setCurrentName(String name) {
            try (Arena arena = Arena.ofConfined()) {
                int _ = (int) setname.invokeExact(arena.allocateFrom(NativeThreads.untilNull(name)));
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }
    }

    /** Windows takes names of any length, for any thread. */
    private static final class Windows extends NativeCalls {
        private static final int THREAD_SET_LIMITED_INFORMATION = 0x0400;

        private final SymbolLookup kernel = SymbolLookup.libraryLookup("kernel32", Arena.global());
        private final MethodHandle threadId = function(kernel, "GetCurrentThreadId", INT);
        private final MethodHandle open = function(kernel, "OpenThread", POINTER, INT, INT, INT);
        private final MethodHandle close = function(kernel, "CloseHandle", INT, POINTER);
        private final MethodHandle describe = function(kernel, "SetThreadDescription", INT, POINTER, POINTER);

        @Override
        public long currentId() {
            try {
                return Integer.toUnsignedLong((int) threadId.invokeExact());
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        @Override
        public void setCurrentName(String name) {
            setName(currentId(), name);
        }

        @Override
        public void setName(long id, String name) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment thread = (MemorySegment) open.invokeExact(THREAD_SET_LIMITED_INFORMATION, 0, (int) id);
                if (!thread.equals(MemorySegment.NULL)) {
                    MemorySegment text = arena.allocateFrom(NativeThreads.untilNull(name), StandardCharsets.UTF_16LE);
                    int _ = (int) describe.invokeExact(thread, text);
                    int _ = (int) close.invokeExact(thread);
                }
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }
    }
}
