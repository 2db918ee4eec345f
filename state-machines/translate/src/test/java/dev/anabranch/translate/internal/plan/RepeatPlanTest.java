package dev.anabranch.translate.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.ReadOrder;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepeatPlanTest {

    private static Plan plan(long atMost, int retries) {
        return Definition.of(Defined.by(
                        (flow, order) -> flow.repeat(order, before -> flow.call(ReadOrder.class, before.get(Order::id))
                                        .retry(Retry.upTo(retries)))
                                .until(after -> after.get(Order::urgent))
                                .atMost(atMost)))
                .plan();
    }

    private static RepeatPlan loop(Plan plan) {
        return plan.graph().nodes().stream()
                .filter(node -> node instanceof Node.Repeat)
                .map(node -> plan.repeat((Node.Repeat) node))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "10, 0", "10, 100", "100, 3", "10000, 0", "10000, 100", "100000, 0"})
    void allRoundsOfAnExecutionFitIntoItsHistory(long atMost, int retries) {
        RepeatPlan loop = loop(plan(atMost, retries));

        long most = StepFunctionsQuotas.HISTORY_EVENTS - PlanMargins.HISTORY_RESERVE_EVENTS;
        assertThat(loop.rounds() * loop.roundEvents()).isLessThanOrEqualTo(most);
        assertThat(loop.events()).isLessThanOrEqualTo((int) most / 2);
        assertThat(loop.inChildren()).isEqualTo(loop.rounds() < atMost || atMost * loop.roundEvents() > 2_500);
    }

    @Test
    void loopThatCanTakeLongerThanExpressExecutionMakesChildrenStandard() {
        Shard shard = shard(10, 30);

        assertThat(shard.express()).isFalse();
        assertThat(shard.reason()).contains("an Express execution has only").contains("s with all retries and waits");
    }

    @Test
    void longLoopInFanOutMakesItsChildrenStandard() {
        Shard shard = shard(10_000, 30);

        assertThat(shard.express()).isFalse();
        assertThat(shard.reason()).contains("The rounds of a loop run in child executions");
    }

    private static Shard shard(long atMost, long every) {
        Plan plan = Definition.of(Defined.by((flow, order) -> flow.map(order.get(Order::lines), line -> {
                            Value<Order> round = flow.repeat(
                                            order, before -> flow.call(ReadOrder.class, before.get(Order::id))
                                                    .timeout(Duration.ofSeconds(1)))
                                    .until(after -> after.get(Order::urgent))
                                    .every(Duration.ofSeconds(every))
                                    .atMost(atMost);
                            return flow.call(PriceLine.class, line)
                                    .after(flow.call(ReadOrder.class, round.get(Order::id)));
                        })
                        .collect()))
                .plan();
        return plan.fanOuts().values().iterator().next().shard().orElseThrow();
    }
}
