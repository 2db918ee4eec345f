package dev.anabranch.engine.internal.query.jsonata;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonpath.CompiledPath;
import dev.anabranch.engine.internal.query.jsonpath.JsonPathEvaluator;
import dev.anabranch.engine.internal.query.jsonpath.ReferencePath;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the short cuts for simple paths with the results of the libraries, on random documents and paths. */
class ShortCutPropertyTest {

    private static final int DOCUMENTS = 400;
    private static final int PATHS = 12;
    private static final List<String> NAMES = List.of("a", "b", "c", "items", "n_1", "in", "and", "or");

    private final DialectFunctions functions = new DialectFunctions(new Random(1), InstantSource.system());

    private static long seed() {
        return Long.getLong("anabranch.seed", 20_261_121L);
    }

    @Test
    void variablePathsMatchInterpreter() {
        long seed = seed();
        Random random = new Random(seed);
        for (int i = 0; i < DOCUMENTS; i++) {
            JsonNode states = parsed(JsonNodeFactory.instance.objectNode().set("input", document(random, 4)));
            Map<String, JsonNode> variables = Map.of("x", parsed(document(random, 3)));
            for (int k = 0; k < PATHS; k++) {
                String source = (random.nextBoolean() ? "$states.input" : "$x") + dotted(random);
                JsonataExpression expression = JsonataExpression.compile(source, functions);
                assertThat(expression.evaluate(states, variables, "f"))
                        .as("seed %d: %s of %s with x = %s", seed, source, states, variables)
                        .isEqualTo(expression.interpret(states, variables, "f"));
            }
        }
    }

    @Test
    void referencePathsMatchLibrary() {
        long seed = seed();
        Random random = new Random(seed);
        for (int i = 0; i < DOCUMENTS; i++) {
            JsonNode document = document(random, 4);
            for (int k = 0; k < PATHS; k++) {
                String text = "$" + bracketed(random);
                CompiledPath path = CompiledPath.compile(text);
                ReferencePath reference = requireNonNull(path.reference());
                JsonNode read = path.read(document);
                boolean pastTheEnd = read.isMissingNode() && reference.endsPastAnArray(document);
                assertThat(pastTheEnd ? NullNode.instance : read)
                        .as("seed %d: %s of %s", seed, text, document)
                        .isEqualTo(path.search(document));
            }
        }
    }

    @Test
    void putChangesValueAtPathOnly() {
        long seed = seed();
        Random random = new Random(seed);
        JsonNode marker = Json.of("'marker'");
        for (int i = 0; i < DOCUMENTS * PATHS; i++) {
            JsonNode document = document(random, 3);
            JsonNode before = document.deepCopy();
            String path = "$" + bracketed(random);
            try {
                JsonNode after = JsonPathEvaluator.put(path, document, marker);
                assertThat(CompiledPath.compile(path).search(after))
                        .as("seed %d: %s of %s", seed, path, before)
                        .isEqualTo(marker);
            } catch (QueryException e) {
                assertThat(e.error()).isEqualTo("States.ResultPathMatchFailure");
            }
            assertThat(document).as("seed %d: %s", seed, path).isEqualTo(before);
        }
    }

    private static String dotted(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append('.').append(name(random));
        }
        return path.toString();
    }

    private static String bracketed(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(3)) {
                case 0 -> path.append('.').append(name(random));
                case 1 -> path.append("['").append(name(random)).append("']");
                default -> path.append('[').append(random.nextInt(3)).append(']');
            }
        }
        return path.toString();
    }

    private static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    /** Returns the document as a parser returns it: each number has the smallest type that can represent it. */
    private static JsonNode parsed(JsonNode document) {
        return Json.of(document.toString());
    }

    private static JsonNode document(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 10 : 6);
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (kind) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.numberNode(random.nextInt(100));
            case 3 -> nodes.numberNode(random.nextInt(100) / 4.0);
            case 4 -> nodes.textNode(name(random));
            case 5 -> nodes.numberNode(random.nextLong() >> random.nextInt(40));
            case 6 -> array(random, depth);
            default -> object(random, depth);
        };
    }

    private static JsonNode array(Random random, int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(document(random, depth - 1));
        }
        return array;
    }

    private static JsonNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(name(random), document(random, depth - 1));
        }
        return object;
    }
}
