package dev.anabranch.explain.internal.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Arithmetic;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Node;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MachineWalkTest {

    /** A loop with a pause between its rounds. */
    private record Rounds(int atMost) implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            return flow.repeat(n, before -> flow.call(Arithmetic.Square.class, before))
                    .until(square -> flow.call(Arithmetic.IsLarge.class, square))
                    .every(Duration.ofMinutes(1))
                    .atMost(atMost)
                    .named("each round");
        }
    }

    @ParameterizedTest
    @CsvSource({"5, false", "10000, true"})
    void loopWithoutRoundsUsesLessThanOneWithARound(int atMost, boolean inChildren) {
        Definition definition = Definition.of(new Rounds(atMost), Target.AWS);
        Node.Repeat loop =
                (Node.Repeat) definition.plan().graph().node("each round").orElseThrow();
        assertThat(definition.plan().repeat(loop).inChildren()).isEqualTo(inChildren);

        Estimate.Demand none = demand(definition, 0);
        Estimate.Demand one = demand(definition, 1);

        assertThat(none.transitions()).isPositive().isLessThan(one.transitions());
        assertThat(none.millis()).isNotNegative().isLessThan(one.millis());
        assertThat(none.invocations()).isZero();
    }

    /** A fan-out of loops whose rounds run in child executions, or of runs of that. */
    public static final class Loops implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            return flow.call(
                    Arithmetic.Sum.class,
                    flow.map(flow.call(Arithmetic.Count.class, n), (Value<Long> item) -> new Rounds(10_000)
                                    .define(flow, item))
                            .concurrency(700)
                            .collect());
        }
    }

    private record RunsOfLoops() implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            return flow.run(Loops.class, n);
        }
    }

    @Test
    void loopInChildrenAndRunOfAnotherWorkflowHaveOpenMapRuns() {
        assertThat(demand(Definition.of(new Rounds(10_000), Target.AWS), 1).openMapRuns())
                .isEqualTo(1);
        Definition loops = Definition.of(new Loops(), Target.AWS);
        AssumedWidths wide = AssumedWidths.of(loops.plan().graph(), 1, Map.of("map square", 2_000L));
        assertThat(demand(loops, wide).openMapRuns()).isBetween(600L, 701L);
        Definition runs = Definition.of(new RunsOfLoops(), Target.AWS);
        assertThat(demand(runs, AssumedWidths.of(runs.plan().graph(), 1, Map.of()))
                        .openMapRuns())
                .isGreaterThan(1);
    }

    private static Estimate.Demand demand(Definition definition, long rounds) {
        AssumedWidths widths = AssumedWidths.of(definition.plan().graph(), 1, Map.of("each round", rounds));
        return demand(definition, widths);
    }

    private static Estimate.Demand demand(Definition definition, AssumedWidths widths) {
        return new CostModel(definition.plan(), definition.translate(), Assumptions.DEFAULT, PriceList.US_EAST_1)
                .estimate(widths)
                .demand();
    }
}
