package dev.anabranch.explain.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.explain.internal.report.RunCosts.NodeUse;
import dev.anabranch.explain.internal.report.RunCosts.RunCost;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Arithmetic;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Node;
import java.math.BigDecimal;
import java.util.Collections;
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
                        .forEach(inner ->
                                uses.put(inner.id(), new NodeUse(expected, started, started, started * millisOfOne)));
            } else {
                uses.putIfAbsent(node.id(), new NodeUse(1, 1, 1, millisOfOne));
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

    private static Value<List<Long>> count(Flow flow, Value<Long> n, String name) {
        return flow.call(Arithmetic.Count.class, n).named(name);
    }

    private static FanOut<Long> rows(Flow flow, Value<Long> n, int batch) {
        return flow.map(count(flow, n, "rows"), (Value<Long> row) -> flow.call(
                                Arithmetic.Sum.class,
                                flow.map(count(flow, row, "cells"), Arithmetic.Square.class)
                                        .named("cell")
                                        .batch(batch)
                                        .collect())
                        .named("sum of row"))
                .named("each row");
    }

    private record Nested(int batch) implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            return flow.call(Arithmetic.Sum.class, rows(flow, n, batch).collect())
                    .named("total");
        }
    }

    private static Definition nested(int batch) {
        return Definition.of(new Nested(batch), Target.AWS);
    }

    /** Two levels in each item of a third one. */
    private static final class Deep implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            FanOut<Long> tables = flow.map(count(flow, n, "tables"), (Value<Long> table) -> flow.call(
                            Arithmetic.Sum.class, rows(flow, table, 1).collect())
                    .named("sum of table"));
            return flow.call(Arithmetic.Sum.class, tables.named("each table").collect())
                    .named("total");
        }
    }

    /** The numbers of actions of a run of which everything has ended. */
    private static Map<String, NodeUse> ended(Definition definition, Map<String, Long> itemsOfFanOuts) {
        Map<String, NodeUse> uses = new HashMap<>();
        for (Node node : definition.plan().graph().nodes()) {
            uses.putIfAbsent(node.id(), new NodeUse(1, 1, 1, MILLIS));
            if (node instanceof Node.FanOut fanOut) {
                uses.remove(fanOut.id());
                long items = itemsOfFanOuts.getOrDefault(fanOut.id(), 0L);
                fanOut.body()
                        .nodes()
                        .forEach(inner -> uses.put(inner.id(), new NodeUse(items, items, items, items * MILLIS)));
            }
        }
        return uses;
    }

    private static double explained(Definition definition, Map<String, Long> widths) {
        return Explanation.of(definition, List.of(10L), widths, Assumptions.DEFAULT, PriceList.US_EAST_1)
                .widths()
                .get(0)
                .estimate()
                .total()
                .doubleValue();
    }

    private static String cells(Definition definition) {
        return definition.plan().graph().nodes().stream()
                .filter(node -> node instanceof Node.FanOut fanOut
                        && fanOut.body().nodes().stream()
                                .anyMatch(inner -> inner.id().equals("cell")))
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void nestedFanOutsCostWhatExplainForeseesForTheirRealWidths() {
        for (int batch : List.of(1, 8)) {
            Definition definition = nested(batch);
            String cells = cells(definition);
            for (long width : List.of(1L, 60L, 2_000L)) {
                RunCost cost = new RunCosts(definition)
                        .of(ended(definition, Map.of("each row", 12L, cells, 12 * width)), false);

                assertThat(cost.foreseen().doubleValue())
                        .as("12 x %d in batches of %d", width, batch)
                        .isCloseTo(explained(definition, Map.of("each row", 12L, cells, width)), within(1e-12));
                assertThat(cost.soFar().doubleValue())
                        .isCloseTo(
                                cost.foreseen().doubleValue(),
                                within(cost.foreseen().doubleValue() / 20));
            }
        }
    }

    @Test
    void threeLevelsCostWhatExplainForeseesForTheirRealWidths() {
        Definition definition = Definition.of(new Deep(), Target.AWS);
        String cells = cells(definition);
        RunCost cost = new RunCosts(definition)
                .of(ended(definition, Map.of("each table", 3L, "each row", 3L * 5, cells, 3L * 5 * 70)), false);

        assertThat(cost.foreseen().doubleValue())
                .isCloseTo(explained(definition, Map.of("each table", 3L, "each row", 5L, cells, 70L)), within(1e-12));
    }

    @Test
    void raggedListsCostBetweenTheWholeWidthsAroundTheirMean() {
        Definition definition = nested(1);
        String cells = cells(definition);
        RunCosts nested = new RunCosts(definition);
        for (long items : List.of(3L, 126L, 725L)) {
            double cost = nested.of(ended(definition, Map.of("each row", 12L, cells, items)), false)
                    .foreseen()
                    .doubleValue();

            assertThat(cost)
                    .as("%d items in 12", items)
                    .isStrictlyBetween(
                            explained(definition, Map.of("each row", 12L, cells, items / 12)),
                            explained(definition, Map.of("each row", 12L, cells, items / 12 + 1)));
        }
    }

    @Test
    void emptyInnerListsCostNoItems() {
        Definition definition = nested(1);
        String cells = cells(definition);
        RunCost cost = new RunCosts(definition).of(ended(definition, Map.of("each row", 12L, cells, 0L)), false);

        assertThat(cost.foreseen().doubleValue())
                .isCloseTo(explained(definition, Map.of("each row", 12L, cells, 0L)), within(1e-12));
    }

    @Test
    void listsThatExistGiveTheForeseenWidthOfThoseThatDoNotExistYet() {
        Definition definition = nested(1);
        String cells = cells(definition);
        Map<String, NodeUse> uses = ended(definition, Map.of("each row", 12L, cells, 5L * 60));
        uses.put("cells", new NodeUse(12, 5, 5, 5 * MILLIS));
        uses.put("sum of row", new NodeUse(12, 5, 5, 5 * MILLIS));
        uses.put("total", new NodeUse(1, 0, 0, 0));

        RunCost cost = new RunCosts(definition).of(uses, true);

        double all = explained(definition, Map.of("each row", 12L, cells, 60L));
        assertThat(cost.foreseen().doubleValue()).isCloseTo(all, within(1e-12));
        assertThat(cost.soFar().doubleValue()).isCloseTo(all * 5 / 12, within(all / 10));
    }

    /** A fan-out in each round of a loop. */
    private static final class Rounds implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            return flow.repeat(n, before -> flow.call(
                                    Arithmetic.Sum.class,
                                    flow.map(count(flow, before, "cells"), Arithmetic.Square.class)
                                            .named("cell")
                                            .collect())
                            .named("sum of round"))
                    .until(sum -> flow.call(Arithmetic.IsLarge.class, sum).named("is large"))
                    .atMost(20)
                    .named("each round");
        }
    }

    private static Map<String, NodeUse> rounds(long rounds, long lists, long items) {
        Map<String, NodeUse> uses = new HashMap<>();
        uses.put("cells", new NodeUse(rounds, rounds, lists, lists * MILLIS));
        uses.put("cell", new NodeUse(items, items, items, items * MILLIS));
        uses.put("sum of round", new NodeUse(lists, lists, lists, lists * MILLIS));
        uses.put("is large", new NodeUse(lists, lists, lists, lists * MILLIS));
        return uses;
    }

    @Test
    void fanOutsInLoopsCostWhatExplainForeseesForTheRoundsThatRan() {
        Definition definition = Definition.of(new Rounds(), Target.AWS);
        RunCosts loop = new RunCosts(definition);
        String cells = cells(definition);

        RunCost cost = loop.of(rounds(3, 3, 3 * 700), false);

        double all = explained(definition, Map.of("each round", 3L, cells, 700L));
        assertThat(cost.foreseen().doubleValue()).isCloseTo(all, within(1e-12));
        assertThat(cost.soFar().doubleValue()).isCloseTo(all, within(all / 20));
    }

    @Test
    void roundWhoseListDoesNotExistYetHasTheWidthOfTheOthers() {
        Definition definition = Definition.of(new Rounds(), Target.AWS);

        RunCost cost = new RunCosts(definition).of(rounds(4, 3, 3 * 700), false);

        assertThat(cost.foreseen().doubleValue())
                .isCloseTo(explained(definition, Map.of("each round", 4L, cells(definition), 700L)), within(1e-12));
    }

    public static final class Flags implements Task<Long, List<Boolean>> {
        @Override
        public List<Boolean> run(Long count, TaskContext context) {
            return Collections.nCopies(count.intValue(), true);
        }
    }

    /** The state machine reads the condition of an item without a call. */
    private record Conditional(boolean before) implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            FanOut<Long> items = flow.map(flow.call(Flags.class, n), (Value<Boolean> flag) -> {
                        Value<Long> known =
                                before ? flow.call(Arithmetic.Square.class, n).named("known") : n;
                        return flow.<Long>when(
                                        flag,
                                        () -> flow.call(Arithmetic.Square.class, known)
                                                .named("yes"),
                                        () -> flow.call(Arithmetic.Square.class, known)
                                                .named("no"))
                                .named("chosen")
                                .value();
                    })
                    .named("each item");
            return flow.call(Arithmetic.Sum.class, items.collect()).named("total");
        }
    }

    @Test
    void conditionWithoutActionsLeavesTheWidthOfItsFanOut() {
        for (boolean before : List.of(true, false)) {
            Definition definition = Definition.of(new Conditional(before), Target.AWS);
            assertThat(definition.plan().graph().node("condition of chosen")).isPresent();
            Map<String, NodeUse> uses = ended(definition, Map.of("each item", 700L));
            uses.put("condition of chosen", new NodeUse(0, 0, 0, 0));
            uses.remove("chosen");
            uses.put("yes", new NodeUse(400, 400, 400, 400 * MILLIS));
            uses.put("no", new NodeUse(300, 300, 300, 300 * MILLIS));

            RunCost cost = new RunCosts(definition).of(uses, false);

            assertThat(cost.foreseen().doubleValue())
                    .isCloseTo(explained(definition, Map.of("each item", 700L)), within(1e-12));
        }
    }
}
