package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.integration.Integration;
import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.engine.internal.definition.QueryLanguage;
import dev.anabranch.engine.internal.definition.Resource;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.message.ExecutionMessage;
import dev.anabranch.engine.internal.pending.PendingCall;
import dev.anabranch.engine.internal.pending.PendingEvent;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.port.TaskCallback;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.value.ArnParts;
import dev.anabranch.engine.internal.value.JsonSize;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A visit of a Task state. */
final class TaskVisit extends StateVisit {

    private final State.Task state;
    private final Resource resource;
    private final TaskEvents events;
    private @Nullable Call call;
    private @Nullable PendingEvent timeout;
    private @Nullable PendingEvent heartbeat;
    private @Nullable Long heartbeatSeconds;
    private @Nullable String token;

    TaskVisit(Strand strand, State.Task state, JsonNode input) {
        super(strand, state, input);
        this.state = state;
        this.resource = state.resource();
        this.events = new TaskEvents(strand, resource);
    }

    private boolean waitsForToken() {
        return resource.pattern() == Resource.CallPattern.WAIT_FOR_TASK_TOKEN;
    }

    @Override
    void describe(ObjectNode context) {
        if (token != null) {
            context.putObject("Task").put("Token", token);
        }
    }

    @Override
    void attempt() {
        if (waitsForToken()) {
            token = execution().uuid();
            forgetContext();
        }
        JsonNode arguments = query().arguments();
        Long limit = timeoutSeconds(state.timeoutSeconds());
        heartbeatSeconds = timeoutSeconds(state.heartbeatSeconds());
        if (limit != null && heartbeatSeconds != null && heartbeatSeconds >= limit) {
            throw longHeartbeat(heartbeatSeconds, limit);
        }
        if (JsonSize.exceeds(arguments, ports().quotas().payloadBytes())) {
            fail(StateFailure.outputTooLarge(name()));
            return;
        }
        if (resource.kind() != Resource.Kind.FUNCTION) {
            boolean jsonata = state.header().language() == QueryLanguage.JSONATA;
            ArgumentFields.check(resource.integration(), jsonata ? "Arguments" : "Parameters", arguments);
        }
        events.scheduled(
                arguments,
                limit,
                heartbeatSeconds,
                ArnParts.region(execution().spec().arn()));
        events.started();
        Call started = new Call(arguments);
        call = started;
        execution().pending().await(started);
        if (limit != null) {
            // If the call is repeated after a restart, its timeout starts again.
            timeout = execution()
                    .pending()
                    .after(Duration.ofSeconds(limit), () -> !started.answered, () -> timedOut(StateFailure.TIMEOUT));
        }
    }

    /**
     * Returns the failure of a heartbeat that is not less than the timeout, where one of them is computed.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html">HeartbeatSeconds</a>
     */
    private QueryException longHeartbeat(long heartbeat, long limit) {
        boolean path = Stream.of(state.heartbeatSeconds(), state.timeoutSeconds())
                .anyMatch(setting -> setting != null && setting.kind() == SettingField.Kind.PATH);
        return new QueryException(
                path ? QueryException.RUNTIME : QueryException.QUERY_EVALUATION,
                "The heartbeat of " + heartbeat + " seconds must be less than the timeout of " + limit + " seconds");
    }

    /** One call. For {@code .waitForTaskToken} it also receives the callbacks with the task token. */
    private final class Call extends PendingCall {

        private final JsonNode arguments;
        private boolean answered;
        private boolean submitted;

        Call(JsonNode arguments) {
            super(execution().pending(), execution().spec().arn(), name(), TaskVisit.this.retryCount(), token);
            this.arguments = arguments;
            if (token != null) {
                execution().host().register(token, new Callback(number()));
            }
        }

        @Override
        protected void call() {
            if (answered) {
                end();
                return;
            }
            CompletionStage<JsonNode> stage;
            try {
                stage = invoke(arguments, this);
            } catch (RuntimeException refused) {
                execution().mailbox().tell(new ExecutionMessage.Answered(number(), null, failure(refused)));
                end();
                return;
            }
            stage.whenComplete((result, thrown) -> {
                execution()
                        .mailbox()
                        .tell(new ExecutionMessage.Answered(
                                number(), result, thrown == null && result != null ? null : failure(thrown)));
                end();
            });
        }

