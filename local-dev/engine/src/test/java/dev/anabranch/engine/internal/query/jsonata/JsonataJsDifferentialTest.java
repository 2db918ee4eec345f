package dev.anabranch.engine.internal.query.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.publicpackages.NeedsPublicPackages;
import dev.anabranch.translate.internal.emit.PublicValidators;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the results of expressions with those of jsonata-js 2.0.6, the version that AWS documents. The file
 * {@code jsonata/answers.json} contains the results of fixed expressions, so that only random expressions require
 * Node.js. {@code -Danabranch.seed=<seed>} generates other expressions.
 */
class JsonataJsDifferentialTest {

    private static final int CASES = 3_000;
    private static final List<String> NAMES = List.of("a", "b", "items");
    private static final String KEPT = "answers.json";
    private static final long SEED = 20_261_121L;
    private static final String SCRIPT = """
            const jsonata = require(process.argv[1]);
            const cases = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
            (async () => {
              const answers = [];
              for (const c of cases) {
                try {
                  const value = await jsonata(c.expression).evaluate(undefined, { states: c.states });
                  answers.push(value === undefined ? { nothing: true } : { value });
                } catch (e) { answers.push({ error: String(e.code) }); }
              }
              process.stdout.write(JSON.stringify(answers));
            })();
            """;

    @Test
    void functionsAndOperatorsMatchRecordedResultsOfJsonataJs() throws IOException {
        JsonNode kept;
        try (InputStream file = getClass().getResourceAsStream(KEPT)) {
            kept = new JsonMapper().readTree(file);
        }
        JsonNode states = JsonNodeFactory.instance.objectNode().set("input", kept.get("input"));
        JsonataEvaluator jsonata = new JsonataEvaluator(new Random(SEED), InstantSource.system());
        SoftAssertions all = new SoftAssertions();
        for (JsonNode answer : kept.get("answers")) {
            String expression = answer.get("expression").textValue();
            ObjectNode ours = JsonNodeFactory.instance.objectNode().put("expression", expression);
            try {
                ours.set(
                        "value",
                        Json.of(jsonata.evaluate("{% " + expression + " %}", states, Map.of(), "f")
                                .toString()));
            } catch (QueryException e) {
                said(ours, e.cause());
            }
            all.assertThat(ours).isEqualTo(answer);
        }
        all.assertAll();
        assertThat(kept.get("answers")).hasSizeGreaterThan(800);
    }

    private static void said(ObjectNode answer, String cause) {
        String error = "threw an error during evaluation. ";
        if (cause.endsWith("returned nothing (undefined).")) {
            answer.put("nothing", true);
        } else if (cause.endsWith("returned an unsupported result type.")) {
            answer.put("function", true);
        } else {
            answer.put("error", cause.substring(cause.indexOf(error) + error.length()));
        }
    }

    @Test
    @NeedsPublicPackages
    void randomExpressionsMatchJsonataJs(@TempDir Path folder) throws IOException, InterruptedException {
        PublicValidators node = PublicValidators.install();
        long seed = Long.getLong("anabranch.seed", SEED);
        Random random = new Random(seed);
        ArrayNode cases = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < CASES; i++) {
            cases.addObject()
                    .put("expression", value(random, 3))
                    .putObject("states")
                    .set("input", document(random, 3));
        }
        JsonNode answers = ask(cases, node.jsonata(), folder);
        JsonataEvaluator jsonata = new JsonataEvaluator(random, InstantSource.system());
        for (int i = 0; i < CASES; i++) {
            assertThat(answer(jsonata, cases.get(i)))
                    .as("seed %d: %s", seed, cases.get(i))
                    .isEqualTo(classified(answers.get(i)));
        }
    }

    private static String answer(JsonataEvaluator jsonata, JsonNode asked) {
        try {
            String text = "{% " + asked.get("expression").textValue() + " %}";
            return jsonata.evaluate(text, asked.get("states"), Map.of(), "f").toString();
        } catch (QueryException e) {
            return e.cause().endsWith("(undefined).") ? "nothing" : "error";
        }
    }

    private static String classified(JsonNode answer) {
        return answer.has("error")
                ? "error"
                : answer.has("nothing") ? "nothing" : answer.get("value").toString();
    }

    private static JsonNode ask(ArrayNode cases, Path library, Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("cases.json"), cases.toString());
        Path output = folder.resolve("answers.json");
        Process node = new ProcessBuilder("node", "-e", SCRIPT, library.toString(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        assertThat(node.waitFor()).isZero();
        return Json.of(Files.readString(output, StandardCharsets.UTF_8));
    }

    private static String value(Random random, int depth) {
        if (depth == 0) {
            return path(random);
        }
        String a = value(random, depth - 1);
        return switch (random.nextInt(18)) {
            case 0 -> "[" + a + "]";
            case 1 -> "[" + a + ", " + path(random) + "]";
            case 2 -> "{'x': " + a + ", 'y': " + path(random) + "}";
            case 3 -> "$count(" + a + ")";
            case 4 -> "$exists(" + a + ")";
            case 5 -> "(" + a + ")." + name(random);
            case 6 -> "(" + a + ")[" + random.nextInt(3) + "]";
            case 7 -> "(" + a + ")[" + name(random) + " > 1]";
            case 8 -> "(" + a + ").{'k': " + name(random) + "}";
            case 9 -> "$append(" + a + ", " + path(random) + ")";
            case 10 -> a + " = " + path(random);
            case 11 -> "$map(" + a + ", function($v) { [$v] })";
            case 12 -> "$type(" + a + ")";
            case 13 -> "(" + a + ") ? " + path(random) + " : 'no'";
            case 14 -> "$boolean(" + a + ")";
            case 15 -> "(" + a + ") in [1, 2, 'a']";
            case 16 -> "(" + a + ")[]";
            default -> a;
        };
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder("$states.input");
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append(random.nextInt(8) == 0 ? ".*" : "." + name(random));
        }
        return path.toString();
    }

    private static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    /**
     * Returns a document without null and without empty arrays. The Java library treats null as a missing argument
     * where a function requires an array, and cannot create objects from a nested empty array.
     */
    private static JsonNode document(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        int kind = random.nextInt(depth == 0 ? 4 : 9);
        if (kind >= 6) {
            var object = nodes.objectNode();
            NAMES.forEach(name -> object.set(name, document(random, depth - 1)));
            return object;
        } else if (kind >= 4) {
            var array = nodes.arrayNode();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                array.add(document(random, depth - 1));
            }
            return array;
        }
        return switch (kind) {
            case 0 -> nodes.booleanNode(random.nextBoolean());
            case 1 -> nodes.textNode(name(random));
            default -> nodes.numberNode(random.nextInt(4));
        };
    }
}
