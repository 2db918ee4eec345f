package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskFactory;
import dev.anabranch.task.TaskSettings;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates tasks: with the application's {@link TaskFactory} if the class path has one, otherwise by reflection. */
public final class TaskInstances implements AutoCloseable {

    /** The packages of tasks that Anabranch adds to workflows; a factory of an application does not know them. */
    private static final Set<String> OWN =
            Set.of("dev.anabranch.runtime.internal.action", "dev.anabranch.runs.internal.process");

    private final @Nullable TaskFactory factory;

    private TaskInstances(@Nullable TaskFactory factory) {
        this.factory = factory;
    }

    /**
     * Finds the factory of a class path.
     *
     * @throws IllegalArgumentException if there are several, or if the only one cannot be instantiated
     */
    public static TaskInstances of(@Nullable ClassLoader loader) {
        List<ServiceLoader.Provider<TaskFactory>> found;
        try {
            found = ServiceLoader.load(TaskFactory.class, loader).stream().toList();
            if (found.size() <= 1) {
                return new TaskInstances(found.isEmpty() ? null : found.get(0).get());
            }
        } catch (ServiceConfigurationError e) {
            throw new IllegalArgumentException(
                    "The TaskFactory of META-INF/services cannot be used: "
                            + (e.getCause() == null ? e.getMessage() : e.getMessage() + ": " + e.getCause()) + ".",
                    e);
        }
        throw new IllegalArgumentException("The class path has " + found.size() + " task factories, but may have one: "
                + String.join(
                        ", ",
                        found.stream()
                                .map(provider -> "`" + provider.type().getName() + "`")
                                .sorted()
                                .toList())
                + ".");
    }

    /**
     * Creates a task.
     *
     * @throws IllegalArgumentException if {@code type} is not a task, if the factory fails, or if there is no factory
     *     and no public constructor without parameters
     */
    public Task<?, ?> create(Class<?> type, TaskSettings settings) {
        if (factory == null || !Task.class.isAssignableFrom(type) || OWN.contains(type.getPackageName())) {
            return TypedTask.instance(type);
        }
        try {
            Task<?, ?> made = factory.create(task(type), settings);
            return made == null ? TypedTask.instance(type) : made;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "The task factory `" + factory.getClass().getName() + "` cannot create the task `" + type.getName()
                            + "`.",
                    e);
        }
    }

    @SuppressWarnings("unchecked") // Every subclass of Task is a Task with some types.
    private static Class<? extends Task<?, ?>> task(Class<?> type) {
        return (Class<? extends Task<?, ?>>) type.asSubclass(Task.class);
    }

    @Override
    public void close() {
        if (factory != null) {
            factory.close();
        }
    }
}
