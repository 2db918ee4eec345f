package dev.anabranch.workflow.internal.trace;

import dev.anabranch.runtime.internal.fanin.WireReader;
import dev.anabranch.task.Outcome;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Expr;

/** An attempt in the definition that is being traced. */
final class TracedAttempt<R> extends TracedValue<Outcome<R>> implements Attempt<R> {

    private final GuardDraft draft;

    TracedAttempt(Tracer tracer, GuardDraft draft) {
        super(tracer, draft::value);
        this.draft = draft;
    }

    @Override
    public Value<Boolean> succeeded() {
        return new TracedValue<>(tracer(), () -> Expr.field(expr(), WireReader.SUCCEEDED));
    }

    @Override
    public Attempt<R> named(String name) {
        tracer().once(draft, "named");
        draft.name(name);
        return this;
    }

    @Override
    public Attempt<R> group(String name) {
        tracer().once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public Attempt<R> after(Step... steps) {
        tracer().after(draft, steps);
        return this;
    }

    GuardDraft draft() {
        return draft;
    }
}
