package dev.anabranch.explain.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.explain.internal.report.RunCosts.NodeUse;
import dev.anabranch.explain.internal.report.RunCosts.RunCost;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Arithmetic;
import dev.anabranch.workflow.internal.graph.Node;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunCostsTest {

    private static final long WIDTH = 1_000;

    /** The billed duration that an estimate assumes for an action. */
    private static final long MILLIS = Assumptions.DEFAULT.actionMillis();

    private final Definition definition = Definition.of(Arithmetic.get("large-fanout"), Target.AWS);
    private final RunCosts costs = new RunCosts(definition);

    private Map<String, NodeUse> uses(long expected, long started, long millisOfOne) {
        Map<String, NodeUse> uses = new HashMap<>();
        for (Node node : definition.plan().graph().nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                fanOut.body()
                        .nodes()
                        .forEach(inner -> uses.put(inner.id(), new NodeUse(expected, started, started * millisOfOne)));
            } else {
                uses.putIfAbsent(node.id(), new NodeUse(1, 1, millisOfOne));
            }
        }
        return uses;
    }

    private BigDecimal foreseen() {
        Map<String, Long> widths = new HashMap<>();
        definition.plan().graph().nodes().forEach(node -> {
            if (node instanceof Node.FanOut fanOut) {
                widths.put(fanOut.id(), WIDTH);
            }
        });
        return Explanation.of(definition, List.of(10L), widths, Assumptions.DEFAULT, PriceList.US_EAST_1)
                .widths()
                .get(0)
                .estimate()
                .total();
    }

    @Test
    void runWithTheAssumedDurationsCostsWhatExplainForesees() {
        RunCost cost = costs.of(uses(WIDTH, WIDTH, MILLIS), false);

        assertThat(cost.foreseen()).isEqualByComparingTo(foreseen());
        assertThat(cost.soFar().doubleValue())
                .isCloseTo(foreseen().doubleValue(), within(foreseen().doubleValue() / 20));
    }

    @Test
    void costGrowsWithTheStartedActionsAndTheirDurations() {
        BigDecimal none = costs.of(uses(WIDTH, 0, 100), false).soFar();
        BigDecimal half = costs.of(uses(WIDTH, WIDTH / 2, 100), false).soFar();
        BigDecimal slow = costs.of(uses(WIDTH, WIDTH / 2, 10_000), false).soFar();

        assertThat(none).isLessThan(half);
        assertThat(half).isLessThan(slow);
    }

    @Test
    void emptyListCostsLessThanOneThatDoesNotExistYet() {
        assertThat(costs.of(uses(0, 0, 0), false).foreseen())
                .isLessThan(costs.of(uses(0, 0, 0), true).foreseen());
    }
}
