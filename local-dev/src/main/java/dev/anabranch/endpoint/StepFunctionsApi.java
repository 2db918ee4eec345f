package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.EngineException;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The operations of Step Functions by name. Activities are not among them.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html">API reference</a>
 */
final class StepFunctionsApi implements JsonService {

    private final Map<String, Operation> operations = new TreeMap<>();

    StepFunctionsApi(Engine engine, InstantSource clock) {
        Versions versions = new Versions(engine, clock);
        Tags tags = new Tags(engine);
        new StateMachineOperations(engine, versions, tags, clock).register(operations);
        new VersionOperations(versions).register(operations);
        new AliasOperations(versions).register(operations);
        new ExecutionOperations(engine, versions, clock).register(operations);
        new MapRunOperations(engine).register(operations);
        new DefinitionOperations(engine).register(operations);
        tags.register(operations);
    }

    @Override
    public ObjectNode call(String name, Request request) {
        Operation operation = operations.get(name);
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
