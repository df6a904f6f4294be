package dev.jthreading.launcher;

import com.oracle.truffle.api.Option;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import dev.jthreading.language.PythonListener;
import org.graalvm.options.OptionCategory;
import org.graalvm.options.OptionDescriptors;
import org.graalvm.options.OptionKey;
import org.graalvm.options.OptionStability;

/**
 * Makes a program that ends with an uncaught KeyboardInterrupt exit with status 130, which is what a shell sees of CPython,
 * where GraalPy's launcher exits with 1. Sending SIGINT to itself would do no more: a JVM exits with that status too, and does
 * not do even that if it inherited the signal as ignored. Only the command line switches it on; it has no business in an
 * application that embeds Python.
 */
@TruffleInstrument.Registration(id = InterruptStatus.ID, name = "Exit status after Ctrl-C")
public final class InterruptStatus extends TruffleInstrument {

    static final String ID = "jthreading-launcher";

    @Option(
            name = "",
            help = "End with status 130 after an uncaught KeyboardInterrupt.",
            category = OptionCategory.INTERNAL,
            stability = OptionStability.STABLE)
    static final OptionKey<Boolean> ENABLED = new OptionKey<>(false);

    /** Registered before the program runs, so it is among the last of the exit functions. The module's comes first. */
    private static final String EXIT_FUNCTION =
            """
            import atexit

            def exit_as_interrupted():
                import sys
                interactive = sys.flags.inspect or sys.argv == [""]
                if getattr(sys, "last_type", None) is not KeyboardInterrupt or interactive:
                    return
                getattr(sys.modules.get("_thread"), "_finalize_main", int)()
                import os
                for stream in (sys.stdout, sys.stderr):
                    try:
                        stream.flush()
                    except (AttributeError, OSError, ValueError):
                        pass
                os._exit(130)

            atexit.register(exit_as_interrupted)
            """;

    @Override
    protected void onCreate(Env env) {
        if (env.getOptions().get(ENABLED)) {
            env.getInstrumenter().attachContextsListener(new Installer(env), true);
        }
    }

    @Override
    protected OptionDescriptors getOptionDescriptors() {
        return new InterruptStatusOptionDescriptors();
    }

    /** Registers the exit function as soon as Python is there. */
    private static final class Installer extends PythonListener {

        Installer(Env env) {
            super(env);
        }

        @Override
        protected void onPythonReady(TruffleContext context) {
            if (context.getParent() == null) {
                python(EXIT_FUNCTION, "<launcher>").call();
            }
        }
    }
}
