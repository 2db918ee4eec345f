package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.RunFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A Map Run does not report the errors of its child executions. Attempts, outcomes and the call for failures of a run
 * receive the action that failed in a child execution nevertheless.
 */
final class FailuresOfChildrenTest {

    /** More items than fit into an inline Map. */
    private static final int WIDE = 600;

    private static final int FAILS = 503;

    @TempDir
    private Path scratch;

    public static final class Count implements Task<Integer, List<Integer>> {
        @Override
        public List<Integer> run(Integer width, TaskContext context) {
            return IntStream.range(0, width).boxed().toList();
        }
    }

    public static final class Fragile implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            if (number == FAILS) {
                throw new IllegalStateException("no " + number);
            }
            return number;
        }
    }

    public static final class Total implements Task<Results<Integer>, Integer> {
        @Override
        public Integer run(Results<Integer> numbers, TaskContext context) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }
    }

    public static final class Next implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            if (number == FAILS) {
                throw new IllegalStateException("no round " + number);
            }
            return number + 1;
        }
    }

    public static final class IsLast implements Task<Integer, Boolean> {
        @Override
        public Boolean run(Integer number, TaskContext context) {
            return number == Integer.MAX_VALUE;
        }
    }

    public static final class Describe implements Task<Outcome<Integer>, String> {
        @Override
        public String run(Outcome<Integer> outcome, TaskContext context) {
            return outcome.fold(String::valueOf, failed -> failed.error() + " " + failed.message());
        }
    }

    public static final class DescribeAll implements Task<Results<Outcome<Integer>>, List<String>> {
        @Override
        public List<String> run(Results<Outcome<Integer>> outcomes, TaskContext context) {
            return outcomes.stream()
                    .map(outcome -> outcome.fold(String::valueOf, failed -> failed.error() + " " + failed.message()))
                    .toList();
        }
    }

    public static final class Note implements Task<RunFailure, Integer> {
        private static volatile String noted = "";

        @Override
        public Integer run(RunFailure failure, TaskContext context) {
            noted = failure.node() + "[" + failure.item() + "] " + failure.error() + " " + failure.message();
            return 0;
        }
    }

    private EmbeddedRun run(Target target, BiFunction<Flow, Value<Integer>, Value<?>> definition) {
        Workflow<Integer, JsonNode> workflow = new Workflow<>() {
            @Override
            public String name() {
                return "children";
            }

            @Override
            public Value<JsonNode> define(Flow flow, Value<Integer> width) {
                return RandomScope.json(definition.apply(flow, width));
            }
        };
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            return cloud.run(workflow, target, IntNode.valueOf(WIDE));
        }
    }

    private static Value<Integer> wide(Flow flow, Value<Integer> width) {
        return flow.call(
                Total.class,
                flow.map(flow.call(Count.class, width), Fragile.class).collect());
    }

    /** Rounds in child executions. */
    private static Value<Integer> rounds(Flow flow) {
        return flow.<Integer>repeat(flow.value(0), number -> flow.call(Next.class, number))
                .until(number -> flow.call(IsLast.class, number))
                .atMost(10_000);
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void attemptHasTheFailureOfAnItem(Target target) {
        EmbeddedRun run =
                run(target, (flow, width) -> flow.call(Describe.class, flow.attempt(() -> wide(flow, width))));

        assertThat(run.output().orElseThrow().textValue()).isEqualTo("java.lang.IllegalStateException no 503");
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void attemptHasTheFailureOfARound(Target target) {
        EmbeddedRun run = run(target, (flow, width) -> flow.call(Describe.class, flow.attempt(() -> rounds(flow))));

        assertThat(run.output().orElseThrow().textValue()).isEqualTo("java.lang.IllegalStateException no round 503");
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void outcomesOfItemsHaveTheFailureOfInnerItems(Target target) {
        EmbeddedRun run = run(
                target,
                (flow, width) -> flow.call(
                        DescribeAll.class,
                        flow.map(flow.call(Count.class, flow.value(3)), (Value<Integer> item) -> wide(flow, width))
                                .outcomes()));

        assertThat(run.output().orElseThrow()).hasSize(3).allSatisfy(text -> assertThat(text.textValue())
                .isEqualTo("java.lang.IllegalStateException no 503"));
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void callForFailuresOfARunReceivesTheItemOfTwoLevelsOfChildren(Target target) {
        EmbeddedRun run = run(target, (flow, width) -> {
            flow.onFailure(Note.class);
            return flow.call(
                    Total.class,
                    flow.map(flow.call(Count.class, width), (Value<Integer> item) -> wide(flow, width))
                            .concurrency(1)
                            .collect());
        });

        assertThat(run.succeeded()).isFalse();
        assertThat(Note.noted).isEqualTo("fragile[0.503] java.lang.IllegalStateException no 503");
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void callForFailuresOfARunReceivesTheRound(Target target) {
        EmbeddedRun run = run(target, (flow, width) -> {
            flow.onFailure(Note.class);
            return rounds(flow);
        });

        assertThat(run.succeeded()).isFalse();
        assertThat(Note.noted).isEqualTo("next[503] java.lang.IllegalStateException no round 503");
    }
}
