package dev.anabranch.workflow.internal.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.internal.graph.TaskRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaskTypesTest {

    /** A task that can be created. */
    public static class Created implements Task<String, String> {
        @Override
        public String run(String text, TaskContext context) {
            return text;
        }
    }

    /** An abstract task. */
    public abstract static class Abstract extends Created {}

    /** A task without a class. */
    public interface Interface extends Task<String, String> {}

    /** A task that needs an instance of the test. */
    @SuppressWarnings("ClassCanBeStatic") // The finding is about inner classes.
    public class Inner extends Created {}

    static class PackagePrivate extends Created {}

    /** A task that needs an argument. */
    public static class WithParameter extends Created {
        public WithParameter(String unused) {}
    }

    /** A task with a constructor that nobody can call. */
    public static class PrivateConstructor extends Created {
        private PrivateConstructor() {}
    }

    private static List<String> obstacles(Class<?> task) {
        List<String> messages = new ArrayList<>();
        TaskTypes.read(task, (id, message, fix) -> {
            if (id.equals("task-not-instantiable")) {
                messages.add(message.substring(message.indexOf("function: ") + 10));
            }
        });
        return messages;
    }

    @Test
    void findingNamesWhyATaskCannotBeCreated() {
        class Local extends Created {}
        Task<String, String> lambda = (text, context) -> text;
        Task<String, String> anonymous = new Created() {};

        assertThat(obstacles(Created.class)).isEmpty();
        assertThat(obstacles(Abstract.class)).containsExactly("it is abstract.");
        assertThat(obstacles(Interface.class)).containsExactly("it is an interface.");
        assertThat(obstacles(Inner.class))
                .containsExactly("it is not static, so it needs an instance of `TaskTypesTest`.");
        assertThat(obstacles(PackagePrivate.class)).containsExactly("it is not public.");
        assertThat(obstacles(WithParameter.class)).containsExactly("it has no public constructor without parameters.");
        assertThat(obstacles(PrivateConstructor.class))
                .containsExactly("it has no public constructor without parameters.");
        assertThat(obstacles(Local.class)).containsExactly("it is defined inside a method.");
        assertThat(obstacles(anonymous.getClass())).containsExactly("it is defined inside a method.");
        assertThat(obstacles(lambda.getClass()))
                .containsExactly("it is the class of a lambda expression or method reference.");
    }

    @Test
    void classOfALambdaExpressionHasASimpleNameWithoutItsAddress() {
        Task<String, String> lambda = (text, context) -> text;
        TaskRef task = TaskTypes.read(lambda.getClass(), (id, message, fix) -> {});

        assertThat(task.simpleName()).isNotEmpty().doesNotContain("/");
    }
}
