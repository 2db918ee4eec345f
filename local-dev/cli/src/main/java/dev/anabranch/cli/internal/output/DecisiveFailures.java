package dev.anabranch.cli.internal.output;

import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.NodeCounts;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the failed actions of a run: those that could fail it, because their failure is not tolerated, and those of
 * steps that the plan added, which users have not written.
 */
public final class DecisiveFailures {

    private DecisiveFailures() {}

    /** @param failures the number of failed actions by node */
    public static long of(Map<String, Long> failures, RunGraph graph) {
        return failures.entrySet().stream()
                .filter(failed -> isDecisive(graph).test(failed.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * Returns the number of failed actions of steps that the plan added.
     *
     * @param failures the number of failed actions by node
     */
    public static long ofAdded(Map<String, Long> failures, RunGraph graph) {
        return failures.entrySet().stream()
                .filter(failed -> graph.node(failed.getKey())
                        .filter(RunGraph.Vertex::added)
                        .isPresent())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns the number of failed actions by node. */
    public static Map<String, Long> byNode(RunTally tally) {
        return tally.nodes().stream()
                .filter(node -> node.failed() > 0)
                .collect(Collectors.toMap(NodeCounts::node, NodeCounts::failed));
    }

    /** Reads the failed actions of a run, and returns their number by node. */
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
