package dev.anabranch.workflow.internal.graph;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Calls {@code Workflow.define}. An implementation with threads can stop waiting for a definition that does not return.
 */
public interface DefinitionCaller {

    /** Calls it on the caller's thread and waits without a limit. */
    DefinitionCaller DIRECT = new DefinitionCaller() {
        @Override
        public <T> T call(Supplier<T> define) {
            return define.get();
        }
    };

    /**
     * Calls a definition once and returns its result. Exceptions of the definition are thrown unchanged.
     *
     * @throws Overdue if it has not returned within the limit
     */
    <T> T call(Supplier<T> define);

    /** A definition has not returned in time. The stack trace is that of the thread that is still in {@code define}. */
    final class Overdue extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Duration limit;

        /** Creates the exception with the limit and the stack of the definition's thread. */
        public Overdue(Duration limit, StackTraceElement[] stack) {
            super("define() has not returned after " + limit + ".");
            this.limit = limit;
            setStackTrace(stack);
        }

        /** Returns how long the caller has waited. */
        public Duration limit() {
            return limit;
        }
    }
}
