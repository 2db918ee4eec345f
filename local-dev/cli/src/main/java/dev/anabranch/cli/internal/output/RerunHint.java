package dev.anabranch.cli.internal.output;

import dev.anabranch.action.ListExpected;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.graph.InputPart;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.task.PermanentFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Offers the rerun of a run that has ended, if it would compute something. After a run that succeeded, it would compute
 * the tolerated failures, except those of items whose fan-out ended with its first successes. Failures that an attempt
 * has handled are left out, because the workflow already has another result in their place.
 */
public final class RerunHint {

    /** The maximum number of failed actions that are read, 20 pages. The hint then says that there are more. */
    private static final long MOST = 20_000;

    /** The names of the errors that are not retried, because no attempt can succeed. */
    private static final Set<String> PERMANENT =
            Set.of(PermanentFailure.class.getName(), ListExpected.class.getName(), UnreadableInput.class.getName());

    private final RunClient client;
    private final String run;
    private final NextCommand next;
    /** Whether a call that returns first successes has returned them, by its node and path. */
    private final Map<List<String>, Boolean> decided = new HashMap<>();

    /** @param next the command that the hint suggests */
    public RerunHint(RunClient client, String run, NextCommand next) {
        this.client = client;
        this.run = run;
        this.next = next;
    }

    /**
     * Returns the line; empty if a rerun would compute nothing.
     *
     * @param succeeded whether the run succeeded
     * @param failed the number of its failed actions
     * @param error why the run failed; empty if it did not fail
     */
    public Optional<String> of(boolean succeeded, long failed, Optional<RunError> error) {
        String command = "rerun " + run;
        if (!succeeded) {
            // A permanent failure can report other failures, which a rerun computes again.
            return Optional.of(error.filter(failure -> failed == 1)
                    .flatMap(this::afterCorrection)
                    .orElseGet(() -> next.hint("To compute only what did not succeed", command)));
        }
        String actions = failed == 0 ? "" : needed();
        return actions.isEmpty()
                ? Optional.empty()
                : Optional.of(next.hint(
                        "To compute the failed actions again (" + actions + ") and what depends on them", command));
    }

    /**
     * Returns what to do after a failure that the same code and the same input cause again: a run with another input, a
     * rerun with other code, or either. Returns empty after other failures.
     */
    private Optional<String> afterCorrection(RunError error) {
        if (!PERMANENT.contains(error.name())) {
            return Optional.empty();
        }
        RunGraph graph = client.graph(run);
        return graph.node(error.node()).map(node -> {
            boolean ofInput = isFromInput(graph, node);
            List<String> lines = new ArrayList<>();
            lines.add("The same code fails with the same input again.");
            if (ofInput) {
                lines.add(next.hint(
                        "To start a run with a corrected input",
                        (next.isDeployed() ? "start " : "run ")
                                + ShellWord.of(client.get(run).workflow()) + " --input @input.json"));
            }
            if (!ofInput || !node.added()) {
                lines.add(next.hint("To compute only what did not succeed, with corrected code", "rerun " + run));
            }
            return String.join("\n", lines);
        });
    }

    /** Returns whether the input of an action has parts of the input of the run, and no results of tasks. */
    private static boolean isFromInput(RunGraph graph, RunGraph.Vertex node) {
        List<InputPart> parts = node.input().stream()
                .filter(part -> part.source() != InputPart.Source.CONSTANT && part.source() != InputPart.Source.INDEX)
                .toList();
        return !parts.isEmpty()
                && parts.stream()
                        .allMatch(part -> part.source() == InputPart.Source.RUN_INPUT
                                || (part.source() == InputPart.Source.ITEM
                                        && graph.node(graph.inspectedNode(part.node()))
                                                .filter(list -> list.added() && isFromInput(graph, list))
                                                .isPresent()));
    }

    /** Returns the failed actions that a rerun computes as text, such as {@code 3 of `square`}; empty if there are none. */
    private String needed() {
        RunGraph graph = client.graph(run);
        Map<String, Long> counts = new LinkedHashMap<>();
        ActionFilter failures = new ActionFilter(Optional.empty(), "", Optional.of(ActionStatus.FAILED), List.of());
        long read = 0;
        try (Stream<ClientAction> actions = client.actions(run, failures, MOST)) {
            for (Iterator<ClientAction> each = actions.iterator(); each.hasNext(); read++) {
                ClientAction action = each.next();
                if (isNeeded(graph, action)) {
                    counts.merge(action.node(), 1L, Long::sum);
                }
            }
        }
        String text = counts.entrySet().stream()
                .map(node -> String.format(Locale.ROOT, "%,d of `%s`", node.getValue(), SafeText.of(node.getKey())))
                .collect(Collectors.joining(", "));
        return read < MOST ? text : text + (text.isEmpty() ? "more than " + MOST : " and more");
    }

    private boolean isNeeded(RunGraph graph, ClientAction action) {
        if (!isToleratedByFanOut(graph, action.node())) {
            return false;
        }
        List<String> indexes = List.of(action.path().split("\\.", -1));
        List<String> fanOuts = graph.fanOuts(action.node());
        for (int level = 0; level < fanOuts.size(); level++) {
            String first = graph.node(fanOuts.get(level)).orElseThrow().first();
            String path = String.join(".", indexes.subList(0, level));
            if (!first.isEmpty() && decided.computeIfAbsent(List.of(first, path), key -> hasResult(first, path))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether a fan-out continued without the failed action. If an attempt is nearer, the workflow has handled the
     * failure. A step that the plan added only reports the failures of others.
     */
    private static boolean isToleratedByFanOut(RunGraph graph, String node) {
        RunGraph.Vertex at = graph.node(node).orElseThrow();
        if (at.added()) {
            return false;
        }
        while (!at.in().isEmpty()) {
            at = graph.node(at.in()).orElseThrow();
            if (at.tolerant() || at.kind() == RunGraph.Kind.ATTEMPT) {
                return at.tolerant();
            }
        }
        return true;
    }

    private boolean hasResult(String node, String path) {
        List<IndexRange> items = path.isEmpty() ? List.of() : IndexRange.parse(path);
        ActionFilter wanted = new ActionFilter(Optional.of(node), "", Optional.empty(), items);
        try (Stream<ClientAction> actions = client.actions(run, wanted, 1)) {
            return actions.anyMatch(action -> action.status().hasResult());
        }
    }
}
