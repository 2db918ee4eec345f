package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.internal.query.Digest;
import dev.anabranch.engine.internal.query.RandomUuid;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the Step Functions dialect of JSONata that the library lacks or implements differently. Which
 * arguments fail and which return "undefined" follows published measurements on AWS.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Transforming data with
 *     JSONata</a>
 */
final class DialectFunctions {

    private static final ObjectReader STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build()
            .reader();

    private final RandomGenerator random;
    private final InstantSource clock;

    DialectFunctions(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /**
     * Registers the functions. Every signature has one more argument than the function takes. The library pads missing
     * arguments with null and rejects surplus ones with a different message, so the functions check the number of
     * arguments themselves.
     */
    void register(Jsonata expression) {
        expression.registerFunction("partition", function(DialectFunctions::partition, "<x?x?x?:x>"));
        expression.registerFunction("range", function(DialectFunctions::range, "<x?x?x?x?:x>"));
        expression.registerFunction("hash", function(DialectFunctions::hash, "<x?x?x?:x>"));
        expression.registerFunction("random", function(this::random, "<x?x?:x>"));
        expression.registerFunction("uuid", function(this::uuid, "<x?:x>"));
        expression.registerFunction("parse", function(DialectFunctions::parse, "<x?x?:x>"));
        expression.registerFunction("shuffle", function(this::shuffle, "<a:a>"));
        expression.registerFunction("sort", function(DialectFunctions::sort, "<af?:a>"));
        expression.registerFunction("millis", function(arguments -> clock.millis(), "<:n>"));
        expression.registerFunction("now", function(this::now, "<s?s?:s>"));
        // AWS has no $eval. A call of it is a call of an undefined function.
        expression.assign("eval", null);
    }

    private interface Body {
        @Nullable
        Object apply(List<Object> arguments) throws Throwable;
    }

    @SuppressWarnings("unchecked")
    private static Jsonata.JFunction function(Body body, String signature) {
        return new Jsonata.JFunction((input, arguments) -> body.apply((List<Object>) arguments), signature);
    }

    private static @Nullable Object partition(List<Object> arguments) {
        atMost(2, "partition", arguments);
        Object array = argument(arguments, 0);
        if (array == null) {
            return null;
        } else if (!(array instanceof List<?> list)) {
            throw failure("T0412: Argument 1 of function \"partition\" must be an array of undefined");
        } else {
            return partition(list, argument(arguments, 1) == null ? list.size() : whole(arguments, 1, "partition"));
        }
    }

    private static @Nullable Object partition(List<?> list, long size) {
        if (size < 0) {
            throw failure("D3137: Second argument must be zero or greater");
        }
        return list.isEmpty() || size == 0 ? null : chunks(list, (int) Math.min(size, list.size()));
    }

    private static List<Object> chunks(List<?> list, int size) {
        List<Object> chunks = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            chunks.add(new ArrayList<>(list.subList(from, Math.min(from + size, list.size()))));
        }
        return chunks;
    }

    private static @Nullable Object range(List<Object> arguments) {
        atMost(3, "range", arguments);
        long first = whole(arguments, 0, "range");
        long last = whole(arguments, 1, "range");
        long step = argument(arguments, 2) == null ? 0 : whole(arguments, 2, "range");
        if (step == 0 || (step > 0 ? first > last : first < last)) {
            return null;
        } else if (first == last) {
            return first;
        }
        List<Object> numbers = new ArrayList<>();
        long count = Math.floorDiv(Math.subtractExact(last, first), step);
        if (count > EvaluationBounds.ELEMENTS) {
            throw failure(EvaluationBounds.TOO_LARGE);
        }
        for (long i = 0; i <= count; i++) {
            numbers.add(first + i * step);
        }
        return numbers;
    }

