package dev.anabranch.workflow.internal.trace;

import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.types.TaskTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Adds recorders: calls that only record a value. Results of items and rounds are read from the records of calls, so a
 * value that no call of the body returns, or that is recorded too early, gets a recorder.
 */
final class Recorders {

    private final Tracer tracer;

    /** The names of nodes whose value is that of other nodes, so that it can have fields that cannot be read. */
    private final Set<String> unrecorded = new HashSet<>();

    Recorders(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Returns the call whose records hold the value of a stage: the stage itself, or a recorder that is added for it. */
    CallDraft ofStage(FanOutDraft draft, TracedValue<?> stage) {
        CallDraft source = isCallIn(draft.body, stage)
                ? ((TracedCall<?>) stage).draft()
                : draft.recorders.computeIfAbsent(stage, value -> added(draft, draft.body, value));
        draft.sources.add(source);
        return source;
    }

    /** Returns the value of a round as the result of a call: of one in the body, or of a recorder that is added for it. */
    TracedValue<?> ofRound(RepeatDraft draft, TracedValue<?> value) {
        return isCallIn(draft.body, value) ? value : new TracedCall<>(tracer, added(draft, draft.body, value));
    }

    private static boolean isCallIn(ScopeDraft body, TracedValue<?> value) {
        return value instanceof TracedCall<?> call && call.draft().scope == body;
    }

    private CallDraft added(NodeDraft owner, ScopeDraft body, TracedValue<?> value) {
        TaskRef relay = TaskTypes.read(Relay.class, tracer::report);
        CallDraft recorder = new CallDraft(body, owner.line, owner.group().orElse(null), relay, value, owner);
        body.nodes.add(recorder);
        return recorder;
    }

    /**
     * Makes every fan-out that tolerates failures record the outcome of each item, even if its results are not
     * collected.
     */
    void addOutcomes(ScopeDraft scope) {
        for (NodeDraft node : List.copyOf(scope.nodes)) {
            node.scopes().forEach(this::addOutcomes);
            if (node instanceof FanOutDraft fanOut && fanOut.isTolerant() && fanOut.body.output != null) {
                fanOut.body.output = new TracedCall<>(tracer, ofStage(fanOut, fanOut.body.output));
            }
        }
    }

    /**
     * Makes the records of an item's outcome the ones that end last, wherever failures are tolerated: otherwise an item
     * would count as succeeded if its value is recorded before another of its steps fails. To be called when all nodes
     * have their names.
     *
     * @param name gives a recorder that is added its name
     */
    void recordWholeItems(ScopeDraft scope, Consumer<NodeDraft> name) {
        for (NodeDraft node : List.copyOf(scope.nodes)) {
            node.scopes().forEach(inner -> recordWholeItems(inner, name));
            if (node instanceof WhenDraft || node instanceof GuardDraft) {
                unrecorded.add(node.id());
            } else if (node instanceof FanOutDraft fanOut
                    && fanOut.isTolerant()
                    && fanOut.body.output instanceof TracedCall<?> output) {
                recordWholeItems(fanOut, output.draft(), name);
            }
        }
    }

    private void recordWholeItems(FanOutDraft fanOut, CallDraft output, Consumer<NodeDraft> name) {
        // In the order of the definition: the same definition has the same translation.
        List<CallDraft> recorders =
                fanOut.sources.stream().filter(fanOut.recorders::containsValue).toList();
        List<NodeDraft> steps = fanOut.body.last(recorders);
        List<CallDraft> unsure = recorders.stream()
                .filter(recorder -> canBeUnreadable(recorder.input().expr()))
                .toList();
        if (unsure.isEmpty()) {
            fanOut.sources.stream()
                    .filter(source -> source != output)
                    .forEach(source -> recordAfter(fanOut, source, steps, name));
            List<NodeDraft> all = new ArrayList<>(steps);
            recorders.stream().filter(recorder -> recorder != output).forEach(all::add);
            recordAfter(fanOut, output, all, name);
            return;
        }
        // A recorder whose value cannot be read fails its item, so the others wait for it. The last one waits for all.
        CallDraft last = unsure.contains(output) ? output : unsure.get(unsure.size() - 1);
        List<NodeDraft> all = new ArrayList<>(steps);
        for (CallDraft recorder : unsure) {
            if (recorder != last) {
                after(recorder, steps);
                all.add(recorder);
            }
        }
        after(last, all);
        fanOut.sources.stream()
                .filter(source -> source != last)
                .forEach(source -> recordAfter(fanOut, source, List.of(last), name));
    }

    /**
     * Records the results of a stage after the last steps of its items: in another call if the stage is itself a step, or
     * if its value can be unreadable.
     */
    private void recordAfter(FanOutDraft fanOut, CallDraft stage, List<NodeDraft> last, Consumer<NodeDraft> name) {
        if (last.isEmpty() || last.equals(List.of(stage))) {
            return;
        }
        CallDraft recorder = stage;
        if (!fanOut.recorders.containsValue(stage)
                || canBeUnreadable(stage.input().expr())) {
            recorder = added(fanOut, fanOut.body, new TracedCall<>(tracer, stage));
            name.accept(recorder);
            fanOut.recordWholeItems(stage, new TracedCall<>(tracer, recorder));
        }
        after(recorder, last);
    }

    /** Lets a call wait for steps for which it does not wait already. */
    private static void after(CallDraft call, List<NodeDraft> steps) {
        Set<String> awaited = OutsideValues.waitsFor(call.freeze());
        steps.stream()
                .filter(step -> step != call && !awaited.contains(step.id()))
                .forEach(call::after);
    }

    /**
     * Returns whether a value can have no content although all steps that it depends on have succeeded: if it contains a
     * field of a value that is null in a run. The value of a node without a record, such as a conditional, can be that.
     */
    private boolean canBeUnreadable(Expr value) {
        boolean isRead = value instanceof Expr.Field field
                ? !(field.of() instanceof Expr.Outcome || field.of() instanceof Expr.Composite)
                : value instanceof Expr.Result result && unrecorded.contains(result.node());
        return isRead || value.parts().stream().anyMatch(this::canBeUnreadable);
    }
}
