package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.internal.graph.CachePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A call in the definition that is being traced. */
final class TracedCall<O> extends TracedValue<O> implements Call<O> {

    private final CallDraft draft;

    TracedCall(Tracer tracer, CallDraft draft) {
        super(tracer, draft::result);
        this.draft = draft;
    }

    @Override
    public Call<O> named(String name) {
        draft.name(name);
        return this;
    }

    @Override
    public Call<O> group(String name) {
        draft.group(name);
        return this;
    }

    @Override
    public Call<O> after(Step... steps) {
        tracer().after(draft, steps);
        return this;
    }

    @Override
    public Call<O> retry(Retry... policies) {
        draft.retries = List.of(policies);
        return this;
    }

    @Override
    public Call<O> timeout(Duration timeout) {
        draft.timeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    @Override
    public Call<O> memory(int megabytes) {
        draft.memoryMb = megabytes;
        return this;
    }

    @Override
    public Call<O> cache(String version) {
        draft.cache = new CachePolicy(version);
        return this;
    }

    @Override
    public Call<O> cache(String version, Duration ttl) {
        draft.cache = new CachePolicy(version, ttl);
        return this;
    }

    CallDraft draft() {
        return draft;
    }
}
