package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.SubRun;
import java.time.Duration;

/** A run of another workflow in the definition that is being traced. */
final class TracedSubRun<O> extends TracedValue<O> implements SubRun<O> {

    private final SubRunDraft draft;

    TracedSubRun(Tracer tracer, SubRunDraft draft) {
        super(tracer, draft::result);
        this.draft = draft;
    }

    @Override
    public SubRun<O> named(String name) {
        tracer().once(draft, "named");
        draft.name(name);
        return this;
    }

    @Override
    public SubRun<O> group(String name) {
        tracer().once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public SubRun<O> after(Step... steps) {
        tracer().after(draft, steps);
        return this;
    }

    @Override
    public SubRun<O> timeout(Duration timeout) {
        tracer().once(draft, "timeout");
        draft.timeout = tracer().wholeSeconds("timeout", timeout);
        return this;
    }

    SubRunDraft draft() {
        return draft;
    }
}
