package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.RunFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Pure functions over JSON for random workflows. Different inputs have different results. */
public final class GenericTasks {

    /** Letters of one to four bytes, and characters with a meaning in JSON, keys and state machines. */
    private static final List<String> LETTERS =
            List.of("a", "é", "漢", "😀", "\"", "\\", "\n", "\u0001", "{%", "%}", "$");

    private GenericTasks() {}

    public record Pair(JsonNode left, JsonNode right) {}

    /** A request for a list of {@code n} items, whose sizes repeat {@code bytes}. */
    public record ListSpec(JsonNode of, int n, List<Integer> bytes) {}

    /** The fields of most items of {@link ListOf}; the others are texts. */
    public record Item(int i, long seed, String text) {

        /** Labels the items of a fan-out in a way that depends on the number. */
        static <R> FanOut<R> label(FanOut<R> fanOut, int number) {
            return switch (number % 5) {
                case 0 -> fanOut;
                case 1 -> fanOut.label(Item::seed);
                case 2, 3 -> fanOut.label(Item::text);
                default -> fanOut.label();
            };
        }
    }

    public record TextSpec(JsonNode of, int bytes) {}

    /** A request for {@code failures} failures before {@code value} is returned. */
    public record FlakySpec(JsonNode value, int failures) {}

    /** A request for a failure for one value in {@code every}; for none if it is 0. */
    public record PickySpec(JsonNode value, int every) {}

    /** A time to wait for. */
    public record TimeSpec(Duration time) {}

    /** The state of a loop, and whether it has ended. */
    public record Progress(JsonNode state, boolean done) {}

    public record ResultsWith(Results<JsonNode> results, JsonNode with) {}

