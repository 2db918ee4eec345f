package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.internal.graph.CachePolicy;
import java.time.Duration;

/** A call in the definition that is being traced. */
final class TracedCall<O> extends TracedValue<O> implements Call<O> {

    private final CallDraft draft;

    TracedCall(Tracer tracer, CallDraft draft) {
        super(tracer, draft::result);
        this.draft = draft;
    }

    @Override
    public Call<O> named(String name) {
        tracer().once(draft, "named");
        draft.name(name);
        return this;
    }

    @Override
    public Call<O> group(String name) {
        tracer().once(draft, "group");
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
        tracer().once(draft, "retry");
        draft.retries = tracer().wholeSeconds(policies);
        return this;
    }

    @Override
    public Call<O> timeout(Duration timeout) {
        tracer().once(draft, "timeout");
        draft.timeout = tracer().wholeSeconds("timeout", timeout);
        return this;
    }

    @Override
    public Call<O> memory(int megabytes) {
        tracer().once(draft, "memory");
        draft.memoryMb = megabytes;
        return this;
    }

    @Override
    public Call<O> cache(String version) {
        tracer().once(draft, "cache");
        draft.cache = new CachePolicy(version);
        return this;
    }

    @Override
    public Call<O> cache(String version, Duration ttl) {
        tracer().once(draft, "cache");
        draft.cache = new CachePolicy(version, tracer().wholeSeconds("cache", ttl));
        return this;
    }

    CallDraft draft() {
        return draft;
    }
}
