package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.EngineException;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.JsonOperation;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.JsonService;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Maps operation names of Step Functions to their implementations. Activities are not supported.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html">API reference</a>
 */
public final class StepFunctionsApi implements JsonService {

    private final Map<String, JsonOperation> operations = new TreeMap<>();

    public StepFunctionsApi(Engine engine, InstantSource clock) {
        StateMachineVersions versions = new StateMachineVersions(engine, clock);
        StateMachineTags tags = new StateMachineTags(engine);
        new StateMachineOperations(engine, versions, tags, clock).register(operations);
        new VersionOperations(versions).register(operations);
        new AliasOperations(versions).register(operations);
        new ExecutionOperations(engine, versions, clock).register(operations);
        new MapRunOperations(engine).register(operations);
        new DefinitionOperations(engine).register(operations);
        tags.register(operations);
    }

    @Override
    public ObjectNode call(String name, JsonRequest request) {
        JsonOperation operation = operations.get(name);
        if (operation == null) {
            throw new ApiException(
                    "UnknownOperationException",
                    "The embedded Step Functions has no operation " + name + ". It has: "
                            + new TreeSet<>(operations.keySet()));
        }
        try {
            return operation.call(request);
        } catch (EngineException e) {
            throw new ApiException(e.code(), String.valueOf(e.getMessage()));
        }
    }
}
