package dev.anabranch.cli.internal.output;

import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.ItemStates;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The failed items of a fan-out that failed a run, by error. The run failed in a call that the plan added, which counts the
 * items and which no definition has.
 *
 * @param first the first failed action, by node and index
 * @param lines the errors and their numbers, the most frequent first
 */
record FailedItems(ClientAction first, List<String> lines) {

    /** The maximum number of failed actions that are read: one page. */
    private static final int MOST = 1_000;

    private static final int MOST_KINDS = 3;
    private static final int EXAMPLES = 3;

    /** Copies the list. */
    FailedItems {
        lines = List.copyOf(lines);
    }

    /** Returns an error with the name of the fan-out instead of the call that counted its items. */
    static RunError shown(RunGraph graph, RunError error) {
        return graph.countedFanOut(error.node())
                .map(fanOut -> new RunError(
                        graph.shownName(fanOut), error.action(), error.name(), error.message(), error.label()))
                .orElse(error);
    }

    /** Reads the failed items that an error is about; empty if it is about no fan-out. */
    static Optional<FailedItems> of(RunClient client, String run, RunError error) {
        RunGraph graph = client.graph(run);
        return graph.countedFanOut(error.node()).flatMap(fanOut -> {
            List<ClientAction> failed = failed(client, run, error, graph.callsThatFail(fanOut));
            return failed.stream().findFirst().map(first -> new FailedItems(first, lines(failed)));
        });
    }

    private static List<ClientAction> failed(RunClient client, String run, RunError error, List<Vertex> calls) {
        Set<String> names = calls.stream().map(Vertex::id).collect(Collectors.toSet());
        List<IndexRange> items = error.action().isEmpty() ? List.of() : IndexRange.parse(error.action());
        Optional<String> node = calls.size() == 1 ? names.stream().findFirst() : Optional.empty();
        try (Stream<ClientAction> actions =
                client.actions(run, new ActionFilter(node, "", Optional.of(ActionStatus.FAILED), items), MOST)) {
            return actions.filter(action -> names.contains(action.node())).toList();
        }
    }

    private static List<String> lines(List<ClientAction> failed) {
        Map<String, List<ClientAction>> kinds = new LinkedHashMap<>();
        failed.forEach(action ->
                kinds.computeIfAbsent(kind(action), kind -> new ArrayList<>()).add(action));
        List<String> lines = new ArrayList<>();
        kinds.values().stream()
                .sorted((a, b) -> Integer.compare(b.size(), a.size()))
                .limit(MOST_KINDS)
                .forEach(same -> lines.add(line(same, failed.size() == MOST)));
        if (kinds.size() > MOST_KINDS) {
            lines.add((kinds.size() - MOST_KINDS) + " more kinds of errors");
        }
        return lines;
    }

    private static String line(List<ClientAction> same, boolean more) {
        String examples = same.stream()
                .limit(EXAMPLES)
                .map(ClientAction::name)
                .map(SafeText::of)
                .collect(Collectors.joining(", "));
        String count = String.format(Locale.ROOT, "%,d", same.size());
        return same.size() == 1
                ? examples + ": " + text(same.get(0))
                : (more ? "at least " : "") + count + " failed with " + SafeText.of(kind(same.get(0))) + ": " + examples
                        + (same.size() > EXAMPLES ? ", ..." : "");
    }

    private static String kind(ClientAction action) {
        return action.error()
                .map(error -> joined(error.name(), ItemStates.shape(error.message())))
                .orElse("an unknown error");
    }

    private static String text(ClientAction action) {
        return SafeText.of(action.error()
                .map(error -> joined(error.name(), ItemStates.shortened(error.message())))
                .orElse("an unknown error"));
    }

    private static String joined(String name, String message) {
        return message.isEmpty() ? name : name + ": " + message;
    }

    /** Returns the name and error of the first failed item. */
    String firstText() {
        return SafeText.of(first.name()) + ": " + text(first);
    }
}
