package dev.anabranch.translate.internal.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SubWorkflowPlansTest {

    private static final int DEPTH = 12;

    /** The workflow that runs no other. */
    public static final class Innermost implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.call(NeedsCare.class, order);
        }
    }

    /** Runs {@link Innermost}. */
    public static final class Outer implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.run(Innermost.class, order);
        }
    }

    /** Returns the graph of a workflow that runs another one. */
    private static Graph running(String name, Graph child) {
        Graph outer = TracedWorkflow.of(new Outer()).graph();
        Node.SubRun run = (Node.SubRun) outer.root().nodes().get(0);
        Node.SubRun other = new Node.SubRun(run.end(), child, run.definition(), run.timeoutSeconds());
        return new Graph(
                name,
                outer.inputType(),
                outer.outputType(),
                new Scope(List.of(other), outer.root().output()),
                outer.limitSeconds(),
                outer.onFailure());
    }

    @Test
    void eachWorkflowOfANestedChainIsPlannedOnce() {
        Graph graph = TracedWorkflow.of(new Innermost()).graph();
        for (int level = 1; level <= DEPTH; level++) {
            graph = running("level-" + level, graph);
        }
        List<String> planned = new ArrayList<>();

        Definition.of(new TracedWorkflow(graph, List.of()), each -> {
            planned.add(each.workflow());
            return Plan.of(each);
        });

        assertThat(planned).hasSize(1 + DEPTH).doesNotHaveDuplicates();
    }
}
