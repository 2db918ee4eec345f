package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.cloud.Metered.Ended;
import dev.anabranch.engine.metering.Meter.TransitionKind;
import dev.anabranch.explain.internal.cost.AssumedWidths;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.CostModel;
import dev.anabranch.explain.internal.cost.Estimate;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cost model's estimates equal what the embedded cloud meters for actual runs. */
final class CostModelTest {

    /**
     * Zero, a few, and more items than run inline. All widths are even, because the model assumes the more expensive
     * branch of a conditional.
     */
    private static final long[] WIDTHS = {0, 2, 38, 330};

    private static final long FEW = 2;

    static Stream<Arguments> runs() {
        return Shapes.all().keySet().stream().flatMap(shape -> LongStream.of(widths(shape))
                .filter(width -> Shapes.canHave(shape, width))
                .mapToObj(width -> Arguments.of(shape, width)));
    }

    /** Batches of seven make inline maps seven times as wide. */
    private static long[] widths(String shape) {
        return shape.equals("batched") ? new long[] {0, 2, 38, 1_999} : WIDTHS;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyTargetHasTheSameResultAndTheEstimatedCost(String shape, long width, @TempDir Path scratch) {
        Workflow<?, ?> workflow = Objects.requireNonNull(Shapes.all().get(shape));
        Optional<JsonNode> output = Optional.empty();
        for (Target target : Target.values()) {
            Ended ended = Metered.run(workflow, width, target, scratch);

            assertThat(ended.run().status()).as("%s", ended.run().failure()).isEqualTo("SUCCEEDED");
            assertThat(ended.run().output()).as("%s", target).isEqualTo(output.or(() -> ended.run()
                    .output()));
            agrees(estimate(workflow, target, width), ended, width);
            output = ended.run().output();
        }
    }

    private static void agrees(Estimate estimate, Ended ended, long width) {
        Metered meter = ended.meter();
        assertThat(estimate.quantity(Charge.TRANSITIONS))
                .isEqualByComparingTo(number(meter.transitions(TransitionKind.STATE)));
        assertThat(estimate.quantity(Charge.CHILD_STARTS))
                .isEqualByComparingTo(number(meter.transitions(TransitionKind.CHILD_START)));
        assertThat(estimate.demand().transitions())
                .isEqualTo(meter.transitions(TransitionKind.STATE) + meter.transitions(TransitionKind.CHILD_START));
        assertThat(estimate.quantity(Charge.LAMBDA_REQUESTS))
                .isEqualByComparingTo(number(estimate.demand().invocations()));
        assertThat(estimate.quantity(Charge.EXPRESS_REQUESTS)).isEqualByComparingTo(number(meter.expressExecutions()));
        assertThat(estimate.demand().events()).isEqualTo(ended.historyEvents());
        assertThat(estimate.demand().worstEvents()).isBetween(ended.historyEvents(), 25_000L);
        assertThat(estimate.quantity(Charge.DYNAMODB_WRITES).doubleValue()).isEqualTo(meter.writeUnits());
        if (width <= FEW) { // The reads of many records depend on their exact size.
            assertThat(estimate.quantity(Charge.DYNAMODB_READS).doubleValue()).isEqualTo(meter.readUnits());
        }
        assertThat(estimate.quantity(Charge.S3_PUTS)).isEqualByComparingTo(number(meter.requests("PutObject")));
    }

    private static BigDecimal number(long number) {
        return BigDecimal.valueOf(number);
    }

    private static Estimate estimate(Workflow<?, ?> workflow, Target target, long width) {
        Definition definition = Definition.of(workflow, target);
        Assumptions small =
                Assumptions.DEFAULT.toBuilder().itemBytes(4).resultBytes(3).build();
        Map<String, Long> own = definition.plan().fanOuts().containsKey("map cell") ? Map.of("map cell", 3L) : Map.of();
        return new CostModel(definition.plan(), definition.translate(), small, PriceList.US_EAST_1)
                .estimate(AssumedWidths.of(definition.plan().graph(), width, own));
    }
}
