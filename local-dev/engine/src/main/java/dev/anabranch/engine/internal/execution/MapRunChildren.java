package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.internal.definition.StateGraph;
import dev.anabranch.engine.internal.map.ChildInputs;
import dev.anabranch.engine.internal.map.ResultSink;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.value.ArnParts;
import dev.anabranch.engine.metering.Meter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The child executions of one Map Run: started as concurrency allows, counted, and stopped together. A child that has succeeded
 * leaves nothing behind but its result.
 */
final class MapRunChildren {

    private static final String THRESHOLD = "States.ExceedToleratedFailureThreshold";

    private final DistributedMapVisit owner;
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
            DistributedMapVisit owner,
            StateGraph processor,
            boolean express,
            String machineArn,
            MapRun mapRun,
            ChildInputs inputs,
            ResultSink sink) {
        this.owner = owner;
        this.processor = processor;
        this.express = express;
        this.machineArn = machineArn;
        this.mapRun = mapRun;
        this.inputs = inputs;
        this.sink = sink;
    }

    /** Starts as many children as may run now; ends the Map Run if there are none left. */
    void startMore() {
        if (over) {
            return;
        }
        long limit = mapRun.concurrency(owner.ports().quotas().childConcurrency());
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
        String name = owner.execution().uuid();
        ExecutionSpec spec = new ExecutionSpec(
                ArnParts.sibling(machineArn, "execution:" + machineName() + ":" + name),
                name,
                machineArn,
                machineName(),
                owner.execution().spec().roleArn(),
                processor,
                null,
                owner.execution().spec().definitionBytes(),
                input.input(),
                null,
                express,
                !express,
                mapRun.arn());
        mapRun.childStarted(input.items());
        owner.execution().meter(Meter.TransitionKind.CHILD_START);
        running.put(index, new Child(spec, input.items(), 0, ExecutionStatus.RUNNING));
        if (live()) {
            host().launch(spec, listener(index));
        }
    }

    private String machineName() {
        return machineArn.substring(machineArn.lastIndexOf(':') + 1);
    }

    /** While messages are handled again after a restart, nothing is done to children: they have journals of their own. */
    private boolean live() {
        return !owner.execution().isReplaying();
    }

    private ExecutionHost host() {
        return owner.execution().host();
    }

    private Consumer<ExecutionSnapshot> listener(int index) {
        return ended -> owner.execution().tell(ExecutionMessage.ChildEnded.of(mapRun.arn(), index, ended));
    }

    void ended(ExecutionMessage.ChildEnded message) {
        Child child = running.get(message.child());
        if (child == null) {
            // Told late of one that was stopped.
            return;
        }
        if (message.redriveCount() < child.redrives() && message.status() != ExecutionStatus.SUCCEEDED) {
            // Told late of the end before the redrive.
            return;
        }
        ExecutionSnapshot ended = message.snapshot(child.spec());
        running.remove(message.child());
        if (express && live()) {
            host().forgetExecution(child.spec().arn());
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

    /** Stops every child that runs. */
    void stop() {
        if (over) {
            return;
        }
        over = true;
        running.forEach((index, child) -> {
            if (live()) {
                host().stop(child.spec().arn());
            }
            mapRun.childEnded(ExecutionStatus.ABORTED, child.items());
            unsuccessful.put(index, child.with(ExecutionStatus.ABORTED));
        });
        running.clear();
    }

    /** Runs on with the children that did not succeed and those that were never started. */
    void redrive() {
        over = false;
        sink.forgetUnsuccessful();
        Map<Integer, Child> again = new TreeMap<>(unsuccessful);
        unsuccessful.clear();
        again.forEach((index, child) -> {
            mapRun.childAgain(child.status(), child.items());
            // An Express child starts from its first state.
            Child redriven =
                    new Child(child.spec(), child.items(), express ? 0 : child.redrives() + 1, ExecutionStatus.RUNNING);
            running.put(index, redriven);
            if (live() && express) {
                host().launch(child.spec(), listener(index));
            } else if (live()) {
                host().redrive(child.spec(), listener(index));
            }
        });
        startMore();
    }

    /** After a restart: sees to it that what should run does, and that nothing else does. */
    void goOn() {
        Map.copyOf(running).forEach((index, child) -> host().resume(child.spec(), child.redrives(), listener(index)));
        unsuccessful.values().forEach(child -> host().stop(child.spec().arn()));
    }

    Stream<ExecutionSpec> specs() {
        return Stream.concat(running.values().stream(), unsuccessful.values().stream())
                .map(Child::spec);
    }

    /**
     * @param redrives how often the child was redriven; an end from before does not count any more
     * @param status how it ended
     */
    private record Child(ExecutionSpec spec, int items, int redrives, ExecutionStatus status) {

        Child with(ExecutionStatus ended) {
            return new Child(spec, items, redrives, ended);
        }
    }
}
