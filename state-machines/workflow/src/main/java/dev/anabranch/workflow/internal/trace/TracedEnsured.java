package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Ensured;
import dev.anabranch.workflow.Step;

/** Steps with a cleanup in the definition that is being traced. */
final class TracedEnsured<R> extends TracedValue<R> implements Ensured<R> {

    private final GuardDraft draft;

    TracedEnsured(Tracer tracer, GuardDraft draft) {
        super(tracer, draft::value);
        this.draft = draft;
    }

    @Override
    public Ensured<R> named(String name) {
        tracer().once(draft, "named");
        draft.name(name);
        return this;
    }

    @Override
    public Ensured<R> group(String name) {
        tracer().once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public Ensured<R> after(Step... steps) {
        tracer().after(draft, steps);
        return this;
    }

    GuardDraft draft() {
        return draft;
    }
}
