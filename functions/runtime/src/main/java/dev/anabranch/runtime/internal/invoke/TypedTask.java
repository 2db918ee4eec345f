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

/** A task with how its input is read and its output written, found out once. */
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
     * Reads the types of a task from its class.
     *
     * @throws IllegalArgumentException when the class does not state them
     */
    public static TypedTask of(Task<?, ?> task) {
        return of(task.getClass(), task);
    }

    /**
     * Reads the types of a task from a class, and has another object do the work.
     *
     * @throws IllegalArgumentException when the class does not state them
     */
    public static TypedTask of(Class<?> type, Task<?, ?> task) {
        if (type.isSynthetic() || type.isHidden()) {
            throw new IllegalArgumentException("A task must be a class that implements Task<I, O>; of a lambda, as in `"
                    + type.getName() + "`, the types I and O cannot be found out.");
        }
        if (type.getTypeParameters().length > 0) {
            throw new IllegalArgumentException("Task `" + type.getName()
                    + "` has type parameters of its own, so its types I and O are not known."
                    + " Derive a class that fixes them.");
        }
        JavaType declared = TaskJson.types().constructType(type).findSuperType(Task.class);
        if (declared == null || declared.containedTypeCount() != 2) {
            throw new IllegalArgumentException(
                    "Task `" + type.getName()
                            + "` implements Task without saying for which types. Write Task<I, O>, such as Task<Region, List<Tile>>.");
        }
        return new TypedTask(type.getName(), task, declared.containedType(0), declared.containedType(1));
    }

    /**
     * Makes a task of a class.
     *
     * @throws IllegalArgumentException when it is none, or has no constructor without parameters
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
            throw new IllegalArgumentException("Task `" + type.getName() + "` could not be constructed.", e);
        }
    }

    public String name() {
        return name;
    }

    /** True where the input is JSON as it is, so that all of it must be there. */
    boolean takesJson() {
        return input.isJavaLangObject() || JsonNode.class.isAssignableFrom(input.getRawClass());
    }

    /** What the task takes. */
    JavaType input() {
        return input;
    }

    /** What the task returns. */
    public JavaType output() {
        return output;
    }

    /** The input from a tree, which is handed on as it is where that will do. */
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

    @SuppressWarnings({"unchecked", "NullAway"}) // The reader has made the input; null is a value of any type.
    @Nullable
    Object run(@Nullable Object input, ActionContext context) throws Exception {
        return ((Task<Object, Object>) task).run(input, context);
    }
}
