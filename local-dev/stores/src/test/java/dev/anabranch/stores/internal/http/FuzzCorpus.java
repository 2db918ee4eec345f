package dev.anabranch.stores.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.emit.Translator;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The state machines to mutate: those of the engine's tests and the translations of all examples. */
final class FuzzCorpus {

    private static final Path GOLDEN = Path.of("../engine/src/test/resources/dev/anabranch/engine");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern FUNCTION = Pattern.compile("\\$\\{[A-Za-z0-9]+}");

    /** A state machine and a valid input for it. */
    record Seed(String name, JsonNode definition, JsonNode input) {}

    private FuzzCorpus() {}

    static List<Seed> all() {
        List<Seed> seeds = new ArrayList<>(goldens());
        for (Workflow<?, ?> workflow : ServiceLoader.load(Workflow.class)) {
            for (Target target : Target.values()) {
                seeds.add(translated(workflow, target));
            }
        }
        return seeds;
    }

    private static List<Seed> goldens() {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(FuzzCorpus::golden)
                    .filter(seed -> seed.definition().isObject())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Seed golden(Path file) {
        try {
            JsonNode json = MAPPER.readTree(file.toFile());
            JsonNode input = json.path("input");
            return new Seed(
                    file.getFileName().toString(),
                    json.path("definition"),
                    input.isMissingNode() ? JsonNodeFactory.instance.objectNode() : input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Seed translated(Workflow<?, ?> workflow, Target target) {
        String definition = FUNCTION.matcher(Definition.of(workflow, target)
                        .translate()
                        .definition()
                        .replace(Translator.TABLE, "table")
                        .replace(Translator.BUCKET, "bucket"))
                .replaceAll("arn:aws:lambda:us-east-1:000000000000:function:echo");
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.putObject("run").put("id", "run-1");
        input.putObject("input").putObject("v").put("n", 3);
        try {
            return new Seed(workflow.name() + " for " + target, MAPPER.readTree(definition), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
