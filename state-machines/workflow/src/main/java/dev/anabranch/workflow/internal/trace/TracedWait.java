package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Wait;

/** A wait in the definition that is being traced. */
final class TracedWait implements Wait {

    private final Tracer tracer;
    private final WaitDraft draft;

    TracedWait(Tracer tracer, WaitDraft draft) {
        this.tracer = tracer;
        this.draft = draft;
    }

    @Override
    public Wait named(String name) {
        tracer.once(draft, "named");
        draft.name(name);
        return this;
    }

    @Override
    public Wait group(String name) {
        tracer.once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public Wait after(Step... steps) {
        tracer.after(draft, steps);
        return this;
    }

    /** Reports that the definition makes text of the wait. */
    @Override
    public String toString() {
        return tracer.textOfValue("a wait");
    }

    WaitDraft draft() {
        return draft;
    }

    Tracer tracer() {
        return tracer;
    }
}
