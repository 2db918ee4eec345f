package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Progress, metrics and reports of the tasks of a run. */
@ExtendWith(AnabranchExtension.class)
final class TelemetryScenarioTest {

    /** The numbers below a number. */
    public static final class Below implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    /** Measures a number. The first attempt for 1 fails after it has measured, and every attempt for 2. */
    public static final class Measure implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            boolean fails = number == 2 || (number == 1 && context.attempt() == 1);
            context.metric("value", fails ? 1_000_000 : number.doubleValue());
            context.metric("attempts", context.attempt());
            context.progress(number, 2);
            context.report("number " + number + ", attempt " + context.attempt());
            if (fails) {
                throw new IllegalStateException("not " + number);
            }
            return number;
        }
    }

    /** Counts the results. */
    public static final class Count implements Task<Results<Outcome<Long>>, Long> {
        @Override
        public Long run(Results<Outcome<Long>> outcomes, TaskContext context) throws IOException {
            context.write("sum.png", "image/png", out -> out.write(1));
            context.report("# Count\n\n![Sum](sum.png)");
            return outcomes.size();
        }
    }

    /** One fan-out that tolerates failures. */
    static final class OneFanOut implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            return flow.call(
                    Count.class,
                    flow.map(flow.call(Below.class, width), Measure.class)
                            .retry(Retry.upTo(1))
                            .outcomes());
        }
    }

    @Test
    void latestAttemptCountsAndFailuresKeepWhatTheyReported(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new OneFanOut()).run(4L);

        assertThat(run).succeeded();
        assertThat(run)
                .action("measure", 0)
                .hasMetric("value", 0)
                .hasMetric("attempts", 1)
                .hasProgress(0, 2)
                .and()
                .action("measure", 1)
                .hasMetric("value", 1)
                .hasMetric("attempts", 2)
                .hasReportContaining("number 1, attempt 2")
                .and()
                .action("measure", 2)
                .failed()
                .hasMetric("value", 1_000_000)
                .hasReportContaining("number 2, attempt 2");
        assertThat(run.metrics("measure"))
                .isEqualTo(Map.of(
                        "value", new TestMetric(4, 1_000_004, 0, 1_000_000), "attempts", new TestMetric(4, 6, 1, 2)));
        assertThat(Objects.requireNonNull(run.metrics("measure").get("attempts"))
                        .mean())
                .isEqualTo(1.5);
        assertThat(run.metrics("below")).isEmpty();
        assertThat(run.report(run.action("count"))).contains("# Count\n\n![Sum](sum.png)");
        assertThat(run.report(run.action("below"))).isEmpty();
    }

    @Test
    void assertionsNameWhatWasReportedInstead(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new OneFanOut()).run(1L);

        assertThatThrownBy(() -> assertThat(run).action("measure", 0).hasMetric("value", 5))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "Expected measure[0]", "to have the metric value", "but its metrics are", "attempts");
        assertThatThrownBy(() -> assertThat(run).action("measure", 0).hasProgress(1, 1))
                .hasMessageContaining("to have the progress 1 of 1, but it has 0 of 2");
        assertThatThrownBy(() -> assertThat(run).action("below").hasReportContaining("x"))
                .hasMessageContaining("to have a report, but it has none");
        assertThatThrownBy(() -> assertThat(run).action("count").hasReportContaining("none of it"))
                .hasMessageContaining("# Count");
    }

    @Test
    void metricsOfAThousandItemsAreAdded(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new OneFanOut()).run(1_000L);

        TestMetric value = run.metrics("measure").get("value");

        assertThat(value).isEqualTo(new TestMetric(1_000, 1_000_000 + 999 * 500 - 2, 0, 1_000_000));
    }

    /** Fan-outs in a fan-out, whose inner items share records. */
    static final class Nested implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            Value<List<Long>> outer = flow.call(Below.class, width);
            Value<Results<Outcome<Long>>> counts = flow.map(outer, item -> flow.call(
                                    Count.class,
                                    flow.map(flow.call(Below.class, width).named("inner"), Measure.class)
                                            .batch(10)
                                            .outcomes())
                            .named("inner count"))
                    .outcomes();
            return flow.call(Count.class, counts).named("outer count");
        }
    }

    @Test
    void metricsOfNestedFanOutsAndBatchesAreAdded(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new Nested()).run(5L);

        assertThat(run).succeeded();
        assertThat(run.metrics("measure"))
                .containsEntry("value", new TestMetric(25, 5 * (0 + 1_000_000 + 1_000_000 + 3 + 4), 0, 1_000_000));
        assertThat(run).action("measure", 3, 4).hasMetric("value", 4).hasReportContaining("number 4, attempt 1");
    }
}
