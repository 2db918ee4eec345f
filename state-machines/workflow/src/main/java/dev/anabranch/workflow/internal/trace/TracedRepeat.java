package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/** A loop in the definition that is being traced. */
final class TracedRepeat<S> extends TracedValue<S> implements Repeat<S> {

    private final RepeatDraft draft;
    private final NodeDraft named;

    /**
     * Creates a view of a loop.
     *
     * @param named the node that {@link #named} names: the call of a poll, otherwise the loop
     */
    TracedRepeat(Tracer tracer, RepeatDraft draft, NodeDraft named) {
        super(tracer, () -> draft.state(false));
        this.draft = draft;
        this.named = named;
    }

    @Override
    public Repeat<S> until(Function<Value<S>, ? extends Value<Boolean>> done) {
        Objects.requireNonNull(done, "done");
        tracer().once(draft, "until");
        Value<S> returned = new TracedValue<>(tracer(), draft::result);
        tracer().until(draft, () -> done.apply(returned));
        return this;
    }

    @Override
    public Repeat<S> atMost(long rounds) {
        tracer().once(draft, "atMost");
        draft.atMost = rounds;
        return this;
    }

    @Override
    public Repeat<S> every(Duration pause) {
        tracer().once(draft, "every");
        draft.every = tracer().wholeSeconds("every", pause);
        return this;
    }

    @Override
    public Repeat<S> named(String name) {
        tracer().once(named, "named");
        named.name(name);
        return this;
    }

    @Override
    public Repeat<S> group(String name) {
        tracer().once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public Repeat<S> after(Step... steps) {
        tracer().after(draft, steps);
        return this;
    }

    RepeatDraft draft() {
        return draft;
    }
}
