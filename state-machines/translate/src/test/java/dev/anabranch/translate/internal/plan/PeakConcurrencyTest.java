package dev.anabranch.translate.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.translate.sample.Arithmetic.Count;
import dev.anabranch.translate.sample.Arithmetic.IsLarge;
import dev.anabranch.translate.sample.Arithmetic.Square;
import dev.anabranch.translate.sample.Arithmetic.Sum;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Map Runs that wait for nested ones. If they are all that AWS allows to be open, the run hangs. */
final class PeakConcurrencyTest {

    /** More rounds than fit into the execution that a loop is in. */
    private static final int MANY = 5_000;

    /** A step of an item, by how its Map Runs are nested. */
    private enum Step {
        CALL,
        FAN_OUT,
        FAN_OUT_IN_FAN_OUT,
        LOOP,
        FAN_OUT_IN_LOOP,
        FAN_OUT_IN_SHORT_LOOP,
        LOOP_IN_LOOP,
        RUN,
        RUN_WITH_FAN_OUT_IN_FAN_OUT;

        Value<Long> of(Flow flow, Value<Long> n) {
            return switch (this) {
                case CALL -> flow.call(Square.class, n);
                case FAN_OUT -> fanOut(flow, n, CALL);
                case FAN_OUT_IN_FAN_OUT -> fanOut(flow, n, FAN_OUT);
                case LOOP -> loop(flow, n, CALL, MANY);
                case FAN_OUT_IN_LOOP -> loop(flow, n, FAN_OUT, MANY);
                case FAN_OUT_IN_SHORT_LOOP -> loop(flow, n, FAN_OUT, 2);
                case LOOP_IN_LOOP -> loop(flow, n, LOOP, MANY);
                case RUN -> flow.run(Row.class, n);
                case RUN_WITH_FAN_OUT_IN_FAN_OUT -> flow.run(Table.class, n);
            };
        }

        private static Value<Long> fanOut(Flow flow, Value<Long> n, Step step) {
            return flow.call(
                    Sum.class,
                    flow.map(flow.call(Count.class, n), (Value<Long> item) -> step.of(flow, item))
                            .sequential()
                            .collect());
        }

        private static Value<Long> loop(Flow flow, Value<Long> n, Step step, int atMost) {
            return flow.repeat(n, before -> step.of(flow, before))
                    .until(after -> flow.call(IsLarge.class, after))
                    .atMost(atMost);
        }
    }

    /** One fan-out. */
    public static final class Row implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            return Step.FAN_OUT.of(flow, n);
        }
    }

    /** A fan-out in another one. */
    public static final class Table implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            return Step.FAN_OUT_IN_FAN_OUT.of(flow, n);
        }
    }

    private record Items(Step step) implements Workflow<Long, Long> {
        @Override
        public String name() {
            return "items";
        }

        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            return flow.call(
                    Sum.class,
                    flow.map(flow.call(Count.class, n), (Value<Long> item) -> step.of(flow, item))
                            .concurrency(1_000)
                            .collect());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CALL, 0",
        "FAN_OUT, 1",
        "FAN_OUT_IN_FAN_OUT, 1001",
        "LOOP, 1",
        "FAN_OUT_IN_LOOP, 1001",
        "FAN_OUT_IN_SHORT_LOOP, 1001",
        "LOOP_IN_LOOP, 1001",
        "RUN, 1",
        "RUN_WITH_FAN_OUT_IN_FAN_OUT, 1001"
    })
    void mapRunsThatWaitForNestedOnesAreCounted(Step step, long waiting) {
        Plan plan = Plan.of(TracedWorkflow.of(new Items(step)).graph(), Target.AWS);

        assertThat(PlanChecks.of(plan))
                .filteredOn(finding -> finding.id().equals("map-runs-quota"))
                .extracting(Finding::message)
                .allMatch(message -> message.startsWith("up to " + waiting + " Map Runs could wait"))
                .hasSize(waiting < 1_000 ? 0 : 1);
    }
}
