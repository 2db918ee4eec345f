package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anabranch.embedded.internal.cloud.TaskUnusable;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class TaskUnusableTest {

    /** A task whose constructor fails. */
    public static final class Unconfigured implements Task<Long, Long> {

        public Unconfigured() {
            throw new IllegalStateException("There is no REGION.");
        }

        @Override
        public Long run(Long number, TaskContext context) {
            return number;
        }
    }

    /** A task whose class cannot be loaded. */
    public static final class Unloadable implements Task<Long, Long> {

        private static final int SIZE = Integer.parseInt("ten");

        @Override
        public Long run(Long number, TaskContext context) {
            return number + SIZE;
        }
    }

    private record Calling(Class<? extends Task<Long, Long>> task) implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(task, number);
        }
    }

    @Test
    void throwingTaskConstructorIsReportedWithItsLine() {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            assertThatExceptionOfType(TaskUnusable.class)
                    .isThrownBy(
                            () -> scenarios.of(new Calling(Unconfigured.class)).run(1L))
                    .withMessageMatching(
                            "The workflow `calling` cannot run: its task `.*Unconfigured` cannot be instantiated:"
                                    + " java\\.lang\\.IllegalStateException: There is no REGION \\(TaskUnusableTest\\.java:\\d+\\)\\. .*");
        }
    }

    @Test
    void throwingStaticInitializerIsReportedWithItsLine() {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            assertThatExceptionOfType(TaskUnusable.class)
                    .isThrownBy(
                            () -> scenarios.of(new Calling(Unloadable.class)).run(1L))
                    .withMessageContaining("NumberFormatException: For input string: \"ten\" (TaskUnusableTest.java:");
        }
    }

    @Test
    void replacedTaskNeedsNoConstructor() {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            Assertions.assertThat(scenarios
                            .of(new Calling(Unconfigured.class))
                            .replacing(Unconfigured.class, number -> number + 1)
                            .run(1L)
                            .output())
                    .isEqualTo(2);
        }
    }
}
