package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An input that would not fit into a function's memory on AWS is refused here too. */
final class MemoryTest {

    private static final int ITEMS = 45;
    private static final int BYTES = 1_000_000;

    /** Returns a megabyte. */
    public static final class Large implements Task<Long, String> {
        @Override
        public String run(Long number, TaskContext context) {
            return "x".repeat(BYTES);
        }
    }

    /** Takes all values in memory. */
    public static final class HowMany implements Task<List<String>, Integer> {
        @Override
        public Integer run(List<String> texts, TaskContext context) {
            return texts.size();
        }
    }

    /** A list of megabytes, read by a function with the smallest memory. */
    private static final class Listed implements Workflow<Long, Integer> {
        @Override
        public String name() {
            return "listed";
        }

        @Override
        public Value<Integer> define(Flow flow, Value<Long> width) {
            return flow.call(
                            HowMany.class,
                            flow.map(flow.call(World.Count.class, width), Large.class)
                                    .named("large")
                                    .toList())
                    .memory(128);
        }
    }

    @Test
    void tooLargeListIsRefusedBeforeItIsRead(@TempDir Path scratch) {
        try (RunsCloud cloud = new RunsCloud(scratch)) {
            cloud.deploy(new Listed());

            RunError refused = cloud.run("run", "listed", LongNode.valueOf(ITEMS))
                    .failure()
                    .orElseThrow();

            assertThat(refused.node()).isEqualTo("how many");
            assertThat(refused.message())
                    .contains("The list of 45 results of `large` does not fit into memory")
                    .contains("heap has 128 MB", "Take Results<R> instead of List<R>");
        }
    }
}
