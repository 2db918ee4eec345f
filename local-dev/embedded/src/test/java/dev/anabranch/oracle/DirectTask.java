package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An instance of a task that is called with JSON. */
final class DirectTask {

    private final Task<Object, Object> task;
    private final JavaType input;
    private final JavaType output;

    @SuppressWarnings("unchecked") // The types that it is called with are read from its class.
    private DirectTask(Task<?, ?> task, JavaType input, JavaType output) {
        this.task = (Task<Object, Object>) task;
        this.input = input;
        this.output = output;
    }

    /** Instantiates a class that the tracer has accepted as a task. */
    static DirectTask of(Class<?> type) {
        JavaType[] types = TypeFactory.defaultInstance().constructType(type).findTypeParameters(Task.class);
        try {
            return new DirectTask((Task<?, ?>) type.getConstructor().newInstance(), types[0], types[1]);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("The task `" + type.getName() + "` could not be constructed.", e);
        }
    }

    /**
     * Returns the input of the task. It is created for each attempt, so that an attempt cannot change the input of
     * another.
     */
    @Nullable
    Object read(JsonNode json) throws IOException {
        return JsonNode.class.isAssignableFrom(input.getRawClass())
                ? json.deepCopy()
                : TaskJson.reader(input).readValue(json);
    }

    @SuppressWarnings("NullAway") // Null is a value like any other.
    @Nullable
    Object run(@Nullable Object value, TaskContext context) throws Exception {
        return task.run(value, context);
    }

    /** Returns the result of the task as its readers receive it. */
    JsonNode write(@Nullable Object value) throws IOException {
        return TaskJson.reader(JsonNode.class).readValue(TaskJson.writer(output).writeValueAsBytes(value));
    }
}
