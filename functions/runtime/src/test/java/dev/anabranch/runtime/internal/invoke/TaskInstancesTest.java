package dev.anabranch.runtime.internal.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskFactory;
import dev.anabranch.task.TaskSettings;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskInstancesTest {

    private static final TaskSettings SETTINGS = TaskSettings.of(Map.of("GREETING", "Moi"));

    /** A task that needs a client, so it has no constructor without parameters. */
    static final class Greet implements Task<String, String> {
        private final String greeting;

        Greet(String greeting) {
            this.greeting = greeting;
        }

        @Override
        public String run(String name, TaskContext context) {
            return greeting + " " + name;
        }
    }

    /** A task that the factory leaves to the default. */
    public static final class Plain implements Task<String, String> {
        @Override
        public String run(String name, TaskContext context) {
            return name;
        }
    }

    /** A task that the factory cannot create. */
    public static final class Unknown implements Task<String, String> {
        @Override
        public String run(String name, TaskContext context) {
            return name;
        }
    }

    /** The factory of the application. */
    public static final class Factory implements TaskFactory {
        static final List<String> CLOSED = new ArrayList<>();

        @Override
        public <T extends Task<?, ?>> @Nullable T create(Class<T> type, TaskSettings settings) throws Exception {
            if (type == Greet.class) {
                return type.cast(new Greet(settings.get("GREETING")));
            } else if (type == Plain.class) {
                return null;
            }
            throw new IOException("no such bean");
        }

        @Override
        public void close() {
            CLOSED.add("closed");
        }
    }

    /** Another factory. */
    public static final class OtherFactory implements TaskFactory {
        @Override
        public <T extends Task<?, ?>> @Nullable T create(Class<T> type, TaskSettings settings) {
            return null;
        }
    }

    /** A factory that cannot be created. */
    public static final class BrokenFactory implements TaskFactory {
        public BrokenFactory() {
            throw new IllegalStateException("There is no container.");
        }

        @Override
        public <T extends Task<?, ?>> @Nullable T create(Class<T> type, TaskSettings settings) {
            return null;
        }
    }

    @TempDir
    Path folder;

    @Test
    void theFactoryOfTheClassPathCreatesTasksWithTheirSettings() throws Exception {
        TaskInstances instances = with(Factory.class);

        @SuppressWarnings("unchecked")
        Task<String, String> greet = (Task<String, String>) instances.create(Greet.class, SETTINGS);

        assertThat(greet).isInstanceOf(Greet.class);
        assertThat(((Greet) greet).greeting).isEqualTo("Moi");
    }

    @Test
    void aFactoryCanLeaveATaskToItsConstructor() throws IOException {
        assertThat(with(Factory.class).create(Plain.class, SETTINGS)).isInstanceOf(Plain.class);
    }

    @Test
    void tasksThatAreAddedToWorkflowsAreNotCreatedByTheFactory() throws IOException {
        assertThat(with(Factory.class).create(Relay.class, SETTINGS)).isInstanceOf(Relay.class);
    }

    @Test
    void withoutAFactoryTheConstructorCreatesTasks() throws IOException {
        assertThat(with().create(Plain.class, SETTINGS)).isInstanceOf(Plain.class);
    }

    @Test
    void closingClosesTheFactory() throws IOException {
        Factory.CLOSED.clear();

        with(Factory.class).close();

        assertThat(Factory.CLOSED).containsExactly("closed");
    }

    @Test
    void failureOfTheFactoryNamesTheTask() throws IOException {
        TaskInstances instances = with(Factory.class);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> instances.create(Unknown.class, SETTINGS))
                .withMessage("The task factory `" + Factory.class.getName() + "` cannot create the task `"
                        + Unknown.class.getName() + "`.")
                .withRootCauseInstanceOf(IOException.class);
    }

    @Test
    void severalFactoriesAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Factory.class, OtherFactory.class))
                .withMessageStartingWith("The class path has 2 task factories, but may have one: `")
                .withMessageContaining(Factory.class.getName())
                .withMessageContaining(OtherFactory.class.getName());
    }

    @Test
    void aFactoryThatCannotBeCreatedIsRefusedWithItsReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(BrokenFactory.class))
                .withMessageContaining(BrokenFactory.class.getName())
                .withMessageContaining("There is no container.");
    }

    private TaskInstances with(Class<?>... factories) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        StringBuilder lines = new StringBuilder();
        for (Class<?> factory : factories) {
            lines.append(factory.getName()).append('\n');
        }
        Files.writeString(services.resolve(TaskFactory.class.getName()), lines);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            return TaskInstances.of(loader);
        }
    }
}
