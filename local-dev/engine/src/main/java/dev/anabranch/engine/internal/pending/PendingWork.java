package dev.anabranch.engine.internal.pending;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.engine.internal.message.ExecutionMessage;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.time.EngineClock;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Work that may block, on another thread: reading items or writing results. A restart may repeat it. */
public final class PendingWork extends PendingEvent {

    private final Callable<JsonNode> work;
    private final Function<Throwable, StateFailure> failureOf;
    private final Consumer<JsonNode> then;
    private final Consumer<StateFailure> failed;

    /**
     * @param failureOf converts an exception of the work to a failure
     * @param then receives the result
     * @param failed receives the failure
     */
    public PendingWork(
            PendingEvents events,
            Callable<JsonNode> work,
            Function<Throwable, StateFailure> failureOf,
            Consumer<JsonNode> then,
            Consumer<StateFailure> failed) {
        super(events);
        this.work = work;
        this.failureOf = failureOf;
        this.then = then;
        this.failed = failed;
    }

    @Override
    void begin() {
        EngineClock.Hold hold = events().ports().clock().hold();
        events().ports().blocking().execute(() -> {
            events().mailbox().tell(outcome());
            hold.close();
        });
    }

    private ExecutionMessage outcome() {
        try {
            return new ExecutionMessage.Answered(number(), work.call(), null);
        } catch (Exception | StackOverflowError thrown) {
            return new ExecutionMessage.Answered(number(), null, failureOf.apply(thrown));
        }
    }

    @Override
    public void onAnswered(@Nullable JsonNode result, @Nullable StateFailure failure) {
        if (!settle()) {
            return;
        }
        if (failure == null) {
            then.accept(result == null ? NullNode.getInstance() : result);
        } else {
            failed.accept(failure);
        }
    }
}
