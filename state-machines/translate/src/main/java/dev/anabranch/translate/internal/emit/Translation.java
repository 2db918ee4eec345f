package dev.anabranch.translate.internal.emit;

import dev.anabranch.translate.internal.asl.AslMachine;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A workflow as a state machine, with the placeholders of {@link Translator}.
 *
 * @param machine the states
 * @param comment what the definition says of itself
 * @param nodes the node that each state belongs to, by the state's name; one that only holds the machine together is not among them
 */
public record Translation(AslMachine machine, String comment, Map<String, String> nodes) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Za-z0-9]+}");

    /** The ARN of a version of a function, at its longest: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html. */
    private static final int PLACEHOLDER_BYTES = 170;

    /** Copies the map and keeps its order. */
    public Translation {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /** The definition to deploy: as compact as can be, since AWS caps its size. */
    public String definition() {
        return machine.toJson(comment);
    }

    /** The definition for people. */
    public String pretty() {
        return machine.toPrettyJson(comment);
    }

    /** The size of the definition when a deployment has put in what placeholders stand for, in bytes: the most that it can be. */
    public long deployedBytes() {
        String definition = definition();
        long placeholders = PLACEHOLDER.matcher(definition).results().count();
        return definition.getBytes(StandardCharsets.UTF_8).length + placeholders * PLACEHOLDER_BYTES;
    }

    /** How many bytes of the definition belong to each node of the outermost scope. */
    public Map<String, Long> bytesByNode() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        machine.states().forEach((name, state) -> {
            long size = new AslMachine(name, Map.of(name, state)).toJson("").getBytes(StandardCharsets.UTF_8).length;
            bytes.merge(nodes.getOrDefault(name, name), size, Long::sum);
        });
        return bytes;
    }
}
