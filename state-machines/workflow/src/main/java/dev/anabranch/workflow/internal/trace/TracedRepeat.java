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

    TracedRepeat(Tracer tracer, RepeatDraft draft) {
        super(tracer, () -> draft.state(false));
        this.draft = draft;
    }

    @Override
    public Repeat<S> until(Function<Value<S>, ? extends Value<Boolean>> done) {
        Objects.requireNonNull(done, "done");
        Value<S> returned = new TracedValue<>(tracer(), draft::result);
        tracer().until(draft, () -> done.apply(returned));
        return this;
    }

    @Override
    public Repeat<S> atMost(long rounds) {
        draft.atMost = rounds;
        return this;
    }

    @Override
    public Repeat<S> every(Duration pause) {
        draft.every = Objects.requireNonNull(pause, "pause");
        return this;
    }

    @Override
    public Repeat<S> named(String name) {
        draft.name(name);
        return this;
    }

    @Override
    public Repeat<S> group(String name) {
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
