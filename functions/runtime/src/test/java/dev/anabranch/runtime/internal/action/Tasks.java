package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Small tasks for the tests of this package. */
public final class Tasks {

    private Tasks() {}

    public record Tile(String name, int size) {}

    /** Counts its calls. */
    public static final class Doubling implements Task<Integer, Integer> {
        private final AtomicInteger runs = new AtomicInteger();

        public int runs() {
            return runs.get();
        }

        @Override
        public Integer run(Integer input, TaskContext context) {
            runs.incrementAndGet();
            return input * 2;
        }
    }

    /** Returns the number of calls. */
    public static final class Counting implements Task<JsonNode, Integer> {
        private final AtomicInteger calls = new AtomicInteger();

        public int calls() {
            return calls.get();
        }

        @Override
        public Integer run(JsonNode input, TaskContext context) {
            return calls.incrementAndGet();
        }
    }

    /** Returns a text that is too large for a record. */
    public static final class Growing implements Task<JsonNode, String> {
        private final AtomicInteger calls = new AtomicInteger();

        public int calls() {
            return calls.get();
        }

        @Override
        public String run(JsonNode input, TaskContext context) {
            return "x".repeat(20_000 + calls.incrementAndGet());
        }
    }

    /** Throws the given exception. */
    public static final class Failing implements Task<Integer, Integer> {
        private final Exception exception;

        public Failing(Exception exception) {
            this.exception = exception;
        }

        @Override
        public Integer run(Integer input, TaskContext context) throws Exception {
            throw exception;
        }
    }

    public static final class Rejecting implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer input, TaskContext context) {
            throw new PermanentFailure("Region " + input + " is not on this planet.");
        }
    }

    /** Returns a text with that number of characters. */
    public static final class Letters implements Task<Integer, String> {
        @Override
        public String run(Integer input, TaskContext context) {
            return "x".repeat(input);
        }
    }

    public static final class Echo implements Task<Tile, Tile> {
        @Override
        public Tile run(Tile input, TaskContext context) {
            return input;
        }
    }

    public static final class NullTask implements Task<@Nullable String, @Nullable String> {
        @Override
        @SuppressWarnings("NullAway") // Null is a value like any other, but the parameters of Task do not say so.
        public @Nullable String run(@Nullable String input, TaskContext context) {
            return null;
        }
    }

    /** Returns texts with these lengths. */
    public static final class Texts implements Task<List<Integer>, List<String>> {
        @Override
        public List<String> run(List<Integer> input, TaskContext context) {
            return input.stream().map("x"::repeat).toList();
        }
    }

    public static final class Anything implements Task<Object, Object> {
        @Override
        public Object run(Object input, TaskContext context) {
            return input;
        }
    }

    public static final class Sum implements Task<Results<Integer>, Long> {
        @Override
        public Long run(Results<Integer> input, TaskContext context) {
            return input.stream().mapToLong(Integer::longValue).sum();
        }
    }

    public record Named(String name, List<Integer> numbers) {}

    public static final class NamedSum implements Task<Named, Map<String, Integer>> {
        @Override
        public Map<String, Integer> run(Named input, TaskContext context) {
            return Map.of(
                    input.name(),
                    input.numbers().stream().mapToInt(Integer::intValue).sum());
        }
    }
}
