package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Await;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import java.time.Duration;
import java.util.Objects;

/** A wait for an answer in the definition that is being traced. */
final class TracedAwait<T> extends TracedValue<T> implements Await<T> {

    private final AwaitDraft draft;

    TracedAwait(Tracer tracer, AwaitDraft draft) {
        super(tracer, draft::result);
        this.draft = draft;
    }

    @Override
    public Await<T> prompt(Value<?> prompt) {
        tracer().once(draft, "prompt");
        draft.prompt = tracer().own(prompt);
        return this;
    }

    @Override
    public Await<T> timeout(Duration timeout) {
        tracer().once(draft, "timeout");
        draft.timeout = tracer().wholeSeconds("timeout", timeout);
        return this;
    }

    @Override
    public Await<T> onTimeout(T answer) {
        tracer().once(draft, "onTimeout");
        draft.fallback = tracer().constant(Objects.requireNonNull(answer, "answer"));
        return this;
    }

    @Override
    public Await<T> group(String name) {
        tracer().once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public Await<T> after(Step... steps) {
        tracer().after(draft, steps);
        return this;
    }

    AwaitDraft draft() {
        return draft;
    }
}
