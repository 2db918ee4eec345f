package dev.anabranch.workflow.internal.trace;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskDefaults;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.graph.TypeName;
import java.lang.reflect.Modifier;
import java.util.Optional;

/** Reads a task's types and defaults from its class, and reports classes that cannot be deployed as a function. */
final class TaskTypes {

    /** The values for tasks without {@link TaskDefaults}. */
    @TaskDefaults
    private static final class Defaults {}

    private TaskTypes() {}

    static TaskRef read(Class<?> task, Report report) {
        TypeArguments types = TypeArguments.of(task, Task.class);
        if (!types.areKnown()) {
            report.error(
                    "task-types-unknown",
                    "the class `" + task.getName()
                            + "` does not declare its input and output types, or declares Object.",
                    "Declare `implements Task<Input, Output>` with the classes of both, and not Object.");
        }
        if (!instantiable(task)) {
            report.error(
                    "task-not-instantiable",
                    "the class `" + task.getName() + "` cannot be instantiated by a function.",
                    "Make it a public, concrete class (top-level or static nested) with a public no-argument constructor.");
        }
        TaskDefaults defaults = Optional.ofNullable(task.getAnnotation(TaskDefaults.class))
                .orElseGet(() -> Defaults.class.getAnnotation(TaskDefaults.class));
        return new TaskRef(
                task.getName(),
                new TypeName(types.input().toCanonical()),
                new TypeName(types.output().toCanonical()),
                defaults.memoryMb(),
                defaults.timeoutSeconds());
    }

    private static boolean instantiable(Class<?> task) {
        if (task.isInterface() || task.isHidden() || Modifier.isAbstract(task.getModifiers())) {
            return false;
        }
        try {
            return Modifier.isPublic(task.getModifiers())
                    && Modifier.isPublic(task.getConstructor().getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Receives errors. */
    interface Report {
        /** Reports an error at the line that is being traced. */
        void error(String id, String message, String fix);
    }
}
