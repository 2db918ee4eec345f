package dev.anabranch.workflow.internal.trace;

import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.types.TaskTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Adds recorders: calls that only record a value. Results of items and rounds are read from the records of calls, so a
 * value that no call of the body returns, or that is recorded too early, gets a recorder.
 */
final class Recorders {

    private final Tracer tracer;

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
            if (node instanceof FanOutDraft fanOut
                    && fanOut.isTolerant()
                    && fanOut.body.output instanceof TracedCall<?> output) {
                recordWholeItems(fanOut, output.draft(), name);
            }
        }
    }

    private void recordWholeItems(FanOutDraft fanOut, CallDraft output, Consumer<NodeDraft> name) {
        Collection<CallDraft> recorders = fanOut.recorders.values();
        List<NodeDraft> last = new ArrayList<>(fanOut.body.last(recorders));
        fanOut.sources.stream()
                .filter(source -> source != output)
                .forEach(source -> recordAfter(fanOut, source, List.copyOf(last), name));
        // Also after the recorders of other stages, whose values can be unreadable.
        recorders.stream().filter(recorder -> recorder != output).forEach(last::add);
        recordAfter(fanOut, output, last, name);
    }

    private void recordAfter(FanOutDraft fanOut, CallDraft stage, List<NodeDraft> last, Consumer<NodeDraft> name) {
        CallDraft recorder = stage;
        List<NodeDraft> others = new ArrayList<>(last);
        others.remove(stage);
        if (others.isEmpty()) {
            return;
        }
        if (!fanOut.recorders.containsValue(stage)) {
            recorder = added(fanOut, fanOut.body, new TracedCall<>(tracer, stage));
            name.accept(recorder);
            fanOut.recordWholeItems(stage, new TracedCall<>(tracer, recorder));
        }
        Set<String> awaited = OutsideValues.waitsFor(recorder.freeze());
        others.removeIf(step -> awaited.contains(step.id()));
        others.forEach(recorder::after);
    }
}
