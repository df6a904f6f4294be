package dev.jthreading.thread;

import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.bytecode.BytecodeRootNode;
import com.oracle.truffle.api.nodes.EncapsulatingNodeReference;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * What a thread is to do at its next safepoint, and may call Python for. Python walks through the stack, for frames and for the
 * exception that is being handled. For each function it asks the call node where the function is. The function at the top has made no
 * call, so this class says where it was interrupted.
 */
public abstract class SafepointAction extends ThreadLocalAction {

    protected SafepointAction() {
        super(true, false);
    }

    protected abstract void run(Access access);

    @Override
    protected final void perform(Access access) {
        EncapsulatingNodeReference place = EncapsulatingNodeReference.getCurrent();
        @Nullable Node call = place.get();
        place.set(interrupted(access.getLocation(), call));
        try {
            run(access);
        } finally {
            place.set(call);
        }
    }

    /** A node of the function that was interrupted; behind a boundary, the node that crossed it. */
    private static @Nullable Node interrupted(@Nullable Node location, @Nullable Node call) {
        if (location instanceof BytecodeRootNode root) {
            return root.getBytecodeNode();
        }
        return location != null && location.isAdoptable() ? location : call;
    }
}