    /** Returns a number that differs for different JSON. */
    static long fingerprint(JsonNode json) {
        CRC32 sum = new CRC32();
        sum.update(json.toString().getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    /** Returns a text of about that number of bytes in UTF-8. */
    static String text(long seed, int bytes) {
        StringBuilder text = new StringBuilder();
        long letter = seed;
        for (int length = 0; length < bytes; letter++) {
            String next = bytes - length < 4 ? "x" : LETTERS.get((int) (letter % LETTERS.size()));
            text.append(next);
            length += next.getBytes(StandardCharsets.UTF_8).length;
        }
        return text.toString();
    }

    public static final class Digest implements Task<JsonNode, JsonNode> {
        @Override
        public JsonNode run(JsonNode input, TaskContext context) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("sum", fingerprint(input))
                    .put("of", context.node());
        }
    }

    /** Returns another state, which is the last one in one of four cases. */
    public static final class Advance implements Task<JsonNode, Progress> {
        @Override
        public Progress run(JsonNode input, TaskContext context) {
            long sum = fingerprint(input);
            return new Progress(JsonNodeFactory.instance.numberNode(sum), sum % 4 == 0);
        }
    }

    /** Looks at the same thing in each round; one round in four is the last one. */
    public static final class Poll implements Task<JsonNode, Progress> {
        @Override
        public Progress run(JsonNode input, TaskContext context) {
            ArrayNode seen = JsonNodeFactory.instance
                    .arrayNode()
                    .add(input)
                    .add(context.index().orElse(0));
            return new Progress(JsonNodeFactory.instance.numberNode(fingerprint(seen)), fingerprint(seen) % 4 == 0);
        }
    }

    public static final class Same implements Task<JsonNode, JsonNode> {
        @Override
        public JsonNode run(JsonNode input, TaskContext context) {
            return input;
        }
    }

    public static final class Time implements Task<Duration, Duration> {
        @Override
        public Duration run(Duration input, TaskContext context) {
            return input;
        }
    }

    public static final class TimeSpecOf implements Task<Duration, TimeSpec> {
        @Override
        public TimeSpec run(Duration input, TaskContext context) {
            return new TimeSpec(input);
        }
    }

    public static final class MaybeNull implements Task<JsonNode, @Nullable JsonNode> {
        @Override
        @SuppressWarnings("NullAway") // Null is a value like any other, but the parameters of Task do not say so.
        public @Nullable JsonNode run(JsonNode input, TaskContext context) {
            return fingerprint(input) % 3 == 0 ? null : input;
        }
    }

    public static final class IsEven implements Task<JsonNode, Boolean> {
        @Override
        public Boolean run(JsonNode input, TaskContext context) {
            return fingerprint(input) % 2 == 0;
        }
    }

    public static final class Text implements Task<TextSpec, JsonNode> {
        @Override
        public JsonNode run(TextSpec spec, TaskContext context) {
            return JsonNodeFactory.instance.textNode(text(fingerprint(spec.of()), spec.bytes()));
        }
    }

    public static final class ListOf implements Task<ListSpec, List<JsonNode>> {
        @Override
        public List<JsonNode> run(ListSpec spec, TaskContext context) {
            long seed = fingerprint(spec.of());
            List<JsonNode> items = new ArrayList<>();
            for (int i = 0; i < spec.n(); i++) {
                String text = text(seed + i, spec.bytes().get(i % spec.bytes().size()));
                items.add(
                        i % 5 == 4
                                ? JsonNodeFactory.instance.textNode(text)
                                : JsonNodeFactory.instance
                                        .objectNode()
                                        .put("i", i)
                                        .put("seed", seed)
                                        .put(text.length() < 40 ? text : "text", text));
            }
            return items;
        }
    }

    public static final class Swap implements Task<Pair, Pair> {
        @Override
        public Pair run(Pair input, TaskContext context) {
            return new Pair(input.right(), input.left());
        }
    }

    public static final class Flaky implements Task<FlakySpec, JsonNode> {
        @Override
        public JsonNode run(FlakySpec spec, TaskContext context) {
            if (context.attempt() <= spec.failures()) {
                throw new IllegalStateException("attempt " + context.attempt());
            }
            return spec.value();
        }
    }

    /** Like {@link Flaky}, but every other attempt fails with another error. */
    public static final class Fickle implements Task<FlakySpec, JsonNode> {
        @Override
        public JsonNode run(FlakySpec spec, TaskContext context) throws IOException {
            if (context.attempt() > spec.failures()) {
                return spec.value();
            }
            if (context.attempt() % 2 == 0) {
                throw new FileNotFoundException("attempt " + context.attempt());
            }
            throw new IllegalStateException("attempt " + context.attempt());
        }
    }

    public static final class Picky implements Task<PickySpec, JsonNode> {
        @Override
        public JsonNode run(PickySpec spec, TaskContext context) {
            long sum = fingerprint(spec.value());
            if (spec.every() > 0 && sum % spec.every() == 0) {
                throw sum % 2 == 0
                        ? new PermanentFailure("never for " + sum)
                        : new IllegalArgumentException("not for " + sum);
            }
            return spec.value();
        }
    }

    public static final class Join implements Task<Results<JsonNode>, JsonNode> {
        @Override
        public JsonNode run(Results<JsonNode> results, TaskContext context) {
            return joined(results);
        }
    }

    public static final class JoinWith implements Task<ResultsWith, Pair> {
        @Override
        public Pair run(ResultsWith input, TaskContext context) {
            return new Pair(input.with(), joined(input.results()));
        }
    }

    private static JsonNode joined(Results<JsonNode> results) {
        ArrayNode sums = JsonNodeFactory.instance.arrayNode();
        results.forEach(result -> sums.add(fingerprint(result)));
        return JsonNodeFactory.instance
                .objectNode()
                .put("size", results.size())
                .put("read", sums.size())
                .put("sum", fingerprint(sums))
                .set("last", results.isEmpty() ? sums : sums.get((int) results.size() - 1));
    }

    public static final class Settle implements Task<Results<Outcome<JsonNode>>, List<JsonNode>> {
        @Override
        public List<JsonNode> run(Results<Outcome<JsonNode>> outcomes, TaskContext context) {
            return outcomes.stream().map(Settle::settled).toList();
        }

        static JsonNode settled(Outcome<JsonNode> outcome) {
            return outcome.fold(
                    result -> JsonNodeFactory.instance.numberNode(fingerprint(result)),
                    failed -> JsonNodeFactory.instance.textNode(failed.error() + ": " + failed.message()));
        }
    }

    public static final class SettleOne implements Task<Outcome<JsonNode>, JsonNode> {
        @Override
        public JsonNode run(Outcome<JsonNode> outcome, TaskContext context) {
            return Settle.settled(outcome);
        }
    }

    /** Returns the result, or only the name of the error, because messages about early ends depend on timing. */
    public static final class EndOf implements Task<Outcome<JsonNode>, JsonNode> {
        @Override
        public JsonNode run(Outcome<JsonNode> outcome, TaskContext context) {
            return outcome.fold(
                    result -> JsonNodeFactory.instance.numberNode(fingerprint(result)),
                    failed -> JsonNodeFactory.instance.textNode(failed.error()));
        }
    }

    public static final class NoteFailure implements Task<RunFailure, String> {
        @Override
        public String run(RunFailure failure, TaskContext context) {
            return failure.node() + ": " + failure.message();
        }
    }
}
