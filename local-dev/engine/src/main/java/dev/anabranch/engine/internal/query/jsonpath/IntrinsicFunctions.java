package dev.anabranch.engine.internal.query.jsonpath;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.engine.internal.query.Digest;
import dev.anabranch.engine.internal.query.RandomUuid;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The 18 intrinsic functions.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html">Intrinsic functions</a>
 */
final class IntrinsicFunctions {

    private static final int TEXT_LIMIT = 10_000;
    private static final int RANGE_LIMIT = 1_000;
    private static final ObjectReader STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private static final Map<String, Body> BODIES = Map.ofEntries(
            Map.entry("Format", (self, a) -> TextNode.valueOf(FormatTemplate.fill(a))),
            Map.entry("StringToJson", (self, a) -> stringToJson(a)),
            Map.entry("JsonToString", (self, a) -> TextNode.valueOf(a.any(0).toString())),
            Map.entry("Array", (self, a) -> JsonNodeFactory.instance.arrayNode().addAll(a.nodes())),
            Map.entry("ArrayPartition", (self, a) -> arrayPartition(a)),
            Map.entry("ArrayContains", (self, a) -> arrayContains(a)),
            Map.entry("ArrayRange", (self, a) -> arrayRange(a)),
            Map.entry("ArrayGetItem", (self, a) -> arrayGetItem(a)),
            Map.entry("ArrayLength", (self, a) -> IntNode.valueOf(a.array(0).size())),
            Map.entry("ArrayUnique", (self, a) -> arrayUnique(a)),
            Map.entry("Base64Encode", (self, a) -> base64Encode(a)),
            Map.entry("Base64Decode", (self, a) -> base64Decode(a)),
            Map.entry("Hash", (self, a) -> hash(a)),
            Map.entry("JsonMerge", (self, a) -> jsonMerge(a)),
            Map.entry("MathRandom", (self, a) -> self.mathRandom(a)),
            Map.entry("MathAdd", (self, a) -> mathAdd(a)),
            Map.entry("StringSplit", (self, a) -> stringSplit(a)),
            Map.entry("UUID", (self, a) -> TextNode.valueOf(RandomUuid.next(self.random))));

    /** The minimum and maximum number of arguments of each function. Other functions accept any number. */
    private static final Map<String, int[]> COUNTS = Map.ofEntries(
            Map.entry("StringToJson", new int[] {1, 1}),
            Map.entry("JsonToString", new int[] {1, 1}),
            Map.entry("ArrayPartition", new int[] {2, 2}),
            Map.entry("ArrayContains", new int[] {2, 2}),
            Map.entry("ArrayRange", new int[] {3, 3}),
            Map.entry("ArrayGetItem", new int[] {2, 2}),
            Map.entry("ArrayLength", new int[] {1, 1}),
            Map.entry("ArrayUnique", new int[] {1, 1}),
            Map.entry("Base64Encode", new int[] {1, 1}),
            Map.entry("Base64Decode", new int[] {1, 1}),
            Map.entry("Hash", new int[] {2, 2}),
            Map.entry("JsonMerge", new int[] {3, 3}),
            Map.entry("MathRandom", new int[] {2, 3}),
            Map.entry("MathAdd", new int[] {2, 2}),
            Map.entry("StringSplit", new int[] {2, 2}),
            Map.entry("UUID", new int[] {0, 0}));

    private final RandomGenerator random;

    IntrinsicFunctions(RandomGenerator random) {
        this.random = random;
    }

    private interface Body {
        JsonNode apply(IntrinsicFunctions self, IntrinsicArguments arguments);
    }

    /** An argument of a function is invalid. The message has the reason. */
    static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    static boolean exists(String name) {
        return BODIES.containsKey(name);
    }

    /**
     * Calls a function.
     *
     * @param paths reads a path that is an argument
     * @throws Refused if an argument has an invalid type or value
     */
    JsonNode call(Intrinsic.Call call, Function<String, JsonNode> paths) {
        List<JsonNode> nodes = new ArrayList<>();
        for (Intrinsic.Argument argument : call.arguments()) {
            nodes.add(node(argument, paths, call.function().equals("Format") && nodes.isEmpty()));
        }
        int[] counts = COUNTS.getOrDefault(call.function(), new int[] {0, Integer.MAX_VALUE});
        if (nodes.size() < counts[0] || nodes.size() > counts[1]) {
            throw new Refused("Invalid number of arguments for States." + call.function() + ": " + nodes.size());
        }
        Body body = BODIES.get(call.function());
        if (body == null) {
            throw new Refused("There is no function States." + call.function());
        }
        return body.apply(this, new IntrinsicArguments(call.function(), nodes));
    }

    private JsonNode node(Intrinsic.Argument argument, Function<String, JsonNode> paths, boolean isTemplate) {
        if (argument instanceof Intrinsic.Call call) {
            return call(call, paths);
        } else if (argument instanceof Intrinsic.Path path) {
            return paths.apply(path.path());
        } else if (argument instanceof Intrinsic.Text text) {
            return TextNode.valueOf(isTemplate ? text.raw() : FormatTemplate.unescape(text.raw()));
        }
        return ((Intrinsic.Value) argument).node();
    }

