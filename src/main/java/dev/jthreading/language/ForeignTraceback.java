package dev.jthreading.language;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.TruffleStackTrace;
import com.oracle.truffle.api.TruffleStackTraceElement;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import dev.jthreading.sync.Names;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The traceback of an exception of Java's, or another language's, that went through Python functions: Python itself keeps none. The engine
 * knows the functions, and the lines of calls that have been compiled.
 */
final class ForeignTraceback {

    private ForeignTraceback() { }

    /** As Python writes it, the most recent call last; null if the exception went through no Python function. */
    static @Nullable String of(AbstractTruffleException exception) {
        List<String> frames = new ArrayList<>();
        List<TruffleStackTraceElement> stack = TruffleStackTrace.getStackTrace(exception);
        for (TruffleStackTraceElement element : stack == null ? List.<TruffleStackTraceElement>of() : stack.reversed()) {
            String frame = frame(element.getTarget(), element.getLocation());
            if (frame != null) {
                frames.add(frame);
            }
        }
        return frames.isEmpty() ? null : "Traceback (most recent call last):\n" + String.join("", frames);
    }

    private static @Nullable String frame(CallTarget target, @Nullable Node location) {
        RootNode root = target instanceof RootCallTarget call ? call.getRootNode() : null;
        SourceSection function = root == null || root.isInternal() ? null : root.getSourceSection();
        if (root == null || function == null || FacadeFunctions.isFacade(function.getSource())) {
            return null;
        }
        String path = function.getSource().getPath();
        String file = Names.quoted(path == null ? function.getSource().getName() : path, '"');
        return "  File " + file + line(function, location) + ", in " + Names.printable(String.valueOf(root.getName())) + "\n";
    }

    /** A section that begins with the function is the function. */
    private static String line(SourceSection function, @Nullable Node location) {
        SourceSection section = location == null ? null : location.getEncapsulatingSourceSection();
        if (section == null || !section.isAvailable() || section.getCharIndex() == function.getCharIndex()) {
            return "";
        }
        return ", line " + section.getStartLine();
    }
}
