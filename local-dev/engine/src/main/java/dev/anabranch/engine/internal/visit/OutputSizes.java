package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.internal.value.JsonSize;
import java.util.Map;

/** The quotas on the sizes of outputs and variables. */
final class OutputSizes {

    private OutputSizes() {}

    /**
     * Returns true if an output and the assigned variables are within the quotas.
     *
     * @param variables the variables before the assignment
     */
    static boolean fit(
            EngineQuotas quotas, Map<String, JsonNode> variables, JsonNode output, Map<String, JsonNode> assigned) {
        if (JsonSize.exceeds(output, quotas.payloadBytes())) {
            return false;
        }
        if (assigned.isEmpty() || quotas.allVariablesBytes() == Long.MAX_VALUE) {
            return true;
        }
        long together = assigned.values().stream().mapToLong(JsonSize::of).sum();
        if (together > quotas.variableBytes()) {
            return false;
        }
        long before = variables.entrySet().stream()
                .filter(variable -> !assigned.containsKey(variable.getKey()))
                .mapToLong(variable -> JsonSize.of(variable.getValue()))
                .sum();
        return before + together <= quotas.allVariablesBytes();
    }
}
