package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Conditional;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Expr;

/** A conditional in the definition that is being traced. */
final class TracedConditional<T> implements Conditional<T>, NoContent {

    private final Tracer tracer;
    private final WhenDraft draft;

    TracedConditional(Tracer tracer, WhenDraft draft) {
        this.tracer = tracer;
        this.draft = draft;
    }

    @Override
    public Value<T> value() {
        return new TracedValue<>(tracer, () -> new Expr.Result(draft.id()));
    }

    @Override
    public Conditional<T> named(String name) {
        tracer.once(draft, "named");
        draft.name(name);
        return this;
    }

    @Override
    public Conditional<T> group(String name) {
        tracer.once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public Conditional<T> after(Step... steps) {
        tracer.after(draft, steps);
        return this;
    }

    WhenDraft draft() {
        return draft;
    }

    @Override
    public Tracer tracer() {
        return tracer;
    }

    @Override
    public String toString() {
        return tracer.textOfValue("a conditional");
    }
}