    private static @Nullable Object hash(List<Object> arguments) {
        atMost(2, "hash", arguments);
        String text = text(arguments, 0, "hash");
        if (argument(arguments, 1) == null) {
            return null;
        }
        String algorithm = text(arguments, 1, "hash");
        if (!Digest.ALGORITHMS.contains(algorithm)) {
            throw failure(
                    "D3137: Hash algorithm '" + algorithm + "' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5");
        }
        return Digest.hex(text, algorithm);
    }

    /**
     * Returns a random number. With a seed, AWS returns the first number of {@link Random}: seed 42 returns
     * 0.7275636800328681.
     */
    private Object random(List<Object> arguments) {
        atMost(1, "random", arguments);
        return argument(arguments, 0) == null
                ? random.nextDouble()
                : new Random(whole(arguments, 0, "random")).nextDouble();
    }

    private Object uuid(List<Object> arguments) {
        atMost(0, "uuid", arguments);
        return RandomUuid.next(random);
    }

    private static @Nullable Object parse(List<Object> arguments) {
        atMost(1, "parse", arguments);
        if (argument(arguments, 0) == null) {
            return null;
        }
        try {
            JsonNode parsed = STRICT.readTree(text(arguments, 0, "parse"));
            if (!parsed.isMissingNode()) {
                return JsonataValues.toLibrary(parsed);
            }
        } catch (JsonProcessingException e) {
            throw failure("D3137: Invalid JSON");
        }
        throw failure("D3137: Invalid JSON");
    }

    private @Nullable Object shuffle(List<Object> arguments) {
        Object array = argument(arguments, 0);
        if (!(array instanceof List)) {
            return array;
        }
        List<Object> shuffled = new ArrayList<>((List<?>) array);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }

    /** Returns the current time of the engine's clock, in the format of the library. */
    private Object now(List<Object> arguments) throws Throwable {
        BoundedFunctions.picture(arguments, 0);
        return Functions.dateTimeFromMillis(
                clock.millis(), (String) argument(arguments, 0), (String) argument(arguments, 1));
    }

    private static @Nullable Object sort(List<Object> arguments) throws Throwable {
        Object array = argument(arguments, 0);
        Object comparator = argument(arguments, 1);
        if (!(array instanceof List<?> list)) {
            return null;
        }
        return comparator == null ? StandardFunctions.sorted(list) : mergeSort(new ArrayList<>(list), comparator);
    }

    /**
     * Sorts with a comparator that returns true if two elements must be swapped. {@link List#sort} cannot use it,
     * because it does not distinguish smaller from equal.
     */
    private static List<Object> mergeSort(List<Object> list, Object comparator) throws Throwable {
        if (list.size() <= 1) {
            return list;
        }
        int middle = list.size() / 2;
        List<Object> left = mergeSort(list.subList(0, middle), comparator);
        List<Object> right = mergeSort(list.subList(middle, list.size()), comparator);
        List<Object> merged = new ArrayList<>(list.size());
        int l = 0;
        int r = 0;
        while (l < left.size() && r < right.size()) {
            boolean swap = Jsonata.boolize(Functions.funcApply(comparator, List.of(left.get(l), right.get(r))));
            merged.add(swap ? right.get(r++) : left.get(l++));
        }
        merged.addAll(left.subList(l, left.size()));
        merged.addAll(right.subList(r, right.size()));
        return merged;
    }

    private static @Nullable Object argument(List<Object> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    private static void atMost(int count, String function, List<Object> arguments) {
        if (argument(arguments, count) != null) {
            throw signature(function, count);
        }
    }

    private static String text(List<Object> arguments, int index, String function) {
        if (argument(arguments, index) instanceof String text) {
            return text;
        }
        throw signature(function, index);
    }

    /** Returns an integer. A fraction is truncated toward zero. */
    private static long whole(List<Object> arguments, int index, String function) {
        if (argument(arguments, index) instanceof Number number) {
            return (long) number.doubleValue();
        }
        throw signature(function, index);
    }

    private static JException signature(String function, int index) {
        return failure("T0410: Argument " + (index + 1) + " of function \"" + function
                + "\" does not match function signature");
    }

    private static JException failure(String text) {
        return new JException(text, -1);
    }
}
