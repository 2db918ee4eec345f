package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reruns of steps with a cleanup. */
final class EnsureRerunTest {

    @TempDir
    private Path scratch;

    private final Map<String, Integer> calls = new HashMap<>();

    /** Makes a cluster. */
    public static final class Create implements Task<Long, Long> {
        @Override
        public Long run(Long name, TaskContext context) {
            return name;
        }
    }

    /** Uses a cluster. */
    public static final class Use implements Task<Long, Long> {
        @Override
        public Long run(Long name, TaskContext context) {
            return 10 * name;
        }
    }

    /** Deletes a cluster. */
    public static final class Destroy implements Task<Long, Long> {
        @Override
        public Long run(Long name, TaskContext context) {
            return name;
        }
    }

    /** Returns true after the first round. */
    public static final class IsDone implements Task<Long, Boolean> {
        @Override
        public Boolean run(Long name, TaskContext context) {
            return true;
        }
    }

    /** Uses a cluster that exists only meanwhile. */
    static final class Cluster implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> name) {
            Value<Long> prepared = flow.call(Use.class, name).named("prepare");
            Value<Long> used = flow.ensure(
                    () -> flow.call(Use.class, flow.call(Create.class, prepared)),
                    () -> flow.call(Destroy.class, prepared));
            return flow.call(Use.class, used).named("finish");
        }
    }

    /** Makes a cluster, as a run of a workflow. */
    public static final class MakeCluster implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> name) {
            return flow.call(Create.class, name);
        }
    }

    /** Deletes a cluster, as a run of a workflow. */
    public static final class RemoveCluster implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> name) {
            return flow.call(Destroy.class, name);
        }
    }

    /** As {@link Cluster}, but steps and cleanup are runs of other workflows. */
    static final class ClusterOfRuns implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> name) {
            Value<Long> prepared = flow.call(Use.class, name).named("prepare");
            Value<Long> used = flow.ensure(
                    () -> flow.call(Use.class, flow.run(MakeCluster.class, prepared)),
                    () -> flow.run(RemoveCluster.class, prepared));
            return flow.call(Use.class, used).named("finish");
        }
    }

    /** As {@link Cluster}, but the cleanup is a loop. */
    static final class ClusterWithLoop implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> name) {
            Value<Long> prepared = flow.call(Use.class, name).named("prepare");
            Value<Long> used =
                    flow.ensure(() -> flow.call(Use.class, flow.call(Create.class, prepared)), () -> flow.repeat(
                                    prepared, last -> flow.call(Destroy.class, last))
                            .until(last -> flow.call(IsDone.class, last))
                            .atMost(3));
            return flow.call(Use.class, used).named("finish");
        }
    }

    private Task<?, ?> failing(Class<?> type, String node) {
        if (type == IsDone.class) {
            return new IsDone();
        }
        Task<Long, Long> task = type == Use.class ? new Use() : type == Create.class ? new Create() : new Destroy();
        return (Task<Long, Long>) (input, context) -> {
            boolean first = calls.merge(context.node(), 1, Integer::sum) == 1;
            if (first && context.node().equals(node)) {
                throw new IllegalStateException("the first time");
            }
            return task.run(input, context);
        };
    }

    private void rerunAfterFailureOf(String node) {
        rerunAfterFailureOf(node, new Cluster());
    }

    private void rerunAfterFailureOf(String node, Workflow<Long, Long> workflow) {
        Function<Class<?>, Task<?, ?>> tasks = type -> failing(type, node);
        try (TestCloud cloud = TestCloud.ofTasks(scratch, tasks)) {
            EmbeddedRun first = cloud.run(workflow, LongNode.valueOf(2));
            EmbeddedRun again = cloud.rerun("again", new RerunSelection.OnlyFailed());

            assertThat(first.succeeded()).isFalse();
            assertThat(again.output().orElseThrow().asLong()).isEqualTo(2_000);
        }
    }

    @Test
    void stepsThatTheCleanupHasUndoneAreRepeated() {
        rerunAfterFailureOf("use");

        assertThat(calls).isEqualTo(Map.of("prepare", 1, "create", 2, "use", 2, "destroy", 2, "finish", 1));
    }

    @Test
    void failedCleanupIsRepeatedWithoutTheSteps() {
        rerunAfterFailureOf("destroy");

        assertThat(calls).isEqualTo(Map.of("prepare", 1, "create", 1, "use", 1, "destroy", 2, "finish", 1));
    }

    @Test
    void stepsAndCleanupAreAdoptedAfterALaterFailure() {
        rerunAfterFailureOf("finish");

        assertThat(calls).isEqualTo(Map.of("prepare", 1, "create", 1, "use", 1, "destroy", 1, "finish", 2));
    }

    @Test
    void runsOfOtherWorkflowsThatTheCleanupHasUndoneAreRepeated() {
        rerunAfterFailureOf("use", new ClusterOfRuns());

        assertThat(calls).isEqualTo(Map.of("prepare", 1, "create", 2, "use", 2, "destroy", 2, "finish", 1));
    }

    @Test
    void failedLoopInACleanupIsRepeatedWithoutTheSteps() {
        rerunAfterFailureOf("destroy", new ClusterWithLoop());

        assertThat(calls).isEqualTo(Map.of("prepare", 1, "create", 1, "use", 1, "destroy", 2, "finish", 1));
    }
}
