package dev.anabranch.workflow.internal.trace;

import dev.anabranch.runtime.internal.wire.Wire.Failures;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.FanOutOptions;
import dev.anabranch.workflow.internal.graph.FanOutOptions.Tolerance;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fan-out while the workflow is being traced. */
final class FanOutDraft extends NodeDraft {

    final ScopeDraft body = new ScopeDraft();

    @Nullable
    Integer concurrency;

    int batch = 1;

    int threads = 1;

    @Nullable
    Long atMost;

    @Nullable
    Double toleratedPercent;

    @Nullable
    Long toleratedItems;

    /** Whether the definition reads outcomes, so that any number of items may fail unless the user set a limit. */
    boolean outcomesRead;

    /** The initial value of a fold; null for other fan-outs. */
    @Nullable
    TracedValue<?> initial;

    /** How many successes suffice; null if all items run. */
    @Nullable
    Integer successes;

    /** The recorders of this fan-out, by the stage whose value they record. */
    final IdentityHashMap<TracedValue<?>, CallDraft> recorders = new IdentityHashMap<>();

    /** The calls of the body whose records are read as the results of its stages. */
    final Set<CallDraft> sources = new LinkedHashSet<>();

    /** The recorders of calls whose records can precede the end of an item, by call. */
    private final Map<CallDraft, CallDraft> last = new HashMap<>();

    /** The label of an item; null for none. */
    @Nullable
    ItemLabel label;

    /** The last called method that returns results, for messages; null if none was called. */
    @Nullable
    String reader;

    private final TracedValue<?> list;

    FanOutDraft(ScopeDraft scope, String line, @Nullable String group, TracedValue<?> list) {
        super(scope, line, group);
        this.list = list;
    }

    /** Returns how a reader that requested {@code requested} receives failed items. */
    Failures failures(Failures requested) {
        return requested == Failures.NONE && isTolerant() ? Failures.SKIP : requested;
    }

    /** Returns whether a failed item does not immediately fail the run. */
    boolean isTolerant() {
        return outcomesRead || successes != null || toleratedPercent != null || toleratedItems != null;
    }

    /** Reads the results of {@code stage}, whose record can precede the end of an item, from one that ends last. */
    void recordWholeItems(CallDraft stage, TracedCall<?> recorder) {
        last.put(stage, recorder.draft());
        if (body.output instanceof TracedCall<?> output && output.draft() == stage) {
            body.output = recorder;
        }
    }

    /** Returns the call whose records have the outcomes of the items that {@code stage} has the values of. */
    CallDraft recording(CallDraft stage) {
        return last.getOrDefault(stage, stage);
    }

    /** Returns what the body of this fold returned last. */
    Expr folded(boolean inside) {
        TracedValue<?> first = Objects.requireNonNull(initial, "the fan-out is not a fold");
        return new Expr.Folded(id(), ((Expr.Result) body.freezeOutput()).node(), first.expr(), inside);
    }

    /** Returns the list. Call it only after tracing. */
    Expr list() {
        return list.expr();
    }

    private Tolerance tolerance() {
        return new Tolerance(
                toleratedPercent == null ? Tolerance.ANY.percent() : toleratedPercent,
                toleratedItems == null ? Tolerance.ANY.count() : toleratedItems);
    }

    @Override
    String defaultName() {
        return (initial == null ? "map " : "fold ")
                + firstCall(body).map(NodeDraft::localId).orElse("items");
    }

    /** Returns the first call in a scope and the scopes in it; empty if there is none. */
    static Optional<NodeDraft> firstCall(ScopeDraft scope) {
        for (NodeDraft node : scope.nodes) {
            if ((node instanceof CallDraft && !node.isRecorder())
                    || node instanceof SubRunDraft
                    || node instanceof CallbackDraft) {
                return Optional.of(node);
            }
            for (ScopeDraft inner : node.scopes()) {
                Optional<NodeDraft> found = firstCall(inner);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    Node freeze() {
        FanOutOptions options = new FanOutOptions(
                concurrency == null ? OptionalInt.empty() : OptionalInt.of(concurrency),
                batch,
                threads,
                atMost == null ? OptionalLong.empty() : OptionalLong.of(atMost),
                isTolerant() ? Optional.of(tolerance()) : Optional.empty(),
                successes == null ? OptionalInt.empty() : OptionalInt.of(successes),
                Optional.ofNullable(label).map(ItemLabel::field),
                Optional.ofNullable(reader));
        return new Node.FanOut(id(), list.expr(), body.freeze(), options, afterIds(), group(), line);
    }

    @Override
    List<ScopeDraft> scopes() {
        return List.of(body);
    }
}
