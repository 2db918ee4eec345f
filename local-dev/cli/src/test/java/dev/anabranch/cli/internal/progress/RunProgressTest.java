package dev.anabranch.cli.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The progress of `measure`, which each of the `basins` has in a nested fan-out. */
final class RunProgressTest {

    private final TestScreen screen = new TestScreen();
    private final RunProgress progress = new RunProgress(screen.progress(), command -> command);

    @BeforeEach
    void follow() {
        progress.follow(Definition.of(new Rivers(), Target.AWS).plan());
        progress.fansOut("basins", List.of(), 2);
        progress.fansOut("gauges", List.of(0L), 3);
        measured(0, 3);
    }

    private void measured(long basin, int items) {
        LongStream.range(0, items)
                .forEach(item -> progress.finished("measure", List.of(basin, item), ActionStatus.SUCCEEDED));
    }

    private String lastLine() {
        return screen.written()
                .lines()
                .filter(line -> line.startsWith("measure: "))
                .reduce("", (first, second) -> second);
    }

    @Test
    void totalOfANestedFanOutIsNotFinalWhileOuterItemsHaveNoList() {
        assertThat(lastLine()).isEmpty();
        progress.finish(RunStatus.FAILED, Duration.ofSeconds(1), Map.of());

        assertThat(lastLine()).isEqualTo("measure: 3 of at least 3 done, run failed after 0:01");
    }

    @Test
    void lastListMakesTheTotalFinal() {
        progress.fansOut("gauges", List.of(1L), 2);
        measured(1, 2);

        assertThat(lastLine()).isEqualTo("measure: 5 of 5 done, in 0:00");
    }

    @Test
    void lastListMayBeEmpty() {
        progress.fansOut("gauges", List.of(1L), 0);

        assertThat(lastLine()).isEqualTo("measure: 3 of 3 done, in 0:00");
    }

    public static final class Rivers implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> n) {
            flow.map(flow.call(Numbers.class, n).named("basins"), (Value<Long> basin) -> {
                flow.map(flow.call(Numbers.class, basin).named("gauges"), Same.class)
                        .named("measure");
                return flow.call(Same.class, basin).named("mouth");
            });
            return flow.call(Same.class, n).named("end");
        }
    }

    public static final class Numbers implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long n, TaskContext context) {
            return LongStream.range(0, n).boxed().toList();
        }
    }

    public static final class Same implements Task<Long, Long> {
        @Override
        public Long run(Long n, TaskContext context) {
            return n;
        }
    }
}
