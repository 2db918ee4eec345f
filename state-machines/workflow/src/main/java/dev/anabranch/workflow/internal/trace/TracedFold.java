package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Fold;
import dev.anabranch.workflow.Step;

/** A fold in the definition that is being traced. */
final class TracedFold<S> extends TracedValue<S> implements Fold<S> {

    private final FanOutDraft draft;

    TracedFold(Tracer tracer, FanOutDraft draft) {
        super(tracer, () -> draft.folded(false));
        this.draft = draft;
    }

    @Override
    public Fold<S> named(String name) {
        tracer().once(draft, "named");
        draft.name(name);
        return this;
    }

    @Override
    public Fold<S> group(String name) {
        tracer().once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public Fold<S> after(Step... steps) {
        tracer().after(draft, steps);
        return this;
    }

    @Override
    public Fold<S> atMost(long items) {
        tracer().once(draft, "atMost");
        draft.atMost = items;
        return this;
    }

    FanOutDraft draft() {
        return draft;
    }
}
