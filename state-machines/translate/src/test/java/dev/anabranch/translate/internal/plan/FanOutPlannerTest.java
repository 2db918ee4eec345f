package dev.anabranch.translate.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.Line;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.Priced;
import dev.anabranch.translate.sample.Shop.SplitOrder;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The longest duration of an item decides whether a Distributed Map has Express children. One call can take 264 s. */
final class FanOutPlannerTest {

    private static Shard shard(BiFunction<Flow, Value<Line>, Value<?>> body) {
        Plan plan = Definition.of(Defined.by((flow, order) -> {
                    Value<List<Line>> lines = flow.call(SplitOrder.class, order);
                    return flow.map(lines, (Value<Line> line) -> body.apply(flow, line))
                            .named("lines")
                            .collect();
                }))
                .plan();
        return Objects.requireNonNull(plan.fanOuts().get("lines")).shard().orElseThrow();
    }

    private static Call<Priced> price(Flow flow, Value<Line> line) {
        return flow.call(PriceLine.class, line);
    }

    @Test
    void oneCallFitsIntoExpressChildren() {
        assertThat(shard(FanOutPlannerTest::price).express()).isTrue();
    }

    @Test
    void parallelCallsTakeAsLongAsTheLongest() {
        Shard shard = shard((flow, line) -> {
            price(flow, line);
            return price(flow, line);
        });

        assertThat(shard.express()).isTrue();
        assertThat(shard.reason()).contains("takes at most 264 s");
    }

    @Test
    void callsInSequenceAddUp() {
        Shard shard = shard((flow, line) -> price(flow, line).after(price(flow, line)));

        assertThat(shard.express()).isFalse();
        assertThat(shard.reason()).contains("can take 528 s");
    }

    @Test
    void branchesOfParallelConditionalsAreCompared() {
        Shard shard = shard((flow, line) -> {
            Value<Boolean> condition = flow.value(true);
            flow.when(
                    condition, () -> price(flow, line), () -> price(flow, line).after(price(flow, line)));
            return price(flow, line);
        });

        assertThat(shard.express()).isFalse();
        // The call that reads the condition, and the longer branch.
        assertThat(shard.reason()).contains("can take 792 s");
    }
}
