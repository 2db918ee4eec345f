package dev.anabranch.engine.internal.visit;

import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.internal.definition.StateGraph;
import dev.anabranch.engine.internal.execution.ExecutionContext;
import dev.anabranch.engine.internal.execution.ExecutionHost;
import dev.anabranch.engine.internal.execution.ExecutionLaunch;
import dev.anabranch.engine.internal.map.ChildInputs;
import dev.anabranch.engine.internal.map.MapRun;
import dev.anabranch.engine.internal.map.ResultSink;
import dev.anabranch.engine.internal.message.ExecutionMessage;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.value.ArnParts;
import dev.anabranch.engine.metering.Meter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The child executions of one Map Run. Starts them within the concurrency limit, counts them, and stops the running
 * ones when the Map Run fails. Keeps only the results of children that succeeded.
 */
final class MapRunChildren {

    private static final String THRESHOLD = "States.ExceedToleratedFailureThreshold";

    private final ExecutionContext execution;
    private final Owner owner;
    private final StateGraph processor;
    private final boolean express;
    private final String machineArn;
    private final MapRun mapRun;
    private final ChildInputs inputs;
    private final Map<Integer, Child> running = new TreeMap<>();
    private final Map<Integer, Child> unsuccessful = new TreeMap<>();
    private final ResultSink sink;
    private int started;
    private boolean over;

    MapRunChildren(
            ExecutionContext execution,
            Owner owner,
            StateGraph processor,
            boolean express,
            String machineArn,
            MapRun mapRun,
            ChildInputs inputs,
            ResultSink sink) {
        this.execution = execution;
        this.owner = owner;
        this.processor = processor;
        this.express = express;
        this.machineArn = machineArn;
        this.mapRun = mapRun;
        this.inputs = inputs;
        this.sink = sink;
    }

    /** Starts children up to the concurrency limit. Ends the Map Run if no child is left. */
    void startMore() {
        if (over) {
            return;
        }
        long limit = mapRun.concurrency(execution.ports().quotas().childConcurrency());
        try {
            while (running.size() < limit && inputs.hasNext()) {
                start(inputs.next());
            }
        } catch (QueryException failed) {
            stop();
            owner.selectionFailed(failed);
            return;
        }
        if (running.isEmpty() && !inputs.hasNext()) {
            over = true;
            owner.childrenSucceeded();
        }
    }

    private void start(ChildInputs.ChildInput input) {
        int index = started++;
        String name = execution.uuid();
        ExecutionSpec spec = new ExecutionSpec(
                ArnParts.sibling(machineArn, "execution:" + machineName() + ":" + name),
                name,
                machineArn,
                machineName(),
                execution.spec().roleArn(),
                null,
                execution.spec().definitionBytes(),
                input.input(),
                null,
                express,
                !express,
                mapRun.arn());
        ExecutionLaunch launch = new ExecutionLaunch(spec, processor);
        mapRun.childStarted(input.items());
        execution.meter(Meter.TransitionKind.CHILD_START);
        running.put(index, new Child(launch, input.items(), 0, ExecutionStatus.RUNNING));
        if (live()) {
            host().launch(launch, listener(index));
        }
    }

    private String machineName() {
        return machineArn.substring(machineArn.lastIndexOf(':') + 1);
    }

    /**
     * Returns false during a replay, in which children are neither started nor stopped because they have their own
     * journal records.
     */
    private boolean live() {
        return !execution.mailbox().isReplaying();
    }

    private ExecutionHost host() {
        return execution.host();
    }

    private Consumer<ExecutionSnapshot> listener(int index) {
        return ended -> execution.mailbox().tell(ExecutionMessage.ChildEnded.of(mapRun.arn(), index, ended));
    }

    void ended(ExecutionMessage.ChildEnded message) {
        Child child = running.get(message.child());
        if (child == null) {
            // A late notification of a child that was stopped.
            return;
        }
        if (message.redriveCount() < child.redrives() && message.status() != ExecutionStatus.SUCCEEDED) {
            // A late notification of the end before the redrive.
            return;
        }
        ExecutionSnapshot ended = message.snapshot(child.launch().spec());
        running.remove(message.child());
        if (express && live()) {
            host().forgetExecution(child.launch().spec().arn());
        }
        mapRun.childEnded(ended.status(), child.items());
        if (ended.status() == ExecutionStatus.SUCCEEDED) {
            sink.succeeded(message.child(), ended);
        } else {
            unsuccessful.put(message.child(), child.with(ended.status()));
            sink.failed(ended);
        }
        if (over) {
            return;
        }
        if (mapRun.failedTooOften()) {
            stop();
            inputs.unstarted().forEach(sink::pending);
            owner.childrenFailed(StateFailure.of(THRESHOLD, "The specified tolerated failure threshold was exceeded"));
            return;
        }
        startMore();
    }

    /** Stops all running children. */
    void stop() {
        if (over) {
            return;
        }
        over = true;
        running.forEach((index, child) -> {
            if (live()) {
                host().stop(child.launch().spec().arn());
            }
            mapRun.childEnded(ExecutionStatus.ABORTED, child.items());
            unsuccessful.put(index, child.with(ExecutionStatus.ABORTED));
        });
        running.clear();
    }

    /** Redrives the children that did not succeed, and starts the rest. */
    void redrive() {
        over = false;
        sink.forgetUnsuccessful();
        Map<Integer, Child> again = new TreeMap<>(unsuccessful);
        unsuccessful.clear();
        again.forEach((index, child) -> {
            mapRun.childAgain(child.status(), child.items());
            // A redriven Express child starts at its first state.
            Child redriven = new Child(
                    child.launch(), child.items(), express ? 0 : child.redrives() + 1, ExecutionStatus.RUNNING);
            running.put(index, redriven);
            if (live() && express) {
                host().launch(child.launch(), listener(index));
            } else if (live()) {
                host().redrive(child.launch(), listener(index));
            }
        });
        startMore();
    }

    /** Resumes the running children after a restart, and stops the others. */
    void resume() {
        Map.copyOf(running).forEach((index, child) -> host().resume(child.launch(), child.redrives(), listener(index)));
        unsuccessful.values().forEach(child -> host().stop(child.launch().spec().arn()));
    }

    Stream<ExecutionLaunch> launches() {
        return Stream.concat(running.values().stream(), unsuccessful.values().stream())
                .map(Child::launch);
    }

    /**
     * @param redrives the number of redrives of the child; a notification with a smaller number is ignored
     * @param status the status of the child
     */
    private record Child(ExecutionLaunch launch, int items, int redrives, ExecutionStatus status) {

        Child with(ExecutionStatus ended) {
            return new Child(launch, items, redrives, ended);
        }
    }

    /** Receives the end of the children. */
    interface Owner {
        /** All children have ended, and their failures are within the tolerated limits. */
        void childrenSucceeded();

        /** The children exceeded the tolerated failures. */
        void childrenFailed(StateFailure failure);

        /** An expression of the state failed while a child was being started. */
        void selectionFailed(QueryException failed);
    }
}
