package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An input with which each run would fail starts no run. */
final class RequiredInputTest {

    /** The input: the workflow uses one of the lists. */
    public record Order(List<Long> numbers, @Nullable List<Long> unused) {}

    /** Fans out over a field of its input. */
    public static final class Squares implements Workflow<Order, List<Long>> {
        @Override
        public Value<List<Long>> define(Flow flow, Value<Order> order) {
            return flow.map(order.get(Order::numbers), World.Square.class).toList();
        }
    }

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        cloud = new RunsCloud(scratch);
        cloud.deploy(new Squares());
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void listThatIsFannedOutOverMustNotBeNull() {
        assertThatThrownBy(() -> cloud.run("one", "squares", TaskJson.tree(Map.of("unused", List.of()))))
                .isInstanceOf(RunRefused.class)
                .hasMessage("The input is invalid: `/numbers` is missing, but must be a list.");
    }

    @Test
    void fieldThatIsNotUsedMayBeNull() {
        EmbeddedRun run = cloud.run("one", "squares", TaskJson.tree(Map.of("numbers", List.of(3L))));

        assertThat(run.output().map(JsonNode::toString)).contains("[9]");
    }
}
