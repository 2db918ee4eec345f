package dev.anabranch.translate.internal.emit;

import dev.anabranch.translate.internal.asl.AslMachine;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A state machine with the placeholders of {@link Translator}.
 *
 * @param machine the states
 * @param comment the comment of the definition
 * @param timeoutSeconds the timeout of an execution; empty for none
 * @param nodes the node of each state, by the state's name; states that belong to no node are missing
 */
public record Translation(AslMachine machine, String comment, OptionalLong timeoutSeconds, Map<String, String> nodes) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Za-z0-9]+}");

    /**
     * The maximum length of the ARN of a function's version:
     * https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html.
     */
    private static final int PLACEHOLDER_BYTES = 170;

    /** Copies the map in its order. */
    public Translation {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /** Returns the definition to deploy, as compact JSON, because AWS limits its size. */
    public String definition() {
        return machine.toJson(comment, timeoutSeconds);
    }

    /** Returns the definition as indented JSON. */
    public String pretty() {
        return machine.toPrettyJson(comment, timeoutSeconds);
    }

    /** Returns the maximum size of the definition after deployment has replaced the placeholders, in bytes. */
    public long deployedBytes() {
        String definition = definition();
        long placeholders = PLACEHOLDER.matcher(definition).results().count();
        return definition.getBytes(StandardCharsets.UTF_8).length + placeholders * PLACEHOLDER_BYTES;
    }

    /** Returns the size of the states of each node of the outermost scope, in bytes. */
    public Map<String, Long> bytesByNode() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        machine.states().forEach((name, state) -> {
            long size = new AslMachine(name, Map.of(name, state))
                    .toJson("", OptionalLong.empty())
                    .getBytes(StandardCharsets.UTF_8)
                    .length;
            bytes.merge(nodes.getOrDefault(name, name), size, Long::sum);
        });
        return bytes;
    }
}
