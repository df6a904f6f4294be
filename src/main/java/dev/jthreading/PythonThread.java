package dev.jthreading;

import dev.jthreading.sync.Names;
import org.jspecify.annotations.Nullable;

/**
 * A Python thread at one moment.
 *
 * @param name Python's {@code Thread.name}; of a Java thread that Python does not know by another name, the Java thread's
 * @param ident Python's {@code Thread.ident}, which is {@link Thread#threadId()}
 * @param nativeId the operating system's thread id, {@code Thread.native_id}; Java's id of a virtual thread, or where the
 *     system's cannot be known; 0 if nobody has asked yet
 * @param daemon whether the interpreter may end without waiting for the thread
 * @param virtual whether it runs on a virtual thread
 * @param main whether it is Python's main thread
 * @param state that of the Java thread
 * @param waitsFor what the thread waits for, as {@code <threading.Lock 'name' locked>}; null if it does not wait, or for nothing
 *     that can be told
 * @param ownerIdent the ident, or Java's id, of the thread that has what this one waits for; null if nobody has it, or it
 *     records no owner. For a {@code threading.Lock}, which has no owner, it is the thread that acquired it
 */
public record PythonThread(String name, long ident, long nativeId, boolean daemon, boolean virtual, boolean main,
        Thread.State state, @Nullable String waitsFor, @Nullable Long ownerIdent) {

    /** One line, whatever a program called the thread. */
    @Override
    public String toString() {
        return "PythonThread[name=" + Names.quoted(name, '"') + ", ident=" + ident + ", nativeId=" + nativeId + ", daemon=" + daemon
                + ", virtual=" + virtual + ", main=" + main + ", state=" + state + ", waitsFor=" + waitsFor
                + ", ownerIdent=" + ownerIdent + "]";
    }
}
