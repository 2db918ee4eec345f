package dev.anabranch.translate.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.RandomWorkflow;
import dev.anabranch.translate.sample.Shop.AddPrices;
import dev.anabranch.translate.sample.Shop.Line;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.Priced;
import dev.anabranch.translate.sample.Shop.SplitOrder;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Nested and parallel fan-outs share the account's quota of concurrent functions. */
final class ConcurrencyPlannerTest {

    @Test
    void singleFanOutGetsTheWholeQuota() {
        assertThat(of((flow, order) -> prices(flow, order, "a", ConcurrencyPlannerTest::asItComes)))
                .containsExactly(Map.entry("a", 1_000));
    }

    @Test
    void sequentialFanOutsGetTheWholeQuotaEach() {
        assertThat(of((flow, order) -> {
                    Value<List<Line>> lines = flow.call(SplitOrder.class, order);
                    FanOut<Priced> first = flow.map(lines, PriceLine.class).named("a");
                    return flow.map(lines, PriceLine.class)
                            .named("b")
                            .after(first)
                            .collect();
                }))
                .containsEntry("map a", 1_000)
                .containsEntry("map b", 1_000);
    }

    @Test
    void parallelFanOutsShareTheQuota() {
        assertThat(of((flow, order) -> flow.list(List.of(
                        sum(flow, order, "a", ConcurrencyPlannerTest::asItComes),
                        sum(flow, order, "b", ConcurrencyPlannerTest::asItComes)))))
                .containsEntry("a", 500)
                .containsEntry("b", 500);
    }

    @Test
    void smallerRequestsAndPromisesLeaveTheRest() {
        assertThat(of((flow, order) -> flow.list(List.of(
                        sum(flow, order, "a", next -> next.concurrency(100)),
                        sum(flow, order, "b", ConcurrencyPlannerTest::asItComes),
                        sum(flow, order, "c", next -> next.atMost(50)),
                        sum(flow, order, "d", ConcurrencyPlannerTest::asItComes)))))
                .containsEntry("a", 100)
                .containsEntry("b", 425)
                .containsEntry("d", 425);
    }

    @Test
    void productOfNestedFanOutsIsTheQuota() {
        assertThat(nested(ConcurrencyPlannerTest::asItComes, ConcurrencyPlannerTest::asItComes))
                .containsEntry("outer", 31)
                .containsEntry("inner", 32);
    }

    @Test
    void fanOutWithoutConcurrencyGetsTheRest() {
        assertThat(nested(next -> next.concurrency(50), ConcurrencyPlannerTest::asItComes))
                .containsEntry("inner", 20);
        assertThat(nested(ConcurrencyPlannerTest::asItComes, next -> next.concurrency(50)))
                .containsEntry("outer", 20);
        assertThat(nested(next -> next.sequential(), ConcurrencyPlannerTest::asItComes))
                .containsEntry("inner", 1_000);
        assertThat(nested(next -> next.atMost(5), ConcurrencyPlannerTest::asItComes))
                .containsEntry("inner", 200);
        assertThat(nested(ConcurrencyPlannerTest::asItComes, next -> next.atMost(5)))
                .containsEntry("outer", 200);
    }

    @Test
    void requestedConcurrencyIsKeptAndTheOthersGetOne() {
        assertThat(nested(next -> next.concurrency(5_000), ConcurrencyPlannerTest::asItComes))
                .containsEntry("outer", 5_000)
                .containsEntry("inner", 1);
    }

    @Test
    void findingNamesTheFactors() {
        Definition definition = Definition.of(Defined.by(
                (flow, order) -> outer(flow, order, next -> next.concurrency(40), next -> next.concurrency(50))));
        assertThat(definition.findings())
                .filteredOn(finding -> finding.id().equals("concurrency-quota"))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .startsWith("up to 40 of `outer` × 50 of `inner` = 2000 functions could run in parallel");
    }

    @Test
    void findingNamesTheSumOfParallelFanOuts() {
        Definition definition = Definition.of(Defined.by((flow, order) -> flow.list(List.of(
                sum(flow, order, "a", next -> next.concurrency(700)),
                sum(flow, order, "b", next -> next.concurrency(700))))));
        assertThat(definition.findings())
                .filteredOn(finding -> finding.id().equals("concurrency-quota"))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .startsWith("up to 1400 functions could run in parallel");
    }

    @Test
    void defaultsNeverExceedTheQuota() {
        for (long seed = 0; seed < 150; seed++) {
            Plan plan = Definition.of(new RandomWorkflow(seed)).plan();
            boolean told = plan.graph().nodes().stream()
                    .anyMatch(node -> node instanceof Node.FanOut fanOut
                            && fanOut.options().concurrency().isPresent());
            if (!told) {
                assertThat(plan.concurrentFunctions()).as("seed %d", seed).isLessThanOrEqualTo(1_000);
            }
        }
    }

    private static void asItComes(FanOut<?> fanOut) {
        // No concurrency is requested.
    }

    private static Map<String, Integer> nested(Consumer<FanOut<?>> outer, Consumer<FanOut<?>> inner) {
        return of((flow, order) -> outer(flow, order, outer, inner));
    }

    private static Value<?> outer(Flow flow, Value<Order> order, Consumer<FanOut<?>> outer, Consumer<FanOut<?>> inner) {
        Value<List<Line>> lines = flow.call(SplitOrder.class, order);
        FanOut<Double> fanOut = flow.map(lines, line -> sum(flow, order, "inner", inner));
        outer.accept(fanOut);
        return fanOut.named("outer").collect();
    }

    private static Value<?> prices(Flow flow, Value<Order> order, String name, Consumer<FanOut<?>> options) {
        return fanOut(flow, order, name, options).collect();
    }

    private static Value<Double> sum(Flow flow, Value<Order> order, String name, Consumer<FanOut<?>> options) {
        return flow.call(AddPrices.class, fanOut(flow, order, name, options).collect());
    }

    private static FanOut<Priced> fanOut(Flow flow, Value<Order> order, String name, Consumer<FanOut<?>> options) {
        Value<List<Line>> lines = flow.call(SplitOrder.class, order);
        FanOut<Priced> fanOut = flow.map(lines, line -> flow.call(PriceLine.class, line));
        options.accept(fanOut);
        return fanOut.named(name);
    }

    private static Map<String, Integer> of(BiFunction<Flow, Value<Order>, Value<?>> definition) {
        Map<String, Integer> concurrency = new TreeMap<>();
        Plan plan = Definition.of(Defined.by(definition)).plan();
        plan.fanOuts().forEach((id, fanOut) -> concurrency.put(id, fanOut.concurrency()));
        return concurrency;
    }
}
