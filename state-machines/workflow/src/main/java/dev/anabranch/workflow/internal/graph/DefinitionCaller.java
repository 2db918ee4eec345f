package dev.anabranch.workflow.internal.graph;

import java.time.Duration;
import java.util.function.Supplier;

/** Calls {@code Workflow.define}. An implementation with threads can stop waiting for a definition that does not return. */
public interface DefinitionCaller {

    /** Calls it on the caller's thread and waits without a limit. */
    DefinitionCaller DIRECT = new DefinitionCaller() {
        @Override
        public <T> T call(Supplier<T> define) {
            return define.get();
        }
    };

    /**
     * Calls a definition once.
     *
     * @return what it returns; what it throws is thrown unchanged
     * @throws Overdue if it has not returned within the limit
     */
    <T> T call(Supplier<T> define);

    /** A definition has not returned in time. Its stack trace is that of the thread which is still in {@code define}. */
    final class Overdue extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Duration limit;

        /** With the limit and the stack of the definition's thread. */
        public Overdue(Duration limit, StackTraceElement[] stack) {
            super("define() has not returned after " + limit + ".");
            this.limit = limit;
            setStackTrace(stack);
        }

        /** How long the caller has waited. */
        public Duration limit() {
            return limit;
        }
    }
}
