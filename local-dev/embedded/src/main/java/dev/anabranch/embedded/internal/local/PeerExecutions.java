package dev.anabranch.embedded.internal.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.stores.internal.storage.FolderProcesses;
import dev.anabranch.stores.internal.storage.FolderProcesses.Address;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The executions of all processes that use a data folder: those of this process, and those of the others through their
 * ports. So every process can stop and answer each run, whichever process executes it.
 */
final class PeerExecutions implements ExecutionService {

    private static final Duration STOPPING = Duration.ofSeconds(20);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final int OK = 200;

    private final ExecutionService own;
    private final BiFunction<String, String, String> arns;
    private final FolderProcesses processes;
    private final Supplier<Optional<URI>> self;

    /**
     * @param own the executions of this process
     * @param arns returns the ARN of an execution from the names of its workflow and its run
     * @param self the port of this process, which is not its own peer; empty if it has none
     */
    PeerExecutions(
            ExecutionService own,
            BiFunction<String, String, String> arns,
            FolderProcesses processes,
            Supplier<Optional<URI>> self) {
        this.own = own;
        this.arns = arns;
        this.processes = processes;
        this.self = self;
    }

    @Override
    public void start(String workflow, String runId, String input) {
        own.start(workflow, runId, input);
    }

    @Override
    public void stop(String workflow, String runId) {
        if (own.describe(workflow, runId).isPresent()) {
            own.stop(workflow, runId);
            return;
        }
        ObjectNode execution = JsonNodeFactory.instance.objectNode().put("executionArn", arns.apply(workflow, runId));
        for (Address peer : peers()) {
            if (call(peer, "StopExecution", execution).isPresent()) {
                awaitEnd(peer, execution, runId);
            }
        }
    }

    private void awaitEnd(Address peer, ObjectNode execution, String runId) {
        for (Duration waited = Duration.ZERO; waited.compareTo(STOPPING) < 0; waited = waited.plus(POLL_INTERVAL)) {
            Optional<String> body = call(peer, "DescribeExecution", execution);
            if (body.isEmpty() || !body.get().contains("\"RUNNING\"")) {
                return;
            }
            Sleeper.sleep(POLL_INTERVAL);
        }
        throw unavailable(peer, "has not stopped the run `" + runId + "` within " + STOPPING.toSeconds() + " seconds");
    }

    @Override
    public void resume(String token) {
        own.resume(token);
        send("SendTaskSuccess", answer(token).put("output", "{}"));
    }

    @Override
    public void fail(String token, String error, String cause) {
        own.fail(token, error, cause);
        send("SendTaskFailure", answer(token).put("error", error).put("cause", cause));
    }

    @Override
    public boolean heartbeat(String token) {
        return own.heartbeat(token) || send("SendTaskHeartbeat", answer(token));
    }

    private static ObjectNode answer(String token) {
        return JsonNodeFactory.instance.objectNode().put("taskToken", token);
    }

    /** Sends a message to all other processes. Returns true if one of them has the state that waits for it. */
    private boolean send(String operation, ObjectNode message) {
        return peers().stream()
                .map(peer -> call(peer, operation, message).isPresent())
                .reduce(false, Boolean::logicalOr);
    }

    /**
     * Returns the state of an execution. Another process may execute a run that this process does not: while others are
     * alive, such a run is not lost. {@link RunMarks} end the runs of killed processes.
     */
    @Override
    public Optional<ExecutionState> describe(String workflow, String runId) {
        Optional<ExecutionState> found = own.describe(workflow, runId);
        return found.isPresent() || (peers().isEmpty() && !processes.hasGuests())
                ? found
                : Optional.of(new ExecutionState(RunStatus.RUNNING, null, null, null, null));
    }

    private List<Address> peers() {
        Optional<URI> port = self.get();
        return Stream.concat(processes.guests().stream(), processes.holder().stream())
                .filter(peer -> !Optional.of(peer.services()).equals(port))
                .toList();
    }

    /** Sends a request. Returns the response; empty if the process has no such execution or token, or has ended. */
    private Optional<String> call(Address peer, String operation, ObjectNode body) {
        HttpRequest request = HttpRequest.newBuilder(peer.services())
                .timeout(PeerHttp.TO_ANSWER)
                .header("Authorization", "Bearer " + peer.token())
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AWSStepFunctions." + operation)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = exchange(peer, request);
        return response == null || response.statusCode() != OK ? Optional.empty() : Optional.of(response.body());
    }

    /** Returns null if the process has ended. */
    private @Nullable HttpResponse<String> exchange(Address peer, HttpRequest request) {
        try {
            return PeerHttp.CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (HttpTimeoutException silent) {
            throw unavailable(peer, "does not respond. If it is suspended, continue it with `fg`");
        } catch (IOException ended) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static ExecutionsUnavailable unavailable(Address peer, String what) {
        String sentence = "The process " + peer.process() + ", which may execute the run, " + what + ".";
        return new ExecutionsUnavailable(sentence, new IOException(sentence));
    }
}
