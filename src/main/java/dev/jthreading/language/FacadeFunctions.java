package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;
import static dev.jthreading.language.ModuleFunction.Gil.RELEASED;

import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.nodes.ControlFlowException;
import com.oracle.truffle.api.source.Source;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The functions that put the facade in place, and what makes programs of its sources.
 *
 * <p>The engine shares the code of a function between contexts, and not that of a module. So each module of the facade becomes the body of
 * a function, all of whose names are global, and its code runs in the module's namespace. A source of the facade therefore obeys these
 * rules, which {@code FacadeSourceTest} checks:
 * <ul>
 * <li>The first line is a comment. The head of the function takes its place, so that lines keep their numbers.
 * <li>All other lines are indented by one more blank, except the lines of a string. A string over several lines begins with three double
 * quotes, without a prefix, and they stand for nothing else.
 * <li>Nothing is indented with tabs; no statement stands at the module's level that a function cannot have: {@code import *},
 * {@code from __future__}, {@code return}, an annotated name.
 * <li>Each identifier that occurs anywhere in the source is declared global, except keywords. A parameter or a local of an inner function
 * is not affected by that.
 * </ul>
 * The installation is different: its names are those of the function that it is, and go with it.
 */
final class FacadeFunctions {

    /** What CPython has in C. An internal program's functions are no lines in a traceback, and nothing to trace or profile. */
    private static final Set<String> BUILTIN = Set.of("_thread", "_queue", "_interpreters", "_interpqueues", "_interpchannels");
    private static final Map<String, Source> PROGRAMS = new ConcurrentHashMap<>();
    private static final Pattern QUOTES = Pattern.compile("\"\"\"");
    private static final Pattern NAME = Pattern.compile("\\w+");
    private static final Pattern IDENTIFIER = Pattern.compile("\\b[A-Za-z_]\\w*\\b");
    private static final Set<String> KEYWORDS = Set.of("False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
            "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
            "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield");
    /** A program whose value is the function that puts the facade in place. */
    static final Source INSTALLATION = Source.newBuilder("python",
            asFunction("def install(native, installation):\n", source("install")) + "install\n", "jthreading/install.py")
            .internal(true).build();

    private final JThreadingContext context;
    private final Values values;

    FacadeFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(JThreadingModule module, JThreadingModule installation) {
        installation.addVoid(KEPT, "bind", 3, args -> values.bind(args[0], args[1], args[2]));
        installation.addVoid(KEPT, "exceptions_by", 5, args -> context.exceptions().bind(args[0], args[1], Values.callable(args[2]),
                Values.callable(args[3]), Values.callable(args[4])));
        installation.addVoid(KEPT, "stack_by", 1, args -> walkStacksBy(Values.callable(args[0])));
        module.add(KEPT, "unless_python_fails", 1, args -> unlessPythonFails(Values.callable(args[0])));
        installation.addVoid(KEPT, "wait_by", 1, args -> context.unlockedBlocking().waitBy(args[0]));
        installation.addVoid(KEPT, "give_way_by", 1, args -> context.turns().giveWayBy(
                () -> context.foreignCalls().releasing(() -> Values.call(args[0]))));
        installation.addVoid(KEPT, "foreign_calls_by", 1, args -> context.foreignCalls().setBy(Values.callable(args[0])));
        installation.add(RELEASED, "facade_source", 1, args -> source(Values.asString(args[0])));
        installation.add(RELEASED, "facade_origin", 1, args -> origin(resource(Values.asString(args[0]))));
    }

    private void walkStacksBy(Object walker) {
        // Of a thread that is in another interpreter, Python can tell nothing here.
        context.inspector().walkStacksBy(() -> context.current().inside == null ? Values.call(walker) : new GuestArray());
    }

    /** What {@code function}, of Python, returns; None where Python itself fails with an error of Java's. */
    private Object unlessPythonFails(Object function) {
        try {
            return Values.call(function);
        } catch (AbstractTruffleException | ControlFlowException passing) {
            throw passing;
        } catch (RuntimeException | AssertionError failure) {
            return values.none();
        }
    }

    /** Nothing but a name: a path would lead to whatever else the class path has. */
    private static URL resource(String module) {
        URL found = NAME.matcher(module).matches() ? FacadeFunctions.class.getResource("/dev/jthreading/" + module + ".py") : null;
        if (found == null) {
            throw new IllegalArgumentException(module);
        }
        return found;
    }

    /** Where a module comes from, as Python names what is in an archive: a file in the jar as if that were a directory. */
    private static String origin(URL resource) {
        String text = resource.toString();
        int entry = text.indexOf("!/");
        try {
            if (text.startsWith("jar:file:") && entry > 0) {
                return Path.of(URI.create(text.substring("jar:".length(), entry))) + text.substring(entry + 1);
            }
            return text.startsWith("file:") ? Path.of(URI.create(text)).toString() : text;
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return text;
        }
    }

    /**
     * A program whose value is the code of a module. It has a short name, which tracebacks show; no file of anybody's has one like it.
     * The engine parses it once, and all contexts share what is parsed and compiled, for as long as there is this very object.
     */
    static Source program(String module) {
        return PROGRAMS.computeIfAbsent(module, FacadeFunctions::asProgram);
    }

    /** Only the code of a function can be had from a program. All names of the module are declared global in it. */
    private static Source asProgram(String module) {
        String source = source(module);
        String names = IDENTIFIER.matcher(source).results().map(MatchResult::group).distinct()
                .filter(name -> !KEYWORDS.contains(name)).collect(Collectors.joining(", "));
        // What is not internal runs in the program's own namespace, where nothing may stay.
        String function = "_jthreading_" + module;
        return Source.newBuilder("python", asFunction("def " + function + "():\n global " + names + ";", source)
                + "globals().pop(\"" + function + "\").__code__\n", "<jthreading>/" + module + ".py")
                .internal(BUILTIN.contains(module)).build();
    }

    /** Whether {@code source} is a module of the facade. */
    static boolean isFacade(Source source) {
        return PROGRAMS.containsValue(source);
    }

    /** Whether Python knows a module of the facade by this file name. */
    static boolean isFacadeFile(String file) {
        return PROGRAMS.values().stream().anyMatch(program -> program.getName().equals(file));
    }

    /** The lines keep their numbers: the first one is a comment, in place of which the function begins. */
    private static String asFunction(String head, String source) {
        StringBuilder function = new StringBuilder(head);
        boolean inDocstring = false;
        for (String line : source.lines().skip(1).toList()) {
            function.append(inDocstring ? "" : " ").append(line).append('\n');
            inDocstring ^= QUOTES.matcher(line).results().count() % 2 == 1;
        }
        return function.toString();
    }

    static String source(String module) {
        return PythonListener.read(resource(module));
    }
}
