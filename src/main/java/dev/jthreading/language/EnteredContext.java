package dev.jthreading.language;

import dev.jthreading.PythonThread;
import dev.jthreading.ThreadDump;
import dev.jthreading.ThreadStatistics;
import dev.jthreading.UncaughtExceptionListener;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state of whatever context the calling thread has entered. */
final class EnteredContext implements PythonThreadsService {

    private final Supplier<NativeModule> module;

    /** {@code module} gives the native module of the entered context. */
    EnteredContext(Supplier<NativeModule> module) {
        this.module = module;
    }

    private JThreadingContext context() {
        return module.get().context();
    }

    @Override
    public boolean isInstalled() {
        return context().isInstalled();
    }

    @Override
    public List<PythonThread> list() {
        return context().inspector().threads();
    }

    @Override
    public ThreadStatistics statistics() {
        return context().statistics();
    }

    @Override
    public ThreadDump dump() {
        return context().inspector().dump();
    }

    @Override
    public boolean setExecutor(Executor executor) {
        context().threads().setExecutor(executor);
        return true;
    }

    @Override
    public boolean setUncaughtExceptionListener(@Nullable UncaughtExceptionListener listener) {
        context().setUncaughtExceptionListener(listener);
        return true;
    }
}
