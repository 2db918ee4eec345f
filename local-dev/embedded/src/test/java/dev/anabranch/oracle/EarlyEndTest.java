package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fan-outs that end before all their items have run. */
final class EarlyEndTest {

    @TempDir
    private Path scratch;

    public static final class Count implements Task<Integer, List<Integer>> {
        @Override
        public List<Integer> run(Integer width, TaskContext context) {
            return IntStream.range(0, width).boxed().toList();
        }
    }

    public static final class Fails implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            throw new IllegalStateException("no " + number);
        }
    }

    /** A workflow whose items all fail. */
    private record AllFail(UnaryOperator<FanOut<Integer>> options) implements Workflow<Integer, JsonNode> {
        @Override
        public String name() {
            return "all-fail";
        }

        @Override
        public Value<JsonNode> define(Flow flow, Value<Integer> width) {
            return RandomScope.json(options.apply(flow.map(flow.call(Count.class, width), Fails.class))
                    .collect());
        }
    }

    private long started(TestCloud cloud, int width) {
        return IntStream.range(0, width)
                .filter(index -> cloud.reader()
                        .action(TestCloud.RUN, "fails", List.of((long) index))
                        .isPresent())
                .count();
    }

    private void check(int width, long most, UnaryOperator<FanOut<Integer>> options) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(new AllFail(options), IntNode.valueOf(width));

            assertThat(run.succeeded()).isFalse();
            long started = started(cloud, width);
            assertThat(run.failure().orElseThrow().node()).isEqualTo("tally of map fails");
            assertThat(run.failure().orElseThrow().message())
                    .startsWith(String.format(Locale.ROOT, "%,d of the %,d started items", started, started))
                    .contains("`map fails` failed, but at most 1 may fail.");
            assertThat(started).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void inlineFanOutStopsAfterTheLimit() {
        check(200, 1 + 40, fanOut -> fanOut.tolerate(1));
        check(200, 2, fanOut -> fanOut.tolerate(1).sequential());
    }

    @Test
    void distributedFanOutStopsAfterTheLimit() {
        check(1_000, 1 + 100, fanOut -> fanOut.tolerate(1).concurrency(100));
        check(1_000, 1 + 100, fanOut -> fanOut.tolerate(1).concurrency(100).retry(Retry.upTo(2)));
    }

    @Test
    void batchesStopAfterTheLimit() {
        check(1_000, 10 + 40, fanOut -> fanOut.tolerate(1).concurrency(4).batch(10));
        check(
                1_000,
                10 + 40,
                fanOut -> fanOut.tolerate(1).concurrency(4).batch(10).retry(Retry.upTo(1)));
    }
}
