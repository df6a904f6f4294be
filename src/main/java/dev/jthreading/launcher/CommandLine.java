package dev.jthreading.launcher;

import com.oracle.truffle.api.Option;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.source.Source;
import dev.jthreading.language.PythonListener;
import java.util.Objects;
import org.graalvm.options.OptionCategory;
import org.graalvm.options.OptionDescriptors;
import org.graalvm.options.OptionKey;
import org.graalvm.options.OptionStability;
import org.graalvm.options.OptionValues;

/**
 * Mends what GraalPy's launcher does otherwise than CPython: programs on standard input and in pipes, and the status after an
 * uncaught KeyboardInterrupt. In the interactive interpreter it mends Ctrl-C, and what the interpreter tells of itself. Only the command
 * line switches it on. An application that embeds Python has no use for it.
 */
@TruffleInstrument.Registration(id = CommandLine.ID, name = "The command line of jthreading")
public final class CommandLine extends TruffleInstrument {

    static final String ID = "jthreading-launcher";

    @Option(
            name = "",
            help = "Do what CPython's command line does where GraalPy's launcher does something else.",
            category = OptionCategory.INTERNAL,
            stability = OptionStability.STABLE)
    static final OptionKey<Boolean> ENABLED = new OptionKey<>(false);

    @Option(
            help = "The program is on standard input; the value is what sys.argv[0] is to be.",
            category = OptionCategory.INTERNAL,
            stability = OptionStability.STABLE)
    static final OptionKey<String> StandardInput = new OptionKey<>("");

    @Option(
            help = "Arguments of the interactive interpreter, separated by the character 31.",
            category = OptionCategory.INTERNAL,
            stability = OptionStability.STABLE)
    static final OptionKey<String> Arguments = new OptionKey<>("");

    @Override
    protected void onCreate(Env env) {
        if (env.getOptions().get(ENABLED)) {
            env.getInstrumenter().attachContextsListener(new Preparation(env), true);
        }
    }

    @Override
    protected OptionDescriptors getOptionDescriptors() {
        return new CommandLineOptionDescriptors();
    }

    /** Prepares the interpreter as soon as Python is there. */
    private static final class Preparation extends PythonListener {

        private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

        private final Env env;

        Preparation(Env env) {
            super(env);
            this.env = env;
        }

        @Override
        protected void onPythonReady(TruffleContext context) {
            if (context.getParent() == null) {
                OptionValues options = env.getOptions();
                Object prepare = python(resource("launcher/command_line.py"), "<launcher>").call();
                Object prompt;
                try {
                    prompt = INTEROP.execute(prepare, text(options, StandardInput), text(options, Arguments),
                            resource("version.txt").strip());
                } catch (InteropException e) {
                    throw new IllegalStateException(e);
                }
                if (!INTEROP.isNull(prompt)) {
                    // GraalPy tells of a module's beginning and end only where somebody asks for its statements too.
                    SourceSectionFilter interactiveCode = SourceSectionFilter.newBuilder().sourceIs(Source::isInteractive)
                            .rootNameIs("<module>"::equals).tagIs(StandardTags.RootTag.class, StandardTags.StatementTag.class).build();
                    env.getInstrumenter().attachExecutionEventFactory(interactiveCode, new PromptNodes(prompt));
                }
            }
        }

        private static String resource(String name) {
            return read(Objects.requireNonNull(CommandLine.class.getResource("/dev/jthreading/" + name)));
        }

        private Object text(OptionValues options, OptionKey<String> key) {
            return options.hasBeenSet(key) ? options.get(key) : python("None", "<launcher>").call();
        }
    }
}
