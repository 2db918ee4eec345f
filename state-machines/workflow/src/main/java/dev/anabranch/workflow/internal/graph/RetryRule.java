package dev.anabranch.workflow.internal.graph;

import java.util.List;

/**
 * A retry policy with the errors that it applies to.
 *
 * @param policy how failed attempts are retried
 * @param errors the names of the errors that it applies to; empty for all
 * @param exceptions the names of the errors that it does not apply to
 */
public record RetryRule(RetryPolicy policy, List<String> errors, List<String> exceptions) {

    /** Copies the lists. */
    public RetryRule {
        errors = List.copyOf(errors);
        exceptions = List.copyOf(exceptions);
    }

    /** Creates a rule for all errors. */
    public RetryRule(RetryPolicy policy) {
        this(policy, List.of(), List.of());
    }

    /** Returns whether it applies to all errors of a task. */
    public boolean isForAll() {
        return errors.isEmpty() && exceptions.isEmpty();
    }
}
