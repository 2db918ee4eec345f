package dev.anabranch.cli.internal.output;

import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the failed actions of a run that could fail it: those whose failure is not tolerated. */
public final class DecisiveFailures {

    private DecisiveFailures() {}

    /** @param failures the number of failed actions by node */
    public static long of(Map<String, Long> failures, RunGraph graph) {
        return failures.entrySet().stream()
                .filter(failed -> isDecisive(graph).test(failed.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Reads the failed actions of a run. */
    public static long of(RunClient client, String run) {
        return of(byNode(client, run), client.graph(run));
    }

    /** Returns the number of failed actions by node. */
    public static Map<String, Long> byNode(RunClient client, String run) {
        ActionFilter failed = new ActionFilter(Optional.empty(), "", Optional.of(ActionStatus.FAILED), List.of());
        try (Stream<ClientAction> actions = client.actions(run, failed, Long.MAX_VALUE)) {
            return actions.collect(Collectors.groupingBy(ClientAction::node, Collectors.counting()));
        }
    }

    private static Predicate<String> isDecisive(RunGraph graph) {
        return node -> graph.node(node).filter(graph::isTolerated).isEmpty();
    }
}
