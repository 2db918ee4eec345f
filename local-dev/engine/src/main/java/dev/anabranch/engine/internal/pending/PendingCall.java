package dev.anabranch.engine.internal.pending;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.internal.message.ExecutionMessage;
import dev.anabranch.engine.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A pending call. Virtual time does not advance while it is pending, except while the call itself waits. */
public abstract class PendingCall extends PendingEvent implements CallContext {

    private final String executionArn;
    private final String stateName;
    private final int retryCount;
    private final @Nullable String taskToken;
    private final EngineClock clock;
    private final List<Runnable> onAbandoned = new ArrayList<>(1);
    private EngineClock.@Nullable Hold hold;
    private boolean ended;
    private boolean abandoned;

    /**
     * @param retryCount the number of retries of the state so far
     * @param taskToken the token for {@code .waitForTaskToken}, or null
     */
    protected PendingCall(
            PendingEvents events, String executionArn, String stateName, int retryCount, @Nullable String taskToken) {
        super(events);
        this.executionArn = executionArn;
        this.stateName = stateName;
        this.retryCount = retryCount;
        this.taskToken = taskToken;
        this.clock = events.ports().clock();
    }

    @Override
    final void begin() {
        wake();
        call();
    }

    /** Starts the call. */
    protected abstract void call();

    @Override
    public final String executionArn() {
        return executionArn;
    }

    @Override
    public final String callId() {
        return executionArn + "#" + number();
    }

    @Override
    public final String stateName() {
        return stateName;
    }

    @Override
    public final int retryCount() {
        return retryCount;
    }

    @Override
    public final @Nullable String taskToken() {
        return taskToken;
    }

    @Override
    public final Instant now() {
        return clock.instant();
    }

    @Override
    public final CompletionStage<Void> after(Duration delay) {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        clock.schedule(delay, () -> {
            wake();
            waiting.complete(null);
        });
        letGo();
        return waiting;
    }

    @Override
    public final <T> CompletionStage<T> meanwhile(CompletionStage<T> stage) {
        CompletableFuture<T> waiting = new CompletableFuture<>();
        stage.whenComplete((result, thrown) -> {
            wake();
            if (thrown == null) {
                waiting.complete(result);
            } else {
                waiting.completeExceptionally(thrown);
            }
        });
        if (!waiting.isDone()) {
            letGo();
        }
        return waiting;
    }

    @Override
    public final void onAbandoned(Runnable action) {
        boolean late;
        synchronized (this) {
            late = abandoned;
            if (!late) {
                onAbandoned.add(action);
            }
        }
        if (late) {
            action.run();
        }
    }

    @Override
    public final void submitted(JsonNode response) {
        events().mailbox().tell(new ExecutionMessage.Submitted(number(), response));
    }

    private synchronized void wake() {
        if (!ended && hold == null) {
            hold = clock.hold();
        }
    }

    private void letGo() {
        EngineClock.Hold held;
        synchronized (this) {
            held = hold;
            hold = null;
        }
        if (held != null) {
            held.close();
        }
    }

    /** Allows virtual time to advance after the call has returned or was cancelled. */
    protected final void end() {
        synchronized (this) {
            ended = true;
        }
        letGo();
    }

    @Override
    final void cancelled() {
        end();
        List<Runnable> actions;
        synchronized (this) {
            abandoned = true;
            actions = List.copyOf(onAbandoned);
            onAbandoned.clear();
        }
        actions.forEach(Runnable::run);
    }
}
