package dev.anabranch.workflow.internal.types;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskDefaults;
import dev.anabranch.task.TaskFactory;
import dev.anabranch.workflow.internal.graph.TaskNeeds;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.graph.TypeName;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Reads a task's types and defaults from its class, and reports classes that cannot be deployed as a function. */
public final class TaskTypes {

    /** The values for tasks without {@link TaskDefaults}. */
    @TaskDefaults
    private static final class Defaults {}

    private TaskTypes() {}

    /** Reads a task. An error does not end the reading: all of them are reported. */
    public static TaskRef read(Class<?> task, Report report) {
        TypeArguments types = TypeArguments.of(task, Task.class);
        if (!types.areKnown()) {
            report.error(
                    "task-types-unknown",
                    "the class `" + task.getName()
                            + "` does not declare its input and output types, or declares Object.",
                    "Declare `implements Task<Input, Output>` with the classes of both, and not Object.");
        }
        Optional<String> obstacle = obstacle(task);
        if (obstacle.isPresent()) {
            report.error(
                    "task-not-instantiable",
                    "the class `" + task.getName() + "` cannot be instantiated by a function: " + obstacle.get() + ".",
                    "Make it a public, concrete class (top-level or static nested) with a public no-argument constructor,"
                            + " or create it with a TaskFactory.");
        }
        TaskNeeds needs = TaskNeeds.of(task);
        checkNames(task, needs, report);
        TaskDefaults defaults = Optional.ofNullable(task.getAnnotation(TaskDefaults.class))
                .orElseGet(() -> Defaults.class.getAnnotation(TaskDefaults.class));
        return new TaskRef(
                task.getName(),
                new TypeName(types.input().toCanonical()),
                new TypeName(types.output().toCanonical()),
                defaults.memoryMb(),
                defaults.timeoutSeconds(),
                needs);
    }

    private static void checkNames(Class<?> task, TaskNeeds needs, Report report) {
        List<String> names = new ArrayList<>(needs.settings());
        names.addAll(needs.secrets());
        TreeSet<String> seen = new TreeSet<>();
        for (String name : names) {
            if (!TaskNeeds.isName(name)) {
                report.error(
                        "setting-name-invalid",
                        "@RequiredSettings of the task `" + task.getName() + "` has the name `" + name + "`.",
                        "Use " + TaskNeeds.NAMES + ".");
            } else if (!seen.add(name)) {
                report.error(
                        "setting-name-repeated",
                        "@RequiredSettings of the task `" + task.getName() + "` has the name `" + name + "` twice.",
                        "Give each setting and each secret a different name.");
            }
        }
    }

    /** Returns why a function cannot create a task; empty if it can. */
    private static Optional<String> obstacle(Class<?> task) {
        if (task.isHidden()) {
            return Optional.of("it is the class of a lambda expression or method reference");
        }
        if (task.isInterface()) {
            return Optional.of("it is an interface");
        }
        if (Modifier.isAbstract(task.getModifiers())) {
            return Optional.of("it is abstract");
        }
        if (ServiceLoader.load(TaskFactory.class, task.getClassLoader()).stream()
                .findAny()
                .isPresent()) {
            return Optional.empty();
        }
        if (task.isAnonymousClass() || task.isLocalClass()) {
            return Optional.of("it is defined inside a method");
        }
        if (task.isMemberClass() && !Modifier.isStatic(task.getModifiers())) {
            return Optional.of("it is not static, so it needs an instance of `"
                    + task.getEnclosingClass().getSimpleName() + "`");
        }
        if (!Modifier.isPublic(task.getModifiers())) {
            return Optional.of("it is not public");
        }
        boolean hasConstructor =
                Arrays.stream(task.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0);
        return hasConstructor ? Optional.empty() : Optional.of("it has no public constructor without parameters");
    }

    /** Receives errors. */
    public interface Report {
        /** Reports an error at the line that is being traced. */
        void error(String id, String message, String fix);
    }
}