        @Override
        public void onAnswered(@Nullable JsonNode result, @Nullable StateFailure failure) {
            if (answered) {
                return;
            }
            answered = true;
            end();
            if (failure != null || result == null) {
                failTask(failure == null ? failure(null) : failure);
            } else if (waitsForToken()) {
                events.submitted(result);
                startHeartbeat();
            } else {
                succeedTask(result);
            }
        }

        @Override
        public void onSubmitted(JsonNode response) {
            if (!submitted) {
                submitted = true;
                events.submitted(response);
            }
        }

        @Override
        public void onTaskSucceeded(JsonNode output) {
            succeedTask(output);
        }

        @Override
        public void onTaskFailed(StateFailure failure) {
            failTask(failure);
        }

        @Override
        public void onTaskHeartbeat() {
            startHeartbeat();
        }
    }

    private CompletionStage<JsonNode> invoke(JsonNode arguments, Call started) {
        if (resource.kind() == Resource.Kind.FUNCTION && ports().functions() != null) {
            return ports().functions().callFunction(resource.arn(), arguments, started);
        }
        String name = resource.integration()
                + (waitsForToken() ? "" : resource.pattern().suffix());
        Integration integration = ports().integrations().find(name);
        if (integration == null) {
            throw new IntegrationFailure(
                    QueryException.RUNTIME, ports().integrations().refusal(name));
        }
        return integration.call(arguments, started);
    }

    private static StateFailure failure(@Nullable Throwable thrown) {
        Throwable reason =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (reason instanceof IntegrationFailure failed) {
            return StateFailure.of(failed.error(), failed.detail());
        }
        return StateFailure.of("States.TaskFailed", "The integration failed unexpectedly: " + reason);
    }

    private void succeedTask(JsonNode result) {
        if (JsonSize.exceeds(result, ports().quotas().payloadBytes())) {
            failTask(StateFailure.resultTooLarge(
                    resource.kind() == Resource.Kind.FUNCTION ? resource.arn() : resource.service()));
            return;
        }
        cancelAttempt();
        events.succeeded(result);
        succeed(result);
    }

    private void failTask(StateFailure failure) {
        cancelAttempt();
        events.failed(failure);
        fail(failure);
    }

    private void timedOut(String error) {
        cancelAttempt();
        StateFailure failure = StateFailure.of(error, null);
        events.timedOut(failure);
        fail(failure);
    }

    private void startHeartbeat() {
        if (heartbeat != null) {
            heartbeat.cancel();
        }
        if (heartbeatSeconds != null) {
            heartbeat = execution()
                    .pending()
                    .after(Duration.ofSeconds(heartbeatSeconds), () -> timedOut(StateFailure.HEARTBEAT_TIMEOUT));
        }
    }

    @Override
    void cancelAttempt() {
        if (call != null) {
            call.cancel();
            call = null;
        }
        if (timeout != null) {
            timeout.cancel();
        }
        if (heartbeat != null) {
            heartbeat.cancel();
        }
        if (token != null) {
            execution().host().forget(token);
        }
    }

    /** Sends the callbacks with the task token as messages. */
    private final class Callback implements TaskCallback {

        private final long number;

        Callback(long number) {
            this.number = number;
        }

        @Override
        public CompletableFuture<Void> succeeded(JsonNode output) {
            return execution().mailbox().tellKept(new ExecutionMessage.TaskSucceeded(number, output));
        }

        @Override
        public CompletableFuture<Void> failed(@Nullable String error, @Nullable String cause) {
            return execution().mailbox().tellKept(new ExecutionMessage.TaskFailed(number, error, cause));
        }

        @Override
        public CompletableFuture<Void> heartbeat() {
            return execution().mailbox().tellKept(new ExecutionMessage.TaskHeartbeat(number));
        }
    }
}
