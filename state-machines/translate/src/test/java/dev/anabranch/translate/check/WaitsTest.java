package dev.anabranch.translate.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.Shard;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.DelayOf;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Wait;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WaitsTest {

    @ParameterizedTest
    @ValueSource(longs = {-1, 31_536_001, 99_999_999, Long.MAX_VALUE, Long.MIN_VALUE})
    void durationOutOfBoundsIsFinding(long seconds) {
        InvalidDefinition refusal = catchThrowableOfType(
                InvalidDefinition.class,
                () -> Definition.of(OptionExamples.WaitRange.sleep(Duration.ofSeconds(seconds))));

        assertThat(refusal.findings()).extracting(Finding::id).containsExactly("wait-range");
        assertThat(refusal.findings().get(0).message()).contains(Long.toString(seconds));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31_536_000})
    void durationInBoundsIsAccepted(long seconds) {
        assertThat(Definition.of(OptionExamples.WaitRange.sleep(Duration.ofSeconds(seconds)))
                        .findings())
                .extracting(Finding::id)
                .doesNotContain("wait-range");
    }

    @Test
    void constantValueIsCheckedAsConstantDuration() {
        Workflow<?, ?> workflow = Defined.by((flow, order) -> flow.call(NeedsCare.class, order)
                .after(flow.sleep(flow.value(Duration.ofSeconds(1).minusDays(1)))));

        InvalidDefinition refusal = catchThrowableOfType(InvalidDefinition.class, () -> Definition.of(workflow));

        assertThat(refusal.findings()).extracting(Finding::id).containsExactly("wait-range");
    }

    /** Jackson can write it, but not read it. */
    interface Verdict {
        boolean accepted();
    }

    @Test
    void answerOfTypeThatCannotTravelIsFinding() {
        Workflow<?, ?> workflow = Defined.by((flow, order) -> flow.when(
                        flow.await("approve", Verdict.class).get(Verdict::accepted), () -> order, () -> order)
                .value());

        InvalidDefinition refusal = catchThrowableOfType(InvalidDefinition.class, () -> Definition.of(workflow));

        assertThat(refusal.findings()).extracting(Finding::id).contains("type-cannot-travel");
        assertThat(refusal.findings())
                .filteredOn(finding -> finding.id().equals("type-cannot-travel"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("the answer for `approve` "));
    }

    @Test
    void textMadeOfWaitIsFinding() {
        Workflow<?, ?> workflow = Defined.by((flow, order) -> {
            Wait wait = flow.sleep(Duration.ofSeconds(1));
            return flow.call(NeedsCare.class, order).named("after " + wait).after(wait);
        });

        InvalidDefinition refusal = catchThrowableOfType(InvalidDefinition.class, () -> Definition.of(workflow));

        assertThat(refusal.findings()).extracting(Finding::id).contains("value-as-text");
    }

    @Test
    void waitIsTimersCallFollowedByWaitState() throws Exception {
        JsonNode states = new ObjectMapper()
                .readTree(Definition.of(OptionExamples.WaitRange.sleep(Duration.ofSeconds(5)))
                        .translate()
                        .definition())
                .path("States");

        assertThat(states.path("sleep").path("Type").asText()).isEqualTo("Task");
        assertThat(states.path("sleep").path("Next").asText()).isEqualTo("wait of sleep");
        assertThat(states.path("wait of sleep").path("Type").asText()).isEqualTo("Wait");
        assertThat(states.path("wait of sleep").path("Timestamp").asText()).isEqualTo("{% $sleep.v %}");
    }

    @Test
    void shortWaitStaysInExpressChildren() {
        Shard shard = shard((flow, order) -> flow.sleep(Duration.ofSeconds(30)));

        assertThat(shard.express()).isTrue();
    }

    @Test
    void waitBeyondAnExpressExecutionIsInStandardChildren() {
        Shard shard = shard((flow, order) -> flow.sleep(Duration.ofMinutes(5)));

        assertThat(shard.express()).isFalse();
        assertThat(shard.reason()).contains("with all retries and waits", "Shorter waits");
    }

    @Test
    void waitForTimeOfTheRunIsInStandardChildren() {
        Shard shard = shard((flow, order) -> flow.sleep(flow.call(DelayOf.class, order)));

        assertThat(shard.express()).isFalse();
        assertThat(shard.reason()).contains("known only at run time");
    }

    @Test
    void itemsThatWaitDoNotWaitForEachOther() {
        assertThat(plan((flow, order) -> flow.sleep(Duration.ofSeconds(7))).inlineWidth())
                .isEqualTo(40);
        assertThat(plan((flow, order) -> flow.sleep(Duration.ofSeconds(6))).inlineWidth())
                .isGreaterThan(40);
    }

    private static Shard shard(BiFunction<Flow, Value<Order>, Wait> wait) {
        return plan(wait).shard().orElseThrow();
    }

    private static FanOutPlan plan(BiFunction<Flow, Value<Order>, Wait> wait) {
        Workflow<?, ?> workflow = Defined.by((flow, order) -> {
            flow.map(order.get(Order::lines), line -> flow.call(PriceLine.class, line)
                    .timeout(Duration.ofSeconds(10))
                    .after(wait.apply(flow, order)));
            return order;
        });
        return Definition.of(workflow, Target.AWS)
                .plan()
                .fanOuts()
                .values()
                .iterator()
                .next();
    }
}
