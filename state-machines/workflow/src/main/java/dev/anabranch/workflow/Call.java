package dev.anabranch.workflow;

import dev.anabranch.workflow.internal.graph.CachePolicy;
import java.time.Duration;
import java.util.Objects;

/**
 * One call of a task, and its result.
 *
 * @param <O> what the task returns
 */
public final class Call<O> extends Value<O> implements Step {

    private final CallDraft draft;

    Call(Tracer tracer, CallDraft draft) {
        super(tracer, draft::result);
        this.draft = draft;
    }

    /** Names the node; without this it is named after the task. Names are unique in a workflow and at most 60 characters. */
    public Call<O> named(String name) {
        draft.name(name);
        return this;
    }

    /** Puts the node under a name that people know it and its neighbours by. */
    public Call<O> group(String name) {
        draft.group(name);
        return this;
    }

    /** Waits for other steps although no value says so. */
    public Call<O> after(Step... steps) {
        tracer().after(draft, steps);
        return this;
    }

    /** What is done when an attempt fails; by default nothing. */
    public Call<O> retry(Retry retry) {
        draft.retry = Objects.requireNonNull(retry, "retry");
        return this;
    }

    /** How long one attempt may take, 1 second to 30 minutes; more than 15 minutes not in every region. By default what the task says. */
    public Call<O> timeout(Duration timeout) {
        draft.timeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /** Memory of the function for this call, 128 to 10,240 MB; by default what the task says. */
    public Call<O> memory(int megabytes) {
        draft.memoryMb = megabytes;
        return this;
    }

    /**
     * Reuses the result of an earlier call with the same input, task and version, in whatever run, for as long as records are kept.
     *
     * @param version change it when the task's meaning changes
     */
    public Call<O> cache(String version) {
        draft.cache = new CachePolicy(version);
        return this;
    }

    /**
     * Reuses the result of an earlier call with the same input, task and version, in whatever run, if it is not older than this.
     *
     * @param version change it when the task's meaning changes
     * @param ttl how long a result may be reused, 1 second to 30 days
     */
    public Call<O> cache(String version, Duration ttl) {
        draft.cache = new CachePolicy(version, ttl);
        return this;
    }

    CallDraft draft() {
        return draft;
    }
}
