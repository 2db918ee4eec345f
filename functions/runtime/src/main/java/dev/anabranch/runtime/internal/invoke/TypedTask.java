package dev.anabranch.runtime.internal.invoke;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Task;
import java.io.IOException;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** A task with its input and output types, its reader and its writer. */
public final class TypedTask {

    private final String name;
    private final Task<?, ?> task;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final JavaType input;
    private final JavaType output;

    private TypedTask(String name, Task<?, ?> task, JavaType input, JavaType output) {
        this.name = name;
        this.task = task;
        this.reader = TaskJson.reader(input);
        this.writer = TaskJson.writer(output);
        this.input = input;
        this.output = output;
    }

    /**
     * Creates a typed task; the types are read from the task's class.
     *
     * @throws IllegalArgumentException if the class does not fix them
     */
    public static TypedTask of(Task<?, ?> task) {
        return of(task.getClass(), task);
    }

    /**
     * Creates a typed task with the types of a class and another object that does the work.
     *
     * @throws IllegalArgumentException if the class does not fix the types
     */
    public static TypedTask of(Class<?> type, Task<?, ?> task) {
        if (type.isSynthetic() || type.isHidden()) {
            throw new IllegalArgumentException(
                    "A task must be a class that implements Task<I, O>. The types I and O of the lambda `"
                            + type.getName() + "` cannot be determined.");
        }
        if (type.getTypeParameters().length > 0) {
            throw new IllegalArgumentException("Task `" + type.getName()
                    + "` has type parameters, so its types I and O are not known."
                    + " Write a subclass that fixes them.");
        }
        JavaType declared = TaskJson.types().constructType(type).findSuperType(Task.class);
        if (declared == null || declared.containedTypeCount() != 2) {
            throw new IllegalArgumentException("Task `" + type.getName()
                    + "` implements Task without type arguments. Write Task<I, O>, such as Task<Region, List<Tile>>.");
        }
        return new TypedTask(type.getName(), task, declared.containedType(0), declared.containedType(1));
    }

    /**
     * Creates an instance of a task's class.
     *
     * @throws IllegalArgumentException if it is not a task or has no public constructor without parameters
     */
    public static Task<?, ?> instance(Class<?> type) {
        if (!Task.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalArgumentException("`" + type.getName() + "` is not a class that implements Task<I, O>.");
        }
        try {
            return (Task<?, ?>) type.getConstructor().newInstance();
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "Task `" + type.getName() + "` must be public and have a public constructor without parameters.",
                    e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("The constructor of task `" + type.getName() + "` failed.", e);
        }
    }

    public String name() {
        return name;
    }

    /** Returns true if the task takes JSON of any form, so its input must be read completely. */
    public boolean takesJson() {
        return input.isJavaLangObject() || JsonNode.class.isAssignableFrom(input.getRawClass());
    }

    /** Returns the type of the input. */
    public JavaType input() {
        return input;
    }

    /** Returns the type of the output. */
    public JavaType output() {
        return output;
    }

    /** Converts a tree to the input. Returns the tree itself if the task takes it. */
    @Nullable
    Object read(JsonNode tree) throws IOException {
        return input.getRawClass().isInstance(tree) && !input.isJavaLangObject()
                ? tree
                : reader.readValue(reader.treeAsTokens(tree));
    }

    ObjectReader reader() {
        return reader;
    }

    ObjectWriter writer() {
        return writer;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // The reader has created the input; null is a value of any type.
    @Nullable
    Object run(@Nullable Object input, ActionContext context) throws Exception {
        return ((Task<Object, Object>) task).run(input, context);
    }
}