    private static JsonNode stringToJson(IntrinsicArguments a) {
        try {
            JsonNode node = STRICT.readTree(a.text(0));
            if (!node.isMissingNode()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new Refused("Invalid JSON: " + e.getOriginalMessage());
        }
        throw new Refused("Invalid JSON: the text is empty");
    }

    private static JsonNode arrayPartition(IntrinsicArguments a) {
        long size = a.whole(1);
        if (size <= 0) {
            throw new Refused("The chunk size must be a positive integer, but is " + size);
        }
        ArrayNode chunks = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : a.array(0)) {
            boolean full = chunks.isEmpty() || chunks.get(chunks.size() - 1).size() == size;
            ArrayNode chunk = full ? chunks.addArray() : (ArrayNode) chunks.get(chunks.size() - 1);
            chunk.add(element);
        }
        return chunks;
    }

    private static JsonNode arrayContains(IntrinsicArguments a) {
        for (JsonNode element : a.array(0)) {
            if (IntrinsicArguments.same(element, a.any(1))) {
                return BooleanNode.TRUE;
            }
        }
        return BooleanNode.FALSE;
    }

    private static JsonNode arrayRange(IntrinsicArguments a) {
        long first = a.whole(0);
        long last = a.whole(1);
        long step = a.whole(2);
        if (step == 0) {
            throw new Refused("The step must not be zero");
        }
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        for (long i = first; step > 0 ? i <= last : i >= last; i += step) {
            numbers.add(IntrinsicArguments.number(i));
            if (numbers.size() > RANGE_LIMIT) {
                throw new Refused("The range has more than " + RANGE_LIMIT + " items");
            }
            if (step > 0 ? i > Long.MAX_VALUE - step : i < Long.MIN_VALUE - step) {
                break; // The next number would be beyond 64 bits, and so beyond the last one.
            }
        }
        return numbers;
    }

    private static JsonNode arrayGetItem(IntrinsicArguments a) {
        ArrayNode array = a.array(0);
        JsonNode index = a.any(1);
        boolean inside = index.isIntegralNumber()
                && index.canConvertToInt()
                && index.intValue() >= 0
                && index.intValue() < array.size();
        if (!inside) {
            throw new Refused("The index " + index + " is out of range for an array of size " + array.size());
        }
        return array.get(index.intValue());
    }

    private static JsonNode arrayUnique(IntrinsicArguments a) {
        Set<JsonNode> seen = new LinkedHashSet<>();
        a.array(0).forEach(seen::add);
        return JsonNodeFactory.instance.arrayNode().addAll(seen);
    }

    private static JsonNode base64Encode(IntrinsicArguments a) {
        byte[] bytes = limited(a.text(0)).getBytes(StandardCharsets.UTF_8);
        return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
    }

    private static JsonNode base64Decode(IntrinsicArguments a) {
        try {
            return TextNode.valueOf(new String(Base64.getDecoder().decode(limited(a.text(0))), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new Refused("Not Base64: " + e.getMessage());
        }
    }

    private static String limited(String text) {
        if (text.codePointCount(0, text.length()) > TEXT_LIMIT) {
            throw new Refused("The text has more than " + TEXT_LIMIT + " characters");
        }
        return text;
    }

    private static JsonNode hash(IntrinsicArguments a) {
        String algorithm = a.text(1);
        if (!Digest.ALGORITHMS.contains(algorithm)) {
            throw new Refused(
                    "The algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, but is " + algorithm);
        }
        return TextNode.valueOf(Digest.hex(limited(a.text(0)), algorithm));
    }

    private static JsonNode jsonMerge(IntrinsicArguments a) {
        if (!a.any(2).isBoolean() || a.any(2).booleanValue()) {
            throw new Refused("Only a shallow merge is supported: the third argument must be false");
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        return merged.<ObjectNode>setAll(a.object(0)).setAll(a.object(1));
    }

    private JsonNode mathRandom(IntrinsicArguments a) {
        long from = a.whole(0);
        long below = a.whole(1);
        if (from >= below) {
            throw new Refused("The start " + from + " must be less than the end " + below);
        }
        RandomGenerator source = a.count() > 2 ? new Random(a.whole(2)) : random;
        return IntrinsicArguments.number(source.nextLong(from, below));
    }

    private static JsonNode mathAdd(IntrinsicArguments a) {
        BigInteger sum = BigInteger.valueOf(a.whole(0)).add(BigInteger.valueOf(a.whole(1)));
        if (sum.bitLength() >= Integer.SIZE) {
            throw new Refused("The sum " + sum + " is not in the range of -2147483648 to 2147483647");
        }
        return IntNode.valueOf(sum.intValue());
    }

    /** Splits a text at every character of the second argument. Omits empty parts. */
    private static JsonNode stringSplit(IntrinsicArguments a) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        String separators = a.text(1);
        if (separators.isEmpty()) {
            throw new Refused("The splitting characters must not be empty");
        }
        StringBuilder part = new StringBuilder();
        a.text(0).codePoints().forEach(c -> {
            if (separators.indexOf(c) < 0) {
                part.appendCodePoint(c);
            } else {
                flush(part, parts);
            }
        });
        flush(part, parts);
        return parts;
    }

    private static void flush(StringBuilder part, ArrayNode parts) {
        if (part.length() > 0) {
            parts.add(part.toString());
            part.setLength(0);
        }
    }
}
