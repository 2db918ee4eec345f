package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Callback;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Step;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A callback in the definition that is being traced. */
final class TracedCallback<T> extends TracedValue<T> implements Callback<T> {

    private final CallbackDraft draft;

    TracedCallback(Tracer tracer, CallbackDraft draft) {
        super(tracer, draft::result);
        this.draft = draft;
    }

    @Override
    public Callback<T> named(String name) {
        tracer().once(draft, "named");
        draft.name(name);
        return this;
    }

    @Override
    public Callback<T> timeout(Duration timeout) {
        tracer().once(draft, "timeout");
        draft.timeout = tracer().wholeSeconds("timeout", timeout);
        return this;
    }

    @Override
    public Callback<T> heartbeat(Duration interval) {
        tracer().once(draft, "heartbeat");
        draft.heartbeat = tracer().wholeSeconds("heartbeat", interval);
        return this;
    }

    @Override
    public Callback<T> onTimeout(T value) {
        tracer().once(draft, "onTimeout");
        draft.fallback = tracer().constant(Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public Callback<T> retry(Retry... policies) {
        tracer().once(draft, "retry");
        draft.retries = List.of(policies);
        return this;
    }

    @Override
    public Callback<T> startTimeout(Duration timeout) {
        tracer().once(draft, "startTimeout");
        draft.startTimeout = tracer().wholeSeconds("startTimeout", timeout);
        return this;
    }

    @Override
    public Callback<T> memory(int megabytes) {
        tracer().once(draft, "memory");
        draft.memoryMb = megabytes;
        return this;
    }

    @Override
    public Callback<T> group(String name) {
        tracer().once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public Callback<T> after(Step... steps) {
        tracer().after(draft, steps);
        return this;
    }

    CallbackDraft draft() {
        return draft;
    }
}
