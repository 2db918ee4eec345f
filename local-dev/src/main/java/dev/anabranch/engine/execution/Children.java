package dev.anabranch.engine.execution;

import dev.anabranch.engine.definition.StateGraph;
import dev.anabranch.engine.metering.Meter;
import dev.anabranch.engine.query.QueryException;
import java.util.HashMap;
import java.util.Map;

/**
 * The child executions of one Map Run: started as concurrency allows, counted, and stopped together. A child that has succeeded
 * leaves nothing behind but its result.
 */
final class Children {

    private static final String THRESHOLD = "States.ExceedToleratedFailureThreshold";

    private final DistributedMapRun owner;
    private final StateGraph processor;
    private final boolean express;
    private final String machineArn;
    private final MapRun mapRun;
    private final ChildInputs inputs;
    private final Map<Integer, Child> running = new HashMap<>();
    private final Map<Integer, Child> unsuccessful = new HashMap<>();
    private final ResultSink sink;
    private int started;
    private boolean over;

    Children(
            DistributedMapRun owner,
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
        String name = owner.ports().uuid();
        ExecutionSpec spec = new ExecutionSpec(
                Arns.sibling(machineArn, "execution:" + machineName() + ":" + name),
                name,
                machineArn,
                machineName(),
                owner.execution().spec().roleArn(),
                processor,
                null,
                owner.execution().spec().definitionBytes(),
                input.input(),
                express,
                !express,
                mapRun.arn());
        mapRun.childStarted(input.items());
        owner.execution().meter(Meter.TransitionKind.CHILD_START);
        launch(index, spec, input.items());
    }

    private String machineName() {
        return machineArn.substring(machineArn.lastIndexOf(':') + 1);
    }

    private void launch(int index, ExecutionSpec spec, int items) {
        Execution execution =
                owner.execution().host().launch(spec, ended -> owner.execution().tell(() -> ended(index, ended)));
        running.put(index, new Child(execution, items, 0));
    }

    private void ended(int index, ExecutionSnapshot ended) {
        Child child = running.get(index);
        if (child == null || ended.redriveCount() < child.redrives()) {
            // Stopped, or told late of an end before the redrive.
            return;
        }
        running.remove(index);
        mapRun.childEnded(ended.status(), child.items());
        if (ended.status() == ExecutionStatus.SUCCEEDED) {
            sink.succeeded(index, ended);
        } else {
            unsuccessful.put(index, child);
            sink.failed(ended);
        }
        if (over) {
            return;
        }
        if (mapRun.failedTooOften()) {
            stop();
            inputs.unstarted().forEach(sink::pending);
            owner.childrenFailed(Failure.of(THRESHOLD, "The specified tolerated failure threshold was exceeded"));
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
        for (Map.Entry<Integer, Child> entry : running.entrySet()) {
            Child child = entry.getValue();
            child.execution().stop(null, null);
            mapRun.childEnded(ExecutionStatus.ABORTED, child.items());
            unsuccessful.put(entry.getKey(), child);
        }
        running.clear();
    }

    /** Runs on with the children that did not succeed and those that were never started. */
    void redrive() {
        over = false;
        sink.forgetUnsuccessful();
        Map<Integer, Child> again = new HashMap<>(unsuccessful);
        unsuccessful.clear();
        again.forEach((index, child) -> {
            ExecutionSnapshot before = child.execution().snapshot();
            mapRun.childAgain(
                    before.status() == ExecutionStatus.RUNNING ? ExecutionStatus.ABORTED : before.status(),
                    child.items());
            if (express) {
                launch(index, before.spec(), child.items());
            } else {
                running.put(index, new Child(child.execution(), child.items(), before.redriveCount() + 1));
                child.execution().redrive();
            }
        });
        startMore();
    }

    /** @param redrives how often the child was redriven; an end from before does not count any more */
    private record Child(Execution execution, int items, int redrives) {}
}
