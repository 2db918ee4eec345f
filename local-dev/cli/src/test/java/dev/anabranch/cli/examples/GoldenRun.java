package dev.anabranch.cli.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file with the expected end of an example's run: its {@code input}, the number of its {@code actions}, and either
 * its {@code output} or its {@code error}. Fields listed in {@code unchecked} depend on the machine and are not
 * compared.
 */
record GoldenRun(String workflow, Path file, JsonNode json) {

    private static final Path FOLDER = Path.of("src/test/resources/dev/anabranch/cli/examples");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * The tolerance for numbers. They are computed in a fixed order, but the JVM may round functions such as the sine
     * differently.
     */
    private static final double RELATIVE_ERROR = 1e-9;

    /** Returns all files; each workflow has a folder. */
    static List<GoldenRun> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(GoldenRun::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenRun read(Path file) {
        try {
            return new GoldenRun(FOLDER.relativize(file).getName(0).toString(), file, MAPPER.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    String name() {
        return workflow + "/" + file.getFileName();
    }

    JsonNode input() {
        return json.path("input");
    }

    JsonNode output() {
        return json.path("output");
    }

    /** Returns this file with the end of an actual run. */
    ObjectNode with(EmbeddedRun run) {
        ObjectNode actual = MAPPER.createObjectNode();
        actual.set("input", input());
        actual.putObject("actions")
                .put("total", run.actions().total())
                .put("succeeded", run.actions().succeeded())
                .put("failed", run.actions().failed());
        if (json.has("unchecked")) {
            actual.set("unchecked", json.path("unchecked"));
        }
        run.output().ifPresent(output -> actual.set("output", checked(output)));
        run.failure().ifPresent(failure -> actual.putObject("error")
                .put("node", failure.node())
                .put("action", failure.action())
                .put("name", failure.name())
                .put("message", failure.message()));
        return actual;
    }

    /** Returns an output without the fields that are not compared. */
    JsonNode checked(JsonNode output) {
        JsonNode copy = output.deepCopy();
        json.path("unchecked").forEach(field -> ((ObjectNode) copy).remove(field.asText()));
        return copy;
    }

    void write(ObjectNode actual) throws IOException {
        Files.writeString(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(actual) + "\n");
    }

    /** Compares JSON, except for the last digits of numbers. */
    static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            double a = one.doubleValue();
            double b = other.doubleValue();
            return Math.abs(a - b) <= RELATIVE_ERROR * Math.max(Math.abs(a), Math.abs(b));
        }
        if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            return false;
        }
        if (one.isArray()) {
            Iterator<JsonNode> others = other.elements();
            return one.valueStream().allMatch(element -> same(element, others.next()));
        }
        return one.isObject()
                ? one.propertyStream()
                        .allMatch(
                                field -> other.has(field.getKey()) && same(field.getValue(), other.get(field.getKey())))
                : one.equals(other);
    }
}
