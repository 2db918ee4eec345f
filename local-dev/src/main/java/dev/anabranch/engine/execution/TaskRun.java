package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.definition.Resource;
import dev.anabranch.engine.definition.State;
import dev.anabranch.engine.integration.Integration;
import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.engine.query.QueryException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A visit of a Task state. */
final class TaskRun extends StateRun {

    private final State.Task state;
    private final Resource resource;
    private final TaskEvents events;
    private @Nullable PendingCall call;
    private @Nullable Pending timeout;
    private @Nullable Pending heartbeat;
    private @Nullable Long heartbeatSeconds;
    private @Nullable String token;

    TaskRun(Strand strand, State.Task state, JsonNode input) {
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
            token = ports().uuid();
            forgetContext();
        }
        JsonNode arguments = query().arguments();
        Long limit = wholeNumber(state.timeoutSeconds());
        heartbeatSeconds = wholeNumber(state.heartbeatSeconds());
        if (JsonSize.exceeds(arguments, ports().quotas().payloadBytes())) {
            fail(Failure.outputTooLarge(name()));
            return;
        }
        events.scheduled(
                arguments, limit, heartbeatSeconds, Arns.region(execution().arn()));
        events.started();
        startCall(arguments);
        if (limit != null && call != null) {
            timeout = execution().after(Duration.ofSeconds(limit), () -> timedOut(Failure.TIMEOUT));
        }
    }

    private void startCall(JsonNode arguments) {
        PendingCall started = new Submission(this, token);
        call = started;
        if (token != null) {
            execution().host().register(token, new Callback());
        }
        CompletionStage<JsonNode> stage;
        try {
            stage = invoke(arguments, started);
        } catch (RuntimeException refused) {
            answered(started, null, refused);
            return;
        }
        stage.whenComplete((result, thrown) -> {
            execution().tell(() -> answered(started, result, thrown));
            started.end();
        });
    }

    /** A call that tells when the job it started is submitted. */
    private final class Submission extends PendingCall {

        Submission(StateRun run, @Nullable String taskToken) {
            super(run, taskToken);
        }

        @Override
        public void submitted(JsonNode response) {
            execution().tell(() -> {
                if (call == this) {
                    events.submitted(response);
                }
            });
        }
    }

    private CompletionStage<JsonNode> invoke(JsonNode arguments, PendingCall started) {
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

    private void answered(PendingCall answering, @Nullable JsonNode result, @Nullable Throwable thrown) {
        if (call != answering || !answering.settle()) {
            return;
        }
        answering.end();
        if (thrown != null || result == null) {
            failTask(failure(thrown));
        } else if (waitsForToken()) {
            events.submitted(result);
            startHeartbeat();
        } else {
            succeedTask(result);
        }
    }

    private static Failure failure(@Nullable Throwable thrown) {
        Throwable reason =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (reason instanceof IntegrationFailure failed) {
            return Failure.of(failed.error(), failed.detail());
        }
        return Failure.of("States.TaskFailed", "The integration failed unexpectedly: " + reason);
    }

    private void succeedTask(JsonNode result) {
        if (JsonSize.exceeds(result, ports().quotas().payloadBytes())) {
            failTask(Failure.resultTooLarge(
                    resource.kind() == Resource.Kind.FUNCTION ? resource.arn() : resource.service()));
            return;
        }
        cancelAttempt();
        events.succeeded(result);
        succeed(result);
    }

    private void failTask(Failure failure) {
        cancelAttempt();
        events.failed(failure);
        fail(failure);
    }

    private void timedOut(String error) {
        cancelAttempt();
        Failure failure = Failure.of(error, null);
        events.timedOut(failure);
        fail(failure);
    }

    private void startHeartbeat() {
        if (heartbeat != null) {
            heartbeat.cancel();
        }
        if (heartbeatSeconds != null) {
            heartbeat =
                    execution().after(Duration.ofSeconds(heartbeatSeconds), () -> timedOut(Failure.HEARTBEAT_TIMEOUT));
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

    /** Whoever has the token answers for the task. */
    private final class Callback implements TaskCallback {

        private final @Nullable String mine = token;

        @Override
        public void succeeded(JsonNode output) {
            tell(() -> succeedTask(output));
        }

        @Override
        public void failed(@Nullable String error, @Nullable String cause) {
            tell(() -> failTask(Failure.of(error, cause)));
        }

        @Override
        public void heartbeat() {
            tell(TaskRun.this::startHeartbeat);
        }

        private void tell(Runnable message) {
            execution().tell(() -> {
                if (call != null && mine != null && mine.equals(token)) {
                    message.run();
                }
            });
        }
    }
}
