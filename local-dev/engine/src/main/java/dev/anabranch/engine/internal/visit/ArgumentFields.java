package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.query.QueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields that the arguments of an integration may have. Step Functions checks them when the state runs, before it
 * schedules the task, and not when the state machine is created.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html">Passing parameters to a
 *     service API</a>
 */
final class ArgumentFields {

    /** The field that is required, and the others. */
    private record Fields(String required, Set<String> optional) {}

    private static final Map<String, Fields> KNOWN = Map.of(
            "lambda:invoke",
            new Fields(
                    "FunctionName",
                    Set.of("Payload", "InvocationType", "LogType", "ClientContext", "Qualifier", "TenantId")),
            "states:startExecution",
            new Fields("StateMachineArn", Set.of("Input", "Name", "TraceHeader")));

    private ArgumentFields() {}

    /**
     * Checks the arguments of a state.
     *
     * @param integration the service and its action, such as {@code lambda:invoke}
     * @param field the field of the state that has the arguments
     * @throws QueryException if a field is missing or unknown
     */
    static void check(String integration, String field, JsonNode arguments) {
        Fields known = KNOWN.get(integration);
        if (known == null || !arguments.isObject()) {
            return;
        }
        List<String> problems = new ArrayList<>();
        if (!arguments.hasNonNull(known.required)) {
            problems.add("The field '" + known.required + "' is required but was missing");
        }
        arguments.fieldNames().forEachRemaining(name -> {
            if (!name.equals(known.required) && !known.optional.contains(name)) {
                problems.add("The field \"" + name + "\" is not supported by Step Functions");
            }
        });
        if (!problems.isEmpty()) {
            throw new QueryException(
                    QueryException.RUNTIME,
                    "The " + field + " '" + arguments + "' could not be used to start the Task: ["
                            + String.join(", ", problems) + "]");
        }
    }
}
