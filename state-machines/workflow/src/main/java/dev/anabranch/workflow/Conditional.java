package dev.anabranch.workflow;

import dev.anabranch.workflow.internal.graph.Expr;

/**
 * A conditional step.
 *
 * @param <T> what either side returns
 */
public final class Conditional<T> implements Step {

    private final Tracer tracer;
    private final WhenDraft draft;

    Conditional(Tracer tracer, WhenDraft draft) {
        this.tracer = tracer;
        this.draft = draft;
    }

    /** What the side that ran returned. */
    public Value<T> value() {
        return new Value<>(tracer, () -> new Expr.Result(draft.id()));
    }

    /** Names the node. */
    public Conditional<T> named(String name) {
        draft.name(name);
        return this;
    }

    /** Puts the node under a name that people know it and its neighbours by. */
    public Conditional<T> group(String name) {
        draft.group(name);
        return this;
    }

    /** Waits for other steps although no value says so. */
    public Conditional<T> after(Step... steps) {
        tracer.after(draft, steps);
        return this;
    }

    WhenDraft draft() {
        return draft;
    }

    Tracer tracer() {
        return tracer;
    }
}
