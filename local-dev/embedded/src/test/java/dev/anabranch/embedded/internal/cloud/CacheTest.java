package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.embedded.internal.cloud.World.Draw;
import dev.anabranch.embedded.internal.cloud.World.ReadAll;
import dev.anabranch.embedded.internal.cloud.World.Square;
import dev.anabranch.embedded.internal.cloud.World.Sum;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cached results of earlier runs are reused item by item, unless the cache is ignored. */
final class CacheTest {

    /** Returns a list. */
    public static final class Numbers implements Task<List<Long>, List<Long>> {
        @Override
        public List<Long> run(List<Long> numbers, TaskContext context) {
            return numbers;
        }
    }

    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        cloud = new RunsCloud(scratch);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static Workflow<List<Long>, Object> workflow(BiFunction<Flow, Value<List<Long>>, Value<?>> definition) {
        return new Workflow<>() {
            @Override
            @SuppressWarnings("unchecked")
            public Value<Object> define(Flow flow, Value<List<Long>> numbers) {
                return (Value<Object>) definition.apply(flow, numbers);
            }

            @Override
            public String name() {
                return "cached";
            }
        };
    }

    private static FanOut<Long> squares(Flow flow, Value<List<Long>> numbers) {
        return flow.map(flow.call(Numbers.class, numbers), Square.class).named("square");
    }

    private void deploy(String version) {
        cloud.deploy(workflow((flow, numbers) ->
                flow.call(Sum.class, squares(flow, numbers).cache(version).collect())));
    }

    private static JsonNode json(String text) throws IOException {
        return new JsonMapper().readTree(text);
    }

    private EmbeddedRun run(String id, String numbers) throws IOException {
        cloud.computed();
        cloud.reused();
        return cloud.run(id, "cached", json(numbers));
    }

    @Test
    void reorderedListsKeepTheirHits() throws IOException {
        deploy("1");
        run("first", "[1,2,3,4]");

        EmbeddedRun second = run("second", "[4,1,9,2]");

        assertThat(cloud.computed()).containsEntry("square", 1);
        assertThat(cloud.reused()).isEqualTo(Map.of("square", 3));
        assertThat(second.output().orElseThrow().longValue()).isEqualTo(16 + 1 + 81 + 4);
        assertThat(second.actions().cached()).isEqualTo(3);
    }

    @Test
    void batchesAreCachedItemByItem() throws IOException {
        cloud.deploy(workflow((flow, numbers) ->
                flow.call(Sum.class, squares(flow, numbers).batch(3).cache("1").collect())));
        run("first", "[1,2,3,4]");

        run("second", "[5,4,3,2,1]");

        assertThat(cloud.computed()).containsEntry("square", 1);
        assertThat(cloud.reused()).isEqualTo(Map.of("square", 4));
    }

    @Test
    void anotherVersionIsNotReused() throws IOException {
        deploy("1");
        run("first", "[1,2]");
        deploy("2");

        run("second", "[1,2]");

        assertThat(cloud.computed()).containsEntry("square", 2);
    }

    @Test
    void runWithoutCacheReusesNothing() throws IOException {
        deploy("1");
        run("first", "[1,2]");
        cloud.computed();

        cloud.ended(cloud.runs().start(RunRequest.of("cached", json("[1,2]")).withoutCache()));

        assertThat(cloud.computed()).containsEntry("square", 2);
        assertThat(cloud.reused()).isEmpty();
    }

    @Test
    void resultsOlderThanTheTimeToLiveAreNotReused() throws IOException {
        cloud.deploy(workflow((flow, numbers) -> flow.call(
                Sum.class,
                squares(flow, numbers).cache("1", Duration.ofHours(1)).collect())));
        run("first", "[1,2]");
        cloud.pass(Duration.ofMinutes(59));
        run("second", "[1,2]");
        assertThat(cloud.reused()).containsEntry("square", 2);
        cloud.pass(Duration.ofMinutes(2));

        run("third", "[1,2]");

        assertThat(cloud.computed()).containsEntry("square", 2);
        assertThat(cloud.reused()).isEmpty();
    }

    @Test
    void filesOfCachedResultsBelongToTheirRun() throws IOException {
        cloud.deploy(workflow((flow, numbers) -> flow.call(
                ReadAll.class,
                flow.map(flow.call(Numbers.class, numbers), Draw.class)
                        .named("draw")
                        .cache("1")
                        .collect())));
        run("first", "[1,2]");
        EmbeddedRun second = run("second", "[2,1]");
        assertThat(cloud.reused()).containsEntry("draw", 2);
        assertThat(second.output().orElseThrow()).hasToString("[\"2\",\"1\"]");
        assertThat(cloud.runs().reader().files("second")).hasSize(2);
        cloud.runs().delete("first");

        EmbeddedRun third = run("third", "[1,2]");

        assertThat(cloud.computed()).containsEntry("draw", 2);
        assertThat(third.output().orElseThrow()).hasToString("[\"1\",\"2\"]");
        assertThat(cloud.runs().output("second").orElseThrow()).hasToString("[\"2\",\"1\"]");
    }
}
