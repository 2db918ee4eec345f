package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anabranch.embedded.internal.cloud.TaskUnusable;
import dev.anabranch.task.RequiredSettings;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import org.junit.jupiter.api.Test;

final class TaskSettingsTest {

    /** A task that requires a setting and a secret. */
    @RequiredSettings(value = "MODEL", secrets = "API_KEY")
    public static final class Classify implements Task<String, String> {
        @Override
        public String run(String text, TaskContext context) {
            return context.settings().get("MODEL") + "/" + context.settings().secret("API_KEY") + "/" + text;
        }
    }

    /** A task with names that a function cannot have. */
    @RequiredSettings(
            value = {"AWS_REGION", "MODEL"},
            secrets = {"a-b", "MODEL"})
    public static final class Misnamed implements Task<String, String> {
        @Override
        public String run(String text, TaskContext context) {
            return text;
        }
    }

    /** A workflow that calls one task. */
    private record OneTask(Class<? extends Task<String, String>> task) implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            return flow.call(task, text);
        }
    }

    @Test
    void aTaskReadsItsSettingsAndSecrets() {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            assertThat(scenarios
                            .of(new OneTask(Classify.class))
                            .setting("MODEL", "v3")
                            .setting("API_KEY", "secret")
                            .run("lake")
                            .output())
                    .isEqualTo("v3/secret/lake");
        }
    }

    @Test
    void aSettingOfOneTaskOverridesThatOfAllTasks() {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            assertThat(scenarios
                            .of(new OneTask(Classify.class))
                            .setting("MODEL", "v3")
                            .setting(Classify.class.getName() + ".MODEL", "v4")
                            .setting("API_KEY", "secret")
                            .run("lake")
                            .output())
                    .isEqualTo("v4/secret/lake");
        }
    }

    @Test
    void allMissingSettingsAreNamedBeforeTheRunStarts() {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            assertThatExceptionOfType(TaskUnusable.class)
                    .isThrownBy(() -> scenarios.of(new OneTask(Classify.class)).run("lake"))
                    .withMessage("The workflow `one-task` cannot run, because its tasks require what is not configured:"
                            + " the setting `MODEL` of the task `" + Classify.class.getName()
                            + "`, the secret `API_KEY` of the task `" + Classify.class.getName()
                            + "`. Add them to the test with `setting(name, value)`.");
        }
    }

    @Test
    void aReplacedTaskRequiresNoSettings() {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            assertThat(scenarios
                            .of(new OneTask(Classify.class))
                            .replacing(Classify.class, text -> "water")
                            .run("lake")
                            .output())
                    .isEqualTo("water");
        }
    }

    @Test
    void namesThatNoFunctionCanHaveAreFindings() {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            assertThatExceptionOfType(InvalidDefinition.class)
                    .isThrownBy(() -> scenarios.of(new OneTask(Misnamed.class)).run("lake"))
                    .withMessageContaining("has the name `AWS_REGION`")
                    .withMessageContaining("has the name `a-b`")
                    .withMessageContaining("has the name `MODEL` twice");
        }
    }
}
